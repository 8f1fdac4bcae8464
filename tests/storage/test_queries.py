"""The practitioner's inbox, the outbox and the hot path use indexes, however many families there are."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy.dialects import sqlite

from dialogs.ids import PlanId, PractitionerId
from storage import conversations, outbox, plans, updates
from storage.plans import Place, Urgency
from tests.builders import NOON

AFTER = Place(urgency=Urgency.WAITING, waiting_since=NOON, plan=PlanId("p"))
ASHA = PractitionerId("asha")


def how(url: str, statement) -> list[str]:
    """How SQLite goes about it, with values bound as they are in earnest."""
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        values = [None] * str(compiled).count("?")
        return [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {compiled}", values)]


@pytest.mark.parametrize("after", [None, AFTER])
def test_the_inbox_is_read_in_the_order_of_its_index(sqlite_url, after):
    steps = how(sqlite_url, plans.page_of(plans._held_by(ASHA), after, 30))
    assert any("plans USING INDEX ix_plans_inbox (practitioner=?" in step for step in steps)
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps)


def test_plans_lent_to_somebody_are_found_by_their_rights(sqlite_url):
    steps = how(sqlite_url, plans.page_of(plans._lent_to(ASHA, NOON.date()), None, 30))
    assert any("rights USING INDEX ix_rights_practitioner (practitioner=?" in step for step in steps)
    assert not any("SCAN" in step for step in steps)


def test_only_what_is_still_to_be_sent_is_looked_through(sqlite_url):
    steps = how(sqlite_url, outbox._due(NOON, 30))
    assert any("outbox USING INDEX ix_outbox_due (due_at<?" in step for step in steps)
    assert any("older USING" in step and "ix_outbox_chat (chat=?" in step for step in steps)
    assert not any("SCAN" in step for step in steps)


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (updates._SEEN, {"source": "telegram", "ids": ["1", "2"]}),
        (conversations._PLACES, {"ids": ["a", "b"]}),
        (conversations._TURNS, {"id": "a"}),
    ],
)
def test_a_turn_looks_nothing_through(sqlite_url, statement, values):
    bound = statement.params(**values)
    assert not any("SCAN" in step for step in how(sqlite_url, bound))
