"""The life of a plan, from gathering to closed.

**Theory.** A plan gathers words until somebody sends their part; the first part makes the first
draft. Opening it puts the plan in review. A practitioner returns it with a reason or approves it,
and either decision names the number of the draft it is about: deciding on any other draft than the
newest is refused, so that nobody approves what they have not read. New words after a decision make
a new draft and start again. Approved is not safe (H5): an approved plan is *lived with* until it is
closed, and whatever is sent in that time brings it back to review.

The table says the same; the code below only looks it up. `bot.reviewing` calls it.
"""

from datetime import date, datetime
from enum import StrEnum

from dialogs.errors import DialogsError
from dialogs.ids import PractitionerId
from dialogs.values import Frozen


class State(StrEnum):
    """Where a plan is."""

    GATHERING = "gathering"
    SENT = "sent"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    LIVED_WITH = "lived_with"
    CLOSED = "closed"


class Happening(StrEnum):
    """What can happen to it."""

    PART_SENT = "part_sent"
    OPENED = "opened"
    RETURN = "return"
    APPROVE = "approve"
    SETTLE = "settle"
    CLOSE = "close"


_AFTER: dict[tuple[State, Happening], State] = {
    (State.GATHERING, Happening.PART_SENT): State.SENT,
    (State.GATHERING, Happening.CLOSE): State.CLOSED,
    (State.SENT, Happening.PART_SENT): State.SENT,
    (State.SENT, Happening.OPENED): State.IN_REVIEW,
    (State.SENT, Happening.CLOSE): State.CLOSED,
    (State.IN_REVIEW, Happening.PART_SENT): State.SENT,
    (State.IN_REVIEW, Happening.OPENED): State.IN_REVIEW,
    (State.IN_REVIEW, Happening.RETURN): State.RETURNED,
    (State.IN_REVIEW, Happening.APPROVE): State.APPROVED,
    (State.IN_REVIEW, Happening.CLOSE): State.CLOSED,
    (State.RETURNED, Happening.PART_SENT): State.SENT,
    (State.RETURNED, Happening.OPENED): State.RETURNED,
    (State.RETURNED, Happening.CLOSE): State.CLOSED,
    (State.APPROVED, Happening.PART_SENT): State.SENT,
    (State.APPROVED, Happening.OPENED): State.APPROVED,
    (State.APPROVED, Happening.SETTLE): State.LIVED_WITH,
    (State.APPROVED, Happening.CLOSE): State.CLOSED,
    (State.LIVED_WITH, Happening.PART_SENT): State.SENT,
    (State.LIVED_WITH, Happening.OPENED): State.LIVED_WITH,
    (State.LIVED_WITH, Happening.CLOSE): State.CLOSED,
    (State.CLOSED, Happening.OPENED): State.CLOSED,
}


class NotNow(DialogsError):
    """This cannot happen to a plan in this state, or is about a draft that is no longer the newest."""


class Verdict(StrEnum):
    """What a practitioner decided."""

    RETURNED = "returned"
    APPROVED = "approved"


class Decision(Frozen):
    """A decision about one numbered draft. It never says that anything is safe (H5)."""

    verdict: Verdict
    draft: int
    by: PractitionerId
    signed: str
    """The practitioner's name as it stands under the decision."""
    at: datetime
    """UTC."""
    reason: str = ""
    """Why it was returned; never empty for a return."""
    review_on: date | None = None


def after(state: State, happening: Happening) -> State:
    """The state a plan is in after this. Raises `NotNow`, and nothing has changed then."""
    try:
        return _AFTER[state, happening]
    except KeyError:
        raise NotNow(f"a plan that is {state.value} cannot {happening.value}") from None


def decide(state: State, newest: int, decision: Decision) -> State:
    """The state after a decision. Raises `NotNow` where it is about another draft or has no reason."""
    if decision.draft != newest:
        raise NotNow(f"draft {decision.draft} is not the newest: that is draft {newest}")
    if decision.verdict is Verdict.RETURNED and not decision.reason.strip():
        raise NotNow("a plan is returned with a reason")
    happening = Happening.RETURN if decision.verdict is Verdict.RETURNED else Happening.APPROVE
    return after(state, happening)
