"""The tables. Core tables, not mapped classes: rows never leave their repository, and Core is quicker.

In clear stand only ids, times, numbers and small states; every `LargeBinary` column is sealed
(`sealed.py`), every `digest` is keyed. Times are `UtcTime`: one integer on both databases.

What belongs to a plan hangs from `plans` by foreign keys that cascade, so that erasing a plan is
one DELETE and can forget nothing. Only `audit` and `updates` stand apart: ids and times alone.

A conversation is kept as its turns: one row for each, never changed afterwards (promise 1), with
the answers and prompts that were new in it. One row a turn is also the cheapest thing to write, and
the primary key (conversation, version) refuses a second writer by itself.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from storage.database import UtcTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

_Place = BigInteger().with_variant(Integer, "sqlite")
"""Counts up by itself: the order in which rows were written (SQLite: only INTEGER does)."""


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _place() -> Column[int]:
    return Column("place", _Place, primary_key=True, autoincrement=True)


def _of(table: str, name: str, *, null: bool = False, key: bool = False) -> Column[str]:
    return Column(name, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=null, primary_key=key)


keys = Table(
    "keys",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("proof", LargeBinary, nullable=False),
    Column("at", UtcTime, nullable=False),
)
"""A known value sealed with each key: whether a key is the right one shows when the store opens."""

practitioners = Table(
    "practitioners",
    metadata,
    _id(),
    Column("name", LargeBinary, nullable=False),
    Column("telegram", BigInteger, unique=True),
    Column("enrolled_at", UtcTime, nullable=False),
)

signins = Table(
    "signins",
    metadata,
    Column("digest", Text, primary_key=True),
    _of("practitioners", "practitioner"),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

desks = Table(
    "desks",
    metadata,
    Column("digest", Text, primary_key=True),
    _of("practitioners", "practitioner"),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    _id(),
    _of("practitioners", "practitioner"),
    Column("cover", ForeignKey("practitioners.id")),
    Column("state", Text, nullable=False),
    Column("pretend", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("newest_draft", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("waiting_since", UtcTime, nullable=False),
    Index("ix_plans_inbox", "practitioner", "urgency", "waiting_since", "id"),
)

families = Table(
    "families",
    metadata,
    _of("plans", "plan", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("family", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
"""Every version of what the practitioner wrote about a family, append-only."""

rights = Table(
    "rights",
    metadata,
    _place(),
    _of("plans", "plan"),
    _of("practitioners", "practitioner"),
    Column("kind", Text, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("until_day", Date),
    Column("given_by", Text, nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_rights_practitioner", "practitioner", "plan"),
    Index("ix_rights_plan", "plan"),
)
"""Who may open a plan: holders, covers and signers, with the days it holds for."""

conversations = Table(
    "conversations",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("participant", Text, nullable=False, unique=True),
    Column("dialog", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Index("ix_conversations_plan", "plan"),
)

turns = Table(
    "turns",
    metadata,
    _of("conversations", "conversation", key=True),
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

invitations = Table(
    "invitations",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("participant", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("used_by", Text),
    Column("withdrawn_at", UtcTime),
    Index("ix_invitations_plan", "plan"),
    Index("ix_invitations_participant", "participant"),
)

guesses = Table(
    "guesses",
    metadata,
    _place(),
    Column("digest", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_guesses_digest", "digest", "at"),
)

devices = Table(
    "devices",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("participant", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("pin", LargeBinary),
    Column("tries", Integer, nullable=False),
    Column("held_until", UtcTime),
    Index("ix_devices_participant", "participant"),
    Index("ix_devices_plan", "plan"),
)

sittings = Table(
    "sittings",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("participant", Text, nullable=False),
    _of("conversations", "conversation"),
    _of("practitioners", "practitioner"),
    Column("called", LargeBinary, nullable=False),
    Column("desk", Text, nullable=False),
    Column("desk_until", UtcTime, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("pin", LargeBinary, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("held_until", UtcTime),
    Column("began_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_sittings_plan", "plan"),
    Index("ix_sittings_conversation", "conversation"),
    Index("ix_sittings_desk", "desk"),
)
openings = Table(
    "openings",
    metadata,
    Column("digest", Text, primary_key=True),
    _of("conversations", "conversation"),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Index("ix_openings_conversation", "conversation"),
)
"""Links by which somebody who is in by Telegram opens their page in a browser too."""

chats = Table(
    "chats",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("joined_at", UtcTime, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _of("plans", "plan", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    _place(),
    _of("plans", "plan"),
    Column("draft", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("decision", LargeBinary, nullable=False),
    Index("ix_decisions_plan", "plan"),
)

letters = Table(
    "letters",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("participant", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("letter", LargeBinary, nullable=False),
    Column("opened_at", UtcTime),
    Column("answered_at", UtcTime),
    Column("answer", Text),
    Index("ix_letters_participant", "participant", "at"),
    Index("ix_letters_plan", "plan"),
)

items = Table(
    "items",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("participant", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("answer", Text),
    Column("letter", Text),
    Column("words", LargeBinary),
    Column("at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
    Column("seen_by", Text),
    Column("escalated_at", UtcTime),
    Column("done_at", UtcTime),
    Column("done_by", Text),
    Column("due_on", Date),
    Index("ix_items_plan", "plan", "at"),
)
Index("ix_items_unseen", items.c.kind, items.c.at, sqlite_where=items.c.seen_at.is_(None),
      postgresql_where=items.c.seen_at.is_(None))  # fmt: skip

outbox = Table(
    "outbox",
    metadata,
    _place(),
    Column("id", Text, nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("practitioner", Text),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    _of("plans", "plan", null=True),
    _of("conversations", "conversation", null=True),
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
    _id(),
    _of("conversations", "conversation"),
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

typed = Table(
    "typed",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("at", UtcTime, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_typed_plan", "plan", "at"),
)

releases = Table(
    "releases",
    metadata,
    _id(),
    _of("plans", "plan"),
    Column("letter", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("release", LargeBinary, nullable=False),
    Column("told_at", UtcTime),
    Column("told_how", LargeBinary),
    Column("withdrawn_at", UtcTime),
    Column("withdrawn_by", Text),
    Column("announced_at", UtcTime),
    Index("ix_releases_plan", "plan", "at"),
)
Index("ix_releases_letter", releases.c.letter, sqlite_where=releases.c.announced_at.is_(None),
      postgresql_where=releases.c.announced_at.is_(None))  # fmt: skip

audit = Table(
    "audit",
    metadata,
    _place(),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Index("ix_audit_plan", "plan", "place"),
)

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
    _of("plans", "plan", null=True),
)
