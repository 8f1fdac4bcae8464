"""Characters that cannot be seen, shown as marks.

Somebody may write, on purpose or not, letters that show nothing, turn the line round or hide words
from the eye. What they wrote is kept as it came; wherever it is *shown* (chat, desk, documents)
each such character stands as a mark: ␀ for a control, ⟨RLO⟩ for one that changes direction,
⟨U+E000⟩ for one without a short name. New lines and tabs stay what they are. An invisible character
that does its everyday work is left alone: the joiners inside Arabic or Panjabi words and inside an
emoji, the selector that makes a heart red, the three flags of Great Britain.

Which characters show nothing: general category Cc and Cf, line and paragraph separators, and
`Default_Ignorable_Code_Point` of the Unicode Character Database
(https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point); private use and lone
surrogates beside them, since nobody can say what they look like.

Pure; the chat, the desk and `bot.documents` call `visible`.
"""

import re

_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "\u2421"

_NAMES = {
    0x0085: "NEL",
    0x00AD: "SHY",
    0x034F: "CGJ",
    0x061C: "ALM",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LS",
    0x2029: "PS",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}

_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_PICTURES = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED_LETTERS = "\u0600-\u109f\u1780-\u17ff"
_SUBDIVISION_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)

_AT_WORK = (
    f"{_SUBDIVISION_FLAGS}"
    f"|(?<=[{_JOINED_LETTERS}])[\u200c\u200d](?=[{_JOINED_LETTERS}])"
    f"|(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])"
    f"|(?<=[{_PICTURES}])[\ufe0e\ufe0f]"
    "|(?<=[0-9#*])\ufe0f(?=\u20e3)"
)
_FOUND = re.compile(f"(?P<kept>{_AT_WORK})|\r\n|[{_UNSEEN}]")


def visible(text: str, opens: str = "⟨", closes: str = "⟩") -> str:
    """`text` with a mark for every character that shows nothing or changes direction.

    `opens` and `closes` stand round a name, for a font that lacks the usual ones. A Windows line
    ending becomes a plain one. For showing only: what is stored and exported never passes here.
    """

    def shown(match: re.Match[str]) -> str:
        found = match[0]
        if match["kept"] is not None:
            return found
        return "\n" if found == "\r\n" else _mark(ord(found), opens, closes)

    return _FOUND.sub(shown, text)


def _mark(code: int, opens: str, closes: str) -> str:
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    return f"{opens}{_NAMES.get(code) or f'U+{code:04X}'}{closes}"
