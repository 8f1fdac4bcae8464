"""A made-up language, long and right to left, walks the parent's dialog: nothing is English by accident."""

from random import Random

from dialogs.translate import translated
from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import DIALOG, sams
from tests.dialogs.test_every_question import _walk
from tests.made_up_language import said


def test_every_screen_is_in_the_language() -> None:
    dialog = translated(DIALOG, lambda _context, text: said(text), "xx", right_to_left=True)
    asked: set[str] = set()
    for number in range(12):
        talk = Talk(dialog, sams("mine" if number % 2 else "theirs"))
        _walk(talk, Random(number), asked, set())
        for prompt in talk.now.prompts:
            for text in (prompt.text, *prompt.said):
                assert not text or any("\u0590" <= letter <= "\u05ff" for letter in text), text
    assert len(asked) > 60
