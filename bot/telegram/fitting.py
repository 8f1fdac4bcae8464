"""Words made to fit: counted as Telegram counts, isolated from their surroundings, and cut fairly.

Telegram counts UTF-16 code units after the markup is read. Pure; called by `drawing` and `keyboard`.
"""

from collections.abc import Sequence

from dialogs.marks import visible

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
ELLIPSIS = "…"


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shown(text: str) -> str:
    """`text` with a mark for whatever the eye would not see. Quick where there is nothing to mark."""
    return text if text.isascii() and text.isprintable() else visible(text)


def isolated(words: str) -> str:
    """Somebody's words, so that their direction changes nothing around them.

    An isolate ends with its paragraph (https://unicode.org/reports/tr9/#X8), so each line has its own.
    """
    lines = shown(words).split("\n")
    return "\n".join(f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}" if line.strip() else line for line in lines)


def cut(text: str, room: int) -> str:
    """`text` in at most `room` units (three or more), with an ellipsis where something is missing."""
    if units(text) <= room:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (room - 2)].decode("utf-16-le", "ignore")
    still_open = kept.count(FIRST_STRONG_ISOLATE) > kept.count(POP_ISOLATE)
    return kept + ELLIPSIS + (POP_ISOLATE if still_open else "")


def waterline(sizes: Sequence[int], room: int) -> int:
    """The highest cap under which everything fits: small pieces stay whole, large ones share the rest."""
    for place, size in enumerate(sorted(sizes)):
        share = max(room, 0) // (len(sizes) - place)
        if size > share:
            return share
        room -= size
    return max(sizes, default=0)
