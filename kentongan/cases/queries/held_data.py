"""Everything that is held of a reporter's case, for himself: as data for machines, and as the same for paper.

The identity is told by kind only ("name: kept"): whoever holds the code may be somebody else. Officers' internal notes
may speak of other people; they are counted here, and handed out by a decision (`privacy.decide`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import FOR_DESK, Case, Event, Objection, PrivacyRequest, Rating
from kentongan.cases.queries.held_texts import HeldTexts, held_texts
from kentongan.cases.queries.retention import kept_until
from kentongan.cases.queries.tracking import documents_of_reporter
from kentongan.cases.queries.tracking_words import TITLES
from kentongan.cases.sealing import shown
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules.access import RIGHTS, SEES_ALL, Right
from kentongan.rules.data_rights import DataOutcome, DataRequest, RefusalGround
from kentongan.rules.publication import Consent
from kentongan.rules.types import Move, Role, Status
from kentongan.vault import door as vault
from kentongan.vault.keyring import NO_KEYS, Keyring

FORMAT: Final = "kentongan/data-anda/1"
KINDS: Final = {
    "name": "nama",
    "nik": "NIK",
    "phone": "nomor telepon",
    "email": "surel",
    "address": "alamat",
    "gender": "jenis kelamin",
    "represented": "orang yang diwakili",
    "representation": "hubungan dengan orang yang diwakili",
}


def held_data(case: Case, *, at: datetime, keys: Keyring = NO_KEYS) -> dict[str, Any]:
    """Return everything that is held of a case, as plain JSON with Indonesian keys (a fixed number of queries)."""
    texts = held_texts(case, keys)
    village = case.village
    until = kept_until(case)
    return {
        "format": FORMAT,
        "dibuat": at.astimezone(village.zone).isoformat(timespec="seconds"),
        "desa": f"Pemerintah Desa {village.name} ({village.code})",
        "dasar_pengolahan": "Pelaksanaan tugas pelayanan publik desa (UU 27/2022 Pasal 20)",
        "laporan": _report(shown(case, keys), texts),
        "perjalanan": _events(case, texts),
        "berkas": _files(case),
        "identitas": _identity(case, at),
        "pembukaan_identitas": _openings(case, texts),
        "yang_boleh": _who(case),
        "penerima_di_luar_desa": [case.body.name] if case.body is not None else [],
        "penilaian": [
            {"putaran": row.round, "bintang": row.stars, "puas": row.satisfied, "kata": texts.ratings[row.round]}
            for row in Rating.objects.filter(village=village, case=case).order_by("round")
        ],
        "keberatan": _objections(case, texts),
        "permintaan_data": _requests(case, texts),
        "catatan_internal": Event.objects.filter(FOR_DESK, village=village, case=case, to_reporter=False).count(),
        "disimpan_sampai": until.isoformat() if until else None,
    }


def _report(case: Case, texts: HeldTexts) -> dict[str, Any]:
    told = {
        "judul": texts.case["title"],
        "isi": texts.case["story"],
        "penyelesaian_yang_diharapkan": texts.case["settlement"],
        "tempat": texts.case["place"],
        "waktu_kejadian": texts.case["incident_text"],
        "terlapor": texts.case["about_whom"],
        "dusun": case.hamlet.name if case.hamlet else "",
        "rt": case.rt,
        "rw": case.rw,
        "tanggal_kejadian": case.incident_on.isoformat() if case.incident_on else "",
        "titik": f"{case.latitude}, {case.longitude}" if case.latitude is not None else "",
    }
    return {
        "nomor": case.number,
        "jenis": case.get_kind_display(),
        "media": case.get_channel_display(),
        "diterima": case.received_at.astimezone(case.village.zone).isoformat(timespec="seconds"),
        "status": Status(case.status).label,
        "klasifikasi": case.get_case_class_display() if case.case_class else "",
        "kategori": case.category.name if case.category else "",
        "cara_melapor": IdentityMode(case.identity_mode).label,
        "pengolahan_dibatasi": case.processing_limited,
        "boleh_diterbitkan_tanpa_nama": case.publish_consent == Consent.YES,
        **{key: value for key, value in told.items() if value},
    }


def _events(case: Case, texts: HeldTexts) -> list[dict[str, str]]:
    events = Event.objects.filter(village=case.village_id, case=case, to_reporter=True).select_related("officer")
    return [
        {
            "waktu": event.at.astimezone(case.village.zone).isoformat(timespec="seconds"),
            "apa": TITLES.get(Move(event.move), Move(event.move).label),
            "oleh": _by(event),
            "isi": texts.events.get(event.pk, ""),
        }
        for event in events.order_by("at", "id")
    ]


def _by(event: Event) -> str:
    match Role(event.actor):
        case Role.REPORTER:
            return "Anda"
        case Role.SYSTEM:
            return "Sistem"
        case role:
            return (event.officer.post if event.officer else "") or role.label


def _files(case: Case) -> list[dict[str, Any]]:
    seen = documents_of_reporter(case)
    rows = Document.objects.filter(village=case.village_id, pk__in=seen).order_by("added_at", "id")
    return [
        {
            "nama": row.name,
            "jenis": row.media_type,
            "ukuran": row.size,
            "sha256": row.sha256,
            "ditambahkan": row.added_at.astimezone(case.village.zone).isoformat(timespec="seconds"),
        }
        for row in rows
    ]


def _identity(case: Case, at: datetime) -> dict[str, Any]:
    if case.identity is None:
        return {"disimpan": False, "jenis": []}
    try:
        with transaction.atomic():
            found = vault.kinds(
                case.identity, village=case.village_id, purpose="daftar jenis data untuk pelapor sendiri", at=at
            )
    except (vault.NoSuchRecord, vault.SealBroken):
        return {"disimpan": True, "jenis": []}
    return {"disimpan": True, "jenis": [label for key, label in KINDS.items() if key in found]}


def _openings(case: Case, texts: HeldTexts) -> list[dict[str, str]]:
    events = Event.objects.filter(village=case.village_id, case=case, move=Move.OPEN_IDENTITY)
    return [
        {
            "waktu": event.at.astimezone(case.village.zone).isoformat(timespec="seconds"),
            "oleh": _by(event),
            "alasan": texts.events.get(event.pk, ""),
        }
        for event in events.select_related("officer").order_by("at", "id")
    ]


def _who(case: Case) -> dict[str, list[str]]:
    """Return the posts of those who may read the case, and of those who may open the identity, as of now."""
    kept_out = case.conflicts.values_list("officer_id", flat=True)
    active = Officer.objects.filter(village=case.village_id, is_active=True).exclude(pk__in=list(kept_out))
    officers = list(active.prefetch_related("roles").order_by("name", "id"))
    if case.restricted:
        members = set(case.members.values_list("officer_id", flat=True))
        officers = [officer for officer in officers if officer.pk in members]
    reads = [officer for officer in officers if officer.role_set & SEES_ALL or officer.pk == case.handler_id]
    opens = [officer for officer in reads if officer.role_set & RIGHTS[Right.OPEN_IDENTITY]]
    return {
        "membaca_isi": sorted({_post(officer) for officer in reads}),
        "membuka_identitas": sorted({_post(officer) for officer in opens}) if case.identity else [],
    }


def _post(officer: Officer) -> str:
    return officer.post or ", ".join(sorted(role.label for role in officer.role_set))


def _objections(case: Case, texts: HeldTexts) -> list[dict[str, Any]]:
    return [
        {
            "diajukan": row.lodged_at.astimezone(case.village.zone).isoformat(timespec="seconds"),
            "alasan": texts.objections[row.pk][0],
            "diterima": row.upheld,
            "putusan": texts.objections[row.pk][1],
        }
        for row in Objection.objects.filter(village=case.village_id, case=case)
    ]


def _requests(case: Case, texts: HeldTexts) -> list[dict[str, Any]]:
    return [
        {
            "diajukan": row.lodged_at.astimezone(case.village.zone).isoformat(timespec="seconds"),
            "apa": DataRequest(row.kind).label,
            "isi": texts.requests[row.pk][0],
            "paling_lambat_dijawab": row.due_on.isoformat(),
            "keputusan": DataOutcome(row.outcome).label if row.outcome else "",
            "alasan": RefusalGround(row.ground).label if row.ground else "",
            "penjelasan": texts.requests[row.pk][1],
        }
        for row in PrivacyRequest.objects.filter(village=case.village_id, case=case)
    ]
