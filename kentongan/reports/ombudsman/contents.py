"""What the file for the Ombudsman says, as plain data: all that the law asks for (UU 37/2008 art. 24, RULES §4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.escalated import OWED, listed, words_of
from kentongan.cases.models import Case
from kentongan.cases.models.case import CHANNELS
from kentongan.cases.queries.tracking import Step, Tracking, tracking
from kentongan.documents.models import Document
from kentongan.forms.ombudsman import Filled
from kentongan.rules import deadlines
from kentongan.rules.deadlines import OFFICE_CLOCKS, Clock, ClockState
from kentongan.rules.types import Move
from kentongan.ui.words import say_date, say_moment, say_short_date, say_size
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.calendar import local_date
from kentongan.villages.ombudsman import ombudsman_of

_CHANNELS: Final = dict(CHANNELS)
# What the village said: proof that it was asked first, and what came of it.
ANSWERS: Final = frozenset({Move.ANSWER, Move.BODY_ANSWERED, Move.ARCHIVE, Move.DECIDE_OBJECTION})
BRANDS: Final = frozenset({"whatsapp", "telegram", "sms"})
STATES: Final = {
    ClockState.LATE: "lewat, belum dipenuhi",
    ClockState.MISSED: "dipenuhi terlambat",
    ClockState.MET: "dipenuhi tepat waktu",
    ClockState.PAUSED: "berhenti menunggu pelapor",
}


def contents(case: Case, filled: Filled, at: datetime, keys: Keyring = NO_KEYS) -> dict[str, Any]:
    """Return the data of `ombudsman.typ`; nothing in it is more than the reporter reads on his own page."""
    village = case.village
    read = tracking(case, at, keys)
    case = read.case
    today = local_date(village, at)
    ombudsman = ombudsman_of(village)
    documents = [document for step in read.steps for document in step.documents]
    limits = _limits(case, today)
    title = f"Laporan kepada Ombudsman tentang aduan nomor {case.number}"
    return {
        "title": title,
        "author": "Pelapor",
        "footer": f"Aduan nomor {case.number} · disusun pelapor pada {say_short_date(today)}",
        "date": f"……………………, {say_short_date(today)}",
        "office": ombudsman.office,
        "contact": ombudsman.contact,
        "contact_checked": ombudsman.checked,
        "number": case.number,
        "village": f"Pemerintah Desa {village.name}, Kecamatan {village.district}, {village.regency}",
        "village_code": village.code,
        "person": _person(filled),
        "hide_identity": filled.hide_identity,
        "represented": filled.represented,
        "opening": _opening(case, read, today),
        "late": [line["sentence"] for line in limits if line["late"]],
        "escalated": _escalated(read),
        "story": case.story,
        "incident": _incident(case),
        "loss": filled.loss,
        "wish": filled.wish or case.settlement,
        "signer": filled.name,
        "steps": [_step(case, step) for step in read.steps],
        "facts": _receipt(case, read),
        "limits": limits,
        "answers": [_step(case, step) for step in read.steps if step.move in ANSWERS],
        "documents": [_document(case, number, document) for number, document in enumerate(documents, start=1)],
        "proxy": case.proxy or bool(filled.represented),
    }


def _person(filled: Filled) -> list[list[str]]:
    born = ", ".join(part for part in (filled.birth_place, filled.birth_date) if part)
    return [
        ["Nama lengkap", filled.name],
        ["Tempat, tanggal lahir", born],
        ["Status perkawinan", filled.marital_status],
        ["Pekerjaan", filled.occupation],
        ["Alamat lengkap", filled.address],
        ["Telepon", filled.phone],
        ["Surel", filled.email],
    ]


def _opening(case: Case, read: Tracking, today: date) -> str:
    village = case.village
    received = "pada tanggal yang tidak tercatat" if case.date_unknown else f"pada {say_date(_day(case))}"
    channel = _CHANNELS.get(case.channel, case.channel)
    by = channel if case.channel in BRANDS else channel[:1].lower() + channel[1:]
    first = (
        f"Saya telah menyampaikan laporan kepada Pemerintah Desa {village.name} {received} melalui {by}, "
        f"tercatat dengan nomor registrasi {case.number}."
    )
    if any(step.move in ANSWERS for step in read.steps):
        second = "Jawaban yang saya terima ada pada Lampiran 2; menurut saya belum menyelesaikan masalahnya."
    else:
        second = f"Sampai {say_short_date(today)} saya belum menerima jawaban atas laporan itu."
    return f"{first} {second}"


def _escalated(read: Tracking) -> str:
    """Say that the superiors know already: the law asks that they were turned to first."""
    if read.overdue is None:
        return ""
    told = [rung for rung in read.overdue.rungs if rung != "district" or read.overdue.district_told_at]
    names = listed(words_of(told, restricted=read.case.restricted))
    return f"Keterlambatan itu sudah diteruskan oleh layanan pengaduan desa kepada {names}." if names else ""


def _incident(case: Case) -> list[list[str]]:
    where = [
        case.place,
        case.hamlet.name if case.hamlet else "",
        f"RT {case.rt}" if case.rt else "",
        f"RW {case.rw}" if case.rw else "",
    ]
    when = case.incident_text or (say_date(case.incident_on) if case.incident_on else "")
    return [["Waktu kejadian", when], ["Tempat kejadian", ", ".join(part for part in where if part)]]


def _receipt(case: Case, read: Tracking) -> list[list[str]]:
    received = (
        "tidak tercatat" if case.date_unknown else say_moment(timezone.localtime(case.received_at, case.village.zone))
    )
    rows = [
        ["Nomor registrasi", case.number],
        ["Nomor di buku lama", case.old_number],
        ["Diterima", received],
        ["Melalui", _CHANNELS.get(case.channel, case.channel)],
        ["Diterima oleh", f"Unit pengaduan Desa {case.village.name} (kode {case.village.code})"],
        ["Keadaan sekarang", read.status_label],
    ]
    return [row for row in rows if row[1]]


def _limits(case: Case, today: date) -> list[dict[str, Any]]:
    clocks = CaseClocks(case, Timekeeper.of(case.village))
    calendar = clocks.keeper.calendar
    lines = []
    for clock in clocks.clocks:
        state = deadlines.state(clock, calendar, today)
        if clock.kind not in OFFICE_CLOCKS or state is ClockState.CANCELLED:
            continue
        due_on = deadlines.due(clock, calendar)
        late = state in (ClockState.LATE, ClockState.MISSED) and due_on is not None
        days = calendar.count(due_on, clock.stopped or today, clock.unit) if late and due_on else 0
        lines.append(_limit(clock, state, due_on, days))
    return lines


def _limit(clock: Clock, state: ClockState, due_on: date | None, days: int) -> dict[str, Any]:
    how_late = f"{days} {clock.unit.label}" if days else ""
    due = say_short_date(due_on) if due_on else "–"
    done = f"baru dipenuhi {say_short_date(clock.stopped)}" if clock.stopped else "belum dipenuhi"
    what = OWED.get(clock.kind, clock.kind.label.lower()).replace(" Anda", " saya")
    return {
        "name": clock.kind.label + (f" (putaran {clock.round})" if clock.round > 1 else ""),
        "limit": f"{clock.amount} {clock.unit.label}",
        "citation": clock.citation,
        "due": due,
        "done": say_short_date(clock.stopped) if clock.stopped else "–",
        "state": STATES.get(state, "masih berjalan"),
        "late": how_late,
        "sentence": f"{what[:1].upper()}{what[1:]}: batasnya {due}, {done} (terlambat {how_late}).",
    }


def _step(case: Case, step: Step) -> dict[str, Any]:
    return {
        "when": say_moment(timezone.localtime(step.at, case.village.zone)),
        "title": step.title.replace("Anda ", "Pelapor ") if step.mine else step.title,
        "who": "Pelapor" if step.mine else step.by_whom,
        "detail": step.detail,
        "text": step.text,
        "documents": [document.name for document in step.documents],
    }


def _document(case: Case, number: int, document: Document) -> dict[str, Any]:
    return {
        "number": str(number),
        "name": document.name,
        "when": say_short_date(local_date(case.village, document.added_at)),
        "size": say_size(document.size),
        "sha256": document.sha256,
    }


def _day(case: Case) -> date:
    return local_date(case.village, case.received_at)
