"""A person talks with the bot on Telegram: the real dispatcher, polling, engine and database."""

from tests.bot.telegram.conftest import Place


async def test_an_invitation_opens_the_first_screen_and_the_buttons_lead_on(place: Place) -> None:
    kelly = await place.enters()
    first = kelly.screen[-1]
    assert first.text.startswith("Pretend family")
    press = await kelly.presses(0)
    second = await kelly.next_message()
    assert (await press.answered()).text == ""
    assert second.text != first.text
    await place.server.all_confirmed()
    assert place.server.refusals == []
    print(kelly.drawn())
