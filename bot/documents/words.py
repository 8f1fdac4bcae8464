"""The words of documents that are ours, by name: so that a catalogue may replace them.

`contents` fills them in. Like everything that families read they are plain, and no document calls
a plan, a child or a home safe, strong, passed or complete (H5).
"""

from collections.abc import Iterator

from dialogs.translate import Look
from dialogs.values import Frozen

ENGLISH: dict[str, str] = {
    "whole.title": "Family plan",
    "whole.number": "Draft {number}",
    "whole.for_worker": "This whole draft is for {worker} and the workers who share the plan. "
    "It is not a copy for the family.",
    "own.title": "My own words",
    "own.yours": "{name}, these are your own words, and what {worker} wrote to you. "
    "Nobody else's words are in here.",
    "own.yours_and_shared": "{name}, these are your own words, and what {worker} wrote to you. "
    "At the end stands what was shared with you. Please keep it to yourself.",
    "own.not_watched": "Nobody watches this paper. If somebody may get hurt now, ring 999.",
    "made_on": "Made on {day}",
    "pretend": "This is a pretend plan. Nobody in it is real.",
    "stamp": "DRAFT",
    "approved": "{name} has read this and agrees to try it. It does not mean that the worry is over.",
    "approved.by": "{name}, {day}",
    "no_times": "Dates stand here without the time of day. What was skipped or changed is not in here.",
    "page": "Page {number} of {of}",
    "no_letter": "These signs have no letter in this paper's fonts. They stand as their codes:",
    "by": "{name}, {day}",
    "by.own": "{day}",
    "beside": "Beside {name} then: {beside}",
    "sat_with": "{name} said it, {hand} typed it. {worker} sat beside them.",
    "wish": "{name} wishes: {words}",
    "wish.worker": "the worker alone sees this",
    "wish.these": "these people may see this: {names}",
    "wish.everyone": "everyone in the plan may see this",
    "wish.not": "this person must not see this: {names}",
    "typed_by": "Typed up by {name}, {day}",
    "file.voice": "A voice note",
    "file.photo": "A photo",
    "file.drawing": "A drawing",
    "file.not_typed": "{file}. It is kept as it came. Nobody has typed it up yet.",
    "file.typed": "{file}, typed up:",
    "scale": "{number}. (0 is: {low}. 10 is: {high}.)",
    "day": "{words} ({day})",
    "as_above": "[The worry, word for word as above.]",
    "of_child": "What {name} says of {child}",
    "about_worry": "The worry: {worry}",
    "born": "{name}, born {year}",
    "asked": "{worker} asked: {words}",
    "for.title": "Who this is for",
    "for.children": "The children",
    "for.worker": "The worker",
    "for.cover": "When {worker} is away",
    "for.reads": "When it is read",
    "for.voices": "Whose words are in here",
    "good.title": "What is going well",
    "good.acted": "Times when somebody acted while the worry was there",
    "told.title": "What you were told",
    "told.why": "Why you were asked",
    "told.may_know": "What you may know",
    "part.agreed": "Agreed to it",
    "part.backup_agreed": "Agreed to be there if not",
    "not_agreed": "not agreed yet",
    "not_agreed.own_yes": "Not agreed yet: {words}",
    "not_agreed.backup_yes": "Not agreed yet, for when the first person is away: {words}",
    "by.yes": "You said yes on {day}.",
    "heard": "Heard from others, not seen.",
    "times.title": "Said about a time it went right",
    "worries.title": "What people worry about",
    "worry.written": "Written on",
    "worry.changed": "{day}, and changed on {changed}",
    "worry.who_worries": "Who worries",
    "worry.what_happened": "What has happened",
    "worry.soon": "What could happen soon",
    "worry.later": "What could happen later",
    "worry.family_view": "How the family sees it",
    "worry.whose": "Whose actions it is about",
    "worry.hurt": "Who is hurt",
    "worry.goal": "What will be there instead",
    "worry.how_long": "For how long",
    "worry.low": "0 means",
    "worry.high": "10 means",
    "worry.views": "How people see this worry",
    "worry.numbers": "Where people put it, from 0 to 10",
    "views.title": "How people see it",
    "children.title": "About the children",
    "children.young": "{name} (born {year}) is too young to tell us.",
    "children.seen": "What follows is what adults see.",
    "harm.title": "What has happened",
    "danger.title": "What could happen",
    "complicating.title": "What makes it harder",
    "goals.title": "What people hope for",
    "needs.title": "What needs to happen",
    "needs.bottom_line": "What cannot be left out",
    "needs.written": "{words} (written on {day})",
    "needs.met_by": "How it is met",
    "needs.next": "What happens next",
    "needs.by": "{words} (by {day})",
    "needs.review": "We look at this plan again on",
    "needs.nothing_changes": "If nothing changes",
    "needs.step_back": "When the workers step back",
    "trials.title": "What was tried",
    "trial.used": "It was needed, and it held",
    "trial.practised": "Practised",
    "trial.signal": "A signal was practised",
    "trial.broke": "A rule did not hold",
    "trial.happened": "What happened",
    "trial.changed": "What was changed",
    "closing.title": "Stepping back, and after",
    "closing.less": "What workers do less of",
    "closing.from": "{words} (from {day})",
    "closing.seen": "What was seen",
    "closing.told": "What {name} was told",
    "closing.meets": "Who keeps meeting",
    "closing.calls": "Who calls whom",
    "closing.check": "Who looks again",
    "closing.check_on": "{words}, on {day}",
    "asked.title": "Asked of workers",
    "demands.title": "Asked of other people",
    "demands.of": "Asked of",
    "actions.title": "Who does what",
    "part.who": "Who",
    "part.what": "What",
    "part.when": "When",
    "part.how_we_know": "How we know",
    "part.how_long": "How long",
    "part.backup": "If they can't",
    "part.obstacle": "What could get in the way",
    "part.said_yes": "Have they said yes",
    "part.worry_met": "What could have happened",
    "part.better": "What was better",
    "part.look": "Looked at again on",
    "part.said": "More about it",
    "hole": "Not said yet",
    "signs.title": "Signs to look out for",
    "signs.trigger": "What brings stress",
    "signs.early": "First signs",
    "signs.red": "Red flag: act now",
    "signs.first_call": "First call",
    "signs.next_call": "Next call",
    "signs.then": "What happens then",
    "what_ifs.title": "What if",
    "network.title": "Who can help",
    "network.inner": "Knows most of it",
    "network.middle": "Knows a bit",
    "network.outer": "Knows nothing of it yet",
    "network.none": "Not said yet how much they know",
    "network.circle": "How much they know",
    "network.may_know": "What they may know",
    "network.ask": "May they be asked",
    "network.hear_first": "Needs to hear first",
    "network.not_asked": "Do not ask this person.",
    "unsorted.title": "Said freely",
    "asides.title": "Said in between",
    "nothing.title": "Nothing to add",
    "earlier.title": "Answers to earlier questions",
    "added.title": "Added to this copy: times, skips and changed words",
    "added.why": "{name} added this on {day}, and told each person whose words are here. Why: {reason}",
    "added.at": "{name}, {day}, {time}",
    "added.before": "Before it was changed: {day}, {time}",
    "added.skipped": "Skipped.",
    "added.not_sure": "Not sure.",
    "added.rather_not": "Rather not say.",
    "letters.title": "What {worker} wrote to me",
    "shared.title": "Shared with you",
    "replies.title": "Questions and answers",
    "findings.title": "What to talk about",
    "findings.talk": "Talk about this",
    "findings.written": "Written down",
    "findings.note": "These are prompts for a talk. They do not judge a plan or a family.",
}


class Tongue(Frozen):
    """The language of a document, and our words in it."""

    words: dict[str, str]
    language: str
    """As Babel and a PDF write it: "en-GB"."""
    right_to_left: bool = False


BRITISH = Tongue(words=ENGLISH, language="en-GB")


def document_strings() -> Iterator[tuple[str, str]]:
    """(context, English) of every string, for translators."""
    yield from ((f"documents/{name}", text) for name, text in ENGLISH.items())


def tongue_of(look: Look, language: str, *, right_to_left: bool = False) -> Tongue:
    """The words in another language."""
    words = {name: look(f"documents/{name}", text) for name, text in ENGLISH.items()}
    return Tongue(words=words, language=language, right_to_left=right_to_left)
