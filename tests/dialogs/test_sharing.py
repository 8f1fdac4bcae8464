"""Who may see what: a marker on every word of one parent, looked for in all that the other can reach."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.conversation import Left
from dialogs.facts import facts_for
from dialogs.family import Apart
from dialogs.ids import LetterId, PractitionerId, ReleaseId
from dialogs.release import Release, Released
from dialogs.sharing import Holder, for_copy, for_reader, may_see, shared_with
from tests.builders import (
    a_conversation,
    a_draft,
    a_family,
    a_letter,
    a_number,
    a_parent,
    a_voice_note,
    a_worry,
    an_answer,
    chose,
    named,
    taken_back,
    typed_up,
)

NADIA, RYAN, ROSE = a_parent("Nadia"), a_parent("Ryan"), a_parent("Rose")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ASHA = Holder(practitioner=PractitionerId("asha"))
LONDON = ZoneInfo("Europe/London")


def everything_said(who, marker, family=None):
    """One person's answers in every category, each with the marker in it, and letters to them."""
    do, free = an_answer("do.what", f"{marker} do"), an_answer("free.box", f"{marker} free")
    changed = an_answer("good.proud", f"{marker} before")
    gone = an_answer("good.proud", f"{marker} taken back")
    note = an_answer("hard.what", a_voice_note(f"{marker} caption"))
    letter = a_letter(f"l-{marker}", f"{marker} letter", line=do.root)
    conversation = a_conversation(
        do,
        an_answer("do.who", named(f"{marker} Gran"), about=do.root),
        an_answer("do.backup", named(f"{marker} Jo"), about=do.root),
        free,
        an_answer("free.sort", chose("worry"), about=free.root),
        changed,
        an_answer("good.proud", f"{marker} after", changes=changed),
        gone,
        taken_back(gone),
        note,
        an_answer("past.last", Left.RATHER_NOT),
        an_answer("gone.question", f"{marker} removed"),
        an_answer("good.more", f"{marker} off the route"),
        an_answer("worry.number", a_number(2, low=f"{marker} low"), about="drinking"),
        an_answer("worry.agree", chose("no"), about="drinking"),
        an_answer("worry.view", f"{marker} view", about="drinking"),
        an_answer("who.people", named(f"{marker} friend")),
        an_answer("if.away", f"{marker} what if"),
        unsent=(an_answer(f"letter:l-{marker}", f"{marker} reply"),),
        of=who,
        family=family,
        letters=(letter,),
    )
    return conversation, typed_up(note, f"{marker} typed")


def test_by_default_only_the_practitioner_sees_a_line():
    plan = a_draft(everything_said(NADIA, "TTT")[0])
    for line in plan.lines:
        assert may_see(ASHA, line, plan)
        assert may_see(NADIA, line, plan)
        assert not may_see(RYAN, line, plan)
    assert for_reader(plan, ASHA) == plan


def test_a_parent_who_is_kept_apart_finds_no_mark_of_the_other():
    nadia, typed_nadia = everything_said(NADIA, "TTT")
    ryan, typed_ryan = everything_said(RYAN, "DDD")
    plan = a_draft(nadia, ryan, typed=(typed_nadia, typed_ryan))

    for reader, own, other in ((NADIA, "TTT", "DDD"), (RYAN, "DDD", "TTT")):
        seen = for_reader(plan, reader).model_dump_json()
        assert own in seen
        assert other not in seen


def test_what_a_person_sees_is_the_same_whether_or_not_anybody_else_answered():
    nadia, typed_nadia = everything_said(NADIA, "TTT")
    ryan, typed_ryan = everything_said(RYAN, "DDD")
    together = a_draft(ryan, nadia, typed=(typed_ryan, typed_nadia))

    assert for_reader(together, NADIA) == for_reader(a_draft(nadia, typed=(typed_nadia,)), NADIA)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["good.proud", "hard.what", "free.box", "if.away", "do.what"])),
    st.text(max_size=20),
)
def test_nothing_that_somebody_else_says_ever_changes_it(questions, text):
    nadia = a_conversation(an_answer("good.proud", "We read."))
    ryan = a_conversation(*(an_answer(question, text or "x") for question in questions), of=RYAN)
    alone = for_reader(a_draft(nadia), NADIA)
    assert for_reader(a_draft(nadia, ryan), NADIA).model_dump_json() == alone.model_dump_json()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((NADIA, RYAN, ROSE)),
            st.sets(st.sampled_from((NADIA, RYAN, ROSE)), min_size=1),
            st.sets(st.integers(0, 6), min_size=1),
            st.booleans(),
            st.booleans(),
        ),
        max_size=4,
    )
)
def test_whatever_is_released_nobody_reads_more_than_that_and_nobody_kept_apart(drawn):
    """Who reads which line of whom, worked out from what was released, told and withdrawn alone."""
    everybody = {"TTT": NADIA, "DDD": RYAN, "RRR": ROSE}
    family = a_family(
        participants=tuple(everybody.values()), apart=(Apart(one=NADIA.person, other=RYAN.person),)
    )
    said = [everything_said(who, marker, family)[0] for marker, who in everybody.items()]
    plan = a_draft(*said, family=family)
    releases, may_read = [], {who.id: set() for who in everybody.values()}
    for number, (speaker, readers, places, told, withdrawn) in enumerate(drawn):
        theirs = [line for line in plan.lines if line.speaker == speaker.id]
        lines = [theirs[place] for place in places]
        releases.append(a_release(f"r{number}", speaker, lines, readers, told=told, withdrawn=withdrawn))
        for reader in readers if told and not withdrawn else ():
            if reader is not speaker and {reader.name, speaker.name} != {"Nadia", "Ryan"}:
                may_read[reader.id] |= {line.root for line in lines}
    plan = plan.model_copy(update={"releases": tuple(releases)})

    for marker, reader in everybody.items():
        assert {line.root for line in shared_with(plan, reader)} == may_read[reader.id]
        own = for_reader(plan, reader).model_dump_json()
        assert not [other for other in everybody if other != marker and other in own]


def a_release(id, speaker, lines, readers, *, told, withdrawn):
    """A release as `bot.releasing` keeps one."""
    return Release(
        id=ReleaseId(id),
        speaker=speaker.id,
        lines=tuple(Released.of(line) for line in lines),
        to=tuple(reader.id for reader in readers),
        by=PractitionerId("asha"),
        name="Asha",
        at=NOON,
        letter=LetterId(id),
        told_at=NOON if told else None,
        withdrawn_at=NOON if withdrawn else None,
    )


def test_a_person_reads_the_worry_whole_and_who_worries_first():
    family = a_family(
        worries=(
            a_worry(who_worries="The school suspects it. No one knows.", family_view="Ryan says: one night."),
        ),
        bottom_lines=({"words": "Leo is never alone.", "met_by": "Ryan's mum comes."},),
    )
    seen = for_reader(a_draft(a_conversation(of=NADIA, family=family), family=family), NADIA)

    (worry,) = seen.worker.worries
    assert worry.what_happened == "In May Leo was out alone at 10 at night."
    assert (worry.who_worries, worry.family_view) == ("The school suspects it. No one knows.", "")
    assert seen.worker.bottom_lines[0].met_by == ""
    assert seen.worker.apart == ()
    (heard,) = facts_for(family, NADIA.id).worries
    assert heard.words.startswith("The school suspects it. No one knows.\nIn May Leo was out")
    assert "one night" not in heard.words


def test_who_worries_is_left_out_where_it_names_somebody_kept_apart():
    for who in ("Ryan's mum worries.", "School, RYAN and Asha worry.", "Ryan"):
        family = a_family(worries=(a_worry(who_worries=who),))
        seen = for_reader(a_draft(a_conversation(of=NADIA, family=family), family=family), NADIA)
        assert seen.worker.worries[0].who_worries == ""
        assert "yan" not in facts_for(family, NADIA.id).worries[0].words.casefold()
    unrelated = a_family(worries=(a_worry(who_worries="Bryan from school worries."),))
    assert facts_for(unrelated, NADIA.id).worries[0].words.startswith("Bryan from school worries.")


def test_a_worry_about_somebody_kept_apart_is_not_told_unless_the_practitioner_says_so():
    family = a_family(worries=(a_worry(also_told=()),))
    seen = for_reader(a_draft(a_conversation(of=NADIA, family=family), family=family), NADIA)
    assert seen.worker.worries == ()
    assert "Ryan" not in seen.model_dump_json()
    assert facts_for(family, NADIA.id).worries == ()


# H8 ----------------------------------------------------------------------------------------------------


def test_h8_a_copy_has_days_but_no_times_no_skips_and_no_changed_words():
    two_in_the_morning = datetime(2026, 7, 4, 1, 13, 7, tzinfo=UTC)
    first = an_answer("good.proud", "He never helps", at=two_in_the_morning)
    second = an_answer(
        "good.proud", "He helps a bit", changes=first, at=two_in_the_morning + timedelta(minutes=9)
    )
    gone = an_answer("hard.what", "Secret", at=two_in_the_morning)
    note = an_answer("hard.what", a_voice_note(), at=two_in_the_morning)
    plan = a_draft(
        a_conversation(first, second, gone, taken_back(gone), note, an_answer("past.last", Left.SKIPPED)),
        typed=(typed_up(note, "mumble"), typed_up(note, "I am tired", hours=2)),
    )
    copy = for_copy(for_reader(plan, NADIA), LONDON)

    said, voice = copy.lines
    assert said.words == "He helps a bit"
    assert said.at == datetime(2026, 7, 4, tzinfo=LONDON)
    assert (said.id, said.revision, said.earlier) == (said.root, 1, ())
    assert [typed.words for typed in voice.typed] == ["I am tired"]
    assert (copy.left, copy.off_route, copy.taken_back) == ((), (), ())
    text = copy.model_dump_json()
    assert "never helps" not in text
    assert "01:13" not in text
    assert "02:13" not in text


def test_h8_the_day_is_the_day_where_the_person_is():
    late = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    copy = for_copy(a_draft(a_conversation(an_answer("good.proud", at=late))), LONDON)
    assert copy.lines[0].at.date().isoformat() == "2026-07-04"
