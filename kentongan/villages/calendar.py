"""The village's working calendar and deadline rules, read from its own tables."""

from __future__ import annotations

from datetime import date, datetime

from kentongan.rules.calendars import WorkCalendar
from kentongan.rules.deadlines import ClockEvent, ClockKind, DeadlineRule, Unit
from kentongan.rules.types import CaseClass
from kentongan.villages.models import DeadlineRuleRow, Holiday, HolidaySource, Village
from kentongan.villages.remembered import remembered


def calendar_for(village: Village) -> WorkCalendar:
    """Return the village's calendar (one query, then remembered): Monday to Friday less its days off.

    Its days are known up to the last year with joint leave: before the yearly decree there is none.
    """
    return remembered(village, "calendar", lambda: _calendar(village))


def _calendar(village: Village) -> WorkCalendar:
    rows = list(Holiday.objects.filter(village=village).values_list("day", "is_working", "source"))
    return WorkCalendar(
        days_off=frozenset(day for day, working, _ in rows if not working),
        working_weekends=frozenset(day for day, working, _ in rows if working),
        known_until=max((day.year for day, _, source in rows if source == HolidaySource.JOINT_LEAVE), default=None),
    )


def rules_for(village: Village) -> tuple[DeadlineRule, ...]:
    """Return all deadline rules of the village (one query, then remembered).

    `rules.deadlines.rule_for` picks the one in force.
    """
    return remembered(village, "rules", lambda: _rules(village))


def _rules(village: Village) -> tuple[DeadlineRule, ...]:
    rows = DeadlineRuleRow.objects.filter(village=village).order_by()
    return tuple(_rule(*row) for row in rows.values_list(*_RULE_COLUMNS))


_RULE_COLUMNS = (
    "clock",
    "case_class",
    "amount",
    "unit",
    "starts",
    "stops",
    "pauses",
    "resumes",
    "citation",
    "certainty",
    "valid_from",
)


def _rule(
    clock: str,
    case_class: str | None,
    amount: int,
    unit: str,
    starts: list[str],
    stops: list[str],
    pauses: list[str],
    resumes: list[str],
    citation: str,
    certainty: str,
    valid_from: date,
) -> DeadlineRule:
    return DeadlineRule(
        clock=ClockKind(clock),
        case_class=CaseClass(case_class) if case_class else None,
        amount=amount,
        unit=Unit(unit),
        starts=_events(starts),
        stops=_events(stops),
        pauses=_events(pauses),
        resumes=_events(resumes),
        citation=citation,
        certainty=certainty,
        valid_from=valid_from,
    )


def _events(names: list[str]) -> frozenset[ClockEvent]:
    return frozenset(ClockEvent(name) for name in names)


def local_date(village: Village, at: datetime) -> date:
    """Return the calendar day of an instant as the village's clocks show it."""
    return at.astimezone(village.zone).date()
