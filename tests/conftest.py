"""What needs a program that a machine may not have: skipped there, and said so in the last lines.

A test marked `chromium` or `postgresql` is skipped where that program is missing, so that the test
command passes on any machine. With `REQUIRE_ALL=1`, as in `.ci/run`, such a skip is a failure.
"""

import os
from collections import Counter
from collections.abc import Generator

import pytest

from tests import chromium

NEEDS = {"chromium": "Chromium", "postgresql": "a PostgreSQL server's programs"}
_not_run = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_not_run] = Counter()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("chromium") and chromium.PROGRAM is None:
        pytest.skip("Chromium is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    need = next((need for need in NEEDS if item.get_closest_marker(need)), None)
    if need and report.skipped:
        item.config.stash[_not_run][need] += 1
        if os.environ.get("REQUIRE_ALL") == "1":
            report.outcome = "failed"
            report.longrepr = f"REQUIRE_ALL=1, and this needs {NEEDS[need]}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    yield
    for need, times in terminalreporter.config.stash[_not_run].items():
        terminalreporter.write_line(f"Not run: {times} test{'s' * (times > 1)} in need of {NEEDS[need]}.")
