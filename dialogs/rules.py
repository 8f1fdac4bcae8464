"""Rules: what must hold for a question to be asked, of earlier answers, the facts, the person or the moment.

A dialog file writes them as `when = [{ ... }]`; `route` reads them, `reach` proves that each can hold.
"""

from enum import StrEnum

from pydantic import model_validator

from dialogs.ids import ChoiceId, QuestionId
from dialogs.values import Frozen


class Fact(StrEnum):
    """What a rule may ask of the facts, the person and the moment."""

    ALONE = "alone"
    """Nobody is beside the person in this sitting who could hear; a baby may be."""
    LATE = "late"
    """It is after nine in the evening, or before six, where the person is (H4)."""
    WORRIES = "worries"
    SEVERAL_WORRIES = "several_worries"
    """More than one worry is told to the person: the short path asks less about each."""
    MANY_WORRIES = "many_worries"
    """More than two are: it asks less still."""
    THEIRS = "theirs"
    """A worry is told to the person that is about what somebody else does (H1)."""
    MINE = "mine"
    """The worry that the section repeats for is about what I do (H1)."""
    SMALL = "small"
    """The child that the section repeats for is under four; elsewhere, every child of the plan is."""
    GOAL = "goal"
    """The practitioner wrote a goal for the worry that the section repeats for."""
    POLICE_ENQUIRY = "police_enquiry"
    PRE_PROCEEDINGS = "pre_proceedings"
    TELEGRAM = "telegram"
    SEVERAL_LANGUAGES = "several_languages"
    SHORT = "short"
    """The person chose the short path."""
    BOTTOM_LINES = "bottom_lines"
    IF_NOTHING_CHANGES = "if_nothing_changes"
    STEP_BACK = "step_back"


class Rule(Frozen):
    """One condition. All of a question's rules must hold; a question without rules always applies.

    Exactly one of `question` (an earlier one, for the same child, worry, person or item where both
    repeat) or `fact`.
    """

    question: QuestionId | None = None
    chose: tuple[ChoiceId, ...] = ()
    """Holds where one of these was chosen; "nobody" of a question for one person is "No one yet"."""
    said: bool | None = None
    """Holds where something was (true) or nothing was (false: left, or not asked) said."""
    at_most: int | None = None
    at_least: int | None = None
    """For a scale; a question without a number satisfies neither."""
    fact: Fact | None = None
    holds: bool = True
    """False turns the rule round."""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> "Rule":
        asks = [
            bool(self.chose),
            self.said is not None,
            self.at_most is not None or self.at_least is not None,
        ]
        if (self.question is None) == (self.fact is None):
            raise ValueError("a rule names either a question or a fact")
        if self.fact is not None and any(asks):
            raise ValueError("a rule about a fact has only `holds`")
        if self.question is not None and sum(asks) != 1:
            raise ValueError("a rule about a question has one of `chose`, `said`, or a number")
        return self
