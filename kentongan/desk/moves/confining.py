"""Moves about who may see a case: restrict it, let somebody in, release it to the ordinary office."""

from __future__ import annotations

from django import forms

from kentongan.cases.actions import confining
from kentongan.desk.moves.base import Doing, Group, MoveForm, reason_field
from kentongan.people.models import Officer
from kentongan.rules.access import SEES_ALL
from kentongan.rules.types import Move, Role


class RestrictForm(MoveForm):
    """Only the route of the unit sees it from now on."""

    move = Move.RESTRICT
    group = Group.MORE
    icon = "shield"
    said = "Aduan disegel. Hanya petugas jalurnya yang masih dapat membukanya."
    told = True
    words = "reason"
    hint = "Isi, pesan, dan berkas disegel untuk petugas jalur unit. Di buku register barisnya menjadi “Dibatasi”."
    reason = reason_field("Mengapa perlu dibatasi?", "Misalnya: menyangkut kekerasan dalam rumah tangga.")

    def perform(self, doing: Doing) -> object:
        """Restrict."""
        return confining.restrict(
            case=doing.case, by=doing.by, at=doing.at, reason=self.cleaned_data["reason"], keys=doing.keys
        )


class AdmitForm(MoveForm):
    """One more officer may see a restricted case."""

    move = Move.ADMIT
    group = Group.MORE
    icon = "people"
    said = "Petugas itu kini dapat membuka aduan ini dengan kuncinya."
    told = True
    words = "reason"
    hint = "Ia mendapat kunci aduan ini dan boleh bertindak seperti petugas jalurnya. Pelapor membaca jabatannya."
    whom = forms.ModelChoiceField(
        label="Petugas",
        queryset=Officer.objects.none(),
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih petugasnya.", "invalid_choice": "Pilih petugas dari daftar."},
    )
    reason = reason_field("Mengapa perlu?", "Misalnya: orang kedua untuk memutuskan pengarsipan.")

    def prepare(self) -> None:
        """Offer those who may see cases, are not in conflict with this one and are not in it already."""
        able = Officer.objects.filter(
            village=self.case.village_id, is_active=True, roles__role__in=[*SEES_ALL, Role.OVERSEER]
        )
        inside = self.case.members.filter(of_route=True).values("officer")
        self.offer("whom", able.exclude(conflicts__case=self.case).exclude(pk__in=inside).distinct())

    def perform(self, doing: Doing) -> object:
        """Admit."""
        data = self.cleaned_data
        return confining.admit(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            officer=data["whom"],
            reason=data["reason"],
            keys=doing.keys,
        )


class ReleaseForm(MoveForm):
    """It touches nobody in the office after all."""

    move = Move.RELEASE
    group = Group.MORE
    icon = "key"
    danger = True
    said = "Aduan dilepas: kini bernomor biasa dan terbuka bagi unit. Identitas pelapor tetap tersegel."
    told = True
    words = "reason"
    hint = (
        "Segel isinya dibuka untuk seluruh unit dan tidak bisa dipasang kembali seperti semula. Lakukan hanya bila "
        "tidak ada orang pemerintah desa yang dilaporkan."
    )
    reason = reason_field(
        "Mengapa tidak perlu dibatasi?", "Misalnya: Pak Kadus disebut hanya sebagai penerima laporan."
    )

    def perform(self, doing: Doing) -> object:
        """Release."""
        return confining.release(
            case=doing.case, by=doing.by, at=doing.at, reason=self.cleaned_data["reason"], keys=doing.keys
        )
