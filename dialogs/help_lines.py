"""Whom to call, as lines to show beside a dialog. `bot.help_numbers` makes them."""

from dialogs.values import Frozen


class HelpLines(Frozen):
    """Whom to call, as lines to show: made by the host from numbers that carry `verified_on`."""

    danger: tuple[str, ...] = ()
    """First, always: 999 and 55."""
    quiet: tuple[str, ...] = ()
    """For a phone that somebody else sees: 999 and 55, and one dull line (H2)."""
    talk: tuple[str, ...] = ()
    """Whom a young person can talk to now: beside the danger line, after telling (H10)."""
    others: tuple[str, ...] = ()
