"""The style sheet, the script and the icon: read once, served from memory, never changed under a name.

The address carries a digest of the content, so that a browser may keep a file for good and still
gets the new one after an upgrade.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

FOLDER = "/s/"
MEDIA_TYPES = {"chat.css": "text/css", "chat.js": "text/javascript", "icon.svg": "image/svg+xml"}


class Asset(NamedTuple):
    """One file."""

    content: bytes
    media_type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by its name."""
    folder = files("bot.browser") / "static"
    found = {name: (folder / name).read_bytes() for name in MEDIA_TYPES}
    return {
        name: Asset(content, MEDIA_TYPES[name], sha256(content).hexdigest()[:12])
        for name, content in found.items()
    }


def address_of(name: str) -> str:
    """Where a page finds it."""
    return f"{FOLDER}{assets()[name].digest}/{name}"
