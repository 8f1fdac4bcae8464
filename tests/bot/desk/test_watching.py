"""What time alone brings about: flags that nobody read go out again, a cover's days run out."""

from datetime import date, timedelta

import pytest

from bot.pretending import COVER, WORKER, PretendFamily, pretend
from bot.watching import again
from dialogs.ids import PractitionerId
from storage.outbox import Delivery
from tests.bot.desk.place import GOOD_THINGS, Place, Talker

DANGER = "He is here now and he has a knife. Please help."
"""What somebody types at the worst moment."""
ASHAS, BENS = 501, 502


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    family = await pretend(place.product.store, place.product.settings, place.clock())
    async with place.product.store.work() as work:
        for one in await work.people.all():
            await work.people.set_telegram(one.id, {WORKER: ASHAS, COVER: BENS}[one.name])
        await work.commit()
    return family


async def named(place: Place, name: str) -> PractitionerId:
    async with place.product.store.reading() as work:
        return next(one.id for one in await work.people.all() if one.name == name)


async def covers(place: Place, family: PretendFamily, from_day: date, until_day: date | None) -> None:
    asha, ben = await named(place, WORKER), await named(place, COVER)
    await place.product.planning().set_cover(asha, family.plan, ben, from_day, until_day)


async def kelly_comes(place: Place, family: PretendFamily) -> Talker:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.presses("What is going well")
    return kelly


async def heard(place: Place) -> list[tuple[int, Delivery]]:
    """What has gone out to practitioners' chats since the last time this was asked, by chat."""
    found: list[tuple[int, Delivery]] = []
    async with place.product.store.work() as work:
        while rows := await work.outbox.claim(place.clock(), timedelta(minutes=1)):
            for row in rows:
                found.append((row.chat, row.kind))
                await work.outbox.sent(row.id, 1, place.clock())
        await work.commit()
    return sorted(found)


async def red(place: Place) -> bool:
    desk = await place.at_the_desk(await named(place, WORKER))
    await desk.opens("/desk/")
    return 'class="flag red"' in desk.page.html


async def test_holder_and_cover_hear_of_danger_and_hear_again_until_somebody_read_it(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_comes(place, family)
    await kelly.says(DANGER)
    both = [(ASHAS, Delivery.FLAG), (BENS, Delivery.FLAG)]
    assert await heard(place) == both
    place.clock.waits(minutes=29)
    assert await again(place.product) == 0
    assert await heard(place) == []
    place.clock.waits(minutes=1)
    assert await again(place.product) == 1
    assert await heard(place) == both
    assert await red(place)
    place.clock.waits(minutes=60)
    assert await again(place.product) == 0
    assert await heard(place) == []
    assert await red(place)


async def test_a_flag_that_was_read_goes_out_no_more(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_comes(place, family)
    await kelly.says(DANGER)
    await heard(place)
    reviewing = place.product.reviewing()
    ben = await named(place, COVER)
    (flag,) = [item for item in await reviewing.waiting(ben, family.plan) if item.words]
    await reviewing.see(ben, family.plan, flag.id)
    place.clock.waits(hours=2)
    assert await again(place.product) == 0
    assert await heard(place) == []
    assert not await red(place)


async def test_on_covered_days_the_cover_hears_of_everything_that_waits(
    place: Place, family: PretendFamily
) -> None:
    today = place.clock().date()
    await covers(place, family, today, today)
    kelly = await kelly_comes(place, family)
    await kelly.does(*GOOD_THINGS[1:])
    await kelly.sends()
    assert await heard(place) == [(ASHAS, Delivery.UNASKED), (BENS, Delivery.UNASKED)]


async def test_a_cover_whose_days_are_over_counts_for_nothing(place: Place, family: PretendFamily) -> None:
    today = place.clock().date()
    await covers(place, family, today, today)
    kelly = await kelly_comes(place, family)
    assert (await kelly.now()).facts.cover == COVER
    place.clock.waits(days=1)
    await kelly.says(DANGER)
    assert await heard(place) == [(ASHAS, Delivery.FLAG)]
    desk = await place.at_the_desk(await named(place, WORKER))
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "Nobody can be invited yet." in desk.text
    assert f"The cover ended on 24 November 2026: {COVER}." in desk.text


async def test_families_read_no_longer_that_somebody_covers(place: Place, family: PretendFamily) -> None:
    today = place.clock().date()
    await covers(place, family, today, today)
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    place.clock.waits(days=1)
    assert await place.product.planning().end_covers() == 1
    assert await place.product.planning().end_covers() == 0
    assert (await kelly.now()).facts.cover == ""
    desk = await place.at_the_desk(await named(place, WORKER))
    await desk.opens(f"/desk/plans/{family.plan}")
    assert f"The cover ended on 24 November 2026: {COVER}." in desk.text
    await desk.follows("History")
    assert "the cover ended" in desk.text


async def test_a_cover_to_come_hears_nothing_before_their_first_day(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_comes(place, family)
    today = place.clock().date()
    await covers(place, family, today + timedelta(days=2), None)
    await kelly.says(DANGER)
    assert await heard(place) == [(ASHAS, Delivery.FLAG)]
