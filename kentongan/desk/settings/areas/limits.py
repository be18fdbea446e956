"""What may come in ten minutes before the rest waits in the triage tray, where "Tutup cepat" leads, the log's slots."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.forms.fields import PlainText
from kentongan.villages.changes import Area
from kentongan.villages.village_checks import LEAST_AND_MOST


def _limit(name: str, label: str, help_text: str) -> forms.IntegerField:
    least, most = LEAST_AND_MOST[name]
    said = f"Tulis angka antara {least} dan {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=f"{help_text} Antara {least} dan {most}.",
        widget=forms.NumberInput(attrs={"class": "w10", "inputmode": "numeric"}),
        error_messages={"required": said, "invalid": said, "min_value": said, "max_value": said},
    )


class LimitsForm(SettingForm):
    """Three limits, an address, and how often the log is signed."""

    area: ClassVar = Area.LIMITS
    lodge_caller = _limit(
        "lodge_caller",
        "Laporan dari satu sambungan dalam sepuluh menit",
        "Satu dusun sering memakai satu sambungan; jangan terlalu rendah.",
    )
    lodge_alike = _limit(
        "lodge_alike", "Laporan dengan isi yang sama dalam sepuluh menit", "Sesudah itu dikelompokkan."
    )
    lodge_pressure = _limit(
        "lodge_pressure",
        "Laporan dari seluruh desa dalam sepuluh menit",
        "Sesudah itu ponsel pelapor diminta menghitung sebentar, supaya mesin pengirim melambat.",
    )
    quit_to = PlainText(
        label="Ke mana tombol “Tutup cepat” membawa pelapor",
        max_length=200,
        help_text="Alamat biasa yang tidak mencurigakan, misalnya https://www.bmkg.go.id. Kosong: halaman depan desa.",
    )

    checkpoint_hours = _limit(
        "checkpoint_hours",
        "Jam antara dua tanda catatan",
        "Sesering itu keadaan catatan tindakan ditandatangani dan diterbitkan di halaman /log/, dihitung dari tengah "
        "malam. Makin jarang, makin tidak kentara kapan sebuah aduan masuk; makin sering, makin cepat tanda terima "
        "warga dapat dibuktikan. Paling jarang 12 jam: tanda terima menjanjikan bukti dalam 24 jam.",
    )

    def clean_quit_to(self) -> str:
        """Take an address with or without https://."""
        typed: str = self.cleaned_data["quit_to"]
        return typed if not typed or "://" in typed else f"https://{typed}"


PAGE = VillagePage(
    area=Area.LIMITS,
    slug="lonjakan",
    sentence="Berapa banyak laporan sekaligus yang masuk ke daftar biasa, tombol “Tutup cepat”, dan seberapa sering "
    "catatan ditandatangani.",
    intro="Tidak ada laporan yang ditolak: yang melewati batas tetap diberi nomor dan tanda terima, dan batas waktunya "
    "tetap berjalan. Ia hanya menunggu dipilah di baki pemilahan.",
    form=LimitsForm,
)
