"""The desk's timeline in words: who did what, and the facts of each move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kentongan.cases.models import Assignment
from kentongan.cases.queries.case_page import CasePage, Entry
from kentongan.cases.queries.inbox import CHANNEL_LABELS
from kentongan.rules.data_rights import DataOutcome, DataRequest, RefusalGround
from kentongan.rules.publication import Consent
from kentongan.rules.redaction import SpanKind
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Outcome, PaperKind, Rung, Status, Urgency
from kentongan.ui.words import say_short_date

Facts = list[tuple[str, str]]

TOLD = {"tracking page": "Pelapor membukanya di halaman lacak"}
CONFIRMED = {"wait": "Pelapor menunggu, lalu memastikan sendiri", "proof": "Ponsel pelapor menghitung"}
REISSUED = {"counter": "Diserahkan langsung"}  # one sent by mail is not shown to the desk
REMINDER = "Pengingat"


@dataclass(frozen=True)
class TimelineItem:
    """One event as it is shown. `tone`: "you" the reporter, "internal" for officers only, "" told to the reporter."""

    entry: Entry
    title: str
    tone: str
    status: str  # "Diterima → Terverifikasi", "" when it stayed
    facts: tuple[tuple[str, str], ...]
    other_case: UUID | None


def timeline(page: CasePage) -> tuple[TimelineItem, ...]:
    """Return the events of a case page in words, newest first."""
    assigned = {assignment.assigned_at: assignment for assignment in page.assignments}
    return tuple(_item(entry, page.officers, assigned.get(entry.event.at)) for entry in page.entries)


def _item(entry: Entry, officers: Mapping[str, str], assignment: Assignment | None) -> TimelineItem:
    event = entry.event
    changed = event.from_status and event.from_status != event.to_status
    into = event.data.get("into") if entry.move is Move.MERGE else None
    return TimelineItem(
        entry=entry,
        title=REMINDER if _only_reminds(entry) else entry.move.label,
        tone="you" if entry.reporters else "internal" if entry.internal else "",
        status=f"{Status(event.from_status).label} → {Status(event.to_status).label}" if changed else "",
        facts=tuple(facts_of_move(entry.move, event.data, officers, assignment)),
        other_case=UUID(into) if into else None,
    )


def _only_reminds(entry: Entry) -> bool:
    """A day comes near, nothing is late: no escalation yet."""
    told = entry.event.data.get("told", ()) if entry.move is Move.ESCALATE else ()
    return bool(told) and not any(row["late"] for row in told)


def facts_of_move(
    move: Move, data: Mapping[str, Any], officers: Mapping[str, str], assignment: Assignment | None
) -> Facts:
    """Return what a move settled, as label and words."""
    match move:
        case Move.RECEIVE:
            facts = [("Media", CHANNEL_LABELS.get(data.get("channel", ""), ""))]
            facts.append(("Baki pemilahan", _in_tray(data.get("triage", ""))))
            if data.get("read_back"):
                facts.append(("Dibacakan kembali", "Ya, dibenarkan pelapor"))
        case Move.VERIFY | Move.RECLASSIFY:
            facts = _classification(data)
        case Move.ASSIGN:
            facts = [
                ("Petugas", officers.get(data.get("handler", ""), data.get("post", ""))),
                ("Diminta selesai", _day(data.get("due_on"))),
                ("Arahan (hanya petugas)", assignment.instruction if assignment else ""),
            ]
        case Move.HANDOVER:
            facts = [
                ("Dari", officers.get(data.get("before", ""), "")),
                ("Kepada", officers.get(data.get("handler", ""), data.get("post", ""))),
                ("Alasan (hanya petugas)", data.get("reason", "")),
            ]
        case Move.EXTEND:
            facts = [("Batas waktu", f"{_day(data.get('before'))} → {_day(data.get('new_date'))}")]
        case Move.ANSWER | Move.PROPOSE:
            facts = [("Hasil", Outcome(data["outcome"]).label if data.get("outcome") else "")]
        case Move.ARCHIVE:
            facts = [("Alasan", ArchiveReason(data["reason"]).label if data.get("reason") else "")]
            if data.get("proposed"):
                facts.append(("Catatan", "Baru diusulkan: aduan berkadar pengawasan perlu persetujuan orang kedua."))
        case Move.NAME_REPORTED:
            named = [officers.get(key, "") for key in data.get("officers", [])]
            facts = [("Tidak boleh melihat", ", ".join(name for name in named if name) or "Tidak ada petugas")]
        case _:
            facts = _told(data, officers) if move is Move.ESCALATE else _small_facts(move, data)
    return [(label, words) for label, words in facts if words]


def _told(data: Mapping[str, Any], officers: Mapping[str, str]) -> Facts:
    """Return who was told of lateness: each rung once, with the names of those who stand on it."""
    by_rung: dict[str, str] = {}
    for row in data.get("told", ()):
        names = ", ".join(officers[key] for key in row["officers"] if key in officers)
        by_rung[Rung(row["rung"]).label] = names or "laporan tertulis; catat di sini setelah disampaikan"
    return list(by_rung.items())


def _classification(data: Mapping[str, Any]) -> Facts:
    return [
        ("Klasifikasi", CaseClass(data["class"]).label if data.get("class") else ""),
        ("Kategori", data.get("category", "")),
        ("Kemendesakan", Urgency(data["urgency"]).label if data.get("urgency") else ""),
        ("Catatan (hanya petugas)", data.get("note", "")),
    ]


def _small_facts(move: Move, data: Mapping[str, Any]) -> Facts:
    match move:
        case Move.PASS_TRIAGE:
            confirmed = CONFIRMED.get(data.get("how", ""), "")
            return [("Sebab di baki", _in_tray(data.get("reason", ""))), ("Cara", confirmed)]
        case Move.DISTRICT_TOLD:
            return [("Cara", data.get("how", ""))]
        case Move.FORWARD:
            return [("Instansi", data.get("body", "")), ("Kontak", data.get("contact", ""))]
        case Move.BODY_ANSWERED:
            return [("Instansi", data.get("body", ""))]
        case Move.DECIDE_OBJECTION:
            return [("Keputusan", "Keberatan diterima" if data.get("upheld") else "Keberatan tidak diterima")]
        case Move.RATE_SATISFIED | Move.RATE_UNSATISFIED:
            return [("Penilaian", f"{data['stars']} dari 5 bintang" if data.get("stars") else "")]
        case Move.SPLIT:
            # How many, not which: one of them may be about the reader. The page lists those he may see.
            return [("Dipecah menjadi", f"{len(data.get('into', [])) + 1} aduan")]
        case Move.MERGE:
            return [("Digabung ke", data.get("number", ""))]
        case Move.PAPER | Move.VOID_PAPER:
            return [("Surat", f"{PaperKind(data['kind']).label} {data['number']}")]
        case Move.REDACT:
            return _prepared(data)
        case Move.PUBLISH_CONSENT:
            return [("Jawaban pelapor", Consent(data["kind"]).label)]
        case Move.PUBLISH_DECIDE:
            return [("Terbit paling cepat", _day(data.get("due_on")))]
        case Move.TELL:
            return [("Cara", TOLD.get(data.get("how", ""), data.get("how", "")))]
        case Move.REISSUE_CODE:
            return [("Cara", REISSUED.get(data.get("how", ""), ""))]
        case Move.DATA_ASK | Move.DATA_REVOKE:
            return [("Yang diminta", DataRequest(data["kind"]).label)]
        case Move.DATA_DECIDE:
            ground = RefusalGround(data["ground"]).label if data.get("ground") else ""
            return [
                ("Yang diminta", DataRequest(data["kind"]).label),
                ("Keputusan", DataOutcome(data["outcome"]).label),
                ("Alasan", ground),
                ("Berlaku sesudah", _day(data.get("effective_on"))),
            ]
        case Move.WITHDRAW_ASK:
            return [("Berlaku sesudah", _day(data.get("due_on")))]
        case _:
            return []


def _in_tray(reason: str) -> str:
    return TriageReason(reason).label if reason else ""


def _prepared(data: Mapping[str, Any]) -> Facts:
    """Return what was prepared for publication: a version and how much it hides, or a picture and its boxes."""
    if "picture" in data:
        return [("Foto terbitan", f"{data['regions']} kotak ditutup")]
    hidden = [f"{SpanKind(kind).label}: {count}" for kind, count in data.get("hidden", {}).items()]
    return [("Versi", str(data["version"])), ("Disembunyikan", ", ".join(hidden) or "tidak ada")]


def _day(text: str | None) -> str:
    return say_short_date(date.fromisoformat(text)) if text else ""
