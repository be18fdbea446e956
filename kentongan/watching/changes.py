"""What changed in public since the last look, found by comparing; a job looks once an hour, which blurs the moment.

Compared is only what stands in public anyway: who reads the public list every hour knows as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from kentongan.cases.queries.late_counts import unpublished_late
from kentongan.cases.queries.published import MOST, PublicCard, PublicFilter, public_cards, public_rows, standing
from kentongan.people.models import OfficerRole
from kentongan.rules.public_figures import PublicRow
from kentongan.rules.types import Role, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.watching import kept
from kentongan.watching.models import Change, Looked, Shown, Watch, What

KEPT: Final = timedelta(days=400)
PAGE: Final = 30
AT_ONCE: Final = 500  # changes taken into account for one watch in one turn


@dataclass(frozen=True)
class Told:
    """A change with the case as it stands now; None where nothing of it stands any more."""

    change: Change
    card: PublicCard | None


def watched_villages() -> list[Village]:
    """Return the villages that have an observer; for the others nobody needs to look."""
    observed = OfficerRole.objects.filter(role=Role.OBSERVER, officer__is_active=True).values("village")
    return list(Village.objects.filter(pk__in=observed))


def look(village: Village, at: datetime) -> int:
    """Compare what stands with the last look, note what changed, count anew; return how many changes there were.

    The first look of a village notes no change: all was there before anybody watched.
    """
    today = local_date(village, at)
    rows = list(public_rows(village, today=today))
    changed_at = dict(standing(village).values_list("public_id", "changed_at"))
    counted = {"figures": kept.figures_of(village, rows), "late": dict(unpublished_late(village, today=today))}
    with transaction.atomic():
        looked, first = Looked.objects.select_for_update().get_or_create(village=village, defaults={"at": at})
        known = {each.public_id: each for each in Shown.objects.filter(village=village)}
        found = [] if first else list(_changes(known, rows, changed_at, today))
        for change in found:
            change.village = village
        Change.objects.bulk_create(found)
        _keep(village, known, rows, changed_at)
        Looked.objects.filter(pk=looked.pk).update(at=at, **counted)
    return len(found)


def newest(village: Village, *, what: What | None = None, before: UUID | None = None, limit: int) -> list[Change]:
    """Return the newest changes, or those older than `before` (one query)."""
    rows = Change.objects.filter(village=village)
    if what is not None:
        rows = rows.filter(what=what)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def since(village: Village, cursor: UUID | None, *, limit: int = AT_ONCE) -> list[Change]:
    """Return what changed after a change (None: all that is kept), the oldest first (one query)."""
    rows = Change.objects.filter(village=village)
    if cursor is not None:
        rows = rows.filter(id__gt=cursor)
    return list(rows.order_by("id")[:limit])


def newest_key(village: Village) -> UUID | None:
    """Return the key of the newest change: from here on somebody wants to hear."""
    return Change.objects.filter(village=village).order_by("-id").values_list("id", flat=True).first()


def told(village: Village, rows: list[Change], *, today: date) -> list[Told]:
    """Put beside each change the case as it stands now (a fixed number of queries for up to MOST cases)."""
    cards = _cards(village, rows, None, today=today)
    return [Told(row, None if row.what == What.TAKEN_OFF else cards.get(row.public_id)) for row in rows]


def matching(watch: Watch, rows: list[Change], *, today: date) -> list[Told]:
    """Return those of these changes that a watch is about, the case as it stands now beside each."""
    wanted = [row for row in rows if not watch.only_late or row.what in (What.LATE, What.TAKEN_OFF)]
    cards = _cards(watch.village, wanted, filter_of(watch), today=today) if wanted else {}
    found = []
    for row in wanted:
        if row.what == What.TAKEN_OFF:
            if _was_about(watch, row):
                found.append(Told(row, None))
        elif row.public_id in cards:
            found.append(Told(row, cards[row.public_id]))
    return found


def filter_of(watch: Watch) -> PublicFilter:
    """Return the filter of the public list that a watch is."""
    return PublicFilter(
        group=watch.group,
        hamlet=watch.hamlet,
        period=watch.period,
        status=Status(watch.status) if watch.status else None,
        words=watch.words,
    )


def forget_old(at: datetime) -> None:
    """Delete changes nobody looks back to."""
    Change.objects.filter(day__lt=(at - KEPT).date()).delete()


def _was_about(watch: Watch, row: Change) -> bool:
    """Whether a case that is gone fitted a watch, as far as that is still known; its words are not."""
    return (
        watch.group in ("", row.group)
        and watch.hamlet in ("", row.hamlet)
        and (not watch.period or row.period[: len(watch.period)] == watch.period)
    )


def _cards(
    village: Village, rows: list[Change], wanted: PublicFilter | None, *, today: date
) -> Mapping[str, PublicCard]:
    ids = list(dict.fromkeys(row.public_id for row in rows if row.what != What.TAKEN_OFF))
    found: dict[str, PublicCard] = {}
    for start in range(0, len(ids), MOST):
        found |= public_cards(village, ids[start : start + MOST], wanted, today=today)
    return found


def _missed(row: PublicRow) -> list[str]:
    return sorted({str(clock.kind) for clock in row.clocks if not clock.met})


def _changes(
    known: Mapping[str, Shown], rows: list[PublicRow], changed_at: Mapping[str, datetime | None], today: date
) -> Iterator[Change]:
    for row in rows:
        before = known.get(row.id)
        if before is None:
            yield Change(public_id=row.id, what=What.PUBLISHED, status=row.status, day=today)
        elif before.status != row.status:
            yield Change(public_id=row.id, what=What.STATUS, status=row.status, day=today)
        for clock in _missed(row):
            if before is None or clock not in before.late:
                yield Change(public_id=row.id, what=What.LATE, status=row.status, clock=clock, day=today)
        if before is not None and before.changed_at != changed_at.get(row.id):
            yield Change(public_id=row.id, what=What.TEXT, status=row.status, day=today)
    stand = {row.id for row in rows}
    for public_id, gone in known.items():
        if public_id not in stand:
            yield Change(
                public_id=public_id,
                what=What.TAKEN_OFF,
                group=gone.group,
                hamlet=gone.hamlet,
                period=gone.period,
                day=today,
            )


def _keep(
    village: Village, known: Mapping[str, Shown], rows: list[PublicRow], changed_at: Mapping[str, datetime | None]
) -> None:
    """Remember how all stands now; only what differs is written."""
    columns = ("group", "hamlet", "period", "status", "late", "changed_at")
    new, moved = [], []
    for row in rows:
        values = (row.group, row.hamlet, row.period, str(row.status), _missed(row), changed_at.get(row.id))
        now = dict(zip(columns, values, strict=True))
        before = known.get(row.id)
        if before is None:
            new.append(Shown(village=village, public_id=row.id, **now))
        elif any(getattr(before, column) != value for column, value in now.items()):
            for column, value in now.items():
                setattr(before, column, value)
            moved.append(before)
    Shown.objects.bulk_create(new)
    Shown.objects.bulk_update(moved, columns, batch_size=200)
    gone = known.keys() - {row.id for row in rows}
    Shown.objects.filter(village=village, public_id__in=gone).delete()
