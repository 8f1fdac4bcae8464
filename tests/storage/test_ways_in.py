"""Who somebody is: practitioners and their desks, invitations, devices, chats, guesses, PINs."""

import asyncio
from datetime import timedelta

import pytest

from dialogs.events import Channel
from dialogs.ids import ConversationId, PractitionerId
from storage import KeyRing, Store
from storage.devices import HELD_MINUTES, MOST_DEVICES, TRIES
from storage.errors import Conflict, Unknown
from storage.invitations import Standing
from storage.pins import fits, stretch
from tests.builders import NOON
from tests.storage.keeping import LATER, MUCH_LATER, NADIA, RYAN, a_plan_in

CODE = "ABCD2345"


async def test_practitioners_are_enrolled_and_found(store):
    async with store.work() as work:
        asha = await work.people.enrol("Asha Ⓚ", NOON)
        robin = await work.people.enrol("Robin", LATER)
        assert await work.people.get(asha.id) == asha
        assert await work.people.all() == (asha, robin)
        with pytest.raises(Unknown):
            await work.people.get(PractitionerId("nobody"))


async def test_a_telegram_chat_belongs_to_one_practitioner(store):
    async with store.work() as work:
        asha, robin = await work.people.enrol("Asha", NOON), await work.people.enrol("Robin", NOON)
        assert await work.people.by_telegram(2**40) is None
        await work.people.set_telegram(asha.id, 2**40)
        await work.people.set_telegram(robin.id, 2**40)
        found = await work.people.by_telegram(2**40)
        assert found is not None
        assert found.id == robin.id
        await work.people.set_telegram(robin.id, None)
        assert await work.people.by_telegram(2**40) is None
        with pytest.raises(Unknown):
            await work.people.set_telegram(PractitionerId("nobody"), 5)


async def test_a_sign_in_link_is_good_once(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.signins.make(begun.asha, CODE, NOON, LATER)
        assert await work.signins.look(CODE, NOON)
        assert await work.signins.look(CODE, NOON)
        assert await work.signins.use("WRONG123", NOON) is None
        assert await work.signins.use(CODE, NOON) == begun.asha
        assert not await work.signins.look(CODE, NOON)
        assert await work.signins.use(CODE, NOON) is None


async def test_a_sign_in_link_runs_out(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.signins.make(begun.asha, CODE, NOON, LATER)
        assert await work.signins.use(CODE, LATER) is None
        assert await work.signins.forget(MUCH_LATER) == 1


async def test_a_desk_is_open_until_it_runs_out_or_is_shut(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.desks.begin(begun.asha, "cookie", NOON, LATER)
        await work.desks.begin(begun.asha, "other", NOON, LATER)
        assert await work.desks.who("cookie", NOON) == begun.asha
        assert await work.desks.who("guessed", NOON) is None
        assert await work.desks.who("cookie", LATER) is None
        await work.desks.used("cookie", NOON, MUCH_LATER)
        assert await work.desks.who("cookie", LATER) == begun.asha
        await work.desks.end("cookie")
        assert await work.desks.who("cookie", NOON) is None
        assert await work.desks.who("other", NOON) == begun.asha
        await work.desks.end_all(begun.asha)
        assert await work.desks.who("other", NOON) is None


async def invited(work, begun, code=CODE, participant=NADIA):
    return await work.invitations.make(begun.plan, participant, code, begun.asha, NOON, MUCH_LATER)


async def test_a_link_from_telegram_is_good_once_and_runs_out(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.openings.make(begun.nadia, CODE, NOON, LATER)
        await work.openings.make(begun.nadia, "LATE2345", NOON, LATER)
        assert await work.openings.use("WRONG123", NOON) is None
        assert await work.openings.use(CODE, NOON) == begun.nadia
        assert await work.openings.use(CODE, NOON) is None
        assert await work.openings.use("LATE2345", LATER) is None
        assert await work.openings.forget(MUCH_LATER) == 2


async def test_a_new_invitation_ends_links_from_telegram(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.openings.make(begun.nadia, "LINK2345", NOON, LATER)
        await invited(work, begun)
        assert await work.openings.use("LINK2345", NOON) is None


async def test_a_second_device_has_the_pin_of_the_first_and_the_oldest_of_many_goes(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        first = await work.devices.add(begun.plan, NADIA, "cookie", NOON)
        await work.devices.keep_pin(first, b"stretched")
        await work.devices.try_pin(first, NOON)
        second = await work.devices.add(begun.plan, NADIA, "cookie 2", LATER)
        assert await work.devices.try_pin(second, LATER) == b"stretched"
        for number in range(TRIES - 2):
            assert await work.devices.try_pin(second, LATER), number
        assert await work.devices.try_pin(second, LATER) is None, "the wrong tries before count too"
        for number in range(MOST_DEVICES - 1):
            await work.devices.add(begun.plan, NADIA, f"more {number}", MUCH_LATER)
        assert len(await work.devices.of(NADIA)) == MOST_DEVICES
        assert await work.devices.by_cookie("cookie") is None


async def test_an_invitation_is_found_by_its_code_and_used_once(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        made = await invited(work, begun)
        assert await work.invitations.find("WRONG123") is None
        assert await work.invitations.find(CODE) == made
        assert made.standing(NOON) is Standing.OPEN
        assert await work.invitations.use(made.id, Channel.BROWSER, LATER)
        assert not await work.invitations.use(made.id, Channel.TELEGRAM, LATER)
        used = await work.invitations.find(CODE)
        assert used is not None
        assert (used.standing(NOON), used.used_at, used.used_by) == (Standing.USED, LATER, Channel.BROWSER)


async def test_two_who_press_at_the_same_moment_do_not_both_come_in(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        made = await invited(work, begun)
        await work.commit()

    async def press():
        async with store.work() as work:
            came_in = await work.invitations.use(made.id, Channel.BROWSER, LATER)
            await work.commit()
            return came_in

    assert sorted(await asyncio.gather(*(press() for _ in range(4)))) == [False, False, False, True]


async def test_an_invitation_runs_out_and_can_be_withdrawn(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        made = await invited(work, begun)
        assert made.standing(MUCH_LATER) is Standing.EXPIRED
        assert not await work.invitations.use(made.id, Channel.BROWSER, MUCH_LATER)
        await work.invitations.withdraw(made.id, NOON)
        assert not await work.invitations.use(made.id, Channel.BROWSER, NOON)
        (shown,) = await work.invitations.of_plan(begun.plan)
        assert shown.standing(NOON) is Standing.WITHDRAWN


async def test_a_new_invitation_ends_the_old_and_shuts_the_old_phone_out(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await invited(work, begun)
        await work.devices.add(begun.plan, NADIA, "old phone", NOON)
        await work.devices.add(begun.plan, RYAN, "somebody else's", NOON)
        await work.chats.join(7, begun.nadia, NOON)
        await invited(work, begun, "NEWC2345")
        old = await work.invitations.find(CODE)
        assert old is not None
        assert old.standing(NOON) is Standing.WITHDRAWN
        assert await work.devices.by_cookie("old phone") is None
        assert await work.devices.by_cookie("somebody else's") is not None
        assert await work.chats.conversation_of(7) is None


async def test_the_same_code_twice_is_a_conflict(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await invited(work, begun)
        with pytest.raises(Conflict):
            await invited(work, begun, participant=RYAN)


async def test_codes_are_found_after_a_key_was_added(url):
    ring = KeyRing.fresh()
    store = await Store.open(url, ring)
    begun = await a_plan_in(store)
    async with store.work() as work:
        made = await invited(work, begun)
        await work.commit()
    await store.close()
    store = await Store.open(url, ring.with_another())
    async with store.reading() as work:
        assert await work.invitations.find(CODE) == made
    await store.close()


async def test_guesses_are_counted_for_each_source(store):
    async with store.work() as work:
        for at in (NOON, LATER):
            await work.guesses.note("192.0.2.7", at)
        await work.guesses.note("192.0.2.8", LATER)
        assert await work.guesses.since("192.0.2.7", NOON - timedelta(1)) == 2
        assert await work.guesses.since("192.0.2.7", NOON) == 1
        assert await work.guesses.since("192.0.2.9", NOON) == 0
        assert await work.guesses.forget(LATER) == 1


async def test_a_device_is_known_by_its_cookie_until_it_is_signed_out(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        phone = await work.devices.add(begun.plan, NADIA, "cookie", NOON)
        await work.devices.seen(phone, LATER)
        device = await work.devices.by_cookie("cookie")
        assert device is not None
        assert (device.id, device.participant, device.seen_at, device.has_pin) == (phone, NADIA, LATER, False)
        assert await work.devices.of(NADIA) == (device,)
        await work.devices.end(phone, LATER)
        assert await work.devices.by_cookie("cookie") is None
        assert await work.devices.of(NADIA) == ()


async def test_only_the_right_pin_fits(keys):
    kept = await stretch(keys, "4711")
    assert await fits(keys, "4711", kept)
    assert not await fits(keys, "4712", kept)
    assert not await fits(KeyRing.fresh(), "4711", kept)
    assert await fits(keys.with_another(), "4711", kept)
    assert kept != await stretch(keys, "4711")


async def test_a_device_is_held_after_too_many_wrong_pins(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        phone = await work.devices.add(begun.plan, NADIA, "cookie", NOON)
        assert await work.devices.try_pin(phone, NOON) is None
        await work.devices.keep_pin(phone, b"stretched")
        tries = [await work.devices.try_pin(phone, NOON) for _ in range(TRIES + 2)]
        assert tries == [b"stretched"] * TRIES + [None, None]
        device = await work.devices.by_cookie("cookie")
        assert device is not None
        assert device.held_until == NOON + timedelta(minutes=HELD_MINUTES)
        assert await work.devices.try_pin(phone, device.held_until) == b"stretched"


async def test_the_right_pin_forgives_earlier_tries(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        phone = await work.devices.add(begun.plan, NADIA, "cookie", NOON)
        await work.devices.keep_pin(phone, b"stretched")
        for _ in range(3):
            for _ in range(TRIES - 1):
                assert await work.devices.try_pin(phone, NOON)
            await work.devices.came_in(phone, NOON)


async def test_a_chat_carries_one_conversation_at_a_time(store):
    nadias = await a_plan_in(store)
    others = await a_plan_in(store, "other")
    async with store.work() as work:
        await work.chats.join(7, nadias.nadia, NOON)
        await work.chats.join(8, others.nadia, NOON)
        assert await work.chats.conversations_of([7, 8, 9]) == {7: nadias.nadia, 8: others.nadia}
        await work.chats.join(8, nadias.nadia, LATER)
        assert await work.chats.conversations_of([7, 8, 9]) == {8: nadias.nadia}
        assert await work.chats.chat_of(nadias.nadia) == 8
        assert await work.chats.chat_of(others.nadia) is None
        await work.chats.leave(8)
        assert await work.chats.conversations_of([]) == {}
        assert await work.chats.conversation_of(8) is None


async def test_a_chat_joins_only_a_conversation_that_there_is(store):
    async with store.work() as work:
        with pytest.raises(Conflict):
            await work.chats.join(7, ConversationId("nobody"), NOON)
