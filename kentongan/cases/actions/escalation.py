"""Climbing the ladder of lateness: reminders before a day, and whom else is told when it has passed.

Looked at are only clocks whose `climb_on` has come, so that a turn without work reads one range of one index. All rungs
of a case that are due at once are one step: one entry of the timeline, one of the ledger, one notice to each person.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kentongan.cases import escalated
from kentongan.cases.actions.base import Step, given, step
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.members import members
from kentongan.cases.models import Case, CaseClock, Escalation, LadderMark
from kentongan.outbox.queue import queue
from kentongan.people.models import Officer
from kentongan.rules import deadlines, escalation, workflow
from kentongan.rules.deadlines import OFFICE_CLOCKS, ClockKind
from kentongan.rules.escalation import Climb, Climbed, LadderStep, Watched
from kentongan.rules.types import CaseClass, Move, Role, Rung
from kentongan.rules.workflow import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.ladder import ladder_for
from kentongan.villages.models import Village

BATCH = 200
FROM_HOUR = 6  # nobody is reminded in the middle of the night
# Found late (the service was off), a mail for each case would be a flood: after these one says that more are waiting.
MAILS_A_TURN = 10
EASTERNMOST = timedelta(hours=9)  # WIT: nowhere in the country is it later
LETTER, MANY = "late", "late_many"
RUNG_ROLES = {Rung.UNIT_HEAD: Role.UNIT_HEAD, Rung.VILLAGE_HEAD: Role.VILLAGE_HEAD, Rung.BPD: Role.BPD}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Turn:
    """What one turn in one village works with."""

    village: Village
    at: datetime
    today: date
    keeper: Timekeeper
    ladder: tuple[LadderStep, ...]
    mails: Counter[UUID]


def villages_to_look_at(at: datetime) -> list[Village]:
    """Return the villages in which a rung may be due, or whose settings changed (one query, whatever their number)."""
    due = _to_climb().filter(village=OuterRef("pk"), climb_on__lte=(at + EASTERNMOST).date())
    marked = LadderMark.objects.filter(village=OuterRef("pk"), settings_version=OuterRef("settings_version"))
    return list(Village.objects.filter(Q(Exists(due)) | ~Exists(marked)).order_by("code"))


def run_due(*, village: Village, at: datetime) -> int:
    """Climb every rung that is due in a village; return how many cases it concerned.

    Each case is its own transaction: one that fails holds up no other.
    """
    if at.astimezone(village.zone).hour < FROM_HOUR:
        return 0
    turn = _Turn(village, at, local_date(village, at), Timekeeper.of(village), ladder_for(village), Counter())
    _look_again_after_a_change(turn)
    rows = list(
        _to_climb()
        .filter(village=village, climb_on__lte=turn.today)
        .select_related("case")
        .only("id", "kind", "started_on", "due_on", "case__case_class", "case__status")
        .order_by("climb_on", "id")[:BATCH]
    )
    waiting = _put_off(turn, rows)
    made = 0
    for case_id in dict.fromkeys(waiting):
        try:
            made += _climb(case_id, turn)
        except Refused:
            continue
        except Exception:  # one broken case must not keep all the others waiting; it is logged each time
            logger.exception("the ladder could not be climbed for case %s", case_id)
            continue
    return made


def tell_district(*, case: Case, by: Officer, at: datetime, how: str) -> Case:
    """Note that the report of lateness was brought to the district head, and how; the reporter is told.

    Raises:
        Refused: nothing was said, or no report is waiting (`nothing_to_tell`).
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.DISTRICT_TOLD, given(text=how))
        if not waiting_for_district(now.case).update(delivered_at=at):
            raise Refused("nothing_to_tell", "Tidak ada laporan keterlambatan yang menunggu disampaikan kepada Camat.")
        now.record(
            Move.DISTRICT_TOLD,
            text=f"Keterlambatan ini sudah dilaporkan kepada Camat {now.village.district}.",
            to_reporter=True,
            data={"how": how.strip()},
        )
    return case


def waiting_for_district(case: Case) -> QuerySet[Escalation]:
    """Return the climbs to the district head that nobody has carried there yet."""
    return Escalation.objects.filter(
        village_id=case.village_id, case=case, rung=Rung.DISTRICT, delivered_at__isnull=True
    )


def _to_climb() -> QuerySet[CaseClock]:
    return CaseClock.objects.filter(stopped_on__isnull=True, cancelled=False, climb_on__isnull=False)


def _look_again_after_a_change(turn: _Turn) -> None:
    """When ladder or calendar changed, every running clock is looked at anew (one statement)."""
    village = turn.village
    mark = LadderMark.objects.filter(village=village).first()
    if mark is not None and mark.settings_version == village.settings_version:
        return
    calendar = turn.keeper.calendar
    rows = sorted(repr((s.id, s.clock, s.case_class, s.days, s.unit, s.rung)) for s in turn.ladder)
    days = sorted(day.isoformat() for day in (*calendar.days_off, *calendar.working_weekends))
    digest = hashlib.sha256(repr((rows, days)).encode()).hexdigest()
    if mark is None or mark.digest != digest:
        running = CaseClock.objects.filter(
            village=village, kind__in=OFFICE_CLOCKS, stopped_on__isnull=True, cancelled=False, due_on__isnull=False
        )
        running.update(climb_on=F("started_on"))
    LadderMark.objects.update_or_create(
        village=village, defaults={"settings_version": village.settings_version, "digest": digest}
    )


def _put_off(turn: _Turn, rows: Sequence[CaseClock]) -> list[UUID]:
    """Set the next day for clocks with nothing to climb today, without touching their cases; return the other cases."""
    later: dict[tuple[date | None, date | None], list[UUID]] = defaultdict(list)
    waiting = []
    for row in rows:
        clock, case_class = _watched(row), _class_of(row.case)
        waits = row.case.status not in workflow.FINAL or clock.kind in deadlines.DATA_CLOCKS
        if waits and escalation.due_climbs(
            [clock],
            turn.ladder,
            turn.keeper.calendar,
            today=turn.today,
            case_class=case_class,
            climbed=(),
            present=frozenset(Rung),
        ):
            waiting.append(row.case_id)
        else:
            later[row.due_on, _next(turn, clock, case_class)].append(row.id)
    for (due_on, next_day), keys in later.items():
        # A limit that moved meanwhile is looked at again: its `climb_on` is not ours to set.
        CaseClock.objects.filter(pk__in=keys, due_on=due_on).update(climb_on=next_day)
    return waiting


def _climb(case_id: UUID, turn: _Turn) -> int:
    with step(case_id, at=turn.at, keeper=turn.keeper) as now:
        calendar = turn.keeper.calendar
        clocks = [
            # The stored day may be that of a calendar which the village has changed since.
            Watched(row.id, clock.kind, clock.started, deadlines.due(clock, calendar))
            for row, clock in zip(now.clocks.rows, now.clocks.clocks, strict=True)
            if clock.running
        ]
        for clock in clocks:
            next_day = _next(turn, clock, _class_of(now.case))
            CaseClock.objects.filter(pk=clock.id).update(climb_on=next_day)
        if now.case.status in workflow.FINAL:
            # Its own clocks are over; a request about data is owed an answer all the same.
            clocks = [clock for clock in clocks if clock.kind in deadlines.DATA_CLOCKS]
        people = _people(now)
        before = list(Escalation.objects.filter(village=now.village, case=now.case))
        found = _found(now, turn, clocks, people, before)
        if not found:
            return 0
        _record(now, turn, found, _still_told(before, clocks))
    return 1


Found = list[tuple[Climb, list[Officer]]]


People = Mapping[Rung, Mapping[ClockKind | None, list[Officer]]]


def _still_told(before: Sequence[Escalation], clocks: Sequence[Watched]) -> frozenset[Rung]:
    """Return who knows already that this case is late: when a second clock is late too, that is no news."""
    running = {(clock.id, clock.due_on) for clock in clocks}
    return frozenset(Rung(row.rung) for row in before if row.late and (row.clock_id, row.due_on) in running)


def _found(now: Step, turn: _Turn, clocks: Sequence[Watched], people: People, before: Sequence[Escalation]) -> Found:
    climbed = [
        Climbed(row.clock_id, row.step, Rung(row.rung), row.due_on, local_date(now.village, row.at)) for row in before
    ]
    found: Found = []
    for clock in clocks:
        who = {rung: by.get(clock.kind, by[None]) for rung, by in people.items()}
        for climb in escalation.due_climbs(
            [clock],
            turn.ladder,
            turn.keeper.calendar,
            today=turn.today,
            case_class=_class_of(now.case),
            climbed=climbed,
            present=frozenset(rung for rung, officers in who.items() if officers),
        ):
            found.append((climb, who.get(climb.rung, [])))
    return found


def _people(now: Step) -> People:
    """Return who stands on each rung for this case (None: for any clock). Nobody in conflict is among them.

    A case that names the village head bypasses him and whoever else holds his role (RULES §3).
    """
    case = now.case
    if case.restricted:
        return _people_of_route(now)
    conflicted = set(case.conflicts.values_list("officer_id", flat=True))
    rows = Officer.objects.filter(village=now.village, is_active=True)
    rows = rows.filter(Q(roles__role__in=list(RUNG_ROLES.values())) | Q(pk=case.handler_id) | Q(pk__in=conflicted))
    officers = list(rows.distinct().order_by("created_at", "id").prefetch_related("roles"))
    free = [officer for officer in officers if officer.id not in conflicted]
    named = any(Role.VILLAGE_HEAD in officer.role_set for officer in officers if officer.id in conflicted)
    people: dict[Rung, dict[ClockKind | None, list[Officer]]] = {
        rung: {None: [officer for officer in free if role in officer.role_set]} for rung, role in RUNG_ROLES.items()
    }
    if named:
        people[Rung.VILLAGE_HEAD] = {None: []}
    people[Rung.HANDLER] = {None: [officer for officer in free if officer.id == case.handler_id]}
    # An objection waits for who may decide it, and a reprisal is no matter for the one it may come from.
    unbiased = [
        [officer for officer in people[rung][None] if officer.id not in now.state.handled_by]
        for rung in (Rung.VILLAGE_HEAD, Rung.BPD)
    ]
    people[Rung.HANDLER][ClockKind.OBJECTION] = next((some for some in unbiased if some), [])
    people[Rung.HANDLER][ClockKind.RETALIATION] = []
    return people


def _people_of_route(now: Step) -> People:
    """Of a restricted case nobody is told who may not see it: its handler, the officers of its route, its overseers.

    The village head is told nothing of it as such: above the route stand only those who oversee.
    """
    case = now.case
    everybody = list(members(case).distinct().prefetch_related("roles"))
    route = set(members(case, of_route=True).values_list("pk", flat=True))
    of_route = [officer for officer in everybody if officer.id in route]
    above = [officer for officer in of_route if officer.role_set & {Role.BPD, Role.OVERSEER}]
    handler = [officer for officer in everybody if officer.id == case.handler_id]
    fresh = [officer for officer in of_route if officer.id not in now.state.handled_by]
    return {
        Rung.HANDLER: {None: handler, ClockKind.OBJECTION: fresh, ClockKind.RETALIATION: of_route},
        Rung.UNIT_HEAD: {None: of_route},
        Rung.VILLAGE_HEAD: {None: []},
        Rung.BPD: {None: above or of_route},
    }


def _record(now: Step, turn: _Turn, found: Found, known: frozenset[Rung]) -> None:
    case = now.case
    now.check(Move.ESCALATE)
    late = {climb.clock.kind: climb.due_on for climb, _ in found if climb.late}
    near = {climb.clock.kind: climb.due_on for climb, _ in found if not climb.late}
    shown = [climb for climb, _ in found if climb.late and climb.step.tells_reporter and climb.rung not in known]
    told = [
        {
            "rung": str(climb.rung),
            "officers": [str(officer.id) for officer in officers],
            "clock": str(climb.clock.kind),
            "due_on": climb.due_on.isoformat(),
            "late": climb.late,
            "reporter": climb in shown,
        }
        for climb, officers in found
    ]
    if shown:
        seen = {climb.clock.kind: climb.due_on for climb in shown}
        text = escalated.told_to_reporter(seen, [climb.rung for climb in shown], restricted=case.restricted)
    else:
        text = escalated.told_inside(late, near)
    now.record(
        Move.ESCALATE,
        text=text,
        to_reporter=bool(shown),
        data={"told": told},
        facts={"told": told},
        quiet=True,  # nobody's half-written form is in the way of a reminder
    )
    Escalation.objects.bulk_create(
        [
            Escalation(
                village=now.village,
                case=case,
                clock_id=climb.clock.id,
                step=climb.step.id or case.id,
                rung=climb.rung,
                due_on=climb.due_on,
                late=climb.late,
                at=turn.at,
            )
            for climb, _ in found
        ],
        ignore_conflicts=True,
    )
    _mail(now, turn, found)


def _mail(now: Step, turn: _Turn, found: Found) -> None:
    """Queue at most one letter a day about this case to each person who has an address."""
    about: dict[UUID, tuple[Officer, Climb]] = {}
    for climb, officers in found:
        for officer in officers:
            if officer.email and (officer.id not in about or climb.due_on < about[officer.id][1].due_on):
                about[officer.id] = (officer, climb)
    for officer, climb in about.values():
        turn.mails[officer.id] += 1
        many = turn.mails[officer.id] > MAILS_A_TURN
        key = f"{MANY}:{officer.id}:{turn.today}" if many else f"{LETTER}:{now.case.id}:{officer.id}:{turn.today}"
        queue(
            village=now.village,
            channel="email",
            template=MANY if many else LETTER,
            dedupe_key=key,
            subject=None if many else now.case.id,
            to_officer=officer.id,
            payload={"number": now.case.number, "due_on": climb.due_on.isoformat(), "late": climb.late},
            at=turn.at,
        )


def _watched(row: CaseClock) -> Watched:
    return Watched(row.id, ClockKind(row.kind), row.started_on, row.due_on)


def _class_of(case: Case) -> CaseClass | None:
    return CaseClass(case.case_class) if case.case_class else None


def _next(turn: _Turn, clock: Watched, case_class: CaseClass | None) -> date | None:
    return escalation.next_look(clock, turn.ladder, turn.keeper.calendar, today=turn.today, case_class=case_class)
