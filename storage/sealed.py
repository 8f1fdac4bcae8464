"""Sealing: nothing that a family said can be read in the database without the key.

A value is sealed with AES-256-GCM and bound to its table, column, row and key number, so that a
sealed value copied into another place does not open there. Every value begins with the number of
its key: the newest key seals, all open. Repositories call `seal` and `open`; a SQLAlchemy column
type could not, since it sees only the value and not the row it belongs to.

    sealed value = key number (2 bytes, big-endian) + nonce (12) + ciphertext + tag (16)

Nonces are random; one key may seal about 2**32 values (NIST SP 800-38D, 8.3), then add another.
Codes, cookies and drafts are known by keyed digests (HMAC-SHA256), so that an eight-letter code
cannot be guessed from a stolen database. Both uses have a key of their own, derived from the one
in the file (HKDF).
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import Unreadable, Unwritable, WrongKey

KEY_BYTES = 32
_NUMBER, _NONCE = 2, 12
_HEADER = (
    "# The key of the Family Plan Builder: one line per key, number and key; the highest number seals.\n"
    "# Without this file nothing in the database can be read. Keep a copy apart from the backups.\n"
)


class _Key(NamedTuple):
    number: int
    prefix: bytes
    cipher: AESGCM
    digests: bytes


class KeyRing:
    """Several numbered keys. Made from a key file, from its text as bytes, or fresh."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        """`keys`: 32 random bytes under each number from 1 to 65,535. Raises `WrongKey`."""
        if not keys or any(len(key) != KEY_BYTES or not 0 < number < 1 << 16 for number, key in keys.items()):
            raise WrongKey("a key ring needs at least one numbered key of 32 bytes")
        self._material = dict(sorted(keys.items()))
        self._keys = {number: _derived(number, key) for number, key in self._material.items()}
        self._newest = self._keys[max(self._keys)]

    def __repr__(self) -> str:
        return f"KeyRing(numbers={self.numbers})"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the keys, oldest first."""
        return tuple(self._keys)

    # Made and kept --------------------------------------------------------------------------------

    @classmethod
    def fresh(cls) -> Self:
        """A ring of one new key."""
        return cls({1: secrets.token_bytes(KEY_BYTES)})

    @classmethod
    def from_bytes(cls, material: bytes) -> Self:
        """Reads what `material` wrote. Raises `WrongKey` where it is something else."""
        try:
            lines = [line.split() for line in material.decode("ascii").splitlines()]
            pairs = [line for line in lines if line and not line[0].startswith("#")]
            keys = {int(number): base64.b64decode(key, validate=True) for number, key in pairs}
        except (UnicodeDecodeError, ValueError, binascii.Error):
            raise WrongKey("the key is not written as we write it: a number and a key on each line") from None
        return cls(keys)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Reads a key file. Raises `Unwritable` where it cannot be read, `WrongKey` where it is none."""
        try:
            return cls.from_bytes(path.read_bytes())
        except OSError as error:
            raise Unwritable("the key file cannot be read") from error

    def material(self) -> bytes:
        """The ring as text, for a key file or a safe."""
        lines = (f"{number} {base64.b64encode(key).decode()}\n" for number, key in self._material.items())
        return (_HEADER + "".join(lines)).encode()

    def to_file(self, path: Path) -> None:
        """Writes a new key file that only its owner may read. Never overwrites. Raises `Unwritable`."""
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(self.material())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unwritable("the key file cannot be written") from error

    def with_another(self) -> "KeyRing":
        """The same ring and one more key, which seals from now on."""
        return KeyRing({**self._material, max(self._material) + 1: secrets.token_bytes(KEY_BYTES)})

    # Sealing --------------------------------------------------------------------------------------

    def seal(self, plain: bytes, table: str, column: str, row: str) -> bytes:
        """`plain`, sealed with the newest key and bound to its place."""
        key = self._newest
        nonce = os.urandom(_NONCE)
        return key.prefix + nonce + key.cipher.encrypt(nonce, plain, _place(table, column, row, key.number))

    def open(self, sealed: bytes, table: str, column: str, row: str) -> bytes:
        """What was sealed there. Raises `Unreadable`."""
        number = int.from_bytes(sealed[:_NUMBER])
        key = self._keys.get(number)
        if key is None:
            raise Unreadable(
                f"a value in {table}.{column} is sealed with key {number}, which is not in the key file"
            )
        nonce, body = sealed[_NUMBER : _NUMBER + _NONCE], sealed[_NUMBER + _NONCE :]
        try:
            return key.cipher.decrypt(nonce, body, _place(table, column, row, number))
        except (InvalidTag, ValueError):  # ValueError: too short to have a nonce
            raise Unreadable(f"a sealed value in {table}.{column} does not open in its place") from None

    def opened(self, sealed: bytes | None, table: str, column: str, row: str) -> str | None:
        """A text that was sealed there, "" where there was none; None where it does not open.

        For lists, in which one damaged row may not hide the others.
        """
        try:
            return self.open(sealed, table, column, row).decode() if sealed else ""
        except Unreadable:
            return None

    # Digests --------------------------------------------------------------------------------------

    def digest(self, purpose: str, value: str | bytes) -> str:
        """A keyed digest, `<key number>.<64 hexadecimal digits>`; `purpose` keeps kinds of value apart."""
        return _digest(self._newest, purpose, value)

    def secret(self, purpose: str, value: str | bytes) -> str:
        """A secret that nobody without the key can find, and that comes out the same again."""
        return self.digest(purpose, value).partition(".")[2]

    def digests(self, purpose: str, value: str | bytes) -> tuple[str, ...]:
        """The digest under every key, to find a row that was written under an older one."""
        return tuple(_digest(key, purpose, value) for key in self._keys.values())


def _derived(number: int, key: bytes) -> _Key:
    def derive(use: bytes) -> bytes:
        info = b"family plan builder: " + use
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)

    return _Key(number, number.to_bytes(_NUMBER), AESGCM(derive(b"seal")), derive(b"digest"))


def _place(table: str, column: str, row: str, number: int) -> bytes:
    return f"{table}|{column}|{row}|{number}".encode()


def _digest(key: _Key, purpose: str, value: str | bytes) -> str:
    raw = value.encode() if isinstance(value, str) else value
    return f"{key.number}.{hmac.digest(key.digests, purpose.encode() + b'|' + raw, hashlib.sha256).hex()}"
