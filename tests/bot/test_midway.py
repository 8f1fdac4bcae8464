"""`check` after a change of the dialog files: who is mid-way, and what changes for them."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from yarl import URL

from bot.pretending import pretend
from bot.product import opened, utc_now
from bot.settings import Settings
from tests.bot.desk.place import Clock, Place
from tests.test_cli import FINDINGS, FINE, PATIENCE_SECONDS, ROOT


class Office:
    """A service with its own copy of the program, whose dialog files it changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "program"
        for package in ("bot", "dialogs", "storage"):
            shutil.copytree(
                ROOT / package, self.program / package, ignore=shutil.ignore_patterns("__pycache__")
            )

    async def somebody(
        self,
        *lines: str,
        pretend_family: bool = False,
        sends: bool = False,
        says_no: bool = False,
        adds: str = "",
    ) -> None:
        """A parent comes in, and says and taps this."""
        settings = Settings(data=self.folder / "data")
        clock = Clock(utc_now())
        async with opened(settings, clock=clock) as product:
            made = await pretend(product.store, settings, clock())
            async with product.store.work() as work:
                held = await work.plans.get(made.plan)
                family = held.family.model_copy(update={"pretend": pretend_family})
                await work.plans.save(made.plan, family, held.practitioner, clock())
                await work.commit()
            parent = await Place(product, clock, URL("/"), self.folder).comes_in(made.people[0].code)
            if says_no:
                return await parent.presses("Not for me")
            await parent.enters()
            await parent.does(*lines)
            if sends:
                await parent.sends()
            if adds:
                await parent.does("[All parts]", "[What is going well]", adds)

    def changes(self, was: str, now: str) -> None:
        """The shipped dialog, edited in place: the usual way."""
        path = self.program / "dialogs" / "definitions" / "parent.toml"
        text = path.read_text("utf-8")
        assert was in text
        path.write_text(text.replace(was, now), "utf-8")

    def checks(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PLAN_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", "check", *arguments],
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(self.program)},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


BEFORE_GOOD = '[[section.question]]\nid = "good.well"\n'
A_NEW_QUESTION = """[[section.question]]
id = "good.new"
kind = "text"
ask = "What was good today?"
why = "A day may hold one good thing."
other = "What made you smile?"
example = "The sun came out."
goes = { category = "strength" }
short = true

"""
GOOD = ("[What is going well]", "We read in bed every night.")


def test_nothing_changes_for_somebody_in_the_same_files(office: Office) -> None:
    asyncio.run(office.somebody(*GOOD))
    done = office.checks()
    assert (done.returncode, done.stdout) == (
        FINE,
        "parent.toml: 1 person is mid-way. Nothing changes for them.\n",
    )
    assert "We read" not in done.stdout + done.stderr


def test_what_changed_is_told_for_each_question(office: Office) -> None:
    asyncio.run(office.somebody(*GOOD))
    asyncio.run(office.somebody("[What is going well]"))
    asyncio.run(office.somebody())
    office.changes("What goes well? Small things count.", "What is good? Small things count.")
    office.changes(BEFORE_GOOD, A_NEW_QUESTION + BEFORE_GOOD)
    done = office.checks()
    assert done.stdout.splitlines()[:3] == [
        "parent.toml: 3 people are mid-way.",
        "parent.toml: good.new: asked of them too (2 people)",
        "parent.toml: good.well: worded otherwise from now on; what they saw is kept beside the answer (2 people)",
    ]
    assert (done.returncode, "the short path asks up to 16" in done.stdout) == (FINDINGS, True)


def test_a_question_that_went_and_one_with_a_new_name(office: Office) -> None:
    asyncio.run(office.somebody(*GOOD))
    office.changes('"good.well"', '"good.best"')
    assert "parent.toml: good.well: no longer asked; the answer stays readable" in office.checks().stdout
    office.changes(
        BEFORE_GOOD.replace("well", "best"), BEFORE_GOOD.replace("well", "best") + 'was = ["good.well"]\n'
    )
    told = office.checks().stdout
    assert "parent.toml: good.best: has a new name; the answer goes along (1 person)" in told
    assert "no longer asked" not in told


def test_faults_do_not_hide_it_and_a_changed_meaning_is_one(office: Office) -> None:
    asyncio.run(office.somebody(*GOOD))
    short, long = "Short: ", "Long: "
    office.changes(short, "X")
    office.changes(long, short)
    office.changes("X", long)
    office.changes("Small things count.", "Extraordinarily small things count.")
    done = office.checks()
    assert done.returncode == FINDINGS
    assert "parent.toml: 1 person is mid-way." in done.stdout
    assert "good.well: worded otherwise" in done.stdout
    assert "path: its choices change places under the same ids (full, short) (1 person)" in done.stdout
    assert "a long word: 'extraordinarily'" in done.stdout.lower()


def test_who_has_finished_said_no_or_is_made_up_is_not_counted(office: Office) -> None:
    asyncio.run(office.somebody(*GOOD, "[No, that is all]", sends=True))
    asyncio.run(office.somebody(*GOOD, pretend_family=True))
    asyncio.run(office.somebody(says_no=True))
    office.changes("What goes well? Small", "What is good? Small")
    assert office.checks().stdout == ""
    asyncio.run(office.somebody(*GOOD, "[No, that is all]", sends=True, adds="One more good thing."))
    assert "parent.toml: 1 person is mid-way." in office.checks().stdout


def test_a_folder_of_changed_dialogs_is_compared_with_what_they_saw(office: Office, tmp_path: Path) -> None:
    asyncio.run(office.somebody(*GOOD))
    tried = tmp_path / "tried"
    shutil.copytree(office.program / "dialogs" / "definitions", tried)
    path = tried / "parent.toml"
    path.write_text(path.read_text("utf-8").replace("What goes well? Small", "What is good? Small"), "utf-8")
    lines = office.checks("--dialogs", str(tried)).stdout.splitlines()
    assert lines[:2] == ["parent.toml: worded otherwise: good.well", "parent.toml: 1 person is mid-way."]
    assert lines[2].startswith("parent.toml: good.well: worded otherwise from now on")
