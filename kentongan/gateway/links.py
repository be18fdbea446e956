"""The village's public address, for links in messages (there is no request to read it from)."""

from __future__ import annotations

from django.conf import settings

from kentongan.villages.models import Village

FOLLOW_UP = "/lacak/"
DESK = "/meja/"
OBSERVER = "/pemantau/"


def public_url(village: Village, path: str) -> str:
    """Return the full address of a page of the village, or "" where the installation has no public address.

    A village with a host name of its own is found there; others under KENTONGAN_URL, behind their code.
    """
    if village.hostname:
        scheme = "https" if settings.KENTONGAN_HTTPS else "http"
        return f"{scheme}://{village.hostname}{path}"
    base: str = settings.KENTONGAN_URL.rstrip("/")
    if not base:
        return ""
    return f"{base}/desa/{village.code}{path}"
