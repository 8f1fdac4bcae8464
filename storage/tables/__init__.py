"""The tables. Core tables, not mapped classes: rows never leave their repository, and Core is quicker.

In clear stand only ids, times, numbers and small states; every `LargeBinary` column is sealed
(`sealed.py`), every `digest` is keyed. Times are `UtcTime`: one integer on both databases.

What belongs to a plan hangs from `plans` by foreign keys that cascade, so that erasing a plan is
one DELETE and can forget nothing. Only `audit` and `updates` stand apart: ids and times alone.

A conversation is kept as its turns: one row for each, never changed afterwards (promise 1), with
the answers and prompts that were new in it. One row a turn is also the cheapest thing to write, and
the primary key (conversation, version) refuses a second writer by itself.
"""

from storage.tables.columns import metadata
from storage.tables.conversations import check_ins, conversations, files, outbox, set_aside, turns, updates
from storage.tables.desk import audit, desks, keys, practitioners, signins
from storage.tables.plans import decisions, drafts, families, items, letters, plans, releases, rights, typed
from storage.tables.ways_in import chats, devices, guesses, invitations, openings, sittings

__all__ = [
    "audit",
    "chats",
    "check_ins",
    "conversations",
    "decisions",
    "desks",
    "devices",
    "drafts",
    "families",
    "files",
    "guesses",
    "invitations",
    "items",
    "keys",
    "letters",
    "metadata",
    "openings",
    "outbox",
    "plans",
    "practitioners",
    "releases",
    "rights",
    "set_aside",
    "signins",
    "sittings",
    "turns",
    "typed",
    "updates",
]
