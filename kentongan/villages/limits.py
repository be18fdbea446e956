"""Deadline rules as a village changes them: always by a new row from a day on; the old one stays in the record.

Cases whose clock has started keep the length they started with (`rules.deadlines.Clock`), whatever is changed here.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadlines import DEFAULT_RULES, Clock, ClockKind, DeadlineRule, due
from kentongan.rules.types import CaseClass
from kentongan.villages.models import DeadlineRuleRow, Village

MOVES: Final = ("starts", "stops", "pauses", "resumes")
OWN: Final = "own"


def law_of(clock: ClockKind, case_class: CaseClass | None) -> DeadlineRule | None:
    """Return the rule a village starts with for this clock and class; None where the law makes no such difference."""
    return next((rule for rule in DEFAULT_RULES if (rule.clock, rule.case_class) == (clock, case_class)), None)


def next_row(row: DeadlineRuleRow, *, valid_from: date) -> DeadlineRuleRow:
    """Return an unsaved row that goes on from an old one: same clock and class, same events, from a day on."""
    twin = DeadlineRuleRow(village=row.village, clock=row.clock, case_class=row.case_class, valid_from=valid_from)
    for name in ("amount", "unit", "citation", "certainty", *MOVES):
        setattr(twin, name, getattr(row, name))
    return twin


def moves_of(clock: ClockKind) -> dict[str, list[str]]:
    """Return which events move a clock, as the program knows them: a village sets lengths, not events."""
    rule = next(rule for rule in DEFAULT_RULES if rule.clock is clock)
    return {name: sorted(str(event) for event in getattr(rule, name)) for name in MOVES}


def lawful(clock: ClockKind, case_class: CaseClass | None) -> dict[str, Any]:
    """Return the columns that put the law's own limit back.

    Raises:
        LookupError: the law makes no difference for this class.
    """
    rule = law_of(clock, case_class)
    if rule is None:
        raise LookupError(clock)
    return {"amount": rule.amount, "unit": rule.unit, "citation": rule.citation, "certainty": rule.certainty}


def would_be_due(row: DeadlineRuleRow, *, start: date, calendar: WorkCalendar) -> date | None:
    """Return the last day in time if this rule's clock started on a day; None while the row is not yet whole."""
    if not row.amount or row.unit not in set(Unit):
        return None
    clock = Clock(ClockKind(row.clock), 1, start, row.amount, Unit(row.unit), row.citation)
    return due(clock, calendar)


def in_force(rows: list[DeadlineRuleRow], on: date) -> dict[tuple[str, str | None], DeadlineRuleRow]:
    """Return of each clock and class the row in force on a day."""
    found: dict[tuple[str, str | None], DeadlineRuleRow] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from <= on:
            found[row.clock, row.case_class] = row
    return found


def rows_of(village: Village) -> list[DeadlineRuleRow]:
    """Return all rows of a village in the order of the clocks, the newest of each first (one query)."""
    order = list(ClockKind)
    classes = [*(str(case_class) for case_class in CaseClass), None]
    rows = DeadlineRuleRow.objects.filter(village=village)
    return sorted(
        rows,
        key=lambda row: (order.index(ClockKind(row.clock)), classes.index(row.case_class), -row.valid_from.toordinal()),
    )
