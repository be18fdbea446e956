"""Moves of the answer: propose, return, answer, reopen, decide an objection, forward and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from kentongan.cases.actions import answer, objection, referral
from kentongan.desk.moves.base import Doing, Group, MoveForm, radio, reason_field, text_field
from kentongan.rules.types import Labelled, Move, Outcome
from kentongan.villages.models import Body, ReplyUse


class Verdict(Labelled):
    """What is decided on an objection."""

    UPHELD = "upheld", "Keberatan diterima: aduan dibuka kembali"
    REJECTED = "rejected", "Keberatan tidak diterima: tanggapan semula tetap berlaku"


class ProposeForm(MoveForm):
    """Propose an answer."""

    move = Move.PROPOSE
    icon = "doc"
    said = "Usulan tanggapan sudah dikirim untuk diperiksa."
    hint = "Belum dikirim ke pelapor: tanggapan diperiksa dulu."
    reply_use = ReplyUse.ANSWER
    outcome = radio("Hasil penanganan", Outcome, required="Pilih hasilnya.")
    text = text_field(
        "Usulan tanggapan",
        rows=6,
        required="Tulis dulu tanggapannya.",
        help_text="Tulis untuk pelapor: apa yang ditemukan, apa yang dilakukan, apa berikutnya.",
    )

    def initially(self) -> Mapping[str, Any]:
        """Begin with what was proposed before and returned."""
        return {"outcome": self.case.proposed_outcome, "text": self.case.proposed_text}

    def perform(self, doing: Doing) -> object:
        """Propose."""
        data = self.cleaned_data
        return answer.propose(
            case=doing.case, by=doing.by, at=doing.at, outcome=Outcome(data["outcome"]), text=data["text"]
        )


class AnswerForm(ProposeForm):
    """Give the answer."""

    move = Move.ANSWER
    icon = "send"
    said = "Tanggapan sudah dikirim ke pelapor."
    told = True
    hint = "Pelapor membaca tanggapan ini beserta haknya: menilai, mengajukan keberatan, atau melapor ke Ombudsman."
    text = text_field(
        "Tanggapan untuk pelapor",
        rows=7,
        required="Tulis dulu tanggapannya.",
        help_text="Apa yang ditemukan, apa yang dilakukan, apa berikutnya. Bila belum bisa dipenuhi, jelaskan mengapa.",
    )

    def perform(self, doing: Doing) -> object:
        """Answer."""
        data = self.cleaned_data
        return answer.answer(
            case=doing.case, by=doing.by, at=doing.at, outcome=Outcome(data["outcome"]), text=data["text"]
        )


class ReturnForm(MoveForm):
    """Send a proposed answer back."""

    move = Move.RETURN
    icon = "undo"
    said = "Usulan dikembalikan ke petugas."
    words = "missing"
    hint = "Petugas membaca catatan ini. Pelapor tidak melihatnya."
    missing = reason_field("Apa yang masih kurang?", required="Tulis apa yang masih kurang.")

    def perform(self, doing: Doing) -> object:
        """Return."""
        return answer.send_back(case=doing.case, by=doing.by, at=doing.at, missing=self.cleaned_data["missing"])


class ReopenForm(MoveForm):
    """Reopen an answered or recently closed case."""

    move = Move.REOPEN
    group = Group.MORE
    icon = "redo"
    said = "Aduan dibuka kembali, dengan batas waktu baru."
    told = True
    words = "reason"
    hint = "Putaran baru dimulai dengan batas waktunya sendiri. Pelapor melihat alasannya."
    reason = reason_field("Alasan dibuka kembali")

    def perform(self, doing: Doing) -> object:
        """Reopen."""
        return answer.reopen(case=doing.case, by=doing.by, at=doing.at, reason=self.cleaned_data["reason"])


class DecideForm(MoveForm):
    """Decide an objection."""

    move = Move.DECIDE_OBJECTION
    icon = "flag"
    said = "Keputusan atas keberatan sudah dicatat dan dikabarkan."
    told = True
    words = "reasons"
    hint = "Pelapor membaca keputusan ini beserta alasannya."
    verdict = radio("Keputusan", Verdict, required="Pilih keputusannya.")
    reasons = text_field("Alasan keputusan", rows=5, required="Tulis dulu alasannya.")

    def perform(self, doing: Doing) -> object:
        """Decide."""
        data = self.cleaned_data
        upheld = data["verdict"] == Verdict.UPHELD
        return objection.decide(case=doing.case, by=doing.by, at=doing.at, upheld=upheld, reasons=data["reasons"])


class ForwardForm(MoveForm):
    """Pass the case to the competent body."""

    move = Move.FORWARD
    group = Group.MORE
    icon = "forward"
    said = "Penyaluran sudah dicatat dan dikabarkan ke pelapor."
    told = True
    words = "explanation"
    hint = "Untuk hal di luar wewenang desa. Pelapor membaca penjelasan ini dan nama instansinya."
    body = forms.ModelChoiceField(
        label="Instansi tujuan",
        queryset=Body.objects.none(),
        empty_label="Pilih instansi",
        error_messages={"required": "Pilih instansinya.", "invalid_choice": "Pilih instansi dari daftar."},
    )
    explanation = text_field(
        "Penjelasan untuk pelapor",
        required="Tulis dulu penjelasannya.",
        help_text="Mengapa bukan wewenang desa, dan apa yang bisa ia harapkan.",
    )

    def prepare(self) -> None:
        """Offer the bodies the village knows."""
        self.offer("body", Body.objects.filter(village=self.case.village_id, active=True))

    def perform(self, doing: Doing) -> object:
        """Forward."""
        data = self.cleaned_data
        return referral.forward(
            case=doing.case, by=doing.by, at=doing.at, body=data["body"], explanation=data["explanation"]
        )


class BodyAnsweredForm(MoveForm):
    """What the body answered."""

    move = Move.BODY_ANSWERED
    icon = "mail"
    said = "Jawaban instansi sudah dicatat dan dikabarkan ke pelapor."
    told = True
    hint = "Pelapor membaca jawaban ini dan boleh menilainya seperti tanggapan desa."
    text = text_field("Jawaban dari instansi", rows=6, required="Tulis dulu jawabannya.")

    def perform(self, doing: Doing) -> object:
        """Record."""
        return referral.record_body_answer(case=doing.case, by=doing.by, at=doing.at, text=self.cleaned_data["text"])
