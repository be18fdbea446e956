"""Reads about lateness: which cases have been taken up the ladder, how far, and what still waits for the district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kentongan.cases.models import Case, Escalation, Event
from kentongan.rules.access import Viewer
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.escalation import LADDER
from kentongan.rules.types import Move, Role, Rung
from kentongan.villages.models import Village

# On whose list a case appears when it was taken up to his rung; a handler's and a unit head's own work is there anyway.
LISTED = ((Role.UNIT_HEAD, Rung.UNIT_HEAD), (Role.VILLAGE_HEAD, Rung.VILLAGE_HEAD), (Role.BPD, Rung.BPD))
CARRIERS = frozenset({Role.UNIT_HEAD, Role.BPD})  # who may bring the report to the district head


@dataclass(frozen=True)
class Overdue:
    """What a late case's reporter is told: since when, and who knows of it. Days are the village's dates."""

    since: date
    what: str
    rungs: tuple[Rung, ...]
    district_told_at: datetime | None


def still_late() -> QuerySet[Escalation]:
    """Return the climbs that count now: the clock still runs, and against the same day."""
    return Escalation.objects.filter(
        late=True, clock__stopped_on__isnull=True, clock__cancelled=False, due_on=F("clock__due_on")
    )


def taken_up_to(viewer: Viewer, village: Village) -> Q:
    """Return which cases were taken up to this viewer's rung, or wait for him to tell the district head."""
    here = still_late().filter(village=village, case=OuterRef("pk"))
    wanted = Q(pk__in=[])
    rungs = [rung for role, rung in LISTED if role in viewer.roles]
    if rungs:
        wanted |= Q(Exists(here.filter(rung__in=rungs)))
    if viewer.roles & CARRIERS:
        wanted |= Q(Exists(here.filter(rung=Rung.DISTRICT, delivered_at__isnull=True)))
    return wanted


def taken_up(village: Village) -> Q:
    """Return which cases are late now and were taken up the ladder at all."""
    return Q(Exists(still_late().filter(village=village, case=OuterRef("pk"))))


def highest_rung(village: UUID) -> QuerySet[Escalation]:
    """Return the newest climb of an outer case, for a row of the inbox: the rung it has come to."""
    return still_late().filter(village=village, case=OuterRef("pk")).order_by("-at", "-id")


def district_waits(case: Case) -> bool:
    """Tell whether the report of lateness still has to be brought to the district head (one query)."""
    return (
        still_late().filter(village=case.village_id, case=case, rung=Rung.DISTRICT, delivered_at__isnull=True).exists()
    )


def overdue(case: Case, late: Mapping[ClockKind, date], labels: Mapping[ClockKind, str]) -> Overdue | None:
    """Return what the reporter is told of lateness; None when nothing is late (one query when something is).

    `late`: the clocks that are late and since which due day. Named are only those whom the village tells him of.
    """
    if not late:
        return None
    kind = min(late, key=lambda kind: late[kind])
    rungs: set[Rung] = set()
    told_at: datetime | None = None
    events = Event.objects.filter(
        village=case.village_id, case=case, to_reporter=True, move__in=[Move.ESCALATE, Move.DISTRICT_TOLD]
    )
    for move, data, at in events.order_by("at", "id").values_list("move", "data", "at"):
        if move == Move.DISTRICT_TOLD:
            told_at = at
        for row in data.get("told", ()):
            if row.get("reporter") and late.get(ClockKind(row["clock"])) == date.fromisoformat(row["due_on"]):
                rungs.add(Rung(row["rung"]))
    return Overdue(
        since=late[kind],
        what=labels.get(kind, kind.label),
        rungs=tuple(rung for rung in LADDER if rung in rungs),
        district_told_at=told_at if Rung.DISTRICT in rungs else None,
    )
