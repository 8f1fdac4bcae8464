"""A sitting: a worker passes their phone to somebody beside them. Whose hand it was is kept on every line."""

from dialogs.buttons import Do, Move
from dialogs.conversation import Screen, Words
from dialogs.events import ChangeAsked, Command, Event, FactsChanged, Opened
from dialogs.facts import facts_for
from dialogs.ids import AnswerId
from dialogs.people import Hand
from tests.conversing import Talk, a_dialog, listening
from tests.dialogs.test_wishes import line_of
from tests.transcripts.drivers import dialog_file
from tests.transcripts.families import FAMILIES, MIA

HARM = "he hits me when he has been drinking"
OWN_PHONE = ""


class Passed(Talk):
    """Mia's conversation on a phone that is passed to and fro, in front of the first choice of a part."""

    sat_with = "Asha"
    by_worker = False

    def event(self, kind: type, **fields: object) -> Event:
        hand = Hand(sat_with=self.sat_with, by_worker=self.by_worker) if self.sat_with else None
        return super().event(kind, **({"hand": hand} | fields))


def passed(*, seen: str = "No", sat_with: str = "Asha") -> Passed:
    facts = facts_for(FAMILIES["young"], MIA.id)
    Passed.sat_with = sat_with
    talk = Passed(a_dialog(dialog_file(MIA), signposts=listening()), facts)
    answers = {"know.advocate": "Not now", "beside": "No one", "how.phone": seen, "beside.call": "No"}
    while talk.screen.question != "first.part":
        labels = [button.label for button in talk.screen.buttons]
        wanted = answers.get(talk.screen.question or "")
        talk.presses(wanted or next(b for b in ("OK, go on", "Go on") if b in labels))
    return talk


def hands(talk: Talk) -> set[Hand | None]:
    return {answer.hand for answer in talk.now.answers}


def moves(talk: Talk) -> set[Move]:
    return {button.act.move for button in talk.screen.buttons if isinstance(button.act, Do)}


def test_every_answer_says_whose_hand_it_was_and_every_line_who_said_it() -> None:
    talk = passed()
    assert hands(talk) == {Hand(sat_with="Asha")}, "taps too"
    talk.presses("Good things")
    talk.says("We bake on Sundays.")
    talk.by_worker = True
    talk.says("And I like my room.")
    own, hers = line_of(talk, "We bake on Sundays."), line_of(talk, "And I like my room.")
    assert (own.speaker_name, own.typed_by, own.hand) == ("Mia", "Mia", Hand(sat_with="Asha"))
    assert (hers.speaker_name, hers.typed_by) == ("Mia", "Asha")


def test_what_a_worker_changed_keeps_whose_hand_it_was_before() -> None:
    talk = passed()
    talk.presses("Good things")
    talk.says("We bake on Sundys.")
    first = talk.now.answers[-1]
    talk.by_worker = True
    talk.does(ChangeAsked, answer=AnswerId(first.root))
    talk.says("We bake on Sundays.")
    line = line_of(talk, "We bake on Sundays.")
    assert line.typed_by == "Asha"
    assert [(before.value, before.hand) for before in line.earlier] == [
        (Words(text="We bake on Sundys."), Hand(sat_with="Asha"))
    ]


def test_on_somebodys_own_phone_nothing_is_said_of_hands() -> None:
    talk = passed(sat_with=OWN_PHONE)
    assert hands(talk) == {None}
    talk.presses("Good things")
    talk.says("We bake on Sundays.")
    assert line_of(talk, "We bake on Sundays.").typed_by == "Mia"


def test_h2_who_is_there_is_asked_anew_where_a_worker_sits_down_or_gets_up() -> None:
    talk = passed()
    before = talk.now.sitting
    talk.sat_with = OWN_PHONE
    talk.does(Opened)
    assert talk.now.sitting == before + 1, (
        "and nothing that was said beside Asha stands on the screen at home"
    )
    assert talk.screen.screen is Screen.GOOD_TIME
    talk.presses("Go on")
    assert talk.screen.question == "beside"
    talk.sat_with = "Ben"
    talk.does(Opened)
    assert (talk.now.sitting, talk.now.sitter) == (before + 2, "Ben")


def test_news_of_the_plan_is_no_change_of_hands() -> None:
    talk = passed()
    before = talk.now.sitting
    talk.does(FactsChanged, facts=talk.facts, hand=None)
    assert (talk.now.sitting, talk.now.sitter) == (before, "Asha")


def test_beside_a_worker_help_is_to_tell_them_and_childline() -> None:
    talk = passed()
    talk.commands(Command.HELP)
    assert (
        talk.screen.text == "Tell Asha. Asha sits with you.\nIn danger now: call 999.\nChildline: 0800 1111."
    )
    assert Move.ALL_HELP in moves(talk)


def test_h10_after_telling_beside_a_worker_they_can_tell_more_or_stop() -> None:
    talk = passed(seen="Yes")
    talk.presses("Worries")
    talk.says(HARM)
    assert talk.screen.screen is Screen.HELP
    assert talk.screen.said[0].startswith("Thank you for telling us. It is not your fault.")
    assert "You can tell Asha more, or stop now." in talk.screen.said[0]
    assert (
        talk.screen.text == "Tell Asha. Asha sits with you.\nIn danger now: call 999.\nChildline: 0800 1111."
    )
    talk.sat_with = OWN_PHONE
    talk.does(Opened)
    talk.commands(Command.HELP)
    assert "Asha" not in talk.screen.text, "on her own phone, which is seen, the quiet way"
