"""How typed words are understood: small words, names, days, cries for help, told as conversations."""

from datetime import date
from itertools import product

import pytest

from dialogs.buttons import Enter
from dialogs.conversation import Chosen, Dated, Leaving, Left, Named, NoMore, Screen, Seen, TakenBack, Words
from dialogs.effects import Matter, Raise, Tell
from dialogs.events import (
    Channel,
    Command,
    Edited,
    FactsChanged,
    FileKind,
    FileReceived,
    LetterOpened,
    Opened,
    Shown,
    TextReceived,
)
from dialogs.facts import Letter, LetterKind
from dialogs.ids import FileId, LetterId
from dialogs.signposts import Alarm
from tests.conversing import NOON, Talk, listening
from tests.dialogs.test_do_no_harm import DIALOG, sams, through_the_door

NOW = "he is hitting me right now"
TODAY = "I want to die"


@pytest.fixture
def talk() -> Talk:
    """Sam, alone, on the long way, in the hub."""
    return through_the_door(sams("mine"))


@pytest.fixture
def heard(talk: Talk) -> Talk:
    """The same, where danger words are listened for."""
    talk.dialog = talk.dialog.model_copy(update={"signposts": listening()})
    return talk


def at(talk: Talk, section: str) -> Talk:
    talk.commands(Command.HUB)
    talk.presses(section)
    return talk


def an_action(talk: Talk, words: str = "Leo is walked to school") -> Talk:
    at(talk, "What will happen").says(words)
    talk.presses("No, that is all")
    return at(talk, "Who does it, and when")


def typed(talk: Talk) -> list[str]:
    """What was typed and understood, exactly as it came."""
    return [answer.words for answer in talk.now.answers if answer.words]


def labels(talk: Talk) -> list[str]:
    return [button.label for button in talk.screen.buttons]


class TestDanger:
    def test_a_cry_for_help_is_no_action_and_the_question_is_asked_again(self, heard: Talk) -> None:
        at(heard, "What will happen").says(NOW)
        assert heard.screen.screen is Screen.HELP
        assert heard.kept("act.what") == []
        assert heard.kept("say.free") == [Words(text=NOW)]
        heard.presses("Go on")
        assert heard.screen.question == "act.what"
        heard.says("Gran sleeps here on Fridays")
        assert heard.kept("act.what") == [Words(text="Gran sleeps here on Fridays")]

    def test_words_to_read_today_are_no_action_and_no_person(self, heard: Talk) -> None:
        at(heard, "What will happen").says(TODAY)
        assert heard.kept("act.what") == []
        assert "Your words are kept" in " ".join(heard.screen.said)
        assert heard.screen.question == "act.what"
        at(heard, "People").says(TODAY)
        assert heard.kept("people.names") == []

    def test_a_cry_at_a_choice_a_play_back_or_under_a_caption_is_kept_apart(self, heard: Talk) -> None:
        heard.reach("worry.view")
        heard.says(NOW)
        heard.presses("Go on")
        assert heard.screen.question == "worry.view"
        at(heard, "What will happen").does(
            FileReceived, file=FileId("f1"), file_kind=FileKind.PHOTO, caption=NOW
        )
        assert heard.kept("act.what") == []

    def test_an_edit_or_words_that_came_early_make_no_item_either(self, heard: Talk) -> None:
        at(heard, "What will happen").does(Shown, prompt=heard.screen.number, message=60)
        heard.says("Gran comes", message=61, channel=Channel.TELEGRAM)
        heard.says(NOW, message=62, channel=Channel.TELEGRAM)
        heard.does(Edited, text=NOW, message=61)
        assert heard.kept("act.what") == [Words(text="Gran comes")]
        assert [e.kind for e in heard.effects if isinstance(e, Raise)] == [Alarm.DANGER_NOW] * 2

    def test_an_edit_while_help_is_shown_puts_a_screen_of_its_own(self, heard: Talk) -> None:
        at(heard, "What will happen").does(Shown, prompt=heard.screen.number, message=60)
        heard.says("Gran comes", message=61, channel=Channel.TELEGRAM)
        for message in (62, 63):
            heard.does(Shown, prompt=heard.screen.number, message=message)
            before = heard.screen
            heard.does(Edited, text=f"{NOW} {message}", message=61)
            assert heard.screen.screen is Screen.HELP
            assert heard.screen.number == before.number + 1
        heard.presses("Go on")
        assert heard.screen.screen is Screen.QUESTION

    def test_what_is_said_the_own_way_stays_there_and_is_not_to_be_sorted(self, heard: Talk) -> None:
        at(heard, "Say it my way").says(NOW)
        assert heard.kept("say.free") == [Words(text=NOW)]
        heard.commands(Command.HUB)
        assert not [label for label in labels(heard) if label.startswith("Sort what I said")]

    def test_words_to_read_today_that_were_kept_apart_can_still_be_sorted(self, heard: Talk) -> None:
        """A rule that names the danger is no action by itself; the person may say that it is one."""
        at(heard, "What will happen").says("Nan has them when he's drunk")
        assert heard.kept("act.what") == []
        at(heard, "Sort what I said")
        assert heard.screen.text.endswith("Nan has them when he's drunk")

    @pytest.mark.parametrize("words", [NOW, TODAY])
    def test_no_alarm_ever_stands_in_an_item_or_a_person(self, words: str) -> None:
        """Typed at every question of the dialog, in every way, an alarm is quoted by no later question."""
        for family, short in product(("mine", "theirs"), ("Short", "Long")):
            talk = through_the_door(sams(family), path=short)
            talk.dialog = talk.dialog.model_copy(update={"signposts": listening()})
            met, entered = [talk.screen], set[str]()
            for _ in range(600):
                if talk.screen.kind is not None and talk.screen.screen is Screen.QUESTION:
                    talk.says(words)
                    met.append(talk.screen)
                    if talk.screen.screen is Screen.HELP:
                        talk.presses("Go on")
                if talk.screen.screen is Screen.HUB and entered >= {
                    b.act.section for b in talk.screen.buttons if isinstance(b.act, Enter)
                }:
                    break
                talk._take_a_way_on(entered)
                met.append(talk.screen)
            else:
                raise AssertionError("the dialog does not end")
            assert {"act.what", "act.who", "people.names"} & {prompt.question for prompt in met}
            sorting = {q.id for _, q in DIALOG.questions.values() if q.sorts} if words == TODAY else set()
            for prompt in met:
                assert words not in prompt.text or prompt.question in sorting
                assert words not in [b.label for b in prompt.buttons]


def comes_in_alone(talk: Talk) -> None:
    """Back, on a good time, with nobody there."""
    talk.presses("Go on")
    assert talk.screen.question == "beside"
    talk.presses("No one")


ONE_BAD_NIGHT = "it was one bad night " * 5
"""Long enough to be shown again."""


class TestSmallWords:
    @pytest.mark.parametrize("word", ["no", "Nope.", "nothing", "that’s it", "thats all", "nobody"])
    def test_no_at_anything_else_is_no_more(self, talk: Talk, word: str) -> None:
        talk.reach("own.worry")
        talk.says("the road outside")
        talk.says(word)
        assert talk.kept("own.worry") == [Words(text="the road outside"), NoMore()]
        assert typed(talk) == [word]
        assert talk.screen.question != "own.worry"

    def test_no_inside_words_is_words(self, talk: Talk) -> None:
        talk.reach("own.worry")
        talk.says("the road outside")
        talk.says("no light on the stairs")
        assert Words(text="no light on the stairs") in talk.kept("own.worry")

    def test_nothing_as_the_first_answer_is_kept_and_is_nothing_said(self, talk: Talk) -> None:
        talk.reach("good.well")
        talk.says("nothing")
        assert talk.kept("good.well") == [NoMore()]
        assert typed(talk) == ["nothing"]
        assert talk.screen.question == "good.cope"

    @pytest.mark.parametrize("word", ["nobody", "No one", "no", "noone", "I have nobody"])
    def test_nobody_meets_one_kind_question_more(self, talk: Talk, word: str) -> None:
        talk.reach("people.names")
        talk.says(word)
        assert talk.screen.question == "people.new"

    @pytest.mark.parametrize("word", ["no one yet", "Nobody", "no"])
    def test_no_one_yet_will_do_it(self, talk: Talk, word: str) -> None:
        an_action(talk)
        assert talk.screen.question == "act.who"
        assert "No one yet" in labels(talk)
        talk.says(word)
        assert talk.kept("act.who") == [NoMore()]
        assert typed(talk)[-1] == word
        assert talk.screen.question == "act.when"

    def test_no_one_yet_is_a_button(self, talk: Talk) -> None:
        an_action(talk)
        talk.presses("No one yet")
        assert talk.kept("act.who") == [NoMore()]
        assert talk.screen.question == "act.when"

    def test_someone_named_first_can_become_no_one_yet(self, talk: Talk) -> None:
        an_action(talk)
        talk.presses("Gran")
        talk.presses("Back")
        talk.presses("No one yet")
        assert talk.kept("act.who") == [NoMore()]

    @pytest.mark.parametrize("word", ["me", "Me.", "myself", "I will", "just me"])
    def test_me_is_the_speaker(self, talk: Talk, word: str) -> None:
        an_action(talk)
        talk.says(word)
        assert talk.kept("act.who") == [Named(person=talk.facts.me, name=talk.facts.name)]
        assert typed(talk) == [word]

    def test_me_is_not_on_my_own_side(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.says("me")
        assert talk.screen.question == "people.names"
        assert not [v for v in talk.kept("people.names") if isinstance(v, Named)]

    @pytest.mark.parametrize("word", ["yes", "Yes, that is it", "yep", "ok", "that's it", "👍"])
    def test_yes_at_the_play_back_adds_nothing(self, talk: Talk, word: str) -> None:
        talk.reach("worry.view")
        talk.says(ONE_BAD_NIGHT)
        assert talk.screen.screen is Screen.PLAY_BACK
        talk.says(word)
        assert talk.kept("worry.view") == [Words(text=ONE_BAD_NIGHT)]
        assert talk.screen.question != "worry.view"
        assert typed(talk) == [word]

    def test_no_at_the_play_back_means_say_it_again(self, talk: Talk) -> None:
        talk.reach("worry.view")
        talk.says(ONE_BAD_NIGHT)
        talk.says("no")
        assert talk.screen.said == ("Please say it again, the way you meant it. Both are kept.",)
        talk.says("it was two bad nights")
        assert talk.kept("worry.view") == [Words(text="it was two bad nights")]

    @pytest.mark.parametrize("word", ["ok", "OK GO ON THEN", "yes", "Ok, go on"])
    def test_ok_under_a_page_to_read_goes_on(self, word: str) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.presses("Go on")
        assert talk.screen.question == "know.reads"
        talk.says(word)
        assert talk.kept("know.reads") == [Seen()]
        assert typed(talk) == [word]

    def test_other_words_under_a_page_to_read_meet_the_one_button(self) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.presses("Go on")
        talk.says("who told you that")
        assert "skip" not in " ".join(talk.screen.said)
        assert talk.kept("know.reads") == [Words(text="who told you that")]

    @pytest.mark.parametrize(("word", "screen"), [("yes", Screen.QUESTION), ("no", Screen.STOPPED)])
    def test_yes_and_no_to_a_good_time(self, talk: Talk, word: str, screen: Screen) -> None:
        talk.reach("own.worry")
        talk.waits(days=2)
        talk.does(Opened)
        assert talk.screen.screen is Screen.GOOD_TIME
        talk.says(word)
        assert talk.screen.screen is screen
        assert not [v for v in talk.kept("say.free") if isinstance(v, Words)]
        assert typed(talk) == [word]

    @pytest.mark.parametrize("word", ["yes", "yeah", "Yes"])
    def test_yes_at_a_choice(self, talk: Talk, word: str) -> None:
        talk.reach("worry.agree")
        talk.says(word)
        assert talk.kept("worry.agree") == [Chosen(choices=("yes",), labels=("Yes",))]
        assert typed(talk) == [word]

    @pytest.mark.parametrize(
        ("word", "left"),
        [("skip", Left.SKIPPED), ("Not sure", Left.NOT_SURE), ("rather not say", Left.RATHER_NOT)],
    )
    def test_a_button_that_is_typed_is_pressed(self, talk: Talk, word: str, left: Left) -> None:
        talk.reach("own.worry")
        talk.says(word)
        assert talk.kept("own.worry") == [Leaving(left=left)]
        assert typed(talk) == [word]

    def test_hello_outside_a_question_is_kept_and_is_nothing_to_sort(self, talk: Talk) -> None:
        for word in ("hi", "ok", "no", "thank you"):
            talk.says(word)
            assert talk.screen.screen is Screen.HUB
        assert talk.kept("say.free") == []
        assert typed(talk) == ["hi", "ok", "no", "thank you"]
        talk.says("hi can somebody ring the school")
        assert talk.kept("say.free") == [Words(text="hi can somebody ring the school")]

    @pytest.mark.parametrize("word", ["hiya", "Hi.", "thanks", "good morning", "bye"])
    @pytest.mark.parametrize(
        "question", ["own.worry", "worry.view", "people.names", "worry.number", "worry.agree"]
    )
    def test_a_greeting_alone_answers_no_question_and_the_question_comes_again(
        self, talk: Talk, question: str, word: str
    ) -> None:
        talk.reach(question)
        text = talk.screen.text
        before = talk.kept(question)
        talk.says(word)
        assert talk.screen.text == text
        assert talk.kept(question) == before
        assert typed(talk) == [word]
        assert talk.screen.said

    def test_a_greeting_at_what_was_played_back_or_under_a_page_to_read_is_no_words_of_theirs(self) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.presses("Go on")
        talk.says("hello")
        assert talk.kept("know.reads") == []
        talk = through_the_door(sams("mine"))
        talk.reach("worry.view")
        talk.says(ONE_BAD_NIGHT)
        talk.says("ta")
        assert talk.screen.screen is Screen.PLAY_BACK
        assert talk.kept("worry.view") == [Words(text=ONE_BAD_NIGHT)]

    def test_morning_answers_when(self, talk: Talk) -> None:
        an_action(talk)
        talk.presses("Gran")
        assert talk.screen.question == "act.when"
        talk.says("morning")
        assert talk.kept("act.when") == [Words(text="morning")]

    @pytest.mark.parametrize("word", ["hiya", "yes", "ok", "yeah"])
    def test_a_small_word_on_coming_back_is_no_answer_and_the_open_question_comes_again(
        self, talk: Talk, word: str
    ) -> None:
        talk.reach("own.worry")
        talk.says("the road outside")
        talk.waits(hours=13)
        talk.says(word)
        assert talk.screen.screen is Screen.GOOD_TIME
        assert talk.kept("own.worry") == [Words(text="the road outside")]
        comes_in_alone(talk)
        assert talk.screen.question == "own.worry"
        assert typed(talk) == [word]

    def test_a_greeting_on_coming_back_leaves_a_question_for_one_text_open(self, talk: Talk) -> None:
        talk.reach("worry.view")
        talk.waits(hours=7)
        talk.says("Hi")
        assert talk.kept("worry.view") == []
        comes_in_alone(talk)
        assert talk.screen.question == "worry.view"

    def test_a_greeting_under_a_letter_is_no_answer_to_it(self, talk: Talk) -> None:
        letter = Letter(id=LetterId("l1"), kind=LetterKind.QUESTION, words="Who came?", at=NOON)
        talk.does(FactsChanged, facts=talk.facts.model_copy(update={"letters": (letter,)}))
        talk.does(LetterOpened, letter=letter.id)
        talk.says("hi")
        assert talk.screen.letter == letter.id
        assert [e for e in talk.effects if isinstance(e, Tell) and e.matter is Matter.REPLIED] == []

    @pytest.mark.parametrize("word", ["dunno", "dont know yet", "I don't know", "Not sure yet", "no idea"])
    @pytest.mark.parametrize("question", ["act.when", "act.who", "worry.view", "worry.agree"])
    def test_i_do_not_know_is_not_sure_kept_as_it_was_said(
        self, talk: Talk, question: str, word: str
    ) -> None:
        if question.startswith("act."):
            an_action(talk)
        talk.reach(question)
        talk.says(word)
        assert talk.kept(question) == [Leaving(left=Left.NOT_SURE)]
        assert typed(talk)[-1] == word

    def test_a_skip_is_offered_only_where_there_is_one(self, talk: Talk) -> None:
        first = Talk(DIALOG, sams("mine"))
        first.says("who are you")
        assert "Skip" not in labels(first)
        assert first.screen.said == ("Thank you. Your words are kept. Please tap one of these too.",)
        first.says("and why me")
        assert first.screen.said == ("That is kept too. To go on here, tap a button below.",)
        talk.reach("worry.number")
        talk.presses("8")
        talk.presses("Back")
        talk.says("more than that")
        assert "Skip" not in labels(talk)
        assert talk.screen.said == ("Thank you. Your words are kept. Please give a number from 0 to 10.",)

    def test_i_do_not_know_among_other_words_is_words(self, talk: Talk) -> None:
        talk.reach("worry.view")
        talk.says("I don't know why they said that")
        assert talk.kept("worry.view") == [Words(text="I don't know why they said that")]


class TestCallingFor:
    """ "help", "stop" and "not for me" are understood wherever they are typed."""

    @pytest.mark.parametrize("word", ["help", "Help me", "HELP!", "please help", "I need help"])
    @pytest.mark.parametrize("question", ["people.names", "act.who", "worry.number", "worry.view", "hub"])
    def test_help_opens_the_numbers_and_the_question_comes_again(
        self, heard: Talk, question: str, word: str
    ) -> None:
        if question == "act.who":
            an_action(heard)
        if question != "hub":
            heard.reach(question)
        before = heard.screen
        heard.says(word)
        assert heard.screen.screen is Screen.HELP
        assert "999" in heard.screen.text
        assert Words(text=word) in heard.kept("say.free") or typed(heard)[-1] == word
        assert heard.kept(before.question or "") == []
        heard.presses("Go on")
        assert heard.screen.text == before.text

    def test_words_that_raise_an_alarm_raise_it_here_too(self, heard: Talk) -> None:
        heard.reach("own.worry")
        heard.says("help me")
        assert heard.screen.screen is Screen.HELP
        assert [e.words for e in heard.effects if isinstance(e, Raise)] == ["help me"]

    def test_help_at_a_page_to_read_opens_the_numbers(self) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.presses("Go on")
        talk.says("help me")
        assert talk.screen.screen is Screen.HELP

    @pytest.mark.parametrize("word", ["start again", "Start over!", "menu"])
    def test_start_again_shows_the_parts_and_loses_nothing(self, talk: Talk, word: str) -> None:
        talk.reach("good.well")
        talk.says("We read in bed")
        talk.says(word)
        assert talk.screen.screen is Screen.HUB
        assert [one.text for one in talk.kept("good.well") if isinstance(one, Words)] == ["We read in bed"]

    @pytest.mark.parametrize("word", ["take it back", "I take that back.", "delete that"])
    def test_take_it_back_shows_what_was_said_with_a_button_for_each(self, talk: Talk, word: str) -> None:
        talk.reach("good.well")
        talk.says("We read in bed")
        talk.says(word)
        assert talk.screen.screen is Screen.CHECK
        talk.presses("Change")
        talk.presses("Take it back")
        assert not talk.kept("good.well") or isinstance(talk.kept("good.well")[0], TakenBack)

    def test_take_it_back_at_the_first_screens_goes_one_back_and_skips_none(self) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.presses("Go on")
        talk.says("undo")
        assert talk.screen.question == "door.start"
        assert talk.screen.screen is Screen.QUESTION

    def test_go_back_goes_back(self, talk: Talk) -> None:
        talk.reach("good.well")
        talk.says("We read in bed")
        talk.presses("No, that is all")
        talk.says("go back")
        assert talk.screen.question == "good.well"

    @pytest.mark.parametrize("word", ["stop", "Stop.", "stop for now", "I want to stop"])
    @pytest.mark.parametrize("question", ["own.worry", "people.names", "worry.agree"])
    def test_stop_stops(self, talk: Talk, word: str, question: str) -> None:
        talk.reach(question)
        talk.says(word)
        assert talk.screen.screen is Screen.STOPPED
        assert talk.kept(question) == []
        talk.presses("Carry on")
        assert talk.screen.question == question

    @pytest.mark.parametrize("word", ["not for me", "This is not for me."])
    def test_not_for_me_closes_kindly_wherever_it_is_said(self, talk: Talk, word: str) -> None:
        talk.reach("own.worry")
        talk.says(word)
        assert talk.screen.screen is Screen.CLOSED
        assert talk.now.closed
        assert [e.matter for e in talk.effects if isinstance(e, Tell)] == [Matter.NOT_FOR_ME]
        talk.says(word)
        assert [e.matter for e in talk.effects if isinstance(e, Tell)] == [Matter.NOT_FOR_ME], "told once"
        talk.presses("Carry on")
        assert not talk.now.closed

    def test_not_for_me_at_the_first_screen_is_the_answer_there(self) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.says("not for me")
        assert talk.kept("door.start") == [Chosen(choices=("not_for_me",), labels=("Not for me",))]

    def test_inside_words_they_are_words(self, talk: Talk) -> None:
        talk.reach("own.worry")
        talk.says("nobody can stop the shouting")
        talk.says("help with the rent")
        assert Words(text="help with the rent") in talk.kept("own.worry")


class TestNames:
    def named(self, talk: Talk, question: str) -> list[Named]:
        return [v for v in talk.kept(question) if isinstance(v, Named)]

    def test_part_of_one_known_name_is_that_person(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.says("Uncle Dave")
        talk.says("no")
        an_action(talk)
        talk.says("Dave")
        (dave,) = self.named(talk, "people.names")
        assert talk.kept("act.who") == [dave]
        assert typed(talk)[-1] == "Dave"
        assert "Uncle Dave" in " ".join(talk.screen.said)

    def test_part_of_two_known_names_is_somebody_new(self, talk: Talk) -> None:
        talk.reach("people.names")
        for name in ("Uncle Dave", "Dave from work"):
            talk.says(name)
        talk.says("no")
        an_action(talk)
        talk.says("Dave")
        (who,) = talk.kept("act.who")
        assert who not in self.named(talk, "people.names")

    def test_mum_may_be_whom_the_children_call_gran_and_is_asked_after_once(self, talk: Talk) -> None:
        an_action(talk).says("my mum")
        assert talk.kept("act.who") == []
        assert talk.screen.said == (
            "Is that someone on a button here? If so, tap the name. If not, type it once more.",
        )
        talk.presses("Gran")
        assert [value.name for value in talk.kept("act.who")] == ["Gran"]
        talk.presses("Back")
        talk.says("mum")
        talk.says("mum")
        assert [value.name for value in talk.kept("act.who")] == ["mum"]
        at(talk, "People").says("my dad")
        assert talk.screen.said == ("Thank you. That is kept. Anybody else?",), "nobody shown may be meant"

    def test_somebody_named_already_is_not_named_anew(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.says("Uncle Dave")
        talk.says("uncle dave")
        assert len({named.person for named in self.named(talk, "people.names")}) == 1

    @pytest.mark.parametrize(
        "line", ["my sister Bev, my brother Col and the vicar", "Bev & Col", "Bev and Col", "Bev\nCol"]
    )
    def test_several_names_in_one_line_are_asked_for_one_at_a_time(self, talk: Talk, line: str) -> None:
        talk.reach("people.names")
        talk.says(line)
        assert talk.kept("people.names") == [Words(text=line)]
        assert "one name at a time" in talk.screen.said[0].lower()
        assert talk.screen.question == "people.names"

    @pytest.mark.parametrize("name", ["My mum, Rose", "Rose, my mum", "my Nan, Jean", "Our neighbour, Rose."])
    def test_a_name_and_who_that_is_are_one_person(self, talk: Talk, name: str) -> None:
        talk.reach("people.names")
        talk.says(name)
        assert [n.name for n in self.named(talk, "people.names")] == [name]

    @pytest.mark.parametrize("line", ["My mum, my dad", "My mum, Rose, Ben", "Rose, Ben", "my mum, and Ben"])
    def test_two_people_are_two(self, talk: Talk, line: str) -> None:
        talk.reach("people.names")
        talk.says(line)
        assert talk.kept("people.names") == [Words(text=line)]

    @pytest.mark.parametrize("name", ["Andy", "Sandra", "Oran d'Arc", "Mr Okoro downstairs"])
    def test_a_name_that_holds_a_small_word_is_one_name(self, talk: Talk, name: str) -> None:
        talk.reach("people.names")
        talk.says(name)
        assert [n.name for n in self.named(talk, "people.names")] == [name]

    def test_words_about_somebody_are_no_name(self, talk: Talk) -> None:
        an_action(talk)
        talk.says("Dave if he's not on shift")
        assert talk.kept("act.who") == [Words(text="Dave if he's not on shift")]
        assert talk.screen.question == "act.who"

    @pytest.mark.parametrize(
        "words", ["all of you", "you lot", "our Bev said she might pop round some time then"]
    )
    def test_abuse_and_sentences_are_nobodys_name(self, talk: Talk, words: str) -> None:
        talk.reach("people.names")
        talk.says(words)
        assert self.named(talk, "people.names") == []
        assert talk.screen.question == "people.names"

    @pytest.mark.parametrize("words", ["I'll do it", "I'll", "I will do it"])
    def test_i_will_do_it_is_me(self, talk: Talk, words: str) -> None:
        an_action(talk)
        talk.says(words)
        assert talk.kept("act.who") == [Named(person=talk.facts.me, name=talk.facts.name)]

    def test_no_one_at_who_looks_at_this_phone_is_no(self) -> None:
        talk = Talk(DIALOG, sams("mine"))
        talk.reach("how.phone")
        talk.says("no one")
        (chosen,) = talk.kept("how.phone")
        assert isinstance(chosen, Chosen)
        assert chosen.choices == ("no",)

    def test_a_name_put_right_is_the_same_person(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.says("Uncel Dave")
        (before,) = self.named(talk, "people.names")
        talk.presses("All parts")
        talk.presses("Check what I said")
        while "Uncel Dave" not in [line.words for line in talk.screen.lines]:
            talk.presses("Next page")
        place = [line.words for line in talk.screen.lines].index("Uncel Dave") + 1
        talk.presses(f"Change {place}")
        talk.says("Uncle Dave")
        assert self.named(talk, "people.names") == [Named(person=before.person, name="Uncle Dave")]

    def test_another_person_in_their_place_is_another_person(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.says("Uncle Dave")
        talk.says("no")
        an_action(talk)
        talk.says("Uncle Dave")
        talk.presses("Back")
        talk.says("Kelly")
        (dave,) = self.named(talk, "people.names")
        (kelly,) = self.named(talk, "act.who")
        assert kelly.name == "Kelly"
        assert kelly.person != dave.person


class TestDays:
    # NOON is Monday 4 May 2026.
    @pytest.mark.parametrize(
        ("words", "day"),
        [
            ("in two weeks", date(2026, 5, 18)),
            ("two weeks", date(2026, 5, 18)),
            ("in a fortnight", date(2026, 5, 18)),
            ("In 3 days", date(2026, 5, 7)),
            ("a week today", date(2026, 5, 11)),
            ("next week", date(2026, 5, 11)),
            ("in a month", date(2026, 6, 4)),
            ("next month", date(2026, 6, 4)),
            ("in six months time", date(2026, 11, 4)),
            ("the 3rd", date(2026, 6, 3)),
            ("on the 31st", date(2026, 5, 31)),
            ("friday", date(2026, 5, 8)),
            ("tomorrow", date(2026, 5, 5)),
            ("the day after tomorrow", date(2026, 5, 6)),
        ],
    )
    def test_a_day_is_understood_and_shown_back(self, talk: Talk, words: str, day: date) -> None:
        an_action(talk)
        talk.reach("act.look")
        talk.says(words)
        assert [v for v in talk.kept("act.look") if isinstance(v, Dated)] == [Dated(day=day, words=words)]
        assert str(day.day) in talk.screen.said[0]
        assert talk.screen.said[0].startswith("That is ")

    def test_the_weekday_and_month_are_said_in_words(self, talk: Talk) -> None:
        an_action(talk)
        talk.reach("act.look")
        talk.says("in two weeks")
        assert talk.screen.said == ("That is Monday 18 May 2026.",)


class TestUnclear:
    def test_a_voice_note_at_a_choice_is_thanked_once(self, talk: Talk) -> None:
        talk.reach("worry.agree")
        talk.does(FileReceived, file=FileId("f1"), file_kind=FileKind.VOICE)
        said = " ".join(talk.screen.said)
        assert said.count("Thank you") == 1
        assert "Your words" not in said
        assert "tap one of these" in said

    def test_the_second_refusal_in_a_row_is_said_another_way(self, talk: Talk) -> None:
        talk.reach("worry.agree")
        talk.says("rubbish")
        first = talk.screen.said
        talk.says("its lies")
        assert talk.screen.said != first
        assert "kept" in talk.screen.said[0]

    def test_skip_at_anything_else_is_no_more(self, talk: Talk) -> None:
        talk.reach("hard.what")
        talk.says("the nights")
        talk.presses("Skip")
        assert talk.kept("hard.what") == [Words(text="the nights"), NoMore()]

    def test_another_way_of_asking_is_asked_in_its_place(self, talk: Talk) -> None:
        asked = talk.reach("hard.what")
        talk.presses("Ask me another way")
        assert talk.screen.text == "If you could take one thing off your back, what would it be?"
        assert asked.text not in talk.screen.said
        assert any("Somebody might say" in said for said in talk.screen.said)
        talk.says("the debts")
        assert talk.kept("hard.what") == [Words(text="the debts")]

    def test_another_way_of_asking_keeps_what_it_is_about(self, talk: Talk) -> None:
        an_action(talk)
        talk.presses("Ask me another way")
        assert talk.screen.text == "Whose job will this be?\n\nLeo is walked to school"

    def test_an_edit_is_read_again(self, talk: Talk) -> None:
        talk.reach("worry.agree")
        talk.does(Shown, prompt=talk.screen.number, message=60)
        talk.says("yes", message=61, channel=Channel.TELEGRAM)
        talk.does(Edited, text="no", message=61)
        assert talk.kept("worry.agree") == [Chosen(choices=("no",), labels=("No",))]
        assert typed(talk) == ["yes", "no"]


class TestTheDoor:
    def not_for_me(self) -> Talk:
        talk = Talk(DIALOG, sams("mine"))
        talk.presses("Not for me")
        return talk

    def came_back(self, talk: Talk) -> bool:
        return Matter.CAME_BACK in [e.matter for e in talk.effects if isinstance(e, Tell)]

    @pytest.mark.parametrize("command", [Command.HUB, Command.BACK])
    def test_leaving_the_closed_screen_comes_back_in(self, command: Command) -> None:
        talk = self.not_for_me()
        talk.commands(command)
        assert self.came_back(talk)
        assert not talk.now.closed
        assert talk.screen.question == "door.start"

    def test_looking_at_help_or_stopping_is_not_coming_back(self) -> None:
        talk = self.not_for_me()
        talk.presses("Help now")
        talk.presses("Go on")
        assert talk.screen.screen is Screen.CLOSED
        talk.commands(Command.STOP)
        talk.waits(days=1)
        talk.commands(Command.START)
        assert talk.now.closed
        assert not self.came_back(talk)

    def test_words_on_the_closed_screen_are_kept_and_the_way_in_is_named(self) -> None:
        talk = self.not_for_me()
        talk.says("actually wait")
        assert talk.screen.screen is Screen.CLOSED
        assert "Carry on" in talk.screen.said[0]
        assert talk.kept("say.free") == [Words(text="actually wait")]

    def test_no_time_chosen_is_the_short_way_and_there_is_a_way_between(self) -> None:
        talk = through_the_door(sams("mine"), path="Skip")
        assert "All the questions" in labels(talk)
        short = len(labels(talk))
        talk.presses("All the questions")
        assert len(labels(talk)) > short
        talk.presses("The short way")
        assert len(labels(talk)) == short


class TestLetters:
    def asked(self, talk: Talk, kind: LetterKind = LetterKind.QUESTION) -> Talk:
        letter = Letter(id=LetterId("l1"), kind=kind, words="Who has Leo at weekends?", at=NOON)
        talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"letters": (letter,)}))
        talk.does(LetterOpened, letter=LetterId("l1"))
        return talk

    def test_words_under_a_question_answer_it(self, talk: Talk) -> None:
        self.asked(talk).says("Gran could")
        assert talk.kept("letter:l1") == [Words(text="Gran could")]
        assert talk.kept("say.free") == []
        assert Matter.REPLIED in [e.matter for e in talk.effects if isinstance(e, Tell)]

    def test_no_under_a_question_answers_it(self, talk: Talk) -> None:
        self.asked(talk).says("no")
        assert talk.kept("letter:l1") == [Words(text="no")]

    def test_yes_under_words_typed_up_corrects_nothing(self, talk: Talk) -> None:
        self.asked(talk, LetterKind.TYPED).says("yes")
        assert talk.kept("letter:l1") == []
        assert talk.screen.screen is not Screen.LETTER

    def test_a_return_says_that_sending_again_is_needed(self, talk: Talk) -> None:
        talk.presses("What is going well")
        talk.says("we dance")
        talk.presses("All parts")
        talk.presses("Check what I said")
        talk.presses("Send to Asha")
        self.asked(talk, LetterKind.RETURNED).says("No one has him. Mum works.")
        assert any("send" in said.lower() for said in talk.screen.said)

    @pytest.mark.parametrize("kind", [LetterKind.QUESTION, LetterKind.RETURNED])
    def test_a_question_waits_until_it_is_answered(self, talk: Talk, kind: LetterKind) -> None:
        self.asked(talk, kind).presses("Go on")
        talk.commands(Command.HUB)
        assert labels(talk)[0] == "Asha asked you something"
        talk.presses("Asha asked you something")
        talk.says("Gran could")
        talk.commands(Command.HUB)
        assert "Asha asked you something" not in labels(talk)


class TestSending:
    def sent(self, talk: Talk) -> Talk:
        talk.reach("own.worry")
        talk.says("the road outside")
        talk.commands(Command.HUB)
        talk.presses("Check what I said")
        talk.presses("Send to Asha")
        return talk

    def test_what_is_said_after_sending_is_not_sent_yet(self, talk: Talk) -> None:
        self.sent(talk)
        assert "Send to Asha" not in labels(talk)
        talk.says("and another thing. I want a different worker")
        assert talk.screen.text == "What you added or changed is not sent yet."
        assert "Sent to Asha." not in (talk.screen.text, *talk.screen.said)
        assert labels(talk)[0] == "Send to Asha"
        talk.commands(Command.HUB)
        assert "What you added or changed is not sent yet." in talk.screen.said
        assert labels(talk)[0] == "Send to Asha"
        talk.presses("Send to Asha")
        assert talk.screen.text == "Sent to Asha."
        assert len(talk.now.sent) == 2
        talk.commands(Command.HUB)
        assert "Send to Asha" not in labels(talk)

    def test_a_word_that_is_no_news_needs_no_sending(self, talk: Talk) -> None:
        self.sent(talk).says("ok")
        assert talk.screen.text == "Sent to Asha."
        talk.commands(Command.HUB)
        assert not any("not sent yet" in sentence for sentence in talk.screen.said)

    def test_after_everything_is_sent_the_list_of_parts_says_so(self, talk: Talk) -> None:
        while waiting := [label for label in labels(talk) if label.endswith("started")]:
            talk.presses(waiting[0])
            while talk.screen.screen is not Screen.HUB:
                talk.presses(next(label for label in ("OK, go on", "Skip", "Go on") if label in labels(talk)))
        talk.presses("Check what I said")
        while "Next page" in labels(talk):
            talk.presses("Next page")
        talk.presses("Send to Asha")
        talk.commands(Command.HUB)
        assert talk.screen.said == ("All that you said is sent.",)
        talk.says("and another thing")
        talk.commands(Command.HUB)
        assert "All that you said is sent." not in talk.screen.said
        assert "What you added or changed is not sent yet." in talk.screen.said

    def test_the_desk_hears_of_it_when_it_is_sent(self, talk: Talk) -> None:
        self.sent(talk)
        talk.effects.clear()
        talk.says("and another thing")
        assert not [e for e in talk.effects if isinstance(e, Tell)]
        talk.presses("Send to Asha")
        assert [e.matter for e in talk.effects if isinstance(e, Tell)] == [Matter.PART_SENT]


class TestPassedOn:
    FORWARDED = "He was at mine that night, don't let them twist it"

    def test_a_forwarded_message_is_not_the_senders_own_words(self, talk: Talk) -> None:
        talk.reach("worry.view")
        talk.does(TextReceived, text=self.FORWARDED, passed_on=True)
        assert talk.kept("worry.view") == []
        assert talk.kept("house.passed_on") == [Words(text=self.FORWARDED)]
        assert talk.screen.question == "worry.view"
        assert "somebody else" in talk.screen.said[0]

    def test_a_forwarded_threat_is_heard(self, heard: Talk) -> None:
        heard.reach("worry.view")
        heard.does(TextReceived, text=NOW, passed_on=True)
        assert [e.kind for e in heard.effects if isinstance(e, Raise)] == [Alarm.DANGER_NOW]
        assert heard.screen.screen is Screen.HELP
