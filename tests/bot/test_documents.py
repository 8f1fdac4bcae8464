"""Documents: everything that was said stands in them, nothing that should not, and any letter prints."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from bot.documents import (
    BRITISH,
    Tongue,
    document_strings,
    document_text,
    draft_pdf,
    own_copy,
    section_text,
    tongue_of,
    whole_draft,
)
from bot.documents.document import Card, Heading, Note, PlanDocument, Quote, Row, Section
from bot.documents.glyphs import needs_shaping, printable, runs_right_to_left
from bot.documents.pdf import FONTS
from bot.reading import read_plain_words
from dialogs.conversation import Left
from dialogs.definition import Category, Dialog, Kind, Over, Question
from dialogs.facts import Did, LetterKind
from dialogs.ids import PractitionerId
from dialogs.people import Hand
from dialogs.plan import draft
from dialogs.review import Decision, Verdict
from dialogs.strength import findings
from tests import papers
from tests.bot.nasty import NASTY
from tests.builders import (
    NOON,
    a_child,
    a_conversation,
    a_day,
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
from tests.dialogs.test_commitments import the_plan

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 5)
NADIA, RYAN = a_parent("Nadia"), a_parent("Ryan")
APPROVED = Decision(
    verdict=Verdict.APPROVED, draft=3, by=PractitionerId("asha"), signed="Asha Patel", at=NOON
)
RETURNED = Decision(
    verdict=Verdict.RETURNED, draft=3, by=PractitionerId("asha"), signed="Asha Patel", at=NOON, reason="More"
)


def printed(document: PlanDocument) -> str:
    """What a reader of the PDF can select, as one line."""
    return papers.printed(draft_pdf(document))


def of_quotes(*words: str) -> PlanDocument:
    quotes = tuple(
        Quote(words=said, by="Nadia, 3 November 2026", asked="What is going well?") for said in words
    )
    return PlanDocument(title="Family plan", sections=(Section(title="Said", blocks=quotes),), made_on=TODAY)


# What stands in them -------------------------------------------------------------------------------


def test_a_quote_has_its_question_its_words_its_name_and_its_date():
    text = document_text(
        whole_draft(a_draft(a_conversation(an_answer("good.proud", "We read."))), TODAY, LONDON)
    )
    assert "What do you do well with Leo?\n“We read.”\n(Nadia, 3 November 2026)" in text


def test_a_hole_in_an_action_shows():
    plan = a_draft(a_conversation(an_answer("do.what", "Somebody comes at weekends")))
    text = document_text(whole_draft(plan, TODAY, LONDON))
    assert "What: Somebody comes at weekends\nWho: Not said yet\nWhen: Not said yet" in text


def test_who_does_it_stands_there_where_the_question_says_who():
    step = an_answer("step.what", "Ring Gran", about="drinking")
    text = document_text(whole_draft(a_draft(a_conversation(step)), TODAY, LONDON))
    assert "The worry: the drinking\nWhat: Ring Gran\nWho: Nadia\nWhen: Not said yet" in text
    assert "If they can't" not in text


def test_what_is_asked_of_somebody_else_has_a_heading_of_its_own():
    must = an_answer("worry.must", "Stay away when drunk", about="drinking")
    plan = a_draft(a_conversation(must))
    for document in (whole_draft(plan, TODAY, LONDON), own_copy(plan, NADIA, TODAY, LONDON)):
        text = document_text(document)
        assert "Asked of other people\n\nThe worry: the drinking\nAsked of: Ryan\nWhat: Stay away" in text
        assert "Who does what" not in text


def test_thin_times_what_workers_are_asked_and_bare_noes_have_headings_of_their_own():
    said = (
        an_answer("safe.time", "none of your business"),
        an_answer("worry.need", "Tell me what goes on", about="drinking"),
        an_answer("hard.what", "no"),
    )
    plan = a_draft(a_conversation(*said))
    for document in (whole_draft(plan, TODAY, LONDON), own_copy(plan, NADIA, TODAY, LONDON)):
        text = document_text(document)
        assert "Said about a time it went right\n\nWhat about safe.time?\n“none of your" in text
        assert "Asked of workers\n\nWhat about worry.need?\n“Tell me" in text
        assert "Nothing to add\n\nWhat about hard.what?\n“no”" in text


def test_a_worry_and_a_bottom_line_say_when_they_were_written():
    on = {"written_on": date(2026, 11, 24), "changed_on": date(2026, 12, 3)}
    line = {"words": "Leo is never alone.", "written_on": TODAY}
    plan = a_draft(family=a_family(worries=(a_worry(**on),), bottom_lines=(line,)))
    for document in (whole_draft(plan, TODAY, LONDON), own_copy(plan, NADIA, TODAY, LONDON)):
        text = document_text(document)
        assert "Written on: 24 November 2026, and changed on 3 December 2026" in text
        assert "Leo is never alone. (written on 5 November 2026)" in text


def test_what_was_done_about_somebodys_words_stands_below_them_in_their_own_copy():
    said = an_answer("good.proud", "Ask me before you decide.")
    did = a_letter("l2", "The meeting is after school now.", line=said.root).model_copy(
        update={"kind": LetterKind.DID, "did": Did.DOING, "by": date(2026, 12, 1)}
    )
    plan = a_draft(a_conversation(said, letters=(did,)))
    text = document_text(own_copy(plan, NADIA, TODAY, LONDON))
    assert "Ask me before you decide.\n“The meeting is after school now. (by 1 December 2026)”" in text


def test_a_small_child_is_not_spoken_for():
    tiny = a_family(children=(a_child("Leo", born=2025),))
    said = an_answer("child.say", "He goes quiet.", about="leo")
    plan = a_draft(a_conversation(said, family=tiny), family=tiny)
    young = "Leo (born 2025) is too young to tell us. What follows is what adults see."
    whole = document_text(whole_draft(plan, TODAY, LONDON))
    assert f"About the children\n\nLeo\n\n{young}\n\nWhat would Leo say?\n" in whole
    assert "What Nadia says of Leo\n“He goes quiet.”" in whole
    assert young in document_text(own_copy(plan, NADIA, TODAY, LONDON))
    assert "too young" not in document_text(whole_draft(a_draft(a_conversation(said)), TODAY, LONDON))
    nothing_seen = document_text(whole_draft(a_draft(family=tiny), TODAY, LONDON))
    assert "too young to tell us.\n" in nothing_seen
    assert "What follows" not in nothing_seen


def test_a_question_that_quotes_the_worry_does_not_print_it_again_under_its_card():
    quoted = "In May Leo was out alone at 10 at night.\nHe could be hurt."
    worded = f"This is the worry, as Asha wrote it:\n\n{quoted}\n\nIs that how you see it?"
    said = an_answer("worry.agree", chose("some"), about="drinking")
    plan = a_draft(a_conversation(said, wordings={"worry.agree": worded}))
    text = document_text(whole_draft(plan, TODAY, LONDON))
    short = "as Asha wrote it:\n[The worry, word for word as above.]\nIs that how you see it?\n“Some”"
    assert short in text
    assert text.count("In May Leo was out alone at 10 at night.") == 1

    reworded = a_family(worries=(a_worry(what_happened="In June Leo was out alone."),))
    plan = a_draft(a_conversation(said, wordings={"worry.agree": worded}), family=reworded)
    assert "In May Leo was out alone at 10" in document_text(whole_draft(plan, TODAY, LONDON))


def test_a_number_stands_with_both_its_ends():
    plan = a_draft(
        a_conversation(an_answer("worry.number", a_number(4, "alone", "somebody"), about="drinking"))
    )
    assert "4. (0 is: alone. 10 is: somebody.)" in document_text(whole_draft(plan, TODAY, LONDON))


def test_a_day_stands_in_words_beside_what_was_typed():
    days = an_answer("do.when", a_day(date(2026, 11, 6), "Friday")), an_answer("hard.what", a_day(TODAY))
    text = document_text(whole_draft(a_draft(a_conversation(*days)), TODAY, LONDON))
    assert "“5 November 2026”" in text


def test_a_voice_note_says_what_it_is_and_who_typed_it_up():
    heard, unheard = an_answer("good.proud", a_voice_note()), an_answer("good.proud", a_voice_note())
    plan = a_draft(a_conversation(heard, unheard), typed=[typed_up(heard, "We sing")])
    text = document_text(whole_draft(plan, TODAY, LONDON))
    assert "A voice note, typed up:" in text
    assert "“We sing”\n    (Typed up by Asha, 3 November 2026)" in text
    assert "A voice note. It is kept as it came. Nobody has typed it up yet." in text


def test_do_not_ask_her_is_printed():
    said = an_answer("who.people", named("Ms Hill")), an_answer("who.ask", chose("no"), about="ms hill")
    text = document_text(whole_draft(a_draft(a_conversation(*said)), TODAY, LONDON))
    assert "Do not ask this person." in text


def test_what_somebody_needs_to_hear_first_is_not_printed_as_help():
    hear = an_answer("who.hear", "I'll tell her.", about="ms hill")
    plan = a_draft(a_conversation(an_answer("who.people", named("Ms Hill")), hear))
    text = document_text(whole_draft(plan, TODAY, LONDON))
    assert "Needs to hear first: I'll tell her." in text


def test_whose_hand_it_was_is_in_the_whole_draft_and_in_no_own_copy():
    own, hers = Hand(sat_with="Asha"), Hand(sat_with="Asha", by_worker=True)
    said = an_answer("good.proud", "We read.", hand=hers), an_answer("good.proud", "We bake.", hand=own)
    plan = a_draft(a_conversation(*said))
    text = document_text(whole_draft(plan, TODAY, LONDON))
    assert "Nadia said it, Asha typed it. Asha sat beside them." in text
    assert "Nadia said it, Nadia typed it. Asha sat beside them." in text
    assert "typed it" not in document_text(own_copy(plan, NADIA, TODAY, LONDON))


def test_who_was_beside_is_in_the_whole_draft_and_in_no_own_copy():
    plan = a_draft(a_conversation(an_answer("good.proud", "We read.", beside="Ryan")))
    assert "Beside Nadia then: Ryan" in document_text(whole_draft(plan, TODAY, LONDON))
    assert "Ryan" not in document_text(own_copy(plan, NADIA, TODAY, LONDON))


def test_replies_stand_under_their_line_or_by_themselves():
    said, do = an_answer("good.proud", "We read."), an_answer("do.what", "Gran comes")
    letters = a_letter("l1", "Which book?", said.root), a_letter("l2", "Which days?", do.root)
    replies = an_answer("letter:l1", "The dragon one"), an_answer("letter:l2", "Fridays")
    wordings = {"letter:l1": "Which book?", "letter:l2": "Which days?"}
    plan = a_draft(a_conversation(said, do, unsent=replies, letters=letters, wordings=wordings))

    whole = document_text(whole_draft(plan, TODAY, LONDON))
    assert "    Which book?\n    “The dragon one”" in whole
    assert "Questions and answers\n\nWhich days?\n“Fridays”" in whole
    own = document_text(own_copy(plan, NADIA, TODAY, LONDON))
    assert "What Asha wrote to me" in own
    assert own.count("“Which days?”") == 1


def test_findings_say_what_to_talk_about_first():
    plan = a_draft()
    text = document_text(whole_draft(plan, TODAY, LONDON, findings=findings(plan, TODAY)))
    assert text.index("Talk about this") < text.index("Written down")


# The parent's dialog, whole ------------------------------------------------------------------------

PARENT = Dialog.model_validate(
    tomllib.loads((Path(__file__).parents[2] / "dialogs" / "definitions" / "parent.toml").read_text("utf-8"))
)


def everything_said():
    """An answer to every question of the parent's dialog, each with words of its own."""
    items, people = {}, {}
    answers = []
    for section in PARENT.section:
        about = ""
        if section.repeats is not None:
            of = section.repeats.of or ""
            over = {
                Over.CHILD: "leo",
                Over.WORRY: "drinking",
                Over.ITEM: items.get(of),
                Over.PERSON: people.get(of),
            }
            about = over[section.repeats.over]
        for question in section.question:
            answer = an_answer(question.id, _reply(question), about=about)
            answers.append(answer)
            items[question.id], people[question.id] = answer.root, f"somebody at {question.id}"
    return answers


def _reply(question: Question):
    match question.kind:
        case Kind.PERSON | Kind.PEOPLE:
            return named(f"Somebody at {question.id}")
        case Kind.CHOICE | Kind.CHOICES | Kind.AGREE:
            return chose(question.choices[0].id if question.choices else "en")
        case Kind.SCALE:
            return 5
        case Kind.DATE:
            return a_day(TODAY, "Thursday")
        case _:
            return f"Words at {question.id} end"


def test_every_line_of_the_parents_dialog_stands_in_the_whole_draft():
    conversation = a_conversation(*everything_said(), dialog=PARENT)
    plan = draft(a_family(), [(NADIA, PARENT, conversation)])
    text = document_text(whole_draft(plan, TODAY, LONDON))

    assert {line.category for line in plan.lines} == set(Category) - {Category.TIME}
    for line in plan.lines:
        if line.category is not Category.PROCESS:
            assert line.words in text, line.question
    assert plan.actions
    assert plan.demands
    assert len(plan.what_ifs) == 5


# Promises ------------------------------------------------------------------------------------------


def test_h5_approved_says_that_it_does_not_mean_that_the_worry_is_over():
    said = "Asha Patel has read this and agrees to try it. It does not mean that the worry is over."
    for document in (
        whole_draft(a_draft(), TODAY, LONDON, decision=APPROVED),
        own_copy(a_draft(a_conversation(an_answer("good.proud"))), NADIA, TODAY, LONDON, decision=APPROVED),
    ):
        assert said in printed(document)
        assert "DRAFT" not in printed(document)


def test_h5_no_word_of_ours_calls_anything_safe_strong_passed_or_complete():
    ours = " ".join(text for _, text in document_strings())
    assert not re.search(r"\b(safe|strong|passed|complete)\b", ours, re.IGNORECASE)


@pytest.mark.parametrize("decision", [None, RETURNED])
def test_every_page_is_stamped_until_the_plan_is_approved(decision):
    plan = a_draft(a_conversation(*(an_answer("good.proud", f"We read {n}.") for n in range(40))))
    pages = PdfReader(BytesIO(draft_pdf(whole_draft(plan, TODAY, LONDON, decision=decision)))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert text.count("DRAFT") == 2
        assert f"Page {number} of {len(pages)}" in text


def test_h8_a_copy_has_no_time_of_day_no_skips_and_no_changed_words():
    late = datetime(2026, 11, 3, 2, 17, tzinfo=UTC)
    first = an_answer("good.proud", "He never helps", at=late)
    second = an_answer("good.proud", "He helps a bit", changes=first, at=late + timedelta(minutes=3))
    gone = an_answer("hard.what", "Secret words", at=late)
    left = an_answer("past.last", Left.SKIPPED)
    plan = a_draft(a_conversation(first, second, gone, taken_back(gone), left))

    for document in (whole_draft(plan, TODAY, LONDON), own_copy(plan, NADIA, TODAY, LONDON)):
        text = printed(document)
        assert "He helps a bit" in text
        for never in ("never helps", "Secret words", "02:17", "2:17", "2:20", "What about past.last?"):
            assert never not in text


def test_an_own_copy_holds_no_word_of_anybody_else_and_no_number_of_drafts():
    nadia = a_conversation(an_answer("good.proud", "TTT"), an_answer("worry.number", 3, about="drinking"))
    ryan = a_conversation(
        an_answer("good.proud", "DDD"), an_answer("worry.number", 8, about="drinking"), of=RYAN
    )
    alone, both = a_draft(nadia), a_draft(ryan, nadia)

    assert own_copy(both, NADIA, TODAY, LONDON) == own_copy(alone, NADIA, TODAY, LONDON)
    text = printed(own_copy(both, NADIA, TODAY, LONDON, decision=APPROVED))
    assert "TTT" in text
    assert "DDD" not in text
    assert "Ryan" not in text
    assert "Draft 3" not in text


def test_no_family_name_is_in_the_title_the_properties_or_the_file_name():
    for document in (
        whole_draft(a_draft(), TODAY, LONDON, number=3),
        own_copy(a_draft(a_conversation(an_answer("good.proud"))), NADIA, TODAY, LONDON),
    ):
        properties = PdfReader(BytesIO(draft_pdf(document))).metadata
        told = f"{properties} {document.file_name} {document.title}"
        assert not re.search("nadia|ryan|leo|asha", told, re.IGNORECASE)
    assert whole_draft(a_draft(), TODAY, LONDON, number=3).file_name == "plan-3.pdf"


def test_answers_about_the_way_of_working_are_in_no_document():
    plan = a_draft(
        a_conversation(an_answer("beside", chose("somebody")), an_answer("good.sure", chose("yes")))
    )
    for document in (whole_draft(plan, TODAY, LONDON), own_copy(plan, NADIA, TODAY, LONDON)):
        assert "“Somebody”" not in document_text(document)
        assert "good.sure" not in document_text(document)


# Letters and signs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_any_text_prints_and_no_glyph_is_missing(words, caplog):
    document = of_quotes(words)
    read = PdfReader(BytesIO(draft_pdf(document)))
    assert read.pages
    assert "missing" not in caplog.text
    assert section_text(document.sections[0])


def test_words_are_data_and_never_markup():
    for words in (
        "**bold** __under__ --struck--",
        "{nb} {number} {of}",
        "<b>bold</b> &amp;",
        "[x](http://example.org)",
    ):
        assert words in printed(of_quotes(words))


def test_a_letter_without_a_glyph_is_printed_as_its_code_with_a_note_at_the_end():
    text = printed(of_quotes("I am 😀 today, 漢", "again 😀"))
    assert "I am [U+1F600] today, [U+6F22]" in text
    assert text.count("[U+1F600] grinning face") == 1


def test_an_emoji_of_several_characters_is_one_code():
    letters = {ord("❤"), ord("a")}
    assert printable("❤\ufe0f", letters).text == "❤"
    assert printable("👨\u200d👩\u200d👧", letters) == (
        "[U+1F468 U+200D U+1F469 U+200D U+1F467]",
        {"U+1F468 U+200D U+1F469 U+200D U+1F467": "man"},
    )


def test_characters_that_show_nothing_are_printed_as_marks():
    assert "‹RLO›evil ␀ ‹ZWSP›" in printed(of_quotes("\u202eevil \x00 \u200b"))


def test_right_to_left_words_begin_on_the_right():
    assert runs_right_to_left("  5 سلام")
    assert runs_right_to_left("אמא said")
    assert not runs_right_to_left("Mum said אמא")
    assert not runs_right_to_left("123 ...")


def test_letters_that_change_with_their_neighbours_are_shaped():
    assert needs_shaping("سلام")
    assert needs_shaping("ਪੰਜਾਬੀ")
    assert needs_shaping("e\u0301")
    assert not needs_shaping("Zażółć “Привет” ❤ 😀 — Ελλάδα")


def test_the_fonts_are_ours_and_come_with_their_licence():
    assert {font.suffix for font in FONTS.iterdir()} == {".ttf", ".txt"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(draft_pdf(of_quotes("אמא and ❤", "سلام")))).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all("NotoSans" in name for name in fonts)


def test_a_card_longer_than_a_page_goes_over_to_the_next():
    rows = tuple(Row(label=f"Row {n}", words=("word " * 60,)) for n in range(20))
    blocks = (Note(text="A note"), Heading(text="A heading"), Card(title="Long", rows=rows, by="Nadia"))
    document = PlanDocument(title="Plan", sections=(Section(title="Long", blocks=blocks),), made_on=TODAY)
    text = printed(document)
    assert "Row 0" in text
    assert "Row 19" in text
    assert len(PdfReader(BytesIO(draft_pdf(document))).pages) > 1


# Languages -----------------------------------------------------------------------------------------


def test_every_word_of_ours_comes_from_the_tongue():
    made_up = tongue_of(lambda context, text: f"‹{context}› {text}", "ar", right_to_left=True)
    text = document_text(
        whole_draft(a_draft(a_conversation(an_answer("do.what", "Gran"))), TODAY, LONDON, tongue=made_up)
    )
    assert "‹documents/actions.title›" in text
    assert "‹documents/part.who›" in text
    assert set(made_up.words) == set(BRITISH.words)


def test_a_right_to_left_document_can_be_drawn(caplog):
    tongue = Tongue(
        words={**BRITISH.words, "stamp": "مسودة", "actions.title": "من يفعل ماذا"},
        language="ar",
        right_to_left=True,
    )
    plan = a_draft(a_conversation(an_answer("do.what", "جدتي تأتي"), an_answer("good.proud", "We read.")))
    document = whole_draft(plan, TODAY, LONDON, tongue=tongue)
    assert document.right_to_left
    assert len(PdfReader(BytesIO(draft_pdf(document))).pages) > 0
    assert "missing" not in caplog.text


def test_what_a_family_reads_is_in_plain_words():
    plain = read_plain_words()
    for_workers = ("whole.", "for.", "findings.", "worry.family_view", "stamp")
    for context, text in document_strings():
        if not context.removeprefix("documents/").startswith(for_workers):
            assert not list(plain.faults(text)), context


# As text -------------------------------------------------------------------------------------------


def test_a_section_copies_as_text_with_every_line_and_its_source():
    red = an_answer("sign.red", "He shouts\nand kicks")
    plan = a_draft(a_conversation(red, an_answer("red.who", named("Gran"), about=red.root)))
    signs = next(s for s in whole_draft(plan, TODAY, LONDON).sections if s.name == "signs")
    assert section_text(signs) == (
        "Signs to look out for\n\n"
        "Red flag: act now:\n    He shouts\n    and kicks\n"
        "First call: Gran\n"
        "What happens then: Not said yet\n"
        "(Nadia, 3 November 2026)\n"
    )


def test_text_shows_marks_for_what_cannot_be_seen():
    assert "⟨RLO⟩evil" in document_text(of_quotes("\u202eevil"))


def test_a_backup_who_has_not_agreed_is_not_said_of_the_one_who_has() -> None:
    plan = the_plan(an_answer("letter:t1", chose("yes")))
    document = whole_draft(plan, TODAY, LONDON, number=1, findings=findings(plan, TODAY))
    text = "\n".join(section_text(section) for section in document.sections)
    assert "Not agreed yet, for when the first person is away: Rose picks Leo up on Fridays" in text
    assert "Not agreed yet: Rose picks Leo up on Fridays" not in text
