"""Voice notes, photos and drawings, heard and seen again by the person who sent them.

The browser's page of my words asks, behind the PIN. Only what stands in the person's own newest
answers is given out: nothing of anybody else's, and nothing that was taken back.
"""

from dialogs.conversation import Answer, Kept
from dialogs.ids import ConversationId, FileId
from storage.errors import Unknown
from storage.files import FileState, KeptFile
from storage.store import Store


class OwnFiles:
    """Opens a person's own files."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def of(self, conversation: ConversationId, file: FileId) -> KeptFile | None:
        """The file with its content; None where it is not theirs, not here yet, or taken back."""
        async with self.store.reading() as work:
            mine = await work.conversations.load(conversation)
            if mine is None or file not in _standing(mine.answers):
                return None
            try:
                kept = await work.files.get(file)
            except Unknown:
                return None
        return kept if kept.state is FileState.KEPT and kept.conversation == conversation else None


def _standing(answers: tuple[Answer, ...]) -> set[FileId]:
    newest = {answer.root: answer.value for answer in answers}
    return {value.file for value in newest.values() if isinstance(value, Kept)}
