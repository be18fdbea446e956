"""Published cases: how much company each must have, how long its reporter can stop it, from when on; open data."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.forms.fields import Day
from kentongan.rules.open_data import LICENCES
from kentongan.rules.publication import LEAST_DELAY, LEAST_K, MOST_DELAY, MOST_K
from kentongan.villages.changes import Area


def _number(label: str, least: int, most: int, help_text: str) -> forms.IntegerField:
    said = f"Tulis angka antara {least} dan {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=f"{help_text} Antara {least} dan {most}.",
        widget=forms.NumberInput(attrs={"class": "w10", "inputmode": "numeric"}),
        error_messages={"required": said, "invalid": said, "min_value": said, "max_value": said},
    )


class PublicationForm(SettingForm):
    """Two numbers and a day; licence and log entries of the open data."""

    area: ClassVar = Area.PUBLICATION
    publish_least = _number(
        "Paling sedikit aduan serupa",
        LEAST_K,
        MOST_K,
        "Sebanyak ini aduan terbit harus tampil dengan kelompok, dusun, dan triwulan yang sama; bila kurang, "
        "tampilannya dibuat lebih umum supaya pelapor tidak dikenali. Bila dinaikkan, yang sudah terbit ikut berubah.",
    )
    publish_delay = _number(
        "Hari sebelum terbit",
        LEAST_DELAY,
        MOST_DELAY,
        "Selama ini pelapor dapat melihat dan menghentikannya.",
    )
    publish_from = Day(
        label="Hanya aduan yang diterima sejak", help_text="Kosongkan bila semua aduan boleh diterbitkan."
    )
    data_licence = forms.ChoiceField(
        label="Lisensi data terbuka",
        choices=[(name, said) for name, (said, _) in LICENCES.items()],
        help_text="Syarat memakai data di halaman /data/. Berlaku mulai versi berikutnya.",
        error_messages={"invalid_choice": "Pilih lisensi dari daftar."},
    )
    data_steps = forms.BooleanField(
        label="Buka langkah aduan terbit dari catatan",
        required=False,
        help_text="Dengan ini siapa pun dapat membuktikan status aduan terbit. Akibatnya, siapa pun juga dapat "
        "mengetahui pada hari apa aduan itu diterima dan setiap langkahnya terjadi, lebih rinci daripada triwulan yang "
        "tampil. Aduan yang triwulannya tidak tampil tidak dibuka. Yang pernah dibuka dan sudah diunduh orang tidak "
        "dapat ditarik.",
    )


PAGE = VillagePage(
    area=Area.PUBLICATION,
    slug="penerbitan",
    sentence="Kapan dan seumum apa aduan tampil di halaman umum desa.",
    intro="Hanya aduan yang pelapornya mengizinkan dan yang naskahnya disetujui petugas. Kelompok kategori diatur di "
    "halaman Kategori.",
    form=PublicationForm,
)
