"""What each verb does. `cli` reads the command line and calls these; each returns an exit code."""

import argparse
import asyncio
import contextlib
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

from bot.app import serving, telegram_for
from bot.checking import changes_between, told
from bot.checking import check as faults_of
from bot.dialog_files import Dialogs, read_dialogs, survey
from bot.drafting import drawn_up
from bot.exporting import exported
from bot.help_numbers import read_help_numbers
from bot.languages import as_po
from bot.midway import OnTheWay, met, on_the_way
from bot.planning import NobodySuch
from bot.pretending import PretendFamily
from bot.pretending import pretend as make_pretend
from bot.preview import BESIDE, preview_text
from bot.preview import preview as page_of
from bot.product import Product, opened, prepared, utc_now
from bot.settings import Settings
from bot.strings import template
from dialogs.ids import DialogId, PlanId, PractitionerId
from storage import Store, back_up, migrate
from storage import restore as put_back
from storage.errors import Unknown
from storage.people import Practitioner
from storage.retention import erase_plan

FINE, FINDINGS = 0, 1


class CannotDo(Exception):
    """What was asked for cannot be done. The text is one plain sentence."""


def say(text: str) -> None:
    """Talk goes to standard error."""
    print(text, file=sys.stderr, flush=True)


# Serving -------------------------------------------------------------------------------------------


async def run(settings: Settings, given: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    stopped = _stopped()
    async with opened(settings) as product, serving(product):
        say(f"Serving on {settings.links}  (Ctrl-C stops it; starting again carries on)")
        say("Telegram: on." if settings.bot_token else "Telegram: off. Set BOT_TOKEN to have it.")
        say(
            f"Without the key file {settings.key_path} nothing in the database can be read. Keep a copy apart."
        )
        if not settings.bot_token and settings.public_url is None:
            await _offer_to_try(product)
        else:
            say("To try it: python -m bot pretend. To begin: python -m bot enrol NAME.")
        await stopped.wait()
        say("Stopping. What was said is kept.")
    return FINE


async def _offer_to_try(product: Product) -> None:
    """Without any configuration: a pretend family, made once, and a way onto the desk."""
    async with product.store.reading() as work:
        known, holder = await work.people.all(), await work.plans.holder_of_newest_pretend()
    if not known:
        say("\nTo try it, here is a pretend family. Links work on this computer only.")
        say(_listed(await make_pretend(product.store, product.settings, product.clock())))
        return
    say("\nAnother pretend family: python -m bot pretend")
    name = next((one.name for one in known if one.id == holder), None)
    if holder is None or name is None:
        # A practitioner's own link is for nobody's scrollback but theirs.
        say("A link to the desk: python -m bot sign-in NAME")
        return
    say(f"The desk of {name}, once: {await _link(product, holder)}")


def _stopped() -> asyncio.Event:
    """Set by Ctrl-C, or by whoever ends the process kindly; from the first moment on."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    return stopped


async def pretend(settings: Settings, given: argparse.Namespace) -> int:
    """A pretend family; with changed dialogs in a data folder of its own, which is thrown away."""
    _there(given.dialogs)
    if given.dialogs is None:
        async with opened(settings) as product:
            name = await _bot_name(product) if settings.bot_token else None
            family = await make_pretend(product.store, settings, product.clock(), bot_name=name)
            _tell(family, as_json=given.json)
        return FINE
    stopped = _stopped()
    with tempfile.TemporaryDirectory() as folder:
        apart = _apart(settings, folder)
        async with opened(apart, dialogs=given.dialogs) as product, serving(product):
            family = await make_pretend(product.store, apart, product.clock(), dialogs=product.offered.each)
            _tell(family, as_json=given.json)
            say("This runs apart from every real family, and is gone when you press Ctrl-C.")
            await stopped.wait()
    return FINE


def _apart(settings: Settings, folder: str) -> Settings:
    """The same settings over a folder that is thrown away, beside a bot that may be running."""
    changed = {"database_url": None, "key_file": None, "bot_token": None, "public_url": None}
    return settings.model_copy(
        update=changed | {"data": Path(folder) / "data", "port": _free_port(settings.host, settings.port)}
    )


def _free_port(host: str, wanted: int) -> int:
    """The wanted port, or any other where that one is taken."""
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.create_server((host, port)) as line:
            return int(line.getsockname()[1])
    return wanted


async def _bot_name(product: Product) -> str | None:
    from bot.telegram import name_of

    telegram = telegram_for(product)
    try:
        return await name_of(telegram.api)
    finally:
        await telegram.session.close()


def _tell(family: PretendFamily, *, as_json: bool) -> None:
    print(family.model_dump_json(indent=2) if as_json else _listed(family), flush=True)


def _listed(family: PretendFamily) -> str:
    rows = [
        f"  {one.name:9} {one.role.value:12} {one.telegram or one.browser}   code {one.code}"
        for one in family.people
    ]
    rows += [f"  {one.name:9} {one.role.value:12} beside the worker: {one.sitting}" for one in family.beside]
    return "\n".join(
        (
            f"Pretend family, plan {family.plan}. Nobody in it exists.",
            *rows,
            f"  The desk, once: {family.desk}",
        )
    )


# Dialogs ---------------------------------------------------------------------------------------------


async def check(settings: Settings, given: argparse.Namespace) -> int:
    """Every fault of the dialogs and the help numbers; who is mid-way, and what changes for them."""
    _there(given.dialogs)
    faults = faults_of(given.dialogs, utc_now().astimezone(settings.zone).date())
    dialogs, _ = survey(given.dialogs)
    if given.dialogs is not None:
        for file, change in changes_between(survey()[0], dialogs).items():
            faults.extend(change.faults(file))
            for line in told(change):
                print(f"{file}: {line}")
    for id, dialog in dialogs.by_id.items():
        if dialog.beside:
            say(f"{dialogs.file_of[id]}: {BESIDE}")
    for id, people in (await _mid_way(settings, dialogs)).items():
        means, file = met(dialogs.by_id[id], people), dialogs.file_of[id]
        faults.extend(fault for fault in means.found(file) if fault not in faults)
        for line in means.lines():
            print(f"{file}: {line}")
    for fault in faults:
        print(fault)
    say(f"{len(faults)} to mend." if faults else "Nothing to mend.")
    return FINDINGS if faults else FINE


async def _mid_way(settings: Settings, dialogs: Dialogs) -> dict[DialogId, list[OnTheWay]]:
    """Real people who have not finished, by dialog; nobody where there is no database yet."""
    if settings.database_url is None and not (settings.data / "plans.db").exists():
        return {}
    keys = prepared(settings)
    await migrate(settings.url)
    store = await Store.open(settings.url, keys)
    try:
        async with store.reading() as work:
            return {id: people for id in dialogs.by_id if (people := await on_the_way(work, id))}
    finally:
        await store.close()


async def strings(settings: Settings, given: argparse.Namespace) -> int:
    """Every string that people read, as a catalogue that translators fill in."""
    print(as_po(template(read_dialogs(), read_help_numbers())))
    return FINE


async def preview(settings: Settings, given: argparse.Namespace) -> int:
    """Every dialog as a page and as plain text."""
    _there(given.dialogs)
    dialogs = read_dialogs(given.dialogs)
    _folder(given.folder)
    for id, dialog in dialogs.by_id.items():
        (given.folder / f"{id}.html").write_text(page_of(dialog), "utf-8")
        (given.folder / f"{id}.txt").write_text(preview_text(dialog), "utf-8")
        print(given.folder / f"{id}.html")
    return FINE


def _there(folder: Path | None) -> None:
    if folder is not None and not folder.is_dir():
        raise CannotDo(f"There is no folder {folder}")


def _folder(folder: Path) -> None:
    """Makes a folder, sure that files can be written there: that is better known before the work than after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError:
        raise CannotDo(f"The folder {folder} cannot be made or written to") from None


# Practitioners ------------------------------------------------------------------------------------------


async def enrol(settings: Settings, given: argparse.Namespace) -> int:
    """A new practitioner, and their first sign-in link."""
    name = given.name.strip()
    if not name:
        raise CannotDo("A practitioner needs a name that families will read")
    async with opened(settings) as product:
        async with product.store.work() as work:
            one = await work.people.enrol(name, product.clock())
            await work.commit()
        print(await _link(product, one.id))
        say(f"{name} is enrolled ({one.id}). The link works once, for {settings.sign_in_minutes} minutes.")
    return FINE


async def sign_in(settings: Settings, given: argparse.Namespace) -> int:
    """A new sign-in link."""
    async with opened(settings) as product:
        one = await _practitioner(product, given.practitioner)
        print(await _link(product, one.id))
        say(f"The link works once, for {settings.sign_in_minutes} minutes.")
    return FINE


async def practitioners(settings: Settings, given: argparse.Namespace) -> int:
    """Everybody who is enrolled."""
    async with opened(settings) as product, product.store.reading() as work:
        for one in await work.people.all():
            print(f"{one.id}\t{one.name}")
    return FINE


async def _link(product: Product, practitioner: PractitionerId) -> str:
    code, now = token_urlsafe(24), product.clock()
    async with product.store.work() as work:
        until = now + timedelta(minutes=product.settings.sign_in_minutes)
        await work.signins.make(practitioner, code, now, until)
        await work.commit()
    return f"{product.settings.links}/desk/in/{code}"


async def _practitioner(product: Product, named: str) -> Practitioner:
    async with product.store.reading() as work:
        found = [one for one in await work.people.all() if named in (one.id, one.name)]
    if len(found) != 1:
        raise CannotDo("There is no such practitioner" if not found else "There are several: use the id")
    return found[0]


# Plans ------------------------------------------------------------------------------------------------------


async def export(settings: Settings, given: argparse.Namespace) -> int:
    """A plan as JSON."""
    async with opened(settings) as product:
        plan = PlanId(given.plan)
        async with product.store.work() as work:
            try:
                await work.plans.get(plan)
            except Unknown:
                raise CannotDo("There is no such plan") from None
            now, draft = product.clock(), await drawn_up(work, product.offered, plan)
            draft = draft.model_copy(update={"releases": await work.releases.of(plan)})
            decisions = await work.reviews.decisions(plan)
            await work.audit.note(now, "operator", plan, "exported")
            await work.commit()
    print(exported(plan, draft, now, decisions=decisions).as_json())
    return FINE


async def hand_over(settings: Settings, given: argparse.Namespace) -> int:
    """A plan to another practitioner."""
    async with opened(settings) as product:
        to = await _practitioner(product, given.to)
        try:
            await product.planning().hand_over(None, PlanId(given.plan), to.id)
        except Unknown:
            raise CannotDo("There is no such plan") from None
        except NobodySuch:
            raise CannotDo(
                f"{to.name} holds this plan already, or one of plan and person is pretend and the other real"
            ) from None
        say(f"Plan {given.plan} is with {to.name} now.")
    return FINE


async def erase(settings: Settings, given: argparse.Namespace) -> int:
    """Erase a pretend or mistaken plan, once it was confirmed."""
    async with opened(settings) as product:
        plan = PlanId(given.plan)
        async with product.store.reading() as work:
            try:
                held = await work.plans.get(plan)
            except Unknown:
                raise CannotDo("There is no such plan") from None
        if not given.yes:
            kind = "a pretend plan" if held.family.pretend else "a real plan"
            raise CannotDo(f"This is {kind}, and erasing cannot be undone. Add --yes to do it")
        await erase_plan(product.store, plan, "operator", product.clock())
        say(f"Plan {plan} is erased. Copies in backups go when those backups go.")
    return FINE


# Keeping --------------------------------------------------------------------------------------------------------


async def backup(settings: Settings, given: argparse.Namespace) -> int:
    """A copy of the database, without the key."""
    _folder(given.folder)
    print(await back_up(settings.url, given.folder, utc_now()))
    say(f"The key {settings.key_path} is not in it. Keep a copy of the key in another place.")
    return FINE


async def restore(settings: Settings, given: argparse.Namespace) -> int:
    """A backup into a data folder with nothing in it but the key; PLAN_KEY_FILE may name another place."""
    if not settings.key_path.exists():
        raise CannotDo(
            f"The key {settings.key_path} is not there. Without it nothing in a backup can be read"
        )
    keys, key = prepared(settings), settings.key_path
    print(await put_back(given.backup, settings.data, keys, name="plans.db", key=key))
    return FINE


# Showing ----------------------------------------------------------------------------------------------------------


async def demo(settings: Settings, given: argparse.Namespace) -> int:
    """A whole pretend family through the real stack."""
    from bot.demo import play

    _folder(given.folder)
    with tempfile.TemporaryDirectory() as folder:
        apart = _apart(settings, folder)
        async with opened(apart, clock=_from_noon()) as product:
            for path in await play(product, given.folder, say=lambda line: print(line, flush=True)):
                say(f"Left: {path}")
    return FINE


def _from_noon() -> Callable[[], datetime]:
    """A clock that starts at noon today, so that no quiet hours hold up what is shown."""
    began = utc_now()
    ahead = began.replace(hour=12, minute=0) - began
    return lambda: utc_now() + ahead
