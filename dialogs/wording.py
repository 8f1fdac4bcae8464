"""Names into sentences: the only place where a placeholder becomes a word.

A name is set in as it is, never inflected. `{item}` and `{worry_words}` are people's own words; an
earlier sitting's words are not repeated on a messenger (H2), where the lock of the browser is
missing. `prompts` calls `Wording`.
"""

import re
from datetime import date, datetime
from functools import cached_property

from dialogs.conversation import (
    Answer,
    Chosen,
    Conversation,
    Dated,
    Kept,
    Leaving,
    Named,
    NoMore,
    Number,
    Value,
    Words,
)
from dialogs.definition import WHOM, Dialog, Kind, Over
from dialogs.events import Channel
from dialogs.facts import WorryFact, all_readers, child_named, readers_of
from dialogs.lines import Line
from dialogs.minutes import minutes_in_all
from dialogs.route import Route, Step, worry_about
from dialogs.wishes import Wished

_PLACE = re.compile(r"\{(\w+)\}")
_NAMES = "worry_words", "goal", "bottom_lines", "if_nothing_changes", "step_back", "why_asked", "may_know"
WORKERS_WORDS = tuple(f"{{{name}}}" for name in _NAMES)
"""What the practitioner wrote: beside it stands "I don't understand this" (H6)."""
_LONGEST_QUOTE = 120
_WHOLE = 3500
"""Who says where their words belong sees all of them, as far as one message can carry."""


def filled(text: str, names: dict[str, str]) -> str:
    """`text` with every name in braces set in; one pass, so that a name may itself hold braces."""
    return _PLACE.sub(lambda match: names.get(match[1], ""), text) if "{" in text else text


def day(at: date) -> str:
    """A date without a time of day, as people write it (H8)."""
    return f"{at.day}/{at.month}/{at.year}"


class Wording:
    """The words of one dialog for one person, with names filled in."""

    def __init__(
        self, dialog: Dialog, conversation: Conversation, channel: Channel, now: datetime | None = None
    ) -> None:
        self.dialog = dialog
        self.conversation = conversation
        self.house = dialog.house
        self.facts = conversation.facts
        self.channel = channel
        self.now = now
        self.sitting = conversation.sitting
        self.words_shown = conversation.words_shown == conversation.sitting
        """The person wants an earlier day's words on this messenger, in this sitting."""
        self.left_out = False
        """Whether something was left out so far because it is from an earlier sitting."""
        self._voices = ("child", dialog.role) if dialog.beside else (dialog.role,)
        """Whom the house may have words of its own for: a child beside a worker is a young person, too."""

    def say(self, name: str, **more: str) -> str:
        """A sentence of the house; as it is said to this role or to a child, where they have words of their own."""
        own = (self.house.words.get(f"{voice}.{name}") for voice in self._voices)
        text = next(filter(None, own), None) or self.house[name]
        return filled(text, {**self._names, **more}) if "{" in text else text

    def day(self, at: datetime) -> str:
        """The day of something kept, without a time of day (H8); its year only where that is another one."""
        return self.written(at.date(), year=self.now is None or at.year != self.now.year)

    def written(self, day: date, *, year: bool = True) -> str:
        """A day in words: "Friday 27 November 2026"."""
        weekdays, months = (self.house.listed.get(name, ()) for name in ("weekdays", "months"))
        if len(weekdays) != 7 or len(months) != 12:
            return day.isoformat()
        return self.say(
            "day.written" if year else "day.this_year",
            first=weekdays[day.weekday()],
            number=str(day.day),
            last=months[day.month - 1],
            time=str(day.year),
        )

    def lasting(self, minutes: int) -> str:
        """How long that is, in words: "1 hour 45 minutes"."""
        hours, more = divmod(minutes, 60)
        if not hours:
            return self.say("time.minute" if more == 1 else "time.minutes", number=str(more))
        name = "time.hour" if hours == 1 else "time.hours"
        return self.say(f"{name}_more" if more else name, first=str(hours), number=str(more))

    def names(self) -> dict[str, str]:
        """What may stand in any text."""
        return dict(self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        facts = self.facts
        return {
            "name": facts.name,
            "worker": facts.worker,
            "cover": facts.cover or facts.worker,
            "signers": ", ".join(facts.signers),
            "sitter": self.conversation.sitter,
            "readers": self.together(list(all_readers(facts))),
            "reads": facts.reads,
            "children": self.together([child.name for child in facts.children]) or self.house["the_children"],
            "if_nothing_changes": facts.if_nothing_changes,
            "step_back": facts.step_back,
            "bottom_lines": "\n".join(facts.bottom_lines),
            "why_asked": facts.why_asked,
            "may_know": facts.may_know,
        }

    def about(self, step: Step, route: Route) -> dict[str, str]:
        """What may stand in a question, with what its section repeats for."""
        names = self.names()
        if "{minutes}" in step.question.ask and self.now is not None:
            names["minutes"] = self.lasting(minutes_in_all(self.dialog, self.conversation, self.now.year))
        repeats = step.section.repeats
        if repeats is None:
            return names
        match repeats.over:
            case Over.CHILD:
                names["child"] = child_named(self.facts, step.about)
            case Over.PERSON:
                names["person"] = self._named(step, route)
            case Over.ITEM:
                names["item"] = self._item(step, route)
            case Over.WORRY:
                worry = worry_about(self.facts, step.about)
                if worry is not None:
                    names |= {
                        "worry": worry.title,
                        "worry_words": worry.words,
                        "goal": worry.goal,
                        "low": worry.low or self.house["scale.low"],
                        "high": worry.high or self.house["scale.high"],
                        "whose": worry.whose or self.house["somebody"],
                        "kept_safe": self._kept_safe(worry),
                    }
        return names

    def together(self, names: list[str]) -> str:
        """ "Leo", "Leo and Jade", "Leo, Jade and Sam", the way the language joins them."""
        if len(names) < 2:
            return "".join(names)
        return filled(self.house["list.and"], {"first": ", ".join(names[:-1]), "last": names[-1]})

    def _kept_safe(self, worry: WorryFact) -> str:
        """The children, and whoever is asked where the worry says that they are hurt too (H1)."""
        children = [child.name for child in self.facts.children]
        return self.together([*children, *([self.house["yourself"]] if worry.hurt_me else [])])

    def value(self, value: Value) -> str:
        """What was kept, as its speaker reads it again."""
        match value:
            case Words(text=text):
                return text
            case Kept(file_kind=kind, caption=caption):
                return "\n".join(part for part in (self.house[f"file.{kind}"], caption) if part)
            case Chosen(labels=labels):
                return ", ".join(labels)
            case Number(number=number, low=low, high=high):
                return filled(self.house["scale.kept"], {"number": str(number), "low": low, "high": high})
            case Named(name=name):
                return name
            case Dated(words=words, day=kept):
                if not value.typed:
                    return self.written(kept)
                written = day(kept)
                return words if words == written else f"{words} ({written})"
            case Leaving(left=left):
                return self.say(f"left.{left}")
            case _:
                return self.house[f"value.{value.kind}"]

    def said(self, answer: Answer) -> str:
        """What this answer says: "nobody" as its button says it, "nothing" as it was typed."""
        found = self.dialog.questions.get(self.dialog.renamed.get(answer.question, answer.question))
        kind = found[1].kind if found and isinstance(answer.value, NoMore) else None
        if kind in WHOM:
            return self.house["button.nobody" if kind is Kind.PEOPLE else "button.nobody_yet"]
        return answer.words if kind and answer.words else self.value(answer.value)

    def asked(self, answer: Answer, step: Step, route: Route, *, briefly: bool = False) -> str:
        """The question that this answers; of words that are kept apart, the one that they came at.

        `briefly`: a worry by its name, without the worker's words about it, which were read there.
        """
        found = self.dialog.questions.get(answer.came_at[0]) if answer.came_at else None
        if found is not None and answer.came_at is not None:
            step = Step(*found, answer.came_at[1])
        names = self.about(step, route)
        return filled(step.question.ask, names | {"worry_words": "…"} if briefly else names)

    def shown(self, answer: Answer) -> str:
        """The same; or the day alone, where an earlier sitting's words stay off this screen."""
        if self.hidden(answer) and not isinstance(answer.value, Leaving):
            return self.say("check.earlier", day=self.day(answer.at))
        return self.said(answer)

    def wish(self, wished: Wished) -> str:
        """Who may see a line, as its speaker reads it again."""
        words = self.say(f"button.wish_{wished.wish}")
        return self.say("wish.line", words=f"{words}: {wished.names}" if wished.names else words)

    def shared(self, line: Line) -> str:
        """A released line, as its reader reads it: of a file what was typed up."""
        caption = line.value.caption if isinstance(line.value, Kept) else self.value(line.value)
        return "\n".join(filter(None, (caption, line.typed_words)))

    def readers(self, answer: Answer) -> str:
        """Who can read this line by a release; "" where nobody can."""
        names = readers_of(self.facts, answer.id)
        return self.say("sees.line", words=self.together(list(names))) if names else ""

    def readers_now(self, answer: Answer) -> str:
        """Everybody who can read this line once it is sent, by name."""
        facts = self.facts
        names = (facts.worker, facts.cover, *facts.signers, *readers_of(facts, answer.id))
        return self.say("sees.now", words=self.together(list(dict.fromkeys(filter(None, names)))))

    def hidden(self, answer: Answer) -> bool:
        """Whether an earlier sitting's words stay off this screen: a messenger has no lock (H2)."""
        hidden = self.channel is Channel.TELEGRAM and answer.sitting < self.sitting and not self.words_shown
        self.left_out = self.left_out or hidden
        return hidden

    def _named(self, step: Step, route: Route) -> str:
        for answer in route.answered.newest.values():
            if isinstance(answer.value, Named) and answer.value.person == step.about:
                return answer.value.name
        return ""

    def _item(self, step: Step, route: Route) -> str:
        answer = next((a for a in route.answered.newest.values() if a.root == step.about), None)
        if answer is None:
            return ""
        if self.hidden(answer):
            place = route.repeats(step.section).index(step.about) + 1
            return filled(self.house["item.earlier"], {"number": str(place), "day": self.day(answer.at)})
        words = self.value(answer.value)
        longest = _WHOLE if step.question.sorts else _LONGEST_QUOTE
        return words if len(words) <= longest else words[:longest] + "…"
