"""What was written back to a young person: on a messenger of another day, with somebody there, about many lines."""

from datetime import datetime

from dialogs.buttons import Button
from dialogs.conversation import Screen, Words
from dialogs.events import Channel, FactsChanged, LetterOpened, Opened
from dialogs.facts import Did, Letter, LetterKind
from dialogs.ids import LetterId
from dialogs.prompts import Prompts
from dialogs.route import Moment, Route
from tests.conversing import Talk
from tests.dialogs.test_stars import send
from tests.dialogs.test_young_people import the_talk

SAID = ("that we move again", "the shouting at night")


def who_sent_worries(setting: str = "young") -> Talk:
    talk = the_talk(setting)
    talk.presses("Worries")
    for words in SAID:
        talk.says(words)
    for label in ("No, that is all", "Skip", "Skip"):
        talk.presses(label)
    send(talk)
    talk.presses("Skip")
    return talk


def is_written(
    talk: Talk, *about: str, words: str = "I rang the school.", at: datetime | None = None
) -> None:
    roots = [a.root for said in about for a in talk.now.answers if a.value == Words(text=said)]
    letters = talk.now.facts.letters
    letter = Letter(
        id=LetterId(f"d{len(letters)}"),
        kind=LetterKind.DID,
        words=words,
        at=at or talk.at,
        line=roots[0],
        also=tuple(roots[1:]),
        did=Did.DONE,
        name="Asha",
    )
    facts = talk.now.facts.model_copy(update={"letters": (*letters, letter)})
    talk.does(FactsChanged, facts=facts)


def test_one_answer_to_two_lines_stands_below_both() -> None:
    talk = who_sent_worries()
    is_written(talk, *SAID)
    talk.does(LetterOpened, letter=LetterId("d0"))
    assert tuple(line.words for line in talk.screen.lines) == SAID
    assert "Change what I said" not in [button.label for button in talk.screen.buttons]


def test_h2_on_a_messenger_another_days_words_and_what_answers_them_stay_out_of_the_list() -> None:
    talk = who_sent_worries("older")
    is_written(talk, SAID[0])
    talk.waits(days=2)
    talk.does(Opened, channel=Channel.TELEGRAM)
    opened = talk.event(Opened, channel=Channel.TELEGRAM)
    route = Route(talk.dialog, talk.now, Moment(12, 2026))
    listed = Prompts(talk.dialog, talk.now, opened, route).you_said(0, None).lines
    shown = " ".join(f"{line.question} {line.words} {line.back}" for line in listed)
    assert [words for words in (*SAID, "I rang the school.") if words in shown] == []
    assert listed[0].back_says == "Asha wrote on Monday 4 May what was done about this."


def test_h2_with_somebody_there_nothing_private_is_offered_or_listed() -> None:
    talk = who_sent_worries()
    talk.presses("All parts")
    talk.reach("home.out")
    talk.says("people i have not met")
    offered = {button.label for button in talk_star(talk)}
    assert "people i have not met" in offered
    is_written(talk, "people i have not met", words="Nobody new stays the night.")
    talk.waits(days=2)
    talk.does(Opened)
    for label in ("Go on", "A grown-up"):
        talk.presses(label)
    talk.says("Miss Hall", prompt=talk.screen.number)
    talk.presses("No, thank you")
    offered = {button.label for button in talk_star(talk)}
    assert "people i have not met" not in offered
    assert SAID[0] in offered
    route = Route(talk.dialog, talk.now, Moment(12, 2026))
    listed = Prompts(talk.dialog, talk.now, talk.event(Opened), route).you_said(0, None).lines[0]
    assert (listed.question, listed.words, listed.back) == ("About words that are not shown here:", "", "")


def talk_star(talk: Talk) -> tuple[Button, ...]:
    """What is offered as what matters most, as things stand."""
    route = Route(talk.dialog, talk.now, Moment(12, 2026))
    return Prompts(talk.dialog, talk.now, talk.event(Opened), route).star(None).buttons


def test_many_answers_come_in_pages() -> None:
    talk = who_sent_worries()
    for number in range(22):
        is_written(talk, SAID[0], words=f"Answer {number}")
    talk.presses("All parts")
    talk.presses("You said, we did")
    assert talk.screen.lines[0].back == "Answer 21", "the newest comes first"
    talk.presses("Next page")
    assert talk.screen.screen is Screen.YOU_SAID
    assert [line.back for line in talk.screen.lines] == ["Answer 1", "Answer 0", ""]
    talk.presses("Open 1")
    talk.presses("Back")
    assert talk.screen.lines[0].back == "Answer 1", "back to the page it came from"
