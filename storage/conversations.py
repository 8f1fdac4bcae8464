"""Conversations: one person's progress, kept as its turns.

A turn is one row, written once and never changed: the answers and prompts that were new in it, the
conversation's head after it, and the facts where they changed, each sealed and bound to the
conversation and version. A conversation is read by putting its turns together again; a prompt that
only got other ticks, or Telegram's message id, is kept as a mark and not as a second copy.

`bot.conversation` loads and keeps; on PostgreSQL `load` locks the conversation's row until the
transaction ends. Whoever comes second finds the version taken (`Conflict`).
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, bindparam, func, insert, select

from dialogs.buttons import shared
from dialogs.conversation import RECENT, SCHEMA, Answer, Conversation, Prompt
from dialogs.effects import Turn
from dialogs.facts import Facts
from dialogs.ids import ConversationId, DialogId, ParticipantId, PlanId
from dialogs.values import Frozen
from storage.errors import Conflict, NewerDatabase, Unknown
from storage.sealed import KeyRing
from storage.sight import Held, Known, Recent, Sight
from storage.tables import chats, conversations, turns
from storage.transaction import Deferred, Transaction

_KEEP = Deferred(1, insert(turns))
_APART = {"id", "facts", "prompts", "answers"}
"""The fields of a conversation that do not stand in its head."""
_ANSWERS = TypeAdapter(tuple[Answer, ...])


class Mark(Frozen):
    """What changed on a prompt that is kept already."""

    number: int
    ticked: tuple[int, ...]
    unfolded: bool
    message: int | None


class _Screens(Frozen):
    prompts: tuple[Prompt, ...] = ()
    marks: tuple[Mark, ...] = ()


class Conversations:
    """Loads conversations and keeps their turns."""

    def __init__(self, transaction: Transaction, keys: KeyRing, recent: Recent, sight: Sight) -> None:
        self._transaction = transaction
        self._keys = keys
        self._recent = recent
        self._sight = sight

    async def add(
        self, conversation: Conversation, plan: PlanId, participant: ParticipantId, at: datetime
    ) -> None:
        """Begins a conversation, the only one of this participant. Raises `Conflict`."""
        row = {"id": conversation.id, "plan": plan, "participant": participant}
        await self._transaction.write(
            insert(conversations), row | {"dialog": conversation.dialog, "started_at": at}
        )
        whole = Turn.made(
            conversation=conversation, answers=conversation.answers, prompts=conversation.prompts, effects=()
        )
        self._keep(whole, None, Known(plan, participant, 1), at)

    async def load(self, id: ConversationId) -> Conversation | None:
        """The conversation as it is now; None where there is none."""
        held = self._sight.conversation(id)
        if held is None:
            known = await self._known(id)
            if known is None:
                return None
            held = self._recent.get(id, known.version) or await self._read(id, known)
            self._sight.held[id] = held
        return held.conversation

    async def keep(self, turn: Turn, at: datetime) -> None:
        """Keeps what a turn made of the conversation that this same work loaded.

        Nothing is written for a turn that changed nothing. Raises `Conflict` where the conversation
        was not loaded here, or the turn does not follow from it.
        """
        after = turn.conversation
        held = self._sight.conversation(after.id)
        if held is None or len(held.conversation.answers) + len(turn.answers) != len(after.answers):
            raise Conflict("the turn does not follow from the conversation as it was loaded here")
        if after is held.conversation and not turn.prompts:
            return
        known = held.known._replace(version=held.known.version + 1)
        self._keep(turn, held.conversation, known, at)

    async def prompts(self, id: ConversationId) -> tuple[Prompt, ...]:
        """Every prompt that was ever put, in order, as it last looked."""
        return self._screens(id, await self._transaction.rows(_TURNS, {"id": id}), everything=True)

    async def plan_of(self, id: ConversationId) -> tuple[PlanId, ParticipantId]:
        """Whose conversation it is, in which plan. Raises `Unknown`."""
        held = self._sight.conversation(id)
        known = held.known if held else await self._known(id)
        if known is None:
            raise Unknown("there is no such conversation")
        return known.plan, known.participant

    async def stands_in(self, id: ConversationId, chat: int) -> bool:
        """Whether this chat carries it, as the database had it when this work first looked."""
        known = await self._known(id)
        return known is not None and known.chat == chat

    async def of_participant(self, participant: ParticipantId) -> ConversationId | None:
        """A participant's conversation, if it has begun."""
        row = await self._transaction.row(
            select(conversations.c.id).where(conversations.c.participant == participant)
        )
        return ConversationId(row.id) if row else None

    async def of_plan(self, plan: PlanId) -> tuple[ConversationId, ...]:
        """The conversations of a plan, in the order they began."""
        return await self._ids(select(conversations.c.id).where(conversations.c.plan == plan))

    async def of_dialog(self, dialog: DialogId) -> tuple[ConversationId, ...]:
        """The conversations that run on a dialog: who is mid-way when its file changes."""
        return await self._ids(select(conversations.c.id).where(conversations.c.dialog == dialog))

    async def last_turn_at(self, id: ConversationId) -> datetime | None:
        """When something last happened in it."""
        row = await self._transaction.row(select(func.max(turns.c.at)).where(turns.c.conversation == id))
        return row[0] if row else None

    # Within ---------------------------------------------------------------------------------------

    async def _ids(self, wanted: Select[Any]) -> tuple[ConversationId, ...]:
        found = await self._transaction.rows(wanted.order_by(conversations.c.started_at, conversations.c.id))
        return tuple(ConversationId(row.id) for row in found)

    async def _known(self, id: ConversationId) -> Known | None:
        known = self._sight.place(id)
        if known is None:
            await look_ahead(self._transaction, self._sight, [id])
            known = self._sight.place(id)
        return known

    def _keep(self, turn: Turn, before: Conversation | None, known: Known, at: datetime) -> None:
        after = turn.conversation
        self._sight.held[after.id] = Held(known, after)
        facts = None if before is not None and before.facts is after.facts else after.facts
        self._transaction.later(_KEEP, {
            "conversation": after.id,
            "version": known.version,
            "at": at,
            "head": self._sealed("head", after, known, _head(after)),
            "answers": self._sealed("answers", after, known, _ANSWERS.dump_json(turn.answers))
            if turn.answers else None,
            "prompts": self._sealed("prompts", after, known, _screens(turn.prompts, before))
            if turn.prompts else None,
            "facts": self._sealed("facts", after, known, facts.model_dump_json().encode()) if facts else None,
        })  # fmt: skip

    def _sealed(self, column: str, conversation: Conversation, known: Known, plain: bytes) -> bytes:
        return self._keys.seal(plain, "turns", column, f"{conversation.id}/{known.version}")

    def _opened(self, column: str, id: ConversationId, row: Row[Any]) -> bytes:
        return self._keys.open(getattr(row, column), "turns", column, f"{id}/{row.version}")

    async def _read(self, id: ConversationId, known: Known) -> Held:
        rows = await self._transaction.rows(_TURNS, {"id": id})
        head: dict[str, Any] = json.loads(self._opened("head", id, rows[0]))
        if head.pop("schema") > SCHEMA:
            raise NewerDatabase("a conversation was kept by a newer version of this software")
        facts = next(row for row in rows if row.facts is not None)
        kept = [row for row in reversed(rows) if row.answers is not None]
        conversation = Conversation.model_validate(head | {
            "id": id,
            "facts": Facts.model_validate_json(self._opened("facts", id, facts)),
            "prompts": self._screens(id, rows),
            "answers": tuple(
                answer for row in kept for answer in _ANSWERS.validate_json(self._opened("answers", id, row))
            ),
        })  # fmt: skip
        return Held(known._replace(version=rows[0].version), conversation)

    def _screens(
        self, id: ConversationId, newest_first: Sequence[Row[Any]], *, everything: bool = False
    ) -> tuple[Prompt, ...]:
        """The newest prompts in order, each as its newest mark left it."""
        marks: dict[int, Mark] = {}
        found: dict[int, Prompt] = {}
        for row in newest_first:
            if row.prompts is None:
                continue
            screens = _Screens.model_validate_json(self._opened("prompts", id, row))
            for mark in screens.marks:
                marks.setdefault(mark.number, mark)
            for prompt in screens.prompts:
                whole = prompt.model_copy(update={"buttons": tuple(map(shared, prompt.buttons))})
                found.setdefault(prompt.number, _marked(whole, marks.get(prompt.number)))
            if not everything and _complete(found):
                break
        numbers = sorted(found)
        return tuple(found[number] for number in (numbers if everything else numbers[-RECENT:]))


async def look_ahead(transaction: Transaction, sight: Sight, ids: Iterable[ConversationId]) -> None:
    """Finds place and version of many conversations at once, and locks them where rows are locked.

    Always in the order of their ids, so that two batches cannot each wait for the other.
    """
    wanted = {"ids": list(ids)}
    if transaction.writes and not transaction.dialect.one_writer:
        # The lock comes first, and by itself: only a statement that begins after it sees what
        # the one who held it before has committed.
        await transaction.rows(_LOCK, wanted)
    for row in await transaction.rows(_PLACES, wanted):
        sight.known[ConversationId(row.id)] = Known(row.plan, row.participant, row.version, row.chat)


_IDS = conversations.c.id.in_(bindparam("ids", expanding=True))
_LOCK = select(conversations.c.id).where(_IDS).order_by(conversations.c.id).with_for_update()
_NEWEST = (
    select(func.max(turns.c.version))
    .where(turns.c.conversation == conversations.c.id)
    .correlate(conversations)
    .scalar_subquery()
    .label("version")
)
_CHAT = (
    select(chats.c.chat)
    .where(chats.c.conversation == conversations.c.id)
    .correlate(conversations)
    .scalar_subquery()
    .label("chat")
)
_PLACES = select(conversations.c.id, conversations.c.plan, conversations.c.participant, _NEWEST, _CHAT).where(
    _IDS
)
_TURNS = (
    select(turns.c.version, turns.c.head, turns.c.answers, turns.c.prompts, turns.c.facts)
    .where(turns.c.conversation == bindparam("id"))
    .order_by(turns.c.version.desc())
)


def _head(conversation: Conversation) -> bytes:
    # The schema goes in by hand: it belongs to what is stored, not to a conversation.
    return b'{"schema":%d,' % SCHEMA + conversation.model_dump_json(exclude=_APART).encode()[1:]


def _screens(prompts: tuple[Prompt, ...], before: Conversation | None) -> bytes:
    whole: list[Prompt] = []
    marks: list[Mark] = []
    for prompt in prompts:
        old = before.numbered(prompt.number) if before and prompt.number <= before.put else None
        mark = Mark.made(
            number=prompt.number, ticked=prompt.ticked, unfolded=prompt.unfolded, message=prompt.message
        )
        if old is not None and _marked(old, mark) == prompt:
            marks.append(mark)
        else:
            whole.append(prompt)
    return _Screens.made(prompts=tuple(whole), marks=tuple(marks)).model_dump_json().encode()


def _marked(prompt: Prompt, mark: Mark | None) -> Prompt:
    if mark is None:
        return prompt
    return prompt.model_copy(
        update={"ticked": mark.ticked, "unfolded": mark.unfolded, "message": mark.message}
    )


def _complete(found: dict[int, Prompt]) -> bool:
    """Whether the newest few are all there: numbers run on without a gap."""
    newest = max(found, default=0)
    return newest > 0 and all(number in found for number in range(max(1, newest - RECENT + 1), newest + 1))
