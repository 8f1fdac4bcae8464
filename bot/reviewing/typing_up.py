"""Voice notes, photos and drawings: opened, and their words typed up under them."""

from datetime import datetime

from bot.once import happened
from bot.reviewing.asking import Asking
from bot.reviewing.reading import NothingSuch, known_as
from dialogs.conversation import Kept
from dialogs.effects import Matter
from dialogs.facts import LetterKind
from dialogs.ids import AnswerId, ConversationId, FileId, PlanId, PractitionerId
from dialogs.lines import Line, Typed
from storage import UnitOfWork
from storage.errors import Unknown
from storage.files import KeptFile


class TypingUp(Asking):
    """Opens files and types them up."""

    async def file(self, by: PractitionerId, plan: PlanId, file: FileId) -> KeptFile:
        """A file to listen to or look at; from now on it is an unopened one no longer. Raises `NothingSuch`."""
        at = self.clock()
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan)
            try:
                kept = await work.files.get(file)
                of, _ = await work.conversations.plan_of(kept.conversation)
            except Unknown:
                raise NothingSuch from None
            if of != plan:
                raise NothingSuch
            await self._opened(work, by, plan, kept, at)
            await work.audit.note(at, by, plan, "opened a file", file)
            await work.commit()
        return kept

    async def type_up(
        self,
        by: PractitionerId,
        plan: PlanId,
        root: AnswerId,
        words: str,
        *,
        ask: bool = True,
        once: str = "",
    ) -> None:
        """Words typed up stand under the file; with `ask` the speaker sees them, and can correct them.

        Raises `NothingSuch` where the line holds no file, `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            reading = await self._newest(work, by, plan)
            line = reading.draft.line(root) if reading is not None else None
            if line is None or not isinstance(line.value, Kept):
                raise NothingSuch
            if await happened(work, once, at):
                return
            name = (await work.people.get(by)).name
            await work.typed.add(plan, Typed(line=root, words=words, by=name, at=at))
            for item in await work.items.of(plan):
                if item.kind is Matter.FILE_UNOPENED and item.answer in _ids(line) and item.done_at is None:
                    await work.items.done(item.id, by, at)
            if ask:
                known = await known_as(work, held, by)
                await self._post(work, held, line.speaker, LetterKind.TYPED, words, known, root)
            await work.audit.note(at, by, plan, "typed up a file", root)
            await work.commit()
        self.telling.turns.wake()

    async def _opened(
        self, work: UnitOfWork, by: PractitionerId, plan: PlanId, kept: KeptFile, at: datetime
    ) -> None:
        """The same-day item of an unopened file is seen, wherever the file stands."""
        conversation = await work.conversations.load(ConversationId(kept.conversation))
        holding = {
            answer.id
            for answer in (conversation.answers if conversation else ())
            if isinstance(answer.value, Kept) and answer.value.file == kept.id
        }
        for item in await work.items.of(plan):
            if item.kind is Matter.FILE_UNOPENED and item.answer in holding:
                await work.items.see(item.id, by, at)


def _ids(line: Line) -> set[AnswerId]:
    return {line.id, line.root, *(earlier.id for earlier in line.earlier)}
