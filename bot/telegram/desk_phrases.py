"""What practitioners read in their own chat. Plain, and without a family's name until they ask."""

from gettext import NullTranslations

from dialogs.definition import Category
from dialogs.effects import Matter
from dialogs.events import FileKind
from dialogs.review import State
from dialogs.signposts import Alarm
from dialogs.wishes import Wish


class DeskPhrases:
    """The sentences, in one language. Without a catalogue they are English."""

    def __init__(self, catalogue: NullTranslations | None = None) -> None:
        pgettext = (catalogue or NullTranslations()).pgettext
        self.pretend = pgettext("telegram desk", "Pretend family")
        self.linked = pgettext("telegram desk", "This chat is yours now. /plans shows what is waiting.")
        self.on_the_desk = pgettext(
            "telegram desk", "This signs you in at the desk. The link works once, and not for long."
        )
        self.open_desk = pgettext("telegram desk", "Open the desk")
        self.no_desk = pgettext("telegram desk", "This phone cannot reach the desk.")
        self.nothing_meant = pgettext(
            "telegram desk", "It is not clear what that was for. Send /plans, open a plan, and choose there."
        )
        self.plans = pgettext("telegram desk", "Your plans, the most urgent first.")
        self.no_plans = pgettext("telegram desk", "You hold no plans.")
        self.more_on_desk = pgettext("telegram desk", "The rest is on the desk.")
        self.row = pgettext("telegram desk", "{urgency}: {title}")
        self.urgencies = (
            pgettext("telegram desk", "Look now"),
            pgettext("telegram desk", "Today"),
            pgettext("telegram desk", "Waiting"),
            pgettext("telegram desk", "Nothing new"),
            pgettext("telegram desk", "Closed"),
        )
        """In the order of `storage.plans.Urgency`."""
        self.states = {
            State.GATHERING: pgettext("telegram desk", "gathering words"),
            State.SENT: pgettext("telegram desk", "sent, waits to be read"),
            State.IN_REVIEW: pgettext("telegram desk", "being read"),
            State.RETURNED: pgettext("telegram desk", "returned"),
            State.APPROVED: pgettext("telegram desk", "approved, being tried"),
            State.LIVED_WITH: pgettext("telegram desk", "being lived with"),
            State.CLOSED: pgettext("telegram desk", "closed"),
        }
        self.draft = pgettext("telegram desk", "Draft {number}, {day}: {state}.")
        self.no_draft = pgettext("telegram desk", "No one has sent a part yet.")
        self.flagged = pgettext("telegram desk", "Words that may mean danger, from {name}:")
        self.same_day = pgettext("telegram desk", "Words to read today, from {name}:")
        self.matters: dict[Alarm | Matter, str] = {
            Alarm.DANGER_NOW: pgettext("telegram desk", "Words that may mean danger"),
            Alarm.SAME_DAY: pgettext("telegram desk", "Words to read today"),
            Matter.PART_SENT: pgettext("telegram desk", "Sent a part"),
            Matter.ADDED: pgettext("telegram desk", "Added or changed something"),
            Matter.NOT_FOR_ME: pgettext("telegram desk", "Said: not for me"),
            Matter.CAME_BACK: pgettext("telegram desk", "Came back"),
            Matter.RING_ME: pgettext("telegram desk", "Asks to be rung"),
            Matter.INTERPRETER: pgettext("telegram desk", "Asks for an interpreter"),
            Matter.ADVOCATE: pgettext("telegram desk", "Asks for an advocate"),
            Matter.WISH: pgettext("telegram desk", "Changed who may see their words"),
            Matter.WITH_WORKER: pgettext("telegram desk", "Wants to do this with you"),
            Matter.REPLIED: pgettext("telegram desk", "Answered what you wrote"),
            Matter.STEPPED_BACK: pgettext("telegram desk", "Can't do a task any more"),
            Matter.UNCLEAR: pgettext("telegram desk", "Did not understand something"),
            Matter.HOW_IT_GOES: pgettext("telegram desk", "Said how it goes"),
            Matter.NOT_HELD: pgettext("telegram desk", "Said that something did not happen"),
            Matter.ASKED_NO_MORE: pgettext("telegram desk", "Does not want to be asked how it goes"),
            Matter.NOT_SAFE: pgettext("telegram desk", "Should not be written to: ring instead"),
            Matter.SILENT: pgettext("telegram desk", "Did not answer how it goes"),
            Matter.AFTER_CLOSURE: pgettext("telegram desk", "The check after closure"),
            Matter.GOOD_NEWS: pgettext("telegram desk", "Something went well"),
            Matter.STAR: pgettext("telegram desk", "Said what matters most"),
            Matter.RAISED: pgettext("telegram desk", "Waits to hear what was done. Answer at the desk"),
            Matter.FILE_UNOPENED: pgettext("telegram desk", "Sent a voice note or photo that is not opened"),
        }
        self.waits = pgettext("telegram desk", "What waits:")
        self.matter = pgettext("telegram desk", "{matter}: {name}")
        self.matter_read = pgettext("telegram desk", "{matter}: {name} (seen)")
        self.you_wrote = pgettext("telegram desk", "You wrote to {name}:")
        self.they_answered = pgettext("telegram desk", "{name} answered ({day}):")
        self.files = {
            FileKind.VOICE: pgettext("telegram desk", "A voice note. Open it on the desk."),
            FileKind.PHOTO: pgettext("telegram desk", "A photo. Open it on the desk."),
            FileKind.DRAWING: pgettext("telegram desk", "A drawing. Open it on the desk."),
        }
        self.typed_up = pgettext("telegram desk", "Typed up by {name}:")
        self.sat_with = pgettext(
            "telegram desk", "{name} said it, {hand} typed it. {worker} sat beside them."
        )
        self.headings = {
            Category.STRENGTH: pgettext("telegram desk", "What is going well"),
            Category.SAFETY: pgettext("telegram desk", "Times when somebody acted while the worry was there"),
            Category.TIME: pgettext("telegram desk", "Said about a time it went right"),
            Category.DANGER: pgettext("telegram desk", "Worries"),
            Category.HARM: pgettext("telegram desk", "What has happened"),
            Category.COMPLICATING: pgettext("telegram desk", "What makes it hard"),
            Category.GOAL: pgettext("telegram desk", "What people want to see"),
            Category.ACTION: pgettext("telegram desk", "What will happen"),
            Category.ASKED: pgettext("telegram desk", "What people need from workers"),
            Category.NETWORK: pgettext("telegram desk", "People who may help"),
            Category.SIGN: pgettext("telegram desk", "Signs to watch"),
            Category.WHAT_IF: pgettext("telegram desk", "What if"),
            Category.SCALE: pgettext("telegram desk", "Numbers"),
            Category.VIEW: pgettext("telegram desk", "How they see the worry"),
            Category.UNSORTED: pgettext("telegram desk", "Not sorted yet"),
            Category.ASIDE: pgettext("telegram desk", "Said in between"),
        }
        self.wishes = {
            Wish.WORKER: pgettext("telegram desk", "Wish: you alone see this."),
            Wish.THESE: pgettext("telegram desk", "Wish: these people may see this."),
            Wish.EVERYONE: pgettext("telegram desk", "Wish: everyone in the plan may see this."),
            Wish.NOT: pgettext("telegram desk", "Wish: this person must not see this."),
        }
        """What stands beside a line whose speaker was asked who may see it (H7)."""
        self.count = pgettext("telegram desk", "{heading}: {number}")
        self.talk = pgettext("telegram desk", "To talk about: {number}")
        self.by = pgettext("telegram desk", "{name}, {day}")
        self.seen = pgettext("telegram desk", "I have read these words")
        self.lines = pgettext("telegram desk", "Read the lines")
        self.page = pgettext("telegram desk", "Lines {first} to {last} of {all}")
        self.ask = pgettext("telegram desk", "Ask about {number}")
        self.next = pgettext("telegram desk", "Next")
        self.before = pgettext("telegram desk", "Page before")
        self.talk_about = pgettext("telegram desk", "To talk about:")
        self.still_open = pgettext("telegram desk", "Still open:")
        self.read_alarms = pgettext(
            "telegram desk",
            "Some words are not read yet, or a file at the desk is not opened. That comes first.",
        )
        self.read_lines = pgettext("telegram desk", "Please read the lines of this draft first.")
        self.to_send = pgettext("telegram desk", "{name} will read this. Send it?")
        self.names_apart = pgettext(
            "telegram desk", "These words name {names}. {name} is kept apart from them. Send it anyway?"
        )
        self.send = pgettext("telegram desk", "Send")
        self.dont = pgettext("telegram desk", "Don't send")
        self.not_sent = pgettext("telegram desk", "Nothing was sent.")
        self.back = pgettext("telegram desk", "Back")
        self.approve = pgettext("telegram desk", "Approve")
        self.give_back = pgettext("telegram desk", "Return")
        self.all_plans = pgettext("telegram desk", "All plans")
        self.question = pgettext(
            "telegram desk", "Write your question to {name} as an answer to this message."
        )
        self.asked = pgettext(
            "telegram desk", "Sent. {name} sees that there is a message, and reads it when they tap."
        )
        self.asked_later = pgettext(
            "telegram desk", "Sent. {name} is told that there is a message at {time}."
        )
        self.to_whom = pgettext("telegram desk", "Who may read the reason?")
        self.reason = pgettext(
            "telegram desk", "Write the reason as an answer to this message. {name} reads it."
        )
        self.returned = pgettext("telegram desk", "Draft {number} is returned.")
        self.sure = pgettext(
            "telegram desk",
            "Approve draft {number}? People are told: {signed} has read this and agrees to try it. "
            "It does not mean that the worry is over.",
        )
        self.yes = pgettext("telegram desk", "Yes, approve")
        self.no = pgettext("telegram desk", "No")
        self.approved = pgettext("telegram desk", "Draft {number} is approved, and people are told.")
        self.approved_later = pgettext(
            "telegram desk", "Draft {number} is approved. People on Telegram are told at {time}."
        )
        self.read_again = pgettext(
            "telegram desk", "Something came in since you read it. Please open it again."
        )
        self.not_now = pgettext("telegram desk", "That cannot be done with this draft now.")
        self.only_to_sign = pgettext("telegram desk", "You were asked to sign this plan. Its holder can ask.")
        self.not_yours = pgettext("telegram desk", "There is no such plan here.")
        self.empty = pgettext("telegram desk", "Please answer with words.")
