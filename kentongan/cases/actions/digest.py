"""The morning letter: what waits for an officer, told once on each working day, and only when something does.

It names register numbers and days, never a story, a title or a reporter; a case about the officer himself is in none of
its counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from kentongan.cases.models import Assignment, Case, CaseMember
from kentongan.cases.queries.inbox import NOT_IN_TRAY, OPEN, WINDOW, visible, without_hidden
from kentongan.cases.queries.turns import SOON, needs_me
from kentongan.outbox.models import OutboxMessage
from kentongan.outbox.queue import queue
from kentongan.people.models import Officer
from kentongan.rules.access import SEES_ALL
from kentongan.rules.calendars import WorkCalendar
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Role, Status
from kentongan.ui.words import say_short_date
from kentongan.villages.calendar import calendar_for
from kentongan.villages.models import Village

LETTER: Final = "digest"
# From six in the morning; until noon, for an office computer that is switched on at eight.
FROM_HOUR, UNTIL_HOUR = 6, 12
_READERS: Final = SEES_ALL | {Role.HANDLER, Role.OVERSEER}
NAMED = 10
CAP = 99

Waiting = tuple[str, date | None, str]  # register number, nearest day, its clock


@dataclass(frozen=True)
class Digest:
    """What waits for one officer this morning. Counts are bounded: CAP + 1 means more."""

    mine: int
    new: int
    late: int
    soon: int
    first: str  # the register number that is nearest
    lines: tuple[str, ...]

    def payload(self) -> dict[str, object]:
        """Return the facts of the letter."""
        counts = {name: _capped(getattr(self, name)) for name in ("mine", "new", "late", "soon")}
        return {**counts, "number": self.first, "lines": list(self.lines), "more": max(0, self.mine - len(self.lines))}


def send_due(*, village: Village, at: datetime) -> int:
    """Queue the morning letters of a village that are due; return how many.

    Nothing on days on which the village does not work, nor at other hours, nor twice on a day.
    """
    local = at.astimezone(village.zone)
    calendar = calendar_for(village)
    if not FROM_HOUR <= local.hour < UNTIL_HOUR or not calendar.is_working(local.date()):
        return 0
    sent = 0
    for officer in _readers(village, local.date()):
        found = digest_for(officer, village, today=local.date(), since=_since(village, calendar, local.date()))
        if found is None:
            continue
        with transaction.atomic():
            queue(
                village=village,
                channel="email",
                template=LETTER,
                dedupe_key=_key(officer, local.date()),
                subject=officer.id,  # a newer letter to the same officer takes the place of one that still waits
                to_officer=officer.id,
                payload=found.payload(),
                at=at,
            )
        sent += 1
    return sent


def digest_for(officer: Officer, village: Village, *, today: date, since: datetime) -> Digest | None:
    """Return what waits for an officer, or None when nothing does (bounded queries, whatever the number of cases)."""
    mine = _waiting(officer, village, today)
    soon_by = today + SOON
    late = sum(1 for _, day, _ in mine if day is not None and day < today)
    soon = sum(1 for _, day, _ in mine if day is not None and today <= day <= soon_by)
    if not mine:
        return None
    return Digest(
        mine=len(mine),
        new=_new(officer, village, since),
        late=late,
        soon=soon,
        first=mine[0][0],
        lines=tuple(_line(number, day, clock, today) for number, day, clock in mine[:NAMED]),
    )


def _waiting(officer: Officer, village: Village, today: date) -> list[Waiting]:
    """What waits for a move of his, and what he handles, nearest first: each from one range of one index."""
    viewer = officer.viewer()
    newest = (
        without_hidden(Case.objects.filter(village=village, **OPEN), viewer).order_by("inbox_key").values("pk")[:WINDOW]
    )
    columns = ("inbox_key", "number", "next_due_on", "next_clock")
    found = {
        row
        for cases in (
            visible(viewer, village).filter(needs_me(viewer, village, today=today), pk__in=newest),
            visible(viewer, village).filter(**OPEN, handler=viewer.id),
        )
        for row in cases.order_by("inbox_key").values_list(*columns)[: CAP + 1]
    }
    return [row[1:] for row in sorted(found, key=lambda row: row[0])][: CAP + 1]


def _new(officer: Officer, village: Village, since: datetime) -> int:
    """How many came in, or were given to him, since the last working day began."""
    viewer = officer.viewer()
    given = Assignment.objects.filter(village=village, handler=officer, assigned_at__gte=since, ended_at__isnull=True)
    fresh = Q(pk__in=given.values("case"))
    if viewer.roles & {Role.INTAKE, Role.UNIT_HEAD}:
        newest = Case.objects.filter(village=village, received_at__gte=since).order_by("-received_at", "-id")
        newest = without_hidden(newest, viewer)
        fresh |= Q(pk__in=newest.values("pk")[:WINDOW], status=Status.RECEIVED)
    else:
        fresh |= Q(pk__in=CaseMember.objects.filter(village=village, officer=officer, since__gte=since).values("case"))
    return len(visible(viewer, village).filter(fresh, **NOT_IN_TRAY).values_list("pk", flat=True)[: CAP + 1])


def _readers(village: Village, today: date) -> list[Officer]:
    """Officers with an address who work with cases, want the letter and have not had today's."""
    officers = list(
        Officer.objects.filter(village=village, is_active=True, email__gt="", roles__role__in=_READERS)
        .exclude(habits__digest=False)
        .prefetch_related("roles")
        .distinct()
        .order_by("pk")
    )
    keys = [_key(officer, today) for officer in officers]
    had = set(OutboxMessage.objects.filter(village=village, dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    return [officer for officer in officers if _key(officer, today) not in had]


def _key(officer: Officer, today: date) -> str:
    return f"{LETTER}:{officer.id}:{today.isoformat()}"


def _since(village: Village, calendar: WorkCalendar, today: date) -> datetime:
    """The morning of the working day before today."""
    day = today - timedelta(days=1)
    while not calendar.is_working(day) and (today - day).days < 30:
        day -= timedelta(days=1)
    return datetime.combine(day, time(FROM_HOUR), tzinfo=village.zone)


def _line(number: str, day: date | None, clock: str, today: date) -> str:
    if day is None:
        return number
    late = "LEWAT BATAS " if day < today else ""
    return f"{number}: {late}{ClockKind(clock).label}, paling lambat {say_short_date(day)}"


def _capped(count: int) -> str:
    return f"{CAP}+" if count > CAP else str(count)
