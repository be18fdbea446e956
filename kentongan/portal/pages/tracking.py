"""The follow-up page: what happened, what comes next, what you can do. Never the identity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django import forms

from kentongan.cases.escalated import listed, words_of
from kentongan.cases.queries.escalation import Overdue
from kentongan.cases.queries.readings import ReadByPost, by_post
from kentongan.cases.queries.tracking import Step, Tracking
from kentongan.forms.evidence import Evidence
from kentongan.portal.forms.tracking import (
    EvidenceForm,
    ProtectForm,
    PublishForm,
    RateForm,
    ReasonForm,
    ReplyForm,
    RetaliationForm,
    WithdrawForm,
)
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Move, Rung, Status

SAID: Final[Mapping[str, str]] = {
    "pesan": "Pesan Anda sudah terkirim.",
    "bukti": "Bukti Anda sudah kami simpan.",
    "nilai": "Terima kasih, penilaian Anda sudah kami catat.",
    "buka": "Laporan Anda dibuka kembali. Kami kabari langkah berikutnya.",
    "keberatan": "Keberatan Anda sudah kami catat. Orang lain yang akan memutuskannya.",
    "cabut": "Permintaan mencabut sudah kami catat. Anda masih bisa membatalkannya.",
    "batal": "Pencabutan dibatalkan. Laporan Anda tetap berjalan.",
    "lanjut": "Laporan Anda dilanjutkan.",
    "lindungi": "Pelindungan Anda sudah ditambah.",
    "terbit": "Pilihan Anda sudah kami catat. Sebelum terbit, Anda diberi tahu dan dapat melihatnya dulu di sini.",
    "tidak-terbit": "Sudah kami catat: laporan ini tidak diterbitkan. Yang sudah terbit langsung ditarik.",
    "balasan": "Laporan tindakan balasan sudah kami terima sebagai aduan mendesak; nomornya ada di atas. Petugas yang "
    "disebut di dalamnya tidak dapat membukanya.",
}

SAID_OF: Final[Mapping[str, str]] = {
    "reply": "pesan",
    "evidence": "bukti",
    "rate": "nilai",
    "object": "keberatan",
    "withdraw": "cabut",
    "revoke": "batal",
    "resume": "lanjut",
    "protect": "lindungi",
    "retaliation": "balasan",
    "publish": "terbit",
}

TONES: Final[Mapping[Status, str]] = {
    Status.ANSWERED: "ok",
    Status.CLOSED: "ok",
    Status.WAITING: "warn",
    Status.ARCHIVED: "",
    Status.WITHDRAWN: "",
    Status.MERGED: "",
}

FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "reply": ReplyForm,
    "evidence": EvidenceForm,
    "rate": RateForm,
    "object": ReasonForm,
    "withdraw": WithdrawForm,
    "protect": ProtectForm,
    "retaliation": RetaliationForm,
    "publish": PublishForm,
}


@dataclass(frozen=True)
class Act:
    """One thing the reporter may do now."""

    name: str
    form: forms.Form
    open: bool
    evidence: Evidence
    token: str


@dataclass(frozen=True)
class TrackingPage:
    """All that the follow-up page shows."""

    tracking: Tracking
    steps: tuple[Step, ...]
    today: date
    tone: str
    said: str
    token: str
    acts: Mapping[str, Act]
    may_revoke: bool
    may_resume: bool
    asked: str
    answer_by: date | None
    told: str  # who was told of lateness: "Kepala Desa dan BPD"
    district_waits: bool
    readings: tuple[ReadByPost, ...]  # who opened a restricted case, by post
    failed: forms.Form | None


def _told(overdue: Overdue | None, *, restricted: bool) -> str:
    if overdue is None:
        return ""
    told = [rung for rung in overdue.rungs if rung is not Rung.DISTRICT or overdue.district_told_at]
    return listed(words_of(told, restricted=restricted))


def _district_waits(overdue: Overdue) -> bool:
    return Rung.DISTRICT in overdue.rungs and overdue.district_told_at is None


def _offered(tracking: Tracking) -> dict[str, bool]:
    may = tracking.may
    return {
        "reply": bool({Move.MESSAGE, Move.COMPLETE} & may),
        "evidence": Move.EVIDENCE in may,
        "rate": bool({Move.RATE_SATISFIED, Move.RATE_UNSATISFIED} & may),
        "object": Move.OBJECT in may,
        "withdraw": Move.WITHDRAW_ASK in may and tracking.withdrawal_due_on is None,
        "protect": Move.PROTECT_MORE in may and bool(tracking.more_protection),
        "retaliation": Move.REPORT_RETALIATION in may,
        "publish": Move.PUBLISH_CONSENT in may and not tracking.case.restricted,
    }


def tracking_page(
    tracking: Tracking,
    *,
    today: date,
    said: str,
    new_token: Callable[[str], str],
    failed: str = "",
    form: forms.Form | None = None,
    evidence: Evidence | None = None,
) -> TrackingPage:
    """Offer exactly the moves the table allows; the form that failed, if any, stands open as it was typed.

    `new_token` signs a form's token value, a fresh one for "": every form has its own.
    """
    may = tracking.may
    offered = _offered(tracking)
    waiting, answered = tracking.status == Status.WAITING, tracking.status == Status.ANSWERED
    opened = {"reply": waiting, "rate": answered}
    none = Evidence(token="")
    acts = {
        name: Act(
            name=name,
            form=form if form is not None and name == failed else FORMS[name](auto_id=f"{name}_%s"),
            open=name == failed or (not failed and opened.get(name, False)),
            evidence=evidence if evidence is not None and name == failed else none,
            token=new_token(evidence.token if evidence is not None and name == failed else ""),
        )
        for name, yes in offered.items()
        if yes or name == failed
    }
    if "rate" in acts and Move.RATE_SATISFIED not in may and isinstance(acts["rate"].form, RateForm):
        acts["rate"].form.no_longer_satisfied()
    if "protect" in acts and isinstance(acts["protect"].form, ProtectForm):
        acts["protect"].form.offer(tracking.more_protection)
    asked = next((step.text for step in reversed(tracking.steps) if step.move == Move.ASK), "") if waiting else ""
    return TrackingPage(
        tracking=tracking,
        steps=tracking.steps,
        today=today,
        tone=TONES.get(tracking.status, "go"),
        said=SAID.get(said, ""),
        token=new_token(""),
        acts=acts,
        may_revoke=Move.WITHDRAW_REVOKE in may,
        may_resume=Move.RESUME in may,
        asked=asked,
        answer_by=next((due.due_on for due in tracking.next if due.kind == ClockKind.REPORTER_COMPLETES), None),
        told=_told(tracking.overdue, restricted=tracking.case.restricted),
        district_waits=tracking.overdue is not None and _district_waits(tracking.overdue),
        readings=by_post(tracking.case),
        failed=form,
    )
