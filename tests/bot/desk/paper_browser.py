"""A desktop browser without a script: it keeps cookies, fills in forms, presses buttons, follows links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

from aiohttp import ClientSession, CookieJar
from yarl import URL

_VOID = {"meta", "link", "input", "br", "img", "audio", "rect", "path"}


@dataclass
class Form:
    """A form, what its fields hold, and its buttons: label -> (name, value)."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    ticks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Check boxes by id."""
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Page:
    """What stands on a page."""

    html: str = ""
    text: str = ""
    forms: list[Form] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._label: str | None = None
        self._button = ("", "")
        self._link = ""
        self._area = ""
        self._select = ""
        self._skip = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        form = self.page.forms[-1] if self.page.forms else Form("")
        if tag == "form":
            self.page.forms.append(Form(of.get("action", "")))
        elif tag == "input" and of.get("type") == "checkbox":
            form.ticks[of["id"]] = (of["name"], of["value"])
            if "checked" in of:
                form.fields.setdefault(of["name"], []).append(of["value"])
        elif tag == "input":
            form.fields.setdefault(of["name"], []).append(of.get("value", ""))
        elif tag == "textarea" and "name" in of:
            self._area = of["name"]
            form.fields[self._area] = [""]
        elif tag == "select":
            self._select = of["name"]
        elif tag == "option" and self._select and (self._select not in form.fields or "selected" in of):
            form.fields[self._select] = [of.get("value", "")]
        elif tag == "button":
            self._label, self._button = "", (of.get("name", ""), of.get("value", ""))
        elif tag == "a":
            self._label, self._link = "", of["href"]
        self._skip = tag in ("title", "style", "script")
        self.page.text += "\n"

    def handle_data(self, data: str) -> None:
        if self._area:
            self.page.forms[-1].fields[self._area][0] += data
        elif not self._skip:
            self.page.text += data
        if self._label is not None:
            self._label += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            held = self.page.forms[-1].fields[self._area]
            held[0] = held[0].removeprefix("\n")
            self._area = ""
        elif tag == "button" and self._label is not None:
            self.page.forms[-1].buttons[_flat(self._label)] = self._button
            self._label = None
        elif tag == "a" and self._label is not None:
            self.page.links[_flat(self._label)] = self._link
            self._label = None
        elif tag == "select":
            self._select = ""
        self._skip = False


def _flat(text: str) -> str:
    return " ".join(text.split())


class PaperBrowser:
    """One browser on one desk."""

    def __init__(self, base: URL) -> None:
        self.base = base
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.page = Page()
        self.url = base
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    @property
    def text(self) -> str:
        return _flat(self.page.text)

    def forgets(self) -> None:
        """Its cookies are gone: the answer that brought them never arrived."""
        self.session.cookie_jar.clear()

    async def opens(self, path: str, method: str = "GET") -> Self:
        return await self._asks(method, str(self.base.join(URL(path))))

    async def follows(self, label: str) -> Self:
        found = [to for shown, to in self.page.links.items() if shown.startswith(label)]
        assert found, f"no link {label!r} among {list(self.page.links)}"
        return await self._asks("GET", str(self.url.join(URL(found[0]))))

    async def presses(self, label: str, *ticked: str, **filled: str) -> Self:
        """Press the button whose label begins so; `ticked` are ids of boxes, dashes in names are `__`."""
        for form in self.page.forms:
            for shown, (name, value) in form.buttons.items():
                if shown.startswith(label):
                    fields = {**form.fields}
                    for id in ticked:
                        of, given = form.ticks[id]
                        fields[of] = [*fields.get(of, []), given]
                    for field_name, words in filled.items():
                        of = field_name.replace("__", "-")
                        assert of in fields, f"no field {of} among {list(fields)}"
                        fields[of] = [words]
                    if name:
                        fields[name] = [value]
                    return await self.posts(form.action or str(self.url), fields)
        raise AssertionError(f"no button {label!r} among {[list(form.buttons) for form in self.page.forms]}")

    async def posts(self, action: str, fields: dict[str, list[str]], **headers: str) -> Self:
        pairs = [(n, re.sub("\r?\n", "\r\n", v)) for n, values in fields.items() for v in values]
        return await self._asks("POST", str(self.url.join(URL(action))), data=pairs, headers=headers)

    async def _asks(self, method: str, url: str, **more: object) -> Self:
        async with self.session.request(method, url, **more) as response:  # type: ignore[arg-type]
            self.url, self.status = response.url, response.status
            self.headers, self.body = dict(response.headers), await response.read()
        self.page = Page()
        if self.headers.get("Content-Type", "").startswith("text/html"):
            reader = _Reader()
            reader.feed(self.body.decode())
            self.page = reader.page
            self.page.html = self.body.decode()
        return self
