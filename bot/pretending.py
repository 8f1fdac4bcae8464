"""A pretend family: made up, clearly marked everywhere, with one link for each person.

`python -m bot` offers one to try the product with, `python -m bot pretend` makes another, also while
the bot runs. Nobody in it exists; nothing in it is anybody's words.
"""

from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from pydantic import BaseModel

from bot.enrolling import PRETEND
from bot.inviting import new_code, plain_code
from bot.settings import Settings
from dialogs.family import Apart, AskedIn, BottomLine, Family, NextStep, PlanType, SafetyGoal, Scale, Worry
from dialogs.ids import ChildId, DialogId, ParticipantId, PersonId, PlanId, PractitionerId, WorryId
from dialogs.people import Child, Participant, Person, Role
from storage import UnitOfWork
from storage.fresh import fresh_id
from storage.store import Store

WORKER = f"Asha Malik {PRETEND}"
COVER = f"Ben Rowe {PRETEND}"


class PretendPerson(BaseModel):
    """One person of a pretend family, and their ways in."""

    name: str
    role: Role
    code: str
    """What Telegram's `/start` takes."""
    telegram: str | None
    """None without a bot, or under Telegram's age."""
    browser: str


class PretendFamily(BaseModel):
    """What `python -m bot pretend --json` prints."""

    plan: PlanId
    people: list[PretendPerson]
    desk: str
    """A one-time sign-in link for the desk."""


class _Asked(NamedTuple):
    """A participant to be, with the person they are."""

    name: str
    role: Role
    responsible: bool


async def pretend(
    store: Store,
    settings: Settings,
    now: datetime,
    *,
    bot_name: str | None = None,
    roles: frozenset[Role] = frozenset(Role),
) -> PretendFamily:
    """Make a pretend family. `bot_name` is the Telegram bot's, for its links; `roles` those that have a
    dialog, where a changed folder lacks some. Raises `StorageError`.
    """
    asked = (
        _Asked("Kelly", Role.PARENT, True),
        _Asked("Ryan", Role.PARENT, True),
        _Asked("Rose", Role.PARENT, False),
        _Asked("Nan Jean", Role.NETWORK, False),
    )
    ids = {one.name: ParticipantId(fresh_id()) for one in asked}
    people = {one.name: PersonId(fresh_id()) for one in asked}
    adults = tuple(
        Participant(
            id=ids[one.name], person=people[one.name], name=one.name, role=one.role,
            parental_responsibility=one.responsible,
        )
        for one in asked if one.role in roles
    )  # fmt: skip
    nadia = Child(id=ChildId(fresh_id()), name="Nadia", born=now.year - 14)
    young = (_young(nadia),) if Role.YOUNG_PERSON in roles else ()
    participants = (*adults, *young)
    plan = PlanId(fresh_id())
    made: list[PretendPerson] = []
    async with store.work() as work:
        worker = await _practitioner(work, WORKER, now)
        cover = await _practitioner(work, COVER, now)
        family = _family(people, participants, nadia, now.date())
        asked_in = _asked_in(ids["Nan Jean"], family.children[0].id, people["Kelly"], now.date())
        family = family.model_copy(update={"asked_in": (asked_in,)})
        await work.plans.add(plan, family, worker, cover, now)
        for participant in participants:
            code = new_code()
            until = now + timedelta(days=settings.invitation_days)
            await work.invitations.make(plan, participant.id, plain_code(code), worker, now, until)
            told = None if participant.role is Role.YOUNG_PERSON else bot_name
            made.append(_person(participant, code, settings, told))
        link = token_urlsafe(24)
        await work.signins.make(worker, link, now, now + timedelta(minutes=settings.sign_in_minutes))
        await work.audit.note(now, "operator", plan, "pretend family made")
        await work.commit()
    return PretendFamily(plan=plan, people=made, desk=f"{settings.links}/desk/in/{link}")


def _person(participant: Participant, code: str, settings: Settings, bot_name: str | None) -> PretendPerson:
    plain = plain_code(code)
    return PretendPerson(
        name=participant.name,
        role=participant.role,
        code=plain,
        telegram=f"https://t.me/{bot_name}?start={plain}" if bot_name else None,
        browser=f"{settings.links}/i/{plain}",
    )


def _young(child: Child) -> Participant:
    """A young person who is asked: one of the children, in the browser."""
    return Participant(
        id=ParticipantId(fresh_id()),
        person=PersonId(child.id),
        name=child.name,
        role=Role.YOUNG_PERSON,
        dialog=DialogId("young_person_13_15"),
    )


async def _practitioner(work: UnitOfWork, name: str, now: datetime) -> PractitionerId:
    known = next((one.id for one in await work.people.all() if one.name == name), None)
    return known or (await work.people.enrol(name, now)).id


def _family(people: dict[str, PersonId], asked: tuple[Participant, ...], nadia: Child, today: date) -> Family:
    leo, mia = ChildId(fresh_id()), ChildId(fresh_id())
    return Family(
        title="Pretend family: Leo, Mia and Nadia",
        plan_type=PlanType.CHILD_IN_NEED,
        worker="Asha",
        cover="Ben",
        reads="Monday to Friday, 9 to 5",
        children=(
            Child(id=leo, name="Leo", born=today.year - 8),
            Child(id=mia, name="Mia", born=today.year - 3),
            nadia,
        ),
        people=tuple(Person(id=id, name=name) for name, id in people.items()),
        participants=asked,
        apart=(Apart(one=people["Kelly"], other=people["Ryan"], why="They live apart and are kept apart."),),
        worries=(
            Worry(
                id=WorryId(fresh_id()),
                title="nights after drinking",
                who_worries="Asha and the school worry.",
                what_happened="In May, after Kelly had been drinking, Leo was out alone at ten at night.",
                could_happen_soon="If it goes on, Leo or Mia could be hurt with no one there.",
                could_happen_later="They may learn that no one comes when they are scared.",
                written_on=today,
                whose=(people["Kelly"],),
                hurt=(leo, mia),
                goal=SafetyGoal(words="A sober adult is with Leo and Mia every night.", how_long="12 weeks"),
                scale=Scale(
                    low="the children are alone most nights", high="someone sober is there every night"
                ),
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
                hurt=(leo, mia),
                hurt_adults=(people["Kelly"],),
                also_told=(people["Kelly"],),
                goal=SafetyGoal(
                    words="Nights at the flat are calm, and Ryan rings before he comes.", how_long="12 weeks"
                ),
                scale=Scale(low="shouting every week", high="every night is calm"),
            ),
        ),
        bottom_lines=(BottomLine(words="A sober adult is with the children at night.", written_on=today),),
        next_steps=(
            NextStep(words="Asha visits to talk about your answers.", by=today + timedelta(days=14)),
        ),
        review_on=today + timedelta(days=28),
        if_nothing_changes="If nothing changes, Asha asks her manager for a bigger meeting about Leo and Mia.",
        step_back="Twelve weeks of calm nights, seen by school and family.",
        pretend=True,
    )


def _asked_in(nan_jean: ParticipantId, leo: ChildId, kelly: PersonId, today: date) -> AskedIn:
    """Kelly said yes to asking her mother, and to what she may know."""
    return AskedIn(
        participant=nan_jean,
        why="Kelly says that Leo loves his Fridays with you. She would like you to be asked.",
        may_know="Some nights Leo needs a sober adult with him. Asha and Kelly are making a plan for that.",
        children=(leo,),
        agreed_by=(kelly,),
        agreed_on=today,
        written_on=today,
    )
