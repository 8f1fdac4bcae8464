"""A plan as JSON: every line with its words, exactly as they came, and everything that traces it.

For the case record, for another system, and for whoever asks for their data. Nothing is left out
and nothing is made readable: control characters, skips, revisions and times are all here, the
practitioner's own lines apart. The models are the schema: `schema()` is what the README shows.

`python -m bot export PLAN` calls `exported`; who may have it is the command line's check.
"""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from dialogs.closing import AfterClosure, ChildTold, StepBack
from dialogs.conversation import Chosen, Dated, Kept, Leaving, Named, Number, Value, Words
from dialogs.family import Apart, AskedIn, BottomLine, NextStep, PlanType, Worry
from dialogs.ids import PlanId
from dialogs.lines import Earlier, Line, Reply, Typed
from dialogs.people import Child, Participant, Person
from dialogs.plan import DraftPlan, WorkerLines, Written
from dialogs.release import Release, Thought
from dialogs.review import Decision
from dialogs.trials import Trial
from dialogs.values import Frozen
from dialogs.wishes import Wished

FORMAT_VERSION: Literal[1] = 1
"""Goes up when a reader of the JSON would have to change."""


class Said(Frozen):
    """What was said: the fields of its kind are filled, the others are null."""

    kind: Literal["words", "file", "choices", "number", "person", "day", "left", "taken_back"]
    words: str | None = Field(None, description="Text exactly as it came; under a file, its caption.")
    file: str | None = Field(None, description="Id of a voice note, photo or drawing.")
    file_kind: Literal["voice", "photo", "drawing"] | None = None
    choices: tuple[str, ...] | None = Field(None, description="Ids of what was tapped.")
    labels: tuple[str, ...] | None = Field(None, description="What was tapped, as it was worded then.")
    number: int | None = Field(None, description="0 to 10; never averaged.")
    low: str | None = Field(None, description="What 0 meant, as it was worded then.")
    high: str | None = Field(None, description="What 10 meant, as it was worded then.")
    person: str | None = Field(None, description="Id of the person named.")
    name: str | None = Field(None, description="The name as it was given.")
    day: date | None = None
    left: Literal["skipped", "not_sure", "rather_not"] | None = Field(
        None, description="Which way the question was left. Skipping is allowed and tells you nothing."
    )


class Revision(Frozen):
    """What a line said before it was changed."""

    id: str
    said: Said
    question: str = Field(description="The question as it was worded then.")
    at: datetime = Field(description="UTC.")
    language: str
    sat_with: str = Field(description="As for a line.")
    typed_by_worker: bool = Field(description="As for a line.")


class TypedUp(Frozen):
    """Words typed up under a voice note, photo or drawing."""

    words: str
    by: str
    by_speaker: bool
    at: datetime = Field(description="UTC.")


class AboutWhat(Frozen):
    """The child, worry, person or item that a line is about."""

    kind: Literal["child", "worry", "person", "item"]
    id: str
    name: str


class SharingWish(Frozen):
    """Who may see a line, as its speaker wishes it. It shares nothing by itself."""

    wish: Literal["worker", "these", "everyone", "not"] = Field(
        description="The worker alone; these people; everyone in the plan; not this person."
    )
    names: str = Field(description="Whom it names, as it was typed.")
    at: datetime | None = Field(description="UTC; null where nothing was chosen, and it is the worker alone.")


class ExportedLine(Frozen):
    """One line."""

    id: str = Field(description="The newest revision, which counts.")
    root: str = Field(description="The first revision: the same for as long as the line lives.")
    said: Said
    category: str = Field(
        description="harm, danger, complicating, strength, safety, time, goal, action, asked, network, what_if, "
        "sign, scale, view, unsorted, aside or process."
    )
    part: str | None = Field(description="Which part of its group: who, what, when, backup and so on.")
    group: str = Field(description="Lines with the same group belong together: one action, one person.")
    section: str
    question_id: str
    question: str = Field(description="As it was worded then; empty where the words answered no question.")
    about: AboutWhat | None
    speaker: str = Field(description="Id of the participant.")
    speaker_name: str = Field(description="Who said it, whoever typed it.")
    typed_by: str = Field(description="Whose hand it was: the speaker's, or in a sitting the worker's.")
    typed_by_worker: bool = Field(description="In a sitting: the worker's hand typed or tapped it.")
    sat_with: str = Field(description="The worker who sat beside them, on the worker's device; or empty.")
    at: datetime = Field(description="UTC.")
    sent: datetime | None = Field(description="UTC: when it first went out as it reads now.")
    language: str
    channel: str
    beside: str = Field(description="Who was beside the speaker, in their words; empty where nobody was.")
    matters_most: bool = Field(description="A young person said that this matters most.")
    again: bool = Field(description="The same line once more, under a further heading the person tapped.")
    revision: int
    revisions: tuple[Revision, ...] = Field(description="Earlier ones, oldest first.")
    typed_up: tuple[TypedUp, ...] = Field(description="Oldest first; the last one counts.")
    nothing: bool = Field(description="A bare no to a question for words: there is nothing to add.")
    doer: str = Field(description="Who will do it, where the question said so; empty elsewhere.")
    wish: SharingWish | None = Field(
        description="Who may see it, as the speaker wishes it; null where that is not asked."
    )


class ExportedReply(Frozen):
    """An answer to a practitioner's letter."""

    letter: str
    to_line: str | None = Field(description="Root of the line that the letter asked about.")
    line: ExportedLine


class ExportedRelease(Frozen):
    """Lines of one speaker that the practitioner let some people see."""

    id: str
    speaker: str = Field(description="Id of the participant whose words these are.")
    lines: tuple[str, ...] = Field(description="Roots of the lines.")
    revisions: tuple[str, ...] = Field(description="The revision of each that is shown; a later one is not.")
    to: tuple[str, ...] = Field(description="Ids of the participants who may read them.")
    by: str = Field(description="Id of the practitioner.")
    name: str = Field(description="Their name, as the family knows it.")
    at: datetime = Field(description="UTC.")
    thought: Thought | None = Field(
        description="What they thought about before a young person's words were released; null elsewhere."
    )
    told_at: datetime | None = Field(
        description="UTC: when the speaker was told, and it took effect; null where they were not yet."
    )
    told_how: str = Field(
        description="How they were told, or why not first; empty where they opened the message."
    )
    withdrawn_at: datetime | None = Field(description="UTC; null where it was not withdrawn.")
    withdrawn_by: str | None


class WorkersLines(Frozen):
    """What the practitioner wrote."""

    name: str
    cover: str
    reads: str
    plan_type: PlanType
    worries: tuple[Worry, ...]
    bottom_lines: tuple[BottomLine, ...]
    next_steps: tuple[NextStep, ...]
    review_on: date | None
    if_nothing_changes: str
    step_back: str
    asked_in: tuple[AskedIn, ...] = Field(
        description="What each member of the network was told, and who in the family said yes to asking them."
    )
    kept_apart: tuple[Apart, ...]
    restraining_order: bool
    police_enquiry: bool
    trials: tuple[Trial, ...] = Field(
        description="What of the plan was tried or practised, or broke, oldest first."
    )
    steps_back: tuple[StepBack, ...] = Field(description="What professionals do less of, and what was seen.")
    children_told: tuple[ChildTold, ...] = Field(description="What each child was told about the plan.")
    after_closure: AfterClosure = Field(
        description="Who keeps meeting, who calls whom, and the check after closure."
    )
    letters: tuple[Written, ...]


class Export(Frozen):
    """A whole plan."""

    format: Literal["family-plan"] = "family-plan"
    version: Literal[1] = FORMAT_VERSION
    plan: str
    made_at: datetime = Field(description="UTC.")
    pretend: bool
    draft: int | None = Field(description="Number of the frozen draft; null where none was frozen.")
    decisions: tuple[Decision, ...] = ()
    children: tuple[Child, ...]
    people: tuple[Person, ...]
    participants: tuple[Participant, ...]
    only_asked: tuple[Participant, ...] = Field(
        description="Who was asked to do something and did not say yes, and sent nothing."
    )
    worker: WorkersLines
    lines: tuple[ExportedLine, ...]
    left: tuple[ExportedLine, ...]
    off_route: tuple[ExportedLine, ...] = Field(description="Answers to questions that no longer applied.")
    no_longer_asked: tuple[ExportedLine, ...] = Field(description="Answers to questions since removed.")
    taken_back: tuple[ExportedLine, ...] = Field(description="Without words.")
    replies: tuple[ExportedReply, ...]
    releases: tuple[ExportedRelease, ...] = Field(description="Oldest first, those withdrawn too.")

    def as_json(self) -> str:
        """The JSON, indented, in UTF-8 as it stands: no character is escaped that need not be."""
        return self.model_dump_json(indent=2)


def schema() -> dict[str, Any]:
    """The JSON Schema of an export."""
    return Export.model_json_schema(mode="serialization")


def exported(
    plan: PlanId,
    draft: DraftPlan,
    made_at: datetime,
    *,
    number: int | None = None,
    decisions: tuple[Decision, ...] = (),
) -> Export:
    """The plan, as the practitioner holds it. `made_at` is UTC."""
    return Export(
        plan=plan,
        made_at=made_at,
        pretend=draft.pretend,
        draft=number,
        decisions=decisions,
        children=draft.children,
        people=draft.people,
        participants=draft.participants,
        only_asked=draft.only_asked,
        worker=_worker(draft.worker, draft.letters),
        lines=_lines(draft.lines),
        left=_lines(draft.left),
        off_route=_lines(draft.off_route),
        no_longer_asked=_lines(draft.no_longer_asked),
        taken_back=_lines(draft.taken_back),
        replies=tuple(map(_reply, draft.replies)),
        releases=tuple(map(_release, draft.releases)),
    )


def _worker(worker: WorkerLines, letters: tuple[Written, ...]) -> WorkersLines:
    fields = {name: getattr(worker, name) for name in WorkersLines.model_fields if hasattr(worker, name)}
    return WorkersLines(**fields, kept_apart=worker.apart, letters=letters)


def _lines(lines: tuple[Line, ...]) -> tuple[ExportedLine, ...]:
    return tuple(map(_line, lines))


def _line(line: Line) -> ExportedLine:
    about = line.about
    return ExportedLine(
        id=line.id,
        root=line.root,
        said=_said(line.value),
        category=line.category.value,
        part=line.part.value if line.part else None,
        group=line.group,
        section=line.section,
        question_id=line.question,
        question=line.asked,
        about=AboutWhat(kind=about.over.value, id=about.id, name=about.name) if about else None,
        speaker=line.speaker,
        speaker_name=line.speaker_name,
        typed_by=line.typed_by,
        typed_by_worker=line.hand.by_worker if line.hand else False,
        sat_with=line.hand.sat_with if line.hand else "",
        at=line.at,
        sent=line.sent,
        language=line.language,
        channel=line.channel.value,
        beside=line.beside,
        matters_most=line.star,
        again=line.again,
        revision=line.revision,
        revisions=tuple(map(_revision, line.earlier)),
        typed_up=tuple(map(_typed_up, line.typed)),
        nothing=line.nothing,
        doer=line.doer,
        wish=_wish(line.wish) if line.wish else None,
    )


def _wish(wished: Wished) -> SharingWish:
    return SharingWish(wish=wished.wish.value, names=wished.names, at=wished.at)


def _revision(earlier: Earlier) -> Revision:
    return Revision(
        id=earlier.id,
        said=_said(earlier.value),
        question=earlier.asked,
        at=earlier.at,
        language=earlier.language,
        sat_with=earlier.hand.sat_with if earlier.hand else "",
        typed_by_worker=earlier.hand.by_worker if earlier.hand else False,
    )


def _typed_up(typed: Typed) -> TypedUp:
    return TypedUp(words=typed.words, by=typed.by, by_speaker=typed.by_speaker, at=typed.at)


def _reply(reply: Reply) -> ExportedReply:
    return ExportedReply(letter=reply.letter, to_line=reply.to, line=_line(reply.line))


def _release(release: Release) -> ExportedRelease:
    fields = release.model_dump(exclude={"lines", "letter", "thought"})
    return ExportedRelease(
        **fields,
        lines=tuple(one.root for one in release.lines),
        revisions=tuple(one.id for one in release.lines),
        thought=release.thought,
    )


def _said(value: Value) -> Said:
    match value:
        case Words():
            return Said(kind="words", words=value.text)
        case Kept():
            return Said(kind="file", words=value.caption, file=value.file, file_kind=value.file_kind.value)
        case Chosen():
            return Said(kind="choices", choices=value.choices, labels=value.labels)
        case Number():
            return Said(kind="number", number=value.number, low=value.low, high=value.high)
        case Named():
            return Said(kind="person", person=value.person, name=value.name)
        case Dated():
            return Said(kind="day", day=value.day, words=value.words)
        case Leaving():
            return Said(kind="left", left=value.left.value)
        case _:
            return Said(kind="taken_back")
