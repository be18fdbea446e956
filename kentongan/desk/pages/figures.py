"""The figures as a screen: numbers that lead to their lists, charts, and the table behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from kentongan.reports.figures import tables
from kentongan.reports.figures.contribution import Dimension
from kentongan.reports.figures.periods import Period, last_twelve, offered
from kentongan.reports.figures.reading import STARS, Counts, Figures, Row
from kentongan.reports.figures.tables import Measure, Table, say
from kentongan.rules.types import Status
from kentongan.ui import charts
from kentongan.ui.charts import Series
from kentongan.ui.words import MONTHS

# Which of the inbox's filters a dimension is.
_FILTERS = {
    Dimension.CATEGORY: "kategori",
    Dimension.HAMLET: "dusun",
    Dimension.HANDLER: "petugas",
    Dimension.CHANNEL: "saluran",
    Dimension.CLASS: "klasifikasi",
}
_STANDING = (
    ("Dikonfirmasi selesai", "s1", "confirmed"),
    ("Selesai", "s3", "closed"),
    ("Sudah ditanggapi", "s4", "answered"),
    ("Masih berjalan", "s5", "open"),
    ("Diarsipkan", "s6", "archived"),
    ("Dicabut", "s7", "withdrawn"),
    ("Digabung", "s8", "merged"),
)
_FLOW = (("Diterima", "s1", "received"), ("Ditanggapi", "s2", "answers"))
_BAR_LEGEND = (("Selesai, ditanggapi, atau berakhir", "s1"), ("Masih berjalan", "s5"), ("Lewat batas waktu", "s9"))


@dataclass(frozen=True)
class Tile:
    """One big number. `address` leads to exactly these cases where a list for them exists."""

    label: str
    number: str
    note: str = ""
    address: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a lying bar chart."""

    label: str
    bar: SafeString
    number: str
    open: str
    open_address: str
    late: str
    late_address: str


@dataclass(frozen=True)
class Chart:
    """A chart with its legend and the table behind it; a lying one has `lines` instead of a drawing."""

    key: str
    title: str
    note: str
    table: Table
    drawing: SafeString | None = None
    legend: tuple[tuple[SafeString, str], ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A period to choose."""

    slug: str
    label: str
    current: bool


@dataclass(frozen=True)
class FiguresScreen:
    """Everything the page asks for."""

    period: Period
    quick: tuple[Choice, ...]
    choices: tuple[tuple[str, tuple[Choice, ...]], ...]
    earlier: str
    later: str
    now: tuple[Tile, ...]
    received: tuple[Tile, ...]
    done: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    splits: tuple[Chart, ...]
    meanings: tuple[tuple[str, tuple[Measure, ...]], ...]
    undated: str
    counted: Figures
    waiting: int
    nothing: bool


def figures_screen(figures: Figures, period: Period, *, today: date, inbox: str, waiting: int) -> FiguresScreen:
    """Put the screen together. `inbox` is the address of the list; `waiting`: entries not counted yet."""
    this_month = today.year * 100 + today.month
    return FiguresScreen(
        period=period,
        quick=_quick(period, today),
        choices=tuple(
            (label, tuple(Choice(one.slug, one.label, one == period) for one in group))
            for label, group in offered(figures.first_month, today)
        ),
        earlier=period.before.slug if period.span.value != "last_twelve" else "",
        later=period.after.slug if period.span.value != "last_twelve" and period.after.months[0] <= this_month else "",
        now=_now(figures.now, inbox),
        received=_received(figures, period, inbox),
        done=_done(figures),
        charts=(_flow(figures), _standing(figures), _days(figures), _stars(figures)),
        splits=tuple(_split(dimension, figures.rows[dimension], inbox) for dimension in tables.BY),
        meanings=(("Yang diterima", tables.RECEIVED), ("Yang dikerjakan", tables.DONE), ("Saat ini", tables.NOW[2:])),
        undated=say(figures.now.n["undated"]) if figures.now.n["undated"] else "",
        counted=figures,
        waiting=waiting,
        nothing=not figures.now,
    )


def _quick(period: Period, today: date) -> tuple[Choice, ...]:
    groups = offered(None, today)
    shown = [last_twelve(today), *(group[0] for _, group in groups)]
    return tuple(Choice(one.slug, one.label, one == period) for one in shown)


def _now(now: Counts, inbox: str) -> tuple[Tile, ...]:
    late, soon = now.n["late"], now.n["soon"]
    return (
        Tile("masih berjalan", say(now.n["open"]), address=f"{inbox}?daftar=terbuka"),
        Tile("lewat batas waktu", say(late), "", f"{inbox}?daftar=terbuka&tenggat=late", "late" if late else ""),
        Tile(
            "jatuh tempo dalam dua hari ini",
            say(soon),
            "",
            f"{inbox}?daftar=terbuka&tenggat=soon",
            "soon" if soon else "",
        ),
    )


def _received(figures: Figures, period: Period, inbox: str) -> tuple[Tile, ...]:
    now, before = figures.period.n, figures.before.n
    days = f"dari={period.first_day:%Y-%m-%d}&sampai={period.last_day:%Y-%m-%d}"
    ended = f"{inbox}?daftar=selesai&{days}&status="
    late = f"{say(now['late'])} lewat batas waktu"
    confirmed = f"{say(now['confirmed'])} dikonfirmasi pelapor"
    return (
        Tile("diterima", say(now["received"]), f"sebelumnya {say(before['received'])}"),
        Tile("masih berjalan", say(now["open"]), late, f"{inbox}?daftar=terbuka&{days}"),
        Tile("selesai", say(now["closed"]), confirmed, f"{ended}{Status.CLOSED}"),
        Tile("pernah disalurkan", say(now["forwarded"]), f"sebelumnya {say(before['forwarded'])}"),
        Tile("diarsipkan", say(now["archived"]), f"sebelumnya {say(before['archived'])}", f"{ended}{Status.ARCHIVED}"),
    )


def _done(figures: Figures) -> tuple[Tile, ...]:
    now, before = figures.period, figures.before
    percent = now.on_time_percent
    kept = f"{say(now.n['on_time'])} dari {say(now.limits)} batas waktu" if now.limits else "belum ada yang berakhir"
    stars = now.stars
    return (
        Tile("tanggapan diberikan", say(now.n["answers"]), f"sebelumnya {say(before.n['answers'])}"),
        Tile("tepat waktu", "–" if percent is None else f"{percent}%", kept),
        Tile("hari, median sampai tanggapan", say(now.median_days), f"sebelumnya {say(before.median_days)}"),
        Tile("bintang dari pelapor", say(stars), f"{say(now.ratings)} penilaian, {say(now.n['satisfied'])} puas"),
        Tile("ditutup", say(now.n["closed_in"]), f"{say(now.n['confirmed_in'])} dikonfirmasi pelapor"),
    )


def _month_labels(figures: Figures) -> list[tuple[str, str]]:
    """Short names of months, with the year under each January, and under the first where there is room for it."""
    return [
        (MONTHS[month % 100 - 1][:3], str(month // 100) if _names_year(position, month) else "")
        for position, (month, _) in enumerate(figures.months)
    ]


def _names_year(position: int, month: int) -> bool:
    return month % 100 == 1 or (position == 0 and month % 100 != 12)


def _flow(figures: Figures) -> Chart:
    series = [Series(name, tone, [counts.n[measure] for _, counts in figures.months]) for name, tone, measure in _FLOW]
    came, answered = (sum(one.values) for one in series)
    about = f"Batang berdampingan untuk dua belas bulan: {came} diterima, {answered} ditanggapi."
    drawing = charts.columns(
        "arus", "Diterima dan ditanggapi per bulan", about, _month_labels(figures), series, stacked=False
    )
    legend = tuple((charts.swatch("arus", tone), name) for name, tone, _ in _FLOW)
    note = "Tanggapan dihitung pada bulan diberikannya, kapan pun aduannya diterima."
    return Chart("arus", "Diterima dan ditanggapi per bulan", note, tables.months(figures), drawing, legend)


def _standing(figures: Figures) -> Chart:
    series = []
    for name, tone, measure in _STANDING:
        values = [counts.n[measure] for _, counts in figures.months]
        if measure == "closed":  # the confirmed ones have a part of their own
            values = [counts.n["closed"] - counts.n["confirmed"] for _, counts in figures.months]
        series.append(Series(name, tone, values))
    shown = [one for one in series if any(one.values)]
    about = (
        "Batang bertumpuk menurut keadaan sekarang. "
        + ", ".join(f"{one.name}: {sum(one.values)}" for one in shown)
        + "."
    )
    title = "Apa jadinya aduan yang masuk"
    drawing = charts.columns("keadaan", title, about, _month_labels(figures), shown, stacked=True)
    names = {"Selesai": "Selesai tanpa konfirmasi"}
    legend = tuple((charts.swatch("keadaan", one.tone), names.get(one.name, one.name)) for one in shown)
    note = "Menurut bulan diterima, dengan keadaan hari ini."
    return Chart("keadaan", title, note, tables.standing(figures), drawing, legend)


def _days(figures: Figures) -> Chart:
    counts = figures.period
    title = "Hari sampai tanggapan pertama"
    table = tables.days(figures)
    bins = charts.bins_of([(day, count) for day, count in counts.days.items() if count > 0])
    if not bins:
        return Chart("hari", title, "Belum ada tanggapan dalam periode ini.", table)
    median = counts.median_days
    about = (
        f"Separuh dari {sum(counts.days.values())} tanggapan pertama diberikan dalam {say(median)} hari atau kurang."
    )
    return Chart("hari", title, about, table, charts.distribution("hari", title, about, bins, median=median))


def _stars(figures: Figures) -> Chart:
    counts = figures.period
    title = "Penilaian pelapor"
    values = [counts.n[f"stars_{stars}"] for stars in STARS]
    table = Table(
        "bintang", title, ("Bintang", "Penilaian"), tuple((str(s), v) for s, v in zip(STARS, values, strict=True))
    )
    if not counts.ratings:
        return Chart("bintang", title, "Belum ada penilaian dalam periode ini.", table)
    happy = f"{say(counts.n['satisfied'])} dari {say(counts.ratings)} pelapor puas"
    about = f"Rata-rata {say(counts.stars)} dari 5 bintang; {happy}."
    series = [Series("Penilaian", "s1", values)]
    labels = [(str(stars), "bintang" if stars == 3 else "") for stars in STARS]
    return Chart("bintang", title, about, table, charts.columns("bintang", title, about, labels, series, stacked=True))


def _split(dimension: Dimension, rows: Sequence[Row], inbox: str) -> Chart:
    most = max((row.period.n["received"] for row in rows), default=0)
    table = tables.by(rows, dimension)
    legend = tuple((charts.swatch(dimension.value, tone), name) for name, tone in _BAR_LEGEND)
    lines = tuple(_line(dimension, row, most, inbox) for row in rows)
    return Chart(dimension.value, table.title, "", table, legend=legend, lines=lines)


def _line(dimension: Dimension, row: Row, most: int, inbox: str) -> Line:
    received, still, late = (row.period.n[name] for name in ("received", "open", "late"))
    drawing = charts.bar((("s1", received - still), ("s5", still - late), ("s9", late)), most)
    address = ""
    if row.key and dimension in _FILTERS:
        address = f"{inbox}?{urlencode({'daftar': 'terbuka', _FILTERS[dimension]: row.key})}"
    now = row.now.n
    return Line(
        label=row.label,
        bar=drawing,
        number=say(received),
        open=say(now["open"]) if now["open"] else "",
        open_address=address,
        late=say(now["late"]) if now["late"] else "",
        late_address=f"{address}&tenggat=late" if address else "",
    )
