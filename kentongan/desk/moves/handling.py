"""Moves of handling: disposition, progress, more time, messages, notes, evidence, telling the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from kentongan.cases.actions import assignment, escalation, follow_up, reporter
from kentongan.desk.moves.base import MAX_REASON, Doing, Group, MoveForm, day_field, radio, reason_field, text_field
from kentongan.forms.fields import PlainText
from kentongan.people.models import Officer
from kentongan.rules.types import Labelled, Move, Role
from kentongan.villages.models import ReplyUse

USUAL_DAYS = timedelta(days=7)


class Audience(Labelled):
    """Who reads a report of progress."""

    REPORTER = "reporter", "Kabarkan ke pelapor"
    DESK = "desk", "Catatan kerja, hanya untuk petugas"


class ToldHow(Labelled):
    """How an answer reached the reporter."""

    IN_PERSON = "in_person", "Disampaikan langsung"
    PHONE = "phone", "Lewat telepon"
    LETTER = "letter", "Lewat surat"
    WHATSAPP = "whatsapp", "Lewat WhatsApp"


class AssignForm(MoveForm):
    """Disposition."""

    move = Move.ASSIGN
    icon = "person"
    said = "Disposisi sudah dibuat. Petugas melihatnya di daftar tugasnya."
    told = True
    hint = "Petugas membaca arahan ini. Pelapor hanya melihat jabatan petugasnya."
    words = "instruction"
    handler = forms.ModelChoiceField(
        label="Petugas yang menangani",
        queryset=Officer.objects.none(),
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih petugasnya.", "invalid_choice": "Pilih petugas dari daftar."},
    )
    instruction = text_field(
        "Arahan",
        rows=3,
        required="Tulis arahannya.",
        help_text="Apa yang perlu dilakukan, dan bersama siapa.",
    )
    due_on = day_field("Diminta selesai", required="Isi tanggalnya.")

    def prepare(self) -> None:
        """Offer the handlers of the village that are not named in the case."""
        handlers = (
            Officer.objects.filter(village=self.case.village_id, is_active=True, roles__role=Role.HANDLER)
            .exclude(conflicts__case=self.case)
            .distinct()
        )
        self.offer("handler", handlers)

    def initially(self) -> Mapping[str, Any]:
        """Suggest the deadline of the case, or a week; at the first time who usually handles its category.

        Whoever is in conflict or has left is not among the choices, and then nobody is chosen beforehand.
        """
        due_on = self.case.next_due_on
        usual = self.case.category.default_handler if self.case.category and not self.case.handler_id else None
        return {"due_on": due_on if due_on and due_on > self.today else self.today + USUAL_DAYS, "handler": usual}

    def perform(self, doing: Doing) -> object:
        """Assign."""
        data = self.cleaned_data
        return assignment.assign(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            handler=data["handler"],
            instruction=data["instruction"],
            due_on=data["due_on"],
            keys=doing.keys,
        )


class HandoverForm(MoveForm):
    """Another officer goes on."""

    move = Move.HANDOVER
    group = Group.MORE
    icon = "people"
    said = "Tugas sudah dialihkan. Batas waktunya tidak berubah."
    told = True
    words = ""
    hint = "Arahan dan batas waktu tetap. Pelapor hanya membaca bahwa petugas lain yang melanjutkan, tanpa alasannya."
    handler = forms.ModelChoiceField(
        label="Petugas yang melanjutkan",
        queryset=Officer.objects.none(),
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih petugasnya.", "invalid_choice": "Pilih petugas dari daftar."},
    )
    reason = reason_field("Alasan (hanya dibaca petugas)", "Misalnya: cuti melahirkan, pindah tugas.")

    def prepare(self) -> None:
        """Offer the other handlers of the village that are not named in the case."""
        handlers = Officer.objects.filter(village=self.case.village_id, is_active=True, roles__role=Role.HANDLER)
        if self.case.handler_id is not None:
            handlers = handlers.exclude(pk=self.case.handler_id)
        self.offer("handler", handlers.exclude(conflicts__case=self.case).distinct())

    def perform(self, doing: Doing) -> object:
        """Hand over."""
        data = self.cleaned_data
        return assignment.hand_over(
            case=doing.case, by=doing.by, at=doing.at, to=data["handler"], reason=data["reason"], keys=doing.keys
        )


class DeclineForm(MoveForm):
    """Hand the case back."""

    move = Move.DECLINE
    icon = "undo"
    group = Group.MORE
    said = "Disposisi dikembalikan ke ketua unit."
    words = "reason"
    hint = "Pelapor tidak melihat alasan ini."
    reason = reason_field("Mengapa dikembalikan?", "Misalnya bukan bidang saya, atau ada benturan kepentingan.")

    def perform(self, doing: Doing) -> object:
        """Decline."""
        return assignment.decline(case=doing.case, by=doing.by, at=doing.at, reason=self.cleaned_data["reason"])


class ProgressForm(MoveForm):
    """What is being done."""

    move = Move.PROGRESS
    icon = "redo"
    said = "Tindak lanjut sudah dicatat."
    reply_use = ReplyUse.PROGRESS
    takes_files = True
    text = text_field("Apa yang sudah dilakukan?", required="Tulis dulu apa yang dilakukan.")
    audience = radio("Siapa yang boleh membaca?", Audience, required="Pilih siapa yang boleh membaca.")

    def perform(self, doing: Doing) -> object:
        """Report."""
        data = self.cleaned_data
        return follow_up.progress(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            text=data["text"],
            for_reporter=data["audience"] == Audience.REPORTER,
            documents=doing.documents,
        )


class ExtendForm(MoveForm):
    """More time for the answer."""

    move = Move.EXTEND
    group = Group.MORE
    icon = "calendar"
    said = "Batas waktu sudah diperpanjang dan pelapor diberi tahu."
    told = True
    hint = "Pelapor melihat tanggal baru beserta alasannya."
    words = "reason"
    new_date = day_field("Batas waktu tanggapan yang baru", required="Isi tanggal yang baru.")
    reason = reason_field("Alasan perpanjangan")

    def perform(self, doing: Doing) -> object:
        """Extend."""
        data = self.cleaned_data
        return follow_up.extend(
            case=doing.case, by=doing.by, at=doing.at, reason=data["reason"], new_date=data["new_date"]
        )


class MessageForm(MoveForm):
    """Write to the reporter."""

    move = Move.MESSAGE
    group = Group.TALK
    icon = "chat"
    said = "Pesan sudah dikirim ke halaman lacak pelapor."
    reply_use = ReplyUse.MESSAGE
    told = True
    takes_files = True
    hint = "Pelapor membaca pesan ini di halaman lacaknya, juga bila ia anonim."
    text = text_field("Pesan untuk pelapor", required="Tulis dulu pesannya.")

    def perform(self, doing: Doing) -> object:
        """Send."""
        return follow_up.message(
            case=doing.case, by=doing.by, at=doing.at, text=self.cleaned_data["text"], documents=doing.documents
        )


class NoteForm(MoveForm):
    """An internal note."""

    move = Move.NOTE
    group = Group.TALK
    icon = "note"
    said = "Catatan internal tersimpan."
    hint = "Hanya petugas yang bisa membaca. Pelapor tidak pernah melihatnya."
    text = text_field("Catatan internal", rows=3, required="Tulis dulu catatannya.")
    as_title = forms.BooleanField(
        label="Jadikan juga judul kerja (tidak tersegel)",
        required=False,
        help_text="Judul kerja tampil di daftar dan bisa dicari oleh petugas yang boleh membuka aduan ini. "
        "Jangan menyebut nama atau hal yang mengungkap pelapor.",
    )

    def prepare(self) -> None:
        """Offer a working title only where the case is sealed: others show what was told."""
        if not self.case.sealed:
            del self.fields["as_title"]

    def perform(self, doing: Doing) -> object:
        """Keep."""
        data = self.cleaned_data
        return follow_up.note(
            case=doing.case, by=doing.by, at=doing.at, text=data["text"], as_title=data.get("as_title", False)
        )


class EvidenceForm(MoveForm):
    """Evidence the desk adds."""

    move = Move.EVIDENCE
    group = Group.TALK
    icon = "clip"
    said = "Bukti sudah ditambahkan."
    takes_files = True
    hint = "Untuk berkas yang diserahkan atau ditemukan petugas. Pelapor tidak melihatnya."
    text = text_field("Keterangan", rows=2, help_text="Dari mana berkas ini, dan apa isinya.")

    def perform(self, doing: Doing) -> object:
        """Add."""
        return follow_up.add_evidence(
            case=doing.case, by=doing.by, at=doing.at, documents=doing.documents, text=self.cleaned_data["text"]
        )


class TellForm(MoveForm):
    """Note that the answer reached the reporter."""

    move = Move.TELL
    icon = "phone"
    said = "Dicatat: tanggapan sudah sampai ke pelapor."
    words = ""
    hint = "Bila pelapor tidak membuka halaman lacak, sampaikan tanggapan secara langsung, lalu catat di sini."
    how = radio("Bagaimana disampaikan?", ToldHow, required="Pilih bagaimana disampaikan.")
    detail = PlainText(label="Keterangan", max_length=200, help_text="Misalnya: diterima istrinya, 12 November.")

    def perform(self, doing: Doing) -> object:
        """Tell."""
        how = ToldHow(self.cleaned_data["how"]).label
        detail = self.cleaned_data["detail"]
        return follow_up.tell(case=doing.case, by=doing.by, at=doing.at, how=f"{how}: {detail}" if detail else how)


class DistrictToldForm(MoveForm):
    """The report of lateness was brought to the district head."""

    move = Move.DISTRICT_TOLD
    icon = "forward"
    said = "Dicatat: laporan keterlambatan sudah disampaikan kepada Camat."
    told = True
    words = "how"
    button = "Sudah disampaikan"
    hint = "Cetak suratnya di bawah, sampaikan, lalu catat di sini. Pelapor membaca bahwa Camat sudah diberi tahu."
    how = text_field(
        "Bagaimana disampaikan?",
        rows=2,
        help_text="Misalnya: diantar ke kantor kecamatan, tanda terima nomor 12. Hanya petugas yang membaca ini.",
        required="Tulis bagaimana laporan itu disampaikan.",
        limit=MAX_REASON,
    )

    def perform(self, doing: Doing) -> object:
        """Note it."""
        return escalation.tell_district(case=doing.case, by=doing.by, at=doing.at, how=self.cleaned_data["how"])


class ResumeForm(MoveForm):
    """Go on with a withdrawn case."""

    move = Move.RESUME
    icon = "redo"
    said = "Aduan dilanjutkan kembali."
    told = True
    words = "reason"
    hint = "Pelapor diberi tahu bahwa aduan ini dilanjutkan."
    reason = reason_field("Mengapa dilanjutkan?")

    def prepare(self) -> None:
        """A case counted as withdrawn by silence needs no reason; one that was withdrawn by wish does."""
        self.fields["reason"].required = not self.case.deemed_withdrawn

    def perform(self, doing: Doing) -> object:
        """Resume."""
        return reporter.resume(case=doing.case, at=doing.at, by=doing.by, reason=self.cleaned_data["reason"])
