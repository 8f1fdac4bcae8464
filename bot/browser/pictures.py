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
from dialogs.pictures import WORLD, Face, Picture, Sign, World

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
_SIGNS = {
    Sign.TALK: '<path fill="#fff" d="M8 12h48v30H30L18 54V42H8z"/><path d="M18 24h28M18 32h20"/>',
    Sign.EYE: '<path fill="#fff" d="M4 32q28-32 56 0-28 32-56 0z"/><circle cx="32" cy="32" r="9" fill="#6fa8dc"/>'
    '<circle cx="32" cy="32" r="3"/>',
    Sign.LOCK: '<path d="M20 28V18a12 12 0 0 1 24 0v10"/><path fill="#f2c14e" d="M12 28h40v28H12z"/>'
    '<path d="M32 38v8"/>',
    Sign.PAPER: '<path fill="#fff" d="M14 6h26l10 10v42H14z"/><path d="M40 6v10h10M22 26h20M22 34h20M22 42h12"/>',
    Sign.HAND: '<path fill="#f2c9a1" d="M18 34V16a4 4 0 0 1 8 0V10a4 4 0 0 1 8 0v6a4 4 0 0 1 8 0v6a4 4 0 0 1 8 0v20'
    'q0 16-15 16-12 0-17-10L8 38q2-7 10-4z"/><path d="M26 16v14M34 16v14M42 22v10"/>',
    Sign.PHONE: '<path fill="#fff" d="M18 4h28v56H18z"/><path fill="#6fa8dc" d="M22 12h20v36H22z"/>'
    '<circle cx="32" cy="54" r="2"/>',
    Sign.CLOCK: '<circle cx="32" cy="32" r="26" fill="#fff"/><path d="M32 14v18l12 8"/>',
    Sign.PEOPLE: '<circle cx="20" cy="18" r="8" fill="#f2c9a1"/><circle cx="44" cy="18" r="8" fill="#b98a63"/>'
    '<path fill="#6fa8dc" d="M6 56q0-26 14-26t12 26z"/><path fill="#d98c5f" d="M32 56q0-26 12-26t14 26z"/>',
    Sign.CHILD: '<circle cx="32" cy="20" r="11" fill="#f2c9a1"/><path d="M28 19v1M36 19v1M28 25q4 3 8 0"/>'
    '<path fill="#f2c14e" d="M16 58q0-26 16-26t16 26z"/>',
    Sign.SUN: '<circle cx="32" cy="32" r="12" fill="#f2c14e"/>'
    '<path d="M32 6v8M32 50v8M6 32h8M50 32h8M14 14l5 5M45 45l5 5M50 14l-5 5M19 45l-5 5"/>',
    Sign.CLOUD: '<path fill="#b9c2ca" d="M18 40c-14 0-14-18 0-18 3-16 26-16 28 0 14 0 14 18 0 18z"/>'
    '<path d="M22 46v9M32 48v9M42 46v9"/>',
    Sign.STAR: '<path fill="#f2c14e" d="m32 5 8 18 19 2-14 13 4 19-17-10-17 10 4-19L5 25l19-2z"/>',
    Sign.HOME: '<path fill="#d98c5f" d="M6 32 32 8l26 24z"/><path d="M12 32v26h40V32M28 58V42h10v16"/>',
    Sign.HANDS: '<path fill="#f2c9a1" d="M4 30h14l14 10 4 6-6 4-14-8H4z"/>'
    '<path fill="#b98a63" d="M60 20H46L32 26l-6 8 6 4 10-6 14 2h4z"/>',
    Sign.LADDER: '<path d="M20 58V6M44 58V6M20 14h24M20 26h24M20 38h24M20 50h24"/>',
    Sign.PATH: '<path d="M10 58q30-6 18-22T44 8"/><path fill="#6fa8dc" d="M44 8h14l-4 5 4 5H44z"/>',
    Sign.CALENDAR: '<path fill="#fff" d="M8 12h48v46H8z"/><path fill="#6fa8dc" d="M8 12h48v12H8z"/>'
    '<path d="M20 6v10M44 6v10M20 34h4M32 34h4M44 34h4M20 46h4M32 46h4"/>',
    Sign.FLAG: '<path fill="#c0504d" d="M16 8h34l-8 11 8 11H16z"/><path d="M16 60V6"/>',
    Sign.QUESTION: '<circle cx="32" cy="32" r="26" fill="#fff"/><path d="M23 25q0-10 9-10t9 9q0 6-9 9v6M32 46v1"/>',
    Sign.PAST: '<path d="M14 20a22 22 0 1 1-4 16"/><path d="M14 8v12h12M32 20v14l9 5"/>',
    Sign.LETTER: '<path fill="#fff" d="M6 14h52v36H6z"/><path d="m6 14 26 22 26-22"/>',
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
    sign: Sign | None = None
    """Where it is read one sentence at a time, and no world was picked: the sentence says what it shows."""
    picks: Mapping[int, Markup] = {}
    """Beside a button, by its number: the label says the same."""

    @property
    def drawing(self) -> Markup | None:
        """The picture beside the question."""
        if self.sign is not None:
            return Markup(_SIGNS[self.sign])  # noqa: S704  (ours, above)
        if self.world is None or self.about is None:
            return None
        return Markup(_WORLDS[self.world] + _ABOUT[self.about])  # noqa: S704  (ours, above)


def pictured(dialog: Dialog, now: Conversation, prompt: Prompt) -> Pictured:
    """The pictures of this screen: none beside the numbers to ring, the list of parts, or a letter."""
    if prompt.screen is not Screen.QUESTION:
        return Pictured()
    section = next((section for section in dialog.section if section.id == prompt.section), None)
    world, about = world_of(now), section.picture if section else None
    in_a_world = world is not None and about is not None
    return Pictured(world, about, None if in_a_world else _sign(dialog, prompt), _picks(dialog, prompt))


def _sign(dialog: Dialog, prompt: Prompt) -> Sign | None:
    found = dialog.questions.get(prompt.question) if prompt.question else None
    if not prompt.easy or found is None:
        return None
    section, question = found
    return question.sign or section.sign


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
