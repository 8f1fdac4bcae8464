"""What the engine asks the host to do, in order.

    Ask(prompt=Prompt(...))                       show this
    Redraw(prompt=Prompt(...))                    the same prompt, its buttons changed
    Notice(text="Kept.")                          a passing word: a callback's answer, a status line
    Raise(flag=Flag(kind="danger_now", ...))      a worker must see this
    Tell(what="part_sent")                        the practitioner has something waiting
    Fetch(file="f7", answer="u9-1")               a later job fetches, checks and seals a file
    Speak(language="pl")                          go on in this language

`bot.conversation` matches them exhaustively; new answers and prompts are in the `Turn` itself.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from dialogs.conversation import Answer, Conversation, Prompt
from dialogs.ids import AnswerId, FileId, LetterId
from dialogs.signposts import Alarm
from dialogs.values import Frozen


class Ask(Frozen):
    """Show this prompt; the one before it loses its buttons."""

    effect: Literal["ask"] = "ask"
    prompt: Prompt


class Redraw(Frozen):
    """Show the same prompt with other buttons or ticks; it is the newest one."""

    effect: Literal["redraw"] = "redraw"
    prompt: Prompt


class Notice(Frozen):
    """A word in passing that asks nothing."""

    effect: Literal["notice"] = "notice"
    text: str


class Raise(Frozen):
    """Words that somebody must see: at once (`danger_now`) or the same day."""

    effect: Literal["raise"] = "raise"
    kind: Alarm
    answer: AnswerId | None
    words: str
    """The exact words, for the desk; sealed at rest, never logged."""


class Matter(StrEnum):
    """Why the practitioner is told that something is waiting."""

    PART_SENT = "part_sent"
    ADDED = "added"
    """Something was taken back after sending; what is added is told when it is sent."""
    NOT_FOR_ME = "not_for_me"
    CAME_BACK = "came_back"
    RING_ME = "ring_me"
    INTERPRETER = "interpreter"
    ADVOCATE = "advocate"
    WISH = "wish"
    """Who may see a line that was sent already was changed."""
    WITH_WORKER = "with_worker"
    REPLIED = "replied"
    STEPPED_BACK = "stepped_back"
    """Somebody who had said yes to an action can do it no more."""
    UNCLEAR = "unclear"
    GOOD_NEWS = "good_news"
    """Something went well while the plan is lived with."""
    STAR = "star"
    """What matters most to a young person was said, or is another line now."""
    RAISED = "raised"
    """What a young person raised waits to be answered, by a day (`you_said`)."""
    HOW_IT_GOES = "how_it_goes"
    """A check-in was answered."""
    NOT_HELD = "not_held"
    """At a check-in: it did not happen."""
    ASKED_NO_MORE = "asked_no_more"
    """They do not want to be asked how it goes any more."""
    NOT_SAFE = "not_safe"
    """It is not safe to write to them here: ring instead."""
    SILENT = "silent"
    """The last check-in has no answer."""
    AFTER_CLOSURE = "after_closure"
    """Somebody looks again on this day, once the plan is closed."""
    FILE_UNOPENED = "file_unopened"
    """A voice note, photo or drawing: nothing can search it, so it is a same-day item."""


class Tell(Frozen):
    """Put an item on the desk."""

    effect: Literal["tell"] = "tell"
    matter: Matter
    answer: AnswerId | None = None
    letter: LetterId | None = None
    words: str = ""
    """What the practitioner wrote, where somebody did not understand it; of good news, the news."""


class Fetch(Frozen):
    """Fetch this file from the channel it came by, check it and seal it."""

    effect: Literal["fetch"] = "fetch"
    file: FileId
    answer: AnswerId


class Freeze(Frozen):
    """A part was sent: the host freezes a numbered draft."""

    effect: Literal["freeze"] = "freeze"
    number: int


class Speak(Frozen):
    """The person chose a language; the host asks again in it."""

    effect: Literal["speak"] = "speak"
    language: str


class Schedule(Frozen):
    """When the person wants to be asked how it goes, where they are; without a weekday not at all."""

    effect: Literal["schedule"] = "schedule"
    weekday: int | None = None
    """0 is Monday."""
    hour: int = 9


Effect = Annotated[
    Ask | Redraw | Notice | Raise | Tell | Fetch | Freeze | Speak | Schedule, Field(discriminator="effect")
]


class Turn(Frozen):
    """The outcome of one event: the conversation after it, what is new in it, and what to do."""

    conversation: Conversation
    answers: tuple[Answer, ...] = ()
    """New answers and revisions, in order."""
    prompts: tuple[Prompt, ...] = ()
    """New and changed prompts, in order."""
    effects: tuple[Effect, ...] = ()
