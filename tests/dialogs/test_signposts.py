"""Words of danger: what raises an alarm, what is quiet, and that nothing sent can slow it down."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialogs.phrases import END, Phrases, Spelling, by_ear, slips
from dialogs.signposts import Alarm, Guard, Heard, Signpost, Signposts, Sway
from tests.conversing import listening
from tests.signposts import figures
from tests.signposts.figures import Meant

DANGER, SAME_DAY = Alarm.DANGER_NOW, Alarm.SAME_DAY
ENGLISH = listening()
NOTES = {
    *("plain", "slang", "misspelt", "past", "present", "negation", "joke", "exaggeration"),
    *("child", "third_person", "indirect"),
}
REHEARSAL = Path(figures.__file__).with_name("rehearsal.txt")

EVERYDAY = (
    "Gran picks them up on Fridays. My mum can help with school runs, and we read a book every night before "
    "bed. He is good at football and he has lots of friends. I'm tired and work is hard at the moment. The "
    "kids are killing me today but I wouldn't be without them. He has taken the kids to the park. "
)


# What is heard -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "alarm"),
    [
        ("He has a knife.", DANGER),
        ("The kids are killing me.", None),
        ("I could murder a cuppa.", None),
        ("If he turns up drunk I ring 999.", None),
        ("He has never hit me.", None),
        ("He had a knife two years ago.", SAME_DAY),
        ("He hits me.", SAME_DAY),
        ("He hits me. He is still here.", DANGER),
        ("I don't know what to do, he's got a knife.", DANGER),
        ("Gran picks them up on Fridays.", None),
        ("Curtains shut.", None),
        ("Things happen here when the curtains are shut.", SAME_DAY),
        ("", None),
        ("🙂", None),
    ],
)
def test_now_is_told_from_past_plans_and_sayings(words: str, alarm: Alarm | None) -> None:
    assert ENGLISH.listen(words) is alarm


@pytest.mark.parametrize(
    "words",
    [
        "HE HAS A KNIFE",
        "he’s got a knife",
        "hes got a nife",
        "he has a kniiiife",
        "he has a k\u200bnife",
        "he has a 🔪",
        "ｈｅ　ｈａｓ　ａ　ｋｎｉｆｅ",
        "he\nhas a\tknife\n\nhe has a knife",
    ],
)
def test_it_is_heard_however_it_is_typed(words: str) -> None:
    assert ENGLISH.listen(words) is DANGER


def test_only_a_kind_and_a_rule_are_told_never_a_number() -> None:
    assert ENGLISH.hear("She is not breathing.") == Heard(DANGER, "not_breathing")
    assert ENGLISH.hear("We read a book every night.") is None


def test_danger_is_heard_at_the_end_of_a_long_text() -> None:
    assert ENGLISH.listen(EVERYDAY * 40) is None
    assert ENGLISH.listen(EVERYDAY * 40 + "He is strangling her.") is DANGER


@given(st.text())
def test_nobody_can_send_what_it_cannot_read(text: str) -> None:
    assert ENGLISH.listen(text) in (None, SAME_DAY, DANGER)


# How often -----------------------------------------------------------------------------------------------


def test_the_authors_lines_cover_every_way_of_saying() -> None:
    lines = figures.lines("lines.toml", ENGLISH)
    assert len(lines) >= 360
    assert {line.note for line in lines} == NOTES
    assert len({line.text for line in lines}) == len(lines)
    for kind in Meant:
        assert {line.note for line in lines if line.meant is kind} == NOTES


def test_the_authors_lines_are_heard() -> None:
    lines = figures.lines("lines.toml", ENGLISH)
    dangers = [line for line in lines if line.meant is Meant.DANGER_NOW]
    assert sum(line.missed for line in dangers) <= 3
    assert sum(line.missed for line in lines) <= 8
    assert sum(line.false_alarm for line in lines) <= 6


def test_the_spent_lines_are_not_unlearnt() -> None:
    lines = figures.lines("spent.toml", ENGLISH)
    dangers = [line for line in lines if line.meant is Meant.DANGER_NOW]
    everyday = [line for line in lines if line.meant is Meant.NOTHING]
    assert all(line.raised is not Meant.NOTHING for line in dangers)
    assert sum(line.missed for line in lines) <= 1
    assert 20 * sum(line.false_alarm for line in everyday) <= len(everyday)


def test_a_third_of_the_measured_lines_was_held_back() -> None:
    sizes = {file: len(figures.lines(file, ENGLISH)) for file in figures.SETS}
    assert sum(sizes.values()) >= 300
    assert 3 * (sum(sizes.values()) - sizes["lines.toml"]) >= sum(sizes.values())


def test_a_set_that_is_not_there_is_left_out() -> None:
    assert list(figures.TITLES) == ["lines.toml", "spent.toml", "held_back.toml"]
    block = figures.block(counts_only=True)
    assert [title for title in figures.TITLES.values() if f"**{title}**" in block] == [*figures.SETS.values()]


def test_no_rule_unlearns_a_line_that_it_was_mended_on() -> None:
    entries = [line.split(" | ", 1) for line in REHEARSAL.read_text("utf-8").splitlines() if line[:1] != "#"]
    assert [text for kind, text in entries if figures.heard(text, ENGLISH) is not Meant(kind)] == []


@pytest.mark.parametrize(
    "words",
    [
        "If he turns up drunk I lock the door and ring 999.",
        "Say he came back in the night, I'd have the chain on and dial 999.",
        "When dad is drunk I ring Gran.",
        "The plan is that nobody who has been drinking looks after the baby.",
        "If I felt like hurting myself I would ring my sister and sit with her.",
        "Red flags would be him not sleeping, shouting, or talking about dying.",
        "Worst case he'd turn up with a knife and we'd lock ourselves in the bathroom and ring the police.",
        "Code word is pineapple, that means come and get me now.",
        "Next time he hits me I go to my sister.",
        "So if we hear fighting my job is to take the baby to our room and lock it.",
    ],
)
def test_what_a_plan_says_about_danger_does_not_stop_the_script(words: str) -> None:
    assert ENGLISH.listen(words) is None


# How quickly ---------------------------------------------------------------------------------------------


def seconds(text: str, rounds: int = 30) -> float:
    """The quickest of several times: what it takes when nothing else runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        ENGLISH.listen(text)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        "he has ",
        "he hit me if if ",
        "he has a knife if ",
        "not breathing not ",
        "a",
        "a'",
        "a*",
        "!",
        "😂",
        "'",
        "\n",
        "lol he hit me ",
    ],
)
def test_100_000_characters_come_to_an_end(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    # Not a measurement: what grows faster than the text would take minutes here.
    assert seconds(text, 1) < 10


def test_many_phrases_that_begin_everywhere_and_end_nowhere_come_to_an_end() -> None:
    phrases = Phrases([f"w{n} .. .. end" for n in range(20)], {}, frozenset())
    words = [f"w{(n * n + n // 7) % 20}" for n in range(60_000)]
    assert not phrases.find(words)
    assert phrases.find([*words, "end"])


# How a guard acts -----------------------------------------------------------------------------------------


def rules(*guards: Guard, **signpost: tuple[str, ...]) -> Signposts:
    """One signpost, "fire" is danger and "smoke" is for the same day, and these guards."""
    return Signposts(
        language="xx",
        lists={"not": "not never"},
        guard=guards,
        signpost=(
            Signpost(id="fire", kind=DANGER, phrases=("fire",), **signpost),
            Signpost(id="smoke", kind=SAME_DAY, phrases=("smoke",), **signpost),
        ),
    )


def guard(does: Sway, **reach: object) -> Guard:
    return Guard.model_validate({"id": "g", "does": does, "phrases": ["maybe"], **reach})


@pytest.mark.parametrize(
    ("does", "fire", "smoke"),
    [(Sway.HUSH, None, None), (Sway.SOFTEN, SAME_DAY, SAME_DAY), (Sway.HASTEN, DANGER, DANGER)],
)
def test_a_guard_hushes_softens_or_hastens(does: Sway, fire: Alarm | None, smoke: Alarm | None) -> None:
    heard = rules(guard(does, before=2))
    assert (heard.listen("maybe fire"), heard.listen("maybe smoke")) == (fire, smoke)
    assert (heard.listen("fire"), heard.listen("smoke")) == (DANGER, SAME_DAY)


def test_a_guard_reaches_so_many_words_and_not_past_the_sentence() -> None:
    heard = rules(guard(Sway.HUSH, before=2, after=1))
    assert heard.listen("maybe a fire") is None
    assert heard.listen("maybe a big fire") is DANGER
    assert heard.listen("fire maybe") is None
    assert heard.listen("fire oh maybe") is DANGER
    assert heard.listen("maybe. fire") is DANGER
    assert rules(guard(Sway.HUSH, before=3, across=True)).listen("maybe. fire") is None


def test_a_word_of_its_stops_ends_its_reach() -> None:
    heard = Signposts(
        language="xx",
        lists={"he": "he she"},
        guard=(guard(Sway.HUSH, before=5, stops="he"),),
        signpost=(Signpost(id="fire", kind=DANGER, phrases=("sets fire",)),),
    )
    assert heard.listen("maybe sets fire") is None
    assert heard.listen("maybe he sets fire") is DANGER


def test_hushing_comes_before_softening_and_that_before_hastening() -> None:
    soft = Guard(id="soft", does=Sway.SOFTEN, before=9, phrases=("once",))
    loud = Guard(id="loud", does=Sway.HASTEN, before=9, phrases=("now",))
    hush = Guard(id="hush", does=Sway.HUSH, before=9, phrases=("never",))
    heard = rules(soft, loud, hush)
    assert heard.listen("now once smoke") is SAME_DAY
    assert heard.listen("now once never smoke") is None


def test_the_louder_of_two_signposts_counts() -> None:
    assert rules().hear("smoke and fire") == Heard(DANGER, "fire")


def test_a_signpost_says_which_unusual_guard_it_heeds_and_which_usual_one_not() -> None:
    unusual = guard(Sway.HUSH, before=2, usual=False)
    assert rules(unusual).listen("maybe fire") is DANGER
    assert rules(unusual, also=("g",)).listen("maybe fire") is None
    assert rules(guard(Sway.HUSH, before=2), despite=("g",)).listen("maybe fire") is DANGER


def test_a_signpost_that_needs_a_guard_is_silent_without_it_and_heard_in_any_order() -> None:
    bears_out = guard(Sway.BEAR_OUT, before=3, after=3, across=True, usual=False)
    heard = rules(bears_out, needs=("g",))
    assert heard.listen("fire") is None
    assert heard.listen("maybe fire") is DANGER
    assert heard.listen("smoke. maybe") is SAME_DAY
    assert heard.listen("fire a b c maybe") is None
    assert rules(bears_out).listen("maybe smoke") is SAME_DAY
    hushed = Guard(id="hush", does=Sway.HUSH, before=9, phrases=("never",))
    assert rules(bears_out, hushed, needs=("g",)).listen("never maybe fire") is None


# How a phrase is read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("he has .. knife", "he has a big sharp knife", True),
        ("he has .. knife", "he has a big sharp new knife", False),
        ("he has ... knife", "he has a very big and very sharp knife", True),
        ("he has .. knife", "he has not a knife", False),
        ("he has .. knife", "he has . a knife", False),
        ("he really? has", "he has", True),
        ("he really? has", "he really has", True),
        ("he/she has", "she has", True),
        ("<who> has", "mum has", True),
        ("help .", "help", True),
        ("help .", "help with this", False),
        (". help", "please help", False),
        ("a b? .. c? d", "a d", True),
        ("a b? .. c? d", "a b x y z c d", True),
        ("a b? .. c? d", "a b x y z w c d", False),
    ],
)
def test_phrases(phrase: str, text: str, there: bool) -> None:
    phrases = Phrases([phrase], {"who": frozenset({"mum", "dad"})}, frozenset({"not"}))
    assert bool(phrases.find([END, *text.split(), END])) is there


def test_a_phrase_is_found_where_it_stands() -> None:
    words = ["he", "said", "he", "has", "a", "knife", "and", "a", "gun"]
    found = Phrases(["he .. knife", "gun", "he has"], {}, frozenset()).find(words)
    assert [(phrase, " ".join(words[start : end + 1])) for phrase, start, end in found] == [
        (2, "he has"),
        (0, "he has a knife"),
        (1, "gun"),
    ]


def test_only_the_phrases_asked_for_are_looked_for() -> None:
    phrases = Phrases(["a", "b"], {}, frozenset())
    assert [span.phrase for span in phrases.find(["a", "b"], among=0b10)] == [1]


def test_a_phrase_is_found_far_into_a_sentence_without_end() -> None:
    phrases = Phrases(["he .. knife", "a b"], {}, frozenset())
    filler = ["a", "he", "x"] * 50
    assert [span.phrase for span in phrases.find([*filler, "y", "knife"])] == [0]
    assert not phrases.find([*filler, "y", "y", "y", "knife"])


STEPS = st.sampled_from(["a", "b", "a/c", "b?", "..", "c"])


@given(st.lists(STEPS, max_size=4), st.lists(st.sampled_from("abcn."), max_size=14))
def test_all_at_once_finds_what_one_by_one_finds(middle: list[str], words: list[str]) -> None:
    phrase = " ".join(("a", *middle, "b"))
    found = {
        span.end for span in Phrases(["c b", phrase, "b"], {}, frozenset("n")).find(words) if span.phrase == 1
    }
    shape = {"..": "(?:[abc] ){0,3}", "b?": "(?:b )?", "a/c": "[ac] "}
    pattern = re.compile("".join(shape.get(step, f"{step} ") for step in phrase.split()))
    text = "".join(f"{word} " for word in words)
    expected = {
        end
        for end in range(len(words))
        for start in range(end + 1)
        if pattern.fullmatch(text, 2 * start, 2 * end + 2)
    }
    assert found == expected


def test_words_are_put_right() -> None:
    mended = {
        "hes": ("he", "is"),
        "dont": ("do", "not"),
        **{w: (w,) for w in ("he", "is", "do", "not", "no", "kill")},
    }
    spelling = Spelling(mended, {"nt": "not", "s": "is"})
    assert spelling.words("He's hes DON'T dont") == [
        END,
        "he",
        "is",
        "he",
        "is",
        "do",
        "not",
        "do",
        "not",
        END,
    ]
    assert spelling.words("nooooo! killlll") == [END, "no", END, "kill", END]
    assert spelling.words("zebra") == [END, "", END]


def test_slips_of_the_finger_and_of_the_ear() -> None:
    assert {"strngle", "strangel", "stranggle"} <= set(slips("strangle"))
    assert "trangle" not in set(slips("strangle"))
    assert {"brething", "breething"} <= set(by_ear("breathing", {"ea": ("e", "ee")}))
    assert set(by_ear("stopped", {"-pped": ("pt",)})) == {"stopt"}


def test_a_real_word_is_no_slip() -> None:
    assert ENGLISH.listen("The heating is on and the tables are laid.") is None
    assert ENGLISH.listen("He treats them to sweets after singing.") is None


# What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("<nobody> has", "there is no list <nobody>"),
        ("really? has", "begins and ends"),
        ("he ..", "begins and ends"),
        ("", "begins and ends"),
        ("he's", "not a plain word"),
        ("He has", "not a plain word"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_named(phrase: str, fault: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(fault)):
        Signposts(language="xx", lists={}, signpost=(Signpost(id="one", kind=DANGER, phrases=(phrase,)),))


def test_every_unknown_name_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        Signposts(
            language="xx",
            lists={},
            guard=(guard(Sway.HUSH, stops="they"), guard(Sway.HUSH)),
            signpost=(Signpost(id="one", kind=DANGER, also=("past",), needs=("near",), phrases=("a",)),),
        )
    told = str(refused.value)
    assert "signpost one: there is no guard near" in told
    assert "signpost one: there is no guard past" in told
    assert "guard g: there is no list they" in told
    assert "two rules are called g" in told


def test_a_list_inside_itself_is_refused() -> None:
    with pytest.raises(ValidationError, match="list a: is inside itself"):
        Signposts(language="xx", lists={"a": "x <b>", "b": "<a>"}, signpost=())


def test_english_says_that_it_was_measured_and_another_language_need_not() -> None:
    assert (ENGLISH.language, ENGLISH.measured) == ("en", True)
    assert not Signposts(language="pl", lists={}, signpost=()).measured
