"""The columns of the register book: which, in what order, under what name. Without a script, orders are numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.forms.fields import PlainText
from kentongan.reports.register.columns import ALL, BY_KEY, MAX_LABEL, NEEDED, Column, chosen
from kentongan.villages.changes import Area
from kentongan.villages.models import Village

_HIGHEST: Final = 99


@dataclass(frozen=True)
class ColumnFields:
    """The fields of one column, as the page shows them in one row."""

    column: Column
    use: BoundField
    position: BoundField
    label: BoundField
    needed: bool


class ColumnsForm(SettingForm):
    """A row for each column that the book can have."""

    area: ClassVar = Area.REGISTER
    reset = forms.BooleanField(
        label="Kembali ke susunan bawaan",
        required=False,
        help_text="Nama, urutan, dan pilihan kolom di atas diabaikan.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, village: Village, row: Any) -> None:
        super().__init__(data, files, village=village, row=row)
        for column in ALL:
            self.fields[f"use_{column.key}"] = forms.BooleanField(label=f"Pakai kolom {column.label}", required=False)
            self.fields[f"position_{column.key}"] = forms.IntegerField(
                label=f"Urutan kolom {column.label}",
                required=False,
                min_value=1,
                max_value=_HIGHEST,
                widget=forms.NumberInput(attrs={"class": "w3", "inputmode": "numeric"}),
                error_messages={
                    "invalid": f"Urutan kolom {column.label}: tulis dengan angka.",
                    "min_value": f"Urutan kolom {column.label} dimulai dari 1.",
                    "max_value": f"Urutan kolom {column.label} paling banyak {_HIGHEST}.",
                },
            )
            self.fields[f"label_{column.key}"] = PlainText(label=f"Nama kolom {column.label}", max_length=MAX_LABEL)

    def read(self, row: Any) -> dict[str, Any]:
        """Show the columns as they are, and behind them those that are not used."""
        now = chosen(row)
        found: dict[str, Any] = {}
        for place, each in enumerate(now, 1):
            key = each.column.key
            found |= {f"use_{key}": True, f"position_{key}": place, f"label_{key}": each.label}
        used = {each.column.key for each in now}
        for place, column in enumerate((column for column in ALL if column.key not in used), len(now) + 1):
            found |= {f"position_{column.key}": place, f"label_{column.key}": column.label}
        return found

    @property
    def lines(self) -> list[ColumnFields]:
        """The rows of the page, in the order of the book (of what was typed, where that makes sense)."""
        lines = [
            ColumnFields(
                column,
                self[f"use_{column.key}"],
                self[f"position_{column.key}"],
                self[f"label_{column.key}"],
                column.key in NEEDED,
            )
            for column in ALL
        ]
        return sorted(lines, key=lambda line: _number(line.position.value()))

    def clean(self) -> dict[str, Any]:
        """See that a book comes out in which a line can be found again."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("reset"):
            for key in NEEDED:
                if not data.get(f"use_{key}"):
                    self.add_error(
                        f"use_{key}",
                        ValidationError(f"Kolom {BY_KEY[key].label} tidak dapat ditinggalkan.", code="needed"),
                    )
        return data

    def values(self) -> dict[str, Any]:
        """Return the chosen columns in order; equal numbers keep the order of the list."""
        data = self.cleaned_data
        if data.get("reset"):
            return {"register_columns": []}
        used = [column for column in ALL if data.get(f"use_{column.key}")]
        used.sort(key=lambda column: data.get(f"position_{column.key}") or _HIGHEST + 1)
        columns = [{"key": column.key, "label": data.get(f"label_{column.key}") or column.label} for column in used]
        usual = [{"key": column.key, "label": column.label} for column in ALL if column.usual]
        return {"register_columns": [] if columns == usual else columns}


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 4 else _HIGHEST + 1


def _preview(village: Village) -> Mapping[str, Any]:
    columns = chosen(village)
    return {"columns": columns, "hidden": [each.label for each in columns if each.column.identity]}


PAGE = VillagePage(
    area=Area.REGISTER,
    slug="kolom-buku",
    sentence="Kolom buku catatan aduan: mana yang dipakai, urutannya, dan namanya.",
    intro="Berlaku untuk layar, PDF, dan XLSX. Yang sudah dicetak tidak berubah.",
    form=ColumnsForm,
    template="desk/settings/register.html",
    preview=_preview,
    preview_template="desk/settings/previews/register.html",
)
