"""The commands as an operator meets them: real processes, their output and their exit codes."""

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import cast
from urllib.request import urlopen

import pytest

from bot.cli import main
from bot.settings import NAMES
from storage import KeyRing
from tests.papers import printed
from tests.readme import ROOT

FINE, FINDINGS, MISUSE = 0, 1, 2
PATIENCE_SECONDS = 40


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


class Operator:
    """Somebody at a terminal, in a folder of their own. `types` is quick, and runs the command in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = a_free_port()
        clean = {name: value for name, value in os.environ.items() if name not in NAMES}
        self.environment = clean | {"PYTHONPATH": str(ROOT), "PLAN_PORT": str(self.port)}

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def types(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """One command, to its end, without the second that a new process takes."""
        out, talk = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as here, redirect_stdout(out), redirect_stderr(talk):
            here.chdir(self.folder)
            here.setattr(os, "environ", self.environment | settings)
            code = main(arguments)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), talk.getvalue())

    def runs(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """One command, to its end, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )

    def is_refused(self, *arguments: str, **settings: str) -> str:
        """What a command says that ends in one plain sentence and exit code 2."""
        return refusal(self.types(*arguments, **settings))

    def cannot_run(self, *arguments: str, **settings: str) -> str:
        """The same of a process of its own."""
        return refusal(self.runs(*arguments, **settings))

    @contextmanager
    def serving(self) -> Iterator["subprocess.Popen[str]"]:
        """The bot, once its pages answer. It is killed at the end if nobody stopped it."""
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self._wait_for(bot)
            yield bot
        finally:
            bot.kill()
            bot.communicate()

    def _wait_for(self, bot: "subprocess.Popen[str]") -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            assert bot.poll() is None, bot.communicate()[1]
            with closing(socket.socket()) as line:
                line.settimeout(1)
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the bot did not begin to serve")


def refusal(done: "subprocess.CompletedProcess[str]") -> str:
    """One plain sentence, and nothing else."""
    assert done.returncode == MISUSE, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.splitlines()
    assert re.fullmatch(r"[A-Z].+\.", sentence)
    return sentence


def stopped(bot: "subprocess.Popen[str]") -> str:
    """Ctrl-C, and what the bot had said by then."""
    bot.send_signal(signal.SIGINT)
    talk = bot.communicate(timeout=PATIENCE_SECONDS)[1]
    assert bot.returncode == FINE, talk
    assert "Traceback" not in talk
    return talk


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Operator, dict[str, object]]:
    """Somebody with a pretend family made."""
    operator = Operator(tmp_path_factory.mktemp("settled"))
    return operator, json.loads(operator.types("pretend", "--json").stdout)


# Serving -----------------------------------------------------------------------------------------------


def test_with_nothing_configured_it_serves_and_says_where(operator: Operator) -> None:
    with operator.serving() as bot:
        talk = _until(bot, "The desk, once:")
        with urlopen(re.search(r"http://\S+/i/\w+", talk)[0], timeout=5) as page:  # type: ignore[index]
            assert page.status == 200
        with urlopen(re.search(r"http://\S+/desk/in/\S+", talk)[0], timeout=5) as page:  # type: ignore[index]
            assert page.status == 200
        assert "Pretend family" in talk
        assert "Telegram: off" in talk
        assert str(Path("data/key")) in talk
        assert stat.S_IMODE(operator.data.stat().st_mode) == 0o700
        assert stat.S_IMODE((operator.data / "key").stat().st_mode) == 0o600
        assert stat.S_IMODE((operator.data / "plans.db").stat().st_mode) == 0o600
        stopped(bot)


def _until(bot: "subprocess.Popen[str]", words: str) -> str:
    assert bot.stderr is not None
    talk = ""
    for line in bot.stderr:
        talk += line
        if words in line:
            return talk
    raise AssertionError(talk)


def test_starting_again_carries_on(operator: Operator) -> None:
    with operator.serving() as bot:
        first = stopped(bot)
    key = (operator.data / "key").read_bytes()
    with operator.serving() as bot:
        again = stopped(bot)
    assert "Pretend family" in first
    assert "Pretend family" not in again, "one is made once"
    assert "The desk of Asha Malik (pretend), once:" in again, "hers, as the README walks"
    assert (operator.data / "key").read_bytes() == key
    plan = re.search(r"plan (\w+)", first)[1]  # type: ignore[index]
    assert operator.types("export", plan).returncode == FINE


def test_sigterm_stops_it_as_cleanly(operator: Operator) -> None:
    with operator.serving() as bot:
        bot.terminate()
        bot.communicate(timeout=PATIENCE_SECONDS)
        assert bot.returncode == FINE


def test_while_it_runs_others_make_families_and_backups(operator: Operator) -> None:
    with operator.serving() as bot:
        family = json.loads(operator.runs("pretend", "--json").stdout)
        with urlopen(family["people"][0]["browser"], timeout=5) as page:
            assert page.status == 200
        assert operator.runs("enrol", "Asha Malik").returncode == FINE
        assert "in use" in operator.cannot_run("run")
        copy = Path(operator.runs("backup", "copies").stdout.strip())
        assert (operator.folder / copy).stat().st_size > 0
        stopped(bot)


# Refused in one sentence -------------------------------------------------------------------------------


def test_a_busy_port(operator: Operator) -> None:
    with closing(socket.create_server(("127.0.0.1", operator.port))):
        assert operator.cannot_run().startswith(f"Port {operator.port} on 127.0.0.1 is in use")


def test_a_host_that_is_not_here(operator: Operator) -> None:
    assert "PLAN_HOST cannot be used" in operator.cannot_run(PLAN_HOST="192.0.2.7")
    assert "PLAN_HOST cannot be used" in operator.cannot_run(PLAN_HOST="nonsense.invalid")


def test_a_practitioners_link_is_not_printed_at_every_start(operator: Operator) -> None:
    operator.types("enrol", "Mo Farouk")
    with operator.serving() as bot:
        talk = stopped(bot)
    assert "/desk/in/" not in talk
    assert "python -m bot sign-in" in talk


def test_a_folder_that_cannot_be_written(operator: Operator) -> None:
    (operator.folder / "file").touch()
    assert "file/data cannot be made" in operator.cannot_run(PLAN_DATA="file/data")
    assert "key file cannot be written" in operator.is_refused(PLAN_KEY_FILE="file/key")


def test_a_wrong_key(operator: Operator) -> None:
    operator.types("enrol", "Asha")
    (operator.data / "key").unlink()
    KeyRing.fresh().to_file(operator.data / "key")
    assert "another key" in operator.cannot_run()
    assert "another key" in operator.is_refused("pretend")


def test_a_key_that_is_gone_is_not_replaced(operator: Operator) -> None:
    operator.types("enrol", "Asha")
    (operator.data / "key").unlink()
    assert "Without it nothing in the database can be read" in operator.is_refused()
    assert not (operator.data / "key").exists()


def test_a_file_that_is_no_key(operator: Operator) -> None:
    operator.types("enrol", "Asha")
    (operator.data / "key").write_text("a shopping list")
    assert "key" in operator.is_refused()


def test_a_newer_database(operator: Operator) -> None:
    operator.types("enrol", "Asha")
    with closing(sqlite3.connect(operator.data / "plans.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in operator.cannot_run()


def test_a_database_that_is_none(operator: Operator) -> None:
    operator.types("enrol", "Asha")
    (operator.data / "plans.db").write_bytes(b"a shopping list, and nothing else at all" * 400)
    assert "database" in operator.is_refused()


def test_a_database_server_that_is_away(operator: Operator) -> None:
    assert "does not answer" in operator.is_refused(
        DATABASE_URL=f"postgresql://plans@127.0.0.1:{operator.port}/plans"
    )


def test_a_database_server_without_its_driver(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert "driver is missing" in operator.is_refused(DATABASE_URL="postgresql+asyncpg://plans@db/plans")
    assert not operator.data.exists()


@pytest.mark.parametrize("url", ["mysql://plans@db/plans", "a shopping list"])
def test_a_database_of_another_kind(operator: Operator, url: str) -> None:
    operator.is_refused(DATABASE_URL=url)


def test_a_mistyped_setting(operator: Operator) -> None:
    assert operator.cannot_run(PLAN_PROT="1") == "PLAN_PROT is not a setting. .env.example lists them all."
    assert operator.is_refused(PLAN_PORT="eighty").startswith("PLAN_PORT cannot be used")
    (operator.folder / ".env").write_text("PLAN_LANGUAGE=en\n")
    assert operator.is_refused().startswith("PLAN_LANGUAGE in .env is not a setting")


def test_a_language_that_there_is_none_of(operator: Operator) -> None:
    assert "xx" in operator.is_refused(PLAN_LANGUAGES="en,xx")


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "nobodys"),
        ("erase", "nobodys", "--yes"),
        ("hand-over", "nobodys", "Asha"),
        ("sign-in", "Nobody"),
        ("enrol", "  "),
        ("check", "--dialogs", "nowhere"),
        ("preview", "--dialogs", "nowhere"),
        ("backup", "file/copies"),
        ("preview", "--folder", "/proc/self"),
        ("demo", "--folder", "/proc/self"),
        ("restore", "nowhere.db"),
    ],
)
def test_what_is_not_there(operator: Operator, arguments: tuple[str, ...]) -> None:
    (operator.folder / "file").touch()
    operator.is_refused(*arguments)


def test_a_verb_that_is_none(operator: Operator) -> None:
    done = operator.runs("prtend")
    assert done.returncode == MISUSE
    assert "Traceback" not in done.stderr


# Verbs -------------------------------------------------------------------------------------------------


def test_help(operator: Operator) -> None:
    done = operator.runs("--help")
    assert done.returncode == FINE
    assert done.stdout.startswith("usage: python -m bot")
    assert not operator.data.exists()


def test_pretend_prints_what_a_script_needs(settled: tuple[Operator, dict[str, object]]) -> None:
    operator, family = settled
    assert set(family) == {"plan", "people", "beside", "desk"}
    people = family["people"]
    assert isinstance(people, list)
    for person in people:
        assert set(person) == {"name", "role", "code", "telegram", "browser"}
        others = {"Nan Jean": "network", "Miss Holt": "network", "Nadia": "young_person"}
        assert person["role"] == others.get(str(person["name"]), "parent")
        assert person["browser"] == f"http://127.0.0.1:{operator.port}/i/{person['code']}"
        assert re.fullmatch(r"[A-Z2-9]{8}", person["code"])
    assert len({person["code"] for person in people}) == len(people) == 6
    (leo,) = cast("list[dict[str, str]]", family["beside"])
    assert (leo["name"], leo["role"]) == ("Leo", "young_person"), "no link and no code is made for him"
    assert leo["sitting"].startswith(f"http://127.0.0.1:{operator.port}/desk/plans/{family['plan']}/sit/")
    assert str(family["desk"]).startswith(f"http://127.0.0.1:{operator.port}/desk/in/")


def test_an_export_is_json_that_traces_every_line(settled: tuple[Operator, dict[str, object]]) -> None:
    operator, family = settled
    exported = json.loads(operator.types("export", str(family["plan"])).stdout)
    assert (exported["format"], exported["version"], exported["pretend"]) == ("family-plan", 1, True)
    assert [one["name"] for one in exported["children"]] == ["Leo", "Mia", "Nadia"]
    assert exported["lines"] == [], "nobody has sent anything"
    assert exported["worker"]["kept_apart"]


def test_practitioners_are_enrolled_listed_and_let_in(settled: tuple[Operator, dict[str, object]]) -> None:
    operator, family = settled
    enrolled = operator.types("enrol", "Mo Farouk (pretend)")
    assert enrolled.returncode == FINE
    assert "/desk/in/" in enrolled.stdout
    listed = operator.types("practitioners").stdout
    assert "Mo Farouk (pretend)" in listed
    assert "/desk/in/" in operator.types("sign-in", "Mo Farouk (pretend)").stdout
    handed = operator.types("hand-over", str(family["plan"]), "Mo Farouk (pretend)")
    assert (handed.returncode, "Mo Farouk (pretend)" in handed.stderr) == (FINE, True)
    assert (
        json.loads(operator.types("export", str(family["plan"])).stdout)["worker"]["name"]
        == "Mo Farouk (pretend)"
    )
    assert "holds this plan already" in operator.is_refused(
        "hand-over", str(family["plan"]), "Mo Farouk (pretend)"
    )


def test_erasing_has_to_be_confirmed(operator: Operator) -> None:
    plan = json.loads(operator.types("pretend", "--json").stdout)["plan"]
    assert "Add --yes" in operator.is_refused("erase", plan)
    assert operator.types("export", plan).returncode == FINE
    assert operator.types("erase", plan, "--yes").returncode == FINE
    assert "no such plan" in operator.is_refused("export", plan)


def test_a_backup_comes_back(operator: Operator) -> None:
    plan = json.loads(operator.types("pretend", "--json").stdout)["plan"]
    done = operator.types("backup", "copies")
    assert "The key data/key is not in it" in done.stderr
    copy = done.stdout.strip()
    elsewhere = {"PLAN_DATA": "elsewhere", "PLAN_KEY_FILE": "data/key"}
    assert "not empty" in operator.is_refused("restore", copy)
    assert "Without it nothing" in operator.is_refused("restore", copy, PLAN_DATA="elsewhere")
    assert operator.types("restore", copy, **elsewhere).returncode == FINE
    assert json.loads(operator.types("export", plan, **elsewhere).stdout)["plan"] == plan


def test_a_backup_comes_back_on_another_machine_as_the_readme_says(operator: Operator) -> None:
    plan = json.loads(operator.types("pretend", "--json").stdout)["plan"]
    copy = operator.types("backup", "copies").stdout.strip()
    new = operator.folder / "new"
    new.mkdir()
    (new / "key").write_bytes((operator.data / "key").read_bytes())
    done = operator.types("restore", copy, PLAN_DATA="new")
    assert done.returncode == FINE, done.stderr
    assert json.loads(operator.types("export", plan, PLAN_DATA="new").stdout)["plan"] == plan
    assert "not empty" in operator.is_refused("restore", copy, PLAN_DATA="new")


def test_check_proves_the_dialogs(operator: Operator, tmp_path: Path) -> None:
    done = operator.types("check")
    assert (done.returncode, done.stdout) == (FINE, "")
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in (ROOT / "dialogs" / "definitions").iterdir():
        (changed / file.name).write_bytes(file.read_bytes())
    parent = changed / "parent.toml"
    parent.write_text(
        parent.read_text("utf-8").replace("[[section]]", "[[section]]\ncolour = 'red'", 1), "utf-8"
    )
    young = (changed / "young_person_13_15.toml").read_text("utf-8")
    (changed / "small.toml").write_text(
        young.replace('id = "young_person_13_15"', 'id = "small"\nbeside = true', 1), "utf-8"
    )
    done = operator.types("check", "--dialogs", str(changed))
    assert done.returncode == FINDINGS
    assert "parent.toml" in done.stdout
    assert "small.toml: Only in a sitting: beside a worker" in done.stderr
    assert "Traceback" not in done.stderr


def test_preview_writes_a_page_for_each_dialog(operator: Operator) -> None:
    done = operator.types("preview", "--folder", "pages")
    assert done.returncode == FINE
    for page in done.stdout.split():
        assert (operator.folder / page).read_text("utf-8").startswith("<!doctype html>")


def test_the_demo_plays_a_whole_plan_without_a_network(operator: Operator) -> None:
    reached: list[object] = []
    sys.addaudithook(lambda event, given: reached.append(given) if event == "socket.connect" else None)
    done = operator.types("demo", "--folder", "played")
    left, connections = operator.folder / "played", list(reached)
    assert (done.returncode, connections) == (FINE, [])
    text = printed((left / "plan.pdf").read_bytes())
    assert "Then Tess comes here and sleeps on the sofa." in text
    assert "What happens on a Friday when Nan Jean is ill?" in text
    assert "DRAFT" not in text, "it was approved"
    transcript = (left / "transcript.txt").read_text("utf-8")
    assert transcript == done.stdout
    lines = [" ".join(line.split()) for line in transcript.splitlines()]
    parts = [line for line in lines if line.startswith("== ")]
    assert [part.strip("= ") for part in parts] == [
        "Kelly, on Telegram",
        "Ryan, on Telegram",
        "Nadia, in a phone's browser",
        "Leo, beside Asha, on her device",
        "Nan Jean, on Telegram",
        "Miss Holt, in a phone's browser",
        "Asha, at her desk",
        "Some weeks on",
    ]
    assert any(line.startswith("finding: written down:") for line in lines)
    assert "Nan Jean: [Yes, I will do this]" in lines
    assert "Asha: approves the draft: she has read it and agrees to try it." in lines
    assert "Tess sleeps here on a Friday when Nan Jean can't." in text, "the plan is the mended one"
    assert "A rule did not hold" in text
    assert any(line.startswith("Asha: approves the mended plan") for line in lines)
    ryans = transcript.partition("== Ryan")[2].partition("== ")[0]
    assert "Kelly" not in ryans, "the two are kept apart"
    assert sorted(path.name for path in operator.folder.iterdir()) == ["played"]


def test_changed_dialogs_are_tried_apart(operator: Operator) -> None:
    bot = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "bot",
            "pretend",
            "--json",
            "--dialogs",
            str(ROOT / "dialogs" / "definitions"),
        ],
        cwd=operator.folder,
        env=operator.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    family = {}
    with closing(socket.create_server(("127.0.0.1", operator.port))):  # the real bot runs
        try:
            _until(bot, "apart from every real family")
            family = json.loads(_whole(bot))
            with urlopen(family["people"][0]["browser"], timeout=PATIENCE_SECONDS) as page:
                assert page.status == 200
        finally:
            bot.send_signal(signal.SIGINT)
            bot.communicate(timeout=PATIENCE_SECONDS)
    assert bot.returncode == FINE
    assert family["people"]
    assert not operator.data.exists()


def _whole(bot: "subprocess.Popen[str]") -> str:
    """The JSON object that it printed."""
    assert bot.stdout is not None
    lines = []
    for line in bot.stdout:
        lines.append(line)
        if line.startswith("}"):
            break
    return "".join(lines)
