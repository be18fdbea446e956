"""The texts citizens read: kept on the village, each edited on a page of its own (`settings.wording`)."""

from __future__ import annotations

from typing import ClassVar

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.villages.changes import Area


class NoForm(SettingForm):
    """Nothing to fill in on the page of all texts."""

    area: ClassVar = Area.TEXTS


PAGE = VillagePage(
    area=Area.TEXTS,
    slug="teks",
    sentence="Kalimat yang dibaca warga: sambutan, maklumat, hak, tanya jawab, tanda terima.",
    intro="Semua kalimat ini sudah punya bawaan. Ubah hanya yang ingin Anda katakan dengan cara desa sendiri.",
    form=NoForm,
)
