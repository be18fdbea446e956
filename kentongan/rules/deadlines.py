"""The one clock engine: what starts, stops, pauses and resumes a clock, when it is due, and whether it is late.

Pure: a case's clocks are a tuple that goes in and a new tuple that comes out. Dates are the village's dates. Nothing is
forgotten: a stopped clock stays in the tuple, so old rounds remain in the record (RULES §2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .calendars import Unit, WorkCalendar
from .deadline_rules import DATA_CLOCKS, DEFAULT_RULES, OFFICE_CLOCKS, ClockEvent, ClockKind, DeadlineRule, rule_for
from .types import CaseClass, Labelled, Refused

__all__ = [
    "DATA_CLOCKS",
    "DEFAULT_RULES",
    "OFFICE_CLOCKS",
    "Clock",
    "ClockEvent",
    "ClockKind",
    "ClockState",
    "DeadlineRule",
    "Pause",
    "Unit",
    "apply",
    "due",
    "extend",
    "original_due",
    "reclassify",
    "rule_for",
    "state",
]

UNITS_DUE_SOON = 2
"""A clock with this many units left, or fewer, is marked as due soon."""

LONGEST_EXTENSION = timedelta(days=366)

REPEATABLE = frozenset(
    {
        ClockKind.REPORTER_COMPLETES,
        ClockKind.AUTO_CLOSE,
        ClockKind.OBJECTION,
        ClockKind.WITHDRAWAL,
        ClockKind.RETALIATION,
        ClockKind.ERASURE_WAIT,
        *DATA_CLOCKS,
    }
)
"""These may run again in the same round (a second question, a second withdrawal). The others run once in a round:
handing a case to another handler, say, does not give the village five new days for its first follow-up."""

OUTLIVE_ROUNDS = DATA_CLOCKS | {ClockKind.RETALIATION, ClockKind.ERASURE_WAIT}
"""Reopening a case calls off what still ran in its old round, but not these: they protect the one who lodged it."""

CALLED_OFF = frozenset(
    {ClockEvent.WITHDRAWN, ClockEvent.MERGED, ClockEvent.WITHDRAWAL_REVOKED, ClockEvent.ERASURE_REVOKED}
)
"""Stopping for one of these fulfils nothing: the clock is cancelled, unless it was late already."""


class ClockState(Labelled):
    """How a clock stands today."""

    RUNNING = "running", "Berjalan"
    DUE_SOON = "due_soon", "Hampir jatuh tempo"
    LATE = "late", "Lewat batas waktu"
    PAUSED = "paused", "Berhenti menunggu pelapor"
    MET = "met", "Tepat waktu"
    MISSED = "missed", "Terlambat"
    CANCELLED = "cancelled", "Tidak berlaku lagi"


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stood still; `end` None while it still stands."""

    start: date
    end: date | None = None


@dataclass(frozen=True)
class Clock:
    """One limit running on one case, with the amount, unit and citation of the rule that was in force when it started.

    `extended_to`: the date promised in an extension, moved on by later pauses.
    """

    kind: ClockKind
    round: int
    started: date
    amount: int
    unit: Unit
    citation: str
    pauses: tuple[Pause, ...] = ()
    stopped: date | None = None
    extended_to: date | None = None
    cancelled: bool = False

    @property
    def running(self) -> bool:
        """Neither stopped nor cancelled; a paused clock counts as running."""
        return self.stopped is None and not self.cancelled

    @property
    def open_pause(self) -> Pause | None:
        """The pause that has not ended yet, if any."""
        return next((pause for pause in self.pauses if pause.end is None), None)


def due(clock: Clock, calendar: WorkCalendar) -> date | None:
    """The last day in time; None while the clock is paused.

    A question asked after the last day pauses nothing: lateness is not healed by asking.
    """
    if clock.extended_to is None:
        return original_due(clock, calendar)
    pause = clock.open_pause
    return None if pause and pause.start <= clock.extended_to else clock.extended_to


def original_due(clock: Clock, calendar: WorkCalendar) -> date | None:
    """The last day in time as if no extension had been given; None while paused. Honest figures count by this one too.

    Units used before a pause stay used (the day of the question is used); the rest begins on the day after the answer.
    """
    since, left = clock.started, clock.amount
    for pause in sorted(clock.pauses, key=lambda pause: pause.start):
        last_day = calendar.add(since, left, clock.unit)
        if pause.start > last_day:
            return last_day
        if pause.end is None:
            return None
        # With nothing left, an answer on a day off moved the limit to the next working day; nothing is used twice.
        left -= min(left, calendar.count(since, pause.start, clock.unit))
        since = max(since, pause.start, pause.end)
    return calendar.add(since, left, clock.unit)


def state(clock: Clock, calendar: WorkCalendar, today: date) -> ClockState:
    """How the clock stands on a day. A late clock that is called off counts as missed, so that it cannot be hidden."""
    limit = due(clock, calendar)
    if clock.stopped is not None and limit is not None and clock.stopped > limit:
        return ClockState.MISSED
    if clock.cancelled:
        return ClockState.CANCELLED
    if clock.stopped is not None:
        return ClockState.MET
    if limit is None:
        return ClockState.PAUSED
    if today > limit:
        return ClockState.LATE
    if calendar.count(today, limit, clock.unit) <= UNITS_DUE_SOON:
        return ClockState.DUE_SOON
    return ClockState.RUNNING


def apply(
    clocks: tuple[Clock, ...],
    event: ClockEvent,
    *,
    on: date,
    case_class: CaseClass | None,
    round: int,
    rules: Sequence[DeadlineRule],
    calendar: WorkCalendar,
) -> tuple[Clock, ...]:
    """The clocks after an event: first what it stops, pauses and resumes, then what it starts.

    `round` counts from 1; with REOPENED it is the new round, and whatever still ran in an older one is called off.
    """
    touched = tuple(
        _touch(clock, event, _rule_of(clock, rules, case_class), on=on, round=round, calendar=calendar)
        for clock in clocks
    )
    return touched + _started(touched, event, on=on, case_class=case_class, round=round, rules=rules)


def reclassify(
    clocks: tuple[Clock, ...],
    case_class: CaseClass,
    *,
    on: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkCalendar,
    round: int,
) -> tuple[Clock, ...]:
    """Recompute the running clocks whose limit depends on the class, from their original start and with their pauses.

    A clock may be late at once; that is what "from the original start" (RULES §2) means. An extension is kept when it
    is later than the new limit, for it was given with a reason and told; while the clock is paused it is kept as well.
    The rule is that of the day the clock started; where none was in force then, that of `on`.
    """
    by_class = {rule.clock for rule in rules if rule.case_class is not None}

    def recomputed(clock: Clock) -> Clock:
        if not clock.running or clock.round != round or clock.kind not in by_class:
            return clock
        rule = rule_for(rules, clock.kind, case_class, clock.started) or rule_for(rules, clock.kind, case_class, on)
        if rule is None:
            return clock
        plain = replace(clock, amount=rule.amount, unit=rule.unit, citation=rule.citation, extended_to=None)
        limit = due(plain, calendar)
        if clock.extended_to and (limit is None or clock.extended_to > limit):
            return replace(plain, extended_to=clock.extended_to)
        return plain

    return tuple(recomputed(clock) for clock in clocks)


def extend(
    clocks: tuple[Clock, ...], kind: ClockKind, new_date: date, *, calendar: WorkCalendar, on: date
) -> tuple[Clock, ...]:
    """Move the limit of the running clock of this kind to a later date. The caller asks for the reason and tells it.

    Raises Refused: no such clock runs; it stands still; the date is not later than the limit, has passed, or lies more
    than a year ahead (a slip of the pen). A late clock may be extended, for a reporter is owed a new date;
    `original_due` still shows what it was.
    """
    running = [clock for clock in clocks if clock.kind is kind and clock.running]
    if not running:
        raise Refused("no_running_clock", f"Tidak ada batas waktu “{kind.label}” yang sedang berjalan.")
    for clock in running:
        limit = due(clock, calendar)
        if limit is None:
            raise Refused(
                "clock_paused",
                "Batas waktu sedang berhenti karena menunggu pelapor. Perpanjang setelah keterangannya lengkap.",
            )
        if new_date <= limit:
            raise Refused("not_later", f"Tanggal baru harus sesudah batas waktu yang sekarang, {limit:%d-%m-%Y}.")
        if new_date <= on:
            raise Refused("date_has_passed", "Tanggal baru harus sesudah hari ini.")
        if new_date > on + LONGEST_EXTENSION:
            raise Refused("too_far", "Tanggal baru lebih dari satu tahun lagi. Mohon periksa tahunnya.")
    return tuple(replace(clock, extended_to=new_date) if clock in running else clock for clock in clocks)


def _rule_of(clock: Clock, rules: Sequence[DeadlineRule], case_class: CaseClass | None) -> DeadlineRule:
    """The rule a running clock obeys. If the village has deleted it the clock must still end: the default stands in."""
    in_force = rule_for(rules, clock.kind, case_class, clock.started)
    return in_force or next(rule for rule in DEFAULT_RULES if rule.clock is clock.kind)


def _touch(
    clock: Clock,
    event: ClockEvent,
    rule: DeadlineRule,
    *,
    on: date,
    round: int,
    calendar: WorkCalendar,
) -> Clock:
    if not clock.running:
        revives = clock.cancelled and event is ClockEvent.RESUMED and event in rule.resumes and clock.round == round
        return _revived(clock, on, calendar) if revives else clock
    if event is ClockEvent.REOPENED and clock.round < round and clock.kind not in OUTLIVE_ROUNDS:
        return replace(clock, stopped=on, cancelled=True)
    if event in rule.stops:
        return replace(clock, stopped=on, cancelled=event in CALLED_OFF)
    if event in rule.pauses and clock.open_pause is None:
        return replace(clock, pauses=(*clock.pauses, Pause(on)))
    if event in rule.resumes and clock.open_pause is not None:
        return _resumed(clock, on, calendar)
    return clock


def _resumed(clock: Clock, on: date, calendar: WorkCalendar) -> Clock:
    """End the open pause. What was left of an extension when the pause began is still left now."""
    begun = next(pause.start for pause in clock.pauses if pause.end is None)
    end = max(on, begun)
    extended_to = clock.extended_to
    if extended_to is not None and begun <= extended_to:
        left = calendar.count(begun, extended_to, clock.unit)
        extended_to = max(extended_to, calendar.add(end, left, clock.unit))
    pauses = tuple(Pause(pause.start, end) if pause.end is None else pause for pause in clock.pauses)
    return replace(clock, pauses=pauses, extended_to=extended_to)


def _revived(clock: Clock, on: date, calendar: WorkCalendar) -> Clock:
    """A withdrawn case goes on: the time in which it was withdrawn counts as a pause."""
    stood = clock.stopped or on
    pauses = clock.pauses if clock.open_pause else (*clock.pauses, Pause(stood))
    return _resumed(replace(clock, pauses=pauses, stopped=None, cancelled=False), on, calendar)


def _started(
    clocks: tuple[Clock, ...],
    event: ClockEvent,
    *,
    on: date,
    case_class: CaseClass | None,
    round: int,
    rules: Sequence[DeadlineRule],
) -> tuple[Clock, ...]:
    started: list[Clock] = []
    for kind in ClockKind:
        rule = rule_for(rules, kind, case_class, on)
        if rule is None or event not in rule.starts:
            continue
        same = [clock for clock in clocks if clock.kind is kind and clock.round == round]
        if any(clock.running for clock in same) or (same and kind not in REPEATABLE):
            continue
        started.append(Clock(kind, round, on, rule.amount, rule.unit, rule.citation))
    return tuple(started)
