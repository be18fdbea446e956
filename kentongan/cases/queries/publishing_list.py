"""The desk's lists of publications: what could be published, what waits, what stands, what was taken off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from kentongan.cases.models import Case, Event, Publication, PublicVersion
from kentongan.cases.publication import TOLD
from kentongan.cases.queries.inbox import visible
from kentongan.cases.queries.publishing import Standing
from kentongan.rules.access import Viewer
from kentongan.rules.publication import Consent, TakenOff
from kentongan.rules.types import Labelled, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

PAGE: Final = 30


class PublicTab(Labelled):
    """One list of the page."""

    READY = "siap", "Siap diperiksa"
    WAITING = "menunggu", "Menunggu terbit"
    PUBLIC = "terbit", "Sudah terbit"
    OFF = "ditarik", "Ditarik"


@dataclass(frozen=True)
class PublicLine:
    """One case of a list."""

    case: UUID
    number: str
    title: str
    status_label: str
    category: str
    standing: Standing
    due_on: date | None
    published_on: date | None
    off_why: str
    prepared: bool  # a text for publication is there
    stale: bool  # the office has said something since


@dataclass(frozen=True)
class PublicList:
    """One page of a list; `next`: to ask for the following one."""

    lines: tuple[PublicLine, ...]
    next: str


def public_list(viewer: Viewer, village: Village, tab: PublicTab, after: UUID | None = None) -> PublicList:
    """Return one page, the newest cases first (five queries). Only cases this viewer may see."""
    found = visible(viewer, village).filter(_IN[tab])
    if tab is not PublicTab.OFF:
        found = found.filter(restricted=False, erased_at__isnull=True, publish_consent=Consent.YES)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.select_related("category", "publication").order_by("-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    prepared, said = _prepared(village, [case.pk for case in shown]), _said(village, [case.pk for case in shown])
    lines = tuple(_line(case, village, prepared, said) for case in shown)
    return PublicList(lines, str(shown[-1].pk) if len(rows) > PAGE else "")


_IN: Final = {
    PublicTab.READY: Q(publication__isnull=True, category__isnull=False, processing_limited=False)
    & ~Q(status=Status.MERGED),
    PublicTab.WAITING: Q(publication__next_version__gte=1),
    PublicTab.PUBLIC: Q(publication__published_at__isnull=False, publication__taken_off_at__isnull=True),
    PublicTab.OFF: Q(publication__taken_off_at__isnull=False, publication__next_version=0),
}


def _prepared(village: Village, cases: Collection[UUID]) -> dict[UUID, object]:
    rows: QuerySet[PublicVersion] = PublicVersion.objects.filter(village=village, case__in=cases).order_by()
    return dict(rows.values_list("case").annotate(last=Max("made_at")))


def _said(village: Village, cases: Collection[UUID]) -> dict[UUID, object]:
    """When the office last said something that could be published, by case."""
    told = Event.objects.filter(village=village, case__in=cases, move__in=TOLD, to_reporter=True).exclude(text="")
    return dict(told.order_by().values_list("case").annotate(last=Max("at")))


def _line(case: Case, village: Village, prepared: dict[UUID, object], said: dict[UUID, object]) -> PublicLine:
    row: Publication | None = getattr(case, "publication", None)
    made, last = prepared.get(case.pk), said.get(case.pk)
    return PublicLine(
        case=case.pk,
        number=case.number,
        title=case.title or " ".join(case.story.split())[:90] or "Aduan tersegel",
        status_label=Status(case.status).label,
        category=case.category.name if case.category else "",
        standing=standing_of(row),
        due_on=row.due_on if row else None,
        published_on=local_date(village, row.published_at) if row and row.published_at else None,
        off_why=TakenOff(row.taken_off_why).label if row and row.taken_off_why else "",
        prepared=made is not None,
        stale=made is not None and last is not None and last > made,  # type: ignore[operator]  # two moments
    )


def standing_of(row: Publication | None) -> Standing:
    """Return where a publication stands, without asking what day it is."""
    if row is None:
        return Standing.NOTHING
    if row.is_public:
        return Standing.PUBLIC
    if row.next_version:
        return Standing.WAITING
    return Standing.OFF if row.taken_off_at is not None else Standing.COMPANY
