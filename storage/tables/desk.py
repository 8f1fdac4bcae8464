"""Practitioners, how they sign in, and what each of them looked at."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from storage.database import UtcTime
from storage.tables.columns import belongs_to, metadata, place, row_id

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
    row_id(),
    Column("name", LargeBinary, nullable=False),
    Column("telegram", BigInteger, unique=True),
    Column("enrolled_at", UtcTime, nullable=False),
)

signins = Table(
    "signins",
    metadata,
    Column("digest", Text, primary_key=True),
    belongs_to("practitioners", "practitioner"),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

desks = Table(
    "desks",
    metadata,
    Column("digest", Text, primary_key=True),
    belongs_to("practitioners", "practitioner"),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    place(),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Index("ix_audit_plan", "plan", "place"),
)
