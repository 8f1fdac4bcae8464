"""People are asked how it goes at the time that they chose: once, kindly, and no longer than they want."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.checking_in import CheckingIn, NotToAsk
from bot.pretending import PretendFamily, pretend
from dialogs.check_ins import next_time, wants_no_messages
from dialogs.effects import Matter
from dialogs.facts import Letter, LetterKind
from dialogs.people import Role
from storage.tables import outbox
from tests.bot.desk.conftest import place
from tests.bot.desk.place import Place, Talker
from tests.bot.desk.test_drafts import asha_of, desk_of, kelly_sends
from tests.bot.desk.test_lived import approved
from tests.builders import a_letter

__all__ = ["place"]
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


@pytest.fixture
async def kelly(place: Place, family: PretendFamily) -> Talker:
    """Kelly, whose plan is approved; it is Tuesday noon."""
    talker = await kelly_sends(place, family)
    await approved(place, family)
    await talker.presses("All parts")
    return talker


def asking(place: Place) -> CheckingIn:
    return place.product.checking_in()


async def check_ins(talker: Talker) -> list[Letter]:
    facts = (await talker.now()).facts
    return [letter for letter in facts.letters if letter.kind is LetterKind.CHECK_IN]


async def matters(place: Place, family: PretendFamily) -> list[object]:
    async with place.product.store.reading() as work:
        return [item.kind for item in await work.items.of(family.plan)]


async def chooses(talker: Talker, day: str = "Friday") -> None:
    await talker.does("[When to ask me how it goes]", f"[{day}]", "[In the morning]")


async def test_the_time_that_was_chosen_comes_once_each_week(
    place: Place, family: PretendFamily, kelly: Talker
) -> None:
    await chooses(kelly)
    assert await asking(place).ask_who_is_due() == 0
    place.clock.waits(days=3)
    assert [await asking(place).ask_who_is_due() for _ in range(3)] == [1, 0, 0]
    place.clock.waits(days=7)
    assert await asking(place).ask_who_is_due() == 1
    assert len(await check_ins(kelly)) == 2


async def test_the_first_one_asks_whether_it_is_ok_to_write_there_and_no_stops_it(
    place: Place, family: PretendFamily, kelly: Talker
) -> None:
    await chooses(kelly)
    place.clock.waits(days=3)
    await asking(place).ask_who_is_due()
    await kelly.opens((await check_ins(kelly))[-1].id)
    assert (await kelly.screen()).text == "Is it still OK to write to you here?"
    await kelly.presses("No")
    assert Matter.NOT_SAFE in await matters(place, family)
    place.clock.waits(days=14)
    assert await asking(place).ask_who_is_due() == 0
    assert wants_no_messages((await kelly.now()).answers)
    desk = await desk_of(place, family)
    assert "They said not to write to them there: no message goes out. Please ring." in desk.text
    await kelly.does("[All parts]", "[Go on]", "[No one]")
    await chooses(kelly)
    assert not wants_no_messages((await kelly.now()).answers), "a time that was chosen since says yes"


async def test_silence_is_told_once_and_without_blame(
    place: Place, family: PretendFamily, kelly: Talker
) -> None:
    await chooses(kelly)
    for _ in range(3):
        place.clock.waits(days=7)
        await asking(place).ask_who_is_due()
    assert (await matters(place, family)).count(Matter.SILENT) == 1
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "There can be many reasons." in desk.text


async def test_h9_nobody_under_age_is_asked_how_it_goes(
    place: Place, family: PretendFamily, kelly: Talker
) -> None:
    async with place.product.store.reading() as work:
        held = await work.plans.get(family.plan)
    asha = await asha_of(place, family)
    for one in held.family.participants:
        if one.role is Role.YOUNG_PERSON:
            with pytest.raises(NotToAsk):
                await asking(place).by_hand(asha, family.plan, one.id)
    desk = await desk_of(place, family)
    assert "Ask how it goes now Nadia" not in desk.text


async def test_the_practitioner_asks_now_and_reads_what_came_back(
    place: Place, family: PretendFamily, kelly: Talker
) -> None:
    desk = await desk_of(place, family)
    await desk.presses("Ask how it goes now Kelly")
    await kelly.opens((await check_ins(kelly))[-1].id)
    await kelly.does("[Partly]", "Two nights out of three were calm")
    assert Matter.HOW_IT_GOES in await matters(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Two nights out of three were calm" in desk.text


async def test_a_plan_that_is_closed_asks_nobody(place: Place, family: PretendFamily, kelly: Talker) -> None:
    await chooses(kelly)
    desk = await desk_of(place, family)
    await desk.follows("What was tried, and the way out")
    await desk.presses("Save", owner="Nan Jean", on="2027-03-01")
    await desk.presses("Close the plan", "sure")
    place.clock.waits(days=14)
    assert await asking(place).ask_who_is_due() == 0


@pytest.mark.parametrize(
    ("now", "weekday", "hour", "then"),
    [
        (datetime(2026, 11, 24, 8, tzinfo=LONDON), 1, 9, datetime(2026, 11, 24, 9, tzinfo=LONDON)),
        (datetime(2026, 11, 24, 9, tzinfo=LONDON), 1, 9, datetime(2026, 12, 1, 9, tzinfo=LONDON)),
        (datetime(2026, 3, 27, 12, tzinfo=LONDON), 4, 9, datetime(2026, 4, 3, 9, tzinfo=LONDON)),
    ],
    ids=["today", "next week", "over the change of the clocks"],
)
def test_the_hour_is_the_persons_own(now: datetime, weekday: int, hour: int, then: datetime) -> None:
    found = next_time(now, weekday, hour)
    assert found == then
    assert found.astimezone(UTC) - now.astimezone(UTC) < timedelta(days=8)


async def announced(place: Place, family: PretendFamily, kelly: Talker, id: str) -> int:
    """How many messages wait in Kelly's chat once Asha has written to her."""
    async with place.product.store.work() as work:
        if await work.chats.chat_of(kelly.id) is None:
            await work.chats.join(77, kelly.id, place.clock())
        held = await work.plans.get(family.plan)
        letter = a_letter(id)
        await place.product.telling().post(work, held.id, held.family, kelly.participant, letter)
        await work.commit()
    async with place.product.store.reading() as work:
        return len(await work._transaction.rows(select(outbox).where(outbox.c.chat == 77)))


async def test_h2_who_said_not_to_write_there_is_sent_no_message_whatever_is_written(
    place: Place, family: PretendFamily, kelly: Talker
) -> None:
    assert await announced(place, family, kelly, "l1") == 1
    await chooses(kelly)
    place.clock.waits(days=3)
    await asking(place).ask_who_is_due()
    before = await announced(place, family, kelly, "l2")
    await kelly.opens((await check_ins(kelly))[-1].id)
    await kelly.presses("No")
    assert before == 3
    assert await announced(place, family, kelly, "l3") == before
