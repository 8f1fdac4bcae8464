"""Actions: who does what, when, how we know, how long, who else if not, and what could get in the way.

Every group of lines that a dialog files under `action` is one action, however thin: a plan with a
hole shows the hole. What one person asks of another is none until the other says so.
`plan.DraftPlan` gathers both; `strength` asks what is missing.
"""

from dialogs.conversation import Chosen
from dialogs.definition import Part
from dialogs.lines import NOBODY, Group, Line, says_something, words_of

YES = "yes"
"""The choice that says that they have said yes."""
ME = "me"
"""The choice that says "it is me" where a dialog asks who does something, or whether they said yes."""


class Action(Group):
    """One action, each part in its speaker's own words."""

    @property
    def what(self) -> tuple[Line, ...]:
        """What will be done; where no question asked it by that name, whatever was said."""
        return self.part(Part.WHAT) or self.part(None)

    @property
    def more(self) -> tuple[Line, ...]:
        """What else was said about it, words that were no name with it."""
        beside = (line for line in self.lines if not line.fills)
        return (*(self.part(None) if self.part(Part.WHAT) else ()), *beside)

    @property
    def who(self) -> tuple[Line, ...]:
        """Who will do it."""
        return tuple(line for line in self.part(Part.WHO) if line.fills)

    @property
    def when(self) -> tuple[Line, ...]:
        """When."""
        return self.part(Part.WHEN)

    @property
    def terms(self) -> tuple[Line, ...]:
        """What somebody says yes to: what is done, when and for how long."""
        return (*self.what, *self.when, *self.how_long)

    @property
    def how_we_know(self) -> tuple[Line, ...]:
        """How we know that it happens."""
        return self.part(Part.HOW_WE_KNOW)

    @property
    def how_long(self) -> tuple[Line, ...]:
        """For how long."""
        return self.part(Part.HOW_LONG)

    @property
    def look(self) -> tuple[Line, ...]:
        """The day on which it is looked at again."""
        return self.part(Part.LOOK)

    @property
    def backup(self) -> tuple[Line, ...]:
        """Who does it when that person cannot."""
        return tuple(line for line in self.part(Part.BACKUP) if line.fills)

    @property
    def obstacle(self) -> tuple[Line, ...]:
        """What could get in the way."""
        return self.part(Part.OBSTACLE)

    @property
    def said_yes(self) -> tuple[Line, ...]:
        """Whether the person who will do it has said yes, as the speaker says; their own comes later."""
        return self.part(Part.SAID_YES)

    @property
    def worry_met(self) -> tuple[Line, ...]:
        """Which worry it meets, where the dialog asks that."""
        return self.part(Part.WORRY_MET)

    @property
    def holders(self) -> tuple[str, ...]:
        """The names of who will do it, as they were given; "it is me" is the speaker's name.

        Where nobody was asked who, the question may say: "What must Ryan do?".
        """
        named = tuple(self._name(line) for line in self.who if says_something(line))
        mine = any(isinstance(a.value, Chosen) and ME in a.value.choices for a in self.said_yes)
        return named or ((self.speaker_name,) if mine else ()) or self._doers

    @property
    def _doers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.doer for line in self.lines if line.doer))

    @property
    def asked_of(self) -> tuple[str, ...]:
        """Of whom somebody else asks it: "What must Ryan do?" holds nobody to it."""
        return tuple(name for name in self._doers if name != self.speaker_name)

    @property
    def only_theirs(self) -> bool:
        """Whether it is about what one person does, so that nobody could do it for them."""
        return bool(self._doers) and self.holders == self._doers

    @property
    def nobody_yet(self) -> bool:
        """Whether the speaker said that there is no one yet who does it: a hole that was said."""
        said = any(isinstance(line.value, Chosen) and NOBODY in line.value.choices for line in self.who)
        return said and not self.holders

    def _name(self, line: Line) -> str:
        if isinstance(line.value, Chosen) and ME in line.value.choices:
            return self.speaker_name
        return words_of(line.value) or line.typed_words
