"""Who may see what. Every read for a person goes through here; there is no second rule.

**Theory.** Default: only the practitioner. Until a line is released, a participant sees their own
lines and what the practitioner wrote to them, and nothing that depends on anybody else: not a
word, not a name, not a count, not an order, not a date. The proof is a property: what a reader
gets is the same, to the letter, whether or not anybody else has answered.

A released line (`release`) is seen by those it was released to, once its speaker was told: the line,
its question, the speaker's name and the day (`shared_with`), and nothing around it. Whoever is kept
apart from the speaker sees it in no case. Its speaker sees by name who reads it (`shown_to`).

A member of the network is told what the family allowed (`family.AskedIn`), as it was written for
them, and nothing else of the plan: no worry, no child but those named to them, nobody else's words.

What the practitioner wrote to a person is what that person's `Facts` say (`facts.facts_for`): the
worry and who worries, without how others see it, and nobody they are kept apart from.

A copy (`for_copy`) is what leaves the desk on paper or as a file. Skips and two in the morning are
not evidence (H8): it carries the date but no time of day, no skips, no revisions and no
changed-away words.

Called by `bot.documents`, the browser's own page and the desk. That a practitioner may open this
plan at all is the host's check (`storage`).
"""

from collections.abc import Iterable
from datetime import datetime, time, tzinfo

from dialogs.facts import LetterKind, Shown
from dialogs.family import (
    Apart,
    AskedIn,
    BottomLine,
    Family,
    Worry,
    hears,
    hidden_from,
    reads_the_plan,
    who_worries,
)
from dialogs.ids import ParticipantId, PractitionerId
from dialogs.lines import Line, Reply
from dialogs.people import Participant, Person, Role
from dialogs.plan import DraftPlan, WorkerLines, Written
from dialogs.release import Release
from dialogs.values import Frozen


class Holder(Frozen):
    """A practitioner who may open this plan."""

    practitioner: PractitionerId


Reader = Holder | Participant


def may_see(reader: Reader, line: Line, draft: DraftPlan) -> bool:
    """Whether this reader may see this line of a draft."""
    match reader:
        case Holder():
            return True
        case Participant():
            return line.speaker == reader.id or _is_released(line, reader, draft)


def _is_released(line: Line, reader: Participant, draft: DraftPlan) -> bool:
    speaker = next((one for one in draft.participants if one.id == line.speaker), None)
    if speaker is None or are_apart(speaker, reader, draft.worker.apart):
        return False
    return any(
        release.in_effect and reader.id in release.to and release.shows(line) for release in draft.releases
    )


def are_apart(one: Participant, other: Participant, apart: tuple[Apart, ...]) -> bool:
    """Whether nothing of one ever reaches the other."""
    return other.person in hidden_from(one.person, apart)


def shared_with(draft: DraftPlan, reader: Participant) -> tuple[Line, ...]:
    """Other people's lines that this reader may see: each once, in the order in which they were said."""
    everywhere = (*draft.lines, *(reply.line for reply in draft.replies))
    seen = {
        line.root: line for line in everywhere if line.speaker != reader.id and may_see(reader, line, draft)
    }
    return tuple(seen.values())


def shown_to(family: Family, speaker: ParticipantId, releases: Iterable[Release]) -> tuple[Shown, ...]:
    """Who is to read which lines of this person, by name. Nobody they are kept apart from is named."""
    me = family.participant(speaker)
    others = [one for one in family.participants if not are_apart(me, one, family.apart)]
    found = []
    for release in releases:
        names = tuple(one.name for one in others if one.id in release.to)
        if release.speaker == speaker and names and release.withdrawn_at is None:
            lines, told = tuple(one.id for one in release.lines), bool(release.told_how)
            found.append(Shown(lines=lines, names=names, letter=release.letter, told=told))
    return tuple(found)


def for_reader(draft: DraftPlan, reader: Reader) -> DraftPlan:
    """The draft, with only what this reader may see."""
    match reader:
        case Holder():
            return draft
        case Participant():
            return _own(draft, reader)


def _own(draft: DraftPlan, reader: Participant) -> DraftPlan:
    """A reader's own lines, and what the practitioner wrote to them; it lists what it keeps."""

    def own(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line for line in lines if line.speaker == reader.id)

    worker = _as_heard(draft.worker, reader, draft.people)
    network = reader.role is Role.NETWORK
    children = {child for one in worker.asked_in for child in one.children}
    named = {person for worry in worker.worries for person in worry.whose} | {reader.person}
    return DraftPlan(
        worker=worker,
        children=tuple(child for child in draft.children if not network or child.id in children),
        people=tuple(person for person in draft.people if person.id in named),
        participants=(reader,),
        lines=own(draft.lines),
        left=own(draft.left),
        off_route=own(draft.off_route),
        no_longer_asked=own(draft.no_longer_asked),
        taken_back=own(draft.taken_back),
        replies=tuple(reply for reply in draft.replies if reply.line.speaker == reader.id),
        letters=tuple(written for written in draft.letters if written.to == reader.id),
        pretend=draft.pretend,
    )


def _as_heard(worker: WorkerLines, reader: Participant, people: tuple[Person, ...]) -> WorkerLines:
    """What the practitioner wrote, as this reader hears it."""
    whole = reads_the_plan(reader)
    return WorkerLines(
        name=worker.name,
        cover=worker.cover,
        reads=worker.reads,
        worries=tuple(
            _worry_as_heard(worry, reader, who_worries(reader.person, worry, people, worker.apart))
            for worry in worker.worries
            if hears(reader, worry, worker.apart)
        ),
        bottom_lines=tuple(
            BottomLine(words=line.words, written_on=line.written_on)
            for line in (worker.bottom_lines if whole else ())
        ),
        next_steps=worker.next_steps if whole else (),
        review_on=worker.review_on if reader.role is not Role.NETWORK else None,
        asked_in=tuple(_as_told(one) for one in worker.asked_in if one.participant == reader.id),
        if_nothing_changes=worker.if_nothing_changes if whole else "",
        step_back=worker.step_back if whole else "",
    )


def _as_told(one: AskedIn) -> AskedIn:
    """What was written for this one person; who in the family said yes to asking them stays on the desk."""
    return AskedIn(
        participant=one.participant,
        why=one.why,
        may_know=one.may_know,
        children=one.children,
        written_on=one.written_on,
    )


def _worry_as_heard(worry: Worry, reader: Participant, who: str) -> Worry:
    return Worry(
        id=worry.id,
        title=worry.title,
        who_worries=who,
        what_happened=worry.what_happened,
        could_happen_soon=worry.could_happen_soon,
        could_happen_later=worry.could_happen_later,
        whose=worry.whose,
        hurt=worry.hurt,
        hurt_adults=tuple(one for one in worry.hurt_adults if one == reader.person),
        goal=worry.goal,
        scale=worry.scale,
        written_on=worry.written_on,
        changed_on=worry.changed_on,
    )


# Copies (H8) ---------------------------------------------------------------------------------------


def for_copy(draft: DraftPlan, zone: tzinfo) -> DraftPlan:
    """The draft as a copy may carry it: days where `zone` is, no times, no skips, nothing changed away.

    Of what people answered to a task it holds a yes, or nothing: "not agreed yet" stands there whether the
    person was not asked, did not answer or said no (H12).

    `at` is the midnight that began the day. On the desk, and in a records request, the rest stays.
    """
    return draft.model_copy(
        update={
            "lines": tuple(_line_for_copy(line, zone) for line in draft.lines),
            "left": (),
            "off_route": (),
            "no_longer_asked": tuple(_line_for_copy(line, zone) for line in draft.no_longer_asked),
            "taken_back": (),
            "replies": tuple(
                Reply(letter=reply.letter, to=reply.to, line=_line_for_copy(reply.line, zone))
                for reply in _agreed_or_nothing(draft)
            ),
            "letters": tuple(
                Written(to=w.to, letter=w.letter.model_copy(update={"at": _day(w.letter.at, zone)}))
                for w in draft.letters
            ),
        }
    )


def _agreed_or_nothing(draft: DraftPlan) -> tuple[Reply, ...]:
    """Every reply but those to tasks, and of those the yes that counts."""
    tasks = {w.letter.id for w in draft.letters if w.letter.kind is LetterKind.TASK}
    yes = {one.taps[-1].id for one in draft.agreed}
    return tuple(reply for reply in draft.replies if reply.letter not in tasks or reply.line.id in yes)


def _line_for_copy(line: Line, zone: tzinfo) -> Line:
    typed = tuple(words.model_copy(update={"at": _day(words.at, zone)}) for words in line.typed[-1:])
    fields = {
        "id": line.root,
        "at": _day(line.at, zone),
        "revision": 1,
        "earlier": (),
        "typed": typed,
        "sent": None,
    }
    return line.model_copy(update=fields)


def _day(at: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date(), time.min, zone)
