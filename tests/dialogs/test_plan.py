"""From answers to a draft: every line stands where its question says, traced to who said it."""

from datetime import date, timedelta

import pytest

from dialogs.buttons import Button, Do, Move
from dialogs.conversation import Left, NoMore, Prompt, Screen, Words
from dialogs.definition import Category, House, Over, Part
from dialogs.facts import LetterKind
from dialogs.ids import AnswerId
from dialogs.lines import says_something
from dialogs.people import Circle
from dialogs.plan import draft
from dialogs.signposts import Alarm
from tests.builders import (
    NOON,
    a_conversation,
    a_day,
    a_dialog,
    a_draft,
    a_family,
    a_letter,
    a_number,
    a_parent,
    a_voice_note,
    an_answer,
    chose,
    named,
    taken_back,
    typed_up,
)

LATER = NOON + timedelta(minutes=1)


def words(lines):
    return [line.words for line in lines]


def tapped(conversation, answer, label):
    """The conversation, with the button that this answer was given by."""
    button = Button(label=label, act=Do(move=Move.NO_MORE))
    prompts = (
        p.model_copy(update={"buttons": (button,)}) if p.id == answer.prompt else p
        for p in conversation.prompts
    )
    return conversation.model_copy(update={"prompts": tuple(prompts)})


# A line and where it comes from --------------------------------------------------------------------


def test_a_line_says_whose_words_it_is_when_and_to_which_question():
    said = an_answer("good.proud", "We read a book.", beside="with Ryan there", language="pl")
    plan = a_draft(a_conversation(said, wordings={"good.proud": "W czym jesteś dobra?"}))

    (line,) = plan.map.strengths
    assert line.value == Words(text="We read a book.")
    assert (line.id, line.root) == (said.id, said.id)
    assert (line.speaker, line.speaker_name) == (a_parent().id, "Nadia")
    assert line.asked == "W czym jesteś dobra?"
    assert (line.at, line.language, line.beside) == (NOON, "pl", "with Ryan there")
    assert line.category is Category.STRENGTH


def test_the_question_stands_by_itself_without_what_it_quotes():
    worded = "This is the worry, as Asha wrote it:\n\nIn May Leo was out.\n\nIs that how you see it?"
    said = an_answer("worry.agree", chose("some"), about="drinking")
    (line,) = a_draft(a_conversation(said, wordings={"worry.agree": worded})).lines
    assert (line.asks, line.asked) == ("Is that how you see it?", worded)
    (line,) = a_draft(a_conversation(said, wordings={"worry.agree": "Say it your way.\n\nGo on."})).lines
    assert line.asks == "Say it your way.\n\nGo on."


def test_the_newest_revision_counts_and_the_reviewer_sees_the_earlier_one():
    first = an_answer("good.proud", "We red a book")
    second = an_answer("good.proud", "We read a book", changes=first)
    (line,) = a_draft(a_conversation(first, second)).lines

    assert (line.words, line.id, line.root, line.revision) == ("We read a book", second.id, first.id, 2)
    assert [earlier.value for earlier in line.earlier] == [Words(text="We red a book")]


def test_a_correction_made_at_the_play_back_is_still_traced_to_its_question():
    said = an_answer("good.proud", "And we sing.")
    conversation = a_conversation(said)
    asked = conversation.prompts[0].model_copy(update={"id": "p-first", "number": 0})
    play_back = conversation.prompts[0].model_copy(
        update={"screen": Screen.PLAY_BACK, "text": "Is it what you meant?"}
    )
    conversation = conversation.model_copy(update={"prompts": (asked, play_back)})

    assert a_draft(conversation).lines[0].asked == "What do you do well with Leo?"


def test_words_said_to_no_question_are_not_given_one():
    said = an_answer("free.box", "I am fed up.")
    conversation = a_conversation(said)
    hub = Prompt(id=said.prompt, number=1, screen=Screen.HUB, text="Which part?", at=NOON)
    plan = a_draft(conversation.model_copy(update={"prompts": (hub,)}))

    assert words(plan.unsorted) == ["I am fed up."]
    assert plan.unsorted[0].asked == ""


def test_a_cry_for_help_is_traced_to_the_question_it_came_at():
    said = an_answer("free.box", "he is hitting me right now")
    conversation = a_conversation(said)
    prompts = tuple(
        p.model_copy(update={"question": "good.proud", "text": "What goes well?", "screen": Screen.QUESTION})
        for p in conversation.prompts
    )
    (line,) = a_draft(conversation.model_copy(update={"prompts": prompts})).unsorted
    assert line.asked == "What goes well?"

    early = said.model_copy(update={"message": 7})
    unseen = tuple(p.model_copy(update={"message": 8}) for p in prompts)
    (line,) = a_draft(a_conversation(early).model_copy(update={"prompts": unseen})).unsorted
    assert line.asked == ""


def test_somebody_elses_words_are_marked_and_are_no_ones_answer():
    dialog = a_dialog().model_copy(update={"house": House(words={"kept.source": "Somebody else wrote it."})})
    conversation = a_conversation(an_answer("house.passed_on", "He was at mine"))
    (line,) = draft(a_family(), [(a_parent(), dialog, conversation)]).unsorted
    assert (line.words, line.asked) == ("He was at mine", "Somebody else wrote it.")


def test_a_refused_number_keeps_its_words_and_is_no_number():
    (reading,) = a_draft(a_conversation(an_answer("worry.number", "eleven", about="drinking"))).readings
    (line,) = reading.lines
    assert (line.words, line.part, reading.number) == ("eleven", None, None)


def test_words_beside_a_number_stand_below_it_and_are_no_second_number():
    about_8 = an_answer("worry.number", "about an 8 now", about="drinking")
    number = an_answer("worry.number", a_number(8), about="drinking")
    why = an_answer("worry.not_lower", "Gran comes", about="drinking")
    (reading,) = a_draft(a_conversation(about_8, number, why)).readings
    assert words(reading.lines) == ["8", "Gran comes", "about an 8 now"]
    assert [line.fills for line in reading.lines] == [True, True, False]


def test_nothing_said_first_is_a_line_that_adds_nothing():
    said = an_answer("good.proud", NoMore()).model_copy(update={"words": "nothing"})
    (line,) = a_draft(a_conversation(said)).nothing_to_add
    assert (line.words, says_something(line)) == ("nothing", False)
    plan = a_draft(a_conversation(an_answer("good.proud", "he sleeps"), said))
    assert plan.nothing_to_add == ()
    assert words(plan.map.strengths) == ["he sleeps"]


def test_a_line_that_was_taken_back_is_listed_apart_without_its_words():
    said = an_answer("good.proud", "Ryan hit the wall.")
    plan = a_draft(a_conversation(said, taken_back(said)))

    assert plan.lines == ()
    (line,) = plan.taken_back
    assert (line.words, line.earlier, line.asked) == ("", (), "What do you do well with Leo?")
    assert "hit the wall" not in plan.model_dump_json()


def test_what_stood_before_a_line_was_taken_back_does_not_return_with_it():
    said = an_answer("good.proud", "Ryan hit the wall.")
    back = taken_back(said)
    again = an_answer("good.proud", "We read.", changes=back)
    plan = a_draft(a_conversation(said, back, again))

    assert words(plan.lines) == ["We read."]
    assert plan.lines[0].earlier == ()


def test_only_what_was_sent_is_in_the_draft():
    sent = an_answer("good.proud", "We read.")
    changed = an_answer("good.proud", "We do not read.", changes=sent)
    later = an_answer("good.proud", "We sing.")

    assert words(a_draft(a_conversation(sent, unsent=(changed, later))).lines) == ["We read."]
    assert a_draft(a_conversation(sent, sent=False)).lines == ()


def test_the_reviewer_sees_which_way_a_question_was_left():
    ways = [an_answer("good.proud", way) for way in Left]
    plan = a_draft(a_conversation(*ways))

    assert plan.lines == ()
    assert [line.value.left for line in plan.left] == list(Left)


def test_no_more_and_read_make_no_line():
    plan = a_draft(a_conversation(an_answer("good.proud", "We read."), an_answer("good.proud", NoMore())))
    assert words(plan.lines) == ["We read."]


# Dialogs that change, and routes -------------------------------------------------------------------


def test_answers_off_the_route_are_kept_apart_and_come_back_with_the_route():
    sure, more = an_answer("good.sure", chose("yes")), an_answer("good.more", "She laughs.")
    unsure = an_answer("good.sure", chose("no"), changes=sure)

    assert "She laughs." in words(a_draft(a_conversation(sure, more)).map.strengths)
    off = a_draft(a_conversation(sure, more, unsure))
    assert "She laughs." not in words(off.lines)
    assert words(off.off_route) == ["She laughs."]
    on = a_draft(a_conversation(sure, more, unsure, an_answer("good.sure", chose("yes"), changes=unsure)))
    assert "She laughs." in words(on.map.strengths)


def test_answers_under_a_questions_old_id_are_its_answers():
    plan = a_draft(
        a_conversation(an_answer("good.old", "We read."), wordings={"good.old": "What goes well?"})
    )

    (line,) = plan.map.strengths
    assert (line.question, line.asked) == ("good.proud", "What goes well?")


def test_a_removed_question_stays_readable_with_its_old_wording():
    plan = a_draft(
        a_conversation(an_answer("gone.long.ago", "We sang."), wordings={"gone.long.ago": "Do you sing?"})
    )

    assert plan.lines == ()
    assert [(line.asked, line.words) for line in plan.no_longer_asked] == [("Do you sing?", "We sang.")]


def test_what_was_said_alone_stays_in_the_plan_while_somebody_sits_beside():
    harm = an_answer("past.last", "He shouted.")
    beside = an_answer("beside", chose("somebody"), sitting=2)
    assert words(a_draft(a_conversation(harm, beside)).map.harm) == ["He shouted."]


# Safety or strength? (practice.md §1) --------------------------------------------------------------


def _a_time(met=True):
    what = an_answer("safe.time", "Gran took the children when Dad drank.")
    who = an_answer("safe.who", named("Gran"), about=what.root)
    when = an_answer("safe.when", "All three nights in May", about=what.root)
    worry = an_answer("safe.met", chose("yes" if met else "no"), about=what.root)
    return what, who, when, worry


def test_safety_names_a_person_an_action_a_time_and_the_worry_it_met():
    plan = a_draft(a_conversation(*_a_time()))

    assert plan.map.safety[0].words == "Gran took the children when Dad drank."
    assert plan.map.strengths == ()
    (group,) = plan.safety
    assert words(group.part(Part.WHO)) == ["Gran"]


def test_a_time_that_lacks_one_of_the_four_has_a_heading_of_its_own():
    whole = _a_time()
    for missing in range(1, 4):
        thin = [answer for place, answer in enumerate(whole) if place != missing]
        plan = a_draft(a_conversation(*thin))
        assert plan.map.safety == plan.map.strengths == ()
        assert "Gran took the children when Dad drank." in words(plan.times)


def test_a_refusal_under_a_time_it_went_right_is_not_working_well():
    plan = a_draft(a_conversation(an_answer("safe.time", "none of your business")))
    assert (plan.map.strengths, words(plan.times)) == ((), ["none of your business"])


def test_a_time_when_the_worry_was_not_there_is_not_safety():
    assert a_draft(a_conversation(*_a_time(met=False))).map.safety == ()


@pytest.mark.parametrize("no", ["No", "nope.", "Nothing", "none", " that's all "])
def test_a_bare_no_is_nothing_to_add_with_its_question_beside_it(no):
    plan = a_draft(a_conversation(an_answer("good.more", no), an_answer("good.sure", chose("yes"))))
    assert plan.map.strengths == ()
    assert [(line.asked, line.words) for line in plan.nothing_to_add] == [("What about good.more?", no)]


def test_a_bare_no_in_a_card_stays_in_it_and_fills_nothing():
    what, who, _, worry = _a_time()
    when = an_answer("safe.when", "no", about=what.root)
    assert a_draft(a_conversation(what, who, when, worry)).map.safety == ()
    do = an_answer("do.what", "Gran comes")
    (action,) = a_draft(a_conversation(do, an_answer("do.obstacle", "nothing", about=do.root))).actions
    assert words(action.obstacle) == ["nothing"]
    assert not says_something(action.obstacle[0])


@pytest.mark.parametrize("question", ["do.when", "do.know", "do.long"])
def test_a_no_is_no_time_and_no_length_of_an_action(question):
    do = an_answer("do.what", "Gran comes")
    plan = a_draft(a_conversation(do, an_answer(question, "nothing", about=do.root)))
    (action,) = plan.actions
    assert words(action.lines) == ["Gran comes"]
    assert [line.words for line in plan.nothing_to_add] == ["nothing"]


def test_a_no_that_answers_a_what_if_or_a_worry_is_an_answer():
    plan = a_draft(a_conversation(an_answer("worry.view", "No", about="drinking"), an_answer("if.gap", "no")))
    assert (words(plan.views[0].said), words(plan.what_ifs[0].lines)) == (["No"], ["no"])
    assert plan.nothing_to_add == ()


@pytest.mark.parametrize(("place", "is_safety"), [(0, False), (1, False), (2, False), (3, True)])
def test_words_of_alarm_are_no_time_it_went_right(place: int, is_safety: bool):
    said = list(_a_time())
    said[place] = said[place].model_copy(update={"alarm": Alarm.SAME_DAY})
    plan = a_draft(a_conversation(*said))
    assert bool(plan.safety) is is_safety
    assert is_safety or "Gran took the children when Dad drank." in words(plan.times)


def test_a_voice_note_counts_for_safety_once_it_is_typed_up():
    what, _, when, worry = _a_time()
    who = an_answer("safe.who", a_voice_note(), about=what.root)
    said = a_conversation(what, who, when, worry)

    assert a_draft(said).map.safety == ()
    assert a_draft(said, typed=[typed_up(who, "It was Gran")]).map.safety != ()


# Said freely ---------------------------------------------------------------------------------------


def test_the_person_puts_a_free_piece_under_a_heading():
    worry, other = an_answer("free.box", "He might get hurt."), an_answer("free.box", "I don't know.")
    plan = a_draft(
        a_conversation(
            worry,
            other,
            an_answer("free.sort", chose("worry"), about=worry.root),
            an_answer("free.sort", chose("leave"), about=other.root),
        )
    )
    assert words(plan.map.danger) == ["He might get hurt."]
    assert words(plan.unsorted) == ["I don't know."]


def test_the_same_words_may_stand_under_two_headings_and_are_one_line_to_ask_about():
    said = an_answer("free.box", "I shout when I am tired. My mum has him on Fridays.")
    plan = a_draft(a_conversation(said, an_answer("free.sort", chose("worry", "good"), about=said.root)))
    (danger,), (strength,) = plan.map.danger, plan.map.strengths
    assert danger.words == strength.words == "I shout when I am tired. My mum has him on Fridays."
    assert danger.root == strength.root == said.root
    assert [danger.again, strength.again] == [False, True]
    assert plan.unsorted == ()


def test_files_are_lines_of_their_own_and_typed_words_stand_under_them():
    note = an_answer("good.proud", a_voice_note())
    first, second = typed_up(note, "we reed"), typed_up(note, "we read", by="Nadia", hours=2)
    (line,) = a_draft(a_conversation(note), typed=[second, first]).lines

    assert line.value == note.value
    assert line.words == ""
    assert (line.typed_words, [t.by for t in line.typed]) == ("we read", ["Asha", "Nadia"])


# Actions, network, signs, what-ifs, scales, views --------------------------------------------------


def test_an_action_is_gathered_from_its_parts():
    what = an_answer("do.what", "Gran picks them up on Fridays")
    parts = {
        "do.who": named("Gran"),
        "do.when": "Fridays at 3",
        "do.know": "She texts me",
        "do.long": "Until Easter",
        "do.backup": named("Auntie Jo"),
        "do.obstacle": "Snow",
    }
    said = [an_answer(question, value, about=what.root) for question, value in parts.items()]
    (action,) = a_draft(a_conversation(what, *said)).actions

    shown = [
        action.what,
        action.who,
        action.when,
        action.how_we_know,
        action.how_long,
        action.backup,
        action.obstacle,
    ]
    assert [words(lines) for lines in shown] == [
        [what.value.text],
        *([v if isinstance(v, str) else v.name] for v in parts.values()),
    ]
    assert action.holders == ("Gran",)


def test_i_will_is_held_by_the_speaker():
    what = an_answer("do.what", "Cook tea")
    (action,) = a_draft(a_conversation(what, an_answer("do.me", chose("me"), about=what.root))).actions
    assert action.holders == ("Nadia",)
    (action,) = a_draft(a_conversation(what, an_answer("do.yes", chose("me"), about=what.root))).actions
    assert action.holders == ("Nadia",)


def test_what_else_is_said_of_an_action_is_not_its_what():
    must = an_answer("worry.must", "Stay away when drunk", about="drinking")
    long = an_answer("worry.long", "For good", about="drinking")
    (action,) = a_draft(a_conversation(must, long)).demands
    assert (words(action.what), words(action.more)) == (["Stay away when drunk"], ["For good"])
    (alone,) = a_draft(a_conversation(long)).actions
    assert (words(alone.what), alone.more) == (["For good"], ())


def test_what_is_asked_of_workers_is_no_part_of_somebodys_action():
    must = an_answer("worry.must", "Stay away when drunk", about="drinking")
    need = an_answer("worry.need", "Tell me what goes on", about="drinking")
    plan = a_draft(a_conversation(must, need))
    assert [words(demand.lines) for demand in plan.demands] == [["Stay away when drunk"]]
    assert words(plan.asked_of_workers) == ["Tell me what goes on"]


def test_who_does_it_is_known_where_the_question_says_who():
    must = an_answer("worry.must", "Stay away when drunk", about="drinking")
    step = an_answer("step.what", "Ring Gran", about="drinking")
    plan = a_draft(a_conversation(must, step))
    (theirs,), (mine,) = plan.demands, plan.actions
    assert (theirs.asked_of, theirs.holders) == (("Ryan",), ("Ryan",))
    assert (mine.asked_of, mine.holders, mine.only_theirs) == ((), ("Nadia",), True)
    assert words(plan.map.next_steps) == ["Ring Gran"]


def test_what_somebody_else_says_of_who_does_it_comes_before_what_the_question_says():
    what = an_answer("do.what", "Cook tea")
    (action,) = a_draft(a_conversation(what, an_answer("do.who", named("Gran"), about=what.root))).actions
    assert (action.holders, action.only_theirs) == (("Gran",), False)


def test_no_one_yet_is_kept_as_it_was_tapped_and_holds_nothing():
    what = an_answer("do.what", "Somebody comes at weekends")
    who = an_answer("do.who", NoMore(), about=what.root)
    said = a_conversation(what, who)
    (action,) = a_draft(tapped(said, who, "No one yet")).actions
    assert (words(action.who), action.holders, action.nobody_yet) == (["No one yet"], (), True)
    assert (action.who[0].speaker_name, action.who[0].asked) == ("Nadia", "Who will do it?")


def test_words_that_were_no_name_hold_no_action_and_are_no_backup():
    what = an_answer("do.what", "Somebody comes at weekends")
    key = an_answer("do.who", "she's got a key", about=what.root)
    skipped = an_answer("do.who", Left.SKIPPED, about=what.root)
    next_ = an_answer("do.backup", "one of that lot", about=what.root)
    (action,) = a_draft(a_conversation(what, key, skipped, next_)).actions
    assert (action.who, action.backup, action.holders, action.nobody_yet) == ((), (), (), False)
    assert words(action.more) == ["she's got a key", "one of that lot"]

    gran = an_answer("do.who", named("Gran"), about=what.root)
    (action,) = a_draft(a_conversation(what, key, gran, next_)).actions
    assert (words(action.who), action.holders) == (["Gran"], ("Gran",))


def test_nobody_on_my_side_is_a_line_with_its_question():
    nobody = an_answer("who.people", NoMore())
    (friend,) = a_draft(tapped(a_conversation(nobody), nobody, "Nobody")).network
    (line,) = friend.said
    assert (friend.person, line.words, line.asked) == (None, "Nobody", "Who is there for you?")


def test_no_more_after_a_name_and_nobody_before_one_are_no_line():
    gran, done = an_answer("who.people", named("Gran")), an_answer("who.people", NoMore())
    assert [friend.name for friend in a_draft(a_conversation(gran, done)).network] == ["Gran"]
    nobody, jo = an_answer("who.people", NoMore()), an_answer("who.people", named("Jo"), at=LATER)
    assert [friend.name for friend in a_draft(a_conversation(nobody, jo)).network] == ["Jo"]
    back = taken_back(gran)
    assert a_draft(a_conversation(gran, done, back)).network == ()


def test_the_day_to_look_at_it_is_not_how_we_know():
    what = an_answer("do.what", "Cook tea")
    look = an_answer("do.look", a_day(date(2027, 2, 10), "10 February"), about=what.root)
    (action,) = a_draft(a_conversation(what, look)).actions
    assert (words(action.look), action.how_we_know) == (["10 February"], ())


def test_a_time_when_no_one_can_help_is_a_hole_and_no_answer():
    plan = a_draft(a_conversation(an_answer("if.away", "Jo comes"), an_answer("if.gap", "Weekends")))
    answered = [(what_if.asked, what_if.answered, words(what_if.hole)) for what_if in plan.what_ifs]
    assert answered == [
        ("What if that person is away?", True, []),
        ("Is there a time when no one can help?", False, ["Weekends"]),
    ]


def test_an_action_with_a_hole_shows_the_hole():
    plan = a_draft(a_conversation(an_answer("do.what", "Somebody comes at weekends")))
    assert plan.actions[0].who == ()
    assert words(plan.map.next_steps) == ["Somebody comes at weekends"]


@pytest.mark.parametrize("question", ["do.what", "worry.must", "step.what", "sign.red", "sign.early"])
def test_nothing_is_no_action_and_no_sign(question: str):
    about = "drinking" if question in ("worry.must", "step.what") else ""
    said = an_answer(question, "nothing", about=about)
    plan = a_draft(a_conversation(said))
    assert (plan.actions, plan.map.next_steps, plan.signs) == ((), (), ())
    (line,) = plan.nothing_to_add
    assert (line.words, bool(line.asked)) == ("nothing", True)


def test_the_network_knows_circles_and_that_some_are_not_to_be_asked():
    plan = a_draft(
        a_conversation(
            an_answer("who.people", named("Gran")),
            an_answer("who.people", named("Ms Hill")),
            an_answer("who.circle", chose("inner"), about="gran"),
            an_answer("who.know", "All of it", about="gran"),
            an_answer("who.ask", chose("yes"), about="gran"),
            an_answer("who.ask", chose("no"), about="ms hill"),
        )
    )
    gran, teacher = plan.network
    assert (gran.name, gran.circle, words(gran.may_know), gran.not_to_be_asked) == (
        "Gran",
        Circle.INNER,
        ["All of it"],
        False,
    )
    assert (teacher.name, teacher.circle, teacher.not_to_be_asked) == ("Ms Hill", None, True)
    assert gran.lines[1].about.name == "Gran"


def test_words_about_having_nobody_are_kept_in_the_network():
    (nobody,) = a_draft(a_conversation(an_answer("who.people", "I have no one"))).network
    assert (nobody.person, words(nobody.said)) == (None, ["I have no one"])


def test_signs_stand_apart_with_their_first_call():
    red = an_answer("sign.red", "He shouts at the door")
    plan = a_draft(
        a_conversation(
            an_answer("sign.trigger", "Pay day"),
            an_answer("sign.early", "He goes quiet"),
            red,
            an_answer("red.who", named("Gran"), about=red.root),
            an_answer("red.what", "We go to hers", about=red.root),
        )
    )
    around, flag = plan.signs
    assert (words(around.triggers), words(around.early_warnings)) == (["Pay day"], ["He goes quiet"])
    assert (words(flag.red_flags), words(flag.first_call), words(flag.what_then)) == (
        ["He shouts at the door"],
        ["Gran"],
        ["We go to hers"],
    )


def test_each_what_if_is_its_question():
    plan = a_draft(a_conversation(an_answer("if.away", "Jo comes"), an_answer("if.again", "I ring Gran")))
    assert [(what_if.asked, words(what_if.lines)) for what_if in plan.what_ifs] == [
        ("What if that person is away?", ["Jo comes"]),
        ("What if it happens again?", ["I ring Gran"]),
    ]


def test_who_is_next_belongs_to_the_what_if_before_it():
    next_one = an_answer("if.away_next", "Then my aunt")
    away, again = an_answer("if.away", "Jo comes"), an_answer("if.again", "I ring Gran")
    first, second = a_draft(a_conversation(away, again, next_one)).what_ifs
    assert (words(first.what), words(first.backup), first.question) == (
        ["Jo comes"],
        ["Then my aunt"],
        "if.away",
    )
    assert words(second.lines) == ["I ring Gran"]
    (bare,) = a_draft(a_conversation(next_one)).what_ifs
    assert (bare.answered, bare.asked) == (False, "And if they can't come, who next?")


def test_each_person_has_a_number_of_their_own_with_the_ends_as_worded_to_them():
    nadia = a_conversation(
        an_answer("worry.number", a_number(3, low="as it was in May"), about="drinking"),
        an_answer("worry.not_lower", "Gran comes", about="drinking"),
    )
    ryan = a_conversation(an_answer("worry.number", 8, about="drinking"), of=a_parent("Ryan"))
    plan = a_draft(nadia, ryan)

    assert [(r.speaker_name, r.number.number, r.about.name) for r in plan.readings] == [
        ("Nadia", 3, "the drinking"),
        ("Ryan", 8, "the drinking"),
    ]
    assert plan.readings[0].number.low == "as it was in May"
    assert words(plan.readings[0].why_not_lower) == ["Gran comes"]


def test_a_disagreement_is_written_in_beside_the_worry():
    plan = a_draft(
        a_conversation(
            an_answer("worry.agree", chose("no"), about="drinking"),
            an_answer("worry.view", "It was one night.", about="drinking"),
        )
    )
    (view,) = plan.views
    assert (view.agrees.words, words(view.said)) == ("No", ["It was one night."])
    assert (view.about.over, view.about.name) == (Over.WORRY, "the drinking")


def test_two_speakers_are_never_one_group():
    nadia = a_conversation(an_answer("who.people", named("Gran")))
    ryan = a_conversation(an_answer("who.people", named("Gran")), of=a_parent("Ryan"))
    assert [friend.speaker_name for friend in a_draft(nadia, ryan).network] == ["Nadia", "Ryan"]


# The practitioner's own lines, and letters ---------------------------------------------------------


def test_the_practitioners_lines_stand_apart():
    plan = a_draft()
    assert plan.lines == ()
    assert plan.worker.name == "Asha"
    assert [worry.title for worry in plan.worker.worries] == ["the drinking"]
    assert plan.worker.bottom_lines[0].words == "Leo is never left alone at night."


def test_the_answer_to_a_question_on_a_line_comes_back_to_that_line():
    line = an_answer("do.what", "Gran picks them up")
    letter = a_letter(line=line.root)
    reply = an_answer(f"letter:{letter.id}", "Mondays", about=line.root)
    plan = a_draft(
        a_conversation(line, unsent=(reply,), letters=(letter,), wordings={reply.question: letter.words})
    )

    assert words(plan.lines) == ["Gran picks them up"]
    (found,) = plan.replies_to(line.root)
    assert (found.line.words, found.line.asked, found.letter) == ("Mondays", letter.words, letter.id)
    assert plan.letters[0].to == a_parent().id


def test_what_is_typed_under_a_letter_answers_its_own_words():
    line = an_answer("do.what", "Gran picks them up")
    for kind, asked in ((LetterKind.QUESTION, "Which days?"), (LetterKind.TYPED, "Are these your words?")):
        letter = a_letter(words="Which days?", line=line.root).model_copy(update={"kind": kind})
        reply = an_answer(f"letter:{letter.id}", "Mondays", about=line.root)
        said = "Asha asked you this." if kind is LetterKind.QUESTION else asked
        sent = a_conversation(line, unsent=(reply,), letters=(letter,), wordings={reply.question: said})
        shown = {"screen": Screen.LETTER, "question": None, "letter": letter.id, "quote": letter.words}
        prompts = tuple(p.model_copy(update=shown) if p.text == said else p for p in sent.prompts)
        (found,) = a_draft(sent.model_copy(update={"prompts": prompts})).replies_to(line.root)
        assert (found.line.words, found.line.asked) == ("Mondays", asked)


def test_any_line_is_found_by_its_root():
    said, left = an_answer("good.proud", "We read."), an_answer("hard.what", Left.SKIPPED)
    plan = a_draft(a_conversation(said, left))
    assert plan.line(said.root).words == "We read."
    assert plan.line(left.root).value.left is Left.SKIPPED
    assert plan.line(AnswerId("nobody")) is None


def test_a_draft_reads_back_from_its_json():
    plan = a_draft(a_conversation(*_a_time(), an_answer("good.proud", a_voice_note())))
    assert type(plan).model_validate_json(plan.model_dump_json()) == plan
