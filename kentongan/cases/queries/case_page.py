"""All about one case on one page, as the desk shows it: facts, clocks, timeline, dispositions, and the moves to offer.

The number of queries depends neither on the number of cases nor on how much happened to this one. Never the identity:
that is `actions.identity.open_identity`, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from kentongan.cases.actions.base import facts_of, state_of
from kentongan.cases.actions.identity import is_nobody
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.models import (
    FOR_DESK,
    Assignment,
    Case,
    CaseMember,
    CaseReading,
    Event,
    Objection,
    Rating,
)
from kentongan.cases.queries import readings
from kentongan.cases.queries.escalation import district_waits
from kentongan.cases.queries.inbox import visible_numbers, without_hidden
from kentongan.cases.sealing import open_event, open_rows, shown
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules import access, deadlines, workflow
from kentongan.rules.calendars import Unit
from kentongan.rules.deadlines import OFFICE_CLOCKS, Clock, ClockKind, ClockState
from kentongan.rules.types import CaseClass, Move, Role
from kentongan.rules.workflow import Doer, Transition
from kentongan.vault.case_keys import readers_of
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.calendar import local_date

Row = TypeVar("Row", Assignment, Objection, Rating)

# A reporter may write a thousand messages; a page shows this many of the newest events, and all when asked.
EVENTS_SHOWN = 100
MERGED_SHOWN = 20
BRINGS_EVIDENCE = (Move.RECEIVE, Move.COMPLETE, Move.EVIDENCE)


@dataclass(frozen=True)
class ClockLine:
    """One clock: what is due, when, how it stands, and on what ground."""

    kind: ClockKind
    round: int
    state: ClockState
    started_on: date
    due_on: date | None
    original_due_on: date | None  # differs from `due_on` after an extension
    stopped_on: date | None
    paused_since: date | None
    limit: str  # "5 hari kerja"
    citation: str
    reporters: bool  # the reporter's own time, not a duty of the office

    @property
    def running(self) -> bool:
        """Whether it still counts."""
        return self.stopped_on is None and self.state is not ClockState.CANCELLED


@dataclass(frozen=True)
class Entry:
    """One line of the desk's timeline."""

    event: Event
    move: Move
    by: Role
    who: str
    internal: bool
    documents: tuple[Document, ...]

    @property
    def reporters(self) -> bool:
        """Whether the reporter did this."""
        return self.by is Role.REPORTER


@dataclass(frozen=True)
class MergedCase:
    """A case merged into this one. `reporter_wrote`: its reporter had the last word; he is answered there."""

    id: UUID
    number: str
    reporter_wrote: bool


@dataclass(frozen=True)
class LetterCase:
    """Another case of the same letter; `first`: the one that holds the letter and its code."""

    id: UUID
    number: str
    first: bool


@dataclass(frozen=True)
class Member:
    """An officer who may see a restricted case. `has_key`: he can open what is sealed, once he unlocks his key."""

    name: str
    post: str
    of_route: bool
    has_key: bool


@dataclass(frozen=True)
class CasePage:
    """What the case page shows. `now_due` are the running clocks, nearest first; `past` those that are over."""

    case: Case
    entries: tuple[Entry, ...]  # newest first
    older_hidden: bool
    evidence: tuple[Document, ...]  # what the reporter handed in, oldest first
    now_due: tuple[ClockLine, ...]
    past: tuple[ClockLine, ...]
    assignments: tuple[Assignment, ...]
    conflicted: tuple[Officer, ...]
    objections: tuple[Objection, ...]
    ratings: tuple[Rating, ...]
    openings: tuple[Event, ...]  # who opened the identity, when and why
    readings: tuple[CaseReading, ...]  # who opened a restricted case, newest first
    merged: tuple[MergedCase, ...]  # cases merged into this one
    letter: tuple[LetterCase, ...]  # the cases of the same letter that this officer may see, but for this one
    members: tuple[Member, ...]  # who may see it, of a restricted case
    moves: tuple[Transition, ...]
    officers: Mapping[str, str]  # names by id, for events that name an officer
    answer_limits: Mapping[CaseClass, str]  # what choosing a class means: "14 hari kerja"


def case_page(
    case: Case, officer: Officer, now: datetime, *, all_events: bool = False, keys: Keyring = NO_KEYS
) -> CasePage:
    """Return the page of a case this officer may see (a fixed number of queries).

    Of a sealed case, what `keys` open; the rest says that it is sealed.
    """
    village = case.village
    today = local_date(village, now)
    entries, hidden = _entries(case, all_events, keys)
    keeper = Timekeeper.of(village)
    clocks = [_clock_line(clock, keeper, today) for clock in CaseClocks(case, keeper).clocks]
    running = [line for line in clocks if line.running]
    roles = access.powers(officer.viewer(), facts_of(case)) if case.restricted else officer.role_set
    doer = Doer(id=officer.id, roles=roles)
    return CasePage(
        case=shown(case, keys),
        entries=entries,
        older_hidden=hidden,
        evidence=_evidence(case),
        now_due=tuple(sorted(running, key=lambda line: (line.reporters, line.due_on is None, line.due_on or today))),
        past=tuple(line for line in clocks if not line.running),
        assignments=_opened(
            case, keys, Assignment.objects.filter(village=village, case=case).select_related("handler", "assigned_by")
        ),
        conflicted=tuple(Officer.objects.filter(village=village, conflicts__case=case)),
        objections=_opened(
            case, keys, Objection.objects.filter(village=village, case=case).select_related("decided_by")
        ),
        ratings=_opened(case, keys, Rating.objects.filter(village=village, case=case).order_by("round")),
        openings=tuple(
            open_event(event, case, keys)
            for event in Event.objects.filter(village=village, case=case, move=Move.OPEN_IDENTITY)
            .select_related("officer")
            .order_by("at", "id")
        ),
        members=_members(case),
        readings=readings.newest(case),
        merged=_merged(case, officer),
        letter=_letter(case, officer),
        moves=_offered(case, workflow.moves_for(state_of(case, village), doer, today), running),
        officers={str(key): name for key, name in Officer.objects.filter(village=village).values_list("id", "name")},
        answer_limits=_answer_limits(keeper, today),
    )


def _members(case: Case) -> tuple[Member, ...]:
    if not case.restricted:
        return ()
    readers = readers_of(case.key) if case.key is not None else frozenset()
    found = CaseMember.objects.filter(village=case.village_id, case=case).select_related("officer").order_by("since")
    return tuple(
        Member(member.officer.name, member.officer.post, member.of_route, member.officer_id in readers)
        for member in found
    )


def _opened(case: Case, keys: Keyring, rows: Iterable[Row]) -> tuple[Row, ...]:
    found = tuple(rows)
    open_rows(case, keys, found)
    return found


def _merged(case: Case, officer: Officer) -> tuple[MergedCase, ...]:
    last = Event.objects.filter(FOR_DESK, village=case.village_id, case=OuterRef("pk")).order_by("-at", "-id")
    seen = without_hidden(case.merged_cases.all(), officer.viewer())
    found = seen.annotate(last_actor=Subquery(last.values("actor")[:1])).order_by("id")
    rows = found.values_list("id", "number", "last_actor")[:MERGED_SHOWN]
    return tuple(MergedCase(key, number, actor == Role.REPORTER) for key, number, actor in rows)


def _letter(case: Case, officer: Officer) -> tuple[LetterCase, ...]:
    first = case.split_from_id or case.pk
    family = Case.objects.filter(Q(pk=first) | Q(split_from=first), village=case.village_id).exclude(pk=case.pk)
    seen = visible_numbers(officer.viewer(), case.village, list(family.values_list("pk", flat=True)))
    return tuple(LetterCase(key, seen[key], key == first) for key in sorted(seen))


def last_event(case: Case) -> Event | None:
    """Return what happened last, of what an officer may know (one query)."""
    return (
        Event.objects.filter(FOR_DESK, ~Q(move=Move.ESCALATE), village_id=case.village_id, case=case)
        .select_related("officer")
        .order_by("-at", "-id")
        .first()
    )


def _entries(case: Case, all_events: bool, keys: Keyring) -> tuple[tuple[Entry, ...], bool]:
    """Return the events, newest first, and whether older ones are left out."""
    events = (
        Event.objects.filter(FOR_DESK, village_id=case.village_id, case=case)
        .select_related("officer")
        .prefetch_related("event_documents__document")
        .order_by("-at", "-id")
    )
    found = [_entry(open_event(event, case, keys)) for event in (events if all_events else events[: EVENTS_SHOWN + 1])]
    hidden = not all_events and len(found) > EVENTS_SHOWN
    return tuple(found[:EVENTS_SHOWN] if hidden else found), hidden


def _entry(event: Event) -> Entry:
    by = Role(event.actor)
    nobody = "Pelapor" if by is Role.REPORTER else "Sistem"
    return Entry(
        event=event,
        move=Move(event.move),
        by=by,
        who=str(event.officer) if event.officer else nobody,
        internal=not event.to_reporter,
        documents=tuple(link.document for link in event.event_documents.all()),
    )


def _evidence(case: Case) -> tuple[Document, ...]:
    """Return what came with the complaint and after it, whoever carried it in; not the pictures of progress."""
    return tuple(
        Document.objects.filter(
            Q(event_document__event__move__in=BRINGS_EVIDENCE) | Q(event_document__event__actor=Role.REPORTER),
            village_id=case.village_id,
            subject=case.id,
        ).order_by("added_at", "id")
    )


def _clock_line(clock: Clock, keeper: Timekeeper, today: date) -> ClockLine:
    return ClockLine(
        kind=clock.kind,
        round=clock.round,
        state=deadlines.state(clock, keeper.calendar, today),
        started_on=clock.started,
        due_on=deadlines.due(clock, keeper.calendar),
        original_due_on=deadlines.original_due(clock, keeper.calendar),
        stopped_on=clock.stopped,
        paused_since=clock.open_pause.start if clock.open_pause and clock.running else None,
        limit=_limit(clock.amount, clock.unit),
        citation=clock.citation,
        reporters=clock.kind not in OFFICE_CLOCKS,
    )


def _limit(amount: int, unit: Unit) -> str:
    return f"{amount} {'hari kerja' if unit is Unit.WORKING else 'hari kalender'}"


def _answer_limits(keeper: Timekeeper, today: date) -> dict[CaseClass, str]:
    limits = {}
    for case_class in CaseClass:
        rule = deadlines.rule_for(keeper.rules, ClockKind.ANSWER, case_class, today)
        if rule is not None:
            limits[case_class] = _limit(rule.amount, rule.unit)
    return limits


def _offered(case: Case, moves: Sequence[Transition], running: Sequence[ClockLine]) -> tuple[Transition, ...]:
    """Leave out moves of the table that would have nothing to work on in this case."""
    kinds = {line.kind for line in running if line.due_on is not None}
    nothing = {Move.DATA_DECIDE, Move.DATA_LIFT, Move.CORRECT_IDENTITY}  # they have pages of their own
    if ClockKind.TELL_DECISION not in kinds:
        nothing.add(Move.TELL)
    if ClockKind.ANSWER not in kinds:
        nothing.add(Move.EXTEND)
    if case.identity is None:
        nothing.add(Move.OPEN_IDENTITY)
    # What is restricted has moves of its own, and is neither merged nor split.
    nothing |= {Move.RESTRICT, Move.MERGE, Move.SPLIT} if case.restricted else {Move.ADMIT, Move.RELEASE}
    if is_nobody(case) or case.split_from_id is not None:
        nothing.add(Move.REISSUE_CODE)
    if Move.DISTRICT_TOLD in {transition.move for transition in moves} and not district_waits(case):
        nothing.add(Move.DISTRICT_TOLD)
    return tuple(transition for transition in moves if transition.move not in nothing)
