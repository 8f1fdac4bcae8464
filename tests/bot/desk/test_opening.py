"""A practitioner signs in, opens a plan and invites somebody; nothing typed is lost on the way."""

import re

from tests.bot.desk.place import Place


async def test_a_sign_in_link_is_used_by_the_button_alone_and_only_once(place: Place) -> None:
    asha = await place.enrols("Asha")
    async with place.product.store.work() as work:
        await work.signins.make(asha, "once", place.clock(), place.clock().replace(hour=13))
        await work.commit()
    scanner, browser, thief = place.browser(), place.browser(), place.browser()
    await scanner.opens("/desk/in/once")
    assert scanner.status == 200
    await browser.opens("/desk/in/once")
    await browser.presses("Sign in")
    assert str(browser.url).endswith("/desk/")
    cookie = next(iter(browser.session.cookie_jar))
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/desk")
    await thief.opens("/desk/in/once")
    await thief.presses("Sign in")
    assert thief.status == 404
    assert "does not open the desk" in thief.text


async def test_a_link_that_ran_out_says_the_same_as_a_wrong_one(place: Place) -> None:
    asha = await place.enrols("Asha")
    async with place.product.store.work() as work:
        await work.signins.make(asha, "late", place.clock(), place.clock().replace(minute=30))
        await work.commit()
    place.clock.waits(hours=1)
    late, wrong = place.browser(), place.browser()
    for browser, code in ((late, "late"), (wrong, "never-made")):
        await browser.opens(f"/desk/in/{code}")
        await browser.presses("Sign in")
    assert late.text == wrong.text


async def test_an_invitation_in_two_pages(place: Place) -> None:
    asha, ben = await place.enrols("Asha"), await place.enrols("Ben")
    desk = await place.at_the_desk(asha)
    await desk.follows("New plan")
    await desk.presses(
        "Open the plan", title="Leo", adult="Nadia", child__0__name="Leo", child__0__born="2017",
        cover=ben, reads="Monday to Friday, 9 to 5",
    )  # fmt: skip
    assert "Not invited yet." in desk.text
    await desk.presses("Invite Nadia")
    assert "Invitation for Nadia" in desk.text
    code = re.search(r'class="code"[^>]*>([A-Z2-9]{4}-[A-Z2-9]{4})<', desk.page.html)
    assert code is not None
    assert f"/i/{code[1].replace('-', '')}" in desk.page.html
    assert "<svg" in desk.page.html
    assert "works on this computer only" in desk.text
    nadia = await place.comes_in(code[1].lower())
    assert (await nadia.now()).facts.worker == "Asha"
    await desk.follows("Back to the plan")
    assert "In the browser only: we cannot message them." in desk.text
    assert "/i/" not in desk.page.html


async def test_what_was_typed_stays_where_something_is_missing(place: Place) -> None:
    asha = await place.enrols("Asha")
    desk = await place.at_the_desk(asha)
    await desk.opens("/desk/plans/new")
    await desk.presses(
        "Open the plan", title="Leo", reads="Mondays", child__0__name="Leo", child__0__born="last year"
    )
    assert desk.status == 422
    form = desk.page.forms[-1].fields
    assert (form["title"], form["reads"], form["child-0-born"]) == (["Leo"], ["Mondays"], ["last year"])
    assert "Please give a year with four numbers" in desk.text
    assert 'aria-invalid="true"' in desk.page.html


async def test_nobody_is_invited_before_there_is_a_cover_and_reading_hours(place: Place) -> None:
    asha, ben = await place.enrols("Asha"), await place.enrols("Ben")
    desk = await place.at_the_desk(asha)
    await desk.opens("/desk/plans/new")
    await desk.presses("Open the plan", title="Leo", adult="Nadia")
    assert "Nobody can be invited yet." in desk.text
    assert not any("Invite" in label for form in desk.page.forms for label in form.buttons)
    await desk.follows("Name who reads when you are away")
    await desk.presses("Save the cover", cover=ben)
    await desk.follows("Write down when messages are read")
    await desk.presses("Save", reads="Monday to Friday, 9 to 5")
    await desk.presses("Invite Nadia")
    assert "Invitation for Nadia" in desk.text


async def test_the_same_form_twice_opens_one_plan(place: Place) -> None:
    desk = await place.at_the_desk(await place.enrols("Asha"))
    await desk.opens("/desk/plans/new")
    form = desk.page.forms[-1]
    fields = form.fields | {"title": ["Leo"], "adult": ["Nadia"]}
    await desk.posts(form.action, fields)
    first = desk.url
    await desk.posts(form.action, fields)
    assert desk.url == first
    await desk.opens("/desk/")
    assert len(re.findall(r'href="/desk/plans/[0-9a-f]+"', desk.page.html)) == 1


async def test_a_new_invitation_ends_the_old_one_and_the_old_phone(place: Place) -> None:
    asha, ben = await place.enrols("Asha"), await place.enrols("Ben")
    desk = await place.at_the_desk(asha)
    await desk.opens("/desk/plans/new")
    await desk.presses("Open the plan", title="Leo", adult="Nadia", cover=ben, reads="Mondays")
    plan = str(desk.url)
    await desk.presses("Invite Nadia")
    old = re.search(r"/i/(\w{8})", desk.page.html)
    await desk.opens(plan)
    await desk.presses("Make a new one")
    new = re.search(r"/i/(\w{8})", desk.page.html)
    assert old is not None
    assert new is not None
    assert await place.product.invitations.look(old[1]) is None
    assert "Whoever opens it can read" not in desk.text, "nobody has been in yet"
    await place.comes_in(new[1])
    await desk.opens(plan)
    warned = "Whoever opens it can read what Nadia said. Give it to Nadia alone."
    assert warned in " ".join(desk.text.split())
    await desk.presses("Make a new one")
    assert warned in " ".join(desk.text.split())


async def test_a_form_from_another_site_changes_nothing(place: Place) -> None:
    desk = await place.at_the_desk(await place.enrols("Asha"))
    await desk.opens("/desk/plans/new")
    form = desk.page.forms[-1]
    fields = form.fields | {"title": ["Leo"], "adult": ["Nadia"]}
    await desk.posts(form.action, fields, **{"Sec-Fetch-Site": "cross-site"})
    assert desk.status == 404
    await desk.posts(form.action, fields, Origin="https://elsewhere.example")
    assert desk.status == 404
    await desk.posts(form.action, fields | {"csrf": ["0" * 32]})
    assert desk.status == 404
    await desk.opens("/desk/")
    assert "You hold no plans yet." in desk.text


async def test_signing_out_ends_the_desk(place: Place) -> None:
    desk = await place.at_the_desk(await place.enrols("Asha"))
    await desk.presses("Sign out")
    await desk.opens("/desk/")
    assert str(desk.url).endswith("/desk/in")


async def test_an_answer_lost_on_the_way_to_the_desk_shuts_nobody_out(place: Place) -> None:
    asha = await place.enrols("Asha")
    async with place.product.store.work() as work:
        await work.signins.make(asha, "once", place.clock(), place.clock().replace(hour=13))
        await work.commit()
    browser = place.browser()
    await browser.opens("/desk/in/once")
    form = browser.page
    await browser.presses("Sign in")
    browser.forgets()
    browser.page = form
    await browser.presses("Sign in")
    assert str(browser.url).endswith("/desk/")
    await browser.presses("Sign out")
    browser.page = form
    await browser.presses("Sign in")
    assert browser.status == 404
