"""A row that does not open any more: said where it stands, and it hides nothing else."""

from sqlalchemy import update

from bot.pretending import pretend
from dialogs.effects import Matter
from dialogs.ids import ParticipantId
from dialogs.signposts import Alarm
from storage.items import Item
from storage.tables import families, items
from tests.bot.desk.place import Place

RUBBISH = b"\x00\x01" + bytes(60)


async def test_the_desk_shows_what_it_can(place: Place) -> None:
    product = place.product
    spoiled, well = [(await pretend(product.store, product.settings, place.clock())).plan for _ in range(2)]
    async with product.store.work() as work:
        practitioner = (await work.plans.get(well)).practitioner
        for id, kind in (("flag", Alarm.DANGER_NOW), ("same", Alarm.SAME_DAY)):
            item = Item(
                id=id,
                plan=well,
                participant=ParticipantId("p"),
                kind=kind,
                words="the words",
                at=place.clock(),
            )
            await work.items.add(item)
        await work.items.add(
            Item(id="other", plan=well, participant=ParticipantId("p"), kind=Matter.RING_ME, at=place.clock())
        )
        await work.run(update(items).where(items.c.id == "flag").values(words=RUBBISH))
        await work.run(update(families).where(families.c.plan == spoiled).values(family=RUBBISH))
        await work.commit()
    desk = await place.at_the_desk(practitioner)
    await desk.opens("/desk/")
    assert desk.status == 200
    assert "Pretend family: Leo, Mia and Nadia" in desk.text
    assert spoiled in desk.text
    await desk.opens(f"/desk/plans/{well}/waiting")
    assert desk.status == 200
    assert "These words cannot be opened any more." in desk.text
    assert "the words" in desk.text
    await desk.opens(f"/desk/plans/{spoiled}")
    assert desk.status == 503
