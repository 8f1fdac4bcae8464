"""A practice lead reads every dialog as a page, with its branches in plain words."""

from html.parser import HTMLParser
from shutil import which

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright

from bot.dialog_files import survey
from bot.preview import CATEGORIES, DOES, FACTS, KINDS, OVER, preview, preview_text
from dialogs.definition import Category, Dialog, Does, House, Kind, Over
from dialogs.load import load
from dialogs.people import Role
from dialogs.rules import Fact
from dialogs.samples import sampled

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]

SMALL = """
id = "small"
title = "Small & plain"
role = "network"

[[section]]
id = "door"
title = "Door"
door = true

[[section.question]]
id = "beside"
kind = "choice"
ask = "Hello {name}.\\n\\nWho is beside you?"
why = "It helps."
other = "Are you alone?"
each_sitting = true
choices = [
    { id = "nobody", label = "Nobody" },
    { id = "somebody", label = "Somebody", does = "ring_me" },
]

[[section]]
id = "worry"
title = "The worry"
repeats = { over = "worry" }
when = [{ fact = "worries" }]

[[section.question]]
id = "worry.number"
kind = "scale"
ask = "How is it, 0 to 10?"
why = "It helps."
other = "Which number?"
low = "{low}"
high = "{high}"
goes = { category = "scale", part = "number" }
private = true

[[section.question]]
id = "worry.low"
kind = "texts"
ask = "What helps with {worry}?"
why = "It helps."
other = "What else?"
example = "Tea & talk."
private = true
what_happened = true
play_back = true
short = false
when = [
    { question = "worry.number", at_most = 4 },
    { question = "beside", chose = ["somebody"], holds = false },
    { fact = "mine" },
]

[[section]]
id = "each"
title = "Each thing"
repeats = { over = "item", of = "free" }

[[section.question]]
id = "each.where"
kind = "choice"
ask = "Where does it go?"
why = "It helps."
other = "Which?"
sorts = "free"
choices = [{ id = "good", label = "Good", goes = "strength" }, { id = "leave", label = "Leave it" }]
"""
FREE = """
[[section]]
id = "say"
title = "Say it"

[[section.question]]
id = "free"
kind = "texts"
ask = "What do you want to say?"
why = "It helps."
other = "What else?"
example = "It was a long day."
when = [{ question = "beside", said = true }]
goes = { category = "unsorted" }
"""


@pytest.fixture(scope="module")
def small() -> Dialog:
    """A dialog with a branch of each sort."""
    text = SMALL.replace('\n[[section]]\nid = "each"', FREE + '\n[[section]]\nid = "each"')
    return load(text, "small.toml", House(words={}))


def test_every_question_stands_in_both_with_its_branch(small: Dialog) -> None:
    text = preview_text(small)
    assert (
        "[beside] one choice\n  * asked again at each sitting\n    Hello Kim.\n    Who is beside you?" in text
    )
    assert "      (Somebody)  asks the worker to ring" in text
    assert (
        "  * Asked when “How is it, 0 to 10?” (worry.number) was 4 or less, and “Who is beside you?” (beside)"
        " was not answered “Somebody”, and the worry is about what this person does" in text
    )
    assert "  * private: asked when nobody is there who could hear" in text
    assert "  * about what happened: closed while an enquiry is under way" in text
    assert "  * Asked for each thing said in answer to “What do you want to say?” (free)" in text
    assert "  * Asked when something was said to “Who is beside you?” (beside)" in text
    assert "  * goes to: scales, number" in text
    assert "      (Good)  goes to: existing strengths" in text
    assert "      0: Leo is left alone at night    10: Leo is safe with us each night" in text
    assert "    Example: Tea & talk." in text


def test_a_dialog_for_sittings_alone_says_so(small: Dialog) -> None:
    beside = small.model_copy(update={"role": Role.YOUNG_PERSON, "ages": (6, 9), "beside": True})
    assert "\nOnly in a sitting: beside a worker, on the worker's device. No link or code.\n" in preview_text(
        beside
    )
    assert "Only in a sitting" in Seen(preview(beside)).text
    assert "Only in a sitting" not in preview_text(small) + preview(small)


class Seen(HTMLParser):
    """What a page holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [values["href"]] if values.get("href") else []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_stands_by_itself(small: Dialog) -> None:
    page = preview(small)
    seen = Seen(page)
    assert page.startswith("<!doctype html>")
    assert not {"script", "img", "link", "iframe"} & set(seen.tags)
    assert "url(" not in page
    assert all(link.startswith("#") and link[1:] in seen.ids for link in seen.links)
    assert len(seen.ids) == len(set(seen.ids))
    assert "Small &amp; plain" in page


def test_a_packaged_dialog_is_shown_whole() -> None:
    for dialog in survey()[0].by_id.values():
        text, seen = preview_text(dialog), Seen(preview(dialog))
        for section, question in dialog.questions.values():
            assert section.title in seen.text
            assert question.id in seen.ids
            for words in (question.ask, question.why, question.other, question.example):
                for line in filter(str.strip, sampled(words).splitlines()):
                    assert line in text
                    assert line in seen.text
            for choice in question.choices:
                assert sampled(choice.label) in seen.text


def test_there_are_plain_words_for_everything_a_dialog_may_say() -> None:
    assert (set(KINDS), set(FACTS), set(DOES), set(OVER)) == (set(Kind), set(Fact), set(Does), set(Over))
    assert set(CATEGORIES) == set(Category) - {Category.PROCESS}


@pytest.mark.chromium
async def test_a_page_is_accessible_and_fits_a_phone(small: Dialog) -> None:
    program = which("chromium")
    if program is None:
        pytest.skip("no Chromium here")
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=program, args=QUIET)
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        await page.set_content(preview(small))
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await browser.close()
