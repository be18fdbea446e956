"""Bodies outside the village government to which a complaint is passed when it is not the village's to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError

from kentongan.desk.settings.fields import active_field, position_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.villages.changes import Area
from kentongan.villages.models import Body, Village

# RULES §4: contacts to verify before printing. (start of the village code, name, contact)
HINTS: Final = (
    ("", "Ombudsman RI", "telepon 137, WA 0821-3737-3737, pengaduan@ombudsman.go.id"),
    ("33.", "Ombudsman RI Jawa Tengah", "WA 0811-998-3737"),
    ("", "SP4N-LAPOR!", "SMS 1708"),
    ("33.03.", "Lapor Mas Bup (Purbalingga)", "WA 0813-9900-4222"),
)


class BodyForm(SettingForm):
    """One body."""

    area: ClassVar = Area.BODIES
    name = PlainText(
        label="Nama instansi",
        max_length=150,
        required=True,
        help_text="Nama resminya. Contoh: DPUPR Kabupaten Purbalingga.",
        error_messages={"required": "Tulis nama instansinya."},
    )
    competence = PlainText(
        label="Urusannya",
        max_length=200,
        help_text="Hal apa yang disalurkan ke sana. Contoh: jalan kabupaten, irigasi.",
    )
    contact = PlainText(
        label="Kontak",
        max_length=200,
        help_text="Telepon, surel, atau alamat untuk surat penyaluran. Hubungi dulu sebelum disimpan.",
    )
    position = position_field()
    active = active_field("Ditawarkan saat menyalurkan", "Bila dimatikan, aduan yang sudah disalurkan tetap utuh.")

    def clean_name(self) -> str:
        """Refuse a second body of the same name.

        Raises:
            ValidationError: there is one.
        """
        name: str = " ".join(self.cleaned_data["name"].split())
        if Body.objects.filter(village=self.village, name__iexact=name).exclude(pk=self.row.pk).exists():
            raise ValidationError(f"{name} sudah ada dalam daftar.")
        return name

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {**super().values(), "position": self.cleaned_data["position"] or 0}


def _lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    return [
        Line(
            id=row.id,
            title=row.name,
            facts=tuple(fact for fact in (row.competence, row.contact or "kontak belum diisi") if fact),
            off=not row.active,
        )
        for row in Body.objects.filter(village=village)
    ]


def _hints(row: Any) -> Mapping[str, Any]:
    code = row.code if isinstance(row, Village) else row.village.code
    return {"hints": [(name, contact) for place, name, contact in HINTS if code.startswith(place)]}


def _new(village: Village) -> Body:
    return Body(village=village, position=Body.objects.filter(village=village).count() + 1)


PAGE = RowsPage(
    area=Area.BODIES,
    slug="instansi",
    sentence="Ke mana aduan di luar wewenang desa disalurkan, dengan urusan dan kontaknya.",
    form=BodyForm,
    lines=_lines,
    new=_new,
    add_label="Tambah instansi",
    empty="Belum ada instansi. Tanpa daftar ini aduan tidak dapat disalurkan.",
    list_template="desk/settings/bodies.html",
    template="desk/settings/body.html",
    preview=_hints,
    preview_template="desk/settings/previews/bodies.html",
)
