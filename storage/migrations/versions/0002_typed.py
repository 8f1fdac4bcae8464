"""Words of voice notes, photos and drawings, typed up."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the table of typed-up words."""
    op.create_table(
        "typed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_typed"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_typed_plan", ondelete="CASCADE"),
    )
    op.create_index("ix_typed_plan", "typed", ["plan", "at"])


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("typed")
