"""From the text of a dialog file to its sections and questions, or what is malformed, in plain words.

A malformed question is left out and the rest is read all the same, so that one slip does not hide
the faults of the other sections. `load` calls `shaped`.
"""

import json
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from dialogs.definition import Choice, Goes, Offers, Question, Repeat, Section
from dialogs.ids import DialogId
from dialogs.people import Role
from dialogs.rules import Rule
from dialogs.values import Frozen

Found = tuple[str, str]
"""A fault before its file is known: the section's or question's id ("" for the file), and why."""

Place = tuple[int | str, ...]
"""Keys and list places on the way to a value, as pydantic gives them."""


ALONE_FROM = 13
"""Years from which a young person may be asked without a worker beside them (practice.md §2)."""


class DialogFile(Frozen):
    """What stands in a dialog file. The house's words, help and languages come from elsewhere."""

    id: DialogId
    title: str
    role: Role
    ages: tuple[int, int] | None = None
    wishes: bool = False
    beside: bool = False
    section: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_ages_where_it_is_for_the_young(self) -> "DialogFile":
        if (self.role is Role.YOUNG_PERSON) != (self.ages is not None):
            raise ValueError("`ages` goes with the role young_person, and only with it")
        if self.ages is not None and self.ages[0] > self.ages[1]:
            raise ValueError("`ages` begins with the youngest")
        if self.beside and self.ages is None:
            raise ValueError("`beside` goes with the role young_person, and only with it")
        if self.ages is not None and self.ages[0] < ALONE_FROM and not self.beside:
            raise ValueError(
                f"an age under {ALONE_FROM} is asked beside a worker: `beside = true` is missing"
            )
        return self


class Shaped(NamedTuple):
    """A file as far as it could be read."""

    file: DialogFile | None
    faults: tuple[Found, ...]
    unreadable: frozenset[str] = frozenset()
    """Ids of questions that were left out: naming one is no further fault."""


def parsed(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises `tomllib.TOMLDecodeError`."""
    return tomllib.loads(text)


def shaped(text: str) -> Shaped:
    """Reads a dialog file. `file` is None where nothing of it can be read."""
    try:
        data = parsed(text)
    except tomllib.TOMLDecodeError as error:
        return Shaped(None, (("", f"this is not TOML: {error}"),))
    try:
        return Shaped(_valid(data), ())
    except ValidationError as error:
        errors = _of_their_own(error.errors())
        faults = tuple(dict.fromkeys((_place(data, e["loc"]), _plain(e)) for e in errors))
        rest, left_out = _without(data, [e["loc"] for e in errors])
        return Shaped(_as_far_as(rest), faults, left_out)


def _valid(data: dict[str, Any]) -> DialogFile:
    # By way of JSON, where pydantic's strictness takes a list for a tuple and a word for an enum.
    return DialogFile.model_validate_json(json.dumps(data, default=str), strict=True)


def _as_far_as(data: dict[str, Any]) -> DialogFile | None:
    try:
        return _valid(data)
    except ValidationError:
        return None


def _of_their_own(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without the lists that pydantic calls too short because what stands in them is malformed."""
    around = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in around]


def _without(data: dict[str, Any], places: list[Place]) -> tuple[dict[str, Any], frozenset[str]]:
    """The data without malformed questions and sections, and the ids of the questions left out."""
    bad_questions = {(p[1], p[3]) for p in places if _in_question(p)}
    bad_sections = {p[1] for p in places if len(p) > 2 and p[0] == "section" and not _in_question(p)}
    sections, left_out = [], set[str]()
    for number, section in enumerate(_tables(data.get("section"))):
        questions = []
        for place, question in enumerate(_tables(section.get("question"))):
            if number in bad_sections or (number, place) in bad_questions:
                left_out.add(str(question.get("id", "")))
            else:
                questions.append(question)
        if questions:
            sections.append({**section, "question": questions})
    top = {key: value for key, value in data.items() if (key,) not in places}
    return {**top, "section": sections}, frozenset(left_out)


def _tables(value: object) -> list[dict[str, Any]]:
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []


def _in_question(place: Place) -> bool:
    return len(place) > 3 and place[0] == "section" and place[2] == "question"


def _place(data: dict[str, Any], loc: Place) -> str:
    """The id of the innermost section or question, or its place in the file where it has no id."""
    name, here = "", data
    steps = iter(loc)
    for key, number in zip(steps, steps, strict=False):
        tables = here.get(str(key)) if isinstance(here, dict) else None
        if key not in ("section", "question") or not isinstance(number, int) or not isinstance(tables, list):
            break
        here = tables[number]
        own = here.get("id") if isinstance(here, dict) else None
        name = own if isinstance(own, str) else f"{name} {key} {number + 1}".strip()
    return name


_INSIDE = {
    key for model in (Section, Question, Choice, Rule, Repeat, Goes, Offers) for key in model.model_fields
}
_KINDS_OF_VALUE = {
    "string_type": "is not text in quotes",
    "bool_type": "is neither true nor false",
    "int_type": "is not a whole number",
    "tuple_type": "is not a list",
    "model_type": "is not a table",
    "model_attributes_type": "is not a table",
    "too_short": "is empty",
}


def _plain(error: ErrorDetails) -> str:
    """What pydantic found, as the writer of a dialog would say it."""
    key = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
    match error["type"]:
        case "missing":
            return f"`{key}` is missing"
        case "extra_forbidden":
            known = _INSIDE if len(error["loc"]) > 1 else DialogFile.model_fields
            near = get_close_matches(key, known, n=1)
            return f"`{key}` means nothing here" + (f"; perhaps `{near[0]}`?" if near else "")
        case "enum" | "literal_error":
            return f"`{key}` is not one of {_options(error)}"
        case "value_error":
            return str(error["msg"]).removeprefix("Value error, ")
        case other:
            return f"`{key}` {_KINDS_OF_VALUE.get(other, 'cannot be read: ' + str(error['msg']))}"


def in_plain_words(error: ValidationError) -> Iterator[Found]:
    """Every malformed value of the house's words, by its name."""
    for each in error.errors():
        yield str(each["loc"][-1]), _plain(each)


def _options(error: ErrorDetails) -> str:
    return str(error.get("ctx", {}).get("expected", "the words allowed")).replace("'", "")


def ids_twice(ids: Iterator[str]) -> Iterator[str]:
    """Every id that comes a second time."""
    seen = set[str]()
    for name in ids:
        if name in seen:
            yield name
        seen.add(name)
