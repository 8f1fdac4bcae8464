"""How long guessing takes."""

from datetime import timedelta

from bot.browser.guesses import (
    FREE,
    FREE_FOR_ALL,
    LONGEST_WAIT,
    LONGEST_WAIT_FOR_ALL,
    MOST_ADDRESSES,
    Guesses,
)
from tests.conversing import NOON


def test_the_wait_doubles_up_to_an_hour() -> None:
    guesses = Guesses()
    waits = []
    for _ in range(FREE + 12):
        guesses.wrong("192.0.2.1", NOON)
        waits.append(guesses.wait("192.0.2.1", NOON))
    assert waits[: FREE - 1] == [timedelta()] * (FREE - 1)
    assert waits[FREE - 1 : FREE + 2] == [timedelta(seconds=s) for s in (15, 30, 60)]
    assert waits[-1] == LONGEST_WAIT


def test_other_addresses_do_not_wait() -> None:
    guesses = Guesses()
    for _ in range(FREE + 3):
        guesses.wrong("192.0.2.1", NOON)
    assert guesses.wait("192.0.2.2", NOON) == timedelta()


def test_a_whole_ipv6_network_is_one_address() -> None:
    guesses = Guesses()
    for n in range(FREE):
        guesses.wrong(f"2001:db8:1:2::{n}", NOON)
    assert guesses.wait("2001:db8:1:2:ffff::1", NOON)
    assert not guesses.wait("2001:db8:1:3::1", NOON)


def test_many_addresses_together_make_everybody_wait_a_little() -> None:
    guesses = Guesses()
    for n in range(FREE_FOR_ALL + 20):
        guesses.wrong(f"198.51.{n // 250}.{n % 250}", NOON)
    assert timedelta() < guesses.wait("203.0.113.9", NOON) <= LONGEST_WAIT_FOR_ALL


def test_it_is_forgotten_after_a_while() -> None:
    guesses = Guesses()
    for _ in range(FREE):
        guesses.wrong("192.0.2.1", NOON)
    later = NOON + timedelta(hours=3)
    guesses.wrong("192.0.2.1", later)
    assert guesses.wait("192.0.2.1", later) == timedelta()


def test_it_does_not_grow_without_end() -> None:
    guesses = Guesses()
    for n in range(MOST_ADDRESSES + 50):
        guesses.wrong(str(n), NOON)
    assert len(guesses._of) == MOST_ADDRESSES
