"""Releases: whose lines the practitioner let whom see."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Makes the table of releases."""
    op.create_table(
        "releases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("release", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("told_how", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("announced_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_releases_plan", ondelete="CASCADE"),
    )
    op.create_index("ix_releases_plan", "releases", ["plan", "at"])
    op.create_index(
        "ix_releases_letter",
        "releases",
        ["letter"],
        sqlite_where=sa.text("announced_at IS NULL"),
        postgresql_where=sa.text("announced_at IS NULL"),
    )


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("releases")
