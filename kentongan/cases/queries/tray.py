"""The triage tray: what waits there, the same texts together; pages are ranges of one index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from kentongan.cases.models import Case
from kentongan.cases.models.case import InboxKey
from kentongan.cases.queries.inbox import TALLY_CAP, InboxRow, rows_of, visible
from kentongan.rules.access import Viewer
from kentongan.rules.triage import TriageReason
from kentongan.villages.models import Village

PAGE = 50


@dataclass(frozen=True)
class TrayRow:
    """One case in the tray."""

    row: InboxRow
    reason: TriageReason


@dataclass(frozen=True)
class TrayGroup:
    """The cases of a page with one text; `alike` is "" where a text stands alone."""

    alike: str
    rows: tuple[TrayRow, ...]
    count: int  # in the whole tray

    @property
    def first(self) -> TrayRow:
        """The one whose words stand for all."""
        return self.rows[0]


@dataclass(frozen=True)
class TrayPage:
    """A page of the tray; `next` is the cursor of what follows, "" at the end."""

    groups: tuple[TrayGroup, ...]
    next: str


def tray(viewer: Viewer, village: Village, *, today: date, after: str = "") -> TrayPage:
    """Return a page of the tray, nearest deadline first (two queries)."""
    cases = (
        _waiting(viewer, village)
        .order_by("inbox_key")
        .select_related("category", "hamlet", "handler")
        .defer("hamlet__polygon")
    )
    if after:
        cases = cases.filter(inbox_key__gt=after)
    found = list(cases[: PAGE + 1])
    shown = found[:PAGE]
    groups: dict[str, list[TrayRow]] = {}
    for case, row in zip(shown, rows_of(shown, today), strict=True):
        groups.setdefault(case.triage_alike or str(case.pk), []).append(TrayRow(row, TriageReason(case.triage_reason)))
    same = _waiting(viewer, village).filter(triage_alike__in=[key for key in groups if key])
    counts = dict(same.order_by().values_list("triage_alike").annotate(Count("pk")))
    made = (_group(key, rows, counts.get(key, 1)) for key, rows in groups.items())
    return TrayPage(tuple(made), next=shown[-1].inbox_key if len(found) > PAGE else "")


def waiting(viewer: Viewer, village: Village, *, late_on: date | None = None) -> int:
    """Return how many cases wait in the tray, up to TALLY_CAP + 1; with `late_on`, of those that are late that day."""
    cases = _waiting(viewer, village)
    if late_on is not None:
        cases = cases.filter(next_due_on__lt=late_on)
    return len(cases.values_list("pk", flat=True)[: TALLY_CAP + 1])


def size(village: Village) -> int:
    """Return how many wait in the tray of a village in all, up to TALLY_CAP + 1: a bare number for its overseers."""
    return len(_in_tray(Case.objects.filter(village=village)).values_list("pk", flat=True)[: TALLY_CAP + 1])


def alike(viewer: Viewer, village: Village, keys: Sequence[str], *, most: int) -> list[UUID]:
    """Return cases of the tray with one of these texts, the oldest first, `most` at most."""
    wanted = _waiting(viewer, village).filter(triage_alike__in=[key for key in keys if key])
    return list(wanted.order_by("pk").values_list("pk", flat=True)[:most])


def _group(key: str, rows: list[TrayRow], count: int) -> TrayGroup:
    return TrayGroup(key if count > 1 else "", tuple(rows), count)


def _waiting(viewer: Viewer, village: Village) -> QuerySet[Case]:
    return _in_tray(visible(viewer, village))


def _in_tray(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(is_open__in=[True], inbox_key__gte=InboxKey.TRAY)
