"""A folder with a database full of pretend families, made before anything is measured.

Called by `__main__`; calls the product's own `pretend`. `load` then plays its people.
"""

from datetime import UTC, datetime
from pathlib import Path

from bot.pretending import pretend
from bot.product import opened
from bot.settings import Settings
from dialogs.people import Role

THROUGH_THE_DOOR = (
    "press:Go on",
    *("press:OK, go on",) * 5,
    "press:By myself",
    "press:No",
    "press:No one",
    "press:Long",
)
"""From the invitation to the parts, the way most people take it."""
TO_FREE_TEXT = (*THROUGH_THE_DOOR, "press:Say it my way · not started")
"""To a question that takes one text after another."""


async def families(folder: Path, people: int) -> tuple[str, ...]:
    """Fill a data folder with so many parents and carers; a code for each, whose conversation has not begun."""
    settings = Settings(data=folder, _env_file=None)  # type: ignore[call-arg]
    codes: list[str] = []
    async with opened(settings) as product:
        while len(codes) < people:
            family = await pretend(product.store, settings, datetime.now(UTC))
            codes += [one.code for one in family.people if one.role is Role.PARENT]
    return tuple(codes[:people])
