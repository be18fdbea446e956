"""The report of a period on paper: summary, charts and tables on two or three sheets, with a signature block."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from kentongan.people.roster import signatory
from kentongan.reports import kop, typeset
from kentongan.reports.figures import tables
from kentongan.reports.figures.periods import Period
from kentongan.reports.figures.reading import Counts, Figures
from kentongan.reports.figures.tables import Table, say
from kentongan.rules.types import Role
from kentongan.ui.words import MONTHS, say_moment
from kentongan.villages.models import Village

_SPLIT = (0, 1, 2, 3, 5, 6, 7, 8, 9, 10)  # columns of a table by dimension that fit on a sheet
_SHORT = {
    "Masih berjalan": "Berjalan",
    "Lewat batas waktu": "Lewat batas",
    "Tanggapan diberikan": "Tanggapan",
    "Dikonfirmasi selesai": "Konfirmasi",
    "Sudah ditanggapi": "Ditanggapi",
    "Rata-rata bintang": "Bintang",
}


def report(village: Village, figures: Figures, period: Period, *, by: str, at: datetime) -> bytes:
    """Return the PDF. `by`: who prints it, `at`: when. Raises NotTypeset if the template is wrong."""
    logo = kop.logo_of(village)
    data = report_data(village, figures, period, by=by, at=at) | {"head": kop.letterhead(village, logo)}
    return typeset.pdf("angka", data, at=at, files=logo.files if logo else {})


def report_data(village: Village, figures: Figures, period: Period, *, by: str, at: datetime) -> dict[str, Any]:
    """Return what the template needs."""
    title = f"Laporan Pengelolaan Pengaduan {period.label}"
    stand = say_moment(timezone.localtime(at, village.zone))
    head = signatory(village, Role.VILLAGE_HEAD)
    unit = signatory(village, Role.UNIT_HEAD)
    return {
        **kop.base(
            village,
            f"{title}, Desa {village.name}",
            footer=f"Laporan pengaduan Desa {village.name} · {period.label} · dicetak oleh {by}",
        ),
        "name": title,
        "period": period.words,
        "stand": f"Keadaan {stand}.",
        "story": _story(figures, period),
        "summaries": [_table(each) for each in tables.all_tables(figures, period)[1:3]],
        "months": [
            {
                "name": MONTHS[month % 100 - 1][:3] + (f" {month // 100}" if position == 0 or month % 100 == 1 else ""),
                "received": counts.n["received"],
                "answered": counts.n["answers"],
            }
            for position, (month, counts) in enumerate(figures.months)
        ],
        "splits": [_table(tables.by(figures.rows[each], each), _SPLIT) for each in tables.BY if figures.rows[each]],
        "words": [[measure.label, measure.meaning] for measure in (*tables.RECEIVED, *tables.DONE)],
        "signatures": [
            kop.signature(unit, above=["Disusun oleh"]),
            kop.signature(head, place_date=kop.place_and_date(village, at), above=["Mengetahui,"], village=village),
        ],
    }


def _story(figures: Figures, period: Period) -> str:
    """The report in a few sentences, for who reads no table."""
    now: Counts = figures.period
    n = now.n
    sentences = [
        f"Dalam masa {period.words} diterima {say(n['received'])} aduan. Sampai laporan ini dibuat, "
        f"{say(n['closed'])} di antaranya selesai ({say(n['confirmed'])} dikonfirmasi selesai oleh pelapor), "
        f"{say(n['answered'])} sudah ditanggapi, dan {say(n['open'])} masih berjalan "
        f"({say(n['late'])} lewat batas waktu)."
    ]
    for year, count in figures.restricted:
        sentences.append(f"Di luar angka-angka ini ada {say(count)} aduan terbatas yang diterima pada tahun {year}.")
    if n["forwarded"] or n["archived"]:
        sentences.append(
            f"Disalurkan ke instansi lain: {say(n['forwarded'])}. Diarsipkan dengan alasan: {say(n['archived'])}."
        )
    if now.limits:
        sentences.append(
            f"Dari {say(now.limits)} batas waktu tanggapan yang berakhir dalam masa ini, {say(n['on_time'])} ditepati "
            f"({now.on_time_percent}%)."
        )
    if now.median_days is not None:
        sentences.append(f"Separuh aduan mendapat tanggapan pertama dalam {say(now.median_days)} hari atau kurang.")
    if now.ratings:
        sentences.append(
            f"Pelapor memberi {say(now.ratings)} penilaian, rata-rata {say(now.stars)} dari 5 bintang; "
            f"{say(n['satisfied'])} menyatakan puas."
        )
    return " ".join(sentences)


def _table(table: Table, columns: tuple[int, ...] | None = None) -> dict[str, Any]:
    chosen = range(len(table.head)) if columns is None else columns
    return {
        "title": table.title,
        "head": [_SHORT.get(table.head[column], table.head[column]) for column in chosen],
        "rows": [[say(row[column]) for column in chosen] for row in table.rows],
    }
