"""The same dialog in another language: every string looked up, nothing else touched.

The question's id goes with every string as its context ("parent/good.proud/ask"), so that the same
English may be said differently in two places. One walk serves both ways: `translated` replaces
each string, `strings` collects them. Called by `bot.languages`.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from dialogs.definition import Choice, Dialog, House, Question, Section

Look = Callable[[str, str], str]
"""(context, English text) -> the text in the other language."""


class Said(NamedTuple):
    """One string that people read, and where it stands."""

    context: str
    text: str


def translated(dialog: Dialog, look: Look, language: str, right_to_left: bool) -> Dialog:
    """`dialog` in `language`. Its help lines and danger words are the host's to set for a language."""
    here = dialog.id
    # Built anew, since `model_copy` would carry over the questions that the dialog has looked up so far.
    return Dialog(
        id=here,
        title=_looked_up(look, f"{here}/title", dialog.title),
        role=dialog.role,
        ages=dialog.ages,
        wishes=dialog.wishes,
        beside=dialog.beside,
        language=language,
        right_to_left=right_to_left,
        section=tuple(_section(section, look, here) for section in dialog.section),
        house=translated_house(dialog.house, look),
        help=dialog.help,
        signposts=dialog.signposts,
    )


def translated_house(house: House, look: Look) -> House:
    """The house's words in the other language."""
    words = {name: _looked_up(look, f"house/{name}", text) for name, text in house.words.items()}
    lists = {name: _looked_up(look, f"house/list.{name}", text) for name, text in house.lists.items()}
    return House(words=words, lists=lists)


def strings(dialog: Dialog) -> Iterator[Said]:
    """Every string of the dialog itself, in the order of the file."""
    found: list[Said] = []
    look = _collecting(found)
    _looked_up(look, f"{dialog.id}/title", dialog.title)
    for section in dialog.section:
        _section(section, look, dialog.id)
    yield from found


def house_strings(house: House) -> Iterator[Said]:
    """Every string of the house, its lists last."""
    found: list[Said] = []
    translated_house(house, _collecting(found))
    yield from found


def _collecting(found: list[Said]) -> Look:
    def look(context: str, text: str) -> str:
        found.append(Said(context, text))
        return text

    return look


def _looked_up(look: Look, context: str, text: str) -> str:
    return look(context, text) if text else ""


def _section(section: Section, look: Look, here: str) -> Section:
    return section.model_copy(
        update={
            "title": _looked_up(look, f"{here}/{section.id}/title", section.title),
            "question": tuple(_question(question, look, here) for question in section.question),
        }
    )


TEXTS = ("ask", "why", "other", "example", "low", "high")
"""The fields of a question that people read, beside the labels of its choices."""


def texts(question: Question) -> Iterator[tuple[str, str]]:
    """What people read of a question: the field's name and its text, labels of choices included."""
    yield from ((field, text) for field in TEXTS if (text := getattr(question, field)))
    yield from ((f"choice.{choice.id}", choice.label) for choice in question.choices)


def _question(question: Question, look: Look, here: str) -> Question:
    place = f"{here}/{question.id}"
    texts = {field: _looked_up(look, f"{place}/{field}", getattr(question, field)) for field in TEXTS}
    choices = tuple(_choice(choice, look, place) for choice in question.choices)
    return question.model_copy(update={**texts, "choices": choices})


def _choice(choice: Choice, look: Look, place: str) -> Choice:
    return choice.model_copy(update={"label": _looked_up(look, f"{place}/choice.{choice.id}", choice.label)})
