"""What a PIN is: four to six figures, and none that anybody would try first.

The page of somebody in a plan and the desk's sittings ask for one; `storage.pins` keeps it.
"""

import unicodedata
from itertools import pairwise

SHORTEST, LONGEST = 4, 6
_COMMON = frozenset({"1122", "1004", "2580", "0852", "1379", "112233", "123321", "159753"})
"""Often picked though they follow no rule: the middle column of the keys, corners, pairs."""
_YEARS = frozenset(str(year) for year in range(1940, 2030))
"""A birthday's year is what somebody at home would try."""


def figures(typed: str) -> str:
    """Four to six figures, in whichever script they were typed; "" for anything else."""
    found = [unicodedata.decimal(character, None) for character in typed if not character.isspace()]
    if not SHORTEST <= len(found) <= LONGEST:
        return ""
    return "".join(str(figure) for figure in found if figure is not None) if None not in found else ""


def is_common(pin: str) -> bool:
    """Whether this PIN is among the first that anybody would try."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    same_step = len(steps) == 1 and steps <= {0, 1, 9}
    halves = len(pin) % 2 == 0 and pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    return same_step or halves or pin in _COMMON or (len(pin) == 4 and pin in _YEARS)
