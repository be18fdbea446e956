"""Which village this is, and how its pages look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import More, VillagePage
from kentongan.forms.fields import PlainText
from kentongan.ui.accent import judge
from kentongan.villages import areas
from kentongan.villages.changes import Area
from kentongan.villages.models import Village
from kentongan.villages.village_checks import TIMEZONES

_NEEDED = {"required": "Bagian ini tidak boleh kosong."}


class IdentityForm(SettingForm):
    """Names, time zone, addresses on the web, colour and motto; the code has a page of its own."""

    area: ClassVar = Area.IDENTITY
    name = PlainText(
        label="Nama desa", max_length=100, required=True, help_text="Tanpa kata “Desa”. Contoh: Karangbawang."
    )
    district = PlainText(label="Kecamatan", max_length=100, required=True, help_text="Tanpa kata “Kecamatan”.")
    regency = PlainText(
        label="Kabupaten atau kota", max_length=100, required=True, help_text="Lengkap, misalnya Kabupaten Purbalingga."
    )
    province = PlainText(label="Provinsi", max_length=100, required=True)
    timezone = forms.ChoiceField(
        label="Zona waktu", choices=TIMEZONES, help_text="Semua tanggal dan jam ditampilkan menurut zona ini."
    )
    motto = PlainText(
        label="Semboyan", max_length=200, help_text="Di bawah halaman depan. Contoh: MAJU DESANE MAKMUR WARGANE."
    )
    accent = forms.RegexField(
        label="Warna utama",
        regex=r"^#[0-9a-fA-F]{6}$",
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text="Warna tombol dan kepala halaman. Warna yang terlalu muda digelapkan sendiri supaya tetap terbaca.",
        error_messages={"invalid": "Warna ditulis seperti #1b6b4a.", "required": "Pilih warnanya."},
    )
    website = PlainText(
        label="Situs desa", max_length=200, help_text="Dicetak di kepala surat. Contoh: https://karangbawang.desa.id"
    )
    hostname = PlainText(
        label="Nama host layanan ini",
        max_length=253,
        help_text="Isi hanya bila layanan ini punya alamat sendiri, misalnya aduan.karangbawang.desa.id. Alamat itu "
        "harus sudah diarahkan ke server ini; bila belum, kosongkan.",
    )

    def clean_accent(self) -> str:
        """Write the colour as it is stored."""
        return str(self.cleaned_data["accent"]).lower()

    def clean_website(self) -> str:
        """Take an address with or without https://.

        Raises:
            ValidationError: it is no address.
        """
        typed: str = self.cleaned_data["website"]
        if not typed:
            return ""
        full = typed if "://" in typed else f"https://{typed}"
        parts = urlsplit(full)
        if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in full:
            raise ValidationError("Tulis alamat situs seperti https://karangbawang.desa.id")
        return full

    def clean_hostname(self) -> str | None:
        """Take a host name as people copy it, with https:// and a slash."""
        typed: str = self.cleaned_data["hostname"].lower()
        return typed.split("://", 1)[-1].split("/", 1)[0] or None


def _preview(village: Village) -> Mapping[str, Any]:
    return {"shown": village, "judged": judge(village.accent)}


def _more(village: Village) -> Sequence[More]:
    known = "sudah ada" if village.polygon else "belum ada"
    return (
        More(
            label=f"Kode desa: {village.code}",
            url=reverse("desk:settings_code"),
            hint="Pilih dari daftar nasional; nama dan wilayah ikut terisi.",
        ),
        More(
            label=f"Batas desa ({known})", url=reverse("desk:settings_boundary"), hint="Peta kecil di formulir lapor."
        ),
        More(
            label=f"Logo ({'sudah ada' if village.logo else 'belum ada'})",
            url=reverse("desk:settings_logo"),
            hint="Di kepala halaman dan kepala surat.",
        ),
    )


def _missing(village: Village) -> Sequence[str]:
    found = []
    if areas.find(village.code) is None:
        found.append(f"Kode {village.code} tidak ada dalam daftar nasional; periksa lagi.")
    if not village.polygon:
        found.append("Batas desa belum ada; warga tidak dapat menunjuk tempat di peta.")
    if not village.logo:
        found.append("Logo belum ada; kepala surat dicetak tanpa lambang.")
    return found


PAGE = VillagePage(
    area=Area.IDENTITY,
    slug="identitas",
    sentence="Nama, kode, wilayah, batas, logo, warna, dan alamat layanan di internet.",
    form=IdentityForm,
    missing=_missing,
    more=_more,
    preview=_preview,
    preview_template="desk/settings/previews/identity.html",
)
