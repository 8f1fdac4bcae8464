import stat

import pytest

from storage import KeyRing
from storage.errors import Unreadable, Unwritable, WrongKey

PLACE = ("answers", "answer", "a1")


def test_what_was_sealed_opens_in_its_place():
    ring = KeyRing.fresh()
    for plain in (b"", b"Gran has them on Fridays", bytes(100_000)):
        assert ring.open(ring.seal(plain, *PLACE), *PLACE) == plain


def test_nothing_of_it_can_be_read():
    sealed = KeyRing.fresh().seal(b"Gran has them on Fridays", *PLACE)
    assert b"Gran" not in sealed


def test_the_same_words_never_look_the_same():
    ring = KeyRing.fresh()
    assert ring.seal(b"yes", *PLACE) != ring.seal(b"yes", *PLACE)


@pytest.mark.parametrize(
    "elsewhere", [("drafts", "answer", "a1"), ("answers", "other", "a1"), ("answers", "answer", "a2")]
)
def test_it_opens_nowhere_else(elsewhere):
    ring = KeyRing.fresh()
    with pytest.raises(Unreadable):
        ring.open(ring.seal(b"yes", *PLACE), *elsewhere)


@pytest.mark.parametrize("at", [2, 14, -1])
def test_a_changed_letter_is_noticed(at):
    ring = KeyRing.fresh()
    sealed = bytearray(ring.seal(b"yes", *PLACE))
    sealed[at] ^= 1
    with pytest.raises(Unreadable):
        ring.open(bytes(sealed), *PLACE)


@pytest.mark.parametrize("rubbish", [b"\x00\x01", b"\x00\x01" + bytes(12), b"\x00\x01" + bytes(20)])
def test_what_was_never_sealed_is_unreadable(rubbish):
    with pytest.raises(Unreadable):
        KeyRing.fresh().open(rubbish, *PLACE)


def test_the_newest_key_seals_and_all_open():
    old = KeyRing.fresh()
    new = old.with_another()
    assert new.numbers == (1, 2)
    assert new.open(old.seal(b"then", *PLACE), *PLACE) == b"then"
    assert new.seal(b"now", *PLACE)[:2] == b"\x00\x02"
    with pytest.raises(Unreadable):
        old.open(new.seal(b"now", *PLACE), *PLACE)


def test_another_ring_opens_nothing():
    with pytest.raises(Unreadable):
        KeyRing.fresh().open(KeyRing.fresh().seal(b"yes", *PLACE), *PLACE)


def test_a_ring_is_kept_in_a_file_that_only_its_owner_reads(tmp_path):
    ring, path = KeyRing.fresh().with_another(), tmp_path / "key"
    ring.to_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeyRing.from_file(path).open(ring.seal(b"yes", *PLACE), *PLACE) == b"yes"


def test_a_key_file_is_never_overwritten(tmp_path):
    path = tmp_path / "key"
    KeyRing.fresh().to_file(path)
    with pytest.raises(Unwritable):
        KeyRing.fresh().to_file(path)


def test_a_key_file_that_is_missing_cannot_be_read(tmp_path):
    with pytest.raises(Unwritable):
        KeyRing.from_file(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "material",
    [b"", b"hello", b"1 c2hvcnQ=", b"one two", b"1 ???", b"\xff\xfe", b"0 " + b"A" * 43 + b"=", b"1"],
)
def test_what_is_no_key_is_refused(material):
    with pytest.raises(WrongKey):
        KeyRing.from_bytes(material)


def test_a_ring_does_not_show_its_keys():
    ring = KeyRing.fresh()
    assert repr(ring) == "KeyRing(numbers=(1,))"
    assert ring.material().split()[-1].decode() not in repr(vars(ring)["_keys"])


def test_a_digest_needs_the_key_and_the_purpose():
    ring = KeyRing.fresh()
    digest = ring.digest("invitation", "ABCD2345")
    assert digest == ring.digest("invitation", b"ABCD2345")
    assert digest.startswith("1.")
    assert digest != ring.digest("device", "ABCD2345")
    assert digest != KeyRing.fresh().digest("invitation", "ABCD2345")


def test_a_digest_made_under_an_older_key_is_found():
    old = KeyRing.fresh()
    assert old.digest("invitation", "ABCD2345") in old.with_another().digests("invitation", "ABCD2345")
