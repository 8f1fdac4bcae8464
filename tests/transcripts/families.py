"""The families that transcripts are set in."""

from datetime import date

from dialogs.family import Apart, AskedIn, BottomLine, Family, PlanType, SafetyGoal, Scale, Worry
from dialogs.ids import ChildId, DialogId, ParticipantId, PersonId, WorryId
from dialogs.people import Child, Participant, Person, Role

SAM = Participant(
    id=ParticipantId("sam"),
    person=PersonId("sam-p"),
    name="Sam",
    role=Role.PARENT,
    parental_responsibility=True,
)
RYAN = Participant(
    id=ParticipantId("ryan"),
    person=PersonId("ryan-p"),
    name="Ryan",
    role=Role.PARENT,
    parental_responsibility=True,
)
DRINKING = Worry(
    id=WorryId("drink"),
    title="the drinking",
    who_worries="Asha and the school worry.",
    what_happened="In May Leo was out alone at ten at night.",
    could_happen_soon="He could be hurt.",
    could_happen_later="He may learn that no one comes.",
    whose=(SAM.person,),
    hurt=(ChildId("leo"),),
    goal=SafetyGoal(words="A sober adult is with Leo each night.", how_long="twelve weeks"),
    scale=Scale(low="Leo is alone most nights", high="someone sober is there each night"),
)
MINE = Family(
    title="Leo",
    plan_type=PlanType.CHILD_IN_NEED,
    worker="Asha",
    cover="Ben",
    reads="Monday to Friday, 9 to 5",
    children=(Child(id=ChildId("leo"), name="Leo", born=2018),),
    people=(
        Person(id=SAM.person, name="Sam"),
        Person(id=RYAN.person, name="Ryan"),
        Person(id=PersonId("gran-p"), name="Gran"),
    ),
    participants=(SAM,),
    worries=(DRINKING,),
    bottom_lines=(BottomLine(words="A sober adult is with Leo at night."),),
    if_nothing_changes="Asha may ask for a meeting about keeping Leo safe.",
    step_back="Twelve weeks of calm nights.",
)
MIA = Participant(
    id=ParticipantId("mia"),
    person=PersonId("mia-c"),
    name="Mia",
    role=Role.YOUNG_PERSON,
    dialog=DialogId("young_person_13_15"),
)
YOUNG = MINE.model_copy(
    update={
        "children": (*MINE.children, Child(id=ChildId("mia-c"), name="Mia", born=2012)),
        "participants": (MIA, SAM),
    }
)
LEO = Participant(
    id=ParticipantId("leo"),
    person=PersonId("leo"),
    name="Leo",
    role=Role.YOUNG_PERSON,
    dialog=DialogId("young_person_6_9"),
)
NAN_JEAN = Participant(id=ParticipantId("nan"), person=PersonId("gran-p"), name="Nan Jean", role=Role.NETWORK)
NETWORK = MINE.model_copy(
    update={
        "participants": (NAN_JEAN, SAM),
        "asked_in": (
            AskedIn(
                participant=NAN_JEAN.id,
                why="Sam says that Leo loves his Fridays with you.",
                may_know="Some nights Leo needs a sober adult with him.",
                children=(ChildId("leo"),),
                agreed_by=(SAM.person,),
                agreed_on=date(2026, 5, 2),
            ),
        ),
    }
)
FAMILIES = {
    "mine": MINE,
    "theirs": MINE.model_copy(update={"worries": (DRINKING.model_copy(update={"whose": (RYAN.person,)}),)}),
    "apart": MINE.model_copy(
        update={
            "participants": (SAM, RYAN),
            "apart": (Apart(one=SAM.person, other=RYAN.person, why="an order"),),
        }
    ),
    "young": YOUNG,
    "older": YOUNG.model_copy(
        update={
            "children": (*MINE.children, Child(id=ChildId("mia-c"), name="Mia", born=2009)),
            "participants": (MIA.model_copy(update={"dialog": DialogId("young_person_16_17")}), SAM),
        }
    ),
    "child of 8": YOUNG.model_copy(update={"participants": (LEO, SAM)}),
    "child of 11": YOUNG.model_copy(
        update={
            "children": (*MINE.children, Child(id=ChildId("mia-c"), name="Mia", born=2015)),
            "participants": (MIA.model_copy(update={"dialog": DialogId("young_person_10_12")}), SAM),
        }
    ),
    "network": NETWORK,
    "no worries": MINE.model_copy(update={"worries": ()}),
}
"""Sam, asked by Asha about Leo: the worry is about what Sam does, about what Ryan does, and so on; or Mia, Leo or Nan Jean."""
IN_A_SITTING = frozenset({"child of 8", "child of 11"})
"""Beside Asha, on her device: no link and no chat of their own."""
