"""Made-up names and words that stand in for a family's while a dialog is checked or shown.

They are of ordinary length, so that a label or a screen that fits with them fits most families.
`placeholders`, `limits`, and the reading and preview in `bot` use them.
"""

from dialogs.wording import filled

SAMPLES: dict[str, str] = {
    "name": "Kim",
    "worker": "Asha",
    "cover": "Robin",
    "readers": "Gran and Ryan",
    "reads": "Monday to Friday, 9 to 5",
    "children": "Leo and Jade",
    "child": "Leo",
    "worry": "the drinking",
    "worry_words": "In May Leo was out alone at 10 at night. He could get hurt.",
    "goal": "Leo has a sober adult with him every night.",
    "low": "Leo is left alone at night",
    "high": "Leo is safe with us each night",
    "whose": "Ryan",
    "kept_safe": "Leo, Jade and yourself",
    "person": "Gran",
    "item": "We read a book every night.",
    "if_nothing_changes": "We may ask for a bigger meeting.",
    "step_back": "Twelve good weeks at home and at school.",
    "why_asked": "Kim says that Leo loves his Fridays with you.",
    "may_know": "Some nights Leo has no sober adult with him.",
    "minutes": "2 hours 15 minutes",
    "bottom_lines": "Leo is never left alone at night.",
}


def sampled(text: str) -> str:
    """`text` as a family might see it."""
    return filled(text, SAMPLES)
