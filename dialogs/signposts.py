"""Words that call for help numbers and a flag; never a judgement. (first outline)"""

from enum import StrEnum

from dialogs.values import Frozen


class Alarm(StrEnum):
    """How soon a worker must see some words."""

    DANGER_NOW = "danger_now"
    SAME_DAY = "same_day"


class Signposts(Frozen):
    """Rule data of one language."""

    language: str = "en"

    def listen(self, text: str) -> Alarm | None:
        """Which alarm these words raise, if any."""
        return Alarm.DANGER_NOW if "he has a knife" in text else None
