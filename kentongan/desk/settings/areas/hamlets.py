"""Hamlets with their RW and RT: offered to who lodges or records a complaint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Line, More, RowsPage
from kentongan.forms.fields import LongText, PlainText
from kentongan.villages.change_words import say_neighbourhoods
from kentongan.villages.changes import Area
from kentongan.villages.models import Hamlet, Village

MOST_RW: Final = 40
MOST_RT: Final = 40
_LINE: Final = re.compile(r"(?:RW\s*)?(?P<rw>[0-9]{1,3})\s*(?:[:/-]\s*(?P<rts>.*))?", re.IGNORECASE)
_RT: Final = re.compile(r"(?:RT\s*)?([0-9]{1,3})(?:\s*(?:-|–|s/d|sampai)\s*(?:RT\s*)?([0-9]{1,3}))?", re.IGNORECASE)


def read_neighbourhoods(text: str) -> list[dict[str, Any]]:
    """Read RW and RT, an RW a line: "RW 01: 01, 02, 03" or "01: 01-04".

    Raises:
        ValidationError: a line cannot be read, an RW stands twice, or there are too many.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate((line.strip() for line in text.splitlines()), start=1):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValidationError(
                f"Baris {number}: tulis nomor RW, titik dua, lalu nomor RT-nya. Contoh: RW 01: 01, 02, 03"
            )
        name = _number(match["rw"])
        if name in found:
            raise ValidationError(f"RW {name} tertulis dua kali. Gabungkan menjadi satu baris.")
        found[name] = _rts(match["rts"] or "", number)
    if len(found) > MOST_RW:
        raise ValidationError(f"Paling banyak {MOST_RW} RW dalam satu dusun.")
    return [{"rw": name, "rts": rts} for name, rts in found.items()]


def write_neighbourhoods(rows: Sequence[dict[str, Any]]) -> str:
    """Write RW and RT as `read_neighbourhoods` reads them."""
    return "\n".join(f"RW {row['rw']}" + (f": {', '.join(row['rts'])}" if row.get("rts") else "") for row in rows)


def _rts(text: str, line: int) -> list[str]:
    found: dict[str, None] = {}
    for part in (part.strip() for part in text.split(",")):
        if not part:
            continue
        match = _RT.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first:
            raise ValidationError(f"Baris {line}: “{part}” bukan nomor RT. Contoh: 01, 02, 03 atau 01-05")
        found |= {_number(str(one)): None for one in range(first, min(last, first + MOST_RT) + 1)}
    if len(found) > MOST_RT:
        raise ValidationError(f"Baris {line}: paling banyak {MOST_RT} RT dalam satu RW.")
    return list(found)


def _number(digits: str) -> str:
    """Write a number as the office does: two figures, more where needed."""
    return f"{int(digits):02d}"


class HamletForm(SettingForm):
    """One hamlet."""

    area: ClassVar = Area.HAMLETS
    name = PlainText(
        label="Nama dusun", max_length=80, required=True, help_text="Contoh: Dusun I atau Dusun Karanganyar."
    )
    areas = LongText(
        label="RW dan RT", max_length=4000, help_text="Satu RW satu baris. Contoh: RW 01: 01, 02, 03 atau RW 02: 01-04"
    )
    position = forms.IntegerField(
        label="Urutan dalam daftar",
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w6", "autocomplete": "off"}),
        error_messages={
            "invalid": "Tulis angka 0 sampai 999.",
            "min_value": "Tulis angka 0 sampai 999.",
            "max_value": "Tulis angka 0 sampai 999.",
        },
    )
    active = forms.BooleanField(
        label="Ditawarkan kepada warga",
        required=False,
        help_text="Bila tidak dipakai lagi, lepas centangnya; aduan lama tetap utuh.",
    )

    def read(self, row: Any) -> dict[str, Any]:
        """Write RW and RT as lines."""
        return {**super().read(row), "areas": write_neighbourhoods(row.neighbourhoods)}

    def clean_areas(self) -> list[dict[str, Any]]:
        """Read the lines."""
        return read_neighbourhoods(self.cleaned_data["areas"])

    def clean_name(self) -> str:
        """Refuse a second hamlet of the same name.

        Raises:
            ValidationError: there is one.
        """
        name: str = " ".join(self.cleaned_data["name"].split())
        twins = Hamlet.objects.filter(village=self.village, name__iexact=name).exclude(pk=self.row.pk)
        if twins.exists():
            raise ValidationError(f"Dusun {name} sudah ada dalam daftar.")
        return name

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {
            **super().values(),
            "position": self.cleaned_data["position"] or 0,
            "neighbourhoods": self.cleaned_data["areas"],
        }


def _lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    return [
        Line(
            id=row.id,
            title=row.name,
            facts=(say_neighbourhoods(row.neighbourhoods) or "RW dan RT belum diisi",),
            off=not row.active,
        )
        for row in Hamlet.objects.filter(village=village)
    ]


def _new(village: Village) -> Hamlet:
    return Hamlet(village=village, position=Hamlet.objects.filter(village=village).count() + 1)


def _missing(village: Village) -> Sequence[str]:
    hamlets = Hamlet.objects.filter(village=village, active=True)
    return () if hamlets.exists() else ("Belum ada dusun; warga tidak dapat menunjuk dusun kejadian.",)


def _more(village: Village) -> Sequence[More]:
    known = Hamlet.objects.filter(village=village, active=True, polygon__isnull=False).count()
    return (
        More(
            label=f"Batas dusun ({f'{known} dusun' if known else 'belum ada'})",
            url=reverse("desk:settings_hamlet_borders"),
            hint="Untuk peta aduan terbitan per dusun.",
        ),
    )


PAGE = RowsPage(
    area=Area.HAMLETS,
    slug="dusun",
    sentence="Daftar dusun dengan RW dan RT-nya, ditawarkan saat warga melapor.",
    form=HamletForm,
    lines=_lines,
    new=_new,
    missing=_missing,
    more=_more,
    add_label="Tambah dusun",
    empty="Belum ada dusun.",
)
