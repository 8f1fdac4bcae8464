"""What needs a program that a machine may not have: skipped there, and said so in the last lines.

A test marked `chromium` or `postgresql` is skipped where that program is missing, so that the test
command passes on any machine. With `REQUIRE_ALL=1`, as in `.ci/run`, such a skip is a failure.
All tests together run side by side, one process for each core. Those that are named on the command line
run in this one, where a debugger reaches them.
"""

import os
from collections.abc import Generator

import pytest

from tests import chromium

NEEDS = {"chromium": "Chromium", "postgresql": "a PostgreSQL server's programs"}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests, which mostly wait, begin first: nobody waits for them at the end."""
    items.sort(key=lambda item: item.path.name != "test_kill.py")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("chromium") and chromium.PROGRAM is None:
        pytest.skip("Chromium is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    need = next((need for need in NEEDS if item.get_closest_marker(need)), None)
    if need and report.skipped and os.environ.get("REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, and this needs {NEEDS[need]}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    for need, program in NEEDS.items():
        if times := sum(need in report.keywords for report in skipped):
            terminalreporter.write_line(f"Not run: {times} test{'s' * (times > 1)} in need of {program}.")
