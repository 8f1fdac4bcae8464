"""How often somebody may try a code: a growing wait, for each address and for all together.

Kept in memory: a restart forgets it, and that costs an attacker more than it gives. Eight
characters hold about 10^12 codes, so that the wait only has to be felt.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

FREE = 5
"""Wrong tries from one address before there is a wait; people mistype."""
FREE_FOR_ALL = 100
"""Wrong tries from everybody together, before all wait."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_WAIT_FOR_ALL = timedelta(minutes=2)
"""Short, so that nobody can shut all families out for long by guessing."""
FORGOTTEN_AFTER = timedelta(hours=2)
MOST_ADDRESSES = 10_000


class _Tries(NamedTuple):
    wrong: int
    last: datetime
    until: datetime


class Guesses:
    """Counts wrong codes. Times are UTC."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, _Tries] = OrderedDict()
        self._all: _Tries | None = None

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long this address has to wait before its next try; zero where it need not."""
        found = [self._of.get(_network(address)), self._all]
        return max((tries.until - now for tries in found if tries and tries.until > now), default=timedelta())

    def wrong(self, address: str, now: datetime) -> None:
        """A code opened nothing."""
        network = _network(address)
        self._of[network] = _after(self._of.get(network), now, FREE, LONGEST_WAIT)
        self._of.move_to_end(network)
        self._all = _after(self._all, now, FREE_FOR_ALL, LONGEST_WAIT_FOR_ALL)
        if len(self._of) > MOST_ADDRESSES:
            self._of.popitem(last=False)

    def right(self, address: str) -> None:
        """A code opened a page: that address starts anew."""
        self._of.pop(_network(address), None)


def _after(tries: _Tries | None, now: datetime, free: int, longest: timedelta) -> _Tries:
    wrong = 1 if tries is None or now - tries.last > FORGOTTEN_AFTER else tries.wrong + 1
    if wrong < free:
        return _Tries(wrong, now, now)
    doublings = min(wrong - free, 10)
    return _Tries(wrong, now, now + min(FIRST_WAIT * 2**doublings, longest))


def _network(address: str) -> str:
    """The address, or the network of an IPv6 one: everybody has 2^64 of those."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return known.exploded[:19] if isinstance(known, IPv6Address) else address
