"""Where and when the office can be reached: what the villager reads on the first page and on his receipt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.forms.fields import LongText, Phone, PlainText
from kentongan.villages.changes import Area
from kentongan.villages.models import Village

MOST_LINES: Final = 7
_HOURS: Final = re.compile(r"(?P<days>[^:|]*[^\s:|])\s*[:|]\s*(?P<hours>\S.*)")


def read_hours(text: str) -> list[dict[str, str]]:
    """Read opening hours, a line each: "Senin–Kamis: 08.00–15.00".

    Raises:
        ValidationError: a line has no colon, is too long, or there are too many lines.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(f"Paling banyak {MOST_LINES} baris.")
    found = []
    for number, line in enumerate(lines, start=1):
        match = _HOURS.fullmatch(line)
        if match is None:
            raise ValidationError(
                f"Baris {number}: tulis harinya, titik dua, lalu jamnya. Contoh: Senin–Kamis: 08.00–15.00"
            )
        days, hours = match["days"], match["hours"].strip()
        if len(days) > 40 or len(hours) > 60:
            raise ValidationError(f"Baris {number} terlalu panjang: hari paling banyak 40 huruf, jam 60 huruf.")
        found.append({"days": days, "hours": hours})
    return found


def write_hours(rows: list[dict[str, str]]) -> str:
    """Write opening hours as `read_hours` reads them."""
    return "\n".join(f"{row['days']}: {row['hours']}" for row in rows)


class ContactForm(SettingForm):
    """Address, ways to reach the office, opening hours."""

    area: ClassVar = Area.CONTACT
    address = PlainText(
        label="Alamat kantor", max_length=200, help_text="Jalan, nomor, RT/RW. Contoh: Jl. Raya Karangbawang No. 1"
    )
    postcode = forms.RegexField(
        label="Kode pos",
        regex=r"^[0-9]{5}$",
        required=False,
        error_messages={"invalid": "Kode pos terdiri dari 5 angka."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w6", "autocomplete": "off"}),
    )
    phone = PlainText(
        label="Telepon kantor",
        max_length=20,
        help_text="Ditulis seperti yang Anda ingin dibaca warga, misalnya (0281) 123456.",
    )
    whatsapp = Phone(label="WhatsApp", required=False, help_text="Nomor ponsel kantor, misalnya 0812 3456 7890.")
    email = forms.EmailField(
        label="Surel",
        required=False,
        max_length=254,
        error_messages={"invalid": "Alamat surel ini tampaknya salah tulis. Contoh: desa@contoh.id"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    hours = LongText(
        label="Jam pelayanan", max_length=800,
        help_text=f"Satu baris untuk tiap kelompok hari, paling banyak {MOST_LINES}. Contoh: Senin–Kamis: 08.00–15.00",
    )  # fmt: skip

    def read(self, row: Any) -> dict[str, Any]:
        """Write the opening hours as lines."""
        return {**super().read(row), "hours": write_hours(row.opening_hours)}

    def clean_phone(self) -> str:
        """Take any way of writing a number, but no words.

        Raises:
            ValidationError: there are fewer than five digits, or letters.
        """
        typed: str = self.cleaned_data["phone"]
        if typed and (sum(sign.isdigit() for sign in typed) < 5 or any(sign.isalpha() for sign in typed)):
            raise ValidationError("Tulis nomor telepon dengan angka, misalnya (0281) 123456.")
        return typed

    def clean_hours(self) -> list[dict[str, str]]:
        """Read the lines."""
        return read_hours(self.cleaned_data["hours"])

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {**super().values(), "opening_hours": self.cleaned_data["hours"]}


def _missing(village: Village) -> Sequence[str]:
    found = []
    if not village.address:
        found.append("Alamat kantor belum diisi.")
    if not (village.phone or village.whatsapp or village.email):
        found.append("Belum ada nomor telepon, WhatsApp, atau surel.")
    if not village.opening_hours:
        found.append("Jam pelayanan belum diisi.")
    return found


PAGE = VillagePage(
    area=Area.CONTACT,
    slug="kontak",
    sentence="Alamat, telepon, WhatsApp, surel, dan jam pelayanan yang dibaca warga.",
    form=ContactForm,
    missing=_missing,
    preview=lambda village: {"shown": village},
    preview_template="desk/settings/previews/contact.html",
)
