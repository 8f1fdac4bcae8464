"""The house has every word that the code asks it for by name."""

import ast
from collections.abc import Iterator
from pathlib import Path

from dialogs.buttons import Move
from dialogs.conversation import Left
from dialogs.events import FileKind
from dialogs.facts import Did, LetterKind
from dialogs.load import load_house

HERE = Path(__file__).parents[2] / "dialogs"


def asked_for() -> Iterator[str]:
    """The names that stand as they are in `say("...")` and `house["..."]`."""
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say":
                yield from _literals(node.args[:1])
            if isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "house":
                yield from _literals([node.slice])


def _literals(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for part in ast.walk(node):
            if (
                isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and not _in_an_f_string(part, node)
            ):
                yield part.value


def _in_an_f_string(part: ast.AST, whole: ast.expr) -> bool:
    joined = [node for node in ast.walk(whole) if isinstance(node, ast.JoinedStr)]
    return any(part in ast.walk(node) for node in joined)


def test_every_word_that_is_asked_for_is_there() -> None:
    house = load_house((HERE / "definitions" / "house.toml").read_text(), "house.toml")
    named = {
        *asked_for(),
        *(f"button.{move}" for move in Move),
        *(f"left.{left}" for left in Left),
        *(f"file.{kind}" for kind in FileKind),
        *(f"letter.{kind}" for kind in LetterKind if kind is not LetterKind.DID),
        *(f"letter.did_{did}" for did in Did),
        *(f"status.{status}" for status in ("not_started", "started", "done")),
    }
    assert len(named) > 60
    assert named - house.words.keys() == set()
