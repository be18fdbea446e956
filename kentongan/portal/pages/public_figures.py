"""The public figures as a page: big numbers, charts, and the table behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kentongan.cases.public_numbers import PublicNumbers
from kentongan.cases.public_words import MARKS, say_period, say_period_short
from kentongan.reports.figures.tables import say
from kentongan.rules.public_figures import PublicFigures
from kentongan.rules.types import Kind, Outcome
from kentongan.ui import charts
from kentongan.ui.charts import Series

NOT_SHOWN: Final = "tidak ditampilkan"
MOST_QUARTERS: Final = 12  # of the chart; the table has all
_STATUS_TONE: Final = "s1"


@dataclass(frozen=True)
class Tile:
    """One big number."""

    number: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a lying bar chart."""

    label: str
    number: str
    bar: SafeString


@dataclass(frozen=True)
class Chart:
    """A chart with the table behind it: a drawing, or lying bars."""

    key: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawing: SafeString | None = None
    lines: tuple[Line, ...] = ()
    legend: tuple[tuple[SafeString, str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """A period to choose."""

    period: str
    label: str
    current: bool


@dataclass(frozen=True)
class FiguresPage:
    """Everything of the page. `unknown`: the period asked for is none that is shown."""

    period: str
    words: str
    unknown: bool
    years: tuple[Choice, ...]
    quarters: tuple[Choice, ...]
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    others: str  # how many are not shown, "" for none told; of all time: what is not shown has no period
    restricted: tuple[tuple[int, int], ...]


def figures_page(numbers: PublicNumbers, period: str, restricted: Sequence[tuple[int, int]]) -> FiguresPage:
    """Put the page of a period together; one that is not there becomes all time."""
    unknown = bool(period) and period not in numbers.by_period
    period = "" if unknown else period
    found = numbers.by_period[period]
    year = period[:4]
    return FiguresPage(
        period=period,
        words=say_period(period) if period else "sepanjang masa",
        unknown=unknown,
        years=(
            Choice("", "Sepanjang masa", not period),
            *(Choice(each, each, each == period) for each in numbers.years),
        ),
        quarters=tuple(
            Choice(each, " ".join(say_period_short(each)), each == period)
            for each in (numbers.quarters(year) if year else ())
        ),
        tiles=tiles(found),
        charts=tuple(chart for chart in _charts(found) if chart.rows),
        others=say_others(numbers.all_time),
        restricted=tuple((each, count) for each, count in restricted if not period or str(each) == period),
    )


def tiles(found: PublicFigures) -> tuple[Tile, ...]:
    """The big numbers; "closed" and "said to be solved" are two."""
    days = f"dari {say(found.answered_with_days)} aduan" if found.answered_with_days else "belum bisa dihitung"
    limits = [sum(each.met for each in found.on_time.values()), sum(each.missed for each in found.on_time.values())]
    percent = f"{_percent(*limits)}%" if any(limits) else "–"
    return (
        _whole(found),
        Tile(say(found.closed), "ditutup", "di antara yang diterbitkan"),
        Tile(say(found.confirmed_solved), "dinyatakan selesai oleh pelapornya", "di antara yang diterbitkan"),
        Tile(say(found.median_days), "hari kerja sampai tanggapan pertama, median", days),
        Tile(percent, "batas waktu ditepati", f"{say(limits[0])} dari {say(sum(limits))}"),
    )


def _whole(found: PublicFigures) -> Tile:
    """How many there are. Of a period only those count that show it: what is not published has no time."""
    shown, others = f"{say(found.published)} diterbitkan", say_others(found)
    if not found.period:
        if found.total is None:
            return Tile(say(found.published), "aduan diterbitkan", f"{others} tidak tampil")
        return Tile(say(found.total), "aduan", f"{shown}, {others} tidak tampil" if others else shown)
    old = f", {others} di register lama" if others else ""
    return Tile(say(found.total), "aduan yang menunjukkan masa ini", f"{shown}{old}")


def say_others(found: PublicFigures) -> str:
    """How many are not shown: "52", or "kurang dari 5" where so few are not told exactly; "" for none."""
    if found.withheld is None:
        return f"kurang dari {say(found.withheld_below)}"
    return say(found.withheld) if found.withheld else ""


def _percent(met: int, missed: int) -> int:
    return (met * 200 + met + missed) // (2 * (met + missed))


def _charts(found: PublicFigures) -> tuple[Chart, ...]:
    statuses = [(MARKS[status].label, found.by_status[status]) for status in MARKS if found.by_status.get(status)]
    outcomes = [(each.label, found.by_outcome[each]) for each in Outcome if found.by_outcome.get(each)]
    kinds = [(each.label, found.by_kind[each]) for each in Kind if found.by_kind.get(each)]
    return (
        _quarters(found),
        _lying("keadaan", "Sampai di mana", "Keadaan hari ini.", "Keadaan", statuses),
        _solved(found),
        _limits(found),
        _lying("perihal", "Perihal", "", "Perihal", _by_size(found.by_group)),
        _lying("dusun", "Dusun", "", "Dusun", _by_size(found.by_hamlet)),
        _lying("hasil", "Hasil menurut desa", "Kata pelapor tentang hasilnya dihitung terpisah.", "Hasil", outcomes),
        _lying("jenis", "Jenis", "", "Jenis", kinds),
    )


def _by_size(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The largest first, what does not show it last."""
    named = sorted(((name, count) for name, count in counts.items() if name), key=lambda pair: (-pair[1], pair[0]))
    return [*named, *([(NOT_SHOWN.capitalize(), counts[""])] if counts.get("") else [])]


def _lying(key: str, title: str, note: str, first: str, pairs: Sequence[tuple[str, int]]) -> Chart:
    most = max((count for _, count in pairs), default=0)
    return Chart(
        key,
        title,
        note,
        (first, "Aduan"),
        tuple((label, say(count)) for label, count in pairs),
        lines=tuple(Line(label, say(count), charts.bar([(_STATUS_TONE, count)], most)) for label, count in pairs),
    )


def _solved(found: PublicFigures) -> Chart:
    pairs = [
        ("Ditutup desa", found.closed),
        ("Dinyatakan selesai oleh pelapornya", found.confirmed_solved),
    ]
    note = "Dua hal yang berbeda: yang satu kata desa, yang lain kata pelapor."
    return _lying(
        "selesai", "Ditutup, dan dinyatakan selesai", note, "Siapa yang berkata", pairs if found.published else ()
    )


def _limits(found: PublicFigures) -> Chart:
    most = max((each.met + each.missed for each in found.on_time.values()), default=0)
    series = (("Ditepati", "s1"), ("Terlewat", "s9"))
    return Chart(
        "batas",
        "Batas waktu",
        "Hanya yang sudah berakhir; satu aduan dapat punya beberapa.",
        ("Batas waktu", "Ditepati", "Terlewat", "Persen"),
        tuple(
            (kind.label, say(each.met), say(each.missed), f"{each.percent}%") for kind, each in found.on_time.items()
        ),
        lines=tuple(
            Line(
                kind.label,
                f"{say(each.met)} dari {say(each.met + each.missed)}",
                charts.bar([("s1", each.met), ("s9", each.missed)], most),
            )
            for kind, each in found.on_time.items()
        ),
        legend=tuple((charts.swatch("batas", tone), name) for name, tone in series),
    )


def _quarters(found: PublicFigures) -> Chart:
    quarters = sorted(period for period in found.by_period if len(period) > 4)
    coarse = sorted(period for period in found.by_period if len(period) <= 4)
    rows = [(capfirst(say_period(each)), say(found.by_period[each])) for each in quarters]
    rows += [
        (
            f"{capfirst(say_period(each))}, triwulan {NOT_SHOWN}" if each else capfirst(say_period("")),
            say(found.by_period[each]),
        )
        for each in coarse
    ]
    shown = quarters[-MOST_QUARTERS:]
    title = "Menurut waktu diterima"
    values = [found.by_period[each] for each in shown]
    about = f"Batang untuk {len(shown)} triwulan terakhir: " + ", ".join(
        f"{say_period(each)} {value}" for each, value in zip(shown, values, strict=True)
    )
    labels = [_labels(each, len(shown)) for each in shown]
    drawing = charts.columns("waktu", title, f"{about}.", labels, [Series("Diterbitkan", "s1", values)], stacked=True)
    note = "Aduan terbitan per triwulan. Waktu yang lebih rinci tidak ditampilkan, supaya pelapor tidak dapat ditebak."
    return Chart("waktu", title, note, ("Waktu", "Aduan terbitan"), tuple(rows), drawing if len(shown) > 1 else None)


def _labels(quarter: str, columns: int) -> tuple[str, str]:
    """What stands below a column: "Jul–Sep" where there is room, else "III"."""
    if columns <= 6:
        return say_period_short(quarter)
    return ("I", "II", "III", "IV")[int(quarter[-1]) - 1], quarter[2:4]
