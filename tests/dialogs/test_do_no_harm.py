"""The do-no-harm rules H1 to H6 and H8 of the practice pack, §9, held by the parent's dialog."""

from dialogs.conversation import Leaving, Line, Prompt, Screen
from dialogs.definition import Category, Does, Kind, Over, Part, Question, Section
from dialogs.effects import Ask, Matter, Raise, Tell
from dialogs.events import Channel, Command, FactsChanged, Opened, Shown
from dialogs.facts import Facts, Letter, LetterKind, facts_for
from dialogs.family import PlanType
from dialogs.ids import LetterId
from dialogs.route import Moment, Route
from dialogs.signposts import Alarm
from tests.conversing import NOON, Talk, a_dialog, listening
from tests.transcripts.drivers import PARENT
from tests.transcripts.families import FAMILIES

DIALOG = a_dialog(PARENT)
QUESTIONS = [(section, question) for section in DIALOG.section for question in section.question]


def sams(family: str, **changes: object) -> Facts:
    plan = FAMILIES[family].model_copy(update=changes)
    return facts_for(plan, plan.participants[0].id)


def through_the_door(facts: Facts, *, beside: str = "No one", path: str = "Long", **how: object) -> Talk:
    talk = Talk(DIALOG, facts, **how)  # type: ignore[arg-type]
    answers = {"beside": beside, "path": path, "how.phone": "No", "how.way": "By myself", "how.ring": "No"}
    for _ in range(40):
        if talk.screen.screen is Screen.HUB:
            return talk
        wanted = answers.get(talk.screen.question or "")
        labels = [button.label for button in talk.screen.buttons]
        if wanted and any(label.startswith(wanted) for label in labels):
            talk.presses(wanted)
        elif talk.screen.kind is Kind.TEXT:
            talk.says("Ryan")
        else:
            talk.presses(
                next(
                    (label for label in ("Go on", "OK, go on", "No, thank you") if label in labels), labels[0]
                )
            )
    raise AssertionError("the door does not end")


def asked_on(talk: Talk) -> list[tuple[Section, Question]]:
    """Every question that may be asked now, whatever was answered."""
    route = Route(DIALOG, talk.now, Moment(talk.hour))
    return [
        (section, question)
        for section in DIALOG.section
        for about in route.repeats(section)
        for question in section.question
        if all(route._holds(rule, about, section) for rule in (*section.when, *question.when) if rule.fact)
        and not (question.private and not route.alone)
        and not (question.what_happened and talk.now.facts.police_enquiry)
    ]


CHANGE = {Part.ONE_UP, Part.WHY_NOT_LOWER, Part.BEST_EVER}


def test_h1_only_the_adult_a_worry_is_about_is_asked_what_they_will_change() -> None:
    mine = through_the_door(sams("mine"))
    theirs = through_the_door(sams("theirs"))
    about_worry = [
        (talk, section, question)
        for talk in (mine, theirs)
        for section, question in asked_on(talk)
        if section.repeats and section.repeats.over is Over.WORRY
    ]
    parts = {True: set(), False: set()}
    for talk, _, question in about_worry:
        parts[talk is mine].add(question.goes.part)
    assert parts[True] >= CHANGE
    assert not CHANGE & parts[False]
    words = " ".join(question.ask for talk, _, question in about_worry if talk is theirs)
    assert "{whose}" in words
    assert "keep {children} and yourself safe" in words
    assert "need from {worker}" in words
    assert "instead" not in words


def test_h1_the_other_side_is_walked_to_the_end() -> None:
    talk = through_the_door(sams("theirs"))
    seen: list[Prompt] = []
    for label in [b.label for b in talk.screen.buttons if "worry" in b.label]:
        talk.presses(label)
        for _ in range(60):
            if talk.screen.screen is Screen.HUB:
                break
            seen.append(talk.screen)
            if talk.screen.kind is Kind.AGREE:
                talk.presses("Yes")
            elif talk.screen.kind is Kind.SCALE:
                talk.says("3")
            elif talk.screen.screen is Screen.PLAY_BACK:
                talk.presses("Yes, that is it")
            elif talk.screen.kind is Kind.READ:
                talk.presses("OK, go on")
            else:
                talk.says("some words")
    text = " ".join(prompt.text for prompt in seen)
    assert "What must Ryan do" in text
    assert "What will you do" not in text
    assert "went up by one" not in text


def test_h2_with_somebody_beside_me_fear_and_past_hurt_are_not_asked_and_leave_no_gap() -> None:
    talk = through_the_door(sams("mine"), beside="Someone else")
    private = {question.id for _, question in QUESTIONS if question.private}
    assert private & {"people.fear", "hurt.last"} or len(private) > 3
    now = {step.question.id for step in Route(DIALOG, talk.now, Moment(12)).steps()}
    assert not now & private
    assert not any("Hard things" in button.label for button in talk.screen.buttons)
    alone = through_the_door(sams("mine"))
    assert any("Hard things" in button.label for button in alone.screen.buttons)


def test_h2_who_is_beside_me_stands_on_every_line_and_is_asked_at_each_sitting() -> None:
    talk = through_the_door(sams("mine"), beside="Someone else")
    talk.presses("What is going well")
    talk.says("we dance")
    assert talk.now.answers[-1].beside == "Ryan"
    talk.waits(days=1)
    talk.does(Opened)
    assert talk.screen.screen is Screen.GOOD_TIME
    talk.presses("Go on")
    assert talk.screen.question == "beside"


def test_h2_a_private_way_stays_open_while_somebody_is_there() -> None:
    talk = through_the_door(sams("mine"), beside="Someone else")
    rings = [q.id for _, q in QUESTIONS if any(choice.does is Does.RING_ME for choice in q.choices)]
    asked = {a.question for a in talk.now.answers}
    assert set(rings) & asked


def test_h2_coming_back_on_telegram_shows_no_earlier_words() -> None:
    talk = through_the_door(sams("mine"))
    talk.presses("What is going well")
    talk.says("we dance when he is out")
    talk.waits(days=2)
    talk.does(Opened, channel=Channel.TELEGRAM)
    assert "dance" not in repr(talk.screen)
    for _ in range(60):
        if talk.screen.screen is Screen.CHECK:
            break
        talk.presses("Go on") if talk.screen.screen is Screen.GOOD_TIME else talk.does(
            Shown, prompt=1, message=1
        )
        if talk.screen.question == "beside":
            _press_on_telegram(talk, "No one")
        elif talk.screen.screen is not Screen.GOOD_TIME:
            _press_on_telegram(
                talk, "All parts" if talk.screen.screen is Screen.QUESTION else "Check what I said"
            )
    shown: tuple[Line, ...] = talk.screen.lines
    assert shown
    assert "dance" not in repr(talk.screen)
    assert "with your PIN" in repr(talk.screen)


def _press_on_telegram(talk: Talk, label: str) -> None:
    from dialogs.events import Pressed

    number = next(n for n, b in enumerate(talk.screen.buttons) if b.label.startswith(label))
    talk.does(Pressed, prompt=talk.screen.number, button=number, channel=Channel.TELEGRAM)


def test_h2_where_somebody_sees_this_phone_help_is_the_quiet_way() -> None:
    talk = somebody_sees_this_phone()
    talk.commands(Command.HELP)
    assert shown(talk.screen) == QUIET
    talk.presses("More")
    assert "Not urgent: 101." in talk.screen.text, "the button leads to more help, once it is asked for"


def test_h2_where_somebody_sees_this_phone_the_reply_to_danger_says_nothing_of_it() -> None:
    talk = somebody_sees_this_phone()
    talk.reach("good.well")
    talk.says("he is at the door with a knife")
    assert shown(talk.screen) == QUIET
    (flag,) = [effect for effect in talk.effects if isinstance(effect, Raise)]
    assert (flag.kind, flag.words) == (Alarm.DANGER_NOW, "he is at the door with a knife")
    talk.presses("Go on")
    assert talk.screen.question == "good.well"


def test_h2_who_alone_sees_their_phone_is_thanked_and_told_that_it_is_seen() -> None:
    talk = Talk(LISTENS, sams("mine"))
    talk.reach("good.well")
    talk.says("he is at the door with a knife")
    text = shown(talk.screen)[0]
    assert text.startswith("Thank you for telling us. Please get help first.")
    assert "Asha gets a message now" in text
    assert "In danger now: call 999." in text


LISTENS = a_dialog(PARENT, signposts=listening())
QUIET = ("999. If you can't speak, press 55.\nThere is more under More.", ["Go on", "More", "Stop for now"])
"""The whole screen: 999 and 55, one dull line, and the button to more help."""


def somebody_sees_this_phone() -> Talk:
    talk = Talk(LISTENS, sams("mine"))
    talk.reach("how.phone")
    talk.presses("Yes")
    return talk


def shown(screen: Prompt) -> tuple[str, list[str]]:
    """Everything that a person sees."""
    parts = (*screen.said, screen.text, screen.quote, *(f"{line.words}" for line in screen.lines))
    return "\n".join(part for part in parts if part), [button.label for button in screen.buttons]


def test_h3_where_words_can_go_is_said_before_the_first_question() -> None:
    talk = Talk(DIALOG, sams("mine"))
    said: list[str] = []
    for _ in range(12):
        if talk.screen.question == "how.way":
            break
        said.append(talk.screen.text)
        talk.presses("Go on" if talk.screen.question == "door.start" else "OK, go on")
    text = " ".join(said)
    for word in ("report", "meeting", "police", "court", "solicitor", "advocate"):
        assert word in text


def test_h3_pre_proceedings_says_it_again_at_the_door() -> None:
    talk = Talk(DIALOG, sams("mine", plan_type=PlanType.PRE_PROCEEDINGS))
    assert "Get a solicitor before you answer" in talk.reach("know.solicitor").text


def test_h3_a_police_enquiry_closes_every_question_about_what_happened() -> None:
    talk = through_the_door(sams("mine", police_enquiry=True))
    asked = [question for _, question in asked_on(talk)]
    assert not any(q.goes.category is Category.HARM for q in asked)
    open_still = {q.goes.category for q in asked}
    assert {
        Category.STRENGTH,
        Category.NETWORK,
        Category.GOAL,
        Category.ACTION,
        Category.WHAT_IF,
    } <= open_still
    assert all(q.what_happened for _, q in QUESTIONS if q.goes.category is Category.HARM)


def test_h3_the_switch_closes_a_question_that_is_open_at_the_moment() -> None:
    talk = through_the_door(sams("mine"))
    talk.reach("worry.agree")
    talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"police_enquiry": True}))
    talk.says("he was home by nine")
    assert talk.screen.question != "worry.agree"
    assert "he was home by nine" in repr(talk.now.answers)


def test_h4_i_just_want_to_say_it_is_offered_on_the_first_screen_and_the_person_sorts_it() -> None:
    talk = Talk(DIALOG, sams("mine"))
    assert any("say it my way" in button.label for button in talk.screen.buttons)
    sorting = [question for _, question in QUESTIONS if question.sorts]
    assert sorting
    for question in sorting:
        assert any(choice.goes is None and "{worker}" in choice.label for choice in question.choices)


def test_h4_after_nine_past_hurt_offers_another_time() -> None:
    day = through_the_door(sams("mine"))
    night = through_the_door(sams("mine"), hour=22)
    offered = {
        talk.hour: next(
            s.question for s in Route(DIALOG, talk.now, Moment(talk.hour)).steps() if s.section.heavy
        )
        for talk in (day, night)
    }
    assert {choice.id for choice in offered[22].choices} >= {"now", "tomorrow"}
    assert any("{worker}" in choice.label for choice in offered[22].choices)
    assert offered[12].kind is Kind.TEXT
    night.reach(offered[22].id)
    night.presses("Tomorrow")
    assert night.screen.screen is Screen.HUB


def test_h4_heavy_sections_come_last_end_with_what_helped_and_leaving_asks_about_tonight() -> None:
    heavy = [section for section in DIALOG.section if section.heavy]
    assert heavy
    assert all(section.question[-1].helped for section in heavy)
    talk = through_the_door(sams("mine"))
    talk.reach(next(q.id for q in heavy[0].question if q.what_happened))
    talk.says("a hard thing")
    talk.commands(Command.STOP)
    assert talk.screen.text.endswith("Who can you talk to tonight?")


def test_h4_the_short_path_asks_at_most_fifteen_questions() -> None:
    talk = through_the_door(sams("mine"), path="Short")
    asked: set[tuple[str | None, str]] = set()
    for label in [b.label for b in talk.screen.buttons if "not started" in b.label]:
        if not any(b.label.startswith(label.split(" ·")[0]) for b in talk.screen.buttons):
            continue
        talk.presses(label.split(" ·")[0])
        _answer_to_the_hub(talk, asked)
    for button in [b.label for b in talk.screen.buttons if "not started" in b.label]:
        talk.presses(button)
        _answer_to_the_hub(talk, asked)
    questions = [key for key in asked if DIALOG.questions[key[0]][1].kind is not Kind.READ]
    assert 10 <= len(questions) <= 15


def _answer_to_the_hub(talk: Talk, asked: set[tuple[str | None, str]]) -> None:
    for _ in range(60):
        screen = talk.screen
        if screen.screen is Screen.HUB:
            return
        if screen.screen is Screen.PLAY_BACK:
            talk.presses("Yes, that is it")
            continue
        asked.add((screen.question, screen.about))
        labels = [button.label for button in screen.buttons]
        if "No, that is all" in labels or "Nobody else" in labels:
            talk.presses("No, that is all" if "No, that is all" in labels else "Nobody else")
        elif screen.kind is Kind.READ:
            talk.presses("OK, go on")
        elif screen.kind is Kind.SCALE:
            talk.says("5")
        elif screen.kind in (Kind.CHOICE, Kind.AGREE, Kind.PERSON):
            talk.presses(labels[0])
        else:
            talk.says("Jo")
    raise AssertionError("this part does not end")


def test_h5_nothing_we_say_calls_a_plan_safe_or_complete() -> None:
    approved = Letter(id=LetterId("l"), kind=LetterKind.APPROVED, words="", at=NOON)
    talk = through_the_door(sams("mine").model_copy(update={"letters": (approved,)}))
    from dialogs.events import LetterOpened

    talk.does(LetterOpened, letter=LetterId("l"))
    assert (
        "Asha has read this and agrees to try it. It does not mean that the worry is over."
        in talk.screen.text
    )
    for words in DIALOG.house.words.values():
        for claim in (" safe.", "strong", "passed", "complete"):
            assert claim not in words.casefold()


def test_h6_what_the_practitioner_wrote_can_be_questioned_and_says_what_comes_next() -> None:
    for kind in LetterKind:
        letter = Letter(id=LetterId("l"), kind=kind, words="Some words", at=NOON)
        talk = through_the_door(sams("mine").model_copy(update={"letters": (letter,)}))
        from dialogs.events import LetterOpened

        talk.does(LetterOpened, letter=LetterId("l"))
        talk.presses("I don't understand this")
        assert any(isinstance(e, Tell) and e.matter is Matter.UNCLEAR for e in talk.effects)
    asks = " ".join(question.ask for _, question in QUESTIONS)
    assert "{if_nothing_changes}" in asks
    assert "{step_back}" in asks


def test_h6_afterwards_did_we_listen_zero_to_ten_and_what_would_be_one_more() -> None:
    ids = [(q.kind, q.ask.casefold()) for _, q in QUESTIONS]
    assert any(kind is Kind.SCALE and "listen" in ask for kind, ask in ids)
    assert any("one more" in ask or "one higher" in ask for _, ask in ids)


def test_h8_skips_are_kept_as_what_they_are_and_the_door_says_where_they_stay() -> None:
    talk = through_the_door(sams("mine"))
    talk.presses("What is going well")
    talk.presses("Skip")
    assert isinstance(talk.now.answers[-1].value, Leaving)
    door = " ".join(question.ask for section, question in QUESTIONS if section.door)
    for words in ("A skip says nothing about you", "stay on file", "court"):
        assert words in door


def test_h8_nothing_is_asked_of_a_person_who_only_reads_news() -> None:
    talk = through_the_door(sams("mine"))
    turn = talk.does(FactsChanged, facts=talk.now.facts)
    assert not any(isinstance(effect, Ask) for effect in turn.effects)
