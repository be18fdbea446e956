"""Carrying publications to the guard of the rules and back: what each shows, and what becomes coarser."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncQuarter

from kentongan.cases.models import Case, Publication
from kentongan.rules.publication import Consent, Row, Shown, Totals, likely, place, quarter_of
from kentongan.rules.types import Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Category, Village

MAY_STAND: Final = (
    Q(case__restricted=False, case__processing_limited=False, case__erased_at__isnull=True)
    & Q(case__sealed_content__isnull=True, case__publish_consent=Consent.YES)
    & ~Q(case__status=Status.MERGED)
)
"""What must hold of a case for anything of it to be public, whatever was forgotten elsewhere."""

PUBLISHED: Final = Q(published_at__isnull=False, taken_off_at__isnull=True)
_SHOWN: Final = ("shown_group", "shown_category", "shown_hamlet", "shown_period", "withheld")


def hold(village: UUID) -> None:
    """Let nobody else change what is published of a village until this transaction ends (one query on PostgreSQL).

    Whether a cell has company is known only to one who sees what the others take away at the same moment. The order of
    locks is everywhere: the case, then this, then the publications, then the ledger. Not the village's row: whoever
    changes an officer holds that before the officer, and an event of a case holds the officer.
    """
    # On SQLite the whole transaction already holds the one write lock.
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(b"publications:" + village.bytes).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def row_of(publication: Publication, case: Case) -> Row:
    """Return what the guard needs to know; place and topic are the case's own, as they are now."""
    category = case.category
    return Row(
        id=publication.pk.hex,
        group=category.public_group if category else "",
        category=category.name if category else "",
        hamlet=str(case.hamlet_id) if case.hamlet_id else "",
        quarter="" if case.date_unknown else quarter_of(local_date(case.village, case.received_at)),
        kept=shown_by(publication) if publication.published_at is not None else None,
    )


def shown_by(publication: Publication) -> Shown:
    """Return what a publication shows, or showed last."""
    return Shown(
        publication.shown_group,
        publication.shown_category,
        str(publication.shown_hamlet_id) if publication.shown_hamlet_id else "",
        publication.shown_period,
    )


def decide(village: Village, due: Sequence[Publication], *, absent: Collection[UUID] = ()) -> dict[UUID, Shown | None]:
    """Return what each of the published and the due ones shows, by the id of its publication (five queries).

    `absent`: publications that count for nothing, though they may be published and only withheld.
    """
    standing = _published(village).exclude(pk__in=[*(row.pk for row in due), *absent])
    rows = [row_of(each, _of_village(each.case, village)) for each in (*standing, *due)]
    placed = place(rows, least=village.publish_least, totals=totals_of(village))
    return {UUID(hex=key): shown for key, shown in placed.items()}


def decide_patiently(
    village: Village, due: Sequence[Publication], patient: Collection[UUID]
) -> dict[UUID, Shown | None]:
    """Return the same, but let the `patient` ones wait rather than be shown without a topic.

    What is shown once never becomes finer, so it is worth waiting a while for company that lets it keep its topic.
    What waits is no company to anybody. `patient`: of the due ones, such as show nothing at the moment.
    """
    waiting: set[UUID] = set()
    while True:
        placed = decide(village, [row for row in due if row.pk not in waiting], absent=waiting)
        poor = {key for key, shown in placed.items() if key in patient and shown is not None and not shown.group}
        if not poor - waiting:
            return placed | dict.fromkeys(waiting)
        waiting |= poor


def coarsen(village: Village, *, at: datetime) -> int:
    """Make coarser, or let wait, what has lost its company; return how many (one query where nothing has).

    To be called inside the transaction in which a case was taken off, or when the village asks for more company.
    """
    cells = _published(village).filter(withheld=False).order_by().values_list(*_SHOWN[:4]).annotate(n=Count("pk"))
    if all(count >= village.publish_least for *_, count in cells):
        return 0
    rows = list(_published(village))
    placed = place([row_of(each, _of_village(each.case, village)) for each in rows], least=village.publish_least)
    return write(rows, {UUID(hex=key): shown for key, shown in placed.items()}, at=at)


def write(rows: Iterable[Publication], placed: Mapping[UUID, Shown | None], *, at: datetime) -> int:
    """Store what changed of publications that stand; return how many did."""
    changed = [row for row in rows if show(row, placed[row.pk])]
    for row in changed:
        row.changed_at = at
    Publication.objects.bulk_update(changed, [*_SHOWN, "changed_at"], batch_size=500)
    return len(changed)


def show(row: Publication, shown: Shown | None) -> bool:
    """Put into an unsaved row what it shows; tell whether that is anything else. A hidden one remembers."""
    before = (shown_by(row), row.withheld)
    row.withheld = shown is None
    if shown is not None:
        row.shown_group, row.shown_category, row.shown_period = shown.group, shown.category, shown.period
        row.shown_hamlet_id = UUID(shown.hamlet) if shown.hamlet else None
    return before != (shown_by(row), row.withheld)


def likely_shown(village: Village, publication: Publication, case: Case) -> Shown | None:
    """Return what a case would show if it were published now (at most one bounded query a step of its ladder)."""

    def company(shown: Shown) -> int:
        alike = _published(village).filter(
            withheld=False,
            shown_group=shown.group,
            shown_category=shown.category,
            shown_hamlet=UUID(shown.hamlet) if shown.hamlet else None,
            shown_period=shown.period,
        )
        return len(alike.exclude(case=case).order_by().values_list("pk")[: village.publish_least])

    return likely(row_of(publication, _of_village(case, village)), company, least=village.publish_least)


def totals_of(village: Village) -> Totals:
    """Count all ordinary cases by group, by hamlet and by quarter (four queries)."""
    ordinary = Case.objects.filter(village=village, restricted=False).order_by()
    names = {row.pk: row.public_group for row in Category.objects.filter(village=village)}
    groups: Counter[str] = Counter()
    for key, count in ordinary.exclude(category=None).values_list("category").annotate(n=Count("pk")):
        groups[names[key]] += count
    hamlets = ordinary.exclude(hamlet=None).values_list("hamlet").annotate(n=Count("pk"))
    dated = ordinary.filter(date_unknown=False)
    quarters = dated.annotate(quarter=TruncQuarter("received_at", tzinfo=village.zone)).values_list("quarter")
    return Totals(
        group=groups,
        hamlet={str(key): count for key, count in hamlets},
        quarter={quarter_of(first.date()): count for first, count in quarters.annotate(n=Count("pk"))},
        all=ordinary.count(),
    )


def _published(village: Village) -> QuerySet[Publication]:
    return Publication.objects.filter(PUBLISHED, MAY_STAND, village=village).select_related("case__category")


def _of_village(case: Case, village: Village) -> Case:
    case.village = village
    return case
