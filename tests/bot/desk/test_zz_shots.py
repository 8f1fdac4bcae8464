from pathlib import Path

from tests.bot.desk.test_chromium import *  # noqa
from tests.bot.desk.test_chromium import a_read_plan, signed_in

OUT = Path("/tmp/deskshots")
async def test_shots(place, chromium):
    OUT.mkdir(exist_ok=True)
    family = await a_read_plan(place)
    for name, size in (("d", (1280, 800)), ("p", (360, 740))):
        asha = (await place.product.reviewing().past((await place_asha(place, family)), family.plan)).held.practitioner
        await place.at_the_desk(asha)
        page = await signed_in(place, chromium, await again(place, family, asha), size)
        plan = f"{str(place.base).rstrip('/')}/desk/plans/{family.plan}"
        async with place.product.store.reading() as work:
            worry = (await work.plans.get(family.plan)).family.worries[0].id
        await page.screenshot(path=OUT / f"{name}-inbox.png", full_page=True)
        for path in ["", "/people", "/needs", "/cover", f"/worries/{worry}", "/waiting", "/draft", "/history"]:
            await page.goto(plan + path)
            await page.screenshot(path=OUT / f"{name}-{(path or '/plan').split('/')[1]}.png", full_page=True)
            if path == "/draft":
                for d in await page.locator("details > summary").all():
                    await d.evaluate("s => s.parentElement.open = true")
            print(name, path, await page.evaluate("document.documentElement.scrollWidth"), await page.evaluate("[...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 8).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40))"))
        await page.goto(f"{plan}/draft")
        await page.locator(".trace summary").first.click()
        await page.screenshot(path=OUT / f"{name}-draft-open.png")
        await page.get_by_role("link", name="Ask about this line").first.click()
        await page.screenshot(path=OUT / f"{name}-line.png", full_page=True)
        await page.goto(plan)
        await page.locator("summary", has_text="Make a new invitation").last.click()
        await page.get_by_role("button", name="Make a new one").last.click()
        await page.screenshot(path=OUT / f"{name}-invitation.png", full_page=True)
        await page.goto(str(place.base).rstrip("/") + "/desk/plans/new")
        await page.screenshot(path=OUT / f"{name}-new.png", full_page=True)

async def place_asha(place, family):
    async with place.product.store.reading() as work:
        return (await work.plans.get(family.plan)).practitioner
async def again(place, family, asha):
    from datetime import timedelta
    from secrets import token_hex
    code = token_hex(8)
    async with place.product.store.work() as work:
        await work.signins.make(asha, code, place.clock(), place.clock()+timedelta(minutes=5))
        await work.commit()
    return family.model_copy(update={"desk": f"http://x/desk/in/{code}"})
