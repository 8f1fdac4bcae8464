"""Addresses that may stand on a button. Telegram refuses a whole message for one that may not. Pure."""

from ipaddress import ip_address

from yarl import URL


def reachable(address: str | None) -> str | None:
    """`address`, where a family's phone could open it from Telegram; None where it could not.

    Links to this computer only are right on a page and wrong on a button (design.md, section 6).
    """
    if address is None:
        return None
    try:
        url = URL(address)
    except ValueError:
        return None
    host = url.host or ""
    return address if url.scheme in ("http", "https") and _leads_somewhere(host) else None


def _leads_somewhere(host: str) -> bool:
    try:
        found = ip_address(host)
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".localhost", ".local")) and " " not in host
    return not (found.is_loopback or found.is_unspecified)
