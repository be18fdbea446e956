"""The follow-up cookie: which case this browser may follow, for half an hour. Signed and encrypted (Fernet), HttpOnly.

It holds the case's id, the generation of its code, and the key derived from the code, which opens what is sealed of the
case; never the code itself. A reissued code makes older cookies worthless.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import get_script_prefix

from kentongan.cases.models import Case
from kentongan.cases.queries import tracking
from kentongan.vault.keyring import NO_KEYS, Keyring, reporter_ring
from kentongan.villages.models import Village

NAME: Final = "lacak"
GOOD_FOR: Final = timedelta(minutes=30)


def remember(response: HttpResponseBase, case: Case, now: datetime, *, secret: bytes) -> None:
    """Let this browser follow a case from now on, for half an hour. `secret`: what the code gives, to open it."""
    generation = tracking.holder_of(case).code_generation
    facts = json.dumps([str(case.village_id), str(case.id), generation, secret.hex()])
    response.set_cookie(
        NAME,
        _box().encrypt_at_time(facts.encode(), int(now.timestamp())).decode(),
        max_age=int(GOOD_FOR.total_seconds()),
        path=get_script_prefix(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """Leave: nothing about the case stays in this browser."""
    response.delete_cookie(NAME, path=get_script_prefix(), samesite="Lax")


def followed(request: HttpRequest, village: Village, now: datetime) -> Case | None:
    """Return the case this browser may follow, or None (one query)."""
    held = _held(request, now)
    if held is None or UUID(held[0]) != village.id:
        return None
    return tracking.case_for_follow_up(village, UUID(held[1]), int(held[2]))


def secret_of(request: HttpRequest, now: datetime) -> bytes:
    """Return what the code gives, to be remembered anew; b"" without a cookie."""
    held = _held(request, now)
    return bytes.fromhex(held[3]) if held else b""


def ring_of(request: HttpRequest, now: datetime) -> Keyring:
    """Return the reporter's ring, which opens what is sealed of his case."""
    secret = secret_of(request, now)
    return reporter_ring(secret) if secret else NO_KEYS


def _held(request: HttpRequest, now: datetime) -> tuple[str, str, int, str] | None:
    sealed = request.COOKIES.get(NAME, "")
    if not sealed:
        return None
    try:
        opened = _box().decrypt_at_time(sealed.encode(), int(GOOD_FOR.total_seconds()), int(now.timestamp()))
        village_id, case_id, generation, secret = json.loads(opened)
    except (InvalidToken, ValueError):
        return None
    return village_id, case_id, generation, secret


def _box() -> Fernet:
    return _box_of(settings.SECRET_KEY)


@cache
def _box_of(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"kentongan.portal.follow/1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
