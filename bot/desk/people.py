"""Who is in the plan, who is kept apart, who is asked; invitations; cover, signing and handing over."""

from typing import Any

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.desk.wording import BLANK_ROWS, saved
from bot.inviting import OnlyBeside, Reached, SaidNo
from bot.planning import NobodySuch, NotReady
from bot.reviewing import NothingSuch
from dialogs.definition import Dialog
from dialogs.family import Apart, Family
from dialogs.ids import ChildId, ParticipantId, PersonId, PractitionerId
from dialogs.people import ASKED_FROM, Child, Participant, Person, Role
from storage.fresh import fresh_id
from storage.plans import Right


def _(text: str) -> str:
    return text


ALREADY_ASKED = _("This person has been invited, so they stay in the plan. You can change the name.")
ALREADY_BEGUN = _("This person has begun, so the questions stay as they are.")
NONE_FOR_THAT_AGE = _("There are no questions for that age yet. Please choose which ones to ask.")
UNDER_6 = _("Under 6 there is no conversation: adults say what they saw. Please choose: Not asked.")
TWO_PEOPLE = _("Please choose two different people.")
BY_AGE = "by-age"
"""Not a dialog's id, in which a dash means nothing."""
NOT_ENROLLED = _("Please choose somebody from the list.")
NO_FIRST_DAY = _("Please give the first day.")
ENDS_BEFORE = _("The last day is before the first.")


# Who is in the plan --------------------------------------------------------------------------------


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../people."""
    family = visit.held.family
    values = {"version": str(visit.held.version)}
    asked = {one.person: one for one in family.participants}
    for row, child in enumerate(family.children):
        values |= {
            f"child-{row}-id": child.id,
            f"child-{row}-name": child.name,
            f"child-{row}-born": str(child.born),
        }
        if one := asked.get(PersonId(child.id)):
            values[f"child-{row}-asked"] = _dialog_of(visit, one)
    for row, person in enumerate(family.people):
        values |= {f"person-{row}-id": person.id, f"person-{row}-name": person.name}
        if one := asked.get(person.id):
            values[f"person-{row}-role"] = _dialog_of(visit, one)
            if one.parental_responsibility:
                values[f"person-{row}-pr"] = "on"
    for row, apart in enumerate(family.apart):
        values |= {
            f"apart-{row}-one": apart.one,
            f"apart-{row}-other": apart.other,
            f"apart-{row}-why": apart.why,
        }
    return visit.page("people.html", values=values, faults={}, **_rows(visit))


async def change(visit: Visit) -> web.StreamResponse:
    """POST .../people. An emptied name takes a row out, unless the person has been invited."""
    posted, family = visit.posted, visit.held.family
    children = _children(visit)
    reached = await visit.desk.inviting.reached(visit.who.id, visit.held.id)
    people, adults = _people(visit, family, reached)
    participants = (*adults, *_young_people(visit, children, reached))
    apart = _apart(visit, {person.id for person in people})
    ids = {person.id for person in people}
    of = {child.id for child in children}

    def changed(family: Family) -> Family:
        worries = tuple(
            worry.model_copy(
                update={
                    "whose": tuple(one for one in worry.whose if one in ids),
                    "hurt": tuple(one for one in worry.hurt if one in of),
                    "hurt_adults": tuple(one for one in worry.hurt_adults if one in ids),
                }
            )
            for worry in family.worries
        )
        update = {"children": children, "people": people, "participants": participants, "apart": apart}
        return family.model_copy(update=update | {"worries": worries})

    if not posted.faults and await saved(visit, changed, "changed the people"):
        return moved(f"{visit.home}#people")
    return visit.again("people.html", **_rows(visit))


def _children(visit: Visit) -> tuple[Child, ...]:
    posted, known = visit.posted, {child.id for child in visit.held.family.children}
    found = []
    for row in posted.rows("child"):
        name, id = posted.text(f"child-{row}-name"), ChildId(posted.text(f"child-{row}-id"))
        if name:
            born = posted.year(f"child-{row}-born", visit.desk.today)
            found.append(Child(id=id if id in known else ChildId(fresh_id()), name=name, born=born))
    return tuple(found)


def _people(
    visit: Visit, family: Family, reached: tuple[Reached, ...]
) -> tuple[tuple[Person, ...], tuple[Participant, ...]]:
    posted = visit.posted
    known = {person.id: person for person in family.people}
    asked = {one.person: one for one in family.participants}
    invited = {one.participant.person for one in reached if one.invitation is not None or one.begun}
    people: list[Person] = []
    participants: list[Participant] = []
    for row in posted.rows("person"):
        given, name = PersonId(posted.text(f"person-{row}-id")), posted.text(f"person-{row}-name")
        dialog = _dialog(visit, posted.text(f"person-{row}-role"))
        if given in invited and not name:
            posted.faults[f"person-{row}-name"] = ALREADY_ASKED
        if given in invited and dialog is None:
            posted.faults[f"person-{row}-role"] = ALREADY_ASKED
        if not name:
            continue
        person = Person(id=given if given in known else PersonId(fresh_id()), name=name)
        people.append(person)
        before = asked.get(person.id)
        if dialog is not None:
            if _other_questions(visit, given, dialog, reached):
                posted.faults[f"person-{row}-role"] = ALREADY_BEGUN
            participants.append(
                Participant(
                    id=before.id if before else ParticipantId(fresh_id()),
                    person=person.id,
                    name=name,
                    role=dialog.role,
                    dialog=dialog.id,
                    parental_responsibility=posted.ticked(f"person-{row}-pr"),
                )
            )
    return tuple(people), tuple(participants)


def _young_people(
    visit: Visit, children: tuple[Child, ...], reached: tuple[Reached, ...]
) -> tuple[Participant, ...]:
    """The children who are asked. Their birth year proposes the questions; whoever knows them chooses."""
    posted, family = visit.posted, visit.held.family
    asked = {one.person: one for one in family.participants}
    kept = {child.id for child in children}
    for one in reached:
        child = family.child_who_is(one.participant)
        if child and child.id not in kept and (one.invitation is not None or one.begun):
            row = next(row for row in posted.rows("child") if posted.text(f"child-{row}-id") == child.id)
            posted.faults[f"child-{row}-name"] = ALREADY_ASKED
    named = (row for row in posted.rows("child") if posted.text(f"child-{row}-name"))
    found = []
    for row, child in zip(named, children, strict=True):
        field, person = f"child-{row}-asked", PersonId(child.id)
        before, wanted = asked.get(person), posted.text(field)
        dialog = _for_age(visit, child) if wanted == BY_AGE else _dialog(visit, wanted)
        if wanted and before is None and visit.desk.today.year - child.born < ASKED_FROM:
            posted.faults[field] = UNDER_6
        elif wanted == BY_AGE and dialog is None:
            posted.faults[field] = NONE_FOR_THAT_AGE
        invited = any(
            one.participant.person == person and (one.invitation is not None or one.begun) for one in reached
        )
        if dialog is None:
            if invited:
                posted.faults[field] = ALREADY_ASKED
            continue
        if _other_questions(visit, person, dialog, reached):
            posted.faults[field] = ALREADY_BEGUN
        id = before.id if before else ParticipantId(fresh_id())
        found.append(Participant(id=id, person=person, name=child.name, role=dialog.role, dialog=dialog.id))
    return tuple(found)


def _dialog(visit: Visit, id: str) -> Dialog | None:
    return next((dialog for dialog in visit.desk.dialogs if dialog.id == id), None)


def _dialog_of(visit: Visit, who: Participant) -> str:
    """Which questions this person is asked: the ones chosen, or the first of their role."""
    theirs = [dialog.id for dialog in visit.desk.dialogs if dialog.role is who.role]
    return who.dialog if who.dialog in theirs else next(iter(theirs), "")


def _for_age(visit: Visit, child: Child) -> Dialog | None:
    age = visit.desk.today.year - child.born
    bands = ((dialog, dialog.ages) for dialog in visit.desk.dialogs if dialog.ages)
    return next((dialog for dialog, (youngest, oldest) in bands if youngest <= age <= oldest), None)


def _other_questions(visit: Visit, person: PersonId, dialog: Dialog, reached: tuple[Reached, ...]) -> bool:
    """Whether somebody who has begun would be asked something else: a conversation keeps its dialog."""
    begun = (one.participant for one in reached if one.begun and one.participant.person == person)
    return any(_dialog_of(visit, who) != dialog.id for who in begun)


def _apart(visit: Visit, people: set[PersonId]) -> tuple[Apart, ...]:
    posted = visit.posted
    found = []
    for row in posted.rows("apart"):
        one, other = (PersonId(posted.text(f"apart-{row}-{which}")) for which in ("one", "other"))
        if not one and not other:
            continue
        if one == other or not {one, other} <= people:
            posted.faults[f"apart-{row}-one"] = TWO_PEOPLE
            continue
        found.append(Apart(one=one, other=other, why=posted.text(f"apart-{row}-why")))
    return tuple(found)


def _rows(visit: Visit) -> dict[str, Any]:
    family, posted = visit.held.family, visit.posted
    return {
        "child_rows": range(max(len(family.children) + BLANK_ROWS, len(posted.rows("child")))),
        "person_rows": range(max(len(family.people) + BLANK_ROWS, len(posted.rows("person")))),
        "apart_rows": range(max(len(family.apart) + 1, len(posted.rows("apart")))),
        "grown_up": tuple(d for d in visit.desk.dialogs if d.role is not Role.YOUNG_PERSON),
        "young": tuple(d for d in visit.desk.dialogs if d.role is Role.YOUNG_PERSON),
        "proposed": {child.id: _for_age(visit, child) for child in family.children},
        "children": {child.id: child for child in family.children},
        "by_age": BY_AGE,
    }


# Invitations ---------------------------------------------------------------------------------------


async def invite(visit: Visit) -> web.StreamResponse:
    """POST .../invite/<participant>: link, QR and code, shown this once."""
    try:
        made = await visit.desk.inviting.make(
            visit.who.id, visit.held.id, ParticipantId(visit.within("participant"))
        )
    except (NotReady, SaidNo, OnlyBeside):
        return moved(f"{visit.home}#people")
    except KeyError:
        raise NothingSuch from None
    reached = await visit.desk.inviting.reached(visit.who.id, visit.held.id)
    been_in = any(one.begun for one in reached if one.participant.id == made.participant.id)
    return visit.page("invitation.html", made=made, been_in=been_in)


async def withdraw(visit: Visit) -> web.StreamResponse:
    """POST .../withdraw/<invitation>."""
    try:
        await visit.desk.inviting.withdraw(visit.who.id, visit.held.id, visit.within("invitation"))
    except KeyError:
        raise NothingSuch from None
    return moved(f"{visit.home}#people")


# Who may open it -----------------------------------------------------------------------------------


async def ask_cover(visit: Visit) -> web.StreamResponse:
    """GET .../cover: the cover and the days, who is asked to sign, handing over."""
    values = {"from_day": visit.desk.today.isoformat(), "cover": visit.held.cover or ""}
    return visit.page("cover.html", values=values, faults={}, **await _practitioners(visit))


async def change_cover(visit: Visit) -> web.StreamResponse:
    """POST .../cover: one of the page's three forms."""
    posted, planning, by, plan = visit.posted, visit.desk.planning, visit.who.id, visit.held.id
    what = posted.text("what")
    try:
        if what == "sign":
            await planning.ask_to_sign(by, plan, PractitionerId(posted.text("signer")))
        elif what == "hand_over":
            if not posted.ticked("sure"):
                posted.faults["sure"] = _(
                    "Please tick the box: you will no longer be able to open this plan."
                )
                return visit.again("cover.html", **await _practitioners(visit))
            await planning.hand_over(by, plan, PractitionerId(posted.text("to")))
            return moved("/desk/")
        elif not await _cover(visit):
            return visit.again("cover.html", **await _practitioners(visit))
    except NobodySuch:
        posted.faults[{"sign": "signer", "hand_over": "to"}.get(what, "cover")] = NOT_ENROLLED
        return visit.again("cover.html", **await _practitioners(visit))
    return moved(f"{visit.home}#cover")


async def _cover(visit: Visit) -> bool:
    posted = visit.posted
    from_day, until_day = posted.day("from_day"), posted.day("until_day")
    if from_day is None:
        posted.faults.setdefault("from_day", NO_FIRST_DAY)
    elif until_day is not None and until_day < from_day:
        posted.faults["until_day"] = ENDS_BEFORE
    if posted.faults or from_day is None:
        return False
    cover = PractitionerId(posted.text("cover"))
    await visit.desk.planning.set_cover(visit.who.id, visit.held.id, cover, from_day, until_day)
    return True


async def _practitioners(visit: Visit) -> dict[str, Any]:
    everybody = await visit.desk.planning.practitioners()
    grants = await visit.desk.planning.grants(visit.who.id, visit.held.id)
    return {
        "others": await visit.desk.planning.others(
            visit.held.practitioner, pretend=visit.held.family.pretend
        ),
        "names": {one.id: one.name for one in everybody},
        "grants": grants,
        "rights": Right,
    }
