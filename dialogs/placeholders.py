"""Names in braces: known, available where they stand, and apart from word endings.

A name is never inflected, since no other language would bend it the same way: "the bag of {child}",
not "{child}'s bag". `load` calls `faults` and `house_faults`.
"""

import re
from collections.abc import Iterator

from dialogs.definition import Dialog, Does, House, Over, Question, Section
from dialogs.people import Role
from dialogs.rules import Fact, Rule
from dialogs.shape import Found
from dialogs.translate import texts

EVERYWHERE = frozenset({"name", "worker", "cover", "reads", "children"})
_REPEATING = {
    Over.CHILD: frozenset({"child"}),
    Over.WORRY: frozenset({"worry", "worry_words", "low", "high", "whose", "kept_safe"}),
    Over.PERSON: frozenset({"person"}),
    Over.ITEM: frozenset({"item"}),
}
_WRITTEN = {
    "goal": Rule(fact=Fact.GOAL),
    "if_nothing_changes": Rule(fact=Fact.IF_NOTHING_CHANGES),
    "step_back": Rule(fact=Fact.STEP_BACK),
    "bottom_lines": Rule(fact=Fact.BOTTOM_LINES),
}
"""What the practitioner may not have written: asked after by a rule, or an empty place would show."""
_FOR_NETWORK = frozenset({"why_asked", "may_know"})
"""What is written for each member of the network before they are invited, so that it is always there."""
_SOMEBODY_ELSE = Rule(fact=Fact.MINE, holds=False)
_OF_THE_HOUSE = (
    "time section sections words number of day status first last low high writer signers sitter readers"
)
HOUSE = EVERYWHERE | (frozenset(_WRITTEN) - {"goal"}) | frozenset(_OF_THE_HOUSE.split())
"""What `wording` and `prompts` set into the words of the house."""

_SAY_HOW_LONG = (Does.NOT_FOR_ME, Does.SHORT_PATH, Does.FULL_PATH)
"""Where somebody decides whether to begin, and which way, the sum of `minutes` can stand."""

_PLACE = re.compile(r"\{(\w+)\}")
_GLUED = re.compile(r"[\w'’-]\{\w+\}|\{\w+\}['’]?\w|\{\w+\}-|\}\{")


def faults(dialog: Dialog) -> Iterator[Found]:
    """Every place that would be filled with nothing, or with a word ending stuck to it."""
    if _PLACE.search(dialog.title):
        yield "", "a title takes no names: it stands where nobody is asked yet"
    for section in dialog.section:
        if _PLACE.search(section.title):
            yield section.id, "a title takes no names: it stands once for all that the section repeats for"
        for question in section.question:
            for field, text in texts(question):
                for why in (*_shape(text), *_not_there(text, section, question, dialog.role)):
                    yield question.id, f"`{field}`: {why}"


def house_faults(house: House) -> Iterator[Found]:
    """The same for the words of the house."""
    for name, text in house.words.items():
        for place in _PLACE.findall(text):
            if place not in HOUSE:
                yield name, f"{{{place}}} is no name that the house fills in"
        for why in _shape(text):
            yield name, why


def _shape(text: str) -> Iterator[str]:
    if "{" in (rest := _PLACE.sub("", text)) or "}" in rest:
        yield "a brace stands alone or holds more than one small word"
    for glued in _GLUED.findall(text):
        yield f"a name never takes an ending or another word: {glued!r}"


def _not_there(text: str, section: Section, question: Question, role: Role) -> Iterator[str]:
    chooses_path = any(choice.does in _SAY_HOW_LONG for choice in question.choices)
    here = EVERYWHERE | (frozenset({"minutes"}) if chooses_path else frozenset())
    here |= _FOR_NETWORK if role is Role.NETWORK else frozenset()
    here |= _REPEATING[section.repeats.over] if section.repeats else frozenset()
    rules = (*section.when, *question.when)
    for place in _PLACE.findall(text):
        if place in _WRITTEN:
            if _WRITTEN[place] not in rules:
                yield f"{{{place}}} may not have been written; a rule with the fact `{place}` makes sure"
        elif place not in here:
            yield f"{{{place}}} {_why_not(place)}"
        elif place == "whose" and _SOMEBODY_ELSE not in rules:
            yield "{whose} is somebody else; a rule with the fact `mine`, holds = false, makes sure (H1)"


def _why_not(place: str) -> str:
    if place in _FOR_NETWORK:
        return "is written for a member of the network alone"
    over = next((over for over, names in _REPEATING.items() if place in names), None)
    return f"needs a section that repeats over {over}" if over else "is no name that a dialog fills in"
