"""The figures as tables in words: what the page shows behind its charts, and what is downloaded and printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kentongan.reports.figures.contribution import Dimension
from kentongan.reports.figures.periods import Period, say_month
from kentongan.reports.figures.reading import Counts, Figures, Row

Cell = str | int | float | None
"""A float is a mean or a median, None something that cannot be known yet (no answer, no rating)."""


@dataclass(frozen=True)
class Table:
    """One table. The first column names the line."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Measure:
    """A number of the figures: what it is called, how it is read from the sums, and what it means (for everybody)."""

    label: str
    read: Callable[[Counts], Cell]
    meaning: str


def _plain(name: str) -> Callable[[Counts], Cell]:
    return lambda counts: counts.n[name]


RECEIVED: Final = (
    Measure("Diterima", _plain("received"), "Semua aduan yang diterima dalam periode ini, lewat media apa pun."),
    Measure(
        "Masih berjalan",
        _plain("open"),
        "Kantor masih berutang sesuatu kepada pelapor: tanggapan, jawaban instansi, atau pemberitahuannya.",
    ),
    Measure(
        "Lewat batas waktu",
        _plain("late"),
        "Masih berjalan, dan batas waktu terdekat yang mengikat kantor sudah lewat hari ini.",
    ),
    Measure(
        "Sudah ditanggapi",
        _plain("answered"),
        "Tanggapan sudah sampai dan pelapor belum menilai, membalas, atau menyatakan selesai.",
    ),
    Measure(
        "Selesai",
        _plain("closed"),
        "Ditutup: pelapor menyatakan puas, atau tidak membalas sampai masa tunggunya habis.",
    ),
    Measure(
        "Dikonfirmasi selesai",
        _plain("confirmed"),
        "Bagian dari “Selesai” yang dinyatakan selesai oleh pelapor sendiri. Selalu dihitung terpisah.",
    ),
    Measure("Diarsipkan", _plain("archived"), "Tidak ditindaklanjuti, dengan alasan dan penjelasan kepada pelapor."),
    Measure(
        "Dicabut", _plain("withdrawn"), "Dicabut pelapor, atau dianggap mencabut karena keterangan tidak dilengkapi."
    ),
    Measure(
        "Digabung", _plain("merged"), "Disatukan dengan aduan lain. Tetap bernomor dan tetap dijawab lewat aduan itu."
    ),
    Measure("Pernah disalurkan", _plain("forwarded"), "Disalurkan ke instansi lain, apa pun keadaannya sekarang."),
    Measure(
        "Pernah dibuka kembali",
        _plain("reopened"),
        "Dibuka kembali karena pelapor belum puas atau keberatannya diterima.",
    ),
)

DONE: Final = (
    Measure(
        "Tanggapan diberikan", _plain("answers"), "Semua tanggapan dalam periode ini, kapan pun aduannya diterima."
    ),
    Measure(
        "Tepat waktu",
        _plain("on_time"),
        "Batas waktu tanggapan yang berakhir dalam periode ini dan ditepati. Penyaluran dan pengarsipan ikut dihitung.",
    ),
    Measure(
        "Tepat waktu setelah diperpanjang",
        _plain("extended"),
        "Bagian dari “Tepat waktu” yang batasnya pernah diperpanjang.",
    ),
    Measure(
        "Terlambat",
        _plain("overdue"),
        "Batas waktu tanggapan yang berakhir dalam periode ini sesudah lewat, termasuk yang lalu dicabut.",
    ),
    Measure("Tepat waktu (%)", lambda counts: counts.on_time_percent, "Tepat waktu dibagi tepat waktu dan terlambat."),
    Measure(
        "Median hari",
        lambda counts: counts.median_days,
        "Hari kalender dari penerimaan sampai tanggapan pertama: separuh aduan dijawab dalam waktu ini atau kurang.",
    ),
    Measure("Ditutup", _plain("closed_in"), "Aduan yang ditutup dalam periode ini dan masih tertutup."),
    Measure(
        "Dikonfirmasi pelapor", _plain("confirmed_in"), "Bagian dari “Ditutup” yang dinyatakan selesai oleh pelapor."
    ),
    Measure("Penilaian", lambda counts: counts.ratings, "Penilaian bintang yang diberikan pelapor dalam periode ini."),
    Measure("Rata-rata bintang", lambda counts: counts.stars, "Rata-rata penilaian, dari 1 sampai 5 bintang."),
    Measure("Pelapor puas", _plain("satisfied"), "Penilaian yang menyatakan puas."),
)

NOW: Final = (
    Measure("Masih berjalan", _plain("open"), RECEIVED[1].meaning),
    Measure("Lewat batas waktu", _plain("late"), RECEIVED[2].meaning),
    Measure("Segera jatuh tempo", _plain("soon"), "Masih berjalan, dan batas waktu terdekatnya hari ini sampai lusa."),
)

BY: Final = (Dimension.CATEGORY, Dimension.HAMLET, Dimension.HANDLER, Dimension.CHANNEL, Dimension.CLASS)
"""The dimensions a table is made for, in this order."""

_STANDING: Final = (1, 3, 4, 5, 6, 7, 8)  # of RECEIVED: what became of what was received
_SPLIT: Final = (*RECEIVED[:6], DONE[0], DONE[1], DONE[3], DONE[5], DONE[9])


def all_tables(figures: Figures, period: Period) -> list[Table]:
    """Return every table of a period, in the order of the page."""
    return [
        Table("saat-ini", "Saat ini", ("Ukuran", "Jumlah"), tuple((m.label, m.read(figures.now)) for m in NOW)),
        _summary("diterima", f"Yang diterima, {period.words}", RECEIVED, figures),
        _summary("dikerjakan", f"Yang dikerjakan, {period.words}", DONE, figures),
        months(figures),
        standing(figures),
        days(figures),
        *(by(figures.rows[dimension], dimension) for dimension in BY),
        *([restricted(figures)] if figures.restricted else []),
    ]


def restricted(figures: Figures) -> Table:
    """The yearly figure of restricted cases; they are in no other number."""
    rows = tuple((str(year), count) for year, count in figures.restricted)
    return Table("terbatas", "Aduan terbatas per tahun", ("Tahun diterima", "Diterima"), rows)


def months(figures: Figures) -> Table:
    """What came in and what was done, month by month."""
    measures = (RECEIVED[0], DONE[0], DONE[1], DONE[3], DONE[5], DONE[6], DONE[7])
    return Table(
        "bulan",
        "Masuk dan dikerjakan per bulan",
        ("Bulan", *(measure.label for measure in measures)),
        tuple((say_month(month), *(m.read(counts) for m in measures)) for month, counts in figures.months),
    )


def standing(figures: Figures) -> Table:
    """What became of the cases received in each month."""
    measures = tuple(RECEIVED[position] for position in (0, *_STANDING))
    return Table(
        "keadaan",
        "Keadaan aduan menurut bulan diterima",
        ("Bulan diterima", *(measure.label for measure in measures)),
        tuple((say_month(month), *(m.read(counts) for m in measures)) for month, counts in figures.months),
    )


def days(figures: Figures) -> Table:
    """How many first answers took how many days."""
    rows = sorted((day, count) for day, count in figures.period.days.items() if count)
    return Table("hari", "Hari sampai tanggapan pertama", ("Hari", "Tanggapan"), tuple((str(d), n) for d, n in rows))


def by(rows: Sequence[Row], dimension: Dimension) -> Table:
    """The period by one dimension, a line for each value with anything in it."""
    return Table(
        str(dimension.value),
        f"Menurut {dimension.label.lower()}",
        (dimension.label, *(measure.label for measure in _SPLIT)),
        tuple((row.label, *(m.read(row.period) for m in _SPLIT)) for row in rows if row.period),
    )


def say(cell: Cell) -> str:
    """Return a cell as people read it: "3,5", "–" for what cannot be known."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.1f}".replace(".", ",").removesuffix(",0")
    if isinstance(cell, int):
        return f"{cell:,}".replace(",", ".")
    return cell


def _summary(key: str, title: str, measures: Sequence[Measure], figures: Figures) -> Table:
    return Table(
        key,
        title,
        ("Ukuran", "Periode ini", "Sebelumnya"),
        tuple((m.label, m.read(figures.period), m.read(figures.before)) for m in measures),
    )
