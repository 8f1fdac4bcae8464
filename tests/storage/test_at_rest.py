"""Promise 9: nothing that anybody wrote can be read in the database file without the key."""

from datetime import date, timedelta
from pathlib import Path

from dialogs.conversation import Kept
from dialogs.events import FileKind
from dialogs.facts import Letter, LetterKind
from dialogs.ids import AnswerId, FileId, LetterId
from dialogs.lines import Typed
from dialogs.review import Decision, Verdict
from dialogs.signposts import Alarm
from storage import KeyRing
from storage.items import Item
from storage.outbox import Delivery, Message
from tests.builders import (
    NOON,
    a_child,
    a_family,
    a_parent,
    a_person,
    a_worry,
    an_answer,
    chose,
    named,
)
from tests.storage.keeping import LATER, NADIA, a_plan_in, put_a_file, saying, showing

MARK = "Marmalade"


def marked(what: str) -> str:
    return f"{MARK} {what}"


def a_marked_family():
    return a_family(
        title=marked("title"),
        worker=marked("worker"),
        children=(a_child(marked("child")),),
        people=(*a_family().people, a_person(marked("person"))),
        participants=(*a_family().participants, a_parent(marked("participant"))),
        worries=(a_worry(title=marked("worry"), what_happened=marked("happened")),),
    )


async def test_no_word_can_be_read_in_the_file(sqlite_store, sqlite_url):
    begun = await a_plan_in(sqlite_store, family=a_marked_family())
    async with sqlite_store.work() as work:
        await work.people.enrol(marked("practitioner"), NOON)
        conversation = await work.conversations.load(begun.nadia)
        photo = Kept(file=FileId("f"), file_kind=FileKind.PHOTO, caption=marked("caption"))
        for value in (marked("words"), chose(marked("choice")), named(marked("somebody")), photo):
            assert conversation is not None
            turn = saying(conversation, marked("said"))
            answer = an_answer(marked("question"), value)
            after = turn.conversation.model_copy(update={"answers": (*turn.conversation.answers, answer)})
            turn = turn.model_copy(update={"conversation": after, "answers": (*turn.answers, answer)})
            await work.conversations.keep(turn, NOON)
            prompt = after.prompts[-1].model_copy(update={"text": marked("prompt"), "message": 7})
            await work.conversations.keep(showing(after, prompt), NOON)
            conversation = await work.conversations.load(begun.nadia)
        await work.signins.make(begun.asha, marked("signin"), NOON, LATER)
        await work.desks.begin(begun.asha, marked("desk cookie"), NOON, LATER)
        await work.sittings.begin(
            begun.plan, NADIA, begun.nadia, begun.asha, called=marked("called"), desk=marked("desk cookie"),
            page=marked("page cookie"), pin=marked("sitting pin").encode(), at=NOON, ends_at=LATER,
        )  # fmt: skip
        await work.invitations.make(begun.plan, NADIA, marked("code"), begun.asha, NOON, LATER)
        await work.openings.make(begun.nadia, marked("opening"), NOON, LATER)
        await work.guesses.note(marked("address"), NOON)
        device = await work.devices.add(begun.plan, NADIA, marked("cookie"), NOON)
        await work.devices.keep_pin(device, marked("pin").encode())
        await work.reviews.freeze(begun.plan, marked("draft").encode(), NOON)
        await work.reviews.decide(
            begun.plan,
            Decision(verdict=Verdict.RETURNED, draft=1, by=begun.asha, signed=marked("signed"), at=NOON,
                     reason=marked("reason"), review_on=date(2026, 12, 1)),
        )  # fmt: skip
        letter = Letter(id=LetterId("l1"), kind=LetterKind.QUESTION, words=marked("letter"), at=NOON)
        await work.letters.add(begun.plan, NADIA, letter)
        await work.items.add(
            Item(
                id="i1",
                plan=begun.plan,
                participant=NADIA,
                kind=Alarm.DANGER_NOW,
                words=marked("flag"),
                at=NOON,
            )
        )
        await work.outbox.put(
            Message(id="o1", kind=Delivery.UNASKED, chat=7, body=marked("body"), queued_at=NOON, due_at=NOON)
        )
        file = await put_a_file(work, begun.nadia)
        await work.files.keep(file, marked("content").encode(), marked("type"), NOON)
        typed = Typed(line=AnswerId("a1"), words=marked("typed"), by=marked("typist"), at=NOON)
        await work.typed.add(begun.plan, typed)
        await work.set_aside.put("telegram", "9", marked("raw").encode(), "KeyError", NOON)
        await work.commit()
    files = list(Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("plans.db*"))
    raw = b"".join(path.read_bytes() for path in files)
    assert len(files) == 3
    assert begun.plan.encode() in raw  # ids are: so this is where to look
    for spelling in (MARK, MARK.casefold(), MARK.encode("utf-16-le").decode("latin-1")):
        assert spelling.encode("latin-1") not in raw
    assert await works_with_the_key(sqlite_store, begun)


async def works_with_the_key(store, begun) -> bool:
    async with store.reading() as work:
        conversation = await work.conversations.load(begun.nadia)
        return conversation is not None and MARK in conversation.model_dump_json()


async def test_the_key_is_not_in_the_database(sqlite_store, sqlite_url, keys: KeyRing):
    await a_plan_in(sqlite_store)
    for path in Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("plans.db*"):
        raw = path.read_bytes()
        for key in keys._material.values():
            assert key not in raw


async def test_times_come_back_as_they_were_given(store):
    odd = NOON.replace(microsecond=123_457) + timedelta(days=20_000)
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.audit.note(odd, "asha", begun.plan, "opened")
        (line,) = await work.audit.of(begun.plan)
        assert line.at == odd
        assert line.at.utcoffset() == timedelta(0)
