"""A pretend family: made up, clearly marked everywhere, with one link for each person.

`python -m bot` offers one to try the product with, `python -m bot pretend` makes another, also while
the bot runs. Nobody in it exists; nothing in it is anybody's words.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from pydantic import BaseModel

from bot.enrolling import PRETEND
from bot.inviting import new_code, plain_code
from bot.settings import Settings
from dialogs.definition import Dialog
from dialogs.family import Apart, AskedIn, BottomLine, Family, NextStep, PlanType, SafetyGoal, Scale, Worry
from dialogs.ids import ChildId, DialogId, ParticipantId, PersonId, PlanId, PractitionerId, WorryId
from dialogs.people import Child, Participant, Person, Role
from storage import UnitOfWork
from storage.fresh import fresh_id
from storage.store import Store

WORKER = f"Asha Malik {PRETEND}"
COVER = f"Ben Rowe {PRETEND}"
YOUNGER, OLDER = DialogId("young_person_6_9"), DialogId("young_person_13_15")
"""The questions of Leo, who is asked beside the worker, and of Nadia, in the browser."""


class PretendPerson(BaseModel):
    """One person of a pretend family, and their ways in."""

    name: str
    role: Role
    code: str
    """What Telegram's `/start` takes."""
    telegram: str | None
    """None without a bot, or under Telegram's age."""
    browser: str


class PretendSitting(BaseModel):
    """One child who is asked only beside the worker, on the worker's device: nothing is ever sent to them."""

    name: str
    role: Role
    sitting: str
    """The desk's page on which a sitting with them begins, once somebody is signed in there."""


class PretendFamily(BaseModel):
    """What `python -m bot pretend --json` prints."""

    plan: PlanId
    people: list[PretendPerson]
    beside: list[PretendSitting]
    desk: str
    """A one-time sign-in link for the desk."""


class _Asked(NamedTuple):
    """A participant to be, with the person they are."""

    name: str
    role: Role
    responsible: bool = False


ADULTS = (
    _Asked("Kelly", Role.PARENT, responsible=True),
    _Asked("Ryan", Role.PARENT, responsible=True),
    _Asked("Rose", Role.PARENT),
    _Asked("Nan Jean", Role.NETWORK),
    _Asked("Miss Holt", Role.NETWORK),
)


async def pretend(
    store: Store,
    settings: Settings,
    now: datetime,
    *,
    bot_name: str | None = None,
    dialogs: Iterable[Dialog] | None = None,
) -> PretendFamily:
    """Make a pretend family. `bot_name` is the Telegram bot's, for its links; `dialogs` are those that a
    changed folder has: who has none there is not asked. Raises `StorageError`.
    """
    roles = set(Role) if dialogs is None else {dialog.role for dialog in dialogs}
    known = {YOUNGER, OLDER} if dialogs is None else {dialog.id for dialog in dialogs}
    ids = {one.name: ParticipantId(fresh_id()) for one in ADULTS}
    people = {one.name: PersonId(fresh_id()) for one in ADULTS}
    adults = tuple(
        Participant(
            id=ids[one.name], person=people[one.name], name=one.name, role=one.role,
            parental_responsibility=one.responsible,
        )
        for one in ADULTS if one.role in roles
    )  # fmt: skip
    leo, nadia = (
        Child(id=ChildId(fresh_id()), name=n, born=now.year - a) for n, a in (("Leo", 8), ("Nadia", 14))
    )
    young = tuple(
        _young(child, dialog) for child, dialog in ((nadia, OLDER), (leo, YOUNGER)) if dialog in known
    )
    participants = (*adults, *young)
    plan = PlanId(fresh_id())
    made: list[PretendPerson] = []
    async with store.work() as work:
        worker = await _practitioner(work, WORKER, now)
        cover = await _practitioner(work, COVER, now)
        family = _family(people, participants, leo, nadia, now.date())
        await work.plans.add(plan, _with_the_network(family, ids, people, now.date()), worker, cover, now)
        for participant in participants:
            if participant.dialog == YOUNGER:
                continue
            code = new_code()
            until = now + timedelta(days=settings.invitation_days)
            await work.invitations.make(plan, participant.id, plain_code(code), worker, now, until)
            told = None if participant.role is Role.YOUNG_PERSON else bot_name
            made.append(_person(participant, code, settings, told))
        link = token_urlsafe(24)
        await work.signins.make(worker, link, now, now + timedelta(minutes=settings.sign_in_minutes))
        await work.audit.note(now, "operator", plan, "pretend family made")
        await work.commit()
    return PretendFamily(
        plan=plan,
        people=made,
        beside=[_sitting(plan, one, settings) for one in participants if one.dialog == YOUNGER],
        desk=f"{settings.links}/desk/in/{link}",
    )


def _person(participant: Participant, code: str, settings: Settings, bot_name: str | None) -> PretendPerson:
    plain = plain_code(code)
    return PretendPerson(
        name=participant.name,
        role=participant.role,
        code=plain,
        telegram=f"https://t.me/{bot_name}?start={plain}" if bot_name else None,
        browser=f"{settings.links}/i/{plain}",
    )


def _sitting(plan: PlanId, participant: Participant, settings: Settings) -> PretendSitting:
    page = f"{settings.links}/desk/plans/{plan}/sit/{participant.id}"
    return PretendSitting(name=participant.name, role=participant.role, sitting=page)


def _young(child: Child, dialog: DialogId) -> Participant:
    """A young person who is asked: one of the children."""
    return Participant(
        id=ParticipantId(fresh_id()),
        person=PersonId(child.id),
        name=child.name,
        role=Role.YOUNG_PERSON,
        dialog=dialog,
    )


async def _practitioner(work: UnitOfWork, name: str, now: datetime) -> PractitionerId:
    known = next((one.id for one in await work.people.all() if one.name == name), None)
    return known or (await work.people.enrol(name, now)).id


def _family(
    people: dict[str, PersonId], asked: tuple[Participant, ...], leo: Child, nadia: Child, today: date
) -> Family:
    mia = Child(id=ChildId(fresh_id()), name="Mia", born=today.year - 3)
    both = (leo.id, mia.id)
    return Family(
        title="Pretend family: Leo, Mia and Nadia",
        plan_type=PlanType.CHILD_IN_NEED,
        worker="Asha",
        cover="Ben",
        reads="Monday to Friday, 9 to 5",
        children=(leo, mia, nadia),
        people=tuple(Person(id=id, name=name) for name, id in people.items()),
        participants=asked,
        apart=(Apart(one=people["Kelly"], other=people["Ryan"], why="They live apart and are kept apart."),),
        worries=_worries(people, both, today),
        bottom_lines=(BottomLine(words="A sober adult is with the children at night.", written_on=today),),
        next_steps=(
            NextStep(words="Asha visits to talk about your answers.", by=today + timedelta(days=14)),
        ),
        review_on=today + timedelta(days=28),
        if_nothing_changes="If nothing changes, Asha asks her manager for a bigger meeting about Leo and Mia.",
        step_back="Twelve weeks of calm nights, seen by school and family.",
        pretend=True,
    )


def _worries(people: dict[str, PersonId], both: tuple[ChildId, ...], today: date) -> tuple[Worry, ...]:
    return (
        Worry(
            id=WorryId(fresh_id()),
            title="nights after drinking",
            who_worries="Asha and the school worry.",
            what_happened="In May, after Kelly had been drinking, Leo was out alone at ten at night.",
            could_happen_soon="If it goes on, Leo or Mia could be hurt with no one there.",
            could_happen_later="They may learn that no one comes when they are scared.",
            written_on=today,
            whose=(people["Kelly"],),
            hurt=both,
            goal=SafetyGoal(words="A sober adult is with Leo and Mia every night.", how_long="12 weeks"),
            scale=Scale(low="the children are alone most nights", high="someone sober is there every night"),
        ),
        Worry(
            id=WorryId(fresh_id()),
            title="shouting at the door",
            who_worries="Asha worries.",
            what_happened="In April Ryan came to the flat at night and shouted. Mia hid under her bed.",
            could_happen_soon="If it goes on, Leo and Mia could be too scared to sleep at home.",
            could_happen_later="They may come to think that home is where you hide.",
            written_on=today,
            whose=(people["Ryan"],),
            hurt=both,
            hurt_adults=(people["Kelly"],),
            also_told=(people["Kelly"],),
            goal=SafetyGoal(
                words="Nights at the flat are calm, and Ryan rings before he comes.", how_long="12 weeks"
            ),
            scale=Scale(low="shouting every week", high="every night is calm"),
        ),
    )


def _with_the_network(
    family: Family, ids: dict[str, ParticipantId], people: dict[str, PersonId], today: date
) -> Family:
    """Kelly said yes to asking her mother and Leo's teacher, and to what each may know."""
    told = {
        "Nan Jean": (
            "Kelly says that Leo loves his Fridays with you. She would like you to be asked.",
            "Some nights Leo needs a sober adult with him. Asha and Kelly are making a plan for that.",
        ),
        "Miss Holt": (
            "Kelly says that Leo likes talking to you. She would like you to be asked.",
            "Leo is sometimes tired after a hard night. Asha and Kelly are making a plan for that.",
        ),
    }
    asked_in = tuple(
        AskedIn(
            participant=ids[name],
            why=why,
            may_know=may_know,
            children=(family.children[0].id,),
            agreed_by=(people["Kelly"],),
            agreed_on=today,
            written_on=today,
        )
        for name, (why, may_know) in told.items()
    )
    return family.model_copy(update={"asked_in": asked_in})
