"""What stands for a sender's connection, for counting in memory only (support.passing): never stored, never logged."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from kentongan.cases import arrivals
from kentongan.support import client_address
from kentongan.support.passing import everybody


def caller_of(request: HttpRequest) -> bytes | None:
    """Return what stands for the sender's connection, None when it cannot be told. For counting only, never to keep."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    trusted = settings.KENTONGAN_TRUSTED_PROXIES
    if not client_address.is_trusted(peer, trusted):
        if forwarded and _is_near(peer):
            everybody.mark(arrivals.PROXY_NOT_TRUSTED)
        if settings.KENTONGAN_TRUST_PROXY:
            return None  # all who come through a proxy that we cannot ask would count as one
    return client_address.connection(peer, forwarded, trusted)


def _is_near(peer: str) -> bool:
    """A proxy of ours stands on this machine or in this network; what strangers write proves nothing."""
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False
