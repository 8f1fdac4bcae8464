"""A practitioner looks at a plan on their phone: each button that shows something of it leaves a trace."""

import pytest

from bot.app import workers_for
from storage.audit import Noted
from tests.bot.telegram.conftest import Place, until
from tests.bot.telegram.test_practitioner import holder, joins, says_and_sends


@pytest.fixture
async def place(quiet_place: Place) -> Place:
    await quiet_place.starts(workers=workers_for(quiet_place.product, quiet_place.telegram))
    return quiet_place


async def audit(place: Place) -> tuple[Noted, ...]:
    async with place.product.store.reading() as work:
        return await work.audit.of(place.family.plan)


@pytest.mark.parametrize("act", ["open", "seen", "lines", "ask", "whom", "return", "sure"])
async def test_each_look_on_a_phone_is_logged(place: Place, act: str) -> None:
    who = await holder(place)
    asha = await joins(place, who)
    await says_and_sends(place)
    reading = await place.product.reviewing().open(who, place.family.plan)
    assert reading is not None
    before = len(await audit(place))
    data = f"w:{act}:{place.family.plan}:{reading.number}:{reading.edition}:0"
    press = await asha.forges_press(data, asha.screen[-1].message_id)
    await press.answered()

    async def logged() -> bool:
        return len(await audit(place)) > before

    await until(logged)
    assert {noted.who for noted in (await audit(place))[before:]} == {who}
