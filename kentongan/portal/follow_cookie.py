"""The follow-up cookie: which case this browser may follow, for half an hour. Signed and encrypted (Fernet), HttpOnly.

It holds the case's id and the generation of its code, never the code: a reissued code makes older cookies worthless.
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
from kentongan.villages.models import Village

NAME: Final = "lacak"
GOOD_FOR: Final = timedelta(minutes=30)


def remember(response: HttpResponseBase, case: Case, now: datetime) -> None:
    """Let this browser follow a case from now on, for half an hour."""
    generation = tracking.holder_of(case).code_generation
    facts = json.dumps([str(case.village_id), str(case.id), generation])
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
    sealed = request.COOKIES.get(NAME, "")
    if not sealed:
        return None
    try:
        opened = _box().decrypt_at_time(sealed.encode(), int(GOOD_FOR.total_seconds()), int(now.timestamp()))
        village_id, case_id, generation = json.loads(opened)
    except (InvalidToken, ValueError):
        return None
    if UUID(village_id) != village.id:
        return None
    return tracking.case_for_follow_up(village, UUID(case_id), int(generation))


def _box() -> Fernet:
    return _box_of(settings.SECRET_KEY)


@cache
def _box_of(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"kentongan.portal.follow/1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
