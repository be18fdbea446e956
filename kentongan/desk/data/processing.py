"""The record of processing (UU 27/2022 art. 31): who opened identities, printed, restored, moved, erased; and when.

It is read from the ledger, so nobody can leave himself out. No reporter, no identity and no story stands in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries.inbox import visible_numbers
from kentongan.desk.access import for_officers, officer_of
from kentongan.jobs.models import BackupRecord
from kentongan.ledger import log as ledger
from kentongan.ledger.log import ReadEntry
from kentongan.people.models import Officer
from kentongan.reports.figures.files import harmless
from kentongan.rules.access import Right, Viewer
from kentongan.rules.data_rights import DataOutcome, DataRequest, ErasedWhy
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

PAGE: Final = 50
MOST_IN_A_FILE: Final = 10_000
BACKUPS: Final = 10
EXPORTED: Final = "processing_exported"
WHAT: Final = {
    "identity_opened": "Identitas pelapor dibuka",
    "identities_opened": "Buku dengan nama dicetak",
    "correct_identity": "Data diri pelapor diperbaiki",
    "register_made": "Buku register dibuat tanpa nama",
    EXPORTED: "Catatan pemrosesan diunduh",
    "data_restored": "Data dipulihkan dari cadangan",
    "data_moved": "Data dipindahkan ke basis data lain",
    "erase": "Isi aduan dihapus",
    "data_decide": "Permintaan hak data diputuskan",
    "retention_approved": "Penghapusan karena masa simpan disetujui",
    "breach_noted": "Pemberitahuan kebocoran dicatat",
}


@dataclass(frozen=True)
class Line:
    """One act, in words."""

    index: int
    at: datetime | None  # None: its detail was erased with the case
    what: str
    who: str
    number: str  # only where the reader may see the case
    more: str


@require_safe
@for_officers(Right.SEE_PROCESSING)
def overview(request: HttpRequest) -> HttpResponse:
    """The record, newest first, a page at a time."""
    village = village_of(request)
    before = request.GET.get("sebelum", "")
    entries = ledger.processing(
        village.log, before=int(before) if before.isdecimal() and len(before) < 19 else None, limit=PAGE + 1
    )
    lines = _lines(officer_of(request).viewer(), village, entries[:PAGE])
    context = {
        "lines": lines,
        "older": lines[-1].index if len(entries) > PAGE else None,
        "first": not before,
        "backups": BackupRecord.objects.all()[:BACKUPS],
    }
    return render(request, "desk/data/processing.html", context)


@require_safe
@for_officers(Right.SEE_PROCESSING)
def as_csv(request: HttpRequest) -> HttpResponse:
    """The record as a table for the archive (the newest 10,000 lines); that it was taken away is on record, too."""
    village, officer, now = village_of(request), officer_of(request), timezone.now()
    entries = ledger.processing(village.log, limit=MOST_IN_A_FILE)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["No", "Waktu", "Tindakan", "Oleh", "Aduan", "Keterangan"])
    for line in _lines(officer.viewer(), village, entries):
        at = line.at.astimezone(village.zone).strftime("%Y-%m-%d %H:%M") if line.at else ""
        cells = [str(line.index), at, line.what, line.who, line.number, line.more]
        writer.writerow([harmless(cell) for cell in cells])
    if request.method == "GET":
        with transaction.atomic():
            ledger.append(
                log=village.log,
                action=EXPORTED,
                subject=None,
                actor=officer.pk,
                public={},
                private={"lines": len(entries)},
                at=now,
            )
    response = HttpResponse(b"\xef\xbb\xbf" + out.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="catatan-pemrosesan-{now:%Y-%m-%d}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(viewer: Viewer, village: Village, entries: Sequence[ReadEntry]) -> list[Line]:
    subjects = {entry.subject for entry in entries if entry.subject is not None}
    numbers = visible_numbers(viewer, village, subjects)
    names = {str(key): name for key, name in Officer.objects.filter(village=village).values_list("pk", "name")}
    return [_line(entry, numbers, names) for entry in entries]


def _line(entry: ReadEntry, numbers: dict[UUID, str], names: dict[str, str]) -> Line:
    who = names.get(str(entry.actor), "") if entry.actor else ""
    if entry.private is None:
        more = "Rincian entri ini dihapus bersama isi aduannya."
    else:
        who = who or "Sistem atau perintah di server"
        more = _more(entry.action, entry.private, names)
    return Line(
        index=entry.index,
        at=entry.at,
        what=WHAT.get(entry.action, entry.action),
        who=who,
        number=numbers.get(entry.subject, "") if entry.subject else "",
        more=more,
    )


def _more(action: str, private: Any, names: dict[str, str]) -> str:
    match action:
        case "identities_opened" | "register_made":
            first, last = private.get("first", ""), private.get("last", "")
            count = f"{private['records']} identitas; " if "records" in private else ""
            return f"{count}{str(private.get('format', '')).upper()}, {first} sampai {last}"
        case "data_decide":
            outcome = DataOutcome(private["outcome"]).label if private.get("outcome") else ""
            return f"{DataRequest(private['kind']).label}: {outcome.lower()}"
        case "erase":
            opened = [f"{names.get(each['by'], '?')} {each['at'][:10]}" for each in private.get("opened", [])]
            past = f"; identitas pernah dibuka oleh {', '.join(opened)}" if opened else ""
            again = "; dihapus lagi setelah pemulihan" if private.get("again") else ""
            return f"{ErasedWhy(private['why']).label.strip('()')}{again}{past}"
        case "retention_approved":
            return f"{len(private.get('cases', []))} aduan"
        case "data_restored" | "data_moved":
            return f"dari salinan {str(private.get('made_at', ''))[:16]}"
        case "processing_exported":
            return f"{private.get('lines', 0)} baris"
        case _:
            return ""  # the reason of an opening speaks of the case: it stands on the case's own timeline
