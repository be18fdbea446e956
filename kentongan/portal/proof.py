"""Proof of work, asked for only under pressure: the ALTCHA challenge (SHA-256), made and checked here, by nobody else.

The challenge is bound to one form by its token, so a solution is good for one lodging; nothing is remembered.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from altcha import v1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kentongan.cases import codes
from kentongan.villages.models import Village

FIELD: Final = "hitungan"
# An old phone tries some 100,000 numbers a second in plain JavaScript: a second or two on average.
MOST_TRIES: Final = 200_000
GOOD_FOR: Final = timedelta(hours=24)  # as long as the form
_MOST_LETTERS: Final = 2_000


def challenge(village: Village, token: str, now: datetime) -> str:
    """Return the challenge for the form with this token: base64 of ALTCHA's JSON."""
    options = v1.ChallengeOptions(
        algorithm="SHA-256",
        max_number=MOST_TRIES,
        hmac_key=_key(settings.SECRET_KEY),
        expires=now + GOOD_FOR,
        params={"form": _form(village, token)},
    )
    made = v1.create_challenge(options)
    return base64.b64encode(json.dumps(made.to_dict()).encode()).decode()


def is_solved(village: Village, token: str, answer: str, now: datetime) -> bool:
    """Tell whether this answer solves a challenge that we made for this form."""
    if not answer or len(answer) > _MOST_LETTERS:
        return False
    try:
        payload = json.loads(base64.b64decode(answer, validate=True))
        facts = v1.extract_params(payload)
        solved, _ = v1.verify_solution(payload, _key(settings.SECRET_KEY), check_expires=False)
        ours = facts["form"] == [_form(village, token)]
        return solved and ours and int(facts["expires"][0]) >= now.timestamp()
    except (ValueError, TypeError, AttributeError, LookupError):
        return False  # anybody can send nonsense


def _form(village: Village, token: str) -> str:
    return codes.hash_of_token(village, token)[:32]


@cache
def _key(secret: str) -> str:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"kentongan.portal.proof/1")
    return derived.derive(secret.encode()).hex()
