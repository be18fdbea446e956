"""A month as a grid of weeks, in words a screen reader can follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kentongan.cases.queries.calendar import DAY_CAP
from kentongan.rules.calendars import WorkCalendar
from kentongan.ui.words import DAYS, MONTHS

FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class DayView:
    """One day of the grid. `count` "" when nothing falls due."""

    day: date
    count: str
    late: bool
    inside: bool  # of the month shown
    working: bool
    name: str  # of a holiday, or of a weekend day that is worked
    today: bool


@dataclass(frozen=True)
class MonthPage:
    """Everything the month's template asks for; addresses are query strings."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[DayView, ...], ...]
    listed: tuple[DayView, ...]  # days of the month with something on them, for a narrow screen
    own: bool
    who: str  # "lihat=saya" or "lihat=semua", for links
    before: str
    after: str
    this_month: bool
    today: date


def month_page(
    first: date,
    *,
    today: date,
    own: bool,
    counts: Mapping[date, int],
    names: Mapping[date, str],
    calendar: WorkCalendar,
) -> MonthPage:
    """Put the page of a month together; `first` is its first day."""
    following = (first + timedelta(days=31)).replace(day=1)
    previous = (first - timedelta(days=1)).replace(day=1)
    day = first - timedelta(days=first.weekday())
    weeks = []
    while day < following:
        week = tuple(_day(day + timedelta(days=n), first, today, counts, names, calendar) for n in range(7))
        weeks.append(week)
        day += timedelta(days=7)
    who = f"lihat={'saya' if own else 'semua'}"
    inside = [view for week in weeks for view in week if view.inside]
    return MonthPage(
        title=f"{MONTHS[first.month - 1]} {first.year}",
        weekdays=DAYS,
        weeks=tuple(weeks),
        listed=tuple(view for view in inside if view.count or view.today or (view.name and not view.working)),
        own=own,
        who=who,
        before=f"?bulan={previous:%Y-%m}&{who}" if previous.year >= FIRST_YEAR else "",
        after=f"?bulan={following:%Y-%m}&{who}" if following.year <= LAST_YEAR else "",
        this_month=first == today.replace(day=1),
        today=today,
    )


def _day(
    day: date,
    first: date,
    today: date,
    counts: Mapping[date, int],
    names: Mapping[date, str],
    calendar: WorkCalendar,
) -> DayView:
    count = counts.get(day, 0)
    return DayView(
        day=day,
        count=(f"{DAY_CAP}+" if count > DAY_CAP else str(count)) if count else "",
        late=bool(count) and day < today,
        inside=day.month == first.month,
        working=calendar.is_working(day),
        name=names.get(day, ""),
        today=day == today,
    )
