"""The report of lateness to the district head: which limits passed, who was told; no reporter, no story."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.escalated import ROUTE_WORDS, RUNG_WORDS
from kentongan.cases.models import Case
from kentongan.cases.queries.escalation import still_late
from kentongan.people.roster import signatory
from kentongan.reports import kop, typeset
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import CaseClass, Role, Rung
from kentongan.ui.words import say_short_date
from kentongan.villages.calendar import local_date

NUMBER_BY_HAND = "……………………"


def letter_to_district(case: Case, *, by: Role, at: datetime) -> bytes:
    """Return the letter as PDF/UA in the village's letterhead, to be signed by the unit head or the BPD (`by`).

    Its number is written by hand: the letter is the signer's own, and the service keeps no copy. Raises NotTypeset.
    """
    village = case.village
    today = local_date(village, at)
    conflicted = case.conflicts.values_list("officer_id", flat=True)
    signer = signatory(village, by, excluding=list(conflicted))
    logo = kop.logo_of(village)
    title = f"Laporan keterlambatan penanganan aduan nomor {case.number}"
    climbs = list(still_late().filter(village=village, case=case).select_related("clock").order_by("at", "id"))
    late = {climb.clock.kind: climb for climb in climbs}
    lines = [
        f"{ClockKind(kind).label}: paling lambat {say_short_date(climb.due_on)}, "
        f"lewat {(today - climb.due_on).days} hari ({climb.clock.citation})"
        for kind, climb in late.items()
    ]
    words = ROUTE_WORDS if case.restricted else RUNG_WORDS
    told = [
        f"{words[Rung(climb.rung)][:1].upper()}{words[Rung(climb.rung)][1:]}, "
        f"{say_short_date(local_date(village, climb.at))}"
        for climb in climbs
        if climb.rung != Rung.DISTRICT
    ]
    received = "tidak tercatat" if case.date_unknown else say_short_date(local_date(village, case.received_at))
    facts = [
        f"Nomor registrasi: {case.number}",
        f"Diterima: {received}",
        f"Klasifikasi: {CaseClass(case.case_class).label if case.case_class else 'belum diverifikasi'}",
        f"Kategori: {case.category.name if case.category else 'belum ditentukan'}",
        f"Keadaan sekarang: {case.get_status_display()}",
    ]
    parts = ["\n".join(facts), "Batas waktu yang lewat:\n" + "\n".join(lines)]
    if told:
        parts.append("Yang sudah diberi tahu:\n" + "\n".join(dict.fromkeys(told)))
    base = kop.base(village, title, footer=f"{title}. Identitas pelapor tidak disertakan.")
    data = {
        **base,
        "head": {**base["head"], "logo": logo.name if logo else None},
        "stamp": "",
        "scale": 1,
        "number": NUMBER_BY_HAND,
        "nature": "Penting",
        "attachment": "–",
        "subject": title,
        "place_date": kop.place_and_date(village, at),
        "recipient": [f"Yth. Camat {village.district}", "di tempat"],
        "opening": "Dengan hormat,\n\nBersama ini kami laporkan bahwa penanganan aduan masyarakat berikut melewati "
        "batas waktunya, dan langkah di dalam desa belum menyelesaikannya.",
        "body": "\n\n".join(parts),
        "identity": [],
        "rights": "",
        "closing": "Mohon pembinaan dan arahan Bapak/Ibu Camat. Pelapor sudah diberi tahu bahwa laporan ini "
        "disampaikan.\n\nAtas perhatian Bapak/Ibu kami sampaikan terima kasih.",
        "copies": [],
        "signatures": [kop.signature(signer, village=village)],
    }
    return typeset.pdf("surat", data, at=at, files=logo.files if logo else {})
