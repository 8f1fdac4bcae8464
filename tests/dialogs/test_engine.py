"""What the engine does at each turn, told as small conversations."""

from pathlib import Path

import pytest

from dialogs.buttons import Do, Move
from dialogs.conversation import Chosen, Dated, Kept, Leaving, Left, Named, Number, Screen, TakenBack, Words
from dialogs.effects import Ask, Fetch, Freeze, Matter, Notice, Raise, Redraw, Tell
from dialogs.events import (
    Channel,
    Command,
    CommandGiven,
    Edited,
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
from dialogs.signposts import Alarm
from tests.conversing import DEFINITIONS, NOON, Talk, a_dialog, listening, some_facts

SMALL = a_dialog(Path(__file__).with_name("small.toml"))


@pytest.fixture
def talk() -> Talk:
    """Sam, through the door, alone, in the hub."""
    talk = Talk(SMALL)
    talk.presses("Go on")
    talk.presses("Nobody")
    assert talk.screen.screen is Screen.HUB
    return talk


LONG = "he sleeps in our bed " * 5


def at(talk: Talk, section: str) -> Talk:
    talk.commands(Command.HUB)
    talk.presses(section)
    return talk


def comes_back_in(talk: Talk) -> None:
    """The button that leads in again, whatever it is called."""
    acts = [button.act for button in talk.screen.buttons]
    talk.does(Pressed, prompt=talk.screen.number, button=acts.index(Do(move=Move.COME_BACK_IN)))


def a_parent(**facts: object) -> Talk:
    """Sam, at the first screen of the parent's dialog."""
    return Talk(a_dialog(DEFINITIONS / "parent.toml"), some_facts(**facts))


class TestTheDoorAndTheHub:
    def test_the_door_comes_first(self) -> None:
        talk = Talk(SMALL)
        talk.commands(Command.HUB)
        assert talk.screen.question == "hello"

    def test_sections_have_a_plain_status(self, talk: Talk) -> None:
        at(talk, "Good things · not started").says("he laughs at everything")
        talk.commands(Command.HUB)
        assert "Good things · started" in [b.label for b in talk.screen.buttons]

    def test_not_for_me_closes_kindly_and_the_door_stays_open(self) -> None:
        talk = Talk(SMALL)
        talk.presses("Not for me")
        assert talk.screen.screen is Screen.CLOSED
        assert [e.matter for e in talk.effects if isinstance(e, Tell)] == [Matter.NOT_FOR_ME]
        talk.presses("Carry on")
        assert talk.screen.question == "hello"
        assert not talk.now.closed

    def test_not_for_me_stays_in_reach_to_the_end_of_the_door(self) -> None:
        talk = a_parent()
        for question in ("know.court", "how.phone", "path"):
            talk.reach(question)
            talk.presses("Not for me")
            assert talk.screen.screen is Screen.CLOSED
            assert [e.matter for e in talk.effects if isinstance(e, Tell)][-1] is Matter.NOT_FOR_ME
            comes_back_in(talk)
            assert talk.screen.question == question, "the door stayed open, at the same place"
        talk.reach("good.well")
        assert "Not for me" not in [button.label for button in talk.screen.buttons]

    def test_where_words_are_kept_is_said_on_each_channel_and_why_somebody_was_asked(self) -> None:
        browser = a_parent()
        assert "Asha has to write a plan for Leo." in browser.screen.text
        assert "go to the service that Asha works for, and are kept there" in browser.reach("know.kept").text
        telegram = a_parent(on_telegram=True)
        assert "Telegram keeps a copy" in telegram.reach("know.telegram").text
        telegram.reach("how.way")
        assert "know.kept" not in [prompt.question for prompt in telegram.now.prompts]

    def test_a_section_repeats_for_each_child_by_id(self, talk: Talk) -> None:
        both = (
            *some_facts().children,
            some_facts().children[0].model_copy(update={"id": "mia", "name": "Mia"}),
        )
        talk.does(FactsChanged, facts=some_facts(children=both[::-1]))
        assert talk.reach("good.one", "mia")
        assert talk.reach("good.one", "leo").text == "What is good with Leo?"


class TestReplies:
    def test_words_are_kept_to_the_letter(self, talk: Talk) -> None:
        text = "  he's GR8 \u202e 🙂\n\nyeah  "
        at(talk, "Good things").says(text)
        assert talk.kept("good.one") == [Words(text=text)]

    def test_what_was_kept_is_played_back_and_can_be_said_again(self, talk: Talk) -> None:
        at(talk, "Good things").says(LONG)
        assert (talk.screen.screen, talk.screen.quote) == (Screen.PLAY_BACK, LONG)
        talk.presses("That's not what I meant")
        talk.says("he sleeps through now")
        assert talk.kept("good.one") == [Words(text="he sleeps through now")]
        assert [a.revision for a in talk.now.answers if a.question == "good.one"] == [1, 2]
        assert talk.screen.question == "good.scale"

    def test_back_from_what_was_played_back_opens_it_and_keeps_it(self, talk: Talk) -> None:
        at(talk, "Good things").says(LONG)
        talk.presses("Back")
        assert (talk.screen.question, talk.screen.quote) == ("good.one", LONG)
        talk.presses("Keep it as it is")
        assert talk.kept("good.one") == [Words(text=LONG)]
        assert talk.screen.question == "good.scale"

    def test_stopping_while_it_is_played_back_comes_back_to_it(self, talk: Talk) -> None:
        at(talk, "Good things").says(LONG)
        talk.presses("Stop for now")
        comes_back_in(talk)
        assert (talk.screen.screen, talk.screen.quote) == (Screen.PLAY_BACK, LONG)

    def test_a_letter_and_the_box_under_it_have_a_way_back_and_a_stop(self, talk: Talk) -> None:
        at(talk, "Good things")
        letter = Letter(id=LetterId("l"), kind=LetterKind.QUESTION, words="Which nights?", at=talk.at)
        talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"letters": (letter,)}))
        talk.does(LetterOpened, letter=letter.id)
        talk.presses("Answer")
        assert talk.screen.screen is Screen.REPLY
        assert "I don't understand this" in [button.label for button in talk.screen.buttons]
        talk.presses("Back")
        assert (talk.screen.screen, talk.screen.quote) == (Screen.LETTER, "Which nights?")
        talk.presses("Stop for now")
        comes_back_in(talk)
        assert talk.screen.screen is Screen.LETTER
        talk.presses("Back")
        assert talk.screen.question == "good.one"

    def test_a_short_answer_is_not_played_back(self, talk: Talk) -> None:
        at(talk, "Good things").says("none of your business")
        assert talk.screen.question == "good.scale"

    def test_skip_not_sure_and_rather_not_are_three_answers(self, talk: Talk) -> None:
        for label, left in (
            ("Skip", Left.SKIPPED),
            ("Not sure", Left.NOT_SURE),
            ("Rather not say", Left.RATHER_NOT),
        ):
            asked = at(talk, "Good things").screen.question
            talk.presses(label)
            assert talk.kept(asked) == [Leaving(left=left)]

    def test_a_number_is_kept_with_both_ends_in_words(self, talk: Talk) -> None:
        talk.reach("good.scale")
        talk.says("4/10")
        assert talk.kept("good.scale") == [Number(number=4, low="bad", high="good")]
        assert talk.screen.question == "good.low"

    def test_words_at_a_scale_are_kept_and_the_scale_is_asked_again(self, talk: Talk) -> None:
        talk.reach("good.scale")
        talk.says("I don't do numbers")
        assert talk.kept("good.scale") == [Words(text="I don't do numbers")]
        assert talk.screen.question == "good.scale"
        assert "Your words are kept" in talk.screen.said[0]

    def test_people_are_picked_or_named_until_nobody_else(self, talk: Talk) -> None:
        talk.reach("good.who")
        talk.presses("Gran")
        talk.says("Uncle Bob")
        talk.presses("Nobody else")
        names = [value.name for value in talk.kept("good.who") if isinstance(value, Named)]
        assert names == ["Gran", "Uncle Bob"]

    def test_a_person_named_once_can_be_picked_later(self, talk: Talk) -> None:
        talk.reach("good.who")
        talk.says("Uncle Bob")
        talk.presses("Nobody else")
        talk.reach("signs.first")
        talk.presses("Uncle Bob")
        (first,), (again,) = (
            talk.kept("signs.first"),
            [v for v in talk.kept("good.who") if isinstance(v, Named)],
        )
        assert first == again

    def test_a_day_is_typed_the_way_people_type_it(self, talk: Talk) -> None:
        talk.reach("hurt.when")
        talk.says("ages ago")
        talk.says("3rd May")
        assert [v.words for v in talk.kept("hurt.when") if isinstance(v, Dated)] == ["3rd May"]

    def test_several_are_ticked_then_done(self, talk: Talk) -> None:
        talk.reach("signs.which")
        for label in ("Tired", "Quiet", "Tired"):
            talk.presses(label)
        talk.presses("Done")
        assert talk.kept("signs.which") == [Chosen(choices=("c",), labels=("Quiet",))]
        assert sum(isinstance(e, Redraw) for e in talk.effects) == 3

    def test_a_browser_form_ticks_them_at_once(self, talk: Talk) -> None:
        talk.reach("signs.which")
        talk.does(Ticked, prompt=talk.screen.number, buttons=(0, 1))
        assert talk.kept("signs.which") == [Chosen(choices=("a", "b"), labels=("Tired", "Angry"))]

    def test_a_voice_note_stands_where_text_is_asked(self, talk: Talk) -> None:
        at(talk, "Good things").does(FileReceived, file=FileId("f1"), file_kind=FileKind.VOICE)
        assert talk.kept("good.one") == [Kept(file=FileId("f1"), file_kind=FileKind.VOICE)]
        assert any(isinstance(e, Fetch) for e in talk.effects)
        assert "Nobody has opened it yet" in talk.screen.said[0]

    @pytest.mark.parametrize("odd", Odd)
    def test_what_cannot_be_kept_meets_a_kind_word_and_the_question(self, talk: Talk, odd: Odd) -> None:
        asked = at(talk, "Good things").screen
        talk.does(OddReceived, what=odd)
        assert talk.screen.text == asked.text
        assert talk.screen.said

    def test_nothing_to_read_is_asked_again(self, talk: Talk) -> None:
        at(talk, "Good things").says("\u200b \n")
        assert talk.screen.question == "good.one"
        assert talk.kept("good.one") == []


class TestChangingOnesMind:
    def test_changing_an_answer_reroutes_and_comes_back_if_changed_back(self, talk: Talk) -> None:
        talk.reach("good.scale")
        talk.says("2")
        talk.says("mornings are hard")
        talk.presses("Back")
        talk.presses("Back")
        talk.says("8")
        assert talk.screen.question == "good.who"
        talk.presses("Back")
        talk.says("3")
        assert talk.kept("good.low") == [Words(text="mornings are hard")]
        assert talk.screen.question == "good.who"

    def test_a_change_from_the_check_asks_what_is_newly_needed_and_returns(self, talk: Talk) -> None:
        talk.reach("good.scale")
        talk.says("8")
        talk.presses("All parts")
        talk.presses("Check what I said")
        while not any("8 (0" in line.words for line in talk.screen.lines):
            talk.presses("Next page")
        place = next(n for n, line in enumerate(talk.screen.lines, 1) if "8 (0" in line.words)
        talk.presses(f"Change {place}")
        talk.says("2")
        assert talk.screen.question == "good.low"
        talk.says("the mornings")
        assert talk.screen.screen is Screen.CHECK

    def test_a_line_is_taken_back_before_sending(self, talk: Talk) -> None:
        at(talk, "My way").says("forget this")
        talk.presses("No, that is all")
        talk.presses("Check what I said")
        talk.presses("Change 1")
        talk.presses("Take it back")
        assert isinstance(talk.kept("say.free")[0], TakenBack)
        assert "forget this" not in [line.words for line in talk.screen.lines]

    def test_a_sent_line_taken_back_makes_a_new_part_and_says_who_may_have_read_it(self, talk: Talk) -> None:
        at(talk, "My way").says("forget this")
        talk.presses("No, that is all")
        talk.presses("Check what I said")
        talk.presses("Send to Asha")
        talk.presses("Check what I said")
        talk.presses("Change 1")
        talk.presses("Take it back")
        assert "may have read it already" in talk.screen.said[0]
        assert [e.number for e in talk.effects if isinstance(e, Freeze)] == [1, 2]

    def test_taking_a_sent_line_back_sends_nothing_that_was_not_sent(self, talk: Talk) -> None:
        at(talk, "My way").says("sent words")
        talk.presses("No, that is all")
        talk.presses("Check what I said")
        talk.presses("Send to Asha")
        talk.commands(Command.HUB)
        talk.says("words that I keep to myself for now")
        kept = talk.now.answers[-1].id
        talk.presses("Check what I said")
        talk.presses("Change 1")
        talk.presses("Take it back")
        assert len(talk.now.sent) == 2
        assert kept not in talk.now.sent[-1].answers


class TestTheHub:
    def test_what_comes_next_stands_first_and_the_list_after_it(self, talk: Talk) -> None:
        at(talk, "Good things").says("he laughs at everything")
        talk.commands(Command.HUB)
        labels = [button.label for button in talk.screen.buttons]
        assert labels[0] == "Next: Good things"
        assert "Good things · started" in labels[1:]

    def test_there_is_nothing_to_check_before_anything_is_said(self, talk: Talk) -> None:
        assert "Check what I said" not in [button.label for button in talk.screen.buttons]
        at(talk, "Good things").says("he laughs")
        talk.commands(Command.HUB)
        assert "Check what I said" in [button.label for button in talk.screen.buttons]


class TestChecking:
    def test_a_list_that_was_closed_can_be_added_to(self, talk: Talk) -> None:
        at(talk, "My way").says("one thing")
        talk.presses("No, that is all")
        talk.presses("Check what I said")
        talk.presses("Add one more")
        talk.says("another thing")
        talk.presses("No, that is all")
        assert talk.screen.screen is Screen.CHECK
        assert [line.words for line in talk.screen.lines] == ["one thing", "another thing"]
        assert [line.question for line in talk.screen.lines] == ["Say it", ""], "the question stands once"

    def test_nobody_stands_there_and_can_become_somebody(self, talk: Talk) -> None:
        talk.reach("good.who")
        talk.presses("Nobody")
        talk.commands(Command.HUB)
        talk.presses("Check what I said")
        place = next(n for n, line in enumerate(talk.screen.lines, 1) if line.words == "Nobody")
        talk.presses(f"Change {place}")
        talk.presses("Gran")
        assert "Gran" in [value.name for value in talk.kept("good.who") if isinstance(value, Named)]

    def test_the_door_is_not_checked_but_for_what_was_written_there(self, talk: Talk) -> None:
        at(talk, "Good things").says("he laughs")
        talk.commands(Command.HUB)
        talk.presses("Check what I said")
        assert "Go on" not in [line.words for line in talk.screen.lines]


class TestWordsOfAnotherDay:
    @pytest.fixture
    def later(self, talk: Talk) -> Talk:
        """Two days on, on a messenger, in the hub again, alone."""
        at(talk, "Good things").says("he is scared of the stairs")
        talk.waits(days=2)
        talk.does(Opened, channel=Channel.TELEGRAM)
        self.taps(talk, "Go on")
        self.taps(talk, "Nobody")
        talk.does(CommandGiven, command=Command.HUB, channel=Channel.TELEGRAM)
        return talk

    def taps(self, talk: Talk, label: str) -> None:
        number = next(n for n, b in enumerate(talk.screen.buttons) if b.label == label)
        talk.does(Pressed, prompt=talk.screen.number, button=number, channel=Channel.TELEGRAM)

    def test_they_are_shown_where_the_person_says_so(self, later: Talk) -> None:
        self.taps(later, "Check what I said")
        assert later.screen.screen is Screen.EARLIER
        assert "stairs" not in repr(later.screen)
        assert not later.screen.said, "what is asked comes first, and then who can read it"
        assert later.screen.text.splitlines()[0] == "Shall your words from before be shown in this chat?"
        assert later.screen.text.endswith("Anyone who opens this chat on this phone can read them.")
        self.taps(later, "Show my words here")
        assert "he is scared of the stairs" in [line.words for line in later.screen.lines]

    def test_not_now_shows_the_day_alone_and_is_asked_once_a_sitting(self, later: Talk) -> None:
        self.taps(later, "Check what I said")
        self.taps(later, "Not now")
        assert later.screen.screen is Screen.CHECK
        assert "stairs" not in repr(later.screen)
        assert "browser" not in repr(later.screen.lines)
        self.taps(later, "All parts")
        self.taps(later, "Check what I said")
        assert later.screen.screen is Screen.CHECK


class TestTelegram:
    def test_text_sent_before_the_question_was_seen_belongs_to_the_answer_before(self, talk: Talk) -> None:
        at(talk, "My way")
        talk.does(Shown, prompt=talk.screen.number, message=50)
        talk.says("one thing", message=51, channel=Channel.TELEGRAM)
        talk.says("and another", message=52, channel=Channel.TELEGRAM)
        assert talk.kept("say.free") == [Words(text="one thing"), Words(text="and another")]
        at(talk, "Good things")
        talk.does(Shown, prompt=talk.screen.number, message=60)
        talk.says("he smiles", message=61, channel=Channel.TELEGRAM)
        asked = talk.screen
        talk.says("and he sleeps", message=62, channel=Channel.TELEGRAM)
        assert talk.kept("good.one") == [Words(text="he smiles"), Words(text="and he sleeps")]
        assert talk.screen == asked

    def test_an_edited_message_is_a_revision(self, talk: Talk) -> None:
        at(talk, "Good things").does(Shown, prompt=talk.screen.number, message=60)
        talk.says("he smles", message=61)
        talk.does(Edited, text="he smiles", message=61)
        assert talk.kept("good.one") == [Words(text="he smiles")]
        assert isinstance(talk.effects[-1], Notice)

    def test_a_stale_button_gets_a_kind_word_and_changes_nothing(self, talk: Talk) -> None:
        old = at(talk, "Good things").screen.number
        talk.presses("Skip")
        kept = talk.now.answers
        turn = talk.does(Pressed, prompt=old, button=0)
        assert talk.now.answers == kept
        assert [type(e) for e in turn.effects] == [Notice]


class TestComingBack:
    def test_silence_parks_and_coming_back_asks_for_a_good_time_without_words(self, talk: Talk) -> None:
        at(talk, "Good things").says("he is scared of the stairs")
        talk.waits(days=3)
        talk.does(Opened)
        assert talk.screen.screen is Screen.GOOD_TIME
        assert talk.screen.said == ("You were in this part: Good things.",)
        assert "stairs" not in repr(talk.screen)
        talk.presses("Go on")
        assert talk.screen.question == "beside"
        talk.presses("Nobody")
        assert talk.screen.question == "good.scale"

    def test_an_answer_after_days_is_kept_first(self, talk: Talk) -> None:
        at(talk, "Good things")
        talk.waits(days=3)
        talk.says("he laughs")
        assert talk.kept("good.one") == [Words(text="he laughs")]
        assert talk.screen.screen is Screen.GOOD_TIME

    def test_after_something_heavy_stopping_asks_who_is_there_tonight(self, talk: Talk) -> None:
        talk.reach("hurt.what")
        talk.says("it was bad")
        talk.presses("Stop for now")
        assert talk.screen.text == "Those were hard things. Who can you talk to tonight?"
        talk.says("my sister")
        assert talk.kept("house.tonight") == [Words(text="my sister")]


DANGER = "he is at the door with a knife"


class TestDanger:
    def test_danger_stops_the_script_and_shows_help_first(self, talk: Talk) -> None:
        talk.dialog = talk.dialog.model_copy(update={"signposts": listening()})
        at(talk, "Good things").says(DANGER)
        assert talk.screen.screen is Screen.HELP
        assert "999" in talk.screen.text
        assert [e.kind for e in talk.effects if isinstance(e, Raise)] == [Alarm.DANGER_NOW]
        assert talk.kept("good.one") == []
        assert talk.kept("say.free") == [Words(text=DANGER)]
        talk.presses("Go on")
        assert talk.screen.question == "good.one"

    def test_danger_in_words_that_came_late_is_heard_too(self, talk: Talk) -> None:
        talk.dialog = talk.dialog.model_copy(update={"signposts": listening()})
        talk.reach("good.scale")
        talk.does(TextReceived, text=DANGER, message=3, channel=Channel.TELEGRAM)
        assert talk.screen.screen is Screen.HELP


class TestLetters:
    def test_a_question_on_a_line_is_read_when_tapped_and_answered(self, talk: Talk) -> None:
        at(talk, "Good things").says("Ryan helps")
        line = talk.now.answers[-1].root
        letter = Letter(id=LetterId("l1"), kind=LetterKind.QUESTION, words="Which days?", at=NOON, line=line)
        turn = talk.does(FactsChanged, facts=some_facts(letters=(letter,)))
        assert not any(isinstance(e, Ask) for e in turn.effects), "nothing is sent unasked"
        talk.does(LetterOpened, letter=LetterId("l1"))
        assert talk.screen.quote == "Which days?"
        talk.presses("Answer")
        talk.says("Fridays")
        assert [(a.about, a.value) for a in talk.now.answers if a.question == "letter:l1"] == [
            (line, Words(text="Fridays"))
        ]
        assert any(isinstance(e, Tell) and e.matter is Matter.REPLIED for e in talk.effects)
        assert talk.screen.question == "good.scale"

    def test_i_do_not_understand_this_is_told(self, talk: Talk) -> None:
        letter = Letter(id=LetterId("l1"), kind=LetterKind.RETURNED, words="Say more", at=NOON)
        talk.does(FactsChanged, facts=some_facts(letters=(letter,)))
        talk.does(LetterOpened, letter=LetterId("l1"))
        talk.presses("I don't understand this")
        assert any(isinstance(e, Tell) and e.matter is Matter.UNCLEAR for e in talk.effects)
