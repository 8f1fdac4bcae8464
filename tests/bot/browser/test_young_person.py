"""A young person's page, over everything real: help, who may see it, and the page of their words."""

from tests.bot.browser.phone import Phone
from tests.bot.browser.test_over_storage import Running, comes_in, run

__all__ = ["run"]

DOOR = ("Go on", *("OK, go on",) * 6, "Not now", "No", "No one")


async def nadia(run: Running) -> Phone:
    """Nadia, of 14, in front of the question where she would like to start."""
    code = next(one.code for one in run.family.people if one.name == "Nadia")
    phone = await comes_in(run.phone, code)
    for label in DOOR:
        await phone.presses(label)
    return phone


async def test_help_shows_childline_and_no_line_for_adults(run: Running) -> None:
    phone = await nadia(run)
    await phone.taps("Help now")
    assert "Ring 0800 1111" in phone.page.links
    assert "NSPCC" not in phone.text


async def test_h7_a_wish_stands_on_the_page_of_my_words_and_can_be_changed_there(run: Running) -> None:
    phone = await nadia(run)
    await phone.presses("Good things")
    await phone.says("my nan comes on fridays")
    for label in ("No, that is all", "Skip", "Skip", "Skip", "Everyone in the plan"):
        await phone.presses(label)
    home = phone.url.path
    await phone.opens(f"{home}words")
    assert phone.text.count("Who may see it: Everyone in the plan") == 1
    assert phone.text.count("Who may see it:") == 1, "not of skips, and not of the first screens"
    await phone.presses("Who may see this?")
    assert "my nan comes on fridays" in phone.text
    await phone.presses("Someone must not see it")
    await phone.says("mum")
    await phone.opens(f"{home}words")
    assert "Who may see it: Someone must not see it: mum" in phone.text


async def test_where_no_names_are_offered_the_box_asks_for_a_name_alone(run: Running) -> None:
    phone = await nadia(run)
    await phone.presses("Good things")
    await phone.presses("All parts")
    await phone.presses("Feeling OK at home")
    await phone.presses("6")
    await phone.presses("Skip")
    assert "The name you call them by" in phone.text
    assert "Somebody else" not in phone.text
