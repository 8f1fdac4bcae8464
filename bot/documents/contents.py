"""From a draft to a document: the practitioner's whole draft, and a person's own copy.

Both carry the date but no time of day, no skips and no changed-away words (H8): each draft passes
`sharing.for_copy` here, whoever it is for. A person's copy passes `sharing.for_reader` first and
holds their own lines and what the practitioner wrote to them; it has no draft number, since a
number counts what others sent. Answers about the way of working (who was beside me, who sees this
phone) are in no document. An approved plan says who agrees to try it, and that the worry is not
over (H5).

The desk and the browser call `whole_draft` and `own_copy`; `pdf` and `text` draw what they return.
"""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo

from bot.documents.document import Block, Card, Heading, Note, PlanDocument, Row, Section
from bot.documents.lived import Lived
from bot.documents.words import BRITISH, Tongue
from dialogs.actions import Action
from dialogs.agreed import standing
from dialogs.commitments import Said
from dialogs.definition import Category, Over, Part
from dialogs.lines import Group, Line
from dialogs.network import Friend
from dialogs.people import Circle, Participant
from dialogs.plan import DraftPlan
from dialogs.review import Decision, Verdict
from dialogs.sharing import for_copy, for_reader
from dialogs.signs import Signs
from dialogs.strength import Finding, State


def whole_draft(
    draft: DraftPlan,
    made_on: date,
    zone: tzinfo,
    *,
    number: int | None = None,
    decision: Decision | None = None,
    findings: tuple[Finding, ...] = (),
    tongue: Tongue = BRITISH,
) -> PlanDocument:
    """The whole draft, for the practitioner alone. `zone` is where days begin and end."""
    pages = _Contents(for_copy(draft, zone), tongue, zone, made_on, own=False)
    lines = (
        pages.says("whole.number", number=str(number)) if number is not None else "",
        *pages.opening(made_on),
        pages.says("whole.for_worker", worker=draft.worker.name),
        pages.says("no_times"),
    )
    file_name = f"plan-{number}.pdf" if number is not None else "plan.pdf"
    return pages.document("whole.title", lines, pages.whole(findings), made_on, decision, file_name)


def own_copy(
    draft: DraftPlan,
    reader: Participant,
    made_on: date,
    zone: tzinfo,
    *,
    decision: Decision | None = None,
    shared: tuple[Line, ...] = (),
    tongue: Tongue = BRITISH,
) -> PlanDocument:
    """A person's own copy: their own lines, what the practitioner wrote to them, and what was `shared`
    with them (`sharing.shared_with`).
    """
    pages = _Contents(for_copy(for_reader(draft, reader), zone), tongue, zone, made_on, own=True)
    lines = (
        *pages.opening(made_on),
        pages.says(
            "own.yours_and_shared" if shared else "own.yours", name=reader.name, worker=draft.worker.name
        ),
        pages.says("own.not_watched"),
    )
    sections = (*pages.own_sections(), pages.shared(shared))
    return pages.document("own.title", lines, sections, made_on, decision, "my-own-words.pdf")


_ACTION_PARTS = (
    Part.WHAT,
    None,
    Part.WHO,
    Part.WHEN,
    Part.HOW_WE_KNOW,
    Part.HOW_LONG,
    Part.LOOK,
    Part.BACKUP,
    Part.OBSTACLE,
    Part.SAID_YES,
)
_SIGN_PARTS = (
    Part.TRIGGER,
    Part.EARLY_WARNING,
    Part.RED_FLAG,
    Part.WHO,
    Part.BACKUP,
    Part.WHAT,
    None,
)
_OF_A_YES = ("own_yes", "backup_yes")
"""The checks that say who was asked and did not say yes."""
_IN_CARDS = (Category.SAFETY, Category.ACTION, Category.SIGN, Category.NETWORK)
"""Lines under these headings stand as parts of a card, where nothing can stand beneath them."""


class _Contents(Lived):
    """Puts one document's sections together."""

    def __init__(self, draft: DraftPlan, tongue: Tongue, zone: tzinfo, made_on: date, *, own: bool) -> None:
        super().__init__(draft, tongue, made_on, own=own)
        self.names = {one.id: one.name for one in draft.everybody}
        self.zone = zone

    def document(
        self,
        title: str,
        lines: Iterable[str],
        sections: Iterable[Section],
        made_on: date,
        decision: Decision | None,
        file_name: str,
    ) -> PlanDocument:
        """A document of these sections, leaving out the empty ones; stamped until it is approved."""
        approved = tuple(self.approved(decision))
        return PlanDocument(
            title=self.says(title),
            lines=tuple(line for line in lines if line),
            approved=approved,
            stamp="" if approved else self.says("stamp"),
            sections=tuple(section for section in sections if section.blocks),
            language=self.tongue.language,
            right_to_left=self.tongue.right_to_left,
            made_on=made_on,
            page_of=self.words["page"],
            no_letter=self.says("no_letter"),
            file_name=file_name,
        )

    def opening(self, made_on: date) -> Iterator[str]:
        """When it was made, and that a pretend family is one."""
        yield self.says("made_on", day=self.day(made_on))
        if self.draft.pretend:
            yield self.says("pretend")

    def approved(self, decision: Decision | None) -> Iterator[str]:
        """Who agrees to try it, where somebody does; never that anything is over (H5)."""
        if decision is not None and decision.verdict is Verdict.APPROVED:
            day = self.day(decision.at.astimezone(self.zone).date())
            yield self.says("approved", name=decision.signed)
            yield self.says("approved.by", name=decision.signed, day=day)

    # The two kinds ----------------------------------------------------------------------------------

    def whole(self, findings: tuple[Finding, ...]) -> Iterator[Section]:
        """Everything, in the order of the map."""
        yield self.section("for.title", (Card(rows=tuple(self.who_it_is_for())),))
        yield from self.said()
        yield self.section("replies.title", tuple(self.more_replies()))
        yield self.section("findings.title", tuple(self.found(findings)))

    def own_sections(self) -> Iterator[Section]:
        """A person's own words first; then what the practitioner wrote."""
        yield from self.said()
        yield self.section("told.title", tuple(self.told()))
        title = self.says("letters.title", worker=self.draft.worker.name)
        yield Section(title=title, blocks=tuple(self.letters()), name="letters")

    def shared(self, lines: tuple[Line, ...]) -> Section:
        """Other people's released lines, each as its question, its words, who said it and on which day."""
        return self.section("shared.title", tuple(self.shared_line(line, self.zone) for line in lines))

    def told(self) -> Iterator[Card]:
        """What a member of the network was allowed to know, as it was written for them."""
        for one in self.draft.worker.asked_in:
            rows = (*self.written("told.why", one.why), *self.written("told.may_know", one.may_know))
            yield Card(rows=rows, by=self.draft.worker.name)

    def said(self) -> Iterator[Section]:
        """The map, the actions and the rest: whatever is in the draft, and it holds what may be seen."""
        plan = self.draft.map
        yield self.section("good.title", (*self.quotes(plan.strengths), *self.safety()))
        yield self.section("times.title", self.quotes(self.draft.times))
        yield self.section("worries.title", tuple(self.worries()))
        yield self.section("children.title", tuple(self.children()))
        yield self.section("harm.title", self.quotes(plan.harm))
        yield self.section("danger.title", self.quotes(plan.danger))
        yield self.section("complicating.title", self.quotes(plan.complicating))
        yield self.section("goals.title", self.quotes(plan.goals))
        yield self.section("needs.title", tuple(self.needs()))
        yield self.section("trials.title", tuple(self.trials()))
        yield self.section("closing.title", tuple(self.closing()))
        yield self.section("asked.title", self.quotes(self.draft.asked_of_workers))
        yield self.section("demands.title", tuple(self.demand(one) for one in self.draft.demands))
        yield self.section("actions.title", tuple(self.action(action) for action in self.draft.actions))
        yield self.section("signs.title", tuple(self.signs()))
        yield self.section("what_ifs.title", tuple(self.what_ifs()))
        yield self.section("network.title", tuple(self.network()))
        yield self.section("unsorted.title", self.quotes(self.draft.unsorted))
        yield self.section("asides.title", self.quotes(self.draft.asides))
        yield self.section("nothing.title", self.quotes(self.draft.nothing_to_add))
        yield self.section("earlier.title", self.quotes(self.draft.no_longer_asked))

    def section(self, name: str, blocks: tuple[Block, ...]) -> Section:
        """A section under one of our headings."""
        return Section(title=self.words[name], blocks=blocks, name=name.removesuffix(".title"))

    # Sections ---------------------------------------------------------------------------------------

    def who_it_is_for(self) -> Iterator[Row]:
        """The children, the workers, and whose words these are."""
        draft, worker = self.draft, self.draft.worker
        born = tuple(self.says("born", name=child.name, year=str(child.born)) for child in draft.children)
        if born:
            yield Row(label=self.words["for.children"], words=born)
        yield from self.written("for.worker", worker.name)
        if worker.cover:
            yield Row(label=self.says("for.cover", worker=worker.name), words=(worker.cover,))
        yield from self.written("for.reads", worker.reads)
        voices = tuple(dict.fromkeys(line.speaker_name for line in draft.lines))
        if voices:
            yield Row(label=self.words["for.voices"], words=voices)

    def safety(self) -> Iterator[Block]:
        """Times when somebody acted while the worry was there; each says which worry it met."""
        groups = self.draft.safety
        if groups:
            yield Heading(text=self.words["good.acted"])
        for group in groups:
            yield Card(
                title=self.worry_of(group),
                rows=(
                    *self.row("part.what", group.part(Part.WHAT)),
                    *self.row("part.who", group.part(Part.WHO)),
                    *self.row("part.when", group.part(Part.WHEN)),
                    *self.row("part.worry_met", group.part(Part.WORRY_MET)),
                    *self.row("part.better", group.part(Part.BETTER)),
                    *self.rest(group, Part.WHAT, Part.WHO, Part.WHEN, Part.WORRY_MET, Part.BETTER),
                ),
                by=self.by(group.lines),
            )

    def worry_of(self, group: Group) -> str:
        """The title of the worry that a group is about, as it is called now."""
        about = group.about
        if about is None or about.over is not Over.WORRY:
            return ""
        now = (worry.title for worry in self.draft.worker.worries if worry.id == about.id)
        return self.says("about_worry", worry=next(now, about.name))

    def needs(self) -> Iterator[Block]:
        """Bottom lines, next steps, and when the plan is looked at again: the practitioner's lines."""
        worker = self.draft.worker
        rows: list[Row] = []
        for line in worker.bottom_lines:
            words = line.words
            if line.written_on is not None:
                words = self.says("needs.written", words=words, day=self.day(line.written_on))
            rows += self.written("needs.bottom_line", words)
            rows += self.written("needs.met_by", line.met_by)
        for step in worker.next_steps:
            words = step.words
            if step.by is not None:
                words = self.says("needs.by", words=step.words, day=self.day(step.by))
            rows += self.written("needs.next", words)
        rows += self.written("needs.review", self.day(worker.review_on) if worker.review_on else "")
        rows += self.written("needs.nothing_changes", worker.if_nothing_changes)
        rows += self.written("needs.step_back", worker.step_back)
        if rows:
            yield Card(rows=tuple(rows), by=worker.name)

    def demand(self, demand: Action) -> Card:
        """What somebody asks of somebody else."""
        return Card(
            title=self.worry_of(demand),
            rows=(
                Row(label=self.words["demands.of"], words=demand.asked_of),
                *self.row("part.what", demand.what),
                *self.row("part.how_long", demand.how_long),
                *self.row("part.said", demand.more),
                *self.rest(demand, Part.WHAT, Part.HOW_LONG, None),
            ),
            by=self.by(demand.lines),
        )

    def action(self, action: Action) -> Card:
        """One action. A hole in it shows."""
        return Card(
            title=self.worry_of(action),
            rows=(
                *self.row("part.what", action.what, hole=True),
                *self.who(action),
                *self.row("part.when", action.when, hole=True),
                *self.row("part.how_we_know", action.how_we_know, hole=True),
                *self.row("part.look", action.look),
                *self.row("part.how_long", action.how_long),
                *self.row("part.backup", action.backup, hole=not action.only_theirs),
                *self.row("part.said_yes", action.said_yes),
                *self.agreed(action),
                *self.row("part.obstacle", action.obstacle),
                *self.row("part.said", action.more),
                *self.rest(action, *_ACTION_PARTS),
            ),
            by=self.by(action.lines),
        )

    def agreed(self, action: Action) -> Iterator[Row]:
        """Who agreed themselves; else the same three words, whatever was asked or answered (H12)."""
        for backup, label in ((False, "part.agreed"), (True, "part.backup_agreed")):
            now = standing(self.as_asked, action, backup=backup)
            yes = (one for one in now.put if one.said is Said.YES)
            words = tuple(
                self.says("by", name=self.names[one.to], day=self.day(one.at.date())) for one in yes if one.at
            )
            if words or (now.named and now.own is None):
                yield Row(label=self.words[label], words=words or (self.words["not_agreed"],))

    def who(self, action: Action) -> Iterator[Row]:
        """Who will do it; where the question says who, that person."""
        if action.who or not action.holders:
            yield from self.row("part.who", action.who, hole=True)
        else:
            yield Row(label=self.words["part.who"], words=action.holders)

    def signs(self) -> Iterator[Card]:
        """Triggers, early warnings and red flags, each red flag with its first call."""
        for signs in self.draft.signs:
            yield Card(rows=tuple(self.sign_rows(signs)), by=self.by(signs.lines))

    def sign_rows(self, signs: Signs) -> Iterator[Row]:
        """The rows of one card of signs."""
        flagged = bool(signs.red_flags)
        yield from self.row("signs.trigger", signs.triggers)
        yield from self.row("signs.early", signs.early_warnings)
        yield from self.row("signs.red", signs.red_flags)
        yield from self.row("signs.first_call", signs.first_call, hole=flagged)
        yield from self.row("signs.next_call", signs.next_call)
        yield from self.row("signs.then", signs.what_then, hole=flagged)
        yield from self.rest(signs, *_SIGN_PARTS)

    def what_ifs(self) -> Iterator[Block]:
        """Each what-if, and what people would do."""
        for what_if in self.draft.what_ifs:
            yield from self.quotes(what_if.lines)

    def network(self) -> Iterator[Block]:
        """People by how much they know; words that name nobody come first."""
        friends = self.draft.network
        for friend in friends:
            if friend.person is None:
                yield from self.quotes(friend.lines)
        for circle in (*Circle, None):
            ring = [friend for friend in friends if friend.person is not None and friend.circle is circle]
            if ring:
                yield Heading(text=self.words[f"network.{circle.value if circle else 'none'}"])
                yield from (self.friend(friend) for friend in ring)

    def friend(self, friend: Friend) -> Card:
        """One person. "Don't ask her" binds, and says so."""
        asked = Row(label="", words=(self.words["network.not_asked"],))
        return Card(
            title=friend.name,
            rows=(
                *self.row("network.circle", friend.part(Part.CIRCLE)),
                *self.row("network.may_know", friend.may_know),
                *self.row("network.ask", friend.ask_them),
                *((asked,) if friend.not_to_be_asked else ()),
                *self.row("network.hear_first", friend.hear_first),
                *self.row("part.said", friend.said),
            ),
            by=self.by(friend.lines),
        )

    def more_replies(self) -> Iterator[Block]:
        """Replies about a line that nothing can stand beneath."""
        lines = (*self.draft.lines, *self.draft.no_longer_asked)
        beneath = {line.root for line in lines if line.category not in _IN_CARDS}
        for reply in self.draft.replies:
            if reply.to not in beneath:
                yield self.quote(reply.line)

    def found(self, findings: tuple[Finding, ...]) -> Iterator[Block]:
        """What to talk about first, then what is written down."""
        if findings:
            yield Note(text=self.words["findings.note"])
        named = {State.TALK_ABOUT_THIS: "findings.talk", State.WRITTEN_DOWN: "findings.written"}
        for state, name in named.items():
            copied = (self.as_copied(finding) for finding in findings if finding.state is state)
            words = tuple(dict.fromkeys(copied))
            if words:
                yield Card(rows=(Row(label=self.words[name], words=words),))

    def as_copied(self, finding: Finding) -> str:
        """Its words; of a yes that is not there yet no copy says more than that (H12)."""
        if finding.rule in _OF_A_YES and finding.state is State.TALK_ABOUT_THIS:
            return self.says(f"not_agreed.{finding.rule}", words=finding.about)
        return finding.words
