"""Whether the desk is offered a likely category and urgency."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import VillagePage
from kentongan.villages.changes import Area


class SuggestionsForm(SettingForm):
    """On or off."""

    area: ClassVar = Area.SUGGESTIONS
    suggest = forms.BooleanField(
        label="Usulkan kategori dan kemendesakan saat verifikasi",
        required=False,
        help_text="Dipelajari sehari sekali dari aduan yang sudah diverifikasi di desa ini, di komputer ini juga. "
        "Perlu sekitar 40 MB memori selama beberapa detik; biarkan mati bila memori server sedikit. "
        "Bila dimatikan, yang sudah dipelajari dibuang.",
    )


PAGE = VillagePage(
    area=Area.SUGGESTIONS,
    slug="usulan",
    sentence="Apakah petugas diberi usulan kategori dan kemendesakan saat memverifikasi.",
    intro="Usulan selalu disertai kata-kata yang mendasarinya, dan petugas yang memutuskan. Aduan terbatas, tersegel, "
    "atau yang isinya dihapus tidak dipelajari dan tidak diberi usulan.",
    form=SuggestionsForm,
)
