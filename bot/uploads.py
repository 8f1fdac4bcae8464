"""Voice notes, photos and drawings as they arrive: known by their first bytes, never by their name.

A name and a media type are what the sender says; the bytes are what a browser would open. `forms`
calls `sniffed`; `bot.conversation` stores the bytes sealed with the turn that they belong to.
"""

import re
from typing import NamedTuple

from dialogs.events import FileKind, Odd


class Upload(NamedTuple):
    """One file, whole, in memory. Its id is in the event that it comes with."""

    kind: FileKind
    media_type: str
    content: bytes


class Sniffed(NamedTuple):
    """What some bytes are."""

    sound: bool
    media_type: str


class Refused(Exception):
    """A file that cannot be kept; `what` names the sentence of the house that says so."""

    def __init__(self, what: Odd) -> None:
        self.what = what
        super().__init__(what.value)


_STARTS: tuple[tuple[bytes, Sniffed], ...] = (
    (b"\xff\xd8\xff", Sniffed(False, "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Sniffed(False, "image/png")),
    (b"GIF87a", Sniffed(False, "image/gif")),
    (b"GIF89a", Sniffed(False, "image/gif")),
    (b"OggS", Sniffed(True, "audio/ogg")),
    (b"ID3", Sniffed(True, "audio/mpeg")),
    (b"\xff\xfb", Sniffed(True, "audio/mpeg")),
    (b"\xff\xf3", Sniffed(True, "audio/mpeg")),
    (b"\xff\xf2", Sniffed(True, "audio/mpeg")),
    (b"\xff\xf1", Sniffed(True, "audio/aac")),
    (b"\xff\xf9", Sniffed(True, "audio/aac")),
    (b"fLaC", Sniffed(True, "audio/flac")),
)
_NO_BROWSER_OPENS = b"#!AMR"
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_AVIF = (b"avif", b"avis")
_PICTURES_MOVE = re.compile(rb"hdlr.{8}vide", re.DOTALL)
"""The handler box of a video track (ISO/IEC 14496-12)."""
_SOUND_NO_BROWSER_OPENS = re.compile(rb"stsd.{12}(?:samr|sawb|sawp|alac)", re.DOTALL)
"""The sample description box of a phone's old sound formats, inside a file that others play."""
_CODECS_OF_FILM = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")
_WEBM_HEAD = 8192
"""Bytes within which a WebM names its codecs."""


def sniffed(content: bytes) -> Sniffed:
    """What these bytes are. Raises `Refused` for anything but sound and pictures that stand still.

    What a practitioner's browser cannot open is refused too, while the person can still send another.
    """
    if content.startswith(_NO_BROWSER_OPENS):
        raise Refused(Odd.CANNOT_OPEN)
    for start, found in _STARTS:
        if content.startswith(start):
            return found
    found_in_box = _riff(content) or _iso(content) or _webm(content)
    if found_in_box is None:
        raise Refused(Odd.WRONG_FILE)
    return found_in_box


def _riff(content: bytes) -> Sniffed | None:
    if content[:4] != b"RIFF":
        return None
    return {b"WEBP": Sniffed(False, "image/webp"), b"WAVE": Sniffed(True, "audio/wav")}.get(content[8:12])


def _iso(content: bytes) -> Sniffed | None:
    if content[4:8] != b"ftyp":
        return None
    brand = content[8:12]
    if brand in _HEIF or _SOUND_NO_BROWSER_OPENS.search(content):
        raise Refused(Odd.CANNOT_OPEN)
    if brand in _AVIF:
        return Sniffed(False, "image/avif")
    return None if _PICTURES_MOVE.search(content) else Sniffed(True, "audio/mp4")


def _webm(content: bytes) -> Sniffed | None:
    head = content[:_WEBM_HEAD]
    if head[:4] != b"\x1a\x45\xdf\xa3" or any(codec in head for codec in _CODECS_OF_FILM):
        return None
    return Sniffed(True, "audio/webm")


def upload(content: bytes, *, drawn: bool = False) -> Upload:
    """The file that these bytes are; a picture is a drawing where the person says so. Raises `Refused`."""
    found = sniffed(content)
    picture = FileKind.DRAWING if drawn else FileKind.PHOTO
    return Upload(FileKind.VOICE if found.sound else picture, found.media_type, content)
