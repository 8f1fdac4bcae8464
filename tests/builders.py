"""Valid values, made in one line, so that a test says only what it is about.

family = a_family()
nadia = family.participants[0]
conversation = a_conversation(an_answer("good.proud", "We read every night."))
plan = a_draft(conversation)
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count

from dialogs.conversation import (
    Answer,
    Chosen,
    Conversation,
    Dated,
    Kept,
    Leaving,
    Left,
    Named,
    Number,
    Prompt,
    Screen,
    Sent,
    TakenBack,
    Value,
    Words,
)
from dialogs.definition import Category, Choice, Dialog, Goes, Kind, Over, Part, Question, Repeat, Section
from dialogs.events import Channel, FileKind
from dialogs.facts import Facts, Letter, LetterKind, facts_for
from dialogs.family import (
    Apart,
    BottomLine,
    Family,
    NextStep,
    PlanType,
    SafetyGoal,
    Scale,
    Worry,
)
from dialogs.ids import (
    AnswerId,
    ChildId,
    ChoiceId,
    ConversationId,
    DialogId,
    FileId,
    LetterId,
    ParticipantId,
    PersonId,
    PromptId,
    QuestionId,
    SectionId,
    WorryId,
)
from dialogs.lines import Typed
from dialogs.people import Child, Hand, Participant, Person, Role
from dialogs.plan import DraftPlan, draft
from dialogs.rules import Rule

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
"""A Tuesday."""
_numbers = count(1)


# People --------------------------------------------------------------------------------------------


def a_child(name: str = "Leo", born: int = 2017) -> Child:
    return Child(id=ChildId(name.casefold()), name=name, born=born)


def a_person(name: str) -> Person:
    return Person(id=PersonId(name.casefold()), name=name)


def a_parent(name: str = "Nadia") -> Participant:
    return Participant(
        id=ParticipantId(f"part-{name.casefold()}"),
        person=PersonId(name.casefold()),
        name=name,
        role=Role.PARENT,
        parental_responsibility=True,
    )


def a_worry(id: str = "drinking", **fields: object) -> Worry:
    return Worry.model_validate(
        {
            "id": WorryId(id),
            "title": f"the {id}",
            "who_worries": "Asha and the school worry.",
            "what_happened": "In May Leo was out alone at 10 at night.",
            "could_happen_soon": "He could be hurt.",
            "could_happen_later": "He may learn that nobody comes when he is scared.",
            "family_view": "Nadia agrees with some of it.",
            "whose": (PersonId("ryan"),),
            "also_told": (PersonId("nadia"),),
            "hurt": (ChildId("leo"),),
            "goal": SafetyGoal(
                words="A sober adult Leo trusts is with him every evening.", how_long="twelve weeks"
            ),
            "scale": Scale(low="Leo is alone at night", high="Leo has somebody with him each night"),
            **fields,
        }
    )


def a_family(**fields: object) -> Family:
    """Nadia and Ryan, kept apart; Leo; one worry, which is about what Ryan does and which Nadia is told."""
    return Family.model_validate(
        {
            "title": "Pretend family",
            "plan_type": PlanType.CHILD_IN_NEED,
            "worker": "Asha",
            "cover": "Robin",
            "reads": "Monday to Friday, 9 to 5",
            "children": (a_child(),),
            "people": (a_person("Nadia"), a_person("Ryan"), a_person("Gran")),
            "participants": (a_parent("Nadia"), a_parent("Ryan")),
            "apart": (Apart(one=PersonId("nadia"), other=PersonId("ryan")),),
            "worries": (a_worry(),),
            "bottom_lines": (BottomLine(words="Leo is never left alone at night.", met_by="Gran comes."),),
            "next_steps": (NextStep(words="We meet at school.", by=date(2026, 11, 20)),),
            "review_on": date(2026, 12, 1),
            "if_nothing_changes": "We may ask for a bigger meeting.",
            "step_back": "Twelve good weeks at home.",
            "pretend": True,
            **fields,
        }
    )


def a_letter(id: str = "l1", words: str = "Which days does Gran come?", line: str | None = None) -> Letter:
    return Letter(
        id=LetterId(id),
        kind=LetterKind.QUESTION,
        words=words,
        at=NOON,
        line=AnswerId(line) if line else None,
    )


def some_facts(
    participant: Participant | None = None, family: Family | None = None, **fields: object
) -> Facts:
    who = participant or a_parent()
    return facts_for(family or a_family(), who.id).model_copy(update=fields)


# What was said -------------------------------------------------------------------------------------


def named(name: str) -> Named:
    return Named(person=PersonId(name.casefold()), name=name)


def chose(*choices: str) -> Chosen:
    return Chosen(choices=choices, labels=tuple(choice.replace("_", " ").capitalize() for choice in choices))


def a_number(number: int, low: str = "Leo is alone at night", high: str = "Leo has somebody") -> Number:
    return Number(number=number, low=low, high=high)


def a_voice_note(caption: str = "") -> Kept:
    return Kept(file=FileId(f"file{next(_numbers)}"), file_kind=FileKind.VOICE, caption=caption)


def a_day(day: date, words: str = "") -> Dated:
    return Dated(day=day, words=words or day.isoformat())


def an_answer(
    question: str,
    value: Value | str | int | Left = "We read a book every night.",
    *,
    about: str = "",
    changes: Answer | None = None,
    at: datetime = NOON,
    beside: str = "",
    language: str = "en",
    sitting: int = 1,
    id: str = "",
    hand: Hand | None = None,
) -> Answer:
    """One answer; with `changes` the next revision of that one."""
    new = AnswerId(id or f"a{next(_numbers)}")
    return Answer(
        id=new,
        root=changes.root if changes else new,
        revision=changes.revision + 1 if changes else 1,
        prompt=PromptId(f"p-{new}"),
        section=SectionId("as-it-was"),
        question=QuestionId(question),
        about=about,
        value=_value(value),
        at=at,
        sitting=sitting,
        beside=beside,
        hand=hand,
        channel=Channel.BROWSER,
        language=language,
    )


def taken_back(answer: Answer) -> Answer:
    return an_answer(answer.question, TakenBack(), about=answer.about, changes=answer)


def _value(value: Value | str | int | Left) -> Value:
    match value:
        case Left():
            return Leaving(left=value)
        case str():
            return Words(text=value)
        case int():
            return a_number(value)
        case _:
            return value


def typed_up(answer: Answer, words: str, by: str = "Asha", hours: int = 1) -> Typed:
    return Typed(line=answer.root, words=words, by=by, at=answer.at + timedelta(hours=hours))


def a_conversation(
    *answers: Answer,
    of: Participant | None = None,
    family: Family | None = None,
    dialog: Dialog | None = None,
    sent: bool = True,
    unsent: Iterable[Answer] = (),
    letters: tuple[Letter, ...] = (),
    wordings: dict[str, str] | None = None,
) -> Conversation:
    """A conversation with these answers, each to a prompt that words the question as the dialog does.

    `wordings` says how a question was worded instead; `unsent` are answers since the part was sent.
    """
    who, unsent = of or a_parent(), tuple(unsent)
    said = (*answers, *unsent)
    questions = (dialog or a_dialog()).questions
    prompts = [
        Prompt(
            id=answer.prompt,
            number=number,
            screen=Screen.REPLY if answer.question.startswith("letter:") else Screen.QUESTION,
            question=answer.question,
            about=answer.about,
            text=(wordings or {}).get(answer.question)
            or (questions[answer.question][1].ask if answer.question in questions else "An earlier question"),
            at=answer.at,
            language=answer.language,
        )
        for number, answer in enumerate(said, 1)
    ]
    newest = {answer.root: answer.id for answer in answers}
    part = Sent(number=1, at=NOON, answers=tuple(newest.values()))
    return Conversation(
        id=ConversationId(f"c-{who.name.casefold()}"),
        dialog=DialogId("small"),
        facts=some_facts(who, family, letters=letters),
        prompts=tuple(prompts),
        put=len(prompts),
        answers=said,
        sent=(part,) if sent else (),
    )


def a_draft(
    *conversations: Conversation, family: Family | None = None, typed: Iterable[Typed] = ()
) -> DraftPlan:
    """The draft of what these people sent; whose each is follows from its facts."""
    family = family or a_family()
    of = {participant.person: participant for participant in family.participants}
    return draft(family, tuple((of[c.facts.me], a_dialog(), c) for c in conversations), typed)


# A small dialog that has something in every category ---------------------------------------------------


@cache
def a_dialog() -> Dialog:
    return Dialog(id=DialogId("small"), title="A small dialog", role=Role.PARENT, section=_sections())


def a_question(
    id: str,
    kind: Kind = Kind.TEXTS,
    category: Category = Category.PROCESS,
    part: Part | None = None,
    ask: str = "",
    who: str | None = None,
    **fields: object,
) -> Question:
    return Question.model_validate(
        {
            "id": QuestionId(id),
            "kind": kind,
            "ask": ask or f"What about {id}?",
            "goes": Goes(category=category, part=part, who=who),
            **fields,
        }
    )


def a_choice(id: str, label: str = "", goes: Category | None = None) -> Choice:
    return Choice(id=ChoiceId(id), label=label or id.capitalize(), goes=goes)


def a_section(id: str, *questions: Question, over: Over | None = None, of: str | None = None) -> Section:
    repeats = Repeat(over=over, of=QuestionId(of) if of else None) if over else None
    return Section(id=SectionId(id), title=id.capitalize(), repeats=repeats, question=questions)


_YES_OR_NO = (a_choice("yes"), a_choice("no"))


def _sections() -> tuple[Section, ...]:
    return (
        a_section(
            "door",
            a_question(
                "beside", Kind.CHOICE, each_sitting=True, choices=(a_choice("nobody"), a_choice("somebody"))
            ),
        ),
        a_section(
            "free", a_question("free.box", category=Category.UNSORTED, ask="What would you like to say?")
        ),
        a_section(
            "free.each",
            a_question(
                "free.sort",
                Kind.CHOICE,
                sorts="free.box",
                choices=(
                    a_choice("worry", goes=Category.DANGER),
                    a_choice("good", goes=Category.STRENGTH),
                    a_choice("leave", "Leave it for Asha"),
                ),
            ),
            over=Over.ITEM,
            of="free.box",
        ),
        a_section(
            "good",
            a_question(
                "good.proud",
                category=Category.STRENGTH,
                ask="What do you do well with Leo?",
                was=("good.old",),
            ),
            a_question("good.sure", Kind.CHOICE, choices=_YES_OR_NO),
            a_question(
                "good.more",
                Kind.TEXT,
                Category.STRENGTH,
                when=(Rule(question=QuestionId("good.sure"), chose=(ChoiceId("yes"),)),),
            ),
        ),
        a_section("past", a_question("past.last", Kind.TEXT, Category.HARM, private=True)),
        a_section("hard", a_question("hard.what", category=Category.COMPLICATING)),
        a_section("safe", a_question("safe.time", category=Category.SAFETY, part=Part.WHAT)),
        a_section(
            "safe.each",
            a_question("safe.who", Kind.PERSON, Category.SAFETY, Part.WHO),
            a_question("safe.when", Kind.TEXT, Category.SAFETY, Part.WHEN),
            a_question("safe.met", Kind.CHOICE, Category.SAFETY, Part.WORRY_MET, choices=_YES_OR_NO),
            over=Over.ITEM,
            of="safe.time",
        ),
        a_section(
            "worry",
            a_question("worry.agree", Kind.AGREE, Category.VIEW, choices=(*_YES_OR_NO, a_choice("some"))),
            a_question("worry.view", Kind.TEXT, Category.VIEW),
            a_question("worry.number", Kind.SCALE, Category.SCALE, Part.NUMBER),
            a_question("worry.not_lower", Kind.TEXT, Category.SCALE, Part.WHY_NOT_LOWER),
            a_question("worry.one_up", Kind.TEXT, Category.SCALE, Part.ONE_UP),
            a_question("worry.goal", Kind.TEXT, Category.GOAL),
            a_question("worry.must", Kind.TEXT, Category.ACTION, Part.WHAT, who="whose"),
            a_question("worry.long", Kind.TEXT, Category.ACTION),
            a_question("worry.need", Kind.TEXT, Category.ASKED),
            over=Over.WORRY,
        ),
        a_section(
            "step",
            a_question("step.what", Kind.TEXT, Category.ACTION, Part.WHAT, who="speaker"),
            over=Over.WORRY,
        ),
        a_section(
            "child",
            a_question("child.say", Kind.TEXT, Category.VIEW, ask="What would Leo say?"),
            over=Over.CHILD,
        ),
        a_section(
            "do", a_question("do.what", category=Category.ACTION, part=Part.WHAT, ask="What could happen?")
        ),
        a_section(
            "do.each",
            a_question("do.who", Kind.PERSON, Category.ACTION, Part.WHO, ask="Who will do it?"),
            a_question("do.me", Kind.CHOICE, Category.ACTION, Part.WHO, choices=(a_choice("me", "I will"),)),
            a_question("do.yes", Kind.CHOICE, Category.ACTION, Part.SAID_YES, choices=(a_choice("me"),)),
            a_question("do.when", Kind.TEXT, Category.ACTION, Part.WHEN),
            a_question("do.know", Kind.TEXT, Category.ACTION, Part.HOW_WE_KNOW),
            a_question("do.long", Kind.TEXT, Category.ACTION, Part.HOW_LONG),
            a_question("do.backup", Kind.PERSON, Category.ACTION, Part.BACKUP),
            a_question("do.obstacle", Kind.TEXT, Category.ACTION, Part.OBSTACLE),
            a_question("do.look", Kind.DATE, Category.ACTION, Part.LOOK),
            over=Over.ITEM,
            of="do.what",
        ),
        a_section(
            "who", a_question("who.people", Kind.PEOPLE, Category.NETWORK, ask="Who is there for you?")
        ),
        a_section(
            "who.each",
            a_question(
                "who.circle",
                Kind.CHOICE,
                Category.NETWORK,
                Part.CIRCLE,
                choices=(a_choice("inner"), a_choice("middle"), a_choice("outer")),
            ),
            a_question("who.know", Kind.TEXT, Category.NETWORK, Part.MAY_KNOW),
            a_question("who.ask", Kind.CHOICE, Category.NETWORK, Part.ASK_THEM, choices=_YES_OR_NO),
            a_question("who.hear", Kind.TEXT, Category.NETWORK, Part.HEAR_FIRST),
            over=Over.PERSON,
            of="who.people",
        ),
        a_section(
            "signs",
            a_question("sign.trigger", category=Category.SIGN, part=Part.TRIGGER),
            a_question("sign.early", category=Category.SIGN, part=Part.EARLY_WARNING),
            a_question("sign.red", category=Category.SIGN, part=Part.RED_FLAG),
        ),
        a_section(
            "red.each",
            a_question("red.who", Kind.PERSON, Category.SIGN, Part.WHO),
            a_question("red.what", Kind.TEXT, Category.SIGN, Part.WHAT),
            over=Over.ITEM,
            of="sign.red",
        ),
        a_section(
            "if",
            a_question("if.away", Kind.TEXT, Category.WHAT_IF, ask="What if that person is away?"),
            a_question(
                "if.away_next",
                Kind.TEXT,
                Category.WHAT_IF,
                Part.BACKUP,
                ask="And if they can't come, who next?",
            ),
            a_question("if.again", Kind.TEXT, Category.WHAT_IF, ask="What if it happens again?"),
            a_question(
                "if.visit", Kind.TEXT, Category.WHAT_IF, ask="What if somebody comes whom you did not ask?"
            ),
            a_question(
                "if.gap", Kind.TEXT, Category.WHAT_IF, Part.GAP, ask="Is there a time when no one can help?"
            ),
        ),
    )
