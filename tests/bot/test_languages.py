"""Every string goes to translators and comes back, and the dialog is the same dialog in any language."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from bot.app import telegram_for
from bot.carriers import Parcel, Urgency
from bot.dialog_files import Dialogs, survey
from bot.documents import tongue_of
from bot.help_numbers import lines, read_help_numbers
from bot.languages import (
    CatalogueError,
    all_strings,
    as_po,
    catalogue_faults,
    extracted,
    in_language,
    naming,
    own_name,
    read_catalogue,
    read_catalogues,
)
from bot.product import opened
from bot.settings import Settings
from bot.strings import in_files, template
from dialogs import limits, placeholders
from dialogs.definition import Dialog, House
from dialogs.effects import Turn
from dialogs.events import Event
from dialogs.ids import DialogId
from dialogs.translate import strings, texts
from tests import made_up_language
from tests.conversing import Talk

POLISH = """
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"X-Checked-By: Anna Nowak, 1/12/2026\\n"

msgctxt "parent/good.well/ask"
msgid "What goes well with {children}?"
msgstr "Co idzie dobrze? {children}"

msgctxt "parent/good.well/why"
msgid "It helps {name}."
msgstr "To pomaga."

#, fuzzy
msgctxt "house/button.back"
msgid "Back"
msgstr "Wstecz?"

msgctxt "desk"
msgid "Plans"
msgstr "Plany"
"""


@pytest.fixture(scope="module")
def english() -> Dialogs:
    """The packaged dialogs."""
    return survey()[0]


def every_dialog(english: Dialogs) -> list[tuple[Dialog, Dialog]]:
    """Each in English and in the made-up language."""
    catalogue = made_up_language.catalogue(english)
    return [(dialog, in_language(dialog, catalogue)) for dialog in english.by_id.values()]


def test_a_string_carries_the_id_of_its_question_to_the_translator(english: Dialogs) -> None:
    contexts = [said.context for said in strings(english.by_id[DialogId("parent")])]
    assert {"parent/title", "parent/good/title", "parent/beside/ask", "parent/beside/choice.nobody"} <= {
        *contexts
    }
    assert len(contexts) == len(set(contexts))
    assert 'msgctxt "house/button.back"\nmsgid "Back"' in as_po(extracted(all_strings(english)))


def test_every_string_of_every_dialog_changes(english: Dialogs) -> None:
    for before, after in every_dialog(english):
        assert (after.language, after.right_to_left) == ("he", True)
        assert [(s.context, made_up_language.said(s.text)) for s in strings(before)] == list(strings(after))
        assert after.house.words == {
            k: made_up_language.said(words) for k, words in before.house.words.items()
        }


def test_nothing_but_strings_changes(english: Dialogs) -> None:
    for before, after in every_dialog(english):
        for (section, question), (other_section, other) in zip(
            before.questions.values(), after.questions.values(), strict=True
        ):
            assert question.id == other.id
            assert (section.repeats, section.when) == (other_section.repeats, other_section.when)
            assert question.when == other.when
            assert [choice.id for choice in question.choices] == [choice.id for choice in other.choices]
        told = {"title", "section", "language", "right_to_left", "house"}
        assert before.model_dump(exclude=told) == after.model_dump(exclude=told)


def test_names_in_braces_survive_and_labels_still_fit(english: Dialogs) -> None:
    for _, after in every_dialog(english):
        assert list(placeholders.faults(after)) == []
        assert list(limits.faults(after)) == []
    house = in_language(after, made_up_language.catalogue(english)).house
    assert list(limits.house_faults(house, limits.OTHERS)) == []


class Reading(Talk):
    """A conversation of which every screen is read."""

    def meets(self, event: Event) -> Turn:
        turn = super().meets(event)
        self.screens = [*getattr(self, "screens", ()), *turn.prompts]
        return turn


def test_a_dialog_is_talked_through_in_another_language(english: Dialogs) -> None:
    """On every screen the only Latin letters left are names and the practitioner's own words."""
    names = "Sam|Asha|Leo|Gran"
    written = "Monday to Friday, 9 to 5|When Sam drinks, nobody watches Leo|the drinking|every day|never"
    own = re.compile(f"{written}|{names}")
    for _, after in every_dialog(english):
        talk = Reading(after)
        with pytest.raises(AssertionError, match=r"reached|no way on"):
            talk.reach("no such question")
        for screen in talk.screens:
            shown = [*screen.said, screen.text, screen.low, screen.high, *(b.label for b in screen.buttons)]
            assert not re.search("[A-Za-z]", own.sub("", "\n".join(shown))), shown
        assert len({screen.question for screen in talk.screens}) > 10


def test_help_is_said_in_the_language_too(english: Dialogs) -> None:
    numbers = read_help_numbers()
    catalogue = made_up_language.catalogue(english, numbers)
    said = lines(numbers, look=catalogue.look)
    for line in (*said.danger, *said.quiet, *said.others):
        assert not re.search("[A-Za-z]", line), line
    assert "999" in said.danger[0]
    assert "0808 2000 247" in "\n".join(said.others)


def test_a_catalogue_says_who_checked_it() -> None:
    assert read_catalogue(POLISH.encode(), "pl").checked_by == "Anna Nowak, 1/12/2026"
    unchecked = re.sub('"X-Checked-By.*\n', "", POLISH)
    assert read_catalogue(unchecked.encode(), "pl").checked_by == ""


def test_what_is_missing_or_doubtful_stays_english() -> None:
    polish = read_catalogue(POLISH.encode(), "pl")
    assert (
        polish.look("parent/good.well/ask", "What goes well with {children}?")
        == "Co idzie dobrze? {children}"
    )
    assert polish.look("house/button.back", "Back") == "Back"
    assert (
        polish.look("another/place", "What goes well with {children}?") == "What goes well with {children}?"
    )
    assert not polish.right_to_left


def test_templates_read_the_same_catalogue() -> None:
    assert read_catalogue(POLISH.encode(), "pl").pages.pgettext("desk", "Plans") == "Plany"


def test_a_translator_is_told_what_is_missing() -> None:
    polish = read_catalogue(POLISH.encode(), "pl")
    wanted = extracted(
        [
            ("parent/good.well/ask", "What goes well with {children}?"),
            ("parent/good.well/why", "It helps {name}."),
            ("house/button.back", "Back"),
        ]
    )
    wanted.add(("%(num)s thing", "%(num)s things"))
    assert [(fault.place, fault.why) for fault in catalogue_faults(polish, wanted)] == [
        ("parent/good.well/why", "the names in it are not those of the English"),
        ("house/button.back", "it is not translated"),
        ("“%(num)s things”", "it is not translated"),
    ]


def test_translators_get_every_string_that_people_read(english: Dialogs) -> None:
    contexts = {message.context or "" for message in template(english, read_help_numbers()) if message.id}
    assert {
        "parent/good.well/ask",
        "house/button.back",
        "help/call",
        "documents/stamp",
        "telegram",
    } <= contexts
    assert any(context.startswith("browser/") for context in contexts)
    desk = {found.message for found in in_files(files("bot")) if found.file.startswith("bot/desk/")}
    assert {"Please choose who reads these words.", ("%(num)s thing", "%(num)s things")} <= desk


def test_a_whole_catalogue_has_no_faults(english: Dialogs) -> None:
    numbers = read_help_numbers()
    assert list(catalogue_faults(made_up_language.catalogue(english), template(english, numbers))) == []


async def test_telegram_and_papers_speak_it_too(english: Dialogs, tmp_path: Path) -> None:
    place = tmp_path / "locales" / "he" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(made_up_language.po(english, read_help_numbers()), "utf-8")
    settings = Settings(data=tmp_path / "data", bot_token="1:made-up", languages=("en", "he"), _env_file=None)  # type: ignore[call-arg]
    async with opened(settings, locales=tmp_path / "locales") as product:
        telegram = telegram_for(product)
        notice = await telegram.carrier.drawn(1, Parcel(Urgency.UNASKED, language="he"))
        await telegram.session.close()
        words = tongue_of(product.catalogues["he"].look, "he", right_to_left=True).words.values()
    shown = [notice.html, *(key.label for row in notice.rows for key in row), *words]
    assert not re.search("[A-Za-z]", re.sub(r"\{\w+\}|</?\w+>", "", "\n".join(shown)))


def test_catalogues_are_found_by_their_folder(tmp_path: Path) -> None:
    place = tmp_path / "pl" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(POLISH, "utf-8")
    assert list(read_catalogues(tmp_path)) == ["pl"]
    assert read_catalogues(tmp_path / "none") == {}


@pytest.mark.parametrize("po, language", [(b"no catalogue", "pl"), (POLISH.encode(), "klingonish_x")])
def test_a_catalogue_that_cannot_be_used_is_named(po: bytes, language: str) -> None:
    with pytest.raises(CatalogueError, match=f"^{language}/LC_MESSAGES/messages.po"):
        read_catalogue(po, language)


def test_languages_name_themselves() -> None:
    assert own_name("pl") == "polski"
    assert naming(House(words={"language.en": "English"}), ("en", "pl")).words == {
        "language.en": "English",
        "language.pl": "polski",
    }


def test_texts_of_a_question_are_those_that_are_translated(english: Dialogs) -> None:
    dialog = english.by_id[DialogId("parent")]
    fields = {f"parent/{q.id}/{field}" for _, q in dialog.questions.values() for field, _ in texts(q)}
    titles = {f"parent/{section.id}/title" for section in dialog.section} | {"parent/title"}
    assert fields | titles == {said.context for said in strings(dialog)}
