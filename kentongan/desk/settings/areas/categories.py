"""Categories: what a complaint is about, and what the desk is offered first for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from kentongan.desk.settings.fields import active_field, choice_field, position_field, radio_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Badge, Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.people.models import Officer
from kentongan.people.roster import handlers_of
from kentongan.rules.problem_codes import PROBLEM_CODES
from kentongan.rules.types import CaseClass, Urgency
from kentongan.villages.changes import Area
from kentongan.villages.models import Category, Village

RESTRICTED: Final = (
    "Untuk hal yang bisa membahayakan orang bila tersebar, seperti kekerasan atau pungutan liar: aduan di kategori ini "
    "tidak pernah ditampilkan satu per satu di halaman umum atau data terbuka."
)


class CategoryForm(SettingForm):
    """One category."""

    area: ClassVar = Area.CATEGORIES
    name = PlainText(
        label="Nama kategori",
        max_length=100,
        required=True,
        help_text="Dengan kata-kata warga. Contoh: Penerangan jalan.",
        error_messages={"required": "Tulis nama kategorinya."},
    )
    group = PlainText(
        label="Kelompok di halaman umum",
        max_length=100,
        help_text="Beberapa kategori tampil sebagai satu kelompok bila aduannya masih sedikit. Kosong: nama sendiri.",
    )
    problem_code = choice_field(
        "Kode masalah",
        [(code, f"{code} {words}") for code, words in PROBLEM_CODES.items()],
        empty="Tanpa kode",
        help_text="Dipakai di buku register dan laporan ke tingkat atas.",
    )
    default_class = choice_field(
        "Klasifikasi yang ditawarkan lebih dulu",
        CaseClass.choices(),
        help_text="Verifikator masih bisa memilih yang lain. Klasifikasi menentukan batas waktu tanggapan.",
    )
    default_urgency = radio_field("Kemendesakan yang ditawarkan lebih dulu", Urgency.choices())
    restricted = forms.BooleanField(label="Kategori terbatas", required=False, help_text=RESTRICTED)
    default_handler = forms.ModelChoiceField(
        label="Petugas yang biasanya menangani",
        queryset=Officer.objects.none(),
        required=False,
        empty_label="Dipilih setiap kali",
        help_text="Terpilih lebih dulu saat disposisi, kecuali ia terlibat dalam aduannya.",
        error_messages={"invalid_choice": "Pilih petugas dari daftar."},
    )
    position = position_field()
    active = active_field(
        "Ditawarkan kepada warga dan petugas", "Bila dimatikan, aduan lama tetap memakai kategori ini."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["default_handler"].queryset = handlers_of(self.village)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Refuse a second category of the same name.

        Raises:
            ValidationError: there is one.
        """
        name: str = " ".join(self.cleaned_data["name"].split())
        if Category.objects.filter(village=self.village, name__iexact=name).exclude(pk=self.row.pk).exists():
            raise ValidationError(f"Kategori {name} sudah ada dalam daftar.")
        return name

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        handler = self.cleaned_data["default_handler"]
        return {
            **super().values(),
            "position": self.cleaned_data["position"] or 0,
            "default_handler": handler.pk if handler else None,
        }


def _lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    names = {officer.pk: str(officer) for officer in handlers_of(village)}
    return [_line(row, names) for row in Category.objects.filter(village=village)]


def _line(row: Category, names: Mapping[UUID, str]) -> Line:
    facts = [CaseClass(row.default_class).label]
    if row.problem_code in PROBLEM_CODES:
        facts.append(f"{row.problem_code} {PROBLEM_CODES[row.problem_code]}")
    if row.default_handler is not None and row.default_handler in names:
        facts.append(f"biasanya {names[row.default_handler]}")
    badges = [Badge(text="Terbatas", tone="warn")] if row.restricted else []
    if row.default_urgency == Urgency.URGENT:
        badges.append(Badge(text="Mendesak", tone="urgent"))
    return Line(id=row.id, title=row.name, facts=tuple(facts), badges=tuple(badges), off=not row.active)


def _missing(village: Village) -> Sequence[str]:
    able = {officer.pk for officer in handlers_of(village)}
    rows = Category.objects.filter(village=village, active=True).values_list("name", "default_handler")
    return [
        f"Petugas bawaan untuk “{name}” tidak bertugas menangani lagi."
        for name, handler in rows
        if handler and handler not in able
    ]


def _new(village: Village) -> Category:
    return Category(village=village, position=Category.objects.filter(village=village).count() + 1)


PAGE = RowsPage(
    area=Area.CATEGORIES,
    slug="kategori",
    sentence="Tentang apa saja warga melapor, dengan klasifikasi, kode masalah, dan petugas yang biasanya menangani.",
    form=CategoryForm,
    lines=_lines,
    new=_new,
    missing=_missing,
    add_label="Tambah kategori",
)
