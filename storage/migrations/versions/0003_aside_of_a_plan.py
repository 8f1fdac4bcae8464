"""What was set aside knows its chat and its plan, and goes when the plan is erased."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the two columns; what was set aside before keeps neither."""
    with op.batch_alter_table("set_aside") as table:
        table.add_column(sa.Column("chat", sa.BigInteger()))
        table.add_column(sa.Column("plan", sa.Text()))
        table.create_foreign_key("fk_set_aside_plan", "plans", ["plan"], ["id"], ondelete="CASCADE")


def downgrade() -> None:
    """Takes them away again."""
    with op.batch_alter_table("set_aside") as table:
        table.drop_constraint("fk_set_aside_plan", type_="foreignkey")
        table.drop_column("plan")
        table.drop_column("chat")
