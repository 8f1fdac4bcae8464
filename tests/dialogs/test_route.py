"""What was answered is found the same way, whether it is sought anew or gone on from what was known."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dialogs.conversation import Answer, Conversation, Words
from dialogs.events import Channel
from dialogs.ids import AnswerId, PromptId, QuestionId, SectionId
from dialogs.route import Answered
from tests.dialogs.test_do_no_harm import sams, through_the_door

AT = datetime(2026, 5, 4, tzinfo=UTC)
TALK = through_the_door(sams("mine"))


def an_answer(number: int, root: int, question: str) -> Answer:
    return Answer(
        id=AnswerId(f"a{number}"),
        root=AnswerId(f"r{root}"),
        prompt=PromptId("p1"),
        section=SectionId("s"),
        question=QuestionId(question),
        value=Words(text=str(number)),
        at=AT,
        channel=Channel.BROWSER,
        language="en",
    )


def holding(answers: tuple[Answer, ...]) -> Conversation:
    return TALK.now.model_copy(update={"answers": answers})


@given(
    given=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("say.free", "good.well"))), max_size=9),
    known=st.integers(0, 9),
)
def test_going_on_finds_what_seeking_anew_finds(given: list[tuple[int, str]], known: int) -> None:
    answers = tuple(an_answer(n, root, question) for n, (root, question) in enumerate(given))
    before = Answered(TALK.dialog, holding(answers[:known]))
    kept = dict(before.newest), {key: list(found) for key, found in before.by_question.items()}
    further, anew = Answered(TALK.dialog, holding(answers), before), Answered(TALK.dialog, holding(answers))
    assert list(further.newest.items()) == list(anew.newest.items())
    assert further.by_question == anew.by_question
    assert (before.newest, before.by_question) == kept


def test_another_conversations_answers_are_not_gone_on_from() -> None:
    mine, theirs = holding((an_answer(1, 1, "say.free"),)), holding((an_answer(2, 2, "say.free"),))
    found = Answered(TALK.dialog, theirs, Answered(TALK.dialog, mine))
    assert list(found.newest) == ["r2"]
