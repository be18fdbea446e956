"""POST Service Request: a complaint by another program, recorded like any other; and what became of its token."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from kentongan.api.formats import Plain, answer
from kentongan.api.models import Lodged
from kentongan.api.open311.forms import LodgeForm
from kentongan.api.open311.frame import Failed
from kentongan.api.reading import one, plain, presented_key
from kentongan.api.services import Service, services_of
from kentongan.cases import arrivals, codes
from kentongan.cases.actions import intake
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import IdentityMode, Lodging, Tray
from kentongan.cases.protect import protection_of
from kentongan.cases.queries.published import standing
from kentongan.people import api_keys
from kentongan.people.models import ApiKey
from kentongan.rules import triage
from kentongan.rules.numbering import format_code
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

NO_KEY: Final = (
    "api_key tidak ada atau tidak berlaku. Kuncinya dibuat di kantor desa; warga dapat melapor "
    "tanpa kunci lewat situs desa."
)
UNKNOWN: Final = "Token ini tidak ada, atau aduannya belum terbit. Sebelum terbit, kirim juga api_key pengirimnya."
_ATTRIBUTE: Final = re.compile(r"attribute\[([A-Za-z0-9_]{1,40})\](?:\[\])?")


def lodge(request: HttpRequest, form: str) -> HttpResponse:
    """Take a complaint in.

    Raises:
        Failed: 403 without a key that may lodge, 400 or 404 for what is missing or wrong. Never for reasons of load:
            what comes in too fast waits in the tray, with its number and its clocks.
    """
    village, now = village_of(request), timezone.now()
    key = api_keys.check(village, presented_key(request), now)
    if key is None:
        raise Failed(403, NO_KEY)
    service = _service(village, request.POST)
    filled = LodgeForm(_typed(request.POST), village=village, service=service, now=now)
    if not filled.is_valid():
        raise Failed(400, *filled.sentences())
    lodging = filled.lodging()
    token = secrets.token_urlsafe(24)
    try:
        receipt = _record(village, key, lodging, token, now)
    except Refused as refused:
        raise Failed(400, refused.sentence) from refused
    response = answer(form, "service_requests", [_told(request, receipt, lodging, token)])
    response["Cache-Control"] = "no-store"
    return response


def token(request: HttpRequest, form: str, token_id: str) -> HttpResponse:
    """GET service_request_id from a token. Before publication only the program that lodged it is told that it is known.

    Raises:
        Failed: 404, there is no such token, or nothing of it may be told.
    """
    village = village_of(request)
    lodged = Lodged.objects.filter(village=village, token_hash=_hash(plain(token_id))).first()
    if lodged is None:
        raise Failed(404, UNKNOWN)
    shown = standing(village).filter(case=lodged.case_id).values_list("public_id", flat=True).first()
    if shown is None:
        key = api_keys.check(village, presented_key(request), timezone.now())
        if key is None or key.pk != lodged.key_id:
            raise Failed(404, UNKNOWN)
    data: Plain = {
        "service_request_id": shown,
        "token": token_id,
        "service_notice": None if shown else "Belum terbit. Kabarnya dibaca pelapor dengan kode lacak.",
    }
    response = answer(form, "service_requests", [data])
    response["Cache-Control"] = "no-store"
    return response


def _service(village: Village, sent: QueryDict) -> Service:
    code = one(sent, "service_code")
    if not code:
        raise Failed(400, "service_code belum ada. Daftarnya ada di /open311/v2/services.")
    service = services_of(village).get(code)
    if service is None:
        raise Failed(404, "service_code ini tidak ada. Daftarnya ada di /open311/v2/services.")
    return service


def _typed(sent: QueryDict) -> Mapping[str, str]:
    """Return what was sent by name, the answers to `attribute[…]` beside the fields; of several answers the first."""
    found: dict[str, str] = {name: plain(value) for name, value in sent.items() if "[" not in name}
    for name, value in sent.items():
        match = _ATTRIBUTE.fullmatch(name)
        if match:
            found[f"attribute_{match[1]}"] = plain(value)
    return found


def _record(village: Village, key: ApiKey, lodging: Lodging, token: str, now: datetime) -> Receipt:
    # By the reporter's own words: that a service is called "Perilaku perangkat" accuses nobody.
    protection = protection_of(village, replace(lodging, title=""))
    alike = codes.alike(village, lodging.story)
    load = arrivals.count(village, caller=key.pk.bytes, alike=alike)
    found = triage.reason(load, arrivals.limits_of(village), proven=False)
    tray = Tray(found, alike.hex()) if found is not None else None
    with transaction.atomic():
        receipt = intake.lodge(
            village=village, lodging=lodging, channel="api", at=now, protection=protection, tray=tray
        )
        Lodged.objects.create(village=village, key=key, case=receipt.case, token_hash=_hash(token))
    return receipt


def _told(request: HttpRequest, receipt: Receipt, lodging: Lodging, token: str) -> dict[str, Plain]:
    code, track = format_code(receipt.code), request.build_absolute_uri(reverse("portal:track"))
    said = [
        f"Laporan tercatat dengan nomor {receipt.case.number}. Kode lacak: {code}. Tunjukkan kepada pelapor sekarang, "
        f"kode ini tidak dapat diminta lagi lewat antarmuka ini. Kabarnya dibaca di {track}."
    ]
    if lodging.identity_mode is IdentityMode.ANONYMOUS:
        said.append("Tanpa nama, laporan dicatat anonim: nomor HP tidak disimpan.")
    if any(one(request.POST, name) for name in ("media_url", "media")) or request.FILES:
        said.append("Foto atau tautan tidak kami ambil; pelapor dapat menambah bukti di halaman lacak.")
    return {
        "token": token,
        "service_notice": " ".join(said),
        "account_id": None,
        "register_number": receipt.case.number,
        "tracking_code": code,
        "tracking_url": track,
    }


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
