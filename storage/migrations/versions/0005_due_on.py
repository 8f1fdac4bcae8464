"""What waits on the desk may be due on a day: what a young person raised, until it is answered."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the column; what waits already has no such day."""
    with op.batch_alter_table("items") as table:
        table.add_column(sa.Column("due_on", sa.Date()))


def downgrade() -> None:
    """Takes it away again."""
    with op.batch_alter_table("items") as table:
        table.drop_column("due_on")
