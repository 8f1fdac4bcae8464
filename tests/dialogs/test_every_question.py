"""Every question of the parent's dialog is asked, and every choice tapped, by somebody."""

from random import Random

from dialogs.buttons import Do, Enter, Move, Pick
from dialogs.conversation import Screen
from dialogs.definition import Kind
from dialogs.events import Pressed
from dialogs.facts import Facts
from dialogs.family import PlanType
from dialogs.ids import ChildId
from dialogs.people import Child
from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import DIALOG, sams

WALKS = 470
STEPS = 260
ANSWERS = ("Jo", "I rang my sister", "half past nine", "not much")


def people() -> list[tuple[Facts, int]]:
    """Everybody who may come: whose worry it is, at what hour, with what going on."""
    mine = sams("mine")
    return [
        (mine, 12),
        (mine, 22),
        (sams("theirs"), 12),
        (sams("no worries"), 12),
        (sams("mine", children=(Child(id=ChildId("zoe"), name="Zoe", born=2025),)), 12),
        (mine.model_copy(update={"police_enquiry": True}), 12),
        (sams("theirs", police_enquiry=True), 12),
        (sams("no worries", police_enquiry=True), 12),
        (sams("mine", plan_type=PlanType.PRE_PROCEEDINGS), 12),
        (mine.model_copy(update={"on_telegram": True, "languages": ("en", "xx")}), 12),
    ]


def test_every_question_is_asked_and_every_choice_is_tapped() -> None:
    dialog = DIALOG.model_copy(update={"house": _with_language(DIALOG.house)})
    asked: set[str] = set()
    tapped: set[tuple[str, str]] = set()
    for number in range(WALKS):
        facts, hour = people()[number % len(people())]
        _walk(Talk(dialog, facts, hour=hour), Random(number), asked, tapped)
    choices = {
        (question.id, choice.id) for _, question in dialog.questions.values() for choice in question.choices
    }
    assert set(dialog.questions) - asked == set()
    assert choices - tapped == set()


def _with_language(house: object) -> object:
    return type(house)(words={**house.words, "language.xx": "Made up"})  # type: ignore[attr-defined, call-arg]


def _walk(talk: Talk, chance: Random, asked: set[str], tapped: set[tuple[str, str]]) -> None:
    entered: list[str] = []
    for _ in range(STEPS):
        screen = talk.screen
        if screen.question and screen.screen is Screen.QUESTION:
            asked.add(screen.question)
        picks = [n for n, b in enumerate(screen.buttons) if isinstance(b.act, Pick)]
        if screen.screen is Screen.HUB:
            fresh = [
                n
                for n, b in enumerate(screen.buttons)
                if isinstance(b.act, Enter) and b.act.section not in entered
            ]
            if not fresh:
                return
            number = chance.choice(fresh)
            entered.append(screen.buttons[number].act.section)  # type: ignore[union-attr]
        elif screen.kind in (Kind.TEXT, Kind.TEXTS) and "That is kept" not in " ".join(screen.said):
            talk.does(
                Pressed, prompt=screen.number, button=_move(talk, Move.SKIP)
            ) if chance.random() < 0.15 and _move(talk, Move.SKIP) is not None else talk.says(
                chance.choice(ANSWERS)
            )
            continue
        elif (
            picks
            and "Anybody else?" not in " ".join(screen.said)
            and (chance.random() < 0.75 or _move(talk, Move.SKIP) is None)
        ):
            untapped = [n for n in picks if (screen.question, screen.buttons[n].act.choice) not in tapped]  # type: ignore[union-attr]
            number = chance.choice(untapped or picks)
            tapped.add((screen.question or "", screen.buttons[number].act.choice))  # type: ignore[union-attr]
        else:
            moves = (
                Move.RIGHT,
                Move.NO_MORE,
                Move.DONE_PICKING,
                Move.SKIP,
                Move.GO_ON,
                Move.COME_BACK_IN,
                Move.HUB,
            )
            number = next(n for move in moves if (n := _move(talk, move)) is not None)
        talk.does(Pressed, prompt=screen.number, button=number)


def _move(talk: Talk, move: Move) -> int | None:
    return next((n for n, b in enumerate(talk.screen.buttons) if b.act == Do(move=move)), None)
