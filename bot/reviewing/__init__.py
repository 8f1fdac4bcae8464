"""Reviewing: what waits, a draft with its sources, questions on lines, return and approval.

The desk and Telegram's short actions call it. Each look and each change is in the audit, and every
method begins by asking `rights` whether this practitioner may open this plan.

    inbox       what waits
    reading     a draft, looked at or opened
    asking      a question on a line, one line back
    deciding    return, approve
    closing     each person is told, and somebody looks again
    mending     a rule broke: a new draft is begun
    tasking     an action put to the person who is to do it
    typing_up   the words of voice notes, photos and drawings
    writing_back   what was done about what a young person said
"""

from bot.reviewing.asking import NamesApart
from bot.reviewing.closing import Closing
from bot.reviewing.deciding import Deciding, NotRead, ReadItAgain, UnreadAlarm
from bot.reviewing.inbox import LOOKED, MOST_PLANS, SETTLED, Inbox, Waiting, Waits, urgent
from bot.reviewing.mending import Mending
from bot.reviewing.reading import Drafts, NothingSuch, Numbered, Past, Reading, Summary
from bot.reviewing.tasking import NotToThem, Tasking
from bot.reviewing.typing_up import TypingUp
from bot.reviewing.writing_back import WritingBack


class Reviewing(Waits, Deciding, TypingUp, Tasking, WritingBack, Mending, Closing):
    """Everything between a draft and its decision, for both of a practitioner's ways in."""


__all__ = [
    "LOOKED",
    "MOST_PLANS",
    "SETTLED",
    "Drafts",
    "Inbox",
    "NamesApart",
    "NotRead",
    "NotToThem",
    "NothingSuch",
    "Numbered",
    "Past",
    "ReadItAgain",
    "Reading",
    "Reviewing",
    "Summary",
    "UnreadAlarm",
    "Waiting",
    "urgent",
]
