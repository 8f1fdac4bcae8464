"""A plan: what is known of the family, who may open it, its drafts, and what waits."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from storage.database import UtcTime
from storage.tables.columns import belongs_to, metadata, place, row_id

plans = Table(
    "plans",
    metadata,
    row_id(),
    belongs_to("practitioners", "practitioner"),
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
    belongs_to("plans", "plan", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("family", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
"""Every version of what the practitioner wrote about a family, append-only."""

rights = Table(
    "rights",
    metadata,
    place(),
    belongs_to("plans", "plan"),
    belongs_to("practitioners", "practitioner"),
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

drafts = Table(
    "drafts",
    metadata,
    belongs_to("plans", "plan", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    place(),
    belongs_to("plans", "plan"),
    Column("draft", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("decision", LargeBinary, nullable=False),
    Index("ix_decisions_plan", "plan"),
)

letters = Table(
    "letters",
    metadata,
    row_id(),
    belongs_to("plans", "plan"),
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
    row_id(),
    belongs_to("plans", "plan"),
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

typed = Table(
    "typed",
    metadata,
    row_id(),
    belongs_to("plans", "plan"),
    Column("at", UtcTime, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_typed_plan", "plan", "at"),
)

releases = Table(
    "releases",
    metadata,
    row_id(),
    belongs_to("plans", "plan"),
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
