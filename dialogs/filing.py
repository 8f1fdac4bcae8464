"""From one person's answers to lines, each filed where the dialog says that it goes.

**Theory.** Only what was *sent* counts: the newest part, and what answers a practitioner's letter
(which is sent as it is said). Of each answer the newest revision stands in the plan. A question
says by its `goes` where its answers go, and four rules may move them:

1. a question with `sorts` moves the item that it is about under the heading the person tapped, and
   repeats it under each further one;
2. what was filed as safety stays there only when its group names a person, an action, a time and
   the worry it met; otherwise the whole group stands apart, as said about a time it went right
   (practice.md §1, "Strength or safety?"): a refusal there is no strength;
3. an answer to a question that no longer applies to this person is kept apart, off the route;
4. an answer to a question that the dialog no longer has is kept apart too, under its old wording.

A line that was taken back keeps its question and its day, and nothing of what it said. "Nobody",
tapped where a person was asked for, is a line like any other, under the label that was tapped; it
fills no part of an action. A bare "no" to a question for words says that there is nothing to add.

`plan.draft` calls `filed`; this calls `route`.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from dialogs.beside import fills_no_part, is_aside, is_remark
from dialogs.buttons import Do, Move
from dialogs.conversation import (
    PASSED_ON,
    Answer,
    Chosen,
    Conversation,
    Leaving,
    Named,
    NoMore,
    Prompt,
    Screen,
    Seen,
    TakenBack,
    Value,
    Words,
)
from dialogs.definition import IN_WORDS, WHOM, Category, Dialog, Goes, Kind, Over, Part, Question, Section
from dialogs.facts import LetterKind, child_named
from dialogs.ids import AnswerId, ChoiceId, LetterId, PromptId, QuestionId
from dialogs.lines import NOBODY, About, Earlier, Line, Reply, Typed, is_bare_no, words_of
from dialogs.lived import GOES
from dialogs.people import Participant
from dialogs.route import Route, worry_about
from dialogs.safety import safety_or_time
from dialogs.scales import scale_of
from dialogs.sent import LETTER, as_sent, sent_at
from dialogs.stars import STAR, starred
from dialogs.wishes import WISH, Wished, Wishes

_FREELY = {PASSED_ON: Goes(category=Category.UNSORTED), **GOES}
"""What is said to the house itself, and stands in the plan all the same."""
_HOUSE = "house."
"""What the ids begin with of questions that no dialog asks: a letter's, and the house's own."""


class Filed(NamedTuple):
    """One person's lines, by where they stand."""

    lines: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    off_route: tuple[Line, ...] = ()
    no_longer_asked: tuple[Line, ...] = ()
    taken_back: tuple[Line, ...] = ()
    replies: tuple[Reply, ...] = ()


def filed(
    participant: Participant,
    dialog: Dialog,
    conversation: Conversation,
    typed: Mapping[AnswerId, tuple[Typed, ...]],
) -> Filed:
    """Everything this person sent, filed. The conversation carries all its prompts, not only the newest."""
    wishes = Wishes(conversation.answers)
    star = starred(conversation.answers)
    return _Filing(participant, dialog, as_sent(conversation), typed, wishes, star).filed()


class _Filing:
    """One person's answers on their way into the plan."""

    def __init__(
        self,
        participant: Participant,
        dialog: Dialog,
        conversation: Conversation,
        typed: Mapping[AnswerId, tuple[Typed, ...]],
        wishes: Wishes,
        star: AnswerId | None,
    ) -> None:
        self.participant = participant
        self.dialog = dialog
        self.conversation = conversation
        self.typed = typed
        self.wishes = wishes
        self.route = Route(dialog, conversation, None)
        self.sent_at = sent_at(conversation)
        self.star = star
        self.prompts: dict[PromptId, Prompt] = {prompt.id: prompt for prompt in conversation.prompts}
        self.revisions: dict[AnswerId, list[Answer]] = {}
        for answer in conversation.answers:
            self.revisions.setdefault(answer.root, []).append(answer)

    def filed(self) -> Filed:
        """Each answer's line, where it stands."""
        lines: list[Line] = []
        left: list[Line] = []
        off_route: list[Line] = []
        no_longer_asked: list[Line] = []
        taken_back: list[Line] = []
        replies: list[Reply] = []
        for revisions in self.revisions.values():
            answer = revisions[-1]
            if (
                isinstance(answer.value, Seen)
                or answer.question in (WISH, STAR)
                or self.closes_a_list(answer)
            ):
                continue
            line = self.line(revisions)
            if answer.question.startswith(LETTER):
                replies.append(self.reply(answer, line))
            elif isinstance(answer.value, TakenBack):
                taken_back.append(line)
            elif self.question_id(answer) is None:
                no_longer_asked.append(line)
            elif not self.on_route(answer):
                off_route.append(line)
            elif isinstance(answer.value, Leaving):
                left.append(line)
            else:
                lines.append(line)
                lines += self.once_more(line)
        return Filed(
            lines=safety_or_time(lines),
            left=tuple(left),
            off_route=tuple(off_route),
            no_longer_asked=tuple(no_longer_asked),
            taken_back=tuple(taken_back),
            replies=tuple(replies),
        )

    # One line -----------------------------------------------------------------------------------

    def line(self, revisions: list[Answer]) -> Line:
        """The line that an answer's newest revision makes."""
        answer = revisions[-1]
        asks = self.question_id(answer) or answer.question
        section, question = self.dialog.questions.get(asks, (None, None))
        goes = self.goes(answer, question)
        if goes.category is Category.SCALE and question is None:
            section = scale_of(self.dialog, answer.about, self.steps)
        return Line.made(
            id=answer.id,
            root=answer.root,
            value=self.value(answer),
            category=goes.category,
            part=goes.part,
            group=self.group(answer, section, question),
            section=section.id if section else answer.section,
            question=question.id if question else answer.question,
            asked=self.asked(answer),
            about=self.about(section, answer.about),
            speaker=self.participant.id,
            speaker_name=self.participant.name,
            at=answer.at,
            language=answer.language,
            channel=answer.channel,
            beside=answer.beside,
            hand=answer.hand,
            sent=self.sent_at.get(answer.id),
            star=answer.root == self.star,
            revision=answer.revision,
            earlier=self.earlier(revisions),
            typed=self.typed.get(answer.root, ()),
            nothing=self.adds_nothing(answer, question),
            fills=not fills_no_part(answer, question),
            doer=self.doer(answer, question),
            wish=self.wish(answer),
        )

    def closes_a_list(self, answer: Answer) -> bool:
        """Whether "no more" says that a list is all; where nobody was named, it says "nobody"."""
        if not isinstance(answer.value, NoMore):
            return False
        asks = self.question_id(answer)
        _, question = self.dialog.questions.get(asks, (None, None)) if asks else (None, None)
        if question is not None and question.kind is Kind.TEXTS and answer.words:
            return bool(self.route.answered.said(question, answer.about))
        if question is None or question.kind not in WHOM:
            return True
        here = (r for r in self.revisions.values() if self.question_id(r[0]) == asks)
        others = [r for r in here if r[0].about == answer.about and r[0].root != answer.root]
        return any(isinstance(r[-1].value, Named) or self._named_before(r, answer) for r in others)

    @staticmethod
    def _named_before(revisions: list[Answer], answer: Answer) -> bool:
        first = revisions[0]
        return first.at <= answer.at and any(isinstance(each.value, Named) for each in revisions)

    def value(self, answer: Answer) -> Value:
        """What was said; "nobody" as a choice, under the label that was tapped; "nothing" as it was typed."""
        if not isinstance(answer.value, NoMore):
            return answer.value
        found = self.dialog.questions.get(self.question_id(answer) or answer.question)
        if found is not None and found[1].kind is Kind.TEXTS:
            return Words(text=answer.words)
        prompt = self.prompts.get(answer.prompt)
        buttons = prompt.buttons if prompt else ()
        tapped = (button.label for button in buttons if button.act == Do(move=Move.NO_MORE))
        label = next(tapped, "") or self.dialog.house.words.get("button.nobody", NOBODY)
        return Chosen(choices=(NOBODY,), labels=(label,))

    def adds_nothing(self, answer: Answer, question: Question | None) -> bool:
        """Whether the whole answer to a question for words is a bare no."""
        if isinstance(answer.value, NoMore):
            return question is not None and question.kind is Kind.TEXTS
        asks_words = question is not None and question.kind in IN_WORDS
        return asks_words and isinstance(answer.value, Words) and is_bare_no(answer.value.text)

    def doer(self, answer: Answer, question: Question | None) -> str:
        """Who will do it, where the question says so."""
        match question.goes.who if question else None:
            case "speaker":
                return self.participant.name
            case "whose":
                worry = worry_about(self.conversation.facts, answer.about)
                return worry.whose if worry else ""
            case _:
                return ""

    def wish(self, answer: Answer) -> Wished | None:
        """Who may see it: a wish counts from when it was made, whether or not a part was sent since."""
        if not self.dialog.wishes:
            return None
        wished = self.wishes.of(answer, self.route.answered.newest)
        quiet = wished.at is None and not self.dialog.for_the_young
        return wished.model_copy(update={"quiet": True}) if quiet else wished

    def once_more(self, line: Line) -> list[Line]:
        """The same words under each further heading that the person put them under."""
        further = self.sorted_by_hand.get(line.root, ())[1:]
        return [line.model_copy(update={"category": category, "again": True}) for category in further]

    def reply(self, answer: Answer, line: Line) -> Reply:
        """A reply to a letter goes back to the line that the letter is about."""
        asked_in = LetterId(answer.question.removeprefix(LETTER))
        letter = next((letter for letter in self.conversation.facts.letters if letter.id == asked_in), None)
        return Reply.made(letter=asked_in, to=letter.line if letter else None, line=line)

    def earlier(self, revisions: list[Answer]) -> tuple[Earlier, ...]:
        """What the line said before; what stood before it was taken back is on file and nowhere else."""
        if isinstance(revisions[-1].value, TakenBack):
            return ()
        kept: list[Earlier] = []
        for answer in revisions[:-1]:
            if isinstance(answer.value, TakenBack):
                kept.clear()
                continue
            when = {"id": answer.id, "at": answer.at, "language": answer.language, "hand": answer.hand}
            kept.append(Earlier.made(**when, value=self.value(answer), asked=self.asked(answer)))
        return tuple(kept)

    def asked(self, answer: Answer) -> str:
        """The question that the answer was given to, as it was worded; "" where it answered none."""
        prompt = self.prompts.get(answer.prompt)
        if prompt is None:
            return ""
        if answer.question == PASSED_ON:
            return self.dialog.house.words.get("kept.source", "")
        if prompt.question != answer.question and answer.question.startswith((LETTER, _HOUSE)):
            return self.asked_in_letter(prompt) or prompt.text
        numbers = prompt.screen is Screen.RED_FLAG
        if prompt.question is None or numbers or not self.had_seen(answer, prompt):
            return ""
        if prompt.screen is Screen.QUESTION:
            return prompt.text
        put = self.questions_put.get((prompt.question, prompt.about), ())
        return next((p.text for p in reversed(put) if p.number <= prompt.number), prompt.text)

    def asked_in_letter(self, prompt: Prompt) -> str:
        """A letter's own words, under the sentence that says whose it is; "are these your words?" asks itself."""
        letter = self.conversation.facts.letter(prompt.letter)
        typed_up = letter is not None and letter.kind is LetterKind.TYPED
        return prompt.quote if prompt.screen is Screen.LETTER and not typed_up else ""

    @staticmethod
    def had_seen(answer: Answer, prompt: Prompt) -> bool:
        """Whether the words came after the question; those that came before answered none."""
        if prompt.question == answer.question or answer.message is None or prompt.message is None:
            return True
        return answer.message > prompt.message

    @cached_property
    def questions_put(self) -> dict[tuple[QuestionId, str], list[Prompt]]:
        """The prompts that put each question, oldest first: a play-back of it words something else."""
        found: dict[tuple[QuestionId, str], list[Prompt]] = {}
        for prompt in self.conversation.prompts:
            if prompt.screen is Screen.QUESTION and prompt.question is not None:
                found.setdefault((prompt.question, prompt.about), []).append(prompt)
        return found

    # Where it stands ----------------------------------------------------------------------------

    def question_id(self, answer: Answer) -> QuestionId | None:
        """The question's id now; None where the dialog no longer has it."""
        asks = self.dialog.renamed.get(answer.question, answer.question)
        return asks if asks in self.dialog.questions or asks.startswith(_HOUSE) else None

    def on_route(self, answer: Answer) -> bool:
        """Whether the question applies. What was said freely, or to the house, always does."""
        asks, free = self.question_id(answer), self.dialog.free_box
        if (free is not None and asks == free.id) or answer.question.startswith(_HOUSE):
            return True
        return (asks, answer.about) in self.steps

    @cached_property
    def steps(self) -> frozenset[tuple[QuestionId, str]]:
        """Every question that belongs to this person's path, with what it is about."""
        return frozenset((step.question.id, step.about) for step in self.route.steps())

    def goes(self, answer: Answer, question: Question | None) -> Goes:
        """The category and part: the question's, unless the person sorted the item themselves."""
        if question is None:
            return _FREELY.get(answer.question) or Goes(category=Category.PROCESS)
        if is_remark(answer, question):
            return question.goes.model_copy(update={"part": None})
        if is_aside(answer, question):
            return Goes(category=Category.ASIDE)
        categories = self.sorted_by_hand.get(answer.root)
        return question.goes if not categories else Goes(category=categories[0], part=question.goes.part)

    @cached_property
    def sorted_by_hand(self) -> dict[AnswerId, tuple[Category, ...]]:
        """Items that the person put under one heading or more (H4), by the root of the item."""
        headings = {
            question.id: {choice.id: choice.goes for choice in question.choices if choice.goes is not None}
            for _, question in self.dialog.questions.values()
            if question.sorts is not None
        }
        found: dict[AnswerId, tuple[Category, ...]] = {}
        for answer in self.route.answered.newest.values():
            asks = self.question_id(answer)
            if asks in headings and isinstance(answer.value, Chosen) and self.on_route(answer):
                tapped = (headings[asks].get(ChoiceId(choice)) for choice in answer.value.choices)
                found[AnswerId(answer.about)] = tuple(heading for heading in tapped if heading is not None)
        return found

    def group(self, answer: Answer, section: Section | None, question: Question | None) -> str:
        """What holds lines together: the item or person they are about, or the section for its worry."""
        over = self.sources.get(question.id) if question else None
        if over is Over.ITEM:
            return self._group(answer.root)
        if over is Over.PERSON and isinstance(answer.value, Named):
            return self._group(answer.value.person)
        if section is not None and question is not None and question.goes.category is Category.WHAT_IF:
            return self._group(f"{self.what_if(section, question)}/{answer.about}")
        if section is not None and section.repeats is not None:
            alone = section.repeats.over in (Over.ITEM, Over.PERSON)
            return self._group(answer.about if alone else f"{section.id}/{answer.about}")
        return self._group(section.id if section else answer.section)

    def what_if(self, section: Section, question: Question) -> QuestionId:
        """The what-if that a question belongs to: itself, or the one before it that says what happens."""
        found = question.id
        for each in section.question:
            if each.goes.category is Category.WHAT_IF and each.goes.part in (Part.WHAT, Part.GAP, None):
                found = each.id
            if each.id == question.id:
                return found
        return found

    def _group(self, key: str) -> str:
        return f"{self.conversation.id}/{key}"

    @cached_property
    def sources(self) -> dict[QuestionId, Over]:
        """The questions whose answers a section repeats for."""
        repeats = (section.repeats for section in self.dialog.section)
        return {repeat.of: repeat.over for repeat in repeats if repeat is not None and repeat.of is not None}

    # What it is about ---------------------------------------------------------------------------

    def about(self, section: Section | None, id: str) -> About | None:
        """The child, worry, person or item with this id, under its name."""
        if not id or section is None or section.repeats is None:
            return None
        over = section.repeats.over
        return About.made(over=over, id=id, name=self.name_of(over, id))

    def name_of(self, over: Over, id: str) -> str:
        """A name for showing; "" where the plan no longer has it."""
        facts = self.conversation.facts
        match over:
            case Over.CHILD:
                return child_named(facts, id)
            case Over.WORRY:
                worry = worry_about(facts, id)
                return worry.title if worry else ""
            case Over.PERSON:
                return self.people.get(id, "")
            case Over.ITEM:
                item = self.route.answered.newest.get(AnswerId(id))
                return words_of(item.value) if item else ""

    @cached_property
    def people(self) -> dict[str, str]:
        """Everybody this person knows of or named, by id."""
        names: dict[str, str] = {person.id: person.name for person in self.conversation.facts.people}
        for answer in self.route.answered.newest.values():
            if isinstance(answer.value, Named):
                names[answer.value.person] = answer.value.name
        return names
