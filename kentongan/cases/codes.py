"""Tracking codes at rest: only a keyed hash is stored; the code itself is derived from a token we never keep."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

from kentongan.rules import numbering
from kentongan.villages.models import Village


def _keyed(purpose: str, village: Village, text: str) -> bytes:
    key: bytes = settings.KENTONGAN_SECRETS.code_key
    return hmac.new(key, f"{purpose}\n{village.id}\n{text}".encode(), hashlib.sha256).digest()


def new_token() -> str:
    """Return a fresh form token (128 random bits, URL-safe)."""
    return secrets.token_urlsafe(16)


def code_of_token(village: Village, token: str) -> str:
    """Return the tracking code that belongs to a form token: the same token always gives the same code."""
    return numbering.code_from_bytes(_keyed("code", village, token))


def hash_of_token(village: Village, token: str) -> str:
    """Return what is stored to recognise a repeated submit."""
    return _keyed("submission", village, token).hex()


def alike(village: Village, text: str) -> bytes:
    """Return what is the same for the same words, whatever their case and spaces, and tells nothing else of them."""
    return _keyed("alike", village, " ".join(text.casefold().split()))[:12]


def mark_of_text(village: Village, text: str) -> str:
    """Return a keyed mark by which a text is recognised as unchanged; short texts cannot be guessed from it."""
    return _keyed("publication", village, text).hex()


def hash_of_code(village: Village, code: str) -> str:
    """Return what is stored of a tracking code (a normalised one)."""
    return _keyed("hash", village, code).hex()
