"""Check-ins: whom to ask next how it goes, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Makes the table of check-ins."""
    op.create_table(
        "check_ins",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_check_ins"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_check_ins_conversation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_check_ins_plan", ondelete="CASCADE"),
    )
    op.create_index("ix_check_ins_due", "check_ins", ["due_at"])
    op.create_index("ix_check_ins_plan", "check_ins", ["plan"])


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("check_ins")
