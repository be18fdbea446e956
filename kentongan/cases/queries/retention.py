"""For how long contents are kept: the village's rows, when a case falls due, and what falls due when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.cases.models import Case, RetentionItem
from kentongan.rules.data_rights import DEFAULT_RETENTION_YEARS
from kentongan.rules.types import CaseClass
from kentongan.rules.workflow import FINAL
from kentongan.villages.calendar import local_date
from kentongan.villages.models import RetentionRule, Village

PAGE: Final = 50
AHEAD_MONTHS: Final = 12


@dataclass(frozen=True)
class Periods:
    """A village's periods, in years after the end of a case."""

    by_category: Mapping[UUID, int]
    rest: int

    def of(self, category: UUID | None) -> int:
        """Return the years for a category (None: a case without one)."""
        return self.by_category.get(category, self.rest) if category is not None else self.rest

    @property
    def shortest(self) -> int:
        """The fewest years of all."""
        return min((*self.by_category.values(), self.rest))


@dataclass(frozen=True)
class Falling:
    """A case whose contents fall due, today or later."""

    case: Case
    due_on: date

    @property
    def two_people(self) -> bool:
        """Whether a second person must approve."""
        return self.case.case_class == CaseClass.SUPERVISORY


def periods_of(village: Village) -> Periods:
    """Return the village's periods (one query)."""
    rows = list(RetentionRule.objects.filter(village=village).values_list("category", "years"))
    rest = next((years for category, years in rows if category is None), DEFAULT_RETENTION_YEARS)
    return Periods({category: years for category, years in rows if category is not None}, rest)


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def kept_until(case: Case, periods: Periods | None = None) -> date | None:
    """Return until when the contents of a case are kept; None while it has not come to its end."""
    if case.status not in FINAL or case.closed_at is None:
        return None
    years = (periods or periods_of(case.village)).of(case.category_id)
    return years_later(local_date(case.village, case.closed_at), years)


def falling_due(
    village: Village, *, until: date, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[Falling]:
    """Return ended cases, oldest end first, whose contents fall due by a day (one query, and the periods).

    One range of an index over what has ended and still has contents; categories with longer periods are left out.
    """
    periods = periods_of(village)
    oldest = _ends_of(village, until, periods.shortest)
    found = Case.objects.filter(
        village=village, closed_at__isnull=False, closed_at__lt=oldest, erased_at__isnull=True, status__in=list(FINAL)
    )
    for category, years in periods.by_category.items():
        if years > periods.shortest:
            found = found.exclude(category=category, closed_at__gte=_ends_of(village, until, years))
    if periods.rest > periods.shortest:
        shorter = [category for category, years in periods.by_category.items() if years < periods.rest]
        limit_rest = _ends_of(village, until, periods.rest)
        found = found.filter(Q(category__in=shorter) | Q(closed_at__lt=limit_rest))
    if after is not None:
        found = found.filter(Q(closed_at__gt=after[0]) | Q(closed_at=after[0], pk__gt=after[1]))
    rows = found.select_related("category", "village").order_by("closed_at", "id")[:limit]
    return [Falling(case, due) for case in rows if (due := kept_until(case, periods)) is not None]


def listed(village: Village) -> QuerySet[RetentionItem]:
    """Return what the job has listed and is not done yet, nearest first."""
    return (
        RetentionItem.objects.filter(village=village, done_at__isnull=True)
        .select_related("case", "case__category", "approved_by", "second_by")
        .order_by("due_on", "id")
    )


def ripe(rows: Sequence[RetentionItem], today: date) -> list[RetentionItem]:
    """Return those that are due: nobody keeps them on."""
    return [row for row in rows if row.kept_until is None or row.kept_until <= today]


def _ends_of(village: Village, until: date, years: int) -> datetime:
    """Return the moment before which a case must have ended to fall due by this day."""
    day = years_before(until, years)
    return datetime.combine(day, time.max, tzinfo=village.zone)


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
