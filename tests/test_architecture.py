"""The house rules that a program can see: layers, sizes, names, last resorts, and nobody's traces."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "dialogs", "storage")
CODE = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SOURCES = [path for path in CODE if "versions" not in path.parts]
"""Ours to read again and again; a step of the database's history is written once."""

TOP = {
    ".ci",
    ".env.example",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bot",
    "dialogs",
    "pyproject.toml",
    "storage",
    "tests",
}

MOST_LINES = 420
WELCOME: dict[str, str] = {}
"""Files that may be longer, and why."""

LAST_RESORTS = {
    "bot/browser/guard.py": "pages for families",
    "bot/courier.py": "everything that goes out",
    "bot/desk/guard.py": "pages for practitioners",
    "bot/telegram/polling.py": "updates from Telegram",
    "bot/tending.py": "what runs beside the pages",
    "storage/together.py": "hands the error to whoever asked",
}

MADE_IN_APP = {
    "Bot",
    "Dispatcher",
    "Router",
    "Application",
    "Settings",
    "ClientSession",
    "create_async_engine",
    "create_engine",
    "read_settings",
    "async_sessionmaker",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def kept_files() -> Iterator[Path]:
    """What is in the repository, or would be after the next `git add`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("this is not a git repository")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            yield ROOT / name


# Layers ------------------------------------------------------------------------------------------------


def test_the_layers_hold() -> None:
    (program,) = entry_points(group="console_scripts", name="lint-imports")
    module, _, function = program.value.partition(":")
    code = f"import sys; from {module} import {function}; sys.argv = ['lint-imports', '--no-cache']; {function}()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_dialogs_is_pure() -> None:
    allowed = {
        "abc", "collections", "dataclasses", "datetime", "dialogs", "difflib", "enum", "functools", "hashlib",
        "itertools", "json", "math", "pydantic", "pydantic_core", "re", "string", "tomllib", "typing", "unicodedata",
    }  # fmt: skip
    used = {
        (module.partition(".")[0], named(path))
        for path in (ROOT / "dialogs").rglob("*.py")
        for module in _imported(tree(path))
    }
    assert not {(module, file) for module, file in used if module not in allowed}


def test_dialogs_reads_no_clock_and_opens_nothing() -> None:
    asked = re.compile(r"\b(now|utcnow|today|open|print|input|eval|exec|__import__)\(")
    for path in (ROOT / "dialogs").rglob("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2] + "("
                assert not asked.fullmatch(called), f"{named(path)}:{node.lineno} {called}"


def test_sqlalchemy_stays_in_storage_and_aiogram_in_telegram() -> None:
    for path in CODE:
        modules = {module.partition(".")[0] for module in _imported(tree(path))}
        if not named(path).startswith("storage/"):
            assert not modules & {"sqlalchemy", "aiosqlite", "sqlite3", "alembic", "asyncpg"}, named(path)
        if not named(path).startswith(("bot/telegram/", "bot/demo/")):
            assert "aiogram" not in modules, named(path)


def _imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


# Shape -------------------------------------------------------------------------------------------------


def test_the_top_level_is_what_it_should_be() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in kept_files()} <= TOP


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    if named(path) not in WELCOME:
        assert text.count("\n") <= MOST_LINES
    assert not text or ast.get_docstring(tree(path)), "a module begins by saying what it is for"


def test_the_welcome_exceptions_still_are_exceptions() -> None:
    assert all((ROOT / name).read_text("utf-8").count("\n") > MOST_LINES for name in WELCOME)


def test_files_are_medium_sized() -> None:
    sizes = sorted(
        sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines()) for path in SOURCES
    )
    assert sizes[len(sizes) // 2] < 120


def test_functions_are_small() -> None:
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not path.stem.endswith("phrases"):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{named(path)}: {node.name}"


def test_a_module_is_named_for_its_noun() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools", "manager"}
    files = [*CODE, *(ROOT / "tests").rglob("*.py")]
    assert not [named(path) for path in files if path.stem in vague]


def test_every_error_is_named_where_it_is_caught() -> None:
    found = {
        named(path)
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node) and not _raises_it_again(node)
    }
    assert found == set(LAST_RESORTS)


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")


def _raises_it_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_nothing_is_made_when_a_module_is_imported() -> None:
    for path in CODE:
        for node in tree(path).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
                made = ast.unparse(node.value.func).rpartition(".")[2]
                assert made not in MADE_IN_APP, f"{named(path)}:{node.lineno}"


def test_nothing_says_that_it_is_not_finished() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b|\bNotImplementedError\(|pragma: no cover")
    for path in [*CODE, *(ROOT / "tests").rglob("*.py")]:
        if path != Path(__file__):
            assert not unfinished.search(path.read_text("utf-8")), named(path)


def test_our_own_code_is_never_mocked() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        modules = set(_imported(tree(path)))
        assert not modules & {"mock", "unittest.mock", "pytest_mock"}, named(path)


# Nobody's traces ---------------------------------------------------------------------------------------

TRACES = re.compile(
    r"""
      (?<![^\s"'`(=]) / (?: home | root | Users ) / [\w.]   # a path on somebody's machine
    | --(?:extra-)?index-url | --find-links | files\.python | /simple/        # where packages come from
    | \b co-authored-by \b | \b (?: generated | written | made ) \s (?: with | by ) \s (?: a | an ) \s \w* \s? model \b
    | \b language \s model s? \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
SECRETS = re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    for path in kept_files():
        if path == Path(__file__) or path.suffix in (".png", ".ttf", ".otf", ".woff2"):
            continue
        text = path.read_text("utf-8")
        assert f"{ROOT}/" not in text, named(path)
        assert not (found := TRACES.search(text)), f"{named(path)}: {found}"
        assert not (found := SECRETS.search(text)), f"{named(path)}: {found}"


def test_names_that_are_somebodys_trademark_are_never_on_screen() -> None:
    marks = re.compile(
        r"signs of safety|three houses|safety house|words and pictures|family network meeting®", re.I
    )
    shown = {
        *(ROOT / "dialogs").rglob("*.toml"),
        *(ROOT / "bot").rglob("*.html"),
        *(ROOT / "bot").rglob("*.toml"),
    }
    shown.remove(ROOT / "bot" / "house_wording.toml")  # it lists what we never say
    assert shown
    for path in shown:
        assert not marks.search(path.read_text("utf-8")), named(path)
