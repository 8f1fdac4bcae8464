"""What is written down, and what to talk about: the checks of practice.md §4.

Each check says of one thing "written down" or "talk about this". There is no score, no total and no
verdict: "ready" would read as "safe" (H5). Answered here are the checks that a parent's and a
practitioner's input can answer, those of young people and the network, and what is written down while the
plan is lived with. The rules themselves stand in `checks`; here is the table, and the words, looked
up by name so that a catalogue may replace them.

`findings` is called by the desk and by `bot.documents`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dialogs import agreed, checks, kept_going, protectors
from dialogs.checks import Case, Outcome, Thresholds
from dialogs.plan import DraftPlan
from dialogs.values import Frozen
from dialogs.wording import filled


class State(StrEnum):
    """The two things a finding can say."""

    WRITTEN_DOWN = "written_down"
    TALK_ABOUT_THIS = "talk_about_this"


class Mend(StrEnum):
    """Where it is mended: on a page of the desk, or in a section of somebody's dialog."""

    STATEMENTS = "statements"
    GOALS = "goals"
    BOTTOM_LINES = "bottom_lines"
    REVIEW_DATE = "review_date"
    ACTIONS = "actions"
    SIGNS = "signs"
    WHAT_IFS = "what_ifs"
    SCALES = "scales"
    PEOPLE = "people"
    LIVED = "lived"
    """What is written down while the plan is lived with."""


class Finding(Frozen):
    """One thing a check found."""

    check: int
    """The number in the table of practice.md §4."""
    rule: str
    """The name of the rule that found it."""
    id: str
    """The same for the same finding about the same thing: "has_action/w1"."""
    state: State
    about: str
    """The worry, action, person or sign it is about, as the family or the practitioner calls it."""
    words: str
    mend: Mend


# The table -----------------------------------------------------------------------------------------


Rule = Callable[[Case], Iterator[Outcome]]


class Check(NamedTuple):
    """A rule, with the place it has in the practice pack."""

    number: int
    name: str
    rule: Rule
    mend: Mend
    source: str

    @property
    def reason(self) -> str:
        """Why it is looked at."""
        return self.rule.__doc__ or ""


_YORK = "https://www.saferchildrenyork.org.uk/safeguarding-information/signs-safety-glossary-terms"
_HOW_TO = "https://chatdgpt.com/what-is-the-safest-way-to-write-2114"
_NORTH_YORKSHIRE = (
    "https://safeguardingchildren.co.uk/professionals/strength-in-relationships-practice-model/"
    "guidance-on-signs-of-safety/summary-of-danger-statements-and-safety-goals"
)
_ATA = (
    "https://www.ataconsultancy.net/post/"
    "the-significance-of-safety-planning-in-child-welfare-a-comprehensive-collaborative-approach-to-prot"
)
_QUEENSLAND = "https://cspm.csyw.qld.gov.au/practice-kits"
_NEWSLETTER = "https://us4.campaign-archive.com/?u=ffa031bf6cef41345e7d27013&id=2ebf52804e"
_CIRCLES = "https://www.arcticflowerpublishing.com/safety-circles"
_NORTHAMPTONSHIRE = "https://northamptonshirechildcare.proceduresonline.com/p_fam_net_meet.html"
_TURNELL = "http://www.psychotherapy.net/video/social-work-safety-planning-children"
_OURS = "practice.md §4"
_GUIDE = "https://safetyplanning.site/index.php/the-safety-plan"
_SEED = "practice.md, the seed"

CHECKS: tuple[Check, ...] = (
    Check(1, "has_action", checks.has_action, Mend.ACTIONS, _OURS),
    Check(2, "goal_and_scale", checks.has_goal_and_scale, Mend.GOALS, _YORK),
    Check(3, "few_worries", checks.few_worries, Mend.STATEMENTS, _HOW_TO),
    Check(4, "four_parts", checks.statement_in_four_parts, Mend.STATEMENTS, _NORTH_YORKSHIRE),
    Check(5, "goal_there", checks.goal_is_something_there, Mend.GOALS, _HOW_TO),
    Check(6, "action_whole", checks.action_is_whole, Mend.ACTIONS, _ATA),
    Check(6, "somebody", checks.somebody_does_it, Mend.ACTIONS, _OURS),
    Check(7, "own_yes", agreed.said_yes_themselves, Mend.ACTIONS, _CIRCLES),
    Check(8, "helpers", checks.helpers_named, Mend.PEOPLE, _NORTHAMPTONSHIRE),
    Check(9, "heard", checks.helpers_have_heard, Mend.PEOPLE, _NEWSLETTER),
    Check(10, "chosen_adult", protectors.chosen_adult_agreed, Mend.PEOPLE, _TURNELL),
    Check(11, "signal", protectors.signal_has_an_answer, Mend.SIGNS, _TURNELL),
    Check(11, "practised", kept_going.signal_was_practised, Mend.LIVED, _TURNELL),
    Check(12, "backup", checks.action_has_backup, Mend.ACTIONS, _OURS),
    Check(12, "backup_yes", agreed.backup_said_yes, Mend.ACTIONS, _OURS),
    Check(13, "several", checks.held_by_several, Mend.ACTIONS, _OURS),
    Check(14, "not_services", checks.not_services_alone, Mend.ACTIONS, _TURNELL),
    Check(15, "red_flag", checks.red_flag_has_call, Mend.SIGNS, _ATA),
    Check(16, "what_ifs", checks.what_ifs_answered, Mend.WHAT_IFS,
          f"{_QUEENSLAND}/alcohol-and-other-drugs/safety-assessment-and-safety-planning/responding/long-term-safety-and-support-plans"),
    Check(16, "hole", checks.no_hole_is_left, Mend.WHAT_IFS, _OURS),
    Check(17, "review_date", checks.review_date_set, Mend.REVIEW_DATE,
          f"{_QUEENSLAND}/mental-health/safety-assessment-and-safety-planning/responding/review-the-safety-plan"),
    Check(18, "bottom_line", checks.bottom_line_is_met, Mend.BOTTOM_LINES, _NEWSLETTER),
    Check(19, "tried", kept_going.tried_once, Mend.LIVED, _GUIDE),
    Check(20, "numbers_apart", checks.numbers_lie_apart, Mend.SCALES, _OURS),
    Check(21, "adults_hold", protectors.adults_hold_actions, Mend.ACTIONS, _OURS),
    Check(21, "adults_answer", protectors.adults_answer_calls, Mend.PEOPLE, _OURS),
    Check(22, "kept_apart", checks.nobody_manages_the_other, Mend.ACTIONS, _OURS),
    Check(23, "child_told", kept_going.child_was_told, Mend.LIVED, "practice.md §2"),
    Check(24, "after_closure", kept_going.somebody_looks_after_closure, Mend.LIVED, _SEED),
)  # fmt: skip

ENGLISH: dict[str, str] = {
    "has_action.written": "There is an action for this worry: {about}.",
    "has_action.talk": "No action is tied to this worry yet: {about}. Who could do what?",
    "goal_and_scale.written": "This worry has a goal and a scale: {about}.",
    "goal_and_scale.talk": "Not written yet for this worry ({about}): {missing}.",
    "few_worries.written": "There are {most} worries or fewer.",
    "few_worries.talk": "There are more than {most} worries. Which ones matter most now?",
    "few_worries.talk.none": "No worry is written yet. Who is worried, and about what?",
    "four_parts.written": "The worry has all its parts: {about}.",
    "four_parts.talk": "Not written yet for this worry ({about}): {missing}.",
    "goal_there.written": "The goal says what will be there, and how long: {about}.",
    "goal_there.talk": "The goal does not say how long yet: {about}. How long must it go well?",
    "goal_there.talk.stops": "The goal says what stops: {about}. What will be there instead?",
    "action_whole.written": "This action says who, what, when and how we know: {about}",
    "action_whole.talk": "Not written yet for this action ({about}): {missing}.",
    "somebody.talk": "No one can do this yet: {about}. Who could it be?",
    "own_yes.written": "{who} has said yes to this, on {day}: {about}",
    "own_yes.written.offered": "{who} offered this, on {day}: {about}",
    "own_yes.talk": "{who} has not said yes to this here yet: {about}",
    "own_yes.talk.told": "{by} says that {who} said yes to this. {who} has not said so here yet: {about}",
    "own_yes.talk.asked": "{who} was asked on {day} and has not answered yet: {about}",
    "own_yes.talk.changed": "{who} said yes on {day}, and it was changed since: {about}",
    "own_yes.talk.wrote": "{who} was asked on {day} and wrote back, with no yes or no yet: {about}",
    "own_yes.talk.part": "{who} said yes to a part, or to another way, on {day}: {about}. Who does the rest?",
    "own_yes.talk.no": "{who} said no on {day}: {about}. Who else could?",
    "own_yes.talk.stepped_back": "{who} stepped back on {day}: {about}. Who else could?",
    "backup_yes.written": "{who} has said yes, on {day}, to be there when the first person is away: {about}",
    "backup_yes.talk": "{who} has not been asked here yet, for when the first person is away: {about}",
    "backup_yes.talk.asked": "{who} was asked on {day}, for when the first person is away: {about}. No answer yet.",
    "backup_yes.talk.changed": "{who} said yes on {day}, for when the first is away. It was changed since: {about}",
    "backup_yes.talk.wrote": "{who} was asked on {day}, for when the first person is away, and wrote back: {about}. "
    "No yes or no yet.",
    "backup_yes.talk.part": "{who} said yes to a part of being there when the first is away: {about}. And the rest?",
    "backup_yes.talk.no": "{who} said no, on {day}, to being there when the first is away: {about}. Who else?",
    "backup_yes.talk.stepped_back": "{who} stepped back on {day}, for when the first is away: {about}. Who else?",
    "helpers.written": "At least {wanted} people are named who may be asked.",
    "helpers.talk": "Fewer than {wanted} people are named who may be asked. Who else could be?",
    "helpers.talk.unasked": "At least {wanted} people are named. Not said yet: who of them may be asked?",
    "heard.written": "{by} says that {who} knows most of it.",
    "heard.talk": "{by} says that {who} does not know most of it yet. What must {who} hear, and who says it?",
    "backup.written": "Somebody is named for when the first person is away: {about}",
    "backup.talk": "Nobody is named yet for when the first person is away: {about}",
    "several.written": "The actions are shared out between people.",
    "several.talk": "{who} holds more than half of the actions. Who else could take one?",
    "not_services.written": "This worry has an action in daily life: {about}.",
    "not_services.talk": "Services or courses hold each action here: {about}. What stays when they end?",
    "red_flag.written": "This red flag says whom to call first, and what happens then: {about}",
    "red_flag.talk": "Not written yet for this red flag ({about}): {missing}.",
    "red_flag.talk.none": "No red flag is written yet. What would mean: act now?",
    "what_ifs.written": "At least {wanted} what-ifs have an answer.",
    "what_ifs.talk": "Fewer than {wanted} what-ifs have an answer yet.",
    "hole.talk": "No one can help yet: “{about}” ({by}). Who could?",
    "review_date.written": "The plan is looked at again on {day}.",
    "review_date.talk": "No day is set yet on which the plan is looked at again.",
    "review_date.talk.past": "The day for looking at the plan again was {day}. When is the next one?",
    "review_date.talk.late": "An immediate plan is looked at again within {days} days. The day set is {day}.",
    "bottom_line.written": "An action meets this bottom line: {about}",
    "bottom_line.talk": "No action is tied to this bottom line yet: {about}",
    "numbers_apart.written": "People's numbers lie close for this worry: {about}.",
    "numbers_apart.talk": "People's numbers lie far apart for this worry: {about}. What does each see?",
    "adults_hold.written": "No child in the plan is named to do an action.",
    "adults_hold.talk": "{child} is named for this action: {about}. Which adult could do it?",
    "adults_answer.talk": "{child} is named to answer this: {about}. Which adult could?",
    "adults_answer.talk.helper": "{by} names {child} as somebody who helps. Which adult could it be?",
    "signal.written": "Somebody answers the signal of {by}: {about}",
    "signal.talk": "No adult is named yet who answers the signal of {by}: {about}",
    "chosen_adult.written": "{by} chose {who} to go to. {who} has said yes to something in the plan.",
    "chosen_adult.talk": "{by} chose {who} to go to. {who} has not said yes here yet. Do they know?",
    "chosen_adult.talk.whose": "{by} chose {who} to go to, and a worry is about what {who} does. Who else?",
    "kept_apart.talk": "{who} is named for: {about}. Who else could, so {who} need not manage {other}?",
    "practised.written": "The signal of {by} was practised on {day}: {about}",
    "practised.talk": "The signal of {by} was not practised yet: {about}",
    "tried.written": "This broke on {day}, was changed and has held since: {about}",
    "tried.written.held": "This was used or practised on {day}: {about}",
    "tried.talk.none": "Nothing in the plan was used or practised yet. What could be tried this week?",
    "tried.talk.broke": "This broke on {day}: {about}. What is changed because of it?",
    "tried.talk.again": "This broke on {day} and was changed: {about}. When is it tried again?",
    "child_told.written": "{about} was told about the plan on {day}, in words for {about}.",
    "child_told.talk": "Not written yet: what {about} is told about the plan, in words for {about}.",
    "child_told.talk.day": "The words for {about} are written. Who tells {about}, and when?",
    "after_closure.written": "{who} looks again after closure, on {day}.",
    "after_closure.talk": "Nobody has said yet who looks again after closure, and when.",
    "part.goal": "a goal",
    "part.scale": "both ends of a scale",
    "part.who_worries": "who worries",
    "part.what_happened": "what has happened",
    "part.could_happen": "what could happen to the child",
    "part.family_view": "how the family sees it",
    "part.whose": "whose actions it is about",
    "part.hurt": "who is hurt",
    "part.who": "who",
    "part.what": "what",
    "part.when": "when",
    "part.how_we_know": "how we know",
    "part.first_call": "whom to call first",
    "part.what_then": "what happens then",
}  # fmt: skip
"""The words of findings, by name."""


def findings(
    draft: DraftPlan,
    today: date,
    thresholds: Thresholds = Thresholds(),  # noqa: B008  - a frozen value
    words: Mapping[str, str] = ENGLISH,
) -> tuple[Finding, ...]:
    """Every finding, in the order of the checks. `today` is the practitioner's date."""
    case = Case(draft, today, thresholds, words)
    return tuple(_finding(case, check, outcome) for check in CHECKS for outcome in check.rule(case))


def _finding(case: Case, check: Check, outcome: Outcome) -> Finding:
    state = State.WRITTEN_DOWN if outcome.holds else State.TALK_ABOUT_THIS
    name = f"{check.name}.{'written' if outcome.holds else 'talk'}"
    text = case.words[f"{name}.{outcome.words}" if outcome.words else name]
    return Finding(
        check=check.number,
        rule=check.name,
        id=f"{check.name}/{outcome.id}",
        state=state,
        about=outcome.about,
        words=filled(text, {"about": outcome.about, **outcome.names}),
        mend=check.mend,
    )
