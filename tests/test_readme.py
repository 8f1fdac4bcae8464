"""The README says what the program does, and nothing that it does not."""

import re

import pytest

from tests.readme import ENV_EXAMPLE, README, ROOT, env_example, part_of, parts

TEXT = README.read_text("utf-8")
BLOCKS = re.findall(r"^```(?:sh)?\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", parts())
def test_the_parts_that_come_from_the_program(name: str) -> None:
    assert part_of(TEXT, name) == parts()[name], "python -m tests.readme writes it"


def test_the_example_lists_every_setting() -> None:
    assert ENV_EXAMPLE.read_text("utf-8") == env_example(), "python -m tests.readme writes it"


def test_it_begins_with_the_two_commands() -> None:
    first, second = BLOCKS[:2]
    assert first.rstrip().endswith("python -m bot")
    assert second.rstrip().endswith("python -m pytest")
    assert TEXT.index(second) < 400


def test_ci_runs_the_second_command_word_for_word() -> None:
    assert BLOCKS[1] in (ROOT / ".ci/run").read_text("utf-8")


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:bot|dialogs|storage|tests|\.ci)/[\w./*-]*)`", TEXT))
    named |= set(re.findall(r"\]\((?!https?://|#)([^)#]+)\)", TEXT))
    assert named
    missing = [name for name in sorted(named) if not list(ROOT.glob(name.rstrip("/")))]
    assert not missing


def test_every_link_inside_it_leads_somewhere() -> None:
    titles = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


def test_every_verb_it_shows_is_one() -> None:
    verbs = set(re.findall(r"^    ([a-z-]+)(?: |$)", part_of(TEXT, "commands"), re.MULTILINE))
    assert set(re.findall(r"python -m bot ([a-z][a-z-]*)", TEXT)) <= verbs


def test_every_walked_name_is_in_its_file() -> None:
    walk = TEXT.partition("## The walk of one answer")[2].partition("\n## ")[0]
    steps = re.findall(r"`([\w/]+\.py)`:\s+`(\w+)`", walk)
    assert len(steps) >= 8
    for file, name in steps:
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8")), f"{name} is not in {file}"


def test_its_pictures_are_shown_with_words() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", TEXT) + re.findall(
        r'<img alt="([^"]*)" src="([^"]+)"', TEXT
    )
    assert pictures
    for words, path in pictures:
        assert len(words) > 10
        assert (ROOT / path).read_bytes().startswith(b"\x89PNG")
