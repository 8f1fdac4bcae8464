"""New ids for rows that no event makes."""

import secrets


def fresh_id() -> str:
    """Sixteen hexadecimal digits that nobody guesses."""
    return secrets.token_hex(8)
