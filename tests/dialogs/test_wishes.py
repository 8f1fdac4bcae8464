"""Who may see what a young person said: asked once for a finished part, kept beside each line (H7)."""

import pytest

from bot.browser.saying import Sayings
from dialogs.conversation import Chosen, Screen, Sent, Words
from dialogs.effects import Matter, Raise, Tell
from dialogs.events import ChangeAsked
from dialogs.ids import PractitionerId
from dialogs.lines import Line
from dialogs.people import Participant, Role
from dialogs.plan import DraftPlan, draft
from dialogs.sharing import Holder, for_reader, may_see
from dialogs.signposts import Alarm
from dialogs.wishes import WISH, Wish, Wished
from tests.conversing import NOON, Talk
from tests.dialogs.test_do_no_harm import sams, through_the_door
from tests.dialogs.test_network_dialog import in_the_hub
from tests.dialogs.test_young_people import the_talk
from tests.transcripts.families import FAMILIES, MIA, SAM

FAMILY = FAMILIES["young"]


def good_things(*others: str) -> Talk:
    """Mia says what is good, and is through with that part."""
    talk = the_talk()
    talk.presses("Good things")
    talk.says("my nan comes on fridays")
    talk.presses("No, that is all")
    for words in others or ("[skip]", "[skip]", "[skip]"):
        talk.presses("Skip") if words == "[skip]" else talk.says(words)
    assert talk.screen.screen is Screen.WISH
    return talk


def plan_of(talk: Talk) -> DraftPlan:
    """The draft, as if all of it had been sent now."""
    newest = {answer.root: answer.id for answer in talk.now.answers}
    sent = Sent(number=1, at=NOON, answers=tuple(newest.values()))
    return draft(FAMILY, [(MIA, talk.dialog, talk.now.model_copy(update={"sent": (sent,)}))])


def line_of(talk: Talk, words: str) -> Line:
    return next(line for line in plan_of(talk).lines if line.words == words)


def wish_of(talk: Talk, words: str) -> tuple[Wish, str]:
    wish = line_of(talk, words).wish
    assert wish is not None
    return wish.wish, wish.names


def test_h7_words_that_were_typed_at_the_door_have_a_wish_like_all_others() -> None:
    talk = the_talk()
    talk.says("can you come when mum is out")
    (typed,) = (
        answer for answer in talk.now.answers if answer.value == Words(text="can you come when mum is out")
    )
    talk.does(ChangeAsked, answer=typed.root)
    talk.presses("Who may see this?")
    talk.presses("Someone must not see it")
    talk.says("mum")
    shown = [one for part in Sayings(talk.dialog, talk.now).everything() for one in part.said]
    assert {one.words: one.wish for one in shown}[
        typed.value.text
    ] == "Who may see it: Someone must not see it: mum"
    assert {one.wish for one in shown if one.words in ("Go on", "Not now", "No one")} == {""}


def test_h7_a_finished_part_asks_once_and_says_what_a_wish_can_do() -> None:
    talk = good_things()
    said = " ".join(talk.screen.said)
    assert talk.screen.text == "Who may see what you said in this part: Good things?"
    assert "We may have to share this to keep somebody safe. We tell you first when we can." in said
    assert "No one else is shown it, unless Asha decides so." in said
    labels = [button.label for button in talk.screen.buttons][:4]
    assert labels == [
        "Asha and no one else",
        "Some people: I say who",
        "Everyone in the plan",
        "Someone must not see it",
    ]
    talk.presses("Everyone in the plan")
    assert talk.screen.screen is Screen.HUB
    assert wish_of(talk, "my nan comes on fridays") == (Wish.EVERYONE, "")
    talk.presses("Good things")
    assert talk.screen.screen is Screen.CHECK, "it is not asked again"


def test_h7_without_a_choice_it_is_the_worker_alone() -> None:
    talk = good_things()
    talk.presses("Skip")
    assert talk.screen.screen is Screen.HUB
    assert wish_of(talk, "my nan comes on fridays") == (Wish.WORKER, "")
    assert line_of(talk, "my nan comes on fridays").wish.at is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("label", "asks", "wish"),
    [("Some people", "Who may see it?", Wish.THESE), ("Someone must not", "Who must not see it?", Wish.NOT)],
)
def test_h7_whom_a_wish_names_is_typed_and_kept_to_the_letter(label: str, asks: str, wish: Wish) -> None:
    talk = good_things()
    talk.presses(label)
    assert talk.screen.text.startswith(asks)
    talk.says("nan  and Miss Hall")
    assert wish_of(talk, "my nan comes on fridays") == (wish, "nan  and Miss Hall")
    assert talk.screen.screen is Screen.HUB


def test_h7_not_my_mum_can_be_said_at_once() -> None:
    talk = good_things()
    talk.says("not my mum")
    assert wish_of(talk, "my nan comes on fridays") == (Wish.NOT, "not my mum")


def test_h7_going_back_from_the_names_asks_for_the_wish_again() -> None:
    talk = good_things()
    talk.presses("Someone must not")
    talk.presses("Back")
    assert talk.screen.screen is Screen.WISH
    talk.presses("Asha and no one else")
    assert wish_of(talk, "my nan comes on fridays") == (Wish.WORKER, "")


def test_h7_a_line_has_a_wish_of_its_own_which_a_later_one_for_the_part_leaves() -> None:
    talk = good_things("my cousin", "[skip]", "[skip]")
    talk.presses("Everyone")
    talk.presses("Check what I said")
    assert talk.screen.lines[0].wish == "Who may see it: Everyone in the plan"
    assert "To say who may see a line, press its Change button." in talk.screen.said
    talk.presses("Change 2")
    talk.presses("Who may see this?")
    assert talk.screen.quote == "my cousin"
    talk.presses("Someone must not")
    talk.says("mum")
    assert talk.screen.screen is Screen.CHECK
    assert talk.screen.lines[1].wish == "Who may see it: Someone must not see it: mum"
    assert wish_of(talk, "my cousin") == (Wish.NOT, "mum")
    assert wish_of(talk, "my nan comes on fridays") == (Wish.EVERYONE, "")


def test_h7_a_skip_is_nothing_that_somebody_could_see() -> None:
    talk = good_things()
    talk.presses("Everyone")
    talk.presses("Check what I said")
    assert [bool(line.wish) for line in talk.screen.lines] == [True, False, False, False]
    talk.presses("Change 2")
    assert "Who may see this?" not in [button.label for button in talk.screen.buttons]


def test_h7_what_is_added_later_is_the_workers_alone_until_it_is_asked() -> None:
    talk = good_things()
    talk.presses("Everyone")
    talk.presses("Check what I said")
    talk.presses("Add one more")
    talk.says("and i like maths")
    talk.presses("No, that is all")
    assert wish_of(talk, "and i like maths") == (Wish.WORKER, "")


def test_h7_earlier_wishes_stay_on_file() -> None:
    talk = good_things()
    talk.presses("Everyone")
    talk.presses("Check what I said")
    talk.presses("Change 1")
    talk.presses("Who may see this?")
    talk.presses("Asha and no one else")
    kept = [a.value.choices for a in talk.now.answers if a.question == WISH and isinstance(a.value, Chosen)]
    assert kept == [("everyone",), ("worker",)]


def test_h7_a_worrys_size_goes_with_the_worry() -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says("that we move")
    talk.presses("No, that is all")
    talk.presses("Skip")
    talk.says("not dad")
    talk.presses("How big each worry is")
    talk.says("4")
    talk.presses("Skip")
    assert talk.screen.screen is Screen.HUB
    wishes = {line.question: line.wish.names for line in plan_of(talk).lines if line.wish}
    assert wishes["worry.big"] == "not dad"


def test_h7_a_wish_that_changes_after_sending_is_told_to_the_worker() -> None:
    talk = good_things()
    talk.presses("Everyone")
    talk.presses("Check what I said")
    talk.presses("Send to Asha")
    (line,) = [a for a in talk.now.answers if a.value == Words(text="my nan comes on fridays")]
    talk.does(ChangeAsked, answer=line.root, wish=True)
    talk.presses("Asha and no one else")
    assert [e.matter for e in talk.effects if isinstance(e, Tell)][-1] is Matter.WISH
    assert wish_of(talk, "my nan comes on fridays") == (Wish.WORKER, "")
    assert "This is not sent yet." not in talk.screen.said


def test_h7_words_of_harm_beside_a_wish_are_heard() -> None:
    talk = good_things()
    talk.presses("Someone must not")
    talk.says("my dad, he hits me when he has been drinking")
    raised = [effect for effect in talk.effects if isinstance(effect, Raise)]
    assert [(one.kind, one.words) for one in raised] == [
        (Alarm.SAME_DAY, "my dad, he hits me when he has been drinking")
    ]
    assert talk.screen.screen is Screen.HELP


# Will my mum see this? --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        "will my mum see this?",
        "Will mum see this",
        "does my dad read this??",
        "can they see it",
        "are you going to tell my mum?",
        "who can see this?",
        "is this private?",
        "will my step dad find out",
    ],
)
def test_h7_will_my_mum_see_this_gets_the_true_short_answer_and_is_no_answer(asked: str) -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says(asked)
    (said,) = talk.screen.said
    assert said.startswith(
        "No one at home is shown your words here, unless Asha tells you first. Asha reads them. We may have to share"
    )
    assert talk.screen.question == "worry.what"
    assert talk.kept("worry.what") == []
    assert not [line for line in plan_of(talk).lines if line.words == asked]


@pytest.mark.parametrize("words", ["I don't want mum to see this and he hits me", "my mum will see to it"])
def test_words_that_say_something_are_kept(words: str) -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says(words)
    assert Words(text=words) in [a.value for a in talk.now.answers]


# Nobody but the worker ---------------------------------------------------------------------------------


def test_h7_a_wish_releases_nothing_and_the_worker_alone_sees_a_childs_words() -> None:
    talk = good_things("MARKER cousin", "[skip]", "[skip]")
    talk.presses("Everyone")
    plan = plan_of(talk)
    gran = Participant(id=SAM.id, person=SAM.person, name="Gran", role=Role.NETWORK)
    marked = [line for line in plan.lines if "MARKER" in line.words]
    assert marked
    for reader in (SAM, gran):
        assert not any(may_see(reader, line, plan) for line in plan.lines)
        seen = for_reader(plan, reader).model_dump_json()
        assert not [words for words in ("MARKER", "nan comes", "everyone", '"wish"') if words in seen]
    assert all(may_see(Holder(practitioner=PractitionerId("asha")), line, plan) for line in plan.lines)
    assert all(may_see(MIA, line, plan) for line in plan.lines)


# Adults ---------------------------------------------------------------------------------------------

GRANS = "He sings in the bath."


def a_parent(path: str) -> Talk:
    talk = through_the_door(sams("mine"), path=path)
    talk.presses("What is going well")
    talk.says("We read in bed")
    talk.presses("No, that is all")
    return talk


def of_an_adult(talk: Talk, family: str, words: str) -> Wished:
    newest = {answer.root: answer.id for answer in talk.now.answers}
    sent = Sent(number=1, at=NOON, answers=tuple(newest.values()))
    who = FAMILIES[family].participants[0]
    plan = draft(FAMILIES[family], [(who, talk.dialog, talk.now.model_copy(update={"sent": (sent,)}))])
    wish = next(line.wish for line in plan.lines if line.words == words)
    assert wish is not None, "it stands beside every line"
    return wish


def test_h7_a_parent_on_the_long_way_is_asked_once_for_a_finished_part() -> None:
    talk = a_parent("Long")
    while talk.screen.screen is not Screen.WISH:
        talk.presses("Skip")
    assert talk.screen.text == "Who may see what you said in this part: What is going well?"
    assert any("We may have to share this to keep somebody safe." in said for said in talk.screen.said)
    talk.presses("Someone must not see it")
    talk.says("Ryan")
    wish = of_an_adult(talk, "mine", "We read in bed")
    assert (wish.wish, wish.names) == (Wish.NOT, "Ryan")


def test_h7_the_short_way_gets_no_longer_and_says_plainly_that_it_is_the_worker_alone() -> None:
    talk = a_parent("Short")
    seen = set()
    for _ in range(60):
        seen.add(talk.screen.screen)
        if talk.screen.screen is Screen.HUB:
            break
        labels = [button.label for button in talk.screen.buttons]
        talk.presses("Skip" if "Skip" in labels else "OK, go on" if "OK, go on" in labels else "Go on")
    assert Screen.WISH not in seen
    talk.presses("Check what I said") if talk.screen.screen is Screen.HUB else None
    assert "This is for Asha. No one else is shown it, unless Asha decides so." in talk.screen.said
    wish = of_an_adult(talk, "mine", "We read in bed")
    assert (wish.wish, wish.at, wish.quiet) == (Wish.WORKER, None, True)


@pytest.mark.parametrize("who", ["parent", "network"])
def test_h7_an_adult_says_on_the_check_page_who_may_see_one_line_or_all_of_it(who: str) -> None:
    if who == "parent":
        talk, words = a_parent("Short"), "We read in bed"
        talk.presses("All parts")
    else:
        talk, words = in_the_hub(), GRANS
        talk.presses("What is going well")
        talk.says(GRANS)
    talk.presses("Check what I said")
    talk.presses("Who may see all of this?")
    assert talk.screen.text == "Who may see all that you have said so far?"
    talk.presses("Some people")
    talk.says("My sister")
    assert talk.screen.screen is Screen.CHECK
    assert "Who may see it: Some people: I say who: My sister" in [line.wish for line in talk.screen.lines]
    place = next(n for n, line in enumerate(talk.screen.lines, 1) if line.words == words)
    talk.presses(f"Change {place}")
    talk.presses("Who may see this?")
    talk.presses("Everyone in the plan")
    assert talk.screen.lines[place - 1].wish == "Who may see it: Everyone in the plan"


def test_h7_a_member_of_the_network_is_asked_nothing_more() -> None:
    talk = in_the_hub()
    talk.presses("What is going well")
    talk.says(GRANS)
    assert talk.screen.screen is not Screen.WISH


def test_h7_an_adult_who_asks_who_sees_it_gets_the_true_answer() -> None:
    talk = a_parent("Long")
    talk.says("will ryan see this?", prompt=talk.screen.number)
    assert "No one else in the plan is shown them, unless Asha tells you first." in " ".join(talk.screen.said)
