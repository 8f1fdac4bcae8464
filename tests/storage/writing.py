"""Takes turns until it is killed, and writes a line for each that was committed. `test_kill` runs it."""

import asyncio
import sys
from pathlib import Path

from dialogs.ids import ConversationId
from storage import KeyRing, Store, UnitOfWork
from storage.outbox import Delivery, Message
from tests.builders import NOON
from tests.storage.keeping import said_in, say


async def write(folder: Path, chats: int) -> None:
    store = await Store.open(f"sqlite:///{folder / 'plans.db'}", KeyRing.from_file(folder / "key"))
    print("begun", flush=True)
    await asyncio.gather(*(talk(store, ConversationId(f"c-plan{number}"), number) for number in range(chats)))


async def talk(store: Store, conversation: ConversationId, chat: int) -> None:
    """Says one number after the other, beginning where the last process left off, one update early."""
    number = max(len(await said_in(store, conversation)) - 1, 0)
    while True:
        update = ("telegram", f"{conversation}-{number}")

        async def job(work: UnitOfWork, update: tuple[str, str] = update, number: int = number) -> None:
            if await work.updates.seen(*update):
                return
            await say(work, conversation, str(number))
            await work.updates.remember(*update, NOON)
            await work.outbox.put(
                Message(id=update[1], kind=Delivery.REPLY, chat=chat, queued_at=NOON, due_at=NOON)
            )

        await store.together(job, conversation=conversation, update=update)
        print(conversation, number, flush=True)
        number += 1


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1]), int(sys.argv[2])))
