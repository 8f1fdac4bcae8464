"""Rose is asked in: she hears what the family allowed and nothing else, and says what she saw and can do."""

from datetime import date
from random import Random

from dialogs.buttons import Do, Move
from dialogs.conversation import Conversation, Prompt, Screen
from dialogs.definition import Category, Part
from dialogs.effects import Matter, Tell
from dialogs.facts import Facts, facts_for
from dialogs.family import AskedIn, Family
from dialogs.filing import filed
from dialogs.ids import ChildId, ParticipantId, PersonId
from dialogs.people import Participant, Role
from dialogs.sharing import for_copy, for_reader
from tests.builders import a_child, a_draft, a_family, a_person
from tests.conversing import DEFINITIONS, Talk, a_dialog
from tests.dialogs.test_every_question import _walk, _with_language
from tests.dialogs.test_sharing import LONDON, NADIA, everything_said
from tests.dialogs.test_slow_reader import SlowReader, promised

DIALOG = a_dialog(DEFINITIONS / "network.toml")
ROSE = Participant(id=ParticipantId("part-rose"), person=PersonId("rose"), name="Rose", role=Role.NETWORK)
ASKED_IN = AskedIn(
    participant=ROSE.id,
    why="Nadia says that Leo loves his Fridays with you.",
    may_know="Some evenings Leo needs a grown-up who is not tired.",
    children=(ChildId("leo"),),
    agreed_by=(PersonId("nadia"),),
    agreed_on=date(2026, 11, 2),
)


def with_rose(**changes: object) -> Family:
    """Nadia, Ryan, Leo and Mia, and Rose, whom Nadia said yes to."""
    family = a_family()
    return family.model_copy(
        update={
            "people": (*family.people, a_person("Rose")),
            "participants": (*family.participants, ROSE),
            "children": (a_child(), a_child("Mia")),
            "asked_in": (ASKED_IN, AskedIn(participant=ParticipantId("part-jo"), may_know="JJJ")),
            **changes,
        }
    )


def roses(**changes: object) -> Facts:
    """What Rose's conversation knows of the plan."""
    return facts_for(with_rose(**changes), ROSE.id)


def in_the_hub(facts: Facts | None = None, beside: str = "No one") -> Talk:
    """Rose, behind the door."""
    talk = Talk(DIALOG, facts or roses())
    for label in ("Go on", *["OK, go on"] * 5, "No", beside):
        talk.presses(label)
    if beside == "Someone else":
        talk.says("My friend Jo")
        talk.presses("No, thank you")
    assert talk.screen.screen is Screen.HUB
    return talk


def said(conversation: Conversation) -> tuple[object, ...]:
    """The lines that Rose's part makes."""
    return filed(ROSE, DIALOG, conversation, {}).lines


# What she hears ------------------------------------------------------------------------------------


def test_she_reads_who_asked_why_and_what_the_family_allowed_before_anything_is_asked() -> None:
    talk = Talk(DIALOG, roses())
    assert talk.screen.text.startswith("Hello Rose. Asha asked you here.")
    assert "a plan for Leo. The family said yes to asking you." in talk.screen.text
    talk.presses("Go on")
    assert ASKED_IN.why in talk.screen.text
    assert f"you may know this:\n\n{ASKED_IN.may_know}" in talk.screen.text
    assert [b.label for b in talk.screen.buttons if b.act == Do(move=Move.UNCLEAR)]
    read = []
    while talk.screen.question != "how.phone":
        read.append(talk.screen.text)
        talk.presses("OK, go on")
    whole = " ".join(read)
    for honest in ("No one watches this day and night", "Some things cannot stay secret".lower(), "court"):
        assert honest in whole


def test_her_conversation_holds_nothing_else_of_the_plan() -> None:
    facts = roses()
    assert (facts.worries, facts.people, facts.bottom_lines, facts.next_steps) == ((), (), (), ())
    assert (facts.if_nothing_changes, facts.step_back, facts.pre_proceedings) == ("", "", False)
    assert [child.name for child in facts.children] == ["Leo"]
    written = facts.model_dump_json()
    for word in ("Nadia agrees", "Ryan", "drinking", "Mia", "Gran", "bigger meeting", "Twelve good weeks"):
        assert word not in written


def test_nobody_of_the_family_learns_by_a_name_that_she_was_asked() -> None:
    family = with_rose()
    names = {who.name: [p.name for p in facts_for(family, who.id).people] for who in family.participants}
    assert "Rose" in names["Nadia"], "she said yes to it herself"
    assert "Rose" not in names["Ryan"]
    assert facts_for(family, family.participants[0].id).why_asked == ""


def test_her_copy_holds_her_own_lines_and_what_was_written_to_her() -> None:
    family = with_rose()
    nadia, typed = everything_said(NADIA, "TTT")
    rose, typed_rose = everything_said(ROSE, "RRR", family)
    plan = a_draft(nadia, rose, family=family, typed=(typed, typed_rose))
    copy = for_copy(for_reader(plan, ROSE), LONDON).model_dump_json()
    assert "RRR" in copy
    assert ASKED_IN.may_know in copy
    for marker in ("TTT", "drinking", "alone at 10", "JJJ", "Mia", "Ryan", '"nadia"', "Twelve good weeks"):
        assert marker not in copy, marker
    hers = for_reader(plan, NADIA).model_dump_json()
    assert ASKED_IN.may_know not in hers
    assert "RRR" not in hers


# What she says -------------------------------------------------------------------------------------


def test_not_for_me_is_one_tap_without_a_reason() -> None:
    talk = Talk(DIALOG, roses())
    talk.presses("Not for me")
    assert talk.screen.screen is Screen.CLOSED
    assert Tell(matter=Matter.NOT_FOR_ME) in talk.effects


class Helper(SlowReader):
    """Offers something and has nothing that worries her, and nothing to add."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk, "Yes")
        self.been_in = {"say"}

    def answers(self, screen: Prompt) -> None:
        if screen.question == "worry.any":
            return self.taps("No")
        super().answers(screen)


def test_it_takes_no_longer_than_the_ten_minutes_that_the_door_says() -> None:
    at_the_door = promised(Talk(DIALOG, roses()).screen.text)
    assert at_the_door <= 10
    assert at_the_door / 2 < Helper(Talk(DIALOG, roses())).to_the_end() <= at_the_door
    assert SlowReader(Talk(DIALOG, roses()), "Yes").to_the_end() < 15, "a worry, and a box of her own too"


def test_every_question_is_asked_and_every_choice_tapped() -> None:
    dialog = DIALOG.model_copy(update={"house": _with_language(DIALOG.house)})
    everybody = roses().model_copy(update={"on_telegram": True, "languages": ("en", "xx")})
    asked: set[str] = set()
    tapped: set[tuple[str, str]] = set()
    for number in range(60):
        _walk(Talk(dialog, everybody), Random(number), asked, tapped)
    choices = {(q.id, choice.id) for _, q in dialog.questions.values() for choice in q.choices}
    assert set(dialog.questions) - asked == set()
    assert choices - tapped == set()


def test_what_she_saw_and_what_she_only_heard_stand_apart_in_the_plan() -> None:
    talk = in_the_hub()
    talk.presses("What I saw and heard")
    talk.presses("Yes, there is")
    talk.says("In May he stood on the street alone at ten.")
    talk.says("Next door says there was shouting.")
    talk.presses("Check what I said")
    talk.presses("Send to Asha")
    parts = {line.part: line.words for line in said(talk.now) if line.category is Category.DANGER}
    assert parts == {
        Part.SEEN: "In May he stood on the street alone at ten.",
        Part.HEARD: "Next door says there was shouting.",
    }


def test_nothing_says_that_something_is_wrong_and_no_is_an_answer() -> None:
    talk = in_the_hub()
    talk.presses("What I saw and heard")
    talk.presses("No")
    assert talk.screen.screen is Screen.HUB


def test_her_own_yes_to_what_she_offers_is_dated_and_she_can_think_about_it() -> None:
    talk = in_the_hub()
    talk.presses("What I can do")
    talk.says("I could pick him up on Fridays")
    talk.presses("No, that is all")
    talk.presses("When, and my yes")
    talk.says("Fridays at three, until summer")
    talk.presses("Let me think about it")
    talk.presses("What I can't do")
    talk.says("Nights. I work shifts.")
    talk.presses("Check what I said")
    talk.presses("Send to Asha")
    lines = {line.question: line.words for line in said(talk.now)}
    assert lines["can.do"] == "I could pick him up on Fridays"
    assert lines["can.yes"] == "Let me think about it"
    assert lines["cannot.what"] == "Nights. I work shifts."


def test_h2_with_somebody_beside_her_nothing_is_asked_about_worries() -> None:
    talk = in_the_hub(beside="Someone else")
    assert not any(b.label.startswith("What I saw and heard") for b in talk.screen.buttons)


def test_h3_while_an_enquiry_runs_nothing_is_asked_about_what_happened() -> None:
    talk = in_the_hub(roses(police_enquiry=True))
    labels = [b.label for b in talk.screen.buttons]
    assert not any(label.startswith("What I saw and heard") for label in labels)
    assert any(label.startswith("What I can do") for label in labels)
