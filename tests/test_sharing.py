"""The sharing rule on every screen and in every export: each person's words carry a mark of their own, and
every address that the program knows is opened by everybody, before a release, after it and once it is over.

Seven people of one plan (two parents who are kept apart, a carer, two young people of whom one is asked, a
relative, a teacher), another practitioner and a stranger. What each may read is said here by hand.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import product as every
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.app import pages
from bot.desk import ROUTES
from bot.pretending import PretendFamily, pretend
from bot.product import opened
from bot.releasing import KeptApart, Wanted
from bot.settings import Settings
from dialogs.conversation import Screen
from dialogs.events import ChangeAsked, Command, CommandGiven, FileKind, FileReceived
from dialogs.facts import LetterKind
from dialogs.ids import AnswerId, ConversationId, FileId, ParticipantId, PractitionerId
from dialogs.lines import Line
from dialogs.release import Released, Thought
from dialogs.signposts import Alarm
from tests.bot.browser.phone import Phone
from tests.bot.desk.place import Clock, Place, Sound, Talker
from tests.papers import everything_in

ASKED = ("Kelly", "Ryan", "Rose", "Nan Jean", "Miss Holt", "Nadia")
KINDS = ("free", "voice", "typed", "after", "reply", "wish")
NOBODY = "0" * 16
NEVER = ("before", "gone")
"""Words that were changed away and taken back: nobody but their speaker and the desk reads them."""
THOUGHT = Thought(angry="Nobody", guess="No", told="All of it", sees="Rose")


def mark(name: str, kind: str) -> str:
    """A word that nobody says by chance."""
    return f"{name.replace(' ', '').lower()}x{kind}x"


MARKS = {name: tuple(mark(name, kind) for kind in (*KINDS, *NEVER)) for name in ASKED}


@dataclass
class Family:
    """One plan, in which everybody has said everything."""

    place: Place
    app: web.Application
    made: PretendFamily
    asha: PractitionerId
    people: dict[str, Talker] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)

    def home(self, name: str) -> str:
        return f"/c/{self.people[name].id}/"


@pytest.fixture
async def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Family]:
    monkeypatch.chdir(tmp_path)
    clock = Clock()
    async with opened(Settings(data=tmp_path / "data"), clock=clock) as product:
        app = pages(product)
        async with TestServer(app) as server:
            place = Place(product, clock, server.make_url("/"), tmp_path)
            made = await pretend(product.store, product.settings, clock())
            async with product.store.reading() as work:
                asha = (await work.plans.get(made.plan)).practitioner
            family = Family(place, app, made, asha)
            for one in made.people:
                await _says_everything(family, one.name, one.code)
            await _is_read(family)
            yield family
            for phone in family.phones.values():
                await phone.session.close()
            for browser in place.browsers:
                await browser.session.close()


DOOR = ("Go on", "OK, go on", "Not now", "By myself", "No", "No one", "Short", "Worries")


async def _says_everything(family: Family, name: str, code: str) -> None:
    """Through the door, and one line of each kind, where nothing was asked: the free box takes it."""
    phone = family.phones[name] = Phone(family.place.base)
    await phone.opens(f"/i/{code}")
    await phone.presses("Open")
    await phone.presses("Go on", pin="2468")
    id = ConversationId(phone.url.path.split("/")[2])
    async with family.place.product.store.reading() as work:
        _, participant = await work.conversations.plan_of(id)
    me = family.people[name] = Talker(family.place, id, ParticipantId(participant))
    while label := await _next_at_the_door(me):
        await me.presses(label)
    for kind in ("free", "before", "gone"):
        await _to_the_hub(me)
        await me.says(f"We dance, {mark(name, kind)}")
    await _to_the_hub(me)
    await _speaks(me, mark(name, "voice"))
    await _changes(me, mark(name, "before"), f"We sing, {mark(name, 'after')}")
    await me.takes(ChangeAsked(answer=await _said(me, mark(name, "gone")), take_back=True, **me.event()))
    await me.takes(ChangeAsked(answer=await _said(me, mark(name, "free")), wish=True, **me.event()))
    await me.presses("Some people")
    await me.says(mark(name, "wish"))
    await _to_the_hub(me)
    await me.sends()


async def _next_at_the_door(me: Talker) -> str:
    screen = await me.screen()
    labels = [button.label for button in screen.buttons]
    known = (
        next((shown for shown in labels if shown == one or shown.startswith(f"{one}:")), "") for one in DOOR
    )
    return "" if screen.screen is Screen.HUB else next(filter(None, known), "")


async def _to_the_hub(me: Talker) -> None:
    await me.takes(CommandGiven(command=Command.HUB, **me.event()))


async def _speaks(me: Talker, caption: str) -> None:
    kind, event = FileKind.VOICE, me.event()
    sent = FileReceived(
        file=FileId(f"f{me.id}"), file_kind=kind, caption=caption, prompt=(await me.screen()).number, **event
    )
    await me.place.product.turns.take(me.id, sent, file=Sound())


async def _said(me: Talker, words: str) -> AnswerId:
    """The answer that holds these words, by its first revision."""
    return next(one.root for one in reversed((await me.now()).answers) if words in one.model_dump_json())


async def _changes(me: Talker, words: str, into: str) -> None:
    await me.takes(ChangeAsked(answer=await _said(me, words), **me.event()))
    await me.says(into)


async def _is_read(family: Family) -> None:
    """Asha types up what was spoken, asks everybody something, and approves."""
    reviewing, plan = family.place.product.reviewing(), family.made.plan
    for item in await reviewing.waiting(family.asha, plan):
        if isinstance(item.kind, Alarm):
            await reviewing.done(family.asha, plan, item.id)
    reading = await reviewing.open(family.asha, plan)
    assert reading is not None
    for name in ASKED:
        spoken = _line(reading.draft.lines, mark(name, "voice"))
        await reviewing.type_up(family.asha, plan, spoken.root, f"He says {mark(name, 'typed')}")
        await reviewing.ask(family.asha, plan, _line(reading.draft.lines, mark(name, "after")).root, "When?")
        me = family.people[name]
        letter = next(one for one in (await me.now()).facts.letters if one.kind is LetterKind.QUESTION)
        await me.opens(letter.id)
        await me.does("[Answer]", f"On Fridays, {mark(name, 'reply')}")
    reading = await reviewing.open(family.asha, plan)
    assert reading is not None
    await reviewing.approve(family.asha, plan, reading.number, "Asha")


def _line(lines: tuple[Line, ...], words: str) -> Line:
    return next(line for line in lines if words in line.model_dump_json())


# What anybody can open ------------------------------------------------------------------------------


async def seen_by(family: Family, name: str) -> str:
    """Every address of the chat, with everybody's ids in it, and every message that waits for this person."""
    phone, home = family.phones[name], family.home(name)
    found: list[str] = []
    await phone.opens(f"{home}pin")
    await phone.presses("Go on", pin="2468")
    for letter in (await family.people[name].now()).facts.letters:
        await phone.opens(f"{home}words")
        form = next(form for form in phone.page.forms.values() if form.action.endswith("/letter"))
        kept = [(key, value) for key, value in form.fields if key != "letter"]
        await phone.posts(form.action, [*kept, ("letter", letter.id)])
        found.append(_on_the_screen(phone))
    # Who leaves needs their PIN from then on.
    for path in sorted(addresses(family), key=lambda path: path.endswith("/leave")):
        found.append(await _opened(phone, path, home))
    return " ".join(found)


def addresses(family: Family) -> Iterator[str]:
    """Each address that the program answers with GET, with each id of this plan where one belongs."""
    files = [f"f{one.id}" for one in family.people.values()]
    values = {
        "conversation": [one.id for one in family.people.values()], "file": files, "more": ["more"],
        "code": [one.code for one in family.made.people], "anything": ["1" * 16], "digest": ["x"], "name": ["x"],
    }  # fmt: skip
    for resource in family.app.router.resources():
        path = resource.canonical
        if path.startswith("/desk"):
            continue
        names = re.findall(r"{(\w+)}", path)
        assert set(names) <= set(values), f"what stands for {names} in {path}?"
        for filled in every(*(values[name] for name in names)):
            yield path.format(**dict(zip(names, filled, strict=True)))


def desk_addresses(family: Family) -> Iterator[str]:
    """Each page of the desk, for this plan."""
    values = {"plan": family.made.plan, "participant": family.people["Kelly"].participant}
    for route in ROUTES:
        if route.method == "GET":
            plain = re.sub(r"{(\w+):[^}]*}", r"{\1}", re.sub(r"{(\w+):[^{}]*{[^}]*}}", r"{\1}", route.path))
            names = re.findall(r"{(\w+)}", plain)
            yield "/desk" + plain.format(**{name: values.get(name, "1") for name in names})


async def _opened(phone: Phone, path: str, home: str) -> str:
    """What stands there. Somebody else's address looks as one that is nobody's, to the letter."""
    status, seen = await _fetched(phone, path)
    whose = re.match(r"/c/(\w+)", path)
    if whose and not path.startswith(home.rstrip("/")):
        nobodys = await _fetched(phone, path.replace(whose[1], NOBODY))
        mine = (status, seen.replace(whose[1], NOBODY))
        assert mine == nobodys, path
    return seen


async def _fetched(phone: Phone, path: str) -> tuple[int, str]:
    async with phone.session.get(phone.base.join(URL(path)), allow_redirects=False) as response:
        content = await response.read()
        headers = {name: value for name, value in response.headers.items() if name != "Date"}
        paper = response.content_type == "application/pdf"
        text = everything_in(content) if paper else content.decode("utf-8", "replace")
        return response.status, f"{headers} {response.url} {text}"


def _on_the_screen(phone: Phone) -> str:
    return f"{phone.html} {phone.url} {dict(phone.response.headers) if phone.response else ''}"


def marks_of_others(name: str, seen: str) -> set[str]:
    """The marks of everybody else that stand in what this person saw."""
    return {one for other in ASKED if other != name for one in MARKS[other] if one in seen}


# Who may read what, said by hand --------------------------------------------------------------------

READER_OF = {
    "Kelly": "Nan Jean", "Ryan": "Rose", "Rose": "Kelly", "Nan Jean": "Nadia", "Miss Holt": "Ryan",
    "Nadia": "Miss Holt",
}  # fmt: skip
"""Each role's lines go to one of another role."""
RELEASED = ("free", "voice", "typed", "after")


async def test_on_every_screen_before_a_release_after_it_and_once_it_is_over(family: Family) -> None:
    for name in ASKED:
        seen = await seen_by(family, name)
        assert {mark(name, kind) for kind in KINDS} <= {one for one in MARKS[name] if one in seen}
        assert marks_of_others(name, seen) == set(), name

    for speaker, reader in READER_OF.items():
        await _releases(family, speaker, reader)
        assert marks_of_others(reader, await seen_by(family, reader)) == set(), "its owner was not told yet"
        await _is_told(family, speaker)
    for speaker, reader in READER_OF.items():
        may_read = {mark(speaker, kind) for kind in RELEASED}
        assert marks_of_others(reader, await seen_by(family, reader)) == may_read, (speaker, reader)

    for number, speaker in enumerate(READER_OF):
        await (_withdraws(family, speaker) if number % 2 else _says_otherwise(family, speaker))
    for name in ASKED:
        assert marks_of_others(name, await seen_by(family, name)) == set(), name


async def test_nobody_who_is_kept_apart_is_released_to(family: Family) -> None:
    for speaker, reader in (("Kelly", "Ryan"), ("Ryan", "Kelly")):
        with pytest.raises(KeptApart):
            await _releases(family, speaker, reader)


async def test_a_stranger_and_another_practitioner_read_nothing(family: Family) -> None:
    async with Phone(family.place.base) as stranger:
        other = await family.place.at_the_desk(await family.place.enrols("Sam Ellis"))
        found = [await _fetched(stranger, path) for path in (*addresses(family), *desk_addresses(family))]
        for path in desk_addresses(family):
            await other.opens(path)
            found.append((other.status, f"{other.page.html} {other.url} {other.headers} {other.body!r}"))
    for _, seen in found:
        assert not [one for name in ASKED for one in MARKS[name] if one in seen]
        assert "Kelly" not in seen


async def _releases(family: Family, speaker: str, reader: str) -> None:
    reading = await family.place.product.reviewing().open(family.asha, family.made.plan)
    assert reading is not None
    lines = [_line(reading.draft.lines, mark(speaker, kind)) for kind in ("free", "voice", "after")]
    wanted = Wanted(
        lines=tuple(Released.of(line) for line in lines),
        to=(family.people[reader].participant,),
        thought=THOUGHT if speaker == "Nadia" else None,
    )
    await family.place.product.releasing().release(family.asha, family.made.plan, lines[0].root, wanted)


async def _is_told(family: Family, speaker: str) -> None:
    """The owner of the words opens the letter that says so; its reader hears of it."""
    me = family.people[speaker]
    letters = [one for one in (await me.now()).facts.letters if one.kind is LetterKind.RELEASED]
    await me.opens(letters[-1].id)
    await family.place.product.releasing().announce()


async def _withdraws(family: Family, speaker: str) -> None:
    async with family.place.product.store.reading() as work:
        made = await work.releases.of(family.made.plan)
    mine = next(one.id for one in made if one.speaker == family.people[speaker].participant)
    await family.place.product.releasing().withdraw(family.asha, family.made.plan, mine)


async def _says_otherwise(family: Family, speaker: str) -> None:
    """Each line is changed or taken back by whose it is."""
    me = family.people[speaker]
    await _changes(me, mark(speaker, "free"), "We do not dance.")
    await _changes(me, mark(speaker, "after"), "We do not sing.")
    await me.takes(ChangeAsked(answer=await _said(me, mark(speaker, "voice")), take_back=True, **me.event()))
