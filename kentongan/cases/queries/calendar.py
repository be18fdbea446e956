"""What falls due on which day: the month view, its lists, and an officer's own calendar. All of it bounded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.cases.models import Case
from kentongan.cases.queries.inbox import OPEN, InboxRow, rows_of, visible, without_hidden
from kentongan.cases.queries.turns import needs_me
from kentongan.rules.access import Viewer
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Role
from kentongan.villages.models import Village

DAY_CAP = 99  # a day's count beyond this reads "99+"
READ_AT_ONCE = 2000
PAGE_SIZE = 25
FEED_PAST, FEED_AHEAD = timedelta(days=60), timedelta(days=365)
FEED_CAP = 300


@dataclass(frozen=True)
class DueEntry:
    """One line of an officer's calendar: a number, what is due, and when; never a story."""

    case: UUID
    number: str
    what: str  # the kind of clock, or "asked" for the day his disposition names
    label: str
    day: date
    changed: datetime


@dataclass(frozen=True)
class DuePage:
    """A page of what is due on one day; `next` is the cursor of what follows, "" at the end."""

    rows: tuple[InboxRow, ...]
    next: str


def due_counts(viewer: Viewer, village: Village, first: date, last: date, *, own: bool, today: date) -> dict[date, int]:
    """Return how many open cases fall due on each day from `first` to `last`, counted up to DAY_CAP + 1.

    One query as long as a month has fewer than READ_AT_ONCE of them; the days beyond are then counted one by one.
    """
    found = _due(viewer, village, first, last, own=own, today=today)
    days = list(found.order_by("next_due_on").values_list("next_due_on", flat=True)[:READ_AT_ONCE])
    counts: Counter[date] = Counter(day for day in days if day is not None)
    if len(days) == READ_AT_ONCE:
        day = max(counts)
        while day <= last:
            counts[day] = len(found.filter(next_due_on=day).values_list("pk", flat=True)[: DAY_CAP + 1])
            day += timedelta(days=1)
    return {day: min(count, DAY_CAP + 1) for day, count in counts.items() if count}


def due_on(viewer: Viewer, village: Village, day: date, *, own: bool, today: date, after: UUID | None) -> DuePage:
    """Return a page of the open cases that fall due on a day, oldest first (two queries)."""
    found = _due(viewer, village, day, day, own=own, today=today).order_by("pk")
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found.select_related("category", "hamlet", "handler").defer("hamlet__polygon")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    return DuePage(rows_of(rows, today), rows[-1].pk.hex if more else "")


def own_calendar(viewer: Viewer, village: Village, *, today: date) -> list[DueEntry]:
    """Return what falls due for this officer around today: at most FEED_CAP of each kind (two queries)."""
    around = (today - FEED_PAST, today + FEED_AHEAD)
    columns = ("pk", "number", "next_clock", "next_due_on", "updated_at")
    due = _due(viewer, village, *around, own=True, today=today).order_by("next_due_on", "pk")
    entries = [
        DueEntry(key, number, clock, ClockKind(clock).label, day, changed)
        for key, number, clock, day, changed in due.values_list(*columns)[:FEED_CAP]
        if day is not None
    ]
    if Role.HANDLER in viewer.roles:
        asked = visible(viewer, village).filter(**OPEN, handler=viewer.id, handler_due_on__range=around)
        days = asked.order_by("inbox_key").values_list("pk", "number", "handler_due_on", "updated_at")
        entries += [
            DueEntry(key, number, "asked", "Diminta selesai", day, changed)
            for key, number, day, changed in days[:FEED_CAP]
            if day is not None
        ]
    return sorted(entries, key=lambda entry: (entry.day, entry.number, entry.what))


def _due(viewer: Viewer, village: Village, first: date, last: date, *, own: bool, today: date) -> QuerySet[Case]:
    cases = visible(viewer, village).filter(**OPEN, next_due_on__range=(first, last))
    if not own:
        return cases
    # Whose turn it is no index knows: only so many of the nearest are looked at.
    nearest = Case.objects.filter(village=village, **OPEN, next_due_on__range=(first, last)).order_by("next_due_on")
    nearest = without_hidden(nearest, viewer)
    mine = Q(handler=viewer.id) | needs_me(viewer, village, today=today)
    return cases.filter(mine, pk__in=nearest.values("pk")[:READ_AT_ONCE])
