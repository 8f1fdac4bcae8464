"""The do-no-harm rules H1 to H6 and H8 of the practice pack, §9, held by the parent's dialog."""

import pytest

from dialogs.buttons import Do, Enter, Move
from dialogs.conversation import Leaving, Line, Prompt, Screen, Sent
from dialogs.definition import Category, Does, Kind, Part
from dialogs.effects import Ask, Matter, Raise, Tell
from dialogs.events import Channel, Command, FactsChanged, Opened, Pressed, Shown, Ticked
from dialogs.facts import Facts, Letter, LetterKind, facts_for
from dialogs.family import PlanType
from dialogs.ids import LetterId, WorryId
from dialogs.plan import draft
from dialogs.reach import Reach
from dialogs.route import Moment, Route
from dialogs.signposts import Alarm
from tests.conversing import NOON, Talk, a_dialog, listening
from tests.transcripts.drivers import PARENT
from tests.transcripts.families import FAMILIES, SAM

DIALOG = a_dialog(PARENT)
QUESTIONS = [(section, question) for section in DIALOG.section for question in section.question]


def sams(family: str, **changes: object) -> Facts:
    plan = FAMILIES[family].model_copy(update=changes)
    return facts_for(plan, plan.participants[0].id)


def through_the_door(facts: Facts, *, beside: str = "No one", path: str = "Long", **how: object) -> Talk:
    return through_the_door_of(Talk(DIALOG, facts, **how), beside=beside, path=path)  # type: ignore[arg-type]


def through_the_door_of(talk: Talk, *, beside: str = "No one", path: str = "Long") -> Talk:
    """The rest of the first screens, answered the usual way."""
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


def everything(talk: Talk, agrees: str = "Yes") -> list[Prompt]:
    """Every question that is put to somebody who goes through all parts from the hub and answers it all."""
    put: list[Prompt] = []
    entered: set[str] = set()
    for _ in range(600):
        screen = talk.screen
        if screen.screen is Screen.HUB:
            fresh = [
                (n, b.act.section)
                for n, b in enumerate(screen.buttons)
                if isinstance(b.act, Enter) and b.act.section not in entered
            ]
            if not fresh:
                return put
            number, section = fresh[0]
            entered.add(section)
            talk.does(Pressed, prompt=screen.number, button=number)
            continue
        if screen.screen is Screen.QUESTION:
            put.append(screen)
        _answers(talk, agrees)
    raise AssertionError("it does not end")


def _answers(talk: Talk, agrees: str) -> None:
    screen = talk.screen
    moves = [b.act.move for b in screen.buttons if isinstance(b.act, Do)]
    wanted = [m for m in (Move.RIGHT, Move.NO_MORE) if m in moves]
    if wanted and (wanted[0] is Move.RIGHT or talk.kept(screen.question or "")):
        talk.does(Pressed, prompt=screen.number, button=_place(screen, Do(move=wanted[0])))
    elif screen.screen is Screen.CHECK:
        talk.does(Pressed, prompt=screen.number, button=_place(screen, Do(move=Move.HUB)))
    elif screen.kind is Kind.READ:
        talk.does(Pressed, prompt=screen.number, button=_place(screen, Do(move=Move.GO_ON)))
    elif screen.kind is Kind.AGREE:
        talk.presses(agrees)
    elif screen.kind in (Kind.CHOICE, Kind.PERSON):
        talk.does(Pressed, prompt=screen.number, button=0)
    elif screen.kind is Kind.CHOICES:
        talk.does(Ticked, prompt=screen.number, buttons=(0,))
    else:
        talk.says({Kind.SCALE: "3", Kind.DATE: "3 May"}.get(screen.kind or Kind.TEXT, "Jo"))


def _place(screen: Prompt, act: Do) -> int:
    return next(n for n, button in enumerate(screen.buttons) if button.act == act)


def ids(put: list[Prompt]) -> set[str]:
    return {prompt.question for prompt in put if prompt.question}


def of_section(*sections: str) -> set[str]:
    """The questions of these sections, but for what is there to be read."""
    return {q.id for section, q in QUESTIONS if section.id in sections and q.kind is not Kind.READ}


CHANGE = {Part.ONE_UP, Part.WHY_NOT_LOWER, Part.BEST_EVER}


def test_h1_only_the_adult_a_worry_is_about_is_asked_what_they_will_change() -> None:
    about = {
        family: [
            DIALOG.questions[prompt.question][1]
            for prompt in everything(through_the_door(sams(family)))
            if prompt.question and prompt.about == "drink"
        ]
        for family in ("mine", "theirs")
    }
    assert {question.goes.part for question in about["mine"]} >= CHANGE
    assert not {question.goes.part for question in about["theirs"]} & CHANGE
    assert not [question for question in about["theirs"] if question.goes.category is Category.GOAL]
    assert {question.goes.who for question in about["theirs"]} == {None, "whose"}, "what must Ryan do"
    assert Category.SAFETY in {question.goes.category for question in about["theirs"]}, "what I have done"


def test_h1_who_is_told_of_another_adults_worry_is_asked_once_what_they_need_from_workers() -> None:
    put = everything(through_the_door(sams("theirs")))
    assert [p.text for p in put if p.question == "need.workers"] == [
        "What do you need from Asha, or from other workers?"
    ]


def the_other_side(agrees: str, **changes: object) -> str:
    """Every screen of a worry about what Ryan does, walked by Sam to its end."""
    talk = through_the_door(sams("theirs", **changes))
    seen: list[Prompt] = []
    for label in [b.label for b in talk.screen.buttons if b.label.startswith("A worry to look at")]:
        talk.presses(label)
        for _ in range(60):
            if talk.screen.screen is Screen.HUB:
                break
            seen.append(talk.screen)
            if talk.screen.kind is Kind.AGREE:
                talk.presses(agrees)
            elif talk.screen.kind is Kind.SCALE:
                talk.says("3")
            elif talk.screen.screen is Screen.PLAY_BACK:
                talk.presses("Yes, that is it")
            elif talk.screen.kind is Kind.READ:
                talk.presses("OK, go on")
            else:
                talk.says("some words")
    return " ".join(prompt.text for prompt in seen)


def test_h1_the_other_side_is_walked_to_the_end() -> None:
    text = the_other_side("Yes")
    assert "What have you done to keep Leo safe?" in text
    assert "What must Ryan do" in text
    assert "will you do" not in text
    assert "went up by one" not in text


def test_h1_only_who_is_hurt_too_is_asked_about_themselves() -> None:
    hurt = FAMILIES["theirs"].worries[0].model_copy(update={"hurt_adults": (SAM.person,)})
    assert "yourself" not in the_other_side("Yes")
    assert "What have you done to keep Leo and yourself safe?" in the_other_side("Yes", worries=(hurt,))


def test_h1_after_no_nobody_is_asked_to_keep_safe_or_what_the_other_must_do_but_how_they_see_it() -> None:
    text = the_other_side("No")
    assert "How do you see it, in your own words?" in text
    for taken_as_true in ("to keep", "must", "How is it for you", "how long must"):
        assert taken_as_true not in text


def test_h1_after_no_nothing_takes_the_worry_as_true() -> None:
    talk = through_the_door(sams("mine"))
    talk.reach("worry.agree")
    talk.presses("No")
    route = Route(DIALOG, talk.now, Moment(12, 2026))
    still = {step.question.id for step in route.steps() if step.about == "drink"}
    assert "worry.normal" in still
    taken_as_true = {q.id for section, q in QUESTIONS if section.id == "safe" and q.id != "safe.now"}
    taken_as_true |= {"goal.will", "goal.long", "worry.step", "worry.later", "worry.others"}
    assert not still & taken_as_true


def test_h1_the_worry_is_read_whole_who_worries_first_before_anything_uses_it() -> None:
    """A suspicion without its holder reads as a fact; so does its short name in our own mouth."""
    talk = through_the_door(sams("mine"))
    words = talk.reach("worry.agree").text
    parts = ("Asha calls this worry “the drinking”", "Asha and the school worry.", "In May", "could be hurt")
    places = [words.index(part) for part in (*parts, "no one comes")]
    assert places == sorted(places)
    order = list(DIALOG.questions)
    uses = [q.id for _, q in QUESTIONS if "{worry}" in q.ask and not q.id.startswith("theirs.")]
    assert uses[0] == "worry.agree"
    assert all(order.index("worry.agree") <= order.index(id) for id in uses)
    for _, question in QUESTIONS:
        if "{worry}" in question.ask:
            assert "{worker} calls" in question.ask.partition("{worry}")[0]


OVERHEARD = (of_section("theirs", "hurt") - {"hurt.when"}) | {"people.fear", "people.fear_helps"}
"""A worry about what another adult does, past hurt, and whom I fear: never within anybody's hearing."""


def test_h2_alone_all_of_it_is_asked() -> None:
    put = [
        *everything(through_the_door(sams("theirs")), "Yes"),
        *everything(through_the_door(sams("theirs")), "No"),
    ]
    assert ids(put) >= OVERHEARD


@pytest.mark.parametrize("beside", ["Someone else", "Children"])
@pytest.mark.parametrize("family", ["mine", "theirs"])
def test_h2_with_somebody_beside_me_fear_past_hurt_and_their_worry_are_not_asked(
    family: str, beside: str
) -> None:
    talk = through_the_door(sams(family), beside=beside)
    rows = " ".join(button.label for button in talk.screen.buttons)
    assert "Hard things" not in rows, "no gap is left where it would stand"
    assert "A worry to look at" not in rows
    put = everything(talk)
    assert not ids(put) & OVERHEARD
    if family == "theirs":
        assert not [prompt for prompt in put if "drinking" in repr(prompt) or "Leo was out" in repr(prompt)]


def test_h2_a_baby_beside_me_hears_nothing_and_holds_back_nothing() -> None:
    baby = through_the_door(sams("mine"), beside="A baby or toddler")
    asked = {answer.question for answer in baby.now.answers}
    assert not asked & {"beside.who", "beside.call"}
    assert any("Hard things" in button.label for button in baby.screen.buttons)
    baby.presses("What is going well")
    baby.says("we dance")
    assert baby.now.answers[-1].beside == ""


def test_h2_children_could_hear_and_nothing_more_is_asked_for_that() -> None:
    children = through_the_door(sams("mine"), beside="Children")
    asked = {answer.question for answer in children.now.answers}
    assert not asked & {"beside.who", "beside.call"}
    assert not any("Hard things" in button.label for button in children.screen.buttons)
    children.presses("What is going well")
    children.says("we dance")
    assert children.now.answers[-1].beside == "children"


def test_h2_who_asked_to_be_rung_is_not_asked_once_more() -> None:
    talk = Talk(DIALOG, sams("mine"))
    talk.reach("how.way")
    talk.presses("Please ring me")
    assert talk.screen.question == "how.ring_when"
    talk.says("Tuesday at ten")
    assert talk.screen.question == "how.told"
    talk.reach("beside")
    talk.presses("Someone else")
    talk.says("Ryan")
    assert talk.screen.question == "path"


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
        elif talk.screen.screen is Screen.EARLIER:
            _press_on_telegram(talk, "Not now")
        elif talk.screen.screen is not Screen.GOOD_TIME:
            _press_on_telegram(
                talk, "All parts" if talk.screen.screen is Screen.QUESTION else "Check what I said"
            )
    shown: tuple[Line, ...] = talk.screen.lines
    assert shown
    assert "dance" not in repr(talk.screen)
    assert "not shown in this chat" in repr(talk.screen)


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


ABOUT_WHAT_HAPPENED = (
    (of_section("safe") - {"safe.now", "safe.cope"})  # a day it could have gone wrong
    | (of_section("calm") - {"calm.now"})  # the same, and what I think the worry is
    | (of_section("hurt") - {"hurt.when", "hurt.helped"})  # past hurt
    | {"worry.agree", "worry.view", "worry.words"}  # whether the worry is true
    | {"worry.need", "worry.same", "worry.others", "worry.later"}  # who bears it out, or not
    | {"worry.best"}  # how it was at other times
    | {"theirs.agree", "theirs.view", "theirs.words"}
    | {"theirs.done", "theirs.who", "theirs.when", "theirs.met"}  # what I did about it
)
"""What the police or a court could ask about. Listed here, so that no flag in the file vouches for itself."""


def test_h3_a_police_enquiry_closes_every_question_about_what_happened() -> None:
    open_to_all: set[str] = set()
    for family in ("mine", "theirs", "no worries"):
        put = ids(everything(through_the_door(sams(family, police_enquiry=True))))
        assert not put & ABOUT_WHAT_HAPPENED, family
        open_to_all |= put
    still = {DIALOG.questions[id][0].id for id in open_to_all}  # type: ignore[index]
    assert still >= {"good", "people", "goal", "act", "act_each", "sign", "whatif"}
    assert {"safe.now", "calm.now", "worry.read", "theirs.read"} <= open_to_all


@pytest.mark.parametrize("agrees", ["Yes", "Some of it", "No"])
def test_h3_what_was_said_of_a_worry_before_leads_to_nothing_more_about_it(agrees: str) -> None:
    talk = through_the_door(sams("mine"))
    talk.reach("worry.agree")
    talk.presses(agrees)
    talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"police_enquiry": True}))
    talk.does(Opened)
    assert not ids(everything(talk)) & ABOUT_WHAT_HAPPENED


def test_h3_without_an_enquiry_each_of_them_is_asked_of_somebody() -> None:
    put: set[str] = set()
    for family, agrees in (
        ("mine", "Yes"),
        ("mine", "Some"),
        ("mine", "No"),
        ("theirs", "Yes"),
        ("theirs", "No"),
    ):
        put |= ids(everything(through_the_door(sams(family)), agrees))
    put |= ids(everything(through_the_door(sams("no worries"))))
    assert put >= ABOUT_WHAT_HAPPENED - {"safe.cope", "good.cope"}


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
    talk.presses("I want to say it my way")
    talk.reach("say.first")
    said = "Nobody asked me. He shouted, and Gran took them home"
    talk.says(said)
    through = through_the_door_of(talk)
    assert through.reach("sort.first").text.endswith(said)
    assert lines_of(through, said) == [Category.UNSORTED], "until I say where it belongs"
    headings = {button.label: button.act for button in through.screen.buttons}
    for heading in ("What is going well", "Something that happened", "A worry", "What I want to see"):
        assert heading in headings
    through.presses("A worry")
    done = [b for b in through.screen.buttons if b.act == Do(move=Move.DONE_PICKING)]
    if done:
        through.presses("Done")
    assert lines_of(through, said) == [Category.DANGER], "where I put it, in my words"


def test_h4_a_piece_that_is_left_for_the_practitioner_stays_unsorted() -> None:
    talk = Talk(DIALOG, sams("mine"))
    talk.presses("I want to say it my way")
    talk.reach("say.first")
    talk.says("All of it")
    through_the_door_of(talk).reach("sort.first")
    talk.presses("Leave it for Asha")
    if any(b.act == Do(move=Move.DONE_PICKING) for b in talk.screen.buttons):
        talk.presses("Done")
    assert lines_of(talk, "All of it") == [Category.UNSORTED]


def lines_of(talk: Talk, words: str) -> list[Category]:
    """Under which headings of the draft these words stand."""
    family = FAMILIES["mine"]
    sent = Sent(
        number=1,
        at=talk.at,
        answers=tuple(a.id for a in Route(DIALOG, talk.now, None).answered.newest.values()),
    )
    plan = draft(family, [(family.participants[0], DIALOG, talk.now.model_copy(update={"sent": (sent,)}))])
    return [line.category for line in plan.lines if line.words == words]


def test_h4_the_worst_time_is_never_asked_for_here() -> None:
    put = everything(through_the_door(sams("mine")))
    worst = [prompt for prompt in put if "worst" in prompt.text.casefold()]
    assert [prompt.text for prompt in worst] == [
        "The worst time is not asked here. Would you like to tell Asha about it one day?"
    ]
    assert worst[0].kind is Kind.CHOICE
    assert not [q.id for _, q in QUESTIONS if "worst" in q.other.casefold()]


def test_h4_after_nine_past_hurt_offers_another_time() -> None:
    day = through_the_door(sams("mine"))
    night = through_the_door(sams("mine"), hour=22)
    offered = {
        talk.hour: next(
            s.question
            for s in Route(DIALOG, talk.now, Moment(talk.hour, talk.at.year)).steps()
            if s.section.heavy
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


SEVERAL = ("the drinking", "mornings", "the cold flat")


def with_worries(family: str, number: int) -> Facts:
    """A family with so many worries of the same kind."""
    first = FAMILIES[family].worries[0]
    worries = [
        first.model_copy(update={"id": WorryId(f"w{n}"), "title": title})
        for n, title in enumerate(SEVERAL[:number])
    ]
    return sams(family, worries=tuple(worries))


@pytest.mark.parametrize("agrees", ["Yes", "Some of it", "No"])
@pytest.mark.parametrize(
    ("family", "worries"), [("no worries", 0), *((f, n) for f in ("mine", "theirs") for n in (1, 2, 3))]
)
def test_h4_the_short_path_asks_at_most_fifteen_questions(family: str, worries: int, agrees: str) -> None:
    facts = with_worries(family, worries) if worries else sams(family)
    talk = through_the_door(facts, path="Short")
    asked: set[tuple[str | None, str]] = set()
    talk.presses("Next: ")
    _answer_to_the_hub(talk, asked, agrees)
    assert not any("started" in button.label for button in talk.screen.buttons), "one part led to the next"
    questions = [key for key in asked if DIALOG.questions[key[0]][1].kind is not Kind.READ]
    assert 9 <= len(questions) <= 15
    about = [key for key in questions if key[0] and key[0].startswith(("worry.", "theirs.", "safe."))]
    assert len({worry for _, worry in about}) == worries, "every worry is asked about"


def test_h4_what_check_proves_of_the_short_path_is_not_less_than_what_was_walked() -> None:
    reach = Reach(DIALOG)
    assert [reach.most_asked_when_short(worries) for worries in range(4)] == [14, 15, 15, 15]


def _answer_to_the_hub(talk: Talk, asked: set[tuple[str | None, str]], agrees: str) -> None:
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
        elif screen.kind is Kind.AGREE:
            talk.presses(agrees)
        elif screen.kind in (Kind.CHOICE, Kind.PERSON):
            talk.presses(labels[0])
        else:
            talk.says("Jo")
    raise AssertionError("this part does not end")


def test_h5_approved_is_said_as_what_it_is() -> None:
    approved = Letter(id=LetterId("l"), kind=LetterKind.APPROVED, words="", at=NOON)
    talk = through_the_door(sams("mine").model_copy(update={"letters": (approved,)}))
    from dialogs.events import LetterOpened

    talk.does(LetterOpened, letter=LetterId("l"))
    assert (
        "Asha has read this and agrees to try it. It does not mean that the worry is over."
        in talk.screen.text
    )


def test_h6_what_the_practitioner_wrote_can_be_questioned_and_says_what_comes_next() -> None:
    # A part that was read is news, and after closure nobody would read the question.
    written = [kind for kind in LetterKind if kind not in (LetterKind.READ, LetterKind.CLOSED)]
    for kind in written:
        letter = Letter(id=LetterId("l"), kind=kind, words="Some words", at=NOON)
        talk = through_the_door(sams("mine").model_copy(update={"letters": (letter,)}))
        from dialogs.events import LetterOpened

        talk.does(LetterOpened, letter=LetterId("l"))
        talk.presses("I don't understand this")
        assert any(isinstance(e, Tell) and e.matter is Matter.UNCLEAR for e in talk.effects)


WRITTEN = {
    "worry": "They say that {} nobody is there.",
    "goal": "A {} grown-up is there.",
    "bottom line": "Somebody {} sleeps there.",
    "if nothing changes": "Asha may ask for a {} meeting.",
    "step back": "Twelve {} weeks.",
}
STRANGE = "quixotic"
"""A word that stands in all that the practitioner wrote, and nowhere else."""


def test_h6_beside_every_word_of_the_practitioner_stands_i_dont_understand_this() -> None:
    mine = sams("mine")
    words = {name: text.format(STRANGE) for name, text in WRITTEN.items()}
    facts = mine.model_copy(
        update={
            "worries": tuple(
                worry.model_copy(update={"words": words["worry"], "goal": words["goal"]})
                for worry in mine.worries
            ),
            "bottom_lines": (words["bottom line"],),
            "if_nothing_changes": words["if nothing changes"],
            "step_back": words["step back"],
        }
    )
    theirs = facts.model_copy(
        update={
            "worries": tuple(w.model_copy(update={"mine": False, "whose": "Ryan"}) for w in facts.worries)
        }
    )
    enquiry = {"police_enquiry": True}
    put = [
        prompt
        for one in (facts, theirs, facts.model_copy(update=enquiry), theirs.model_copy(update=enquiry))
        for prompt in everything(through_the_door(one))
        if STRANGE in prompt.text
    ]
    for text in words.values():
        assert any(text in prompt.text for prompt in put), text
    for prompt in put:
        assert Do(move=Move.UNCLEAR) in [button.act for button in prompt.buttons], prompt.text


def test_h6_who_does_not_understand_a_question_is_told_that_the_practitioner_hears_of_it() -> None:
    talk = through_the_door(sams("mine"))
    talk.reach("worry.agree")
    talk.presses("I don't understand this")
    assert any(isinstance(e, Tell) and e.matter is Matter.UNCLEAR for e in talk.effects)
    assert talk.screen.question == "worry.agree"
    assert "Asha is told, and will explain it." in " ".join(talk.screen.said)


def test_h6_afterwards_did_we_listen_zero_to_ten_and_what_would_be_one_more() -> None:
    talk = through_the_door(sams("mine"))
    assert "listen" in talk.reach("end.listen").text
    assert [b.label for b in talk.screen.buttons[:11]] == [str(number) for number in range(11)]
    talk.presses("6")
    assert talk.screen.question == "end.more"
    assert "one" in talk.screen.text
    talk.says("Read it before you come")
    assert "Read it before you come" in repr(talk.now.answers[-1].value)


def test_h8_skips_are_kept_as_what_they_are_and_the_door_says_where_they_stay() -> None:
    talk = through_the_door(sams("mine"))
    talk.presses("What is going well")
    talk.presses("Skip")
    assert isinstance(talk.now.answers[-1].value, Leaving)
    door = " ".join(question.ask for section, question in QUESTIONS if section.door)
    for words in ("A skip says nothing about you", "stay on file", "court"):
        assert words in door


def test_news_about_the_plan_asks_nothing_of_anybody() -> None:
    talk = through_the_door(sams("mine"))
    turn = talk.does(FactsChanged, facts=talk.now.facts)
    assert not any(isinstance(effect, Ask) for effect in turn.effects)
