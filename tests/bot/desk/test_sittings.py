"""Pass the phone: Asha's own device shows Leo's page, and nothing of the desk until her PIN opens it again."""

import re

from yarl import URL

from bot.desk import ROUTES
from bot.sittings import GRACE
from dialogs.conversation import Conversation
from dialogs.ids import ConversationId, PlanId
from dialogs.people import Hand
from storage.sittings import FREE, TRIES, wait_after
from tests.bot.browser.phone import Phone
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import Place
from tests.bot.desk.test_doors import address
from tests.bot.desk.test_young_people import a_plan, plan_of, young

PIN = "7294"


async def leo_is_asked(place: Place) -> PaperBrowser:
    """Asha's phone, at the plan's page; Leo is 8, and Mia of 14 has a phone of her own."""
    desk = await a_plan(place)
    await desk.follows("Change people")
    return await desk.presses("Save", child__2__asked="by-age", child__0__asked="by-age")


async def passed(place: Place, desk: PaperBrowser, name: str = "Leo", pin: str = PIN) -> Phone:
    """The same device in the child's hands: another kind of reader, over the same cookies."""
    await desk.follows(f"Sit with {name}")
    await desk.presses("Begin, and pass this device", pin=pin, again=pin)
    phone = Phone(place.base)
    await phone.session.close()
    phone.session = desk.session
    await phone.opens(desk.url.path)
    return phone


async def begun(place: Place) -> tuple[PlanId, PaperBrowser, Phone]:
    desk = await leo_is_asked(place)
    plan = plan_of(desk)
    return plan, desk, await passed(place, desk)


async def conversation(place: Place, phone: Phone) -> Conversation:
    return await place.product.turns.look(ConversationId(phone.url.path.split("/")[2]))


async def goes_on(phone: Phone) -> None:
    """Through the door, to the first part."""
    for _ in range(12):
        labels = [button.label for button in phone.page.buttons]
        way = next(
            (
                b
                for b in (
                    "Go on",
                    "OK, go on",
                    "Not now",
                    "No",
                    "No one else",
                    "No one",
                    "No pictures",
                    "Good things",
                )
                if b in labels
            ),
            "",
        )
        await phone.presses(way)
        if way == "Good things":
            return
    raise AssertionError(phone.page.text)


async def audit(place: Place, plan: PlanId) -> list[str]:
    async with place.product.store.reading() as work:
        return [noted.what for noted in await work.audit.of(plan)]


# The person's page -----------------------------------------------------------------------------------


async def test_a_child_without_a_link_answers_on_the_workers_device(place: Place) -> None:
    _, _, leo = await begun(place)
    assert "Hi Leo" in leo.text
    assert "This is for you. Asha sits with you." in leo.text
    await leo.taps("Start")
    assert re.fullmatch("/c/[^/]+/", leo.url.path)
    assert "Hello Leo" in leo.text
    await goes_on(leo)
    await leo.presses("Save", words="We bake on sundays")
    kept = (await conversation(place, leo)).answers
    assert {answer.hand for answer in kept} == {Hand(sat_with="Asha")}
    assert "We bake on sundays" in leo.text
    assert "Who is typing?" in leo.text


async def test_whose_hand_it_is_is_a_switch_that_keeps_what_stands_in_the_box(place: Place) -> None:
    _, _, leo = await begun(place)
    await leo.taps("Start")
    await goes_on(leo)
    await leo.presses("Asha", words="half a sen")
    assert "half a sen" in leo.html
    await leo.presses("Save", words="half a sentence")
    await leo.opens(leo.url.path)
    await leo.presses("Save", words="and another")
    await leo.presses("Leo")
    await leo.presses("Save", words="my own")
    said = (await conversation(place, leo)).answers[-3:]
    assert [answer.hand and answer.hand.by_worker for answer in said] == [True, True, False]


async def test_h10_help_and_what_comes_after_telling_is_whom_to_tell(place: Place) -> None:
    _, _, leo = await begun(place)
    await leo.taps("Start")
    home = leo.url.path
    await leo.taps("Help now")
    assert "Tell Asha. Asha sits with you." in leo.text
    assert "0800 1111" in leo.text
    assert "999" in leo.text
    assert "101" not in leo.text
    await leo.taps("More")
    assert "101" in leo.text
    await leo.opens(home)
    await goes_on(leo)
    await leo.presses("Save", words="he hits me when he has been drinking")
    assert "It is not your fault." in leo.text
    assert "Tell Asha. Asha sits with you." in leo.text
    assert "999" in leo.text
    assert "Numbers to ring" not in leo.text
    assert "Who is typing?" not in leo.text
    assert [button.label for button in leo.page.buttons] == ["Go on", "Stop for now"]


async def test_leaving_goes_to_the_weather_and_the_workers_pin_opens_the_page_again(place: Place) -> None:
    _, desk, leo = await begun(place)
    await leo.taps("Start")
    home = leo.url.path
    await leaves(leo, home)
    await leo.opens(home)
    assert "Asha opens this page again" in leo.text
    await leo.presses("Go on", pin="1357")
    assert "That is not the PIN." in leo.text
    await leo.presses("Go on", pin=PIN)
    assert "Hello Leo" in leo.text
    await desk.opens("/desk/")
    assert "This part is for Asha" in desk.text, "the desk stays locked"
    await leo.opens(home)
    place.clock.waits(minutes=11)
    await leo.opens(home)
    assert "Asha opens this page again" in leo.text, "a page left alone too"
    assert "I don't know my PIN" not in leo.text


async def leaves(phone: Phone, home: str) -> None:
    async with phone.session.get(phone.base.join(URL(f"{home}leave")), allow_redirects=False) as response:
        assert response.headers["Location"].startswith("https://www.bbc.co.uk")


async def test_the_persons_own_phone_stays_in_and_words_said_beside_asha_are_not_on_it(place: Place) -> None:
    desk = await leo_is_asked(place)
    home = str(desk.url)
    await desk.presses("Invite Mia")
    code = re.search(r"/i/(\w{8})", desk.page.html)
    assert code
    own = Phone(place.base)
    place.browsers.append(own)  # type: ignore[arg-type]
    await own.opens(f"/i/{code[1]}")
    await own.presses("Open")
    await own.presses("Go on", pin="2468")
    await goes_on(own)
    await own.presses("Save", words="said at home")
    await desk.opens(home)
    mia = await passed(place, desk, "Mia")
    await mia.taps("Start")
    assert "Is now a good time?" in mia.text
    assert "said at home" not in mia.text
    await mia.presses("Go on")
    await mia.presses("No one")
    await mia.presses("Save", words="said beside asha")
    await own.opens(own.url.path)
    assert "Is now a good time?" in own.text
    assert "said beside asha" not in own.text
    now = await conversation(place, own)
    assert [
        answer.hand for answer in now.answers if getattr(answer.value, "text", "").startswith("said")
    ] == [
        None,
        Hand(sat_with="Asha"),
    ]


# The desk ------------------------------------------------------------------------------------------------


async def test_every_address_of_the_desk_is_the_locked_page_and_nothing_is_kept(place: Place) -> None:
    desk = await leo_is_asked(place)
    plan = plan_of(desk)
    csrf = desk.page.forms[0].fields["csrf"]
    await passed(place, desk)
    async with place.product.store.work() as work:
        held = await work.plans.get(plan)
        await work.signins.make(
            held.practitioner, "a-fresh-code", place.clock(), place.clock().replace(year=2027)
        )
        await work.commit()
    paths = [
        ("GET", "/desk/in"),
        ("GET", "/desk/in/a-fresh-code"),
        ("GET", "/desk/nowhere"),
        ("GET", "/desk"),
    ]
    paths += [(route.method, address(route.path, plan)) for route in ROUTES]
    for method, path in paths:
        await (desk.opens(path) if method == "GET" else desk.posts(path, {"csrf": csrf}))
        assert "Hi Leo. This part is for Asha" in desk.text, path
        assert desk.status == 403, path
        assert desk.headers["Cache-Control"] == "no-store"
        assert not {"Nadia", "Mia", "What waits", "Sign out"} & set(
            re.findall(r"\w[\w ]+\w", desk.page.text)
        ), path
    async with place.product.store.reading() as work:
        assert (await work.plans.get(plan)).version == held.version
        assert await work.signins.look("a-fresh-code", place.clock())


async def test_the_pin_opens_the_desk_and_ends_the_sitting(place: Place) -> None:
    plan, desk, leo = await begun(place)
    await leo.taps("Start")
    home = leo.url.path
    await leo.taps("Pass the phone back to Asha")
    await desk.opens("/desk/")
    await desk.presses("Open the desk", pin=PIN)
    assert "Leo answers beside you only" in desk.text
    await leo.opens(home)
    assert "This page cannot be opened here" in leo.text
    assert [what for what in await audit(place, plan) if "sitting" in what] == [
        "looked at a sitting",
        "began a sitting",
        "ended a sitting",
    ]
    place.clock.waits(hours=3)
    await desk.opens(f"/desk/plans/{plan}")
    assert desk.status == 200, "signed in for as long as before"
    await desk.opens(f"/desk/plans/{plan}/history")
    assert "began a sitting" in desk.text


async def test_wrong_pins_wait_and_too_many_sign_the_device_out(place: Place) -> None:
    plan, desk, leo = await begun(place)
    await leo.taps("Start")
    home = leo.url.path
    await desk.opens("/desk/")
    for wrong in range(1, TRIES):
        await desk.presses("Open the desk", pin="1234")
        assert "That is not the PIN" in desk.text
        if wrong >= FREE:
            await desk.presses("Open the desk", pin=PIN)
            assert "Please wait a little" in desk.text, "the right one too"
        place.clock.waits(seconds=wait_after(wrong).total_seconds())
    await desk.presses("Open the desk", pin="1234")
    assert "There were too many wrong PINs, so this device is signed out." in desk.text
    await desk.opens("/desk/")
    assert desk.url.path == "/desk/in"
    await leo.opens(home)
    assert "This page cannot be opened here" in leo.text
    assert (await audit(place, plan))[-1] == "a sitting ended: too many wrong PINs"


async def test_pins_tried_at_the_childs_page_are_counted_together_with_those_at_the_desk(
    place: Place,
) -> None:
    _, desk, leo = await begun(place)
    await leo.taps("Start")
    home = leo.url.path
    await leaves(leo, home)
    for wrong in range(1, TRIES):
        await leo.opens(f"{home}pin")
        await leo.presses("Go on", pin="1234")
        assert "That is not the PIN" in leo.text
        place.clock.waits(seconds=wait_after(wrong).total_seconds())
    await desk.opens("/desk/")
    await desk.presses("Open the desk", pin="1234")
    assert "this device is signed out" in desk.text
    await leo.opens(home)
    assert "This page cannot be opened here" in leo.text


async def test_a_sitting_ends_by_itself_and_what_was_being_written_is_kept(place: Place) -> None:
    plan, desk, leo = await begun(place)
    await leo.taps("Start")
    await goes_on(leo)
    home = leo.url.path
    for _ in range(13):
        place.clock.waits(minutes=9)
        await leo.opens(home)
    assert "Who is typing?" in leo.text
    place.clock.waits(minutes=5)
    await desk.opens("/desk/")
    assert desk.url.path == "/desk/in", "and the desk is signed out"
    await leo.presses("Save", words="nearly there")
    assert "That is all for now, Leo" in leo.text
    assert "nearly there" not in leo.text
    answers = (await conversation(place, leo)).answers
    assert "nearly there" in [getattr(answer.value, "text", "") for answer in answers]
    await place.product.sittings().end_those_that_are_over()
    assert (await audit(place, plan))[-1] == "a sitting ended by itself"
    place.clock.waits(seconds=GRACE.total_seconds())
    await leo.opens(home)
    assert "This page cannot be opened here" in leo.text


async def test_from_another_device_a_sitting_can_be_ended_and_the_lost_one_is_signed_out(
    place: Place,
) -> None:
    plan, desk, leo = await begun(place)
    await leo.taps("Start")
    home = leo.url.path
    async with place.product.store.reading() as work:
        held = await work.plans.get(plan)
    laptop = await place.at_the_desk(held.practitioner)
    await laptop.opens(f"/desk/plans/{held.id}")
    assert "A sitting with Leo and Asha is open on another device." in laptop.text
    await laptop.follows("Sit with Mia")
    await laptop.opens(f"/desk/plans/{held.id}/sit/{(await young(place, laptop))['Leo'].id}")
    await laptop.presses("Begin, and pass this device", pin=PIN, again=PIN)
    assert "is open on another device" in laptop.text, "one sitting for each person"
    await laptop.presses("End the sitting on that device Leo")
    await leo.opens(home)
    assert "This page cannot be opened here" in leo.text
    await desk.opens("/desk/")
    assert desk.url.path == "/desk/in"
    assert "ended a sitting from another device" in await audit(place, held.id)


async def test_a_pin_that_would_not_do_begins_nothing(place: Place) -> None:
    desk = await leo_is_asked(place)
    await desk.follows("Sit with Leo")
    for pin, again, why in (
        ("12", "12", "A PIN has four, five or six numbers."),
        ("1234", "1234", "Many people pick that one"),
        ("7294", "7295", "These are not the same numbers."),
    ):
        await desk.presses("Begin, and pass this device", pin=pin, again=again)
        assert desk.status == 422
        assert why in desk.text
        assert f'value="{pin}"' not in desk.page.html, "it is not shown again"
    await desk.opens("/desk/")
    assert desk.status == 200


async def test_nobody_sits_in_a_plan_that_nobody_may_be_asked_in_yet(place: Place) -> None:
    desk = await leo_is_asked(place)
    home = str(desk.url)
    await desk.follows("Change hours and switches")
    await desk.presses("Save", reads="")
    assert "Sit with" not in desk.text
    await desk.opens(f"{home}/sit/{(await young(place, desk))['Leo'].id}")
    await desk.presses("Begin, and pass this device", pin=PIN, again=PIN)
    assert "Nobody can be invited yet" in desk.text


async def test_a_line_on_the_desk_says_who_said_it_and_who_typed_it(place: Place) -> None:
    _, desk, leo = await begun(place)
    await leo.taps("Start")
    await goes_on(leo)
    await leo.presses("Asha")
    await leo.presses("Save", words="We bake on sundays")
    await leo.presses("All parts")
    await leo.presses("See what I said")
    await leo.presses("Give it to Asha")
    await desk.opens("/desk/")
    await desk.presses("Open the desk", pin=PIN)
    await desk.follows("Read draft 1")
    assert "Leo, 24 November 2026, typed by Asha" in desk.text
    assert "Said by Leo Typed by Asha, with Asha beside them" in desk.text
