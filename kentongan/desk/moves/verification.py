"""Moves of verification: classify, ask, complete, archive, merge, name who is reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from kentongan.cases.actions import verification
from kentongan.cases.actions.base import facts_of
from kentongan.cases.models import Case
from kentongan.cases.search import by_number
from kentongan.desk.moves.base import Doing, Group, MoveForm, radio, reason_field, text_field
from kentongan.forms.fields import PlainText
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.types import ArchiveReason, CaseClass, Kind, Move, Urgency
from kentongan.villages.models import Category, ReplyUse


class ClassifyForm(MoveForm):
    """Class, category and urgency."""

    case_class = radio("Klasifikasi", CaseClass, required="Pilih klasifikasinya.")
    category = forms.ModelChoiceField(
        label="Kategori",
        queryset=Category.objects.none(),
        empty_label="Pilih kategori",
        error_messages={"required": "Pilih kategorinya.", "invalid_choice": "Pilih kategori dari daftar."},
    )
    urgency = radio("Kemendesakan", Urgency, required="Pilih biasa atau mendesak.")

    def prepare(self) -> None:
        """Offer the village's categories in use, and the one the case has even if it is not used any more."""
        in_use = Q(active=True) | Q(pk=self.case.category_id)
        self.offer("category", Category.objects.filter(in_use, village=self.case.village_id))

    def initially(self) -> Mapping[str, Any]:
        """Begin with what the case has, or what its kind settles, or what its category usually is."""
        settled = {Kind.ASPIRATION: CaseClass.ASPIRATION, Kind.INFORMATION: CaseClass.INFORMATION}
        category = self.case.category
        usual = category.default_class if category else None
        grave = category and not self.case.case_class and category.default_urgency == Urgency.URGENT
        return {
            "case_class": self.case.case_class or settled.get(Kind(self.case.kind)) or usual,
            "category": self.case.category_id,
            "urgency": Urgency.URGENT if grave else self.case.urgency,
        }


class VerifyForm(ClassifyForm):
    """Accept the case."""

    move = Move.VERIFY
    icon = "check"
    said = "Aduan sudah diverifikasi."
    told = True
    hint = "Pelapor diberi tahu klasifikasi dan kategorinya."
    words = "note"
    note = text_field("Catatan verifikasi", rows=2, help_text="Hanya untuk petugas; pelapor tidak melihatnya.")

    def perform(self, doing: Doing) -> object:
        """Verify."""
        data = self.cleaned_data
        return verification.verify(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            case_class=CaseClass(data["case_class"]),
            category=data["category"],
            urgency=Urgency(data["urgency"]),
            note=data["note"],
        )


class ReclassifyForm(ClassifyForm):
    """Change class, category or urgency."""

    move = Move.RECLASSIFY
    group = Group.MORE
    icon = "edit"
    said = "Klasifikasi sudah diubah; batas waktunya dihitung ulang dari awal."
    told = True
    hint = "Batas waktu tanggapan dihitung ulang sejak awal. Pelapor melihat alasannya."
    words = "reason"
    reason = reason_field("Alasan perubahan")

    def perform(self, doing: Doing) -> object:
        """Reclassify."""
        data = self.cleaned_data
        return verification.reclassify(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            case_class=CaseClass(data["case_class"]),
            category=data["category"],
            urgency=Urgency(data["urgency"]),
            reason=data["reason"],
        )


class AskForm(MoveForm):
    """Ask the reporter."""

    move = Move.ASK
    icon = "question"
    said = "Pertanyaan sudah dikirim. Batas waktu desa berhenti sampai pelapor menjawab."
    told = True
    hint = "Pelapor membaca pertanyaan ini di halaman lacaknya. Batas waktu desa berhenti sampai ia menjawab."
    words = "question"
    reply_use = ReplyUse.ASK
    question = text_field(
        "Apa yang perlu dijelaskan pelapor?",
        required="Tulis dulu pertanyaannya.",
        help_text="Tanyakan hal yang benar-benar diperlukan, dengan kalimat yang mudah.",
    )

    def perform(self, doing: Doing) -> object:
        """Ask."""
        return verification.ask(case=doing.case, by=doing.by, at=doing.at, question=self.cleaned_data["question"])


class CompleteForm(MoveForm):
    """Write down what the reporter answered in person or by telephone."""

    move = Move.COMPLETE
    icon = "edit"
    said = "Keterangan pelapor sudah dicatat. Batas waktu berjalan lagi."
    takes_files = True
    hint = "Untuk jawaban yang disampaikan langsung, lewat telepon, atau surat. Pelapor melihat catatan ini."
    text = text_field("Jawaban pelapor", help_text="Tulis seperti yang ia sampaikan. Boleh kosong bila ada berkasnya.")

    def perform(self, doing: Doing) -> object:
        """Complete."""
        return verification.complete_for_reporter(
            case=doing.case, by=doing.by, at=doing.at, text=self.cleaned_data["text"], documents=doing.documents
        )


class ArchiveForm(MoveForm):
    """Archive with a reason of the list."""

    move = Move.ARCHIVE
    group = Group.MORE
    icon = "archive"
    said = "Pengarsipan sudah dicatat."
    told = True
    danger = True
    words = "explanation"
    hint = "Aduan tetap tercatat. Pelapor membaca alasan ini dan boleh mengajukan keberatan."
    reason = radio("Alasan pengarsipan", ArchiveReason, required="Pilih alasannya dari daftar.")
    explanation = text_field(
        "Penjelasan untuk pelapor",
        required="Tulis dulu penjelasannya.",
        help_text="Jelaskan dengan sopan mengapa aduan ini tidak dilanjutkan, dan ke mana ia bisa bertanya.",
    )

    def initially(self) -> Mapping[str, Any]:
        """The second person begins with the reason that was proposed."""
        return {"reason": self.case.archive_reason} if self.case.archive_proposed_by else {}

    def perform(self, doing: Doing) -> object:
        """Archive, or propose it when two are needed."""
        data = self.cleaned_data
        return verification.archive(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            reason=ArchiveReason(data["reason"]),
            explanation=data["explanation"],
        )


class MergeForm(MoveForm):
    """Merge a duplicate into another case."""

    move = Move.MERGE
    group = Group.MORE
    icon = "link"
    said = "Aduan sudah digabungkan. Kedua pelapor tetap punya nomor dan mendapat jawaban."
    told = True
    danger = True
    words = ""
    hint = "Kedua pelapor tetap memegang nomor dan kodenya, dan sama-sama mendapat jawaban."
    number = PlainText(
        label="Nomor aduan tujuan",
        max_length=80,
        required=True,
        error_messages={"required": "Tulis nomor aduan tujuannya."},
        help_text="Nomor registrasi aduan lain yang membahas hal yang sama.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self) -> Case:
        """Find the other case: one this officer may see.

        Raises:
            ValidationError: there is none.
        """
        other = (
            Case.objects.filter(by_number(self.cleaned_data["number"]), village=self.case.village_id)
            .exclude(pk=self.case.pk)
            .first()
        )
        if other is None or not access.may_see_case(self.officer.viewer(), facts_of(other)):
            raise ValidationError("Nomor ini tidak ditemukan. Periksa lagi, misalnya 003/ADU/…", code="unknown")
        return other

    def perform(self, doing: Doing) -> object:
        """Merge."""
        return verification.merge(case=doing.case, by=doing.by, at=doing.at, into=self.cleaned_data["number"])


class NameReportedForm(MoveForm):
    """Who is reported, and which officers must therefore not see the case."""

    move = Move.NAME_REPORTED
    group = Group.MORE
    icon = "shield"
    said = "Terlapor sudah dicatat. Petugas yang ditandai tidak bisa lagi melihat aduan ini."
    words = ""
    hint = (
        "Petugas yang ditandai, dan yang terdaftar dekat dengannya, langsung kehilangan akses; aduan disegel dan hanya "
        "dibuka petugas jalurnya. Pelapor membaca bahwa ini dicatat, bukan siapa yang ditandai."
    )
    whom = PlainText(
        label="Siapa yang dilaporkan",
        max_length=300,
        required=True,
        error_messages={"required": "Tulis siapa yang dilaporkan."},
        help_text="Nama atau jabatan, seperti yang disebut pelapor.",
    )
    officers = forms.ModelMultipleChoiceField(
        label="Petugas yang terlibat atau dekat dengan terlapor",
        queryset=Officer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mereka tidak boleh melihat atau menangani aduan ini.",
        error_messages={"invalid_choice": "Pilih petugas dari daftar.", "invalid_pk_value": "Pilih dari daftar."},
    )

    def prepare(self) -> None:
        """Offer the village's officers."""
        self.offer("officers", Officer.objects.of_office(self.case.village_id))

    def initially(self) -> Mapping[str, Any]:
        """Begin with who is named already."""
        named = list(self.case.conflicts.values_list("officer_id", flat=True))
        return {"whom": self.case.about_whom, "officers": named}

    def perform(self, doing: Doing) -> object:
        """Name."""
        data = self.cleaned_data
        return verification.name_reported(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            whom=data["whom"],
            officers=list(data["officers"]),
            keys=doing.keys,
        )
