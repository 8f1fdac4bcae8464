"""A phone's browser without a script: it keeps cookies, fills in forms and follows links.

`Phone` reads each page as a browser would: which fields and buttons belong to which form, what can
be tapped, what stands there. Whoever drives the chat over HTTP uses it.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Self

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData
from yarl import URL

_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "li",
    "button",
    "a",
    "summary",
    "legend",
    "label",
    "div",
    "blockquote",
    "title",
}
_VOID = {"meta", "link", "input", "br", "img"}


@dataclass
class Button:
    """Something to press."""

    label: str
    form: str
    name: str
    value: str


@dataclass
class Form:
    """A form and what its fields hold."""

    action: str = ""
    multipart: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    takes: set[str] = field(default_factory=set)
    """Names of the fields that somebody may fill in."""


@dataclass
class Page:
    """What stands on a page."""

    html: str = field(default="", repr=False)
    text: str = ""
    forms: dict[str, Form] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    """Label of a check box -> its value."""
    about: dict[str, str] = field(default_factory=dict)
    """Attributes of `html` and `main`."""

    @property
    def labels(self) -> list[str]:
        """Everything that can be tapped, in order."""
        return [button.label for button in self.buttons] + list(self.ticks) + list(self.links)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._form = ""
        self._button: Button | None = None
        self._link = ""
        self._tick: str | None = None
        self._label = ""
        self._area: str | None = None
        self._stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._stack.append(tag)
        if tag in _BLOCKS:
            self.page.text += "\n"
        if tag in ("html", "main"):
            self.page.about |= of
        elif tag == "form":
            self._form = of.get("id", f"form {len(self.page.forms)}")
            self.page.forms[self._form] = Form(of["action"], of.get("enctype") == "multipart/form-data")
        elif tag == "input":
            self._input(of)
        elif tag == "textarea":
            self._area = ""
            self.page.forms[self._form].takes.add(of["name"])
        elif tag == "button" and of.get("type") != "button":
            self._button = Button("", of.get("form", self._form), of.get("name", ""), of.get("value", ""))
        elif tag == "a":
            self._link, self._label = of["href"], ""

    def _input(self, of: dict[str, str]) -> None:
        form = self.page.forms[self._form]
        if of["type"] == "checkbox":
            self._tick, self._label = of["value"], ""
            if "checked" in of:
                form.fields.append((of["name"], of["value"]))
            return
        if of["type"] != "hidden":
            form.takes.add(of["name"])
        if of["type"] != "file":
            form.fields.append((of["name"], of.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area += data
            return
        if "head" in self._stack and "title" not in self._stack:
            return
        self.page.text += data
        self._label += data
        if self._button:
            self._button.label += data

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop() != tag:
            pass
        if tag == "form":
            self._form = ""
        elif tag == "textarea" and self._area is not None:
            self.page.forms[self._form].fields.append(("words", self._area.removeprefix("\n")))
            self._area = None
        elif tag == "button" and self._button:
            self._button.label = _flat(self._button.label)
            self.page.buttons.append(self._button)
            self._button = None
        elif tag == "a" and self._link:
            self.page.links[_flat(self._label)] = self._link
            self._link = ""
        elif tag == "label" and self._tick is not None:
            self.page.ticks[_flat(self._label)] = self._tick
            self._tick = None


def _flat(text: str) -> str:
    return " ".join(text.split())


def read_page(html: str) -> Page:
    """A page as somebody meets it."""
    reader = _Reader()
    reader.feed(html)
    reader.page.html = html
    reader.page.text = re.sub(r"[ \t]*\n\s*", "\n", reader.page.text).strip()
    return reader.page


class Phone:
    """One device. `base` is where the pages are served."""

    def __init__(self, base: URL | str) -> None:
        self.base = URL(base)
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.page = Page()
        self.url = self.base
        self.response: ClientResponse | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    @property
    def status(self) -> int:
        """Of the newest page."""
        assert self.response is not None
        return self.response.status

    @property
    def html(self) -> str:
        """The page as it came."""
        return self.page.html

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.page.text

    def forgets(self) -> None:
        """Its cookies are gone: the answer that brought them never arrived."""
        self.session.cookie_jar.clear()

    async def opens(self, path: str, **headers: str) -> Page:
        """Go to an address."""
        async with self.session.get(self.base.join(URL(path)), headers=headers) as response:
            return await self._got(response)

    async def taps(self, label: str) -> Page:
        """Follow the link whose label begins so."""
        return await self.opens(next(to for shown, to in self.page.links.items() if shown.startswith(label)))

    async def presses(self, label: str, **filled: str) -> Page:
        """Press the button whose label begins so, with these fields filled in."""
        exact = [b for b in self.page.buttons if b.label == label]
        near = [b for b in self.page.buttons if b.label.startswith(label)]
        assert exact or near, f"no button {label!r} among {self.page.labels}"
        return await self.submits((exact or near)[0], filled)

    async def says(self, words: str) -> Page:
        """Type into the page's box and save."""
        name = next(name for name, form in self.page.forms.items() if "words" in form.takes)
        button = next(b for b in self.page.buttons if b.form == name and b.value == "save")
        return await self.submits(button, {"words": words})

    async def ticks(self, *labels: str) -> Page:
        """Tick these, and press "Done"."""
        form = self.page.forms["say"]
        form.fields += [("tick", self.page.ticks[label]) for label in labels]
        return await self.submits(next(b for b in self.page.buttons if b.value == "ticks"), {})

    async def sends(self, content: bytes, field: str = "voice", name: str = "x", words: str = "") -> Page:
        """Attach a file and save."""
        button = next(b for b in self.page.buttons if b.value == "save")
        return await self.submits(button, {"words": words}, {field: (name, content)})

    async def submits(
        self, button: Button, filled: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None
    ) -> Page:
        """What a browser sends when this button is pressed."""
        form = self.page.forms[button.form]
        pairs = [(name, value) for name, value in form.fields if name not in filled]
        pairs += filled.items()
        if button.name:
            pairs.append((button.name, button.value))
        return await self.posts(form.action, pairs, files or {}, multipart=form.multipart)

    async def posts(
        self,
        action: str,
        pairs: list[tuple[str, str]],
        files: dict[str, tuple[str, bytes]] | None = None,
        *,
        multipart: bool = False,
        **headers: str,
    ) -> Page:
        """Post these fields. New lines go as CR LF, as forms send them."""
        data = FormData(default_to_multipart=multipart)
        for name, value in pairs:
            data.add_field(name, re.sub("\r?\n", "\r\n", value))
        for name, (filename, content) in (files or {}).items():
            data.add_field(name, BytesIO(content), filename=filename, content_type="application/octet-stream")
        async with self.session.post(self.base.join(URL(action)), data=data, headers=headers) as response:
            return await self._got(response)

    async def _got(self, response: ClientResponse) -> Page:
        self.response, self.url = response, response.url
        self.page = read_page(await response.text())
        return self.page
