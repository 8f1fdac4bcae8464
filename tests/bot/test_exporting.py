"""The export: every character as it came, and everything that traces it."""

import json
from datetime import date

import pytest

from bot.exporting import Export, exported, schema
from dialogs.conversation import Left
from dialogs.ids import PlanId, PractitionerId
from dialogs.people import Hand
from dialogs.review import Decision, Verdict
from tests.bot.nasty import NASTY
from tests.builders import (
    NOON,
    a_conversation,
    a_day,
    a_draft,
    a_letter,
    a_number,
    a_voice_note,
    an_answer,
    chose,
    named,
    taken_back,
    typed_up,
)
from tests.dialogs.test_network_dialog import ASKED_IN, with_rose


def the_export(*answers, **more):
    return exported(PlanId("plan-1"), a_draft(a_conversation(*answers, **more)), NOON)


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_characters_come_out_exactly_as_they_came_in(words):
    read = json.loads(the_export(an_answer("good.proud", words)).as_json())
    assert read["lines"][0]["said"]["words"] == words


def test_a_line_of_a_sitting_says_who_said_it_and_whose_hand_typed_it():
    own = an_answer("good.proud", "We red", hand=Hand(sat_with="Asha"))
    hers = an_answer("good.proud", "We read", changes=own, hand=Hand(sat_with="Asha", by_worker=True))
    (line,) = json.loads(the_export(own, hers).as_json())["lines"]
    assert (line["speaker_name"], line["typed_by"], line["typed_by_worker"], line["sat_with"]) == (
        "Nadia",
        "Asha",
        True,
        "Asha",
    )
    assert [(one["sat_with"], one["typed_by_worker"]) for one in line["revisions"]] == [("Asha", False)]
    (line,) = json.loads(the_export(an_answer("good.proud", "We read")).as_json())["lines"]
    assert (line["typed_by"], line["typed_by_worker"], line["sat_with"]) == ("Nadia", False, "")


def test_a_line_has_everything_that_traces_it():
    first = an_answer("good.proud", "We red", beside="my sister")
    second = an_answer("good.proud", "We read", changes=first, beside="my sister")
    (line,) = json.loads(the_export(first, second).as_json())["lines"]

    assert line["said"] == {**dict.fromkeys(line["said"]), "kind": "words", "words": "We read"}
    assert (line["category"], line["part"], line["question"]) == (
        "strength",
        None,
        "What do you do well with Leo?",
    )
    assert (line["speaker_name"], line["at"], line["language"], line["beside"]) == (
        "Nadia",
        "2026-11-03T12:00:00Z",
        "en",
        "my sister",
    )
    assert (line["id"], line["root"], line["revision"]) == (second.id, first.id, 2)
    assert [revision["said"]["words"] for revision in line["revisions"]] == ["We red"]


def test_every_kind_of_answer_has_its_fields():
    note = an_answer("hard.what", a_voice_note("caption"))
    do = an_answer("do.what", "Cook")
    draft = a_draft(
        a_conversation(
            note,
            do,
            an_answer("do.who", named("Gran"), about=do.root),
            an_answer("do.when", a_day(date(2026, 11, 6), "Friday"), about=do.root),
            an_answer("worry.number", a_number(4, "low", "high"), about="drinking"),
            an_answer("worry.agree", chose("yes"), about="drinking"),
        ),
        typed=[typed_up(note, "I am tired")],
    )
    lines = {line.question_id: line for line in exported(PlanId("p"), draft, NOON).lines}

    assert (lines["hard.what"].said.file_kind, lines["hard.what"].typed_up[0].words) == (
        "voice",
        "I am tired",
    )
    assert lines["do.who"].said.name == "Gran"
    assert lines["do.who"].group == lines["do.what"].group
    assert (lines["do.when"].said.day, lines["do.when"].said.words) == (date(2026, 11, 6), "Friday")
    number = lines["worry.number"].said
    assert (number.number, number.low, number.high) == (4, "low", "high")
    assert lines["worry.agree"].said.labels == ("Yes",)
    assert lines["worry.agree"].about.name == "the drinking"


def test_what_is_not_in_the_map_is_here_too():
    gone = an_answer("good.proud", "Gone")
    said = the_export(
        gone,
        taken_back(gone),
        an_answer("hard.what", Left.RATHER_NOT),
        an_answer("good.more", "Off the route"),
        an_answer("old.question", "Still here"),
        unsent=(an_answer("letter:l1", "Fridays"),),
        letters=(a_letter("l1", "Which days?"),),
    )
    assert said.lines == ()
    assert said.left[0].said.left == "rather_not"
    assert said.off_route[0].said.words == "Off the route"
    assert said.no_longer_asked[0].said.words == "Still here"
    assert (said.taken_back[0].said.kind, said.taken_back[0].said.words) == ("taken_back", None)
    assert said.replies[0].line.said.words == "Fridays"
    assert said.worker.letters[0].letter.words == "Which days?"


def test_the_practitioners_lines_stand_apart():
    worker = the_export().worker
    assert worker.name == "Asha"
    assert worker.worries[0].scale.low == "Leo is alone at night"
    assert worker.kept_apart[0].one == "nadia"


def test_decisions_and_the_drafts_number_go_with_it():
    decision = Decision(verdict=Verdict.APPROVED, draft=2, by=PractitionerId("a"), signed="Asha", at=NOON)
    said = exported(PlanId("p"), a_draft(), NOON, number=2, decisions=(decision,))
    assert (said.draft, said.decisions, said.plan, said.pretend) == (2, (decision,), "p", True)


def test_an_export_reads_back_and_follows_its_schema():
    said = the_export(an_answer("good.proud", "We read."))
    assert Export.model_validate_json(said.as_json()) == said
    shape = schema()
    assert set(shape["properties"]) == set(json.loads(said.as_json()))
    assert shape["$defs"]["ExportedLine"]["properties"]["question"]["description"]


def test_what_a_member_of_the_network_was_told_is_there_and_who_said_yes_to_it():
    family = with_rose()
    draft = a_draft(a_conversation(an_answer("good.proud", "We read")), family=family)
    told = json.loads(exported(PlanId("plan-1"), draft, NOON).as_json())["worker"]["asked_in"][0]
    assert (told["participant"], told["why"], told["may_know"]) == (
        ASKED_IN.participant,
        ASKED_IN.why,
        ASKED_IN.may_know,
    )
    assert (told["agreed_by"], told["agreed_on"]) == (["nadia"], "2026-11-02")
