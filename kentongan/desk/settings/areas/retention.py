"""For how long contents of cases are kept after their end, by category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from kentongan.desk.settings.fields import number_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Badge, Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.rules.data_rights import DEFAULT_RETENTION_YEARS
from kentongan.villages.changes import Area
from kentongan.villages.models import Category, RetentionRule, Village


class RetentionForm(SettingForm):
    """One period."""

    area: ClassVar = Area.RETENTION
    category = forms.ModelChoiceField(
        label="Kategori",
        queryset=Category.objects.none(),
        required=False,
        empty_label="Semua kategori lain",
        error_messages={"invalid_choice": "Pilih kategori dari daftar ini."},
    )
    years = number_field("Berapa tahun sesudah selesai", least=1, most=30)
    citation = PlainText(
        label="Dasar",
        max_length=200,
        required=True,
        help_text="Misalnya Peraturan Desa tentang arsip, atau jadwal retensi arsip kabupaten.",
        error_messages={"required": "Tulis dasarnya."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = Category.objects.filter(village=self.village).order_by("position", "name")

    def clean_category(self) -> Category | None:
        """One period a category, and one for the rest.

        Raises:
            ValidationError: there is one already.
        """
        category: Category | None = self.cleaned_data["category"]
        if RetentionRule.objects.filter(village=self.village, category=category).exclude(pk=self.row.pk).exists():
            raise forms.ValidationError("Kategori ini sudah punya masa simpan. Ubah yang sudah ada.")
        return category

    def values(self) -> dict[str, Any]:
        """Return the columns; what the village has written is its own rule."""
        data = self.cleaned_data
        category = data["category"]
        return {**super().values(), "category": category.pk if category else None, "certainty": "own"}


def _lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    rows = RetentionRule.objects.filter(village=village).select_related("category")
    return [
        Line(
            id=row.id,
            title=row.category.name if row.category else "Semua kategori lain",
            facts=(f"{row.years} tahun sesudah selesai", row.citation),
            badges=(Badge(text="Dasarnya perlu diperiksa", tone="warn"),) if row.certainty in ("S2", "G") else (),
        )
        for row in sorted(rows, key=lambda row: (row.category is None, row.category.name if row.category else ""))
    ]


PAGE = RowsPage(
    area=Area.RETENTION,
    slug="masa-simpan",
    sentence="Berapa lama isi aduan disimpan sesudah selesai, lalu dihapus.",
    intro="Sesudah masa ini isi aduan terdaftar di Jadwal retensi dan dihapus setelah disetujui. Nomor, tanggal, "
    "status, dan angka tetap ada. Tanpa aturan apa pun berlaku "
    f"{DEFAULT_RETENTION_YEARS} tahun.",
    form=RetentionForm,
    lines=_lines,
    new=lambda village: RetentionRule(village=village, years=DEFAULT_RETENTION_YEARS),
    add_label="Masa simpan untuk kategori lain",
    empty=f"Belum ada aturan: berlaku {DEFAULT_RETENTION_YEARS} tahun untuk semua.",
)
