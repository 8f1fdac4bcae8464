"""How somebody comes in: codes, phones, chats, and a device that is passed."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from storage.database import UtcTime
from storage.tables.columns import belongs_to, metadata, place, row_id

invitations = Table(
    "invitations",
    metadata,
    row_id(),
    belongs_to("plans", "plan"),
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
    place(),
    Column("digest", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_guesses_digest", "digest", "at"),
)

devices = Table(
    "devices",
    metadata,
    row_id(),
    belongs_to("plans", "plan"),
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
    row_id(),
    belongs_to("plans", "plan"),
    Column("participant", Text, nullable=False),
    belongs_to("conversations", "conversation"),
    belongs_to("practitioners", "practitioner"),
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
    belongs_to("conversations", "conversation"),
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
