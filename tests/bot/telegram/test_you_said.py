"""A young person on Telegram, who raised more than one message holds, reads on where the message stands."""

from pathlib import Path

from tests.transcripts.channels import on_telegram
from tests.transcripts.families import FAMILIES
from tests.transcripts.playing import play

MIA = """\
# Mia, 16, raised five things; a message holds four.
setting: older
(through the door, alone)
family:  [Worries]
family:  money for the bus
family:  exams
family:  my little brother
family:  where I will live
family:  sleeping
family:  [No, that is all]
family:  [All parts]
family:  [Check what I said]
family:  [Send to Asha]
family:  [All parts]
family:  [You said, we did]
bot:     money for the bus
family:  [Next page]
bot:     sleeping
family:  [Page before]
bot:     money for the bus
"""


async def test_the_next_page_of_you_said_turns_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "mia.chat").write_text(MIA, encoding="utf-8")
    async with on_telegram(tmp_path / "data", FAMILIES["older"]) as driver:
        await play(tmp_path / "mia.chat", driver)
        assert driver.server.refusals == []
