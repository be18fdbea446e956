"""The open data's own words: its columns, how a row and a figure are written and read, and the dictionary of all that.

One definition for whoever writes the files (`reports.open_data`), for whoever checks them (`kentongan recompute`), and
for the page that explains them. Headings are Indonesian; values with a closed list are the stored ones, with their
labels in the dictionary. FORMAT counts up when a column's meaning changes; columns are only ever added.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .deadline_rules import ClockKind
from .public_figures import PUBLIC_CLOCKS, PublicClock, PublicFigures, PublicRow, Withheld
from .types import CaseClass, Kind, Labelled, Outcome, Status

FORMAT: Final = "1"
LICENCES: Final[Mapping[str, tuple[str, str]]] = {
    "CC-BY-4.0": ("Creative Commons Atribusi 4.0 Internasional", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0 (domain publik)", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
}
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text again."""

_CLOCK_NAMES: Final[Mapping[ClockKind, str]] = {
    ClockKind.VERIFY: "verifikasi",
    ClockKind.FIRST_FOLLOW_UP: "tindak_lanjut",
    ClockKind.ANSWER: "tanggapan",
    ClockKind.DECISION: "keputusan",
    ClockKind.OBJECTION: "keberatan",
}


class NotOpenData(ValueError):
    """A file does not say what a file of this format says."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `form`: its type in a Frictionless table schema; `values`: the closed list, where there is one; `empty`: what an
    empty cell means, "" where there is always a value.
    """

    name: str
    form: str
    meaning: str
    empty: str = ""
    values: type[Labelled] | None = None


def _clock_columns() -> Iterator[Column]:
    for kind in PUBLIC_CLOCKS:
        for word, said in (("tepat", "ditepati"), ("lewat", "dilewati")):
            meaning = f"Berapa kali batas waktu “{kind.label}” {said}."
            yield Column(f"{_CLOCK_NAMES[kind]}_{word}", "integer", meaning)


COLUMNS: Final[tuple[Column, ...]] = (
    Column("id", "string", "Tanda acak aduan terbit; bukan nomor register dan bukan urutan masuk."),
    Column("jenis", "string", "Apa yang disampaikan pelapor.", values=Kind),
    Column("klasifikasi", "string", "Klasifikasi oleh unit pengaduan.", "belum diklasifikasi", CaseClass),
    Column("kelompok", "string", "Kelompok kategori.", "tidak ditampilkan demi pelapor"),
    Column("kategori", "string", "Kategori di dalam kelompok.", "tidak ditampilkan demi pelapor"),
    Column("dusun", "string", "Dusun tempat kejadian.", "tidak ditampilkan demi pelapor, atau tidak disebut"),
    Column(
        "periode", "string", "Kapan diterima: triwulan (2026-Q3) atau tahun (2026).", "tidak ditampilkan demi pelapor"
    ),
    Column("status", "string", "Keadaan aduan saat data dibuat, seperti di portal.", values=Status),
    Column("hasil", "string", "Hasil penanganan.", "belum ada", Outcome),
    Column("dinyatakan_selesai", "boolean", "Benar bila pelapor sendiri menyatakan masalahnya selesai."),
    Column(
        "hari_sampai_tanggapan",
        "integer",
        "Hari kerja dari diterima sampai tanggapan pertama.",
        "belum ditanggapi, ditanggapi sesudah terbit, atau tanggalnya tidak diketahui",
    ),
    *_clock_columns(),
)
WITHHELD_COLUMNS: Final[tuple[Column, ...]] = (
    Column("tahun", "integer", "Tahun menurut buku lama.", "bukan dari buku lama, atau tahunnya terlalu sedikit"),
    Column("impor", "boolean", "Benar bila berasal dari buku register lama yang diimpor."),
    Column(
        "jumlah",
        "integer",
        "Banyaknya aduan yang tidak terbit, juga yang terbatas, sampai tanda catatan terbaru; tanpa keterangan lain.",
        "terlalu sedikit untuk disebut: lihat kurang_dari",
    ),
    Column("kurang_dari", "integer", "Banyaknya kurang dari ini, mungkin juga tidak ada.", "jumlahnya disebut"),
)
_OF_CLOCK: Final = {
    f"{name}_{word}": (kind, word == "tepat") for kind, name in _CLOCK_NAMES.items() for word in ("tepat", "lewat")
}


def record(row: PublicRow) -> dict[str, Any]:
    """Return a row as it stands in every format; None for what is empty."""
    counts = {name: sum(clock == PublicClock(*which) for clock in row.clocks) for name, which in _OF_CLOCK.items()}
    values: dict[str, Any] = {
        "id": row.id,
        "jenis": row.kind.value,
        "klasifikasi": row.case_class.value if row.case_class else None,
        "kelompok": row.group or None,
        "kategori": row.category or None,
        "dusun": row.hamlet or None,
        "periode": row.period or None,
        "status": row.status.value,
        "hasil": row.outcome.value if row.outcome else None,
        "dinyatakan_selesai": row.confirmed_solved,
        "hari_sampai_tanggapan": row.days_to_answer,
        **counts,
    }
    return {column.name: values[column.name] for column in COLUMNS}


def row_of(values: Mapping[str, Any]) -> PublicRow:
    """Return the row that a record says. Raises NotOpenData for one that says none."""
    try:
        return PublicRow(
            id=str(values["id"]),
            kind=Kind(values["jenis"]),
            case_class=CaseClass(values["klasifikasi"]) if values["klasifikasi"] else None,
            group=values["kelompok"] or "",
            category=values["kategori"] or "",
            hamlet=values["dusun"] or "",
            period=values["periode"] or "",
            status=Status(values["status"]),
            outcome=Outcome(values["hasil"]) if values["hasil"] else None,
            confirmed_solved=bool(values["dinyatakan_selesai"]),
            days_to_answer=values["hari_sampai_tanggapan"],
            clocks=tuple(
                PublicClock(*which) for name, which in _OF_CLOCK.items() for _ in range(int(values[name] or 0))
            ),
        )
    except (KeyError, ValueError, TypeError) as wrong:
        raise NotOpenData(f"sebuah baris tidak terbaca: {wrong}") from wrong


def cell(value: Any) -> str:
    """Return what stands in a cell of CSV: no formula, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def read_csv(lines: Iterable[str], columns: Iterable[Column]) -> Iterator[dict[str, Any]]:
    """Yield the records of a CSV file as `cell` writes them. Raises NotOpenData."""
    reader = csv.reader(lines)
    wanted = {column.name: column for column in columns}
    heads = next(reader, [])
    if missing := wanted.keys() - set(heads):
        raise NotOpenData(f"kolom tidak ada: {', '.join(sorted(missing))}")
    for cells in reader:
        if len(cells) != len(heads):
            raise NotOpenData(f"baris {reader.line_num} terpotong")
        yield {name: _read(wanted[name], text) for name, text in zip(heads, cells, strict=True) if name in wanted}


def _read(column: Column, text: str) -> Any:
    if text == "":
        return None
    try:
        match column.form:
            case "integer":
                return int(text)
            case "boolean":
                return {"true": True, "false": False}[text]
            case _:
                return text[1:] if text.startswith("'") else text
    except (ValueError, KeyError) as wrong:
        raise NotOpenData(f"isi kolom {column.name} keliru: {text[:40]}") from wrong


def withheld_record(withheld: Withheld) -> dict[str, Any]:
    """Return how many are not published, as it stands in every format."""
    return {
        "tahun": withheld.year,
        "impor": withheld.imported,
        "jumlah": withheld.count,
        "kurang_dari": withheld.below if withheld.count is None else None,
    }


def withheld_of(values: Mapping[str, Any]) -> Withheld:
    """Return what such a record says. Raises NotOpenData."""
    try:
        count, below = values["jumlah"], values["kurang_dari"]
        found = Withheld(values["tahun"], bool(values["impor"]), None if count is None else int(count), int(below or 0))
    except (KeyError, ValueError, TypeError) as wrong:
        raise NotOpenData(f"banyaknya yang tidak terbit tidak terbaca: {wrong}") from wrong
    if (found.count is None) is not (found.below > 0):
        raise NotOpenData("yang tidak terbit disebut banyaknya, atau kurang dari berapa: salah satu")
    if found.most < 0:
        raise NotOpenData("banyaknya yang tidak terbit kurang dari nol")
    return found


def figures_record(figures: PublicFigures) -> dict[str, Any]:
    """Return the numbers of a period as they stand in `angka.json`; noughts are left out of the breakdowns."""
    return {
        "periode": figures.period,
        "jumlah": figures.total,
        "terbit": figures.published,
        "tidak_terbit": figures.withheld,
        "tidak_terbit_kurang_dari": figures.withheld_below if figures.withheld is None else None,
        "ditutup": figures.closed,
        "dinyatakan_selesai": figures.confirmed_solved,
        "menurut_status": _counts(figures.by_status),
        "menurut_jenis": _counts(figures.by_kind),
        "menurut_hasil": _counts(figures.by_outcome),
        "menurut_kelompok": _counts(figures.by_group),
        "menurut_dusun": _counts(figures.by_hamlet),
        "menurut_periode": _counts(figures.by_period),
        "batas_waktu": {
            _CLOCK_NAMES[kind]: {"tepat": each.met, "lewat": each.missed, "persen_tepat": each.percent}
            for kind, each in figures.on_time.items()
        },
        "dengan_hari": figures.answered_with_days,
        "hari_tengah": figures.median_days,
    }


def _counts(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(key): count for key, count in sorted(counts.items(), key=lambda each: str(each[0])) if count}


FIGURES_MEANINGS: Final[Mapping[str, str]] = {
    "periode": "Kosong untuk sepanjang waktu, tahun (2026), atau triwulan (2026-Q3).",
    "jumlah": "Terbit ditambah tidak terbit; null bila tidak_terbit null.",
    "terbit": "Banyaknya aduan terbit yang menampilkan periode itu.",
    "tidak_terbit": "Banyaknya aduan yang tidak terbit, termasuk yang terbatas; menurut tahun hanya yang dari buku "
    "lama; null bila sebagiannya terlalu sedikit untuk disebut.",
    "tidak_terbit_kurang_dari": "Kurang dari berapa, bila tidak_terbit null; selain itu null.",
    "ditutup": "Aduan terbit yang berstatus selesai.",
    "dinyatakan_selesai": "Aduan terbit yang oleh pelapornya sendiri dinyatakan selesai.",
    "menurut_status": "Aduan terbit menurut status.",
    "menurut_jenis": "Aduan terbit menurut jenis.",
    "menurut_hasil": "Aduan terbit menurut hasil, bila sudah ada.",
    "menurut_kelompok": "Aduan terbit menurut kelompok kategori; kunci kosong: tidak ditampilkan.",
    "menurut_dusun": "Aduan terbit menurut dusun; kunci kosong: tidak ditampilkan.",
    "menurut_periode": "Aduan terbit menurut periode; kunci kosong: tidak ditampilkan.",
    "batas_waktu": "Berapa kali tiap batas waktu ditepati dan dilewati, dan berapa persen ditepati.",
    "dengan_hari": "Dari berapa aduan hari tengah dihitung.",
    "hari_tengah": "Median hari kerja sampai tanggapan pertama.",
}
OPENINGS_MEANINGS: Final[Mapping[str, str]] = {
    "id": "Tanda aduan terbit, seperti di aduan.csv.",
    "langkah": "Entri catatan yang dibuka: nomor (indeks dari 0), entri (89 bita, base64), garam (base64), isi "
    "(persis bita yang dikomitmenkan).",
    "membuktikan": "Kolom mana dari barisnya yang dibuktikan oleh langkah ini: status, klasifikasi, batas_waktu. Yang "
    "tidak disebut belum dapat dibuktikan, misalnya karena langkah terakhir lebih baru daripada tanda catatan.",
}
FILES: Final[Mapping[str, str]] = {
    "aduan.csv": "Satu baris untuk setiap aduan terbit (buka dengan Excel atau LibreOffice)",
    "aduan.json": "Isi yang sama untuk program, beserta banyaknya yang tidak terbit",
    "aduan.geojson": "Isi yang sama untuk peta; titik hanya seteliti yang ditampilkan",
    "aduan.parquet": "Isi yang sama untuk DuckDB, R, atau Python",
    "tidak-terbit.csv": "Banyaknya aduan yang tidak terbit, tanpa keterangan",
    "angka.json": "Semua angka publik: sepanjang waktu, tiap tahun, tiap triwulan",
    "tahunan-terbatas.json": "Banyaknya aduan terbatas setiap tahun yang sudah lewat",
    "terbuka.jsonl": "Langkah-langkah aduan terbit dari catatan, untuk diperiksa sidiknya",
    "checkpoint.txt": "Tanda catatan yang menjadi patokan data ini",
    "kamus.csv": "Kamus data: arti setiap kolom dan nilai",
    "kamus.json": "Kamus data untuk program",
    "skema/aduan.json": "JSON Schema dari aduan.json",
    "skema/angka.json": "JSON Schema dari angka.json",
    "skema/terbuka.json": "JSON Schema dari satu baris terbuka.jsonl",
    "datapackage.json": "Daftar berkas, sidik, lisensi, dan skema (Frictionless Data Package)",
}
