"""The pictures beside a child's questions, drawn by the program: a world, and what the part is about.

Each is a few lines of SVG within the page, in the page's own ink, so that it asks for no file and fits a
dark screen. Below the lines stands what is seen, for who listens: the templates word it. `chat` calls
`pictured`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from dialogs.buttons import Pick
from dialogs.conversation import Chosen, Conversation, Prompt, Screen
from dialogs.definition import Dialog
from dialogs.pictures import WORLD, Face, Picture, World

_WORLDS = {
    World.HOUSES: '<path fill="#d98c5f" d="M10 38 28 24l18 14z"/><path d="M14 36v24h28V36M24 60V46h8v14"/>',
    World.PLANETS: '<circle cx="28" cy="44" r="14" fill="#6fa8dc"/>'
    '<path d="M6 50c-6 9 12 5 26-2s24-16 18-18c-3-1-6 0-10 2"/>',
    World.TRAIN: '<path fill="#c0504d" d="M6 54V30h16v12h28v12z"/><path d="M3 30h22M40 42v-9M36 33h8M4 62h52"/>'
    '<path fill="#fff" d="M11 35h6v6h-6z"/><circle cx="14" cy="57" r="4" fill="#fff"/>'
    '<circle cx="29" cy="57" r="4" fill="#fff"/><circle cx="43" cy="57" r="4" fill="#fff"/>',
    World.FIGURE: '<path fill="#b7a3d9" d="M27 42C14 28 4 36 8 46c4 8 14 4 19-4zM29 42c8-9 14-8 15-3 1 6-8 9-15 3z"/>'
    '<circle cx="28" cy="30" r="6" fill="#f2c9a1"/><path d="M28 36v14l-6 11m6-11 6 11M28 42l20-8"/>',
}
_ABOUT = {
    Picture.GOOD: '<circle cx="50" cy="14" r="6" fill="#f2c14e"/>'
    '<path d="M50 2v3M50 23v3M38 14h3M59 14h3M42 6l2 2M56 20l2 2M58 6l-2 2M44 20l-2 2"/>',
    Picture.WORRY: '<path fill="#b9c2ca" d="M42 18c-6 0-6-8 0-8 1-7 11-7 12 0 7 0 7 8 0 8z"/>'
    '<path d="M44 22v4M49 23v4M54 22v4"/>',
    Picture.DREAM: '<path fill="#f2c14e" d="m50 3 3 7 8 1-6 5 2 8-7-4-7 4 2-8-6-5 8-1z"/>',
    Picture.HOME: '<path d="M36 24h6v-5h6v-5h6V9h6V4"/>',
    Picture.TALK: '<path fill="#fff" d="M38 4h22v14H50l-6 6v-6h-6z"/><path d="M43 11h1M49 11h1M55 11h1"/>',
}
_MOUTHS = {
    Face.VERY_SAD: '<path d="M22 46q10-14 20 0M18 21l6-3M46 21l-6-3"/>',
    Face.SAD: '<path d="M23 44q9-7 18 0"/>',
    Face.MIDDLE: '<path d="M23 42h18"/>',
    Face.HAPPY: '<path d="M23 40q9 8 18 0"/>',
    Face.VERY_HAPPY: '<path fill="#fff" d="M20 37h24q-12 20-24 0z"/>',
}
_FACE = '<circle cx="32" cy="32" r="24" fill="#f2d98b"/><path d="M24 26v2M40 26v2"/>'
_INK = "#1b1f23"
"""Of a face, on a dark screen too: it is drawn on yellow."""


class Pictured(NamedTuple):
    """What is drawn on one screen."""

    world: World | None = None
    about: Picture | None = None
    """Both together are the picture beside the question."""
    picks: Mapping[int, Markup] = {}
    """Beside a button, by its number: the label says the same."""

    @property
    def drawing(self) -> Markup | None:
        """The picture beside the question."""
        if self.world is None or self.about is None:
            return None
        return Markup(_WORLDS[self.world] + _ABOUT[self.about])  # noqa: S704  (ours, above)


def pictured(dialog: Dialog, now: Conversation, prompt: Prompt) -> Pictured:
    """The pictures of this screen: none beside the numbers to ring, the list of parts, or a letter."""
    if prompt.screen is not Screen.QUESTION:
        return Pictured()
    section = next((section for section in dialog.section if section.id == prompt.section), None)
    return Pictured(world_of(now), section.picture if section else None, _picks(dialog, prompt))


def face_of(face: Face) -> str:
    """The shapes of a face."""
    return f'<g stroke="{_INK}">{_FACE}{_MOUTHS[face]}</g>'


def world_of(conversation: Conversation) -> World | None:
    """The world picked last; None where none was, or where no pictures are wanted."""
    newest = next((a.value for a in reversed(conversation.answers) if a.question == WORLD), None)
    chosen = newest.choices if isinstance(newest, Chosen) else ()
    return next((world for world in World if world in chosen), None)


def _picks(dialog: Dialog, prompt: Prompt) -> dict[int, Markup]:
    _, question = dialog.questions.get(prompt.question, (None, None)) if prompt.question else (None, None)
    if question is None:
        return {}
    drawn = {str(choice.id): _small(face_of(choice.face)) for choice in question.choices if choice.face}
    if question.id == WORLD:
        drawn |= {world.value: _small(_WORLDS[world], "2 20 54 44") for world in World}
    return {
        number: drawn[button.act.choice]
        for number, button in enumerate(prompt.buttons)
        if isinstance(button.act, Pick) and button.act.choice in drawn
    }


def _small(shapes: str, seen: str = "6 6 52 52") -> Markup:
    """Beside a label, which says all of it: not for who listens."""
    return Markup(f'<svg viewBox="{seen}" aria-hidden="true">{shapes}</svg>')  # noqa: S704  (ours, above)
