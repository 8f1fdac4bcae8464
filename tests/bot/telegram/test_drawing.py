"""A prompt as a message: within Telegram's limits whatever stands in it, and nobody's words as markup."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.telegram.carrying import _markup
from bot.telegram.drawing import Look, announced, draw, plain
from bot.telegram.fitting import cut, isolated, units, waterline
from bot.telegram.keyboard import Press
from bot.telegram.phrases import Phrases
from dialogs.buttons import Button, Do, Move, Pick
from dialogs.conversation import Line, Prompt, Screen
from dialogs.definition import Kind
from dialogs.ids import AnswerId, LetterId, PromptId
from tests import telegram_server
from tests.bot.telegram.prompts import NAUGHTY, WORDS, prompts
from tests.conversing import NOON

LOOK = Look(Phrases(), pretend=True, help_page="https://notes.example.org/help")
BARE = Look(Phrases())


def a_prompt(text: str = "Who helps?", **fields: object) -> Prompt:
    return Prompt.model_validate(
        {"id": PromptId("e1-p7"), "number": 7, "screen": Screen.QUESTION, "text": text, "at": NOON} | fields
    )


def moves(*wanted: Move) -> tuple[Button, ...]:
    return tuple(Button(label=move.value, act=Do(move=move)) for move in wanted)


def shown(prompt: Prompt, look: Look = BARE) -> telegram_server.Markup:
    return telegram_server.Markup(draw(prompt, look).html)


def labels(prompt: Prompt, look: Look = BARE) -> list[list[str]]:
    return [[key.label for key in row] for row in draw(prompt, look).rows]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(prompts())
def test_whatever_stands_in_a_prompt_telegram_takes_it(prompt: Prompt) -> None:
    drawn = draw(prompt, LOOK)
    parameters = {"text": drawn.html, "parse_mode": "HTML", "reply_markup": _markup(drawn.rows)}
    words = telegram_server.read_text(parameters, "text", telegram_server.TEXT_UNITS)
    assert words["text"]
    telegram_server.read_markup(parameters)
    drawn.html.encode()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(prompts())
def test_every_way_out_stays_on_the_keyboard(prompt: Prompt) -> None:
    drawn = draw(prompt, LOOK)
    places = {Press.unpack(key.data).button for row in drawn.rows for key in row if key.data}
    folds = any(button.act == Do(move=Move.MORE) for button in prompt.buttons) and not prompt.unfolded
    for place, button in enumerate(prompt.buttons[:60]):
        if button.act in (Do(move=Move.BACK), Do(move=Move.HELP), Do(move=Move.GO_ON)):
            assert place in places
        if button.act == Do(move=Move.STOP):
            assert (place in places) is not folds


@given(st.integers(1, 10**9), st.integers(0, 130))
def test_a_press_is_packed_as_aiogram_packs_it(prompt: int, button: int) -> None:
    assert Press.packed(prompt, button) == Press(prompt=prompt, button=button).pack()
    assert Press.unpack(Press.packed(prompt, button)) == Press(prompt=prompt, button=button)


@given(WORDS | NAUGHTY, st.integers(3, 5000))
@example("\u2068" + "x" * 10 + "\u2069", 5)
def test_what_is_cut_fits_and_leaves_no_isolate_open(words: str, room: int) -> None:
    text = cut(isolated(words), room)
    assert units(text) <= room
    assert text.count("\u2068") == text.count("\u2069")


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30), st.integers(0, 10_000))
def test_the_waterline_is_the_highest_that_fits(sizes: list[int], room: int) -> None:
    cap = waterline(sizes, room)
    assert sum(min(size, cap) for size in sizes) <= room
    if cap < max(sizes):
        assert sum(min(size, cap + 1) for size in sizes) > room


def test_peoples_words_are_quoted_and_never_markup() -> None:
    markup = shown(
        a_prompt("Is it what you meant?", screen=Screen.PLAY_BACK, quote="<b>No</b> & <a href='x'>")
    )
    assert "\u2068<b>No</b> & <a href='x'>\u2069" in markup.text
    assert [entity["type"] for entity in markup.entities] == ["blockquote"]


def test_each_line_of_a_quotation_keeps_its_own_direction() -> None:
    markup = shown(a_prompt(quote="one\n\nشكرا"))
    assert "\u2068one\u2069\n\n\u2068شكرا\u2069" in markup.text


def test_what_the_eye_would_not_see_stands_as_a_mark() -> None:
    markup = shown(a_prompt(quote="safe\u202egnihton\u200b"))
    assert "safe⟨RLO⟩gnihton⟨ZWSP⟩" in markup.text


def test_a_quotation_that_is_too_long_is_cut_and_says_that_the_rest_is_kept() -> None:
    markup = shown(a_prompt("Who helps?", quote="😀" * 4000))
    assert units(markup.text) <= 4096
    assert "…" in markup.text
    assert "Who helps?" in markup.text
    assert markup.text.endswith("The rest does not fit here. It is kept.")


def test_short_lines_stay_whole_beside_a_long_one() -> None:
    lines = [
        Line(root=AnswerId("a"), question="What is good?", words="Gran"),
        Line(root=AnswerId("b"), question="And the worry?", words="x" * 5000),
    ]
    text = shown(a_prompt(screen=Screen.CHECK, lines=lines)).text
    assert "1. \u2068What is good?\u2069\n\u2068Gran\u2069" in text
    assert "2. \u2068And the worry?\u2069" in text


def test_a_scale_says_what_its_ends_mean_and_stands_in_two_rows() -> None:
    picks = [Button(label=str(n), act=Pick(choice=str(n))) for n in range(11)]
    prompt = a_prompt(kind=Kind.SCALE, low="every day", high="never", buttons=picks)
    assert shown(prompt).text.endswith("0: \u2068every day\u2069\n10: \u2068never\u2069")
    assert labels(prompt) == [list("012345"), ["6", "7", "8", "9", "10"]]


def test_choices_stand_one_under_the_other_and_ticks_show() -> None:
    picks = [Button(label=name, act=Pick(choice=name)) for name in ("Gran", "School")]
    prompt = a_prompt(
        kind=Kind.CHOICES, buttons=[*picks, *moves(Move.DONE_PICKING, Move.BACK, Move.HELP)], ticked=(1,)
    )
    assert labels(prompt) == [["Gran"], ["✓ School"], ["done_picking"], ["back", "help"]]


def test_rarer_buttons_stand_behind_more() -> None:
    buttons = moves(Move.BACK, Move.SKIP, Move.HELP, Move.MORE, Move.NOT_SURE, Move.STOP)
    assert labels(a_prompt(buttons=buttons)) == [["back", "skip"], ["help", "more"]]
    assert labels(a_prompt(buttons=buttons, unfolded=True)) == [
        ["back", "skip", "help"],
        ["not_sure", "stop"],
    ]


def test_where_there_is_no_more_nothing_is_hidden() -> None:
    assert labels(a_prompt(buttons=moves(Move.HUB, Move.STOP))) == [["hub", "stop"]]


def test_a_button_keeps_its_place_in_the_prompt_whatever_is_hidden() -> None:
    buttons = moves(Move.NOT_SURE, Move.MORE, Move.BACK)
    data = [key.data for row in draw(a_prompt(buttons=buttons), BARE).rows for key in row]
    assert data == ["p:7:1", "p:7:2"]


def test_the_quiet_help_opens_a_page_where_there_is_one() -> None:
    prompt = a_prompt(screen=Screen.HELP, buttons=moves(Move.QUIET_HELP))
    assert draw(prompt, LOOK).rows[0][0].url == "https://notes.example.org/help"
    assert draw(prompt, BARE).rows[0][0].data == "p:7:0"


def test_more_names_than_buttons_can_still_be_typed() -> None:
    picks = [Button(label=f"Person {n}", act=Pick(choice=str(n))) for n in range(120)]
    prompt = a_prompt(kind=Kind.PERSON, buttons=[*picks, *moves(Move.BACK, Move.HELP)])
    assert sum(len(row) for row in labels(prompt)) == 100
    assert labels(prompt)[-1] == ["back", "help"]
    assert "There are more. You can type the one you mean." in shown(prompt).text


@pytest.mark.parametrize(
    "html", [draw(a_prompt(), LOOK).html, plain("Kept.", LOOK).html, announced(None, LOOK).html]
)
def test_every_message_of_a_pretend_family_says_so_first(html: str) -> None:
    assert html.startswith("<i>Pretend family</i>")


def test_a_message_nobody_asked_for_says_nothing_until_it_is_tapped() -> None:
    drawn = announced(LetterId("l-77"), BARE)
    assert drawn.html == "You have a message."
    assert [[key.label for key in row] for row in drawn.rows] == [["Open"]]
    assert re.fullmatch(r"l:l-77", drawn.rows[0][0].data)
