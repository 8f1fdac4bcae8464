"""Sittings: a practitioner's device that was passed to somebody beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the table of sittings."""
    op.create_table(
        "sittings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("practitioner", sa.Text(), nullable=False),
        sa.Column("called", sa.LargeBinary(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("desk_until", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("pin", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sittings"),
        sa.UniqueConstraint("digest", name="uq_sittings_digest"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_sittings_plan", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_sittings_conversation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["practitioner"], ["practitioners.id"], name="fk_sittings_practitioner", ondelete="CASCADE"
        ),
    )
    for column in ("plan", "conversation", "desk"):
        op.create_index(f"ix_sittings_{column}", "sittings", [column])


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("sittings")
