"""Carrying the pure clocks of the rules to their rows and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kentongan.cases.models import Case, CaseClock
from kentongan.rules import deadlines
from kentongan.rules.calendars import WorkCalendar
from kentongan.rules.deadlines import Clock, ClockEvent, ClockKind, ClockState, DeadlineRule, Pause, Unit
from kentongan.rules.types import CaseClass
from kentongan.support import rows
from kentongan.villages.calendar import calendar_for, rules_for
from kentongan.villages.models import Village


@dataclass(frozen=True)
class Timekeeper:
    """A village's calendar and rules, loaded once and used for many cases."""

    calendar: WorkCalendar
    rules: tuple[DeadlineRule, ...]

    @classmethod
    def of(cls, village: Village) -> Timekeeper:
        """Load the calendar and the rules (two queries, remembered until a setting changes)."""
        return cls(calendar=calendar_for(village), rules=rules_for(village))


def to_clock(row: CaseClock) -> Clock:
    """Return the pure clock of a row."""
    return Clock(
        kind=ClockKind(row.kind),
        round=row.round,
        started=row.started_on,
        amount=row.amount,
        unit=Unit(row.unit),
        citation=row.citation,
        pauses=tuple(
            Pause(start=date.fromisoformat(start), end=date.fromisoformat(end) if end else None)
            for start, end in row.pauses
        ),
        stopped=row.stopped_on,
        extended_to=row.extended_to,
        cancelled=row.cancelled,
    )


def fill(row: CaseClock, clock: Clock, calendar: WorkCalendar) -> bool:
    """Write a clock into its row; tell whether anything changed."""
    new = {
        "started_on": clock.started,
        "amount": clock.amount,
        "unit": str(clock.unit),
        "citation": clock.citation,
        "pauses": [[pause.start.isoformat(), pause.end.isoformat() if pause.end else None] for pause in clock.pauses],
        "stopped_on": clock.stopped,
        "extended_to": clock.extended_to,
        "cancelled": clock.cancelled,
        "due_on": deadlines.due(clock, calendar),
    }
    changed = any(getattr(row, name) != value for name, value in new.items())
    if not clock.running or new["due_on"] is None or clock.kind not in deadlines.OFFICE_CLOCKS:
        row.climb_on = None
    elif changed:
        row.climb_on = clock.started  # another limit: the ladder looks at it at its next turn
    for name, value in new.items():
        setattr(row, name, value)
    return changed


class CaseClocks:
    """The clocks of one case during one action: load, apply events, save what changed."""

    def __init__(self, case: Case, keeper: Timekeeper, *, fresh: bool = False) -> None:
        """Load the rows (one query; none for a case being lodged)."""
        self.case = case
        self.keeper = keeper
        self.rows: list[CaseClock] = (
            [] if fresh else list(CaseClock.objects.filter(village_id=case.village_id, case=case))
        )
        self.clocks: tuple[Clock, ...] = tuple(to_clock(row) for row in self.rows)
        self.before = self.clocks

    def apply(self, events: Iterable[ClockEvent], on: date) -> None:
        """Start, stop, pause and resume what the events touch."""
        for event in events:
            self.clocks = deadlines.apply(
                self.clocks,
                event,
                on=on,
                case_class=CaseClass(self.case.case_class) if self.case.case_class else None,
                round=self.case.round,
                rules=self.keeper.rules,
                calendar=self.keeper.calendar,
            )

    def ended(self, on: date) -> dict[str, str]:
        """Return of each kind of clock that came to its end in this action whether it was "met" or "missed"."""
        found: dict[str, str] = {}
        for number, clock in enumerate(self.clocks):
            if number < len(self.before) and self.before[number].stopped is not None:
                continue
            state = deadlines.state(clock, self.keeper.calendar, on)
            if clock.stopped is not None and state in (ClockState.MET, ClockState.MISSED):
                kind = str(clock.kind)
                found[kind] = str(ClockState.MISSED) if ClockState.MISSED in (state, found.get(kind)) else str(state)
        return found

    def due_of(self, kind: ClockKind) -> date | None:
        """Return when the running clock of this kind is due."""
        for clock in reversed(self.clocks):
            if clock.kind == kind and clock.running:
                return deadlines.due(clock, self.keeper.calendar)
        return None

    def next_duty(self) -> tuple[date | None, str]:
        """Return the nearest running deadline that binds the village."""
        running = [
            (due, str(clock.kind))
            for clock in self.clocks
            if clock.kind in deadlines.OFFICE_CLOCKS and clock.running
            if (due := deadlines.due(clock, self.keeper.calendar)) is not None
        ]
        return min(running, default=(None, ""))

    def save(self) -> None:
        """Write changed and new clocks (at most one insert and one update statement)."""
        changed = [
            row for row, clock in zip(self.rows, self.clocks, strict=False) if fill(row, clock, self.keeper.calendar)
        ]
        if changed:
            CaseClock.objects.bulk_update(
                changed,
                [
                    "started_on",
                    "amount",
                    "unit",
                    "citation",
                    "pauses",
                    "stopped_on",
                    "extended_to",
                    "cancelled",
                    "due_on",
                    "climb_on",
                ],
            )
        fresh = self.clocks[len(self.rows) :]
        if not fresh:
            return
        runs = Counter((row.round, row.kind) for row in self.rows)
        new_rows = []
        for clock in fresh:
            key = (clock.round, str(clock.kind))
            runs[key] += 1
            row = CaseClock(
                village_id=self.case.village_id, case=self.case, kind=str(clock.kind), round=clock.round, run=runs[key]
            )
            fill(row, clock, self.keeper.calendar)
            new_rows.append(row)
        rows.insert(new_rows)
        self.rows.extend(new_rows)
