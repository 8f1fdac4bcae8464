"""A PIN to come back with. Four digits are soon guessed, so they are stretched (scrypt) and keyed.

The digits go through the key ring's digest first: a stolen database alone cannot be tried against.
Stretching takes some 50 milliseconds of a processor, in a thread of its own: do it before or
between pieces of work, never inside one.
"""

import asyncio
import hmac
import os

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.sealed import KeyRing

_SALT, _LENGTH, _COST = 16, 32, 1 << 14
"""scrypt's n; with r = 8 it takes 16 MB (OWASP's password storage cheat sheet asks for no less)."""


async def stretch(keys: KeyRing, pin: str) -> bytes:
    """What is kept instead of the PIN."""
    salt = os.urandom(_SALT)
    return salt + await asyncio.to_thread(_stretched, keys.digest("pin", pin), salt)


async def fits(keys: KeyRing, pin: str, kept: bytes) -> bool:
    """Whether this is the PIN that was kept."""
    salt, expected = kept[:_SALT], kept[_SALT:]
    for digest in reversed(keys.digests("pin", pin)):
        if hmac.compare_digest(await asyncio.to_thread(_stretched, digest, salt), expected):
            return True
    return False


def _stretched(digest: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=_LENGTH, n=_COST, r=8, p=1).derive(digest.encode())
