"""How cases and letters are numbered, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kentongan.cases.register import PAPERS, last_seq
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.forms.fields import PlainText
from kentongan.rules import numbering
from kentongan.villages.calendar import local_date
from kentongan.villages.changes import Area
from kentongan.villages.models import Village

_PARTS = "{seq} nomor urut ({seq:03d} dengan tiga angka), {year} tahun, {code} kode desa"


class NumberingForm(SettingForm):
    """Patterns, the seat before a letter's date, the unit's decree, and the village head's signature."""

    area: ClassVar = Area.NUMBERING
    number_pattern = PlainText(
        label="Pola nomor registrasi aduan",
        max_length=80,
        required=True,
        help_text=f"Isian yang dikenal: {_PARTS}. {{seq}} dan {{year}} wajib ada.",
    )
    paper_number_pattern = PlainText(
        label="Pola nomor surat",
        max_length=80,
        required=True,
        help_text="Seperti di atas, ditambah {kind}: singkatan jenis surat, misalnya TGP untuk surat tanggapan.",
    )
    seat = PlainText(
        label="Tempat kedudukan",
        max_length=100,
        help_text="Ditulis di depan tanggal surat. Kosong: nama desa.",
    )
    unit_decree = PlainText(
        label="SK unit pengelola pengaduan",
        max_length=200,
        help_text="Nomor dan tanggalnya. Contoh: Keputusan Kepala Desa No. 141/12 Tahun 2026 tanggal 5 Januari 2026.",
    )
    village_head_answers = forms.BooleanField(
        label="Tanggapan ditetapkan oleh Kepala Desa",
        required=False,
        help_text="Bila dicentang, hanya Kepala Desa yang dapat mengirim tanggapan; perubahan ini dikabarkan kepada "
        "pengawas. Bila tidak, Ketua Unit mengirimnya.",
    )

    def clean_number_pattern(self) -> str:
        """Refuse a pattern that could double numbers."""
        return _checked(self.cleaned_data["number_pattern"], numbering.validate_pattern)

    def clean_paper_number_pattern(self) -> str:
        """Refuse a pattern that could double numbers."""
        return _checked(self.cleaned_data["paper_number_pattern"], numbering.validate_paper_pattern)


def _checked(pattern: str, validate: Callable[[str], None]) -> str:
    try:
        validate(pattern)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return pattern


def _preview(village: Village) -> Mapping[str, Any]:
    """Show the numbers that the next case and the next letter of this year would get."""
    year = local_date(village, timezone.now()).year
    cases, papers = last_seq(village, year=year), last_seq(village, year=year, series=PAPERS)
    return {
        "shown": village,
        "year": year,
        "given": cases,
        "next_case": _number(numbering.register_number, village.number_pattern, cases + 1, year, code=village.code),
        "next_paper": _number(
            numbering.paper_number, village.paper_number_pattern, papers + 1, year, code=village.code, kind="TGP"
        ),
    }


def _number(make: Callable[..., str], pattern: str, seq: int, year: int, **facts: str) -> str:
    try:
        return make(pattern, seq=seq, year=year, **facts)
    except ValueError:
        return ""


PAGE = VillagePage(
    area=Area.NUMBERING,
    slug="penomoran",
    sentence="Pola nomor aduan dan surat, tempat kedudukan, SK unit, dan siapa yang menetapkan tanggapan.",
    form=NumberingForm,
    preview=_preview,
    preview_template="desk/settings/previews/numbering.html",
)
