"""The test log: what of a plan was tried or practised, what happened, and what was changed.

A plan on paper proves nothing: everyone watches whether it is followed and works, and where a rule breaks
the network is brought together and the plan is improved (practice.md §4, "Monitoring"). The practitioner
writes it down, in words that name who said so. `checks` 11 and 19 read it; `bot.trying` keeps it.
"""

from datetime import date
from enum import StrEnum

from dialogs.values import Frozen


class Tried(StrEnum):
    """What was tried, and whether it held."""

    USED = "used"
    """It was needed in daily life, and it held."""
    PRACTISED = "practised"
    """It was walked through together."""
    SIGNAL = "signal"
    """A child's signal was practised with the adult who answers it."""
    BROKE = "broke"
    """A rule of the plan did not hold."""


class Trial(Frozen):
    """One row of the log."""

    tried: Tried
    on: date
    what: str
    """Which part of the plan."""
    happened: str
    changed: str = ""
    """What was changed in the plan because of it; "" where nothing is yet."""
