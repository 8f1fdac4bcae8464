"""Gran is asked to do Fridays: her own dated answer, what is left open by it, and what copies say of it."""

from datetime import date

import pytest

from dialogs.commitments import Said
from dialogs.conversation import Screen
from dialogs.effects import Matter, Tell
from dialogs.events import ChangeAsked, LetterOpened
from dialogs.facts import Letter, LetterKind
from dialogs.ids import AnswerId, LetterId
from dialogs.sharing import for_copy, for_reader
from dialogs.strength import State, findings
from tests.builders import NOON, a_conversation, a_draft, an_answer, chose, named
from tests.conversing import Talk
from tests.dialogs.test_network_dialog import ROSE, in_the_hub, roses, with_rose
from tests.dialogs.test_sharing import LONDON, NADIA

TODAY = date(2026, 11, 24)
FRIDAYS = an_answer("do.what", "Rose picks Leo up on Fridays", id="fridays")
WHO = an_answer("do.who", named("Rose"), about="fridays")
BACKUP = an_answer("do.backup", named("Jo"), about="fridays")


def a_task(id: str = "t1", *, backup: bool = False, words: str = "Pick Leo up on Fridays") -> Letter:
    return Letter(
        id=LetterId(id), kind=LetterKind.TASK, words=words, at=NOON, line=AnswerId("fridays"), backup=backup
    )


def asked(task: Letter | None = None) -> Talk:
    """Rose, with the task open before her."""
    talk = in_the_hub(roses().model_copy(update={"letters": (task or a_task(),)}))
    talk.does(LetterOpened, letter=(task or a_task()).id)
    assert talk.screen.screen is Screen.LETTER
    return talk


def the_plan(*answers: object, tasks: tuple[Letter, ...] = (a_task(),)) -> object:
    """Nadia said that Rose does it; Rose answered like this."""
    family = with_rose()
    rose = a_conversation(unsent=answers, of=ROSE, family=family, letters=tasks, sent=False)  # type: ignore[arg-type]
    nadia = a_conversation(FRIDAYS, WHO, BACKUP, of=NADIA, family=family)
    return a_draft(nadia, rose, family=family)


def own_yes(plan: object, rule: str = "own_yes") -> str:
    (found,) = [one for one in findings(plan, TODAY) if one.rule == rule]  # type: ignore[arg-type]
    return f"{found.state}: {found.words}"


# The person ----------------------------------------------------------------------------------------


def test_it_is_asked_in_the_practitioners_words_with_a_no_that_needs_no_reason() -> None:
    screen = asked().screen
    assert screen.quote == "Pick Leo up on Fridays"
    assert "You can say no, and need not say why." in screen.text
    labels = [button.label for button in screen.buttons]
    assert labels[:3] == ["Yes, I will do this", "A part, or another way", "No"]
    assert "I don't understand this" in labels


@pytest.mark.parametrize(("label", "said"), [("Yes, I will do this", "yes"), ("No", "no")])
def test_one_tap_answers_and_the_worker_is_told(label: str, said: str) -> None:
    talk = asked()
    talk.presses(label)
    (answer,) = [one for one in talk.now.answers if one.question == "letter:t1"]
    assert answer.value.choices == (said,)  # type: ignore[union-attr]
    assert talk.effects[-2] == Tell(matter=Matter.REPLIED, answer=answer.id, letter=LetterId("t1"))
    assert talk.screen.screen is Screen.HUB
    assert "You can change your mind at any time." in " ".join(talk.screen.said)


def test_yes_and_no_can_be_typed_and_other_words_are_her_own_and_no_yes() -> None:
    talk = asked()
    talk.says("yes")
    talk.does(LetterOpened, letter=LetterId("t1"))
    assert "You said: Yes, I will do this." in talk.screen.said[0]


def test_other_words_go_to_the_worker_and_are_no_answer_and_the_buttons_are_there_again() -> None:
    talk = asked()
    talk.says("sorry cant, my car is off the road")
    assert [e.matter for e in talk.effects if isinstance(e, Tell)] == [Matter.REPLIED]
    assert talk.screen.screen is Screen.LETTER
    assert talk.screen.said == ("Thank you. Your words are sent to Asha. Please tap your answer too.",)
    labels = [button.label for button in talk.screen.buttons]
    assert labels[:3] == ["Yes, I will do this", "A part, or another way", "No"]
    talk.presses("Yes, I will do this")
    talk.does(LetterOpened, letter=LetterId("t1"))
    talk.says("i cant do it any more")
    assert talk.screen.said[1] == "You said: Yes, I will do this. You can change your mind at any time."
    assert "I can't do this any more" in [button.label for button in talk.screen.buttons]


def test_words_alone_are_said_to_be_no_yes_and_no_no() -> None:
    plan = the_plan(an_answer("letter:t1", "sorry cant"))
    assert "Rose was asked on 3/11/2026 and wrote back, with no yes or no yet" in own_yes(plan)


def test_a_part_is_said_in_own_words() -> None:
    talk = asked()
    talk.presses("A part, or another way")
    assert talk.screen.screen is Screen.REPLY
    talk.says("Every other Friday")
    assert talk.kept("letter:t1")[-1].text == "Every other Friday"  # type: ignore[attr-defined]


def test_stepping_back_is_one_tap_later_and_puts_something_on_the_desk() -> None:
    talk = asked()
    talk.presses("Yes, I will do this")
    talk.does(LetterOpened, letter=LetterId("t1"))
    talk.presses("I can't do this any more")
    assert [e.matter for e in talk.effects if isinstance(e, Tell)][-1] is Matter.STEPPED_BACK
    talk.does(LetterOpened, letter=LetterId("t1"))
    labels = [button.label for button in talk.screen.buttons]
    assert labels[:2] == ["Yes, I will do this", "A part, or another way"]


def test_a_yes_is_taken_back_where_it_was_asked_so_that_the_worker_hears_of_it() -> None:
    talk = asked()
    talk.presses("Yes, I will do this")
    (yes,) = [one for one in talk.now.answers if one.question == "letter:t1"]
    for take_back in (False, True):
        talk.does(ChangeAsked, answer=yes.root, take_back=take_back)
        assert "I can't do this any more" in [button.label for button in talk.screen.buttons]


def test_as_a_backup_it_says_so() -> None:
    assert "when someone else can't" in asked(a_task(backup=True)).screen.text


# The plan ------------------------------------------------------------------------------------------


def test_who_was_not_asked_or_did_not_answer_has_not_said_yes() -> None:
    assert own_yes(the_plan(tasks=())).endswith(
        "has not said yes to this here yet: Rose picks Leo up on Fridays"
    )
    assert "Rose was asked on 3/11/2026 and has not answered yet" in own_yes(the_plan())


def test_a_yes_is_written_down_with_its_day() -> None:
    plan = the_plan(an_answer("letter:t1", chose("yes")))
    assert own_yes(plan) == (
        f"{State.WRITTEN_DOWN}: Rose has said yes to this, on 3/11/2026: Rose picks Leo up on Fridays"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("part", "Who does the rest?"),
        ("no", "Rose said no on 3/11/2026"),
        ("stepped_back", "stepped back on"),
    ],
)
def test_a_part_a_no_and_stepping_back_open_the_gap_again(said: str, words: str) -> None:
    plan = the_plan(an_answer("letter:t1", chose("yes")), an_answer("letter:t1", chose(said)))
    assert own_yes(plan).startswith(State.TALK_ABOUT_THIS)
    assert words in own_yes(plan)


def test_in_other_words_it_is_asked_anew() -> None:
    again = a_task("t2", words="Pick Leo up on Fridays and Mondays")
    plan = the_plan(an_answer("letter:t1", chose("yes")), tasks=(a_task(), again))
    assert "has not answered yet" in own_yes(plan)


def test_a_backup_agrees_the_same_way() -> None:
    backup = a_task("b1", backup=True)
    assert "Jo has not been asked here yet" in own_yes(the_plan(), "backup_yes")
    plan = the_plan(an_answer("letter:b1", chose("yes")), tasks=(backup,))
    assert own_yes(plan, "backup_yes").startswith(f"{State.WRITTEN_DOWN}: Rose has said yes, on 3/11/2026")
    assert own_yes(plan).startswith(State.TALK_ABOUT_THIS), "a backup is not the one who does it"


def test_who_offers_it_themselves_has_said_so_and_a_later_answer_counts_in_its_place() -> None:
    family = with_rose()
    rose = a_conversation(unsent=(), of=ROSE, family=family, sent=False)
    mine = (FRIDAYS, an_answer("do.who", chose("me"), about="fridays"))
    plan = a_draft(a_conversation(*mine, of=NADIA, family=family), rose, family=family)
    assert own_yes(plan) == (
        f"{State.WRITTEN_DOWN}: Nadia offered this, on 3/11/2026: Rose picks Leo up on Fridays"
    )
    asked = a_conversation(*mine, of=NADIA, family=family, letters=(a_task(),))
    assert "Nadia was asked on 3/11/2026 and has not answered yet" in own_yes(
        a_draft(asked, rose, family=family)
    )


def test_a_gap_is_closed_by_whoever_says_yes_after_it_opened_and_by_nobody_before() -> None:
    later = a_task("n1").model_copy(update={"at": NOON.replace(day=4)})

    def both(task: Letter) -> object:
        family = with_rose()
        no = an_answer("letter:t1", chose("no"))
        rose = a_conversation(unsent=(no,), of=ROSE, family=family, letters=(a_task(),), sent=False)
        yes = an_answer("letter:n1", chose("yes"))
        nadia = a_conversation(FRIDAYS, WHO, unsent=(yes,), of=NADIA, family=family, letters=(task,))
        return a_draft(nadia, rose, family=family)

    assert own_yes(both(later)).startswith(f"{State.WRITTEN_DOWN}: Nadia has said yes")
    before = [one.words for one in findings(both(a_task("n1")), TODAY) if one.rule == "own_yes"]  # type: ignore[arg-type]
    assert any("Rose said no" in words for words in before)


def test_of_two_who_are_named_the_one_who_was_not_asked_still_is_not() -> None:
    family = with_rose()
    rose = a_conversation(
        unsent=(an_answer("letter:t1", chose("yes")),),
        of=ROSE,
        family=family,
        letters=(a_task(),),
        sent=False,
    )
    also = an_answer("do.who", named("Jo"), about="fridays")
    nadia = a_conversation(FRIDAYS, WHO, also, of=NADIA, family=family)
    found = [f.words for f in findings(a_draft(nadia, rose, family=family), TODAY) if f.rule == "own_yes"]
    assert len(found) == 2
    assert found[1].startswith("Jo has not said yes to this here yet")


def test_who_was_asked_and_did_not_say_yes_is_in_no_draft_but_for_their_name_on_the_desk() -> None:
    silent, no = the_plan(), the_plan(an_answer("letter:t1", chose("no")))
    for plan in (silent, no):
        assert [one.name for one in plan.participants] == ["Nadia"]  # type: ignore[attr-defined]
        assert [one.name for one in plan.only_asked] == ["Rose"]  # type: ignore[attr-defined]
        assert for_reader(plan, NADIA).only_asked == ()  # type: ignore[arg-type]
    yes = the_plan(an_answer("letter:t1", chose("yes")))
    assert {one.name for one in yes.participants} == {"Nadia", "Rose"}  # type: ignore[attr-defined]


def test_a_yes_to_what_was_changed_since_is_no_yes_to_what_stands_there_now() -> None:
    family = with_rose()
    yes = an_answer("letter:t1", chose("yes"))
    rose = a_conversation(unsent=(yes,), of=ROSE, family=family, letters=(a_task(),), sent=False)
    every_day = an_answer("do.what", "Rose picks Leo up every day", changes=FRIDAYS).model_copy(
        update={"at": NOON.replace(hour=15)}
    )
    plan = a_draft(a_conversation(FRIDAYS, every_day, WHO, of=NADIA, family=family), rose, family=family)
    assert own_yes(plan) == (
        f"{State.TALK_ABOUT_THIS}: Rose said yes on 3/11/2026, and it was changed since: "
        "Rose picks Leo up every day"
    )
    assert [one.said for one in for_copy(plan, LONDON).commitments] == [None]


# Copies --------------------------------------------------------------------------------------------


def test_h12_a_copy_is_the_same_for_not_asked_no_answer_and_no() -> None:
    silent = the_plan()
    refused = the_plan(an_answer("letter:t1", chose("no")))
    part = the_plan(an_answer("letter:t1", chose("part")), an_answer("letter:t1", "Every other Friday"))
    stepped = the_plan(an_answer("letter:t1", chose("yes")), an_answer("letter:t1", chose("stepped_back")))
    copies = [for_copy(plan, LONDON) for plan in (silent, refused, part, stepped)]  # type: ignore[arg-type]
    assert all(copy == copies[0] for copy in copies)
    assert [one.said for one in copies[0].commitments] == [None]
    agreed = for_copy(the_plan(an_answer("letter:t1", chose("yes"))), LONDON)  # type: ignore[arg-type]
    assert [one.said for one in agreed.commitments] == [Said.YES]


def test_h12_nobody_else_learns_what_she_was_asked_or_answered() -> None:
    asked_nobody = for_reader(the_plan(tasks=()), NADIA)  # type: ignore[arg-type]
    for plan in (the_plan(), the_plan(an_answer("letter:t1", chose("yes")))):
        assert for_reader(plan, NADIA) == asked_nobody  # type: ignore[arg-type]
    hers = for_reader(the_plan(an_answer("letter:t1", chose("yes"))), ROSE)  # type: ignore[arg-type]
    assert "Fridays" in hers.model_dump_json()
    assert "Rose picks Leo up" not in hers.model_dump_json(), "Nadia's words did not go along"
