"""The promises of the engine, held while a person does anything at all, in any order."""

from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dialogs.buttons import Do, Move
from dialogs.conversation import Dated, Kept, Named, Screen, Words
from dialogs.engine import advance
from dialogs.events import (
    ChangeAsked,
    Channel,
    Command,
    CommandGiven,
    Edited,
    Event,
    FactsChanged,
    FileKind,
    FileReceived,
    LetterOpened,
    Odd,
    OddReceived,
    Opened,
    Pressed,
    Shown,
    TextReceived,
    Ticked,
)
from dialogs.facts import Letter, LetterKind
from dialogs.ids import FileId, LetterId
from dialogs.replies import has_letters
from dialogs.route import Moment, Route
from tests.conversing import Talk, a_dialog, listening, some_facts

SMALL = a_dialog(Path(__file__).with_name("small.toml"), signposts=listening())
TEXTS = st.one_of(
    st.sampled_from(
        [
            "Gran has them on Fridays",
            "7",
            "Gran",
            "no",
            "3 May",
            "Yes",
            "Yes, that is it",
            "nothing",
            "me",
            "ok",
            "Nobody",
            "Gran and Bob",
            "in two weeks",
            "Skip",
            "he is at the door with a knife",
            "I HAVE NOBODY",
            "   ",
            "she's 🙂",
            "\u202eabc",
        ]
    ),
    st.text(max_size=20),
    st.just("long " * 120),
)


class AnyPerson(RuleBasedStateMachine):
    """Answers, edits, goes back, repeats, comes back days later, changes the plan around it."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk(SMALL)
        self.said: list[str] = []
        self.last: Event | None = None
        self.message = 10

    def meets(self, kind: type, **fields: object) -> None:
        before = self.talk.now
        event = self.talk.event(kind, **fields)
        turn = self.talk.meets(event)
        again = advance(SMALL, before, event)
        assert again == turn, "the same event gave another turn"
        assert turn.conversation.answers[: len(before.answers)] == before.answers, (
            "an answer was changed in place"
        )
        assert turn.conversation.answers[len(before.answers) :] == turn.answers
        self.last = event

    @rule(button=st.integers(0, 20))
    def press(self, button: int) -> None:
        self.meets(Pressed, prompt=self.talk.screen.number, button=button % len(self.talk.screen.buttons))

    @rule(back=st.integers(1, 20), button=st.integers(0, 20))
    def press_something_old(self, back: int, button: int) -> None:
        answers = self.talk.now.answers
        self.meets(Pressed, prompt=self.talk.now.put - back, button=button)
        assert self.talk.now.answers == answers, "a stale button kept an answer"

    @rule(text=TEXTS)
    def type_in_the_browser(self, text: str) -> None:
        self.meets(TextReceived, text=text, prompt=self.talk.screen.number)
        self.said.append(text)

    @rule(text=TEXTS, seen=st.booleans())
    def type_on_telegram(self, text: str, seen: bool) -> None:
        if seen:
            self.message += 1
            self.meets(Shown, prompt=self.talk.screen.number, message=self.message)
        self.message += 1
        self.meets(TextReceived, text=text, message=self.message, channel=Channel.TELEGRAM)
        self.said.append(text)

    @rule(text=TEXTS)
    def pass_something_on(self, text: str) -> None:
        self.message += 1
        self.meets(TextReceived, text=text, message=self.message, channel=Channel.TELEGRAM, passed_on=True)
        self.said.append(text)

    @rule(text=st.one_of(TEXTS, st.text(max_size=8)), back=st.integers(0, 3))
    def edit(self, text: str, back: int) -> None:
        self.meets(Edited, text=text, message=self.message - back, channel=Channel.TELEGRAM)

    @rule(numbers=st.lists(st.integers(0, 15), max_size=4))
    def tick(self, numbers: list[int]) -> None:
        self.meets(Ticked, prompt=self.talk.screen.number, buttons=tuple(numbers))

    @rule(kind=st.sampled_from(FileKind))
    def send_a_file(self, kind: FileKind) -> None:
        self.meets(
            FileReceived, file=FileId(f"f{self.talk.count}"), file_kind=kind, prompt=self.talk.screen.number
        )

    @rule(command=st.sampled_from(Command))
    def command(self, command: Command) -> None:
        self.meets(CommandGiven, command=command)

    @rule(what=st.sampled_from(Odd))
    def send_something_odd(self, what: Odd) -> None:
        self.meets(OddReceived, what=what)

    @rule()
    def stay_away_for_days(self) -> None:
        self.talk.at += timedelta(days=3)

    @rule()
    def come_back(self) -> None:
        self.meets(Opened)

    @rule(kind=st.sampled_from(LetterKind))
    def a_letter_comes_and_is_opened(self, kind: LetterKind) -> None:
        letter = Letter(id=LetterId(f"l{self.talk.count}"), kind=kind, words="Which days?", at=self.talk.at)
        letters = (*self.talk.now.facts.letters, letter)
        self.meets(FactsChanged, facts=self.talk.now.facts.model_copy(update={"letters": letters}))
        self.meets(LetterOpened, letter=letter.id)

    @rule(back=st.integers(1, 10), take_back=st.booleans())
    def change_an_answer(self, back: int, take_back: bool) -> None:
        if self.talk.now.answers:
            answer = self.talk.now.answers[-back % len(self.talk.now.answers)]
            self.meets(ChangeAsked, answer=answer.root, take_back=take_back)

    @rule(police=st.booleans(), children=st.integers(0, 2))
    def the_plan_changes(self, police: bool, children: int) -> None:
        facts = some_facts(police_enquiry=police, letters=self.talk.now.facts.letters)
        self.meets(FactsChanged, facts=facts.model_copy(update={"children": facts.children[:children]}))
        if self.talk.now.asked is None:
            self.meets(Opened)

    @invariant()
    def something_is_asked_with_a_way_on_and_help(self) -> None:
        screen = self.talk.screen
        acts = [button.act for button in screen.buttons]
        assert Do(move=Move.HELP) in acts or screen.screen in (Screen.HELP, Screen.RED_FLAG)
        assert len(acts) > 1
        if screen.screen in (Screen.PLAY_BACK, Screen.LETTER, Screen.REPLY):
            assert {Do(move=Move.BACK), Do(move=Move.STOP)} <= set(acts), "a way back, and a way to stop"

    @invariant()
    def no_screen_is_put_twice(self) -> None:
        numbers = [prompt.number for prompt in self.talk.now.prompts]
        assert numbers == sorted(set(numbers))

    @invariant()
    def the_question_asked_is_on_the_route(self) -> None:
        screen = self.talk.screen
        if screen.screen is Screen.QUESTION and screen.revises is None:
            section, question = SMALL.questions[screen.question]
            route = Route(SMALL, self.talk.now, Moment(self.talk.hour, self.talk.at.year))
            assert route.applies(section, question, screen.about)

    @invariant()
    def no_cry_for_help_is_quoted_by_a_question(self) -> None:
        screen = self.talk.screen
        if screen.screen is Screen.QUESTION:
            assert "knife" not in screen.text
            assert not [button for button in screen.buttons if "knife" in button.label]

    @invariant()
    def nothing_said_is_lost(self) -> None:
        held = set()
        for answer in self.talk.now.answers:
            held.add(answer.words)
            match answer.value:
                case Words(text=text) | Dated(words=text) | Named(name=text):
                    held.add(text)
                case Kept(caption=text):
                    held.add(text)
        for text in self.said:
            assert not has_letters(text) or text in held, f"{text!r} was lost"


AnyPerson.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestAnyPerson = AnyPerson.TestCase
