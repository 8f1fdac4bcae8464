"""What holds for every page: headers, nothing from elsewhere, plain words, and when it is pretend."""

import re
from importlib.resources import files

import pytest
from jinja2.ext import babel_extract

from bot.browser.assets import assets
from bot.reading import READING_AGE, read_plain_words
from tests.bot.browser.conftest import Place, at, through_the_door

PAGES = ("/i", "/i/ABCD2345", "/help", "/c/c0ffee/", "/c/c0ffee/words", "/c/c0ffee/help", "/c/nobody/")
TEMPLATES = files("bot.browser") / "templates"


def words_of_templates() -> list[tuple[str, str, str]]:
    """(file, context, words) of everything that a template says."""
    found = []
    for template in TEMPLATES.iterdir():
        with template.open("rb") as file:
            for _, function, message, _ in babel_extract(
                file, ("pgettext", "npgettext", "gettext", "_"), (), {}
            ):
                assert function in ("pgettext", "npgettext"), f"{template.name}: {message} has no context"
                parts = [part for part in message if part]
                found += [(template.name, parts[0], text) for text in parts[1:]]
    return found


async def test_every_page_carries_the_headers(place: Place) -> None:
    phone = await place.enters()
    for path in (*PAGES, "/c/c0ffee/leave"):
        async with phone.session.get(place.server.make_url(path), allow_redirects=False) as response:
            headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "aiohttp" not in headers.get("Server", "")


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/login", "/i/a/b", "/x/../.env"])
async def test_an_address_that_is_nobodys_is_a_plain_page(place: Place, path: str) -> None:
    phone = place.phone()
    await phone.opens(path)
    async with phone.session.head(place.server.make_url(path)) as head:
        assert head.status == phone.status == (200 if path == "/" else 404)
    assert phone.page.about["lang"] == "en"
    assert "Notes" in phone.html
    assert "aiohttp" not in phone.html
    for word in ("famil", "child", "plan", "worr"):
        assert word not in phone.text.casefold()


async def test_nothing_is_inline_and_nothing_comes_from_elsewhere(place: Place) -> None:
    phone = await place.enters()
    for path in PAGES:
        await phone.opens(path)
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*src=)|\son\w+=|javascript:", phone.html)
        for address in re.findall(r'(?:src|href|action)="([^"]*)"', phone.html):
            assert address.startswith(("/", "tel:", "sms:", "https://www.bbc.co.uk/weather")), address


async def test_style_script_and_icon_never_change_under_an_address(place: Place) -> None:
    phone = await place.enters()
    found = re.findall(r'"(/s/[^"]+)"', phone.html)
    assert {path.rpartition("/")[2] for path in found} == set(assets())
    for path in found:
        async with phone.session.get(place.server.make_url(path)) as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]
    async with phone.session.get(place.server.make_url("/s/0/chat.css")) as response:
        assert response.status == 404


async def test_cookies_are_secure_where_the_pages_are(place: Place) -> None:
    place.browser.__dict__["links"] = "https://notes.example"
    place.invites("c0ffee", "ABCD2345")
    phone = place.phone()
    await phone.opens("/i/ABCD2345")
    button = next(b for b in phone.page.buttons if b.label == "Open")
    form = phone.page.forms[button.form]
    async with phone.session.post(
        place.server.make_url("/i"), data=dict(form.fields), allow_redirects=False
    ) as response:
        cookies = response.headers.getall("Set-Cookie")
    assert len(cookies) == 2
    assert all(
        "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies
    )


async def test_a_pretend_family_says_so_on_every_page(place: Place) -> None:
    phone = await place.enters(pretend=True)
    says_so = "This is pretend. Nobody in it is real."
    assert says_so in phone.text
    await through_the_door(phone)
    assert says_so in phone.text
    for path in ("/c/c0ffee/words", "/c/c0ffee/help", "/c/c0ffee/help/more"):
        await phone.opens(path)
        assert says_so in phone.text
    await phone.opens("/c/c0ffee/")
    await at(phone, "good.proud")
    place.turns.away = True
    await phone.says("words")
    assert "That did not go through" in phone.text
    assert says_so in phone.text
    place.turns.away = False
    place.clock.waits(minutes=11)
    await phone.opens("/c/c0ffee/")
    assert "Your PIN, please" in phone.text
    assert says_so in phone.text


async def test_a_real_family_never_does(place: Place) -> None:
    phone = await place.enters()
    assert "pretend" not in phone.html.replace('value="en/ltr/"', "")


async def test_robots_stay_out(place: Place) -> None:
    phone = place.phone()
    await phone.opens("/robots.txt")
    assert "Disallow: /" in phone.text


def test_every_word_of_a_template_goes_through_gettext() -> None:
    """What is left of a template without its tags, expressions and attributes holds no words."""
    for template in TEMPLATES.iterdir():
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"""<[^>]*>|\s[\w-]+="[^"]*"|\sdata-[\w]+""", "", text)
        assert not re.search(r"[A-Za-z]{2}", text), f"{template.name}: {' '.join(text.split())}"


def test_every_word_of_a_template_is_plain() -> None:
    """Reading age, sentence length and house wording (practice.md, House wording)."""
    plain = read_plain_words()
    faults = [
        f"{file}: {text!r}: {fault}"
        for file, _, text in words_of_templates()
        for fault in plain.faults(re.sub(r"%\(\w+\)s", "Asha", text))
    ]
    assert faults == []
    sentences = [text for _, _, text in words_of_templates() if text.endswith(".")]
    assert plain.measured(re.sub(r"%\(\w+\)s", "Asha", text) for text in sentences).age <= READING_AGE


def test_the_same_words_in_one_place_have_one_context() -> None:
    assert all(context.startswith("browser/") for _, context, _ in words_of_templates())


def test_the_script_is_small() -> None:
    assert len(assets()["chat.js"].content) < 16_000
    assert len(assets()["chat.css"].content) < 12_000


@pytest.mark.parametrize("name", ["chat.js", "chat.css"])
def test_nothing_in_the_files_comes_from_elsewhere(name: str) -> None:
    text = assets()[name].content.decode()
    assert "http" not in text
    assert "@import" not in text
    assert "innerHTML" not in text
    assert "eval(" not in text
