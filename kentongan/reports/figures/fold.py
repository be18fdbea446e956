"""Keeping the figures up: read what is new in the ledger, look at those cases again, put the difference into the sums.

One step is one transaction: the place in the ledger, what each case counts as, and the sums move together or not at
all. A step that is done twice changes nothing the second time, and counting anew gives the same numbers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from kentongan.cases.models import Case
from kentongan.ledger import log as ledger
from kentongan.reports.figures.contribution import SOON, Contribution, Key, Mark, Sums, add
from kentongan.reports.figures.facts import Counted, count_cases
from kentongan.reports.models import CountedCase, FiguresCursor, Tally
from kentongan.support.ids import uuid7
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

VERSION: Final = 2
"""Raised with every change of a definition: then all villages' figures are made anew by themselves."""

ENTRIES: Final = 500
"""How many entries of the ledger one step reads, so that a page may do it."""

MANY: Final = 5000
"""How many where much is waiting: sums are written once a step, however many cases it looked at."""

_WHICH = {"id", "village", "period", "dimension", "value", "days"}
MEASURES: Final = tuple(field.name for field in Tally._meta.concrete_fields if field.name not in _WHICH)


class Drifted(Exception):
    """The sums do not hold what is to be taken out of them: they are made anew."""


def behind(village: Village, *, today: date) -> int:
    """Return how many entries are not in the figures yet, plus 1 when the day has changed a mark (five queries)."""
    cursor = FiguresCursor.objects.filter(village=village).first()
    if cursor is None or not _usable(cursor, village):
        return ledger.size(village.log)
    waiting = ledger.size(village.log) - cursor.next_index
    return waiting + len(_stale(village, today, 1))


def step(village: Village, *, at: datetime, entries: int = ENTRIES) -> bool:
    """Take the next entries into the figures; False when there was nothing left to do.

    Cases are read before the transaction that writes, so that nobody waits for the reading. What happens to them
    meanwhile has an entry further on; and if somebody else was faster, nothing is written and the next step reads anew.
    """
    cursor = FiguresCursor.objects.filter(village=village).first()
    if cursor is None or not _usable(cursor, village):
        count_anew(village)
        return True
    try:
        work = _look(cursor, village, local_date(village, at), entries)
        with transaction.atomic():
            locked = FiguresCursor.objects.select_for_update().get(pk=cursor.pk)
            if _place(locked) != _place(cursor):
                return True
            if work.cases or work.gone:
                _recount(village, work.cases, work.gone)
            locked.next_index, locked.folded_at = work.following, at
            locked.save(update_fields=["next_index", "folded_at"])
    except Drifted:
        count_anew(village)
        return True
    return bool(work.cases or work.gone) or work.following != cursor.next_index


def catch_up(village: Village, *, at: datetime, steps: int, entries: int = ENTRIES) -> bool:
    """Make at most so many steps; True when the figures are up to date."""
    return any(not step(village, at=at, entries=entries) for _ in range(steps))


def count_anew(village: Village) -> None:
    """Throw the figures away; the next steps make them from the cases themselves."""
    with transaction.atomic():
        FiguresCursor.objects.get_or_create(village=village)
        cursor = FiguresCursor.objects.select_for_update().get(village=village)
        Tally.objects.filter(village=village).delete()
        CountedCase.objects.filter(village=village).delete()
        cursor.next_index, cursor.anew_until = 0, ledger.size(village.log)
        cursor.version, cursor.zone = VERSION, village.timezone
        cursor.save()


@dataclass(frozen=True)
class _Work:
    """What a step found: where to go on from, and what the cases it looked at count as now."""

    following: int
    cases: dict[UUID, Counted]
    gone: frozenset[UUID] = frozenset()  # counted no more: restricted since


def _look(cursor: FiguresCursor, village: Village, today: date, entries: int) -> _Work:
    """Read the next entries and the cases they are about; without any, the cases whose mark the day has changed."""
    anew = cursor.next_index < cursor.anew_until
    limit = min(entries, cursor.anew_until - cursor.next_index) if anew else entries
    following, subjects = ledger.subjects_since(village.log, cursor.next_index, limit=limit)
    if following == cursor.next_index:
        if ledger.size(village.log) < following:
            raise Drifted("the ledger is shorter than what was read of it")
        touched = _stale(village, today, entries)
    elif anew:
        # Looked at once since the beginning is enough: what happened meanwhile stands in later entries.
        touched = subjects - frozenset(CountedCase.objects.filter(pk__in=subjects).values_list("pk", flat=True))
    else:
        touched = _with_merged(subjects)
    cases = count_cases(village, touched, today=today) if touched else {}
    return _Work(following, cases, frozenset(touched) - cases.keys())


def _place(cursor: FiguresCursor) -> tuple[int, int, int, str]:
    return cursor.next_index, cursor.anew_until, cursor.version, cursor.zone


def _usable(cursor: FiguresCursor, village: Village) -> bool:
    """Whether the numbers were made by today's definitions and in today's time zone."""
    return (cursor.version, cursor.zone) == (VERSION, village.timezone)


def _with_merged(subjects: frozenset[UUID]) -> frozenset[UUID]:
    """Return the subjects and what was merged with them: naming who is reported changes all of one matter."""
    found = newest = subjects
    while newest:
        # Two questions, each by one key: joined by OR, or with the village, the whole table may be read.
        up = Case.objects.filter(pk__in=newest, merged_into__isnull=False).values_list("merged_into", flat=True)
        down = Case.objects.filter(merged_into__in=newest).values_list("pk", flat=True)
        newest = frozenset(key for key in (*up, *down) if key is not None) - found
        found |= newest
    return found


def _stale(village: Village, today: date, limit: int) -> frozenset[UUID]:
    """Some of the cases whose mark no longer fits the day, whichever way the calendar moved (three queries at most)."""
    found: set[UUID] = set()
    # One range of the index each: of several ranges joined by OR a database may rather read the whole table.
    for unfit in (
        Q(mark=Mark.LATE, due_on__gte=today),
        Q(mark=Mark.SOON) & (Q(due_on__lt=today) | Q(due_on__gt=today + SOON)),
        Q(mark=Mark.RUNNING, due_on__lte=today + SOON),
    ):
        rows = CountedCase.objects.filter(unfit, village=village)
        found.update(rows.order_by("due_on").values_list("pk", flat=True)[: limit - len(found)])
        if len(found) == limit:
            break
    return frozenset(found)


def _recount(village: Village, now: dict[UUID, Counted], gone: frozenset[UUID]) -> None:
    """Put what the cases count as now into the sums, in place of what they counted as before."""
    before = dict(CountedCase.objects.filter(pk__in=[*now, *gone]).values_list("pk", "facts"))
    difference: Sums = {}
    left = [key for key in gone if key in before]
    for key in left:
        add(difference, Contribution.from_json(before[key]), -1)
    if left:
        CountedCase.objects.filter(pk__in=left).delete()
    changed: dict[UUID, Counted] = {}
    for key, counted in now.items():
        old = Contribution.from_json(before[key]) if key in before else None
        if old == counted.contribution:
            continue
        changed[key] = counted
        add(difference, counted.contribution)
        if old is not None:
            add(difference, old, -1)
    if not changed and not left:
        return
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
    stored: dict[Key, _Sum] = {
        (period, dimension, value): _Sum(key, dict(zip(MEASURES, counts, strict=True)), days)
        for key, period, dimension, value, days, *counts in Tally.objects.filter(
            village=village,
            period__in={period for period, _, _ in difference},
            dimension__in={dimension for _, dimension, _ in difference},
        ).values_list("pk", "period", "dimension", "value", "days", *MEASURES)
    }
    changed: list[tuple[Key, _Sum]] = []
    emptied: list[UUID] = []
    for key, counts in difference.items():
        found = stored.get(key) or _Sum(uuid7(), dict.fromkeys(MEASURES, 0), {})
        found.move(counts)
        if any(found.counts.values()):
            changed.append((key, found))
        else:
            emptied.append(found.id)
    Tally.objects.filter(pk__in=emptied).delete()
    _write(village, changed)


@dataclass
class _Sum:
    """A row of Tally, without the weight of a model: a step may change thousands."""

    id: UUID
    counts: dict[str, int]
    days: dict[str, int]

    def move(self, difference: Counter[str]) -> None:
        """Add a difference. Raises Drifted."""
        for name, count in difference.items():
            measure, _, days = name.partition(":")
            if days:
                after = self.days[days] = self.days.get(days, 0) + count
                if not after:
                    del self.days[days]
            else:
                after = self.counts[measure] = self.counts[measure] + count
            if after < 0:
                raise Drifted(f"{self.id}: {name} {after}")


def _write(village: Village, rows: Sequence[tuple[Key, _Sum]]) -> None:
    """Write sums, one prepared statement for all."""
    if not rows:
        return
    to_db = Tally._meta.pk.get_db_prep_value
    columns = ("id", "village_id", "period", "dimension", "value", "days", *MEASURES)
    quoted = [connection.ops.quote_name(name) for name in columns]
    moved = ", ".join(f"{name} = excluded.{name}" for name in quoted[5:])
    statement = (
        f"INSERT INTO {Tally._meta.db_table} ({', '.join(quoted)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608 (names of ours)
        f"ON CONFLICT (village_id, period, dimension, value) DO UPDATE SET {moved}"
    )
    owner = to_db(village.id, connection)
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [(to_db(row.id, connection), owner, *key, json.dumps(row.days), *row.counts.values()) for key, row in rows],
        )
