"""Keeping the figures up: read what is new in the ledger, look at those cases again, put the difference into the sums.

One step is one transaction: the place in the ledger, what each case counts as, and the sums move together or not at
all. A step that is done twice changes nothing the second time, and counting anew gives the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kentongan.cases.models import Case
from kentongan.ledger import log as ledger
from kentongan.reports.figures.contribution import SOON, Contribution, Key, Mark, Sums, add
from kentongan.reports.figures.facts import Counted, count_cases
from kentongan.reports.models import CountedCase, FiguresCursor, Tally
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

VERSION: Final = 1
"""Raised with every change of a definition: then all villages' figures are made anew by themselves."""

ENTRIES: Final = 500
"""How many entries of the ledger one step reads."""

_WHICH = {"id", "village", "period", "dimension", "value", "days"}
MEASURES: Final = tuple(field.name for field in Tally._meta.concrete_fields if field.name not in _WHICH)


class Drifted(Exception):
    """The sums do not hold what is to be taken out of them: they are made anew."""


def behind(village: Village, *, today: date) -> int:
    """Return how many entries are not in the figures yet, plus 1 when the day has changed a mark (three queries)."""
    cursor = FiguresCursor.objects.filter(village=village).first()
    if cursor is None or not _usable(cursor, village):
        return ledger.size(village.log)
    waiting = ledger.size(village.log) - cursor.next_index
    return waiting + int(_stale(village, today).exists())


def step(village: Village, *, at: datetime, entries: int = ENTRIES) -> bool:
    """Take the next entries into the figures; False when there was nothing left to do."""
    try:
        with transaction.atomic():
            return _step(village, at, entries)
    except Drifted:
        with transaction.atomic():
            _begin_anew(_locked(village), village)
        return True


def catch_up(village: Village, *, at: datetime, steps: int) -> bool:
    """Make at most so many steps; True when the figures are up to date."""
    return any(not step(village, at=at) for _ in range(steps))


def count_anew(village: Village) -> None:
    """Throw the figures away; the next steps make them from the cases themselves."""
    with transaction.atomic():
        _begin_anew(_locked(village), village)


def _step(village: Village, at: datetime, entries: int) -> bool:
    cursor = _locked(village)
    if not _usable(cursor, village):
        _begin_anew(cursor, village)
    today = local_date(village, at)
    anew = cursor.next_index < cursor.anew_until
    limit = min(entries, cursor.anew_until - cursor.next_index) if anew else entries
    following, subjects = ledger.subjects_since(village.log, cursor.next_index, limit=limit)
    moved = following != cursor.next_index
    if not moved and ledger.size(village.log) < following:
        raise Drifted("the ledger is shorter than what was read of it")
    if anew:
        # Looked at once since the beginning is enough: what happened meanwhile stands in later entries.
        known = CountedCase.objects.filter(pk__in=subjects).values_list("pk", flat=True)
        touched = subjects - frozenset(known)
    else:
        touched = _with_merged(village, subjects)
    stale = frozenset() if moved else frozenset(_stale(village, today).values_list("pk", flat=True)[:entries])
    if touched or stale:
        _recount(village, touched | stale, today)
    cursor.next_index, cursor.folded_at = following, at
    cursor.save(update_fields=["next_index", "folded_at"])
    return moved or bool(stale)


def _locked(village: Village) -> FiguresCursor:
    FiguresCursor.objects.get_or_create(village=village)
    return FiguresCursor.objects.select_for_update().get(village=village)


def _usable(cursor: FiguresCursor, village: Village) -> bool:
    """Whether the numbers were made by today's definitions and in today's time zone."""
    return (cursor.version, cursor.zone) == (VERSION, village.timezone)


def _begin_anew(cursor: FiguresCursor, village: Village) -> None:
    Tally.objects.filter(village=village).delete()
    CountedCase.objects.filter(village=village).delete()
    cursor.next_index, cursor.anew_until = 0, ledger.size(village.log)
    cursor.version, cursor.zone = VERSION, village.timezone
    cursor.save()


def _with_merged(village: Village, subjects: frozenset[UUID]) -> frozenset[UUID]:
    """Return the subjects and what was merged with them: naming who is reported changes all of one matter."""
    found = newest = subjects
    while newest:
        links = Case.objects.filter(Q(pk__in=newest, merged_into__isnull=False) | Q(merged_into__in=newest))
        linked = {key for pair in links.filter(village=village).values_list("pk", "merged_into") for key in pair if key}
        newest = frozenset(linked) - found
        found |= newest
    return found


def _stale(village: Village, today: date) -> QuerySet[CountedCase]:
    """The cases whose mark no longer fits the day, whichever way the calendar moved."""
    rows = CountedCase.objects.filter(village=village, due_on__isnull=False)
    return rows.filter(
        Q(mark=Mark.LATE, due_on__gte=today)
        | Q(mark=Mark.SOON, due_on__lt=today)
        | Q(mark=Mark.SOON, due_on__gt=today + SOON)
        | Q(mark=Mark.RUNNING, due_on__lte=today + SOON)
    )


def _recount(village: Village, cases: Collection[UUID], today: date) -> None:
    """Look at the cases again and put what changed into the sums."""
    now = count_cases(village, cases, today=today)
    before = dict(CountedCase.objects.filter(pk__in=now).values_list("pk", "facts"))
    difference: Sums = {}
    changed: dict[UUID, Counted] = {}
    for key, counted in now.items():
        old = Contribution.from_json(before[key]) if key in before else None
        if old == counted.contribution:
            continue
        changed[key] = counted
        add(difference, counted.contribution)
        if old is not None:
            add(difference, old, -1)
    CountedCase.objects.bulk_create(
        [
            CountedCase(
                case_id=key,
                village=village,
                facts=counted.contribution.as_json(),
                due_on=counted.due_on,
                mark=counted.contribution.mark,
            )
            for key, counted in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["facts", "due_on", "mark"],
    )
    _apply(village, {key: counts for key, counts in difference.items() if any(counts.values())})


def _apply(village: Village, difference: Sums) -> None:
    """Put differences into the stored sums. Raises Drifted when a sum would become negative."""
    if not difference:
        return
    rows: dict[Key, Tally] = {
        (row.period, row.dimension, row.value): row
        for row in Tally.objects.filter(
            village=village,
            period__in={period for period, _, _ in difference},
            dimension__in={dimension for _, dimension, _ in difference},
        )
    }
    touched: list[Tally] = []
    emptied: list[Tally] = []
    for key, counts in difference.items():
        row = rows.get(key) or Tally(village=village, period=key[0], dimension=key[1], value=key[2])
        _move(row, counts)
        (touched if any(getattr(row, name) for name in MEASURES) else emptied).append(row)
    Tally.objects.filter(pk__in=[row.pk for row in emptied]).delete()
    Tally.objects.bulk_create(
        touched,
        update_conflicts=True,
        unique_fields=["village", "period", "dimension", "value"],
        update_fields=[*MEASURES, "days"],
    )


def _move(row: Tally, counts: Counter[str]) -> None:
    for name, count in counts.items():
        if name.startswith("days:"):
            days = name.removeprefix("days:")
            after = row.days[days] = row.days.get(days, 0) + count
            if not after:
                del row.days[days]
        else:
            after = getattr(row, name) + count
            setattr(row, name, after)
        if after < 0:
            raise Drifted(f"{row}: {name} {after}")
