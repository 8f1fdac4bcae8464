"""What can be asked at all, and how much of it at most."""

from dialogs.definition import Dialog, House
from dialogs.load import load
from dialogs.reach import Reach

HEAD = 'id = "d"\ntitle = "D"\nrole = "network"\n'


def question(name: str, more: str = "", kind: str = "text") -> str:
    """One question of a dialog file."""
    return (
        f'\n[[section.question]]\nid = "{name}"\nkind = "{kind}"\nask = "How are you?"\nshort = true\n'
        f'why = "It helps."\nother = "And now?"\nexample = "Fine."\n{more}\n'
    )


def dialog(*questions: str, door: str = "") -> Dialog:
    """A dialog with these questions in one section, behind a door."""
    section = '\n[[section]]\nid = "all"\ntitle = "All"\nshort = true\n'
    return load(HEAD + door + section + "".join(questions), "d.toml", House(words={}))


HOW = question("how", 'choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }]', "choice")
SEVERAL = question("which", 'choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }]', "choices")


def test_questions_that_never_meet_are_not_counted_together() -> None:
    both = dialog(
        HOW,
        question("a.one", 'when = [{ question = "how", chose = ["a"] }]'),
        question("a.two", 'when = [{ question = "how", chose = ["a"] }]'),
        question("b.one", 'when = [{ question = "how", chose = ["b"] }]'),
    )
    assert Reach(both).most_asked_when_short() == 3


def test_what_hangs_on_an_answer_hangs_on_its_question_too() -> None:
    chain = dialog(
        HOW,
        question("a.one", 'when = [{ question = "how", chose = ["a"] }]'),
        question("a.two", 'when = [{ question = "a.one", said = true }]'),
        question(
            "b.one", 'when = [{ question = "how", chose = ["b"] }, { question = "a.one", said = false }]'
        ),
    )
    assert Reach(chain).most_asked_when_short() == 3


def test_several_choices_may_hold_together() -> None:
    two = '{ question = "which", chose = ["a"] }, { question = "which", chose = ["b"] }'
    assert not list(Reach(dialog(SEVERAL, question("both", f"when = [{two}]"))).never_asked())


def test_the_door_and_the_full_path_do_not_count_for_the_short_one() -> None:
    door = (
        '\n[[section]]\nid = "door"\ntitle = "Door"\ndoor = true\n'
        + question("path", kind="choice", more=(
            'choices = [{ id = "short", label = "Short", does = "short_path" }, '
            '{ id = "full", label = "Full", does = "full_path" }]'
        ))
    )  # fmt: skip
    longer = question("longer").replace("short = true", "short = false")
    told = question("told", 'when = [{ fact = "short" }]')
    whole = dialog(question("one"), longer, told, door=door)
    assert Reach(whole).most_asked_when_short() == 2
    assert not list(Reach(whole).never_asked())


def test_what_repeats_over_worries_counts_once_for_each() -> None:
    section = (
        '\n[[section]]\nid = "each"\ntitle = "Each"\nshort = true\n'
        'repeats = { over = "worry" }\nwhen = [{ fact = "mine" }]\n'
    )
    whole = dialog(
        question("once"),
        section
        + question("e.how", 'choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }]', "choice")
        + question("e.one", 'when = [{ question = "e.how", chose = ["a"] }]')
        + question("e.other", 'when = [{ question = "e.how", chose = ["b"] }]')
        + question("e.few", 'short_when = [{ fact = "several_worries", holds = false }]')
        + question("e.fewer", 'short_when = [{ fact = "many_worries", holds = false }]'),
    )
    reach = Reach(whole)
    assert [reach.most_asked_when_short(worries) for worries in range(4)] == [1, 5, 7, 7]


def test_short_when_is_asked_of_the_short_path_alone() -> None:
    door = (
        '\n[[section]]\nid = "door"\ntitle = "Door"\ndoor = true\n'
        + question("path", kind="choice", more=(
            'choices = [{ id = "short", label = "Short", does = "short_path" }, '
            '{ id = "full", label = "Full", does = "full_path" }]'
        ))
    )  # fmt: skip
    whole = dialog(
        HOW,
        question("then", 'short_when = [{ question = "how", chose = ["a"] }]'),
        question("or", 'short_when = [{ question = "how", chose = ["b"] }]'),
        door=door,
    )
    assert Reach(whole).most_asked_when_short() == 2
    assert not list(Reach(whole).never_asked())
    assert not list(Reach(whole).never_short())
