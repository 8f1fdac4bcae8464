"""Living with a plan: what comes of a red flag, and of good news. `lived_with` makes the screens.

A red flag is on the desk as danger now, whatever its words are, at the tap; the words about it follow.
"""

from dialogs.answering import Answering
from dialogs.conversation import Chosen, Prompt, Screen, Value
from dialogs.effects import Matter, Raise, Tell
from dialogs.lived import GOOD_NEWS, RED_FLAG, SEEN, somebody_reads
from dialogs.signposts import Alarm
from dialogs.unsent import LETTERS


class Living(Answering):
    """What comes of the buttons of a plan that is lived with."""

    def red_flag(self, asked: Prompt) -> None:
        """Whom to ring, first."""
        self.ask(self.make.red_flag(asked.id))

    def flag_it(self, asked: Prompt) -> None:
        """It stands on the worker's list from now on."""
        label = self.say("button.red_flag")
        self._flag(Chosen(choices=(SEEN,), labels=(label,)), asked, label)
        self.ask(self.make.flagged(asked.back_to))

    def good_news(self, asked: Prompt) -> None:
        """Room for what went well."""
        self.ask(self.make.good_news(asked.id))

    def lived_said(self, value: Value, asked: Prompt, message: int | None) -> bool:
        """Words, a voice note or a photo at one of these screens; False where they belong elsewhere."""
        if asked.screen in (Screen.RED_FLAG, Screen.FLAGGED) and not somebody_reads(self.now.facts):
            self.keep(value, asked, as_question=RED_FLAG, section=LETTERS, message=message)
            self.ask(self.make.red_flag(asked.back_to))
            return True
        if asked.screen in (Screen.RED_FLAG, Screen.FLAGGED):
            self._flag(value, asked, self.words_in(value), message)
            flagged = self.make.flagged(asked.back_to)
            self.ask(flagged.model_copy(update={"text": self.say("red_flag.more")}))
            return True
        if asked.screen is Screen.GOOD_NEWS:
            answer = self.keep(value, asked, as_question=GOOD_NEWS, section=LETTERS, message=message)
            self.effects.append(Tell(matter=Matter.GOOD_NEWS, answer=answer.id, words=self.words_in(value)))
            self.go_back_to(asked.back_to, self.say("good_news.kept"))
            return True
        return False

    def _flag(self, value: Value, asked: Prompt, words: str, message: int | None = None) -> None:
        answer = self.keep(value, asked, as_question=RED_FLAG, section=LETTERS, message=message)
        if answer.alarm is not Alarm.DANGER_NOW:
            self.effects.append(Raise(kind=Alarm.DANGER_NOW, answer=answer.id, words=words))
