"""Any prompt at all, for property tests."""

from hypothesis import strategies as st

from dialogs.buttons import Act, Button, Change, Do, Enter, Move, Pick, Read
from dialogs.conversation import Line, Prompt, Screen
from dialogs.definition import Kind
from dialogs.ids import AnswerId, LetterId, PromptId, SectionId
from tests.conversing import NOON

NAUGHTY = st.sampled_from(
    [
        "",
        " \u00a0\u3000",
        "<b>bold</b> & <script>alert(1)</script> &amp;",
        "\u202e\u202dtxet desrever \u2066\u2067\u2068",
        "شكرا لك على كل شيء",
        "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 400,
        "a\u0301\u0323" * 2000,
        "line\n" * 3000,
        "\x00\x01\x7f\u200b\ufeff",
        '"\\' * 3000,
        "\ud800 alone",
        "%s{name}${x}'; DROP TABLE turns;--",
        "x" * 4096,
        "𝒳" * 5000,
    ]
)
LONG = st.builds(lambda words, times: words * times, st.text(min_size=1, max_size=20), st.integers(1, 600))
WORDS = NAUGHTY | st.text(max_size=40) | LONG
LABELS = NAUGHTY | st.text(max_size=80)
MOVES = st.sampled_from(list(Move)).map(lambda move: Do(move=move))
IDS = st.text("abcdef0123456789-", min_size=1, max_size=40)
ACTS: st.SearchStrategy[Act] = st.one_of(
    MOVES,
    st.integers(0, 10).map(lambda number: Pick(choice=str(number))),
    IDS.map(lambda choice: Pick(choice=choice)),
    IDS.map(lambda section: Enter(section=SectionId(section))),
    st.builds(Change, root=IDS.map(AnswerId), take_back=st.booleans()),
    st.builds(Read, letter=IDS.map(LetterId), reply=st.booleans()),
)
# Built without validation: pydantic itself refuses a lone surrogate, and drawing must not depend on that.
BUTTONS = st.builds(lambda label, act: Button.model_construct(label=label, act=act), LABELS, ACTS)
LINES = st.builds(
    lambda question, words: Line.model_construct(root=AnswerId("a"), question=question, words=words),
    WORDS,
    WORDS,
)


@st.composite
def prompts(draw: st.DrawFn) -> Prompt:
    """A prompt with anything in it that its fields may hold."""
    buttons = draw(st.lists(BUTTONS, max_size=12) | st.lists(BUTTONS, min_size=90, max_size=130))
    ticked = draw(st.sets(st.integers(0, max(len(buttons) - 1, 0)), max_size=5))
    return Prompt.model_construct(
        id=PromptId("e1-p1"),
        number=draw(st.integers(1, 10**9)),
        screen=draw(st.sampled_from(list(Screen))),
        kind=draw(st.none() | st.sampled_from(list(Kind))),
        said=tuple(draw(st.lists(WORDS, max_size=4))),
        text=draw(WORDS),
        quote=draw(WORDS),
        lines=tuple(draw(st.lists(LINES, max_size=8) | st.lists(LINES, min_size=40, max_size=50))),
        low=draw(WORDS),
        high=draw(WORDS),
        buttons=tuple(buttons),
        ticked=tuple(sorted(ticked)),
        unfolded=draw(st.booleans()),
        at=NOON,
    )
