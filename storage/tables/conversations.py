"""Conversations, turn by turn; what came in, and what is still to go out."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from storage.database import UtcTime
from storage.tables.columns import belongs_to, metadata, place, row_id

conversations = Table(
    "conversations",
    metadata,
    row_id(),
    belongs_to("plans", "plan"),
    Column("participant", Text, nullable=False, unique=True),
    Column("dialog", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Index("ix_conversations_plan", "plan"),
)

turns = Table(
    "turns",
    metadata,
    belongs_to("conversations", "conversation", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("answers", LargeBinary),
    Column("prompts", LargeBinary),
    Column("facts", LargeBinary),
)

updates = Table(
    "updates",
    metadata,
    Column("source", Text, primary_key=True),
    Column("update", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    place(),
    Column("id", Text, nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("practitioner", Text),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    belongs_to("plans", "plan", null=True),
    belongs_to("conversations", "conversation", null=True),
    Column("prompt", Integer),
    Column("body", LargeBinary),
    Column("queued_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message", BigInteger),
    Column("settled_at", UtcTime),
)
# Only what is still to be done is indexed; IS NULL, since SQLite does not match a bound value with
# an index's condition.
_LIVE = outbox.c.settled_at.is_(None)
Index("ix_outbox_due", outbox.c.due_at, sqlite_where=_LIVE, postgresql_where=_LIVE)
Index("ix_outbox_chat", outbox.c.chat, outbox.c.queued_at, outbox.c.place,
      sqlite_where=_LIVE, postgresql_where=_LIVE)  # fmt: skip

files = Table(
    "files",
    metadata,
    row_id(),
    belongs_to("conversations", "conversation"),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin", LargeBinary, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("why", Text),
    Column("media_type", LargeBinary),
    Column("content", LargeBinary),
    Column("settled_at", UtcTime),
    Index("ix_files_conversation", "conversation"),
)
Index("ix_files_waiting", files.c.due_at, sqlite_where=files.c.settled_at.is_(None),
      postgresql_where=files.c.settled_at.is_(None))  # fmt: skip

set_aside = Table(
    "set_aside",
    metadata,
    Column("source", Text, primary_key=True),
    Column("update", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("done_at", UtcTime),
    Column("done_by", Text),
    Column("chat", BigInteger),
    belongs_to("plans", "plan", null=True),
)

check_ins = Table(
    "check_ins",
    metadata,
    belongs_to("conversations", "conversation", key=True),
    belongs_to("plans", "plan"),
    Column("participant", Text, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("asked", Integer, nullable=False),
    Index("ix_check_ins_due", "due_at"),
    Index("ix_check_ins_plan", "plan"),
)
"""When people are asked how it goes."""
