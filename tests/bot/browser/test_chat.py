"""One question at a time, without a script: forms, answers, and where they lead."""

from tests.bot.browser.conftest import Place, through_the_door


async def test_first(place: Place) -> None:
    place.invites("c0ffee","ABCD2345")
    phone = place.phone()
    await phone.opens("/i/ABCD2345")
    print(phone.html)
    await phone.presses("Open")
    print(phone.response.history, phone.url, phone.status, list(phone.session.cookie_jar))
    phone = await place.enters()
    print(phone.html)
    assert "Hello Sam" in phone.text
    await through_the_door(phone)
    print(phone.text, phone.page.labels)
