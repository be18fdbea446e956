"""Reading the figures of a period for one officer. The work depends on the months and lists, never on the cases.

What is about the officer himself is taken out again before anything is shown, exactly as it was put in: to him the
numbers are what they would be if that case did not exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from kentongan.cases.models import Case, CaseConflict
from kentongan.cases.models.case import CHANNELS
from kentongan.people.models import Officer
from kentongan.reports.figures.contribution import ALL, Contribution, Dimension, Key, Sums, add
from kentongan.reports.figures.fold import MEASURES
from kentongan.reports.figures.periods import Period
from kentongan.reports.models import CountedCase, FiguresCursor, Tally
from kentongan.rules import access
from kentongan.rules.access import Right, Viewer
from kentongan.rules.types import CaseClass, Labelled, Role, Status
from kentongan.villages.models import Category, Hamlet, Village

_COLUMNS: Final = ("period", "dimension", "value", "days", *MEASURES)
_NOBODY: Final[Mapping[Dimension, str]] = {
    Dimension.CLASS: "Belum diklasifikasi",
    Dimension.CATEGORY: "Belum berkategori",
    Dimension.HAMLET: "Dusun tidak disebut",
    Dimension.HANDLER: "Tanpa petugas penanganan",
}
STARS: Final = range(1, 6)
_AT_ONCE: Final = 500


@dataclass
class Counts:
    """Sums by measure (see contribution), and the days to first answers."""

    n: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Whether anything was counted at all."""
        return any(self.n.values())

    def add(self, other: Counts) -> None:
        """Add other sums."""
        # Hundreds of times a page: plainer than Counter.update, and three times as quick.
        for name, count in other.n.items():
            self.n[name] = self.n.get(name, 0) + count
        for day, count in other.days.items():
            self.days[day] = self.days.get(day, 0) + count

    def take_out(self, counts: Counter[str]) -> None:
        """Take a contribution's measures out again."""
        for name, count in counts.items():
            if name.startswith("days:"):
                self.days[int(name.removeprefix("days:"))] -= count
            else:
                self.n[name] -= count

    @property
    def median_days(self) -> float | None:
        """Calendar days from receipt to the first answer: half took at most so many. None without an answer."""
        total = sum(self.days.values())
        if not total:
            return None
        return (self._nth((total - 1) // 2) + self._nth(total // 2)) / 2

    def _nth(self, position: int) -> int:
        for days in sorted(self.days):
            position -= self.days[days]
            if position < 0:
                return days
        raise IndexError(position)

    @property
    def limits(self) -> int:
        """Answer deadlines that came to their end."""
        return self.n["on_time"] + self.n["overdue"]

    @property
    def on_time_percent(self) -> int | None:
        """Share of these that were kept, rounded half up; None when none ended."""
        return (200 * self.n["on_time"] + self.limits) // (2 * self.limits) if self.limits else None

    @property
    def ratings(self) -> int:
        """How many ratings were given."""
        return sum(self.n[f"stars_{stars}"] for stars in STARS)

    @property
    def stars(self) -> float | None:
        """The mean of the ratings, 1 to 5; None without one."""
        return sum(stars * self.n[f"stars_{stars}"] for stars in STARS) / self.ratings if self.ratings else None


@dataclass(frozen=True)
class Row:
    """One value of a dimension. `key`: the identifier a list can be narrowed by, "" where there is none."""

    value: str
    label: str
    key: str
    now: Counts
    period: Counts


@dataclass(frozen=True)
class Figures:
    """Everything a page or paper of figures needs.

    `now` counts all cases there are; `period` the chosen months; `months` the twelve months up to its end.
    """

    now: Counts
    period: Counts
    before: Counts
    months: tuple[tuple[int, Counts], ...]
    rows: Mapping[Dimension, tuple[Row, ...]]
    first_month: int | None
    counted_at: datetime | None
    # How many restricted cases were received in each past year of the period, where they are enough to hide in.
    restricted: tuple[tuple[int, int], ...] = ()


def figures(viewer: Viewer, village: Village, period: Period, *, today: date | None = None) -> Figures:
    """Return the figures (eight queries at most, one more for each past year in the period).

    `today`: tells which years are over; None: no yearly figure of restricted cases.

    Raises:
        Refused: without the right to see them.
    """
    access.check_right(viewer, Right.SEE_FIGURES)
    about_him = _about(viewer, village)
    stored = _stored(village, period, about_him)
    whole = Dimension.WHOLE.value
    chosen = frozenset(period.months)
    now: dict[tuple[str, str], Counts] = {}
    sums: dict[tuple[str, str], Counts] = {}
    for (month, dimension, value), counts in stored.items():
        if month == ALL:
            now[dimension, value] = counts
        elif month in chosen:
            sums.setdefault((dimension, value), Counts()).add(counts)
    nothing = Counts()
    before = Counts()
    for month in period.before.months:
        before.add(stored.get((month, whole, ""), nothing))
    cursor = FiguresCursor.objects.filter(village=village).first()
    return Figures(
        now=now.get((whole, ""), nothing),
        period=sums.get((whole, ""), nothing),
        before=before,
        months=tuple((month, stored.get((month, whole, ""), nothing)) for month in period.trend),
        rows=_rows(village, now, sums),
        first_month=_first_month(village, about_him),
        counted_at=cursor.folded_at if cursor else None,
        restricted=_restricted(village, period, today) if today is not None else (),
    )


def _restricted(village: Village, period: Period, today: date) -> tuple[tuple[int, int], ...]:
    """The only figure of restricted cases, the same for every reader: their number in a year that is over.

    In a year that still runs it would betray each new one by going up; and below the village's least it is not told.
    """
    found = []
    whole = [year for year in {month // 100 for month in period.months} if _within(year, period) and year < today.year]
    for year in sorted(whole):
        starts, ends = (datetime(each, 1, 1, tzinfo=village.zone) for each in (year, year + 1))
        received = Case.objects.filter(
            village=village, restricted__in=[True], received_at__gte=starts, received_at__lt=ends
        )
        count = received.count()
        if count >= max(1, village.restricted_least):
            found.append((year, count))
    return tuple(found)


def restricted_years(village: Village, today: date) -> tuple[tuple[int, int], ...]:
    """The same for all years that are over, oldest first, as it is told in public (one query)."""
    ended = datetime(today.year, 1, 1, tzinfo=village.zone)
    years = (
        Case.objects.filter(village=village, restricted__in=[True], received_at__lt=ended)
        .annotate(of_year=ExtractYear("received_at", tzinfo=village.zone))
        .values("of_year")
        .annotate(count=Count("pk"))
        .order_by("of_year")
        .values_list("of_year", "count")
    )
    return tuple((year, count) for year, count in years if count >= max(1, village.restricted_least))


def _within(year: int, period: Period) -> bool:
    return {year * 100 + month for month in range(1, 13)} <= set(period.months)


def _about(viewer: Viewer, village: Village) -> Sums:
    """What the cases about the viewer himself stand for in the sums; bounded by their number, most often none."""
    # By their keys alone, in two questions: whatever else is asked, a database may begin with the whole village.
    named = list(CaseConflict.objects.filter(officer=viewer.id).values_list("case", flat=True))
    sums: Sums = {}
    for start in range(0, len(named), _AT_ONCE):
        rows = CountedCase.objects.filter(pk__in=named[start : start + _AT_ONCE]).values_list("village", "facts")
        for owner, facts in rows:
            if owner == village.id:
                add(sums, Contribution.from_json(facts))
    return sums


def _stored(village: Village, period: Period, about_him: Sums) -> dict[Key, Counts]:
    split = [ALL, *period.months]
    months = {*split, *period.trend, *period.before.months}
    # All months as one list, which the index can walk; what is not asked of the others is left out on the way.
    wanted = Tally.objects.filter(village=village, period__in=months)
    wanted = wanted.filter(Q(period__in=split) | Q(dimension=Dimension.WHOLE.value))
    found: dict[Key, Counts] = {}
    for month, dimension, value, days, *counts in wanted.values_list(*_COLUMNS):
        sums = found[month, dimension, value] = Counts()
        dict.update(sums.n, {name: count for name, count in zip(MEASURES, counts, strict=True) if count})
        if days:
            dict.update(sums.days, {int(key): count for key, count in days.items()})
    for key, taken in about_him.items():
        if key in found:
            found[key].take_out(taken)
    return found


def _first_month(village: Village, about_him: Sums) -> int | None:
    """The first month in which anything was received or done, of what the viewer may know."""
    whole = Dimension.WHOLE.value
    his = {month for month, _, _ in about_him}
    months = Tally.objects.filter(village=village, dimension=whole, period__gt=ALL).order_by("period")
    for month, *counts in months.values_list("period", *MEASURES)[: len(his) + 1]:
        taken = about_him.get((month, whole, ""), Counter())
        if any(count - taken[name] for name, count in zip(MEASURES, counts, strict=True)):
            return int(month)
    return None


def _rows(
    village: Village, now: Mapping[tuple[str, str], Counts], sums: Mapping[tuple[str, str], Counts]
) -> dict[Dimension, tuple[Row, ...]]:
    found: dict[Dimension, list[Row]] = {dimension: [] for dimension in Dimension if dimension is not Dimension.WHOLE}
    names, keys = _names(village, {place for counts in (now, sums) for place in counts})
    for dimension, value in sorted({*now, *sums}):
        kind = Dimension(dimension)
        all_time, period = now.get((dimension, value), Counts()), sums.get((dimension, value), Counts())
        # What holds nothing is left out: a line of noughts would tell that there is something one may not see.
        if kind is Dimension.WHOLE or not (all_time or period):
            continue
        label = names.get((kind, value)) or _NOBODY.get(kind, "Tidak diketahui")
        found[kind].append(Row(value, label, keys.get((kind, value), ""), all_time, period))
    for rows in found.values():
        rows.sort(key=lambda row: (-row.period.n["received"], -row.now.n["open"], row.label))
    return {kind: tuple(rows) for kind, rows in found.items()}


def _names(
    village: Village, places: Iterable[tuple[str, str]]
) -> tuple[dict[tuple[Dimension, str], str], dict[tuple[Dimension, str], str]]:
    """What people call the values, and which of them the inbox can be narrowed by."""
    names: dict[tuple[Dimension, str], str] = {}
    keys: dict[tuple[Dimension, str], str] = {}
    lists = (
        (Dimension.CATEGORY, Category.objects.filter(village=village).values_list("pk", "name", "active")),
        (Dimension.HAMLET, Hamlet.objects.filter(village=village).values_list("pk", "name", "active")),
    )
    for kind, rows in lists:
        for key, name, active in rows:
            names[kind, key.hex] = name
            if active:
                keys[kind, key.hex] = str(key)
    wanted = [UUID(value) for dimension, value in places if dimension == Dimension.HANDLER and value]
    officers = Officer.objects.filter(village=village, pk__in=wanted)
    handling = set(officers.filter(roles__role=Role.HANDLER).values_list("pk", flat=True)) if wanted else set()
    for officer, name in officers.values_list("pk", "name") if wanted else ():
        names[Dimension.HANDLER, officer.hex] = name
        if officer in handling:
            keys[Dimension.HANDLER, officer.hex] = str(officer)
    names |= {(Dimension.CHANNEL, value): label for value, label in CHANNELS}
    keys |= {(Dimension.CHANNEL, value): value for value, _ in CHANNELS}
    told: tuple[tuple[Dimension, type[Labelled]], ...] = ((Dimension.CLASS, CaseClass), (Dimension.STATUS, Status))
    for kind, enum in told:
        names |= {(kind, each.value): each.label for each in enum}
        keys |= {(kind, each.value): each.value for each in enum}
    return names, keys
