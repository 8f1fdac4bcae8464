"""Release: looked at as its reader will see it, the owner told first, taken back in honest words (H7)."""

import json
from datetime import date

import pytest

from bot.app import copies
from bot.copies import Copies
from bot.exporting import exported
from bot.pretending import PretendFamily, pretend
from bot.releasing import KeptApart, Wanted
from bot.reviewing import NothingSuch
from dialogs.conversation import Screen
from dialogs.facts import Letter, LetterKind
from dialogs.ids import AnswerId, ParticipantId
from dialogs.lines import Line
from dialogs.release import Released
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import GOOD_THINGS, Place, Talker
from tests.bot.desk.test_plans import desk_of
from tests.bot.desk.test_wishes import DOOR
from tests.papers import printed

GOOD = ("[Good things]", "my nan comes on fridays", "[No, that is all]", "[Skip]", "[Skip]", "[Skip]")
THOUGHT = {"angry": "Ryan, maybe", "guess": "Nan is hers alone", "told": "All of it", "sees": "Kelly"}


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


def code(family: PretendFamily, name: str) -> str:
    return next(one.code for one in family.people if one.name == name)


async def nadia_says(place: Place, family: PretendFamily) -> Talker:
    nadia = await place.comes_in(code(family, "Nadia"))
    await nadia.does(*DOOR, *GOOD, "not mum")
    await nadia.sends()
    return nadia


async def the_line(place: Place, family: PretendFamily, words: str) -> Line:
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    reading = await place.product.reviewing().open(asha, family.plan)
    assert reading is not None
    return next(line for line in reading.draft.lines if words in line.words)


async def shares(
    place: Place, family: PretendFamily, words: str, with_: Talker, **thought: str
) -> PaperBrowser:
    """Asha chooses the line and the person, looks at it as they will see it, and keeps it."""
    line = await the_line(place, family, words)
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/lines/{line.root}")
    await desk.follows("Share it with somebody")
    await desk.presses("Look at it as they will see it", f"to-{with_.participant}", **thought)
    assert desk.status == 200, desk.text
    return await desk.presses("Tell ")


async def reads(place: Place, reader: Talker) -> list[tuple[str, str]]:
    given = copies(place.product)
    return [(one.name, one.words) for one in await given.shared(reader.id, place.clock())]


async def newest_letter(talker: Talker, kind: LetterKind) -> Letter:
    letters = [one for one in (await talker.now()).facts.letters if one.kind is kind]
    assert letters, f"no letter {kind} among {(await talker.now()).facts.letters}"
    return letters[-1]


async def test_h7_nothing_is_shared_before_the_four_questions_and_a_look(
    place: Place, family: PretendFamily
) -> None:
    await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    line = await the_line(place, family, "my nan")
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/release/{line.root}")
    assert "Wish: this person must not see this." in desk.text
    for question in ("Who could be angry", "Could they guess who said it?", "What has Nadia been told?"):
        assert question in desk.text
    assert "Who sees Nadia in the next two days?" in desk.text
    await desk.presses("Look at it as they will see it", f"to-{rose.participant}")
    assert desk.status == 422
    await desk.presses("Look at it as they will see it", **THOUGHT)
    seen = desk.text.partition("Rose sees, under “Shared with you”:")[2].partition("gets a message")[0]
    assert "Nadia, 24 November 2026" in seen
    assert "my nan comes on fridays" in seen
    # Somebody else is ticked after the look: it is looked at again before it is kept.
    kelly = await place.comes_in(code(family, "Kelly"))
    await desk.presses("Tell Nadia", f"to-{kelly.participant}")
    assert desk.status == 422
    assert "Kelly sees, under" in desk.text
    async with place.product.store.reading() as work:
        assert await work.releases.of(family.plan) == ()


async def test_the_owner_is_told_first_and_only_then_it_is_read(place: Place, family: PretendFamily) -> None:
    nadia = await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    desk = await shares(place, family, "my nan", rose, **THOUGHT)
    assert "Nobody reads it yet. It takes effect when Nadia opens your message." in desk.text
    assert await reads(place, rose) == []
    assert await place.product.releasing().announce() == 0

    await nadia.opens((await newest_letter(nadia, LetterKind.RELEASED)).id)
    screen = await nadia.screen()
    assert screen.text.startswith("From now on this can be read by: Rose. Asha did this on")
    assert [line.words for line in screen.lines] == ["my nan comes on fridays"]
    assert "Answer" in [button.label for button in screen.buttons]
    assert await reads(place, rose) == [("Nadia", "my nan comes on fridays")]

    assert await place.product.releasing().announce() == 1
    await rose.opens((await newest_letter(rose, LetterKind.SHARED)).id)
    assert "Asha shares something with you" in (await rose.screen()).text
    assert await place.product.releasing().announce() == 0
    desk = await desk.opens(str(desk.url.path))
    assert "They can read it since" in desk.text
    assert "Nan is hers alone" in desk.text


async def test_the_practitioner_writes_down_how_they_told_them(place: Place, family: PretendFamily) -> None:
    await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    desk = await shares(place, family, "my nan", rose, **THOUGHT)
    await desk.presses("It takes effect now")
    assert await reads(place, rose) == []
    await desk.presses("It takes effect now", how="I told her at school today.")
    assert "How Nadia was told I told her at school today." in desk.text
    assert await reads(place, rose) == [("Nadia", "my nan comes on fridays")]


async def test_withdrawn_it_is_gone_and_its_owner_hears_so(place: Place, family: PretendFamily) -> None:
    nadia = await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    desk = await shares(place, family, "my nan", rose, **THOUGHT)
    letter = await newest_letter(nadia, LetterKind.RELEASED)
    await nadia.opens(letter.id)
    await desk.opens(str(desk.url.path))
    assert "They may have read it already, and a copy they saved stays with them. Nadia is told." in desk.text
    await desk.presses("No longer share it")
    assert "They may have read it before" in desk.text
    assert await reads(place, rose) == []
    await nadia.opens((await newest_letter(nadia, LetterKind.UNSHARED)).id)
    assert "This can no longer be read by: Rose." in (await nadia.screen()).text
    await nadia.opens(letter.id)
    assert "This can no longer be read by: Rose." in (await nadia.screen()).text
    async with place.product.store.reading() as work:
        whats = [noted.what for noted in await work.audit.of(family.plan)]
    assert "released lines" in whats
    assert "withdrew a release" in whats


async def test_a_line_that_is_changed_or_taken_back_is_read_no_longer(
    place: Place, family: PretendFamily
) -> None:
    nadia = await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    await shares(place, family, "my nan", rose, **THOUGHT)
    await nadia.opens((await newest_letter(nadia, LetterKind.RELEASED)).id)
    await nadia.does("[Go on]", "[All parts]", "[Check what I said]", "[Change 1]", "my nan, and Ryan shouts")
    assert await reads(place, rose) == []
    await nadia.sends()
    assert await reads(place, rose) == []
    line = await the_line(place, family, "Ryan shouts")
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/lines/{line.root}")
    assert "It was changed since. They do not see it until you share it again." in desk.text


async def test_the_speaker_sees_who_can_read_each_line(place: Place, family: PretendFamily) -> None:
    nadia = await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    await shares(place, family, "my nan", rose, **THOUGHT)
    await nadia.does("[All parts]", "will my mum see this?")
    assert "No one at home is shown your words here" in (await nadia.screen()).said[0]
    await nadia.opens((await newest_letter(nadia, LetterKind.RELEASED)).id)
    await nadia.does("[Go on]", "will my mum see this?")
    assert (await nadia.screen()).said[0].startswith("Rose can read something you said.")
    await nadia.does("[Who reads this?]")
    assert "Asha lets these people read some of it too: Rose." in (await nadia.screen()).said
    await nadia.does("[Check what I said]")
    assert (await nadia.screen()).lines[0].wish.endswith("Can read this line now, as Asha can: Rose")
    await nadia.does("[Change 1]", "[Who may see this?]")
    screen = await nadia.screen()
    assert screen.screen is Screen.WISH
    assert "Can read it now, once it is sent: Asha, Ben and Rose" in screen.said


async def test_nobody_kept_apart_from_the_speaker_is_offered_and_each_is_refused(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(code(family, "Kelly"))
    ryan = await place.comes_in(code(family, "Ryan"))
    await kelly.enters()
    await kelly.does(*GOOD_THINGS)
    await kelly.sends()
    line = await the_line(place, family, "Mia picks the book")
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/release/{line.root}")
    assert "Ryan is kept apart from Kelly, and can never see this." in desk.text
    assert f"to-{ryan.participant}" not in desk.page.html
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    wanted = Wanted((Released.of(line),), (ryan.participant,))
    before = (await ryan.now(), await kelly.now())
    with pytest.raises(KeptApart):
        await place.product.releasing().release(asha, family.plan, AnswerId(line.root), wanted)
    for lines, to in (((), (ryan.participant,)), (wanted.lines, (ParticipantId("nobody"),))):
        with pytest.raises((NothingSuch, KeptApart)):
            await place.product.releasing().release(asha, family.plan, line.root, Wanted(lines, to))
    assert (await ryan.now(), await kelly.now()) == before


async def test_kept_apart_later_ends_it_at_once(place: Place, family: PretendFamily) -> None:
    kelly = await place.comes_in(code(family, "Kelly"))
    rose = await place.comes_in(code(family, "Rose"))
    await kelly.enters()
    await kelly.does(*GOOD_THINGS)
    await kelly.sends()
    await shares(place, family, "Mia picks", rose)
    await kelly.opens((await newest_letter(kelly, LetterKind.RELEASED)).id)
    assert await reads(place, rose) == [("Kelly", GOOD_THINGS[1])]
    desk = await desk_of(place, family)
    async with place.product.store.reading() as work:
        held = await work.plans.get(family.plan)
    people = {one.name: one.id for one in held.family.people}
    await desk.opens(f"/desk/plans/{family.plan}/people")
    await desk.presses("Save", apart__1__one=people["Kelly"], apart__1__other=people["Rose"])
    assert desk.status == 200
    assert await reads(place, rose) == []
    assert (await kelly.now()).facts.shown == ()


async def test_the_copy_and_the_json_carry_it(place: Place, family: PretendFamily) -> None:
    nadia = await nadia_says(place, family)
    rose = await place.comes_in(code(family, "Rose"))
    await rose.enters()
    await rose.does(*GOOD_THINGS)
    await rose.sends()
    await shares(place, family, "my nan", rose, **THOUGHT)
    await nadia.opens((await newest_letter(nadia, LetterKind.RELEASED)).id)
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
        draft = await work.reviews.newest(family.plan)
    assert draft is not None
    await place.product.reviewing().open(asha, family.plan)
    await place.product.reviewing().approve(asha, family.plan, draft.number, "Asha")
    text = await _copy_of(copies(place.product), rose)
    shared = text.partition("Shared with you")[2]
    assert "my nan comes on fridays" in shared
    assert "Nadia, 24 November 2026" in shared
    assert "not mum" not in text
    assert "Nobody else's words are in here" not in text
    assert "Shared with you" not in await _copy_of(copies(place.product), nadia)
    reading = await place.product.reviewing().look(asha, family.plan)
    assert reading is not None
    (release,) = json.loads(exported(family.plan, reading.draft, place.clock()).as_json())["releases"]
    assert (release["speaker"], release["to"]) == (nadia.participant, [rose.participant])
    assert release["thought"] == THOUGHT
    assert release["told_at"]


async def _copy_of(given: Copies, who: Talker) -> str:
    paper = await given.pdf(who.id, date(2026, 11, 25))
    assert paper is not None
    return printed(paper.content)
