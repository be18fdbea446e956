"""A made-up case, so that a village sees its own words on paper before there is a real one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from kentongan.people.roster import Signatory
from kentongan.reports.papers.compose import compose
from kentongan.reports.papers.facts import CaseFacts, village_values
from kentongan.rules.numbering import paper_number, register_number
from kentongan.rules.papers import PAPERS, PaperField, fill
from kentongan.rules.types import CaseClass, Kind, PaperKind, Urgency
from kentongan.ui.words import say_short_date
from kentongan.villages.models import Village

_SEQ = 12


def example(
    kind: PaperKind, words: Mapping[str, str], *, village: Village, signatory: Signatory, at: datetime, site: str
) -> dict[str, Any]:
    """Return what a paper of this kind would show with these words, about a case that does not exist."""
    on = timezone.localtime(at, village.zone).date()
    number = register_number(village.number_pattern, seq=_SEQ, year=on.year, code=village.code)
    values = village_values(village, on=on, site=site) | {
        PaperField.NUMBER: number,
        PaperField.RECEIVED: say_short_date(on),
        PaperField.TITLE: "Lampu jalan di pertigaan balai dusun mati",
        PaperField.STORY: "Lampu jalan di pertigaan balai dusun sudah dua minggu mati, sehingga gelap pada malam hari.",
        PaperField.CATEGORY: "Penerangan jalan",
        PaperField.PLACE: "Pertigaan balai dusun",
        PaperField.ANSWER: "Lampu sudah diganti, dan menyala kembali sejak kemarin malam. Terima kasih.",
        PaperField.OUTCOME: "sudah diselesaikan",
        PaperField.QUESTION: "1. Di tiang nomor berapa lampu itu?\n2. Sejak tanggal berapa lampu itu mati?",
        PaperField.EXPLANATION: "Jalan ini milik kabupaten, sehingga lampunya dikelola oleh dinas.",
        PaperField.BODY: "Dinas Perhubungan",
        PaperField.INSTRUCTION: "Tinjau lokasi, lalu ganti lampunya bila persediaan ada.",
        PaperField.HANDLER: "Contoh Petugas, Kepala Dusun I",
        PaperField.DUE: say_short_date(on),
        PaperField.REPLY_BY: say_short_date(on),
    }
    facts = CaseFacts(
        number=number,
        received=say_short_date(on),
        channel="Loket",
        kind=Kind.COMPLAINT.label,
        case_class=CaseClass.NON_SUPERVISORY.label,
        category="Penerangan jalan",
        urgency=Urgency.NORMAL.label,
    )
    filled = {key: fill(text, values) for key, text in words.items()}
    data = compose(kind, filled, village=village, facts=facts, signatory=signatory, at=at)
    short = PAPERS[kind].short
    data["number"] = paper_number(village.paper_number_pattern, seq=_SEQ, kind=short, year=on.year, code=village.code)
    return data
