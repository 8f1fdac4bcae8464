"""The pictures that stand beside a child's questions: one for each part, in the world that the child picked.

A world changes what is drawn and nothing else: no word, no question, no line of any plan. It is an answer
like any other, to the question `world` at the door. `bot.browser.pictures` draws them.
"""

from enum import StrEnum

from dialogs.ids import QuestionId

WORLD = QuestionId("world")
"""The question that asks which pictures the child would like."""
NONE = "none"
"""The choice that wants no pictures."""


class World(StrEnum):
    """Which pictures: the ids of the choices of `world`."""

    HOUSES = "houses"
    PLANETS = "planets"
    TRAIN = "train"
    FIGURE = "figure"
    """With wings and a wand."""


class Picture(StrEnum):
    """What a part is about, as its picture shows it."""

    GOOD = "good"
    WORRY = "worry"
    DREAM = "dream"
    HOME = "home"
    TALK = "talk"


class Sign(StrEnum):
    """What a part or a question is about, drawn beside one sentence at a time (`easy`)."""

    TALK = "talk"
    EYE = "eye"
    """Who reads it."""
    LOCK = "lock"
    PAPER = "paper"
    HAND = "hand"
    """Stop, skip, or not here."""
    PHONE = "phone"
    CLOCK = "clock"
    PEOPLE = "people"
    CHILD = "child"
    SUN = "sun"
    CLOUD = "cloud"
    STAR = "star"
    HOME = "home"
    HANDS = "hands"
    """Somebody helps."""
    LADDER = "ladder"
    """A number, or a step."""
    PATH = "path"
    CALENDAR = "calendar"
    FLAG = "flag"
    QUESTION = "question"
    PAST = "past"
    LETTER = "letter"


class Face(StrEnum):
    """A face to tap; its choice's label says the same in words."""

    VERY_SAD = "very_sad"
    SAD = "sad"
    MIDDLE = "middle"
    HAPPY = "happy"
    VERY_HAPPY = "very_happy"
