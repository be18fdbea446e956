"""Reply templates: words to begin a reply with, and the fields that fill themselves in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from kentongan.desk.settings.fields import active_field, choice_field, position_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Line, RowsPage
from kentongan.forms.fields import LongText, PlainText
from kentongan.rules import replies
from kentongan.rules.replies import ReplyField
from kentongan.rules.types import Refused
from kentongan.ui.words import say_date, say_short_date
from kentongan.villages.change_words import say_hours
from kentongan.villages.changes import Area
from kentongan.villages.models import ReplyTemplate, ReplyUse, Village

EXCERPT: Final = 110
_RECEIVED: Final = date(2026, 11, 16)
_TODAY: Final = date(2026, 11, 23)
_DUE: Final = date(2026, 12, 4)


class ReplyForm(SettingForm):
    """One template."""

    area: ClassVar = Area.REPLIES
    name = PlainText(
        label="Nama templat",
        max_length=100,
        required=True,
        help_text="Hanya dibaca petugas, saat memilih.",
        error_messages={"required": "Tulis nama templatnya."},
    )
    use = choice_field("Dipakai untuk", ReplyUse.choices)
    body = LongText(
        label="Isi",
        max_length=replies.MAX_BODY,
        required=True,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Isian seperti {nomor} terisi sendiri; daftarnya ada di samping. Tulis {isi: keterangannya} untuk "
        "bagian yang harus dilengkapi petugas sebelum dikirim.",
        error_messages={"required": "Isi templatnya masih kosong."},
    )
    position = position_field()
    active = active_field("Ditawarkan kepada petugas", "Bila dimatikan, templat ini tidak muncul di halaman aduan.")

    def clean_body(self) -> str:
        """Check the fields.

        Raises:
            ValidationError: with the rule's sentence.
        """
        body: str = self.cleaned_data["body"]
        try:
            replies.check(body)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal
        return body

    def clean_name(self) -> str:
        """Refuse a second template of the same name.

        Raises:
            ValidationError: there is one.
        """
        name: str = " ".join(self.cleaned_data["name"].split())
        if ReplyTemplate.objects.filter(village=self.village, name__iexact=name).exclude(pk=self.row.pk).exists():
            raise ValidationError(f"Templat {name} sudah ada. Pilih nama lain.")
        return name

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {**super().values(), "position": self.cleaned_data["position"] or 0}


def example(village: Village) -> dict[ReplyField, str]:
    """Return what the fields become in the preview: the village's own words, and an invented complaint."""
    return {
        ReplyField.NUMBER: f"012/ADU/{village.code}/2026",
        ReplyField.STATUS: "Sedang ditangani",
        ReplyField.DUE: say_date(_DUE),
        ReplyField.RECEIVED: say_short_date(_RECEIVED),
        ReplyField.TODAY: say_short_date(_TODAY),
        ReplyField.CATEGORY: "Penerangan jalan",
        ReplyField.OFFICER: "Kasi Kesejahteraan",
        ReplyField.BODY: f"Kecamatan {village.district}",
        **of_village(village),
    }


def of_village(village: Village) -> dict[ReplyField, str]:
    """Return what the village's own fields become; "" for what it has not set."""
    return {
        ReplyField.VILLAGE: village.name,
        ReplyField.DISTRICT: village.district,
        ReplyField.ADDRESS: village.address,
        ReplyField.PHONE: village.phone or village.whatsapp,
        ReplyField.HOURS: say_hours(village.opening_hours),
    }


def _lines(village: Village, tab: str) -> Sequence[Line]:
    rows = ReplyTemplate.objects.filter(village=village, use=tab)
    return [Line(id=row.id, title=row.name, facts=(_excerpt(row.body),), off=not row.active) for row in rows]


def _excerpt(body: str) -> str:
    words = " ".join(body.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rstrip()}…"


def _preview(row: Any) -> Mapping[str, Any]:
    shown: dict[str, Any] = {"fields": list(ReplyField)}
    if isinstance(row, ReplyTemplate):
        shown["rendered"] = replies.render(row.body, example(row.village))
    return shown


def _new(village: Village) -> ReplyTemplate:
    return ReplyTemplate(village=village, position=ReplyTemplate.objects.filter(village=village).count() + 1)


PAGE = RowsPage(
    area=Area.REPLIES,
    slug="templat-balasan",
    sentence="Kalimat pembuka untuk pesan, pertanyaan, kabar, dan tanggapan; petugas masih dapat mengubahnya.",
    form=ReplyForm,
    lines=_lines,
    tabs=lambda village: ReplyUse.choices,  # noqa: ARG005 -- one shape for all areas
    new=_new,
    add_label="Tambah templat",
    empty="Belum ada templat untuk bagian ini.",
    list_template="desk/settings/replies.html",
    preview=_preview,
    preview_template="desk/settings/previews/reply.html",
)
