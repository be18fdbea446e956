"""Witnesses of the log: parties outside the office who keep what was published; nothing then changes quietly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone

from kentongan.desk.settings.fields import active_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Badge, Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.support import plain_http
from kentongan.support.tlog.note import COSIGNATURE, NoteError, Verifier
from kentongan.ui.words import say_moment
from kentongan.villages import witnesses
from kentongan.villages.changes import Area
from kentongan.villages.models import Village


class WitnessForm(SettingForm):
    """One witness."""

    area: ClassVar = Area.WITNESSES
    name = PlainText(
        label="Nama saksi",
        max_length=120,
        required=True,
        help_text="Contoh: BPD Karangbawang, Kecamatan Rembang, atau nama lembaga warga.",
        error_messages={"required": "Tulis nama saksinya."},
    )
    vkey = PlainText(
        label="Kunci saksi",
        max_length=250,
        required=True,
        help_text="Satu baris dari pihak saksi, yang dicetak oleh “kentongan witness init”.",
        error_messages={"required": "Tempelkan kunci saksinya."},
    )
    url = PlainText(
        label="Alamat saksi",
        max_length=300,
        help_text="Ke sini tanda catatan dikirim, misalnya https://saksi.example/. Kosongkan bila saksi mengambil "
        "sendiri, misalnya dari laptop.",
    )
    active = active_field("Dipakai", "Bila dimatikan, tanda tangannya yang lama tetap tersimpan.")

    def clean_vkey(self) -> str:
        """Refuse what is no witness's key.

        Raises:
            ValidationError: it is mistyped, or the key of a log.
        """
        text = "".join(self.cleaned_data["vkey"].split())
        try:
            kind = Verifier.parse(text).kind
        except NoteError:
            raise ValidationError(
                "Kunci ini keliru. Salin seluruh barisnya: nama, tanda tambah, dan huruf di belakangnya."
            ) from None
        if kind != COSIGNATURE:
            raise ValidationError("Itu kunci log, bukan kunci saksi. Mintalah kunci saksi dari pihak saksinya.")
        return text

    def clean_url(self) -> str:
        """Refuse what is no web address.

        Raises:
            ValidationError: it is none.
        """
        text: str = self.cleaned_data["url"]
        if text and not plain_http.is_address(text):
            raise ValidationError("Tulis alamat lengkap, misalnya https://saksi.example/, atau kosongkan.")
        return text


def _lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    return [_line(village, each) for each in witnesses.witnesses(village)]


def _line(village: Village, each: witnesses.WitnessLine) -> Line:
    said = say_moment(timezone.localtime(each.last.at, village.zone)) if each.last else ""
    facts = [f"Terakhir menandatangani {said}" if said else "Belum pernah menandatangani"]
    facts.append(f"dikirim ke {each.url}" if each.url else "mengambil sendiri")
    if each.trouble:
        facts.append(each.trouble)
    badges = (Badge(text="Ada kendala", tone="warn"),) if each.trouble and each.active else ()
    return Line(id=each.id, title=each.name, facts=tuple(facts), badges=badges, off=not each.active)


PAGE = RowsPage(
    area=Area.WITNESSES,
    slug="saksi",
    sentence="Pihak di luar kantor yang ikut menandatangani keadaan catatan, sehingga tidak dapat diubah diam-diam.",
    form=WitnessForm,
    lines=_lines,
    add_label="Tambah saksi",
    empty="Belum ada saksi. Satu saja di luar kantor sudah cukup supaya perubahan diam-diam ketahuan.",
)
