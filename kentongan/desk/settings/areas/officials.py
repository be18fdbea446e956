"""Village government as complaints speak of it, and who is too close to whom (conflict of interest)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, cast

from django import forms
from django.urls import reverse

from kentongan.desk.settings.fields import active_field, choice_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Line, More, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.people.models import Officer, Official, OfficialTie
from kentongan.people.official_settings import nicknames_of
from kentongan.rules.types import Role
from kentongan.villages.changes import Area
from kentongan.villages.models import Village

SLUG: Final = "perangkat"
_PICK: Final = (("", "Pilih…"),)


class OfficialForm(SettingForm):
    """One official with the names people call him by."""

    area: ClassVar = Area.OFFICIALS
    name = PlainText(
        label="Nama",
        max_length=120,
        required=True,
        help_text="Nama lengkap, boleh tanpa gelar.",
        error_messages={"required": "Tulis nama perangkat desa ini."},
    )
    post = PlainText(
        label="Jabatan",
        max_length=80,
        help_text="Contoh: Kepala Dusun Randu Alas. Sebutan lain seperti kadus, bayan, atau pak bau dikenali sendiri.",
    )
    nicknames = PlainText(
        label="Nama panggilan",
        max_length=300,
        help_text="Sebutan warga sehari-hari, pisahkan dengan koma. Contoh: Mbah Gendon, Pak Tarno.",
    )
    officer_id = choice_field(
        "Akunnya di layanan ini",
        [],
        empty="Tidak punya akun",
        help_text="Bila punya akun, aduan tentang dirinya tidak pernah muncul di akun itu.",
        sentence="Pilih akun dari daftar.",
    )
    active = active_field("Masih menjabat", "Bila sudah tidak menjabat, lepas centangnya; riwayatnya tetap ada.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "officer_id", Officer.objects.of_office(self.village), self.row.officer_id)

    def clean_nicknames(self) -> str:
        """Return them one after the other, each once."""
        return ", ".join(nicknames_of(self.cleaned_data["nicknames"]))

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {**super().values(), "officer_id": self.cleaned_data["officer_id"] or None}


class TieForm(SettingForm):
    """One officer who is too close to an official."""

    area: ClassVar = Area.TIES
    official_id = choice_field("Perangkat desa", _PICK, sentence="Pilih perangkat desanya.")
    officer_id = choice_field(
        "Petugas yang terlalu dekat dengannya",
        _PICK,
        help_text="Ia tidak melihat aduan tentang perangkat desa itu, di daftar, hitungan, maupun pencarian.",
        sentence="Pilih petugasnya.",
    )
    how = PlainText(
        label="Hubungannya",
        max_length=80,
        help_text="Contoh: suami, keponakan, satu usaha. Boleh dikosongkan.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "official_id", Official.objects.filter(village=self.village), self.row.official_id)
        _offer(self, "officer_id", Officer.objects.of_office(self.village), self.row.officer_id)


def _offer(form: forms.Form, name: str, rows: Any, chosen: object) -> None:
    """Offer these rows, and the one that is chosen already, whatever became of it."""
    field = cast(forms.ChoiceField, form.fields[name])
    offered = [(str(row.pk), str(row)) for row in rows]
    if chosen is not None and str(chosen) not in dict(offered):
        offered.append((str(chosen), "yang dipilih sebelumnya (nonaktif)"))
    field.choices = [*field.choices, *offered]  # type: ignore[misc]


def _official_lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    rows = Official.objects.filter(village=village).select_related("officer").prefetch_related("ties__officer")
    return [Line(id=row.id, title=str(row), facts=_facts(row), off=not row.active) for row in rows]


def _facts(row: Official) -> tuple[str, ...]:
    close = [f"{tie.officer.name} ({tie.how})" if tie.how else tie.officer.name for tie in row.ties.all()]
    return (
        f"dipanggil {row.nicknames}" if row.nicknames else "belum ada nama panggilan",
        f"akun {row.officer.username}" if row.officer else "tanpa akun",
        *((f"terlalu dekat: {', '.join(close)}",) if close else ()),
    )


def _unlisted(village: Village, tab: str) -> Mapping[str, Any]:  # noqa: ARG001 -- one shape for all areas
    """Accounts that the list does not name yet: known by name and post, but by no nickname and without ties."""
    rows = Officer.objects.of_office(village).filter(official=None).prefetch_related("roles")
    return {"unlisted": [officer for officer in rows if officer.role_set != {Role.OVERSEER}]}


def _tie_lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    rows = OfficialTie.objects.filter(village=village).select_related("official", "officer")
    return [
        Line(
            id=row.id,
            title=f"{row.officer.name} dengan {row.official.name}",
            facts=(row.how or "hubungan tidak disebut", f"tidak melihat aduan tentang {row.official}"),
        )
        for row in rows.order_by("official__name", "officer__name")
    ]


def _to_officials(village: Village) -> Sequence[More]:  # noqa: ARG001 -- one shape for all areas
    return (More(label="Perangkat desa", url=reverse("desk:settings_area", kwargs={"slug": SLUG})),)


TIES = RowsPage(
    area=Area.TIES,
    slug="kedekatan",
    sentence="Petugas mana yang terlalu dekat dengan seorang perangkat desa, sehingga tidak melihat aduan tentangnya.",
    form=TieForm,
    lines=_tie_lines,
    add_label="Catat kedekatan",
    empty="Belum ada yang tercatat. Catat keluarga dan orang satu usaha lebih dulu.",
    more=_to_officials,
)
PAGE = RowsPage(
    area=Area.OFFICIALS,
    slug=SLUG,
    sentence="Nama, jabatan, dan nama panggilan perangkat desa, supaya aduan tentang seseorang tidak sampai kepadanya.",
    intro=(
        "Bila tulisan warga menyebut salah satu nama, jabatan, atau panggilan di sini, aduannya dijaga: orang itu dan "
        "mereka yang terlalu dekat dengannya tidak melihatnya. Setiap perubahan di sini diberitahukan kepada BPD dan "
        "Kepala Desa."
    ),
    form=OfficialForm,
    lines=_official_lines,
    context=_unlisted,
    list_template="desk/settings/officials.html",
    add_label="Tambah perangkat",
    empty="Belum ada. Petugas yang punya akun sudah dikenali dari nama dan jabatannya; lengkapi nama panggilannya.",
    more=lambda village: (  # noqa: ARG005
        More(label="Kedekatan", url=TIES.url(), hint="Siapa yang terlalu dekat dengan siapa."),
    ),
)
