"""A conversation played against the engine alone: what a test says, and what comes back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tomllib import loads

from dialogs.buttons import Do, Move, Pick
from dialogs.conversation import Conversation, Prompt, Screen
from dialogs.definition import Dialog, House
from dialogs.easy import seen
from dialogs.effects import Effect, Turn
from dialogs.engine import advance
from dialogs.events import Command, CommandGiven, Event, Opened, Pressed, TextReceived
from dialogs.facts import Facts, WorryFact
from dialogs.help_lines import HelpLines
from dialogs.ids import ChildId, ConversationId, EventId, PersonId, WorryId
from dialogs.people import Child, Hand, Person
from dialogs.signposts import Signposts

DEFINITIONS = Path(__file__).parents[1] / "dialogs" / "definitions"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def house() -> House:
    """The words of the house."""
    return House.model_validate(loads((DEFINITIONS / "house.toml").read_text()))


def a_dialog(path: Path, **changes: object) -> Dialog:
    """The dialog of a file, unchecked, with the house's words and made-up help lines."""
    help = HelpLines(
        danger=("In danger now: call 999.",),
        quiet=("999. If you can't speak, press 55.", "There is more under More."),
        talk=("Childline: 0800 1111.",) if path.stem.startswith("young_person") else (),
        others=("Not urgent: 101.",),
    )
    return Dialog.model_validate(loads(path.read_text())).model_copy(
        update={"house": house(), "help": help, **changes}
    )


def some_facts(**changes: object) -> Facts:
    """Sam, asked by Asha, about Leo; the worry is about what Sam does."""
    worry = WorryFact(
        id=WorryId("w1"), title="the drinking", words="When Sam drinks, nobody watches Leo.", goal="", low="every day",
        high="never", mine=True, whose="",
    )  # fmt: skip
    facts = Facts(
        me=PersonId("sam"),
        name="Sam",
        worker="Asha",
        reads="Monday to Friday, 9 to 5",
        children=(Child(id=ChildId("leo"), name="Leo", born=2018),),
        people=(Person(id=PersonId("gran"), name="Gran"),),
        worries=(worry,),
    )
    return facts.model_copy(update=changes)


@dataclass
class Talk:
    """One person's conversation with the engine."""

    dialog: Dialog
    facts: Facts = field(default_factory=some_facts)
    at: datetime = NOON
    hour: int = 12
    effects: list[Effect] = field(default_factory=list)
    now: Conversation = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.now = Conversation(id=ConversationId("talk"), dialog=self.dialog.id, facts=self.facts)
        self.does(Opened)

    @property
    def screen(self) -> Prompt:
        """What is asked."""
        prompt = self.now.prompt(self.now.asked)
        assert prompt is not None
        return prompt

    def event(self, kind: type, **fields: object) -> Event:
        """The next event, twenty seconds later; a dialog that is for sittings alone is had in one."""
        if self.dialog.beside:
            fields = {"hand": Hand(sat_with=self.facts.worker)} | fields
        self.count += 1
        self.at += timedelta(seconds=20)
        made: Event = kind(id=EventId(f"e{self.count}"), at=self.at, local_hour=self.hour, **fields)
        return made

    def meets(self, event: Event) -> Turn:
        """Give the engine this event."""
        turn = advance(self.dialog, self.now, event)
        self.now = turn.conversation
        self.effects.extend(turn.effects)
        return turn

    def does(self, kind: type, **fields: object) -> Turn:
        """Give the engine the next event."""
        return self.meets(self.event(kind, **fields))

    def says(self, text: str, **fields: object) -> Turn:
        """Type something."""
        return self.does(TextReceived, text=text, **fields)

    def presses(self, label: str) -> Turn:
        """Press the button whose label begins like this."""
        labels = {number: button.label for number, button in seen(self.screen).buttons}
        exact = [n for n, shown in labels.items() if shown == label]
        number = (exact or [n for n, shown in labels.items() if shown.startswith(label)] or [None])[0]
        assert number is not None, f"no button {label!r} among {list(labels.values())}"
        return self.does(Pressed, prompt=self.screen.number, button=number)

    def commands(self, command: Command) -> Turn:
        """Give a command."""
        return self.does(CommandGiven, command=command)

    def waits(self, **span: float) -> None:
        """Let time go by."""
        self.at += timedelta(**span)

    def kept(self, question: str) -> list[object]:
        """The newest revision of each answer to a question."""
        newest = {a.root: a for a in self.now.answers if a.question == question}
        return [a.value for a in newest.values()]

    def reach(self, question: str, about: str = "", most: int = 400) -> Prompt:
        """Go on, taking the first way on everywhere, until this question is asked."""
        entered: set[str] = set()
        for _ in range(most):
            screen = self.screen
            if (
                screen.question == question
                and (not about or screen.about == about)
                and screen.screen is Screen.QUESTION
            ):
                return screen
            self._take_a_way_on(entered)
        raise AssertionError(f"{question} was not reached")

    def _take_a_way_on(self, entered: set[str]) -> None:
        for number, button in enumerate(self.screen.buttons):
            section = getattr(button.act, "section", None)
            if self.screen.screen is Screen.HUB and section is not None and section not in entered:
                entered.add(section)
                self.does(Pressed, prompt=self.screen.number, button=number)
                return
        acts = [button.act for button in self.screen.buttons]
        first = next((act for act in acts if isinstance(act, Pick)), None)
        moves = [Do(move=move) for move in (Move.RIGHT, Move.NO_MORE, Move.SKIP, Move.GO_ON, Move.HUB)]
        for act in (*moves[:4], first, moves[4]):
            if act in acts:
                self.does(Pressed, prompt=self.screen.number, button=acts.index(act))
                return
        raise AssertionError(f"no way on from {self.screen.screen}")


def listening() -> Signposts:
    """The English danger words."""
    return Signposts.model_validate(loads((DEFINITIONS / "signposts.en.toml").read_text()))
