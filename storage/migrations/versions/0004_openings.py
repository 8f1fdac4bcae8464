"""One-time links by which somebody who is in by Telegram opens their page in a browser too."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the table of those links."""
    op.create_table(
        "openings",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_openings"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_openings_conversation", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_openings_conversation", "openings", ["conversation"])


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("openings")
