"""What each of the pretend family says and taps: made up, like everything about them."""

KELLY = (
    "[Short]",
    "[What is going well]", "We read in bed every night. Mia picks the book.", "[No, that is all]",
    "[Yes]", "4",
    "In June I rang Nan Jean before I had a drink. She took them both for the night.",
    "[Some of it]", "I keep the chain on at night, and I ring Nan Jean if he comes.",
    "Ring first, and come in the day.", "[OK, go on]", "[OK, go on]", "[OK, go on]",
    "One person to ring, not three.",
    "[Nan Jean]", "[Somebody else]", "My sister Tess", "[Nobody else]",
    "Me up before them, and Leo not checking the door.",
    "Nan Jean has the children on Friday nights.", "[No, that is all]",
    "[Nan Jean]", "Every Friday, from after school",
    "[Check what I said]", "[Next page]", "[Send to Asha]",
)  # fmt: skip
QUESTION = "What happens on a Friday when Nan Jean is ill?"
REPLY = "Then Tess comes here and sleeps on the sofa. I have asked her."
RYAN = (
    "[Short]",
    "[What is going well]", "I have not missed a Saturday with them since March.", "[No, that is all]",
    "[Some of it]", "I was loud in April. I did not come in.", "3",
    "/menu", "[What will happen]", "I ring before I come, and I come in the day.", "[No, that is all]",
    "[Ryan]", "From today", "/menu",
    "[Check what I said]", "[Send to Asha]",
)  # fmt: skip
NADIA = (
    "[Worries]", "when they shout at night leo wakes up and i can't sleep", "[No, that is all]",
    "my nan. and music", "[Some people]", "nan",
    "[What I hope for]", "no one shouts and we sleep", "ask me before they decide",
    "[No, that is all]", "[Skip]", "[Everyone in the plan]",
    "[Check what I said]", "[Send to Asha]", "[ask me before they decide]",
)  # fmt: skip
LEO = (
    "[Good things]", "we read in bed. mia picks the book", "[That is all]",
    "[All parts]", "[See what I said]", "[Give it to Asha]",
)  # fmt: skip
NAN_JEAN = (
    "[What is going well]", "He sings in the bath when he is here.",
    "[What I can do]", "I can have him on Fridays.", "[No, that is all]",
    "[When, and my yes]", "Every Friday until Christmas", "[Yes, I will do this]",
    "[Check what I said]", "[Send to Asha]",
)  # fmt: skip
MISS_HOLT = (
    "[What is going well]", "Leo tells me about the books he reads at home.",
    "[What I saw and heard]", "[Yes, there is]", "Twice in May he fell asleep at his table.", "[Skip]",
    "[Check what I said]", "[Send to Asha]",
)  # fmt: skip
TASK = "Please have Leo and Mia on Fridays, from after school to the morning."
ANSWER = "I asked for the meeting to be after school, so that you can come and say it."

NEWS = ("[Go on]", "[Something went well]", "Leo slept through, five nights.")
BROKEN = "Nan Jean has the children on Friday nights."
HAPPENED = "On Friday Nan Jean was ill, and Kelly had nobody."
MEND = "What should happen on a Friday when Nan Jean can't come?"
MENDING = (
    "[Answer]", "Tess comes to us then. She said yes.",
    "/menu", "[What will happen]", "[Add one more after 2]",
    "Tess sleeps here on a Friday when Nan Jean can't.", "[No, that is all]",
    "[My sister Tess]", "From this Friday", "/menu",
    "[Check what I said]", "[Next page]", "[Send to Asha]",
)  # fmt: skip
CHANGED = "Tess sleeps at Kelly's on a Friday when Nan Jean can't."
