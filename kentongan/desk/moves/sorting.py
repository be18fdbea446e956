"""Moves that sort what came in: out of the tray, one letter into several cases, out of a merged case again."""

from __future__ import annotations

from typing import Any

from django import forms

from kentongan.cases.actions import splitting, triage, verification
from kentongan.cases.actions.splitting import Part
from kentongan.desk.moves.base import Doing, Group, MoveForm, reason_field, text_field
from kentongan.forms.fields import PlainText
from kentongan.rules.types import Kind, Move
from kentongan.villages.models import Category

PARTS = (1, 2, 3)  # at one time; who needs more makes the move again


class PassTriageForm(MoveForm):
    """It is a report like any other."""

    move = Move.PASS_TRIAGE
    icon = "check"
    said = "Laporan ini sekarang ada di daftar biasa. Nomor dan batas waktunya tidak berubah."
    words = ""
    hint = "Laporan ini keluar dari baki pemilahan. Pelapor tidak diberi tahu apa-apa: baginya tidak ada yang berubah."

    def perform(self, doing: Doing) -> object:
        """Pass it on."""
        return triage.pass_triage(case=doing.case, by=doing.by, at=doing.at)


class UnmergeForm(MoveForm):
    """It was another matter after all."""

    move = Move.UNMERGE
    group = Group.MORE
    icon = "undo"
    said = "Aduan ini dipisahkan lagi dan berjalan sendiri, dengan batas waktu baru."
    told = True
    words = "reason"
    hint = "Aduan ini berjalan sendiri lagi, dengan batas waktu baru. Pelapor membaca alasannya."
    reason = reason_field("Mengapa dipisahkan lagi?")

    def perform(self, doing: Doing) -> object:
        """Separate."""
        return verification.unmerge(case=doing.case, by=doing.by, at=doing.at, reason=self.cleaned_data["reason"])


class SplitForm(MoveForm):
    """One letter, several complaints."""

    move = Move.SPLIT
    group = Group.MORE
    icon = "doc"
    said = "Surat sudah dipecah. Tiap aduan punya nomor dan batas waktu sendiri, sejak hari surat diterima."
    told = True
    words = ""
    hint = (
        "Tiap bagian menjadi aduan tersendiri: bernomor sendiri, diterima pada hari yang sama, identitas pelapor "
        "disegel lagi untuknya. Aduan ini tetap memuat seluruh surat dan berkasnya. Pelapor diberi tahu; satu kode "
        "lacaknya membuka semuanya. Lebih dari tiga? Ulangi langkah ini."
    )

    def prepare(self) -> None:
        """Make the fields of each part; the first one is needed."""
        categories = Category.objects.filter(village=self.case.village_id, active=True)
        for number in PARTS:
            self.fields[f"story_{number}"] = text_field(
                f"Bagian {number}: isi aduannya",
                rows=3,
                required="Tulis isi aduan bagian pertama." if number == 1 else "",
                help_text="Salin atau ringkas bagian surat tentang hal ini." if number == 1 else "",
            )
            self.fields[f"title_{number}"] = PlainText(label=f"Bagian {number}: judul", max_length=200)
            self.fields[f"category_{number}"] = forms.ModelChoiceField(
                label=f"Bagian {number}: kategori",
                queryset=categories,
                required=False,
                empty_label="Ditentukan saat verifikasi",
                error_messages={"invalid_choice": "Pilih kategori dari daftar."},
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=f"Bagian {number}: jenis",
                choices=Kind.choices(),
                required=False,
                initial=self.case.kind,
                error_messages={"invalid_choice": "Pilih jenis dari daftar."},
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of a part that has a title or a category."""
        data = super().clean() or self.cleaned_data
        for number in PARTS[1:]:
            if not data.get(f"story_{number}") and (data.get(f"title_{number}") or data.get(f"category_{number}")):
                self.add_error(
                    f"story_{number}", f"Tulis isi aduan bagian {number}, atau kosongkan judul dan kategorinya."
                )
        return data

    def perform(self, doing: Doing) -> object:
        """Split."""
        data = self.cleaned_data
        parts = [
            Part(
                story=data[f"story_{number}"],
                title=data[f"title_{number}"],
                category=data[f"category_{number}"],
                kind=Kind(data[f"kind_{number}"] or self.case.kind),
            )
            for number in PARTS
            if data[f"story_{number}"]
        ]
        return splitting.split(case=doing.case, by=doing.by, at=doing.at, parts=parts)
