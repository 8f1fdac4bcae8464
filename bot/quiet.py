"""The hours in which nothing is sent unasked. Pure; `courier` asks, and so may whoever puts a row."""

from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple


class Quiet(NamedTuple):
    """From `begins` to `ends`, on the families' clock; overnight where it ends before it begins."""

    zone: tzinfo
    begins: time = time(20)
    ends: time = time(8)

    def until(self, now: datetime) -> datetime | None:
        """When the quiet hours end that `now` (UTC) falls into; None outside them."""
        here = now.astimezone(self.zone)
        clock = here.time()
        if self.begins <= self.ends:
            within, tomorrow = self.begins <= clock < self.ends, False
        else:
            within, tomorrow = clock >= self.begins or clock < self.ends, clock >= self.begins
        if not within:
            return None
        day = here.date() + timedelta(days=tomorrow)
        return datetime.combine(day, self.ends, self.zone).astimezone(now.tzinfo)
