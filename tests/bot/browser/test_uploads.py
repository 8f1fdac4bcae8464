"""Voice notes, photos and drawings: known by their bytes, kept with the turn, refused politely."""

import pytest

from bot.uploads import Refused, Upload, sniffed
from dialogs.conversation import Kept, Words
from dialogs.events import FileKind, Odd
from dialogs.ids import ConversationId
from tests.bot.browser.conftest import Place, at, through_the_door
from tests.bot.browser.phone import Phone
from tests.bot.browser.stand_ins import a_letter
from tests.conversing import NOON

OGG = b"OggS\x00\x02" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
FILM = b"\x00\x00\x00\x20ftypmp42" + bytes(32) + b"hdlr" + bytes(8) + b"vide" + bytes(32)
KNOWN = {
    "audio/ogg": OGG,
    "image/jpeg": JPEG,
    "image/png": b"\x89PNG\r\n\x1a\n" + bytes(16),
    "image/webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "image/gif": b"GIF89a" + bytes(16),
    "audio/wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "audio/mpeg": b"ID3\x03" + bytes(16),
    "audio/webm": b"\x1a\x45\xdf\xa3" + bytes(30) + b"webm" + bytes(20) + b"A_OPUS",
    "audio/mp4": b"\x00\x00\x00\x20ftypM4A " + bytes(32) + b"hdlr" + bytes(8) + b"soun",
}
OPENS_NOWHERE = {
    "a phone's photo": b"\x00\x00\x00\x18ftypheic" + bytes(16),
    "a phone's old recording": b"#!AMR\n" + bytes(16),
    "the same in another wrapping": b"\x00\x00\x00\x18ftyp3gp4" + bytes(32) + b"stsd" + bytes(12) + b"samr",
}
"""What desktop browsers cannot show or play: the practitioner would find an empty frame."""
NOT_KEPT = {
    "a program": b"MZ\x90\x00" + bytes(64),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing with a script in it": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "a document": b"%PDF-1.7\n",
    "a film": FILM,
    "a film of another kind": b"\x1a\x45\xdf\xa3" + bytes(30) + b"webm" + bytes(20) + b"V_VP9",
    "an archive": b"PK\x03\x04" + bytes(16),
    "one byte": b"x",
}


@pytest.mark.parametrize("media_type", KNOWN)
def test_bytes_say_what_they_are(media_type: str) -> None:
    assert sniffed(KNOWN[media_type]).media_type == media_type


@pytest.mark.parametrize("what", NOT_KEPT)
def test_everything_else_is_refused(what: str) -> None:
    with pytest.raises(Refused) as refused:
        sniffed(NOT_KEPT[what])
    assert refused.value.what is Odd.WRONG_FILE


@pytest.mark.parametrize("what", OPENS_NOWHERE)
def test_what_the_desk_could_not_open_is_refused_while_another_can_be_sent(what: str) -> None:
    with pytest.raises(Refused) as refused:
        sniffed(OPENS_NOWHERE[what])
    assert refused.value.what is Odd.CANNOT_OPEN


@pytest.fixture
async def phone(place: Place) -> Phone:
    """Sam, at a question that takes words."""
    phone = await through_the_door(await place.enters())
    return await at(phone, "good.proud")


def answers(place: Place) -> list[object]:
    held = place.turns.held[ConversationId("c0ffee")]
    return [answer.value for answer in held.answers if answer.question in ("good.proud", "good.talk")]


async def test_a_photo_that_would_not_open_meets_a_kind_word(phone: Phone) -> None:
    await phone.sends(OPENS_NOWHERE["a phone's photo"], "photo")
    assert "Please send it as a photo or voice note." in phone.text


class TestKept:
    async def test_a_voice_note_answers_with_the_words_under_it(self, place: Place, phone: Phone) -> None:
        await phone.sends(OGG, "voice", words="this is about the weekend")
        [kept] = answers(place)
        assert isinstance(kept, Kept)
        assert (kept.file_kind, kept.caption) == (FileKind.VOICE, "this is about the weekend")
        assert place.turns.files[kept.file] == Upload(FileKind.VOICE, "audio/ogg", OGG)
        assert "Nobody has opened it yet. Asha will, when at work." in phone.text
        assert "A voice note" in phone.text

    @pytest.mark.parametrize("field", ["voice", "photo", "drawing"])
    async def test_what_is_sent_from_the_list_of_parts_is_unopened_too(
        self, place: Place, field: str
    ) -> None:
        phone = await through_the_door(await place.enters())
        await phone.sends(OGG if field == "voice" else JPEG, field)
        assert "Nobody has opened it yet. Asha will, when at work." in phone.text
        assert "as you wrote it" not in phone.text
        asked = phone.text.split(f"You said: A {'voice note' if field == 'voice' else field}")
        before = asked[0].splitlines()[-1]
        assert before == "Say it in your own words.", "it answers the free box, not which part comes next"

    async def test_an_answer_to_a_letter_that_is_a_voice_note_is_unopened_too(self, place: Place) -> None:
        phone = await through_the_door(
            await place.enters(letters=(a_letter("Who helps on the other nights?", NOON),))
        )
        await phone.presses("You have a message")
        await phone.presses("Answer")
        await phone.sends(OGG, "voice")
        assert "Nobody has opened it yet. Asha will, when at work." in phone.text

    @pytest.mark.parametrize(("field", "kind"), [("photo", FileKind.PHOTO), ("drawing", FileKind.DRAWING)])
    async def test_a_picture_is_what_the_person_says_it_is(
        self, place: Place, phone: Phone, field: str, kind: FileKind
    ) -> None:
        await phone.sends(JPEG, field)
        [kept] = answers(place)
        assert isinstance(kept, Kept)
        assert kept.file_kind is kind

    async def test_a_name_is_not_believed(self, place: Place, phone: Phone) -> None:
        await phone.sends(OGG, "photo", name="holiday.jpg")
        [kept] = answers(place)
        assert isinstance(kept, Kept)
        assert kept.file_kind is FileKind.VOICE
        assert "holiday" not in place.turns.held[ConversationId("c0ffee")].model_dump_json()

    async def test_several_at_once_are_all_kept(self, place: Place, phone: Phone) -> None:
        button = next(b for b in phone.page.buttons if b.value == "save")
        await phone.submits(button, {"words": "both"}, {"voice": ("v", OGG), "photo": ("p", JPEG)})
        kept = [value for value in answers(place) if isinstance(value, Kept)]
        assert [(k.file_kind, k.caption) for k in kept] == [(FileKind.VOICE, "both"), (FileKind.PHOTO, "")]
        assert set(place.turns.files) == {k.file for k in kept}

    async def test_twice_is_once(self, place: Place, phone: Phone) -> None:
        form = phone.page
        await phone.sends(OGG)
        phone.page = form
        await phone.sends(OGG)
        assert len(answers(place)) == 1

    async def test_a_file_beside_another_button_is_not_kept(self, place: Place, phone: Phone) -> None:
        skip = next(b for b in phone.page.buttons if b.label == "Skip")
        await phone.submits(skip, {}, {"voice": ("v", OGG)})
        assert place.turns.files == {}


class TestRefused:
    @pytest.mark.parametrize("what", NOT_KEPT)
    async def test_the_wrong_kind_is_refused_politely_and_the_words_stay(
        self, place: Place, phone: Phone, what: str
    ) -> None:
        await phone.sends(NOT_KEPT[what], "photo", name="photo.jpg", words="a photo of the note")
        assert phone.status == 422
        assert "That kind of file can't be kept here. A photo or voice note can." in phone.text
        assert place.turns.files == {}
        assert answers(place) == [Words(text="a photo of the note")] or "a photo of the note" in phone.html

    async def test_one_too_large_is_refused_politely(self, place: Place, phone: Phone) -> None:
        await phone.sends(OGG + bytes(place.browser.limits.file_bytes), words="listen to this")
        assert phone.status == 422
        assert "That file is too big to keep. A shorter one may work." in phone.text
        assert place.turns.files == {}
        assert "listen to this" in phone.html

    async def test_one_far_too_large_is_not_read_to_its_end(self, place: Place, phone: Phone) -> None:
        place.browser.__dict__["limits"] = place.browser.limits._replace(file_bytes=100_000)
        before = place.turns.held[ConversationId("c0ffee")]
        await phone.sends(OGG + bytes(600_000))
        assert phone.status == 404
        assert place.turns.held[ConversationId("c0ffee")] == before

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"--x\r\n",
            b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\nhalf',
            b"--y\r\n\r\n--y--",
            b"\x00\xff" * 500,
            b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n\xff\xfe\r\n--x--\r\n',
            b"--x\r\n" + b"A: b\r\n" * 5000 + b"\r\n\r\n--x--",
            b"--x\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z--\r\n--x--\r\n",
        ],
    )
    async def test_a_broken_form_gives_nothing_away(self, place: Place, phone: Phone, body: bytes) -> None:
        before = place.turns.held[ConversationId("c0ffee")]
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        async with phone.session.post(
            place.server.make_url("/c/c0ffee/"), data=body, headers=headers
        ) as response:
            assert response.status in (404, 422)
            assert "Traceback" not in await response.text()
        assert place.turns.held[ConversationId("c0ffee")] == before

    @pytest.mark.parametrize(
        "kind", ["multipart/form-data", "application/json", "text/plain", "", "multipart/mixed; boundary=x"]
    )
    async def test_another_kind_of_body_is_no_form(self, place: Place, phone: Phone, kind: str) -> None:
        before = place.turns.held[ConversationId("c0ffee")]
        async with phone.session.post(
            place.server.make_url("/c/c0ffee/"), data=b'{"words": "\xff"}', headers={"Content-Type": kind}
        ) as response:
            assert response.status in (404, 422)
        assert place.turns.held[ConversationId("c0ffee")] == before

    async def test_a_connection_that_breaks_off_changes_nothing(self, place: Place, phone: Phone) -> None:
        import asyncio

        before = place.turns.held[ConversationId("c0ffee")]
        cookies = "; ".join(f"{c.key}={c.value}" for c in phone.session.cookie_jar)
        _, writer = await asyncio.open_connection("127.0.0.1", place.server.port)
        writer.write(
            f"POST /c/c0ffee/ HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\nContent-Length: 9000\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n".encode()
        )
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        await phone.opens("/c/c0ffee/")
        assert place.turns.held[ConversationId("c0ffee")] == before
