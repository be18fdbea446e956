"""Which lodging waits in the triage tray because so much comes in at the door. Nothing here ever refuses.

Only counts are kept, in memory and for minutes (support.passing); no address is stored, logged or handed on.
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from kentongan.cases import arrivals, codes
from kentongan.cases.lodging import Lodging, Tray
from kentongan.portal import proof
from kentongan.rules import triage
from kentongan.rules.triage import Load
from kentongan.support import client_address
from kentongan.support.passing import everybody
from kentongan.villages.models import Village


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


def tray_for(request: HttpRequest, village: Village, lodging: Lodging, token: str, now: datetime) -> Tray | None:
    """Count a lodging, and say whether and why it waits in the tray."""
    alike = codes.alike(village, lodging.story)
    load, limits = arrivals.count(village, caller=caller_of(request), alike=alike), arrivals.limits_of(village)
    found = triage.reason(load, limits, proven=False)
    if found is not None and proof.is_solved(village, token, request.POST.get(proof.FIELD, ""), now):
        found = triage.reason(load, limits, proven=True)
    return Tray(found, alike.hex()) if found is not None else None


def may_confirm(request: HttpRequest, village: Village, token: str, waited: float, now: datetime) -> str:
    """Say how a reporter showed that he is no machine: "proof", "wait", or "" (not yet, or too many from there).

    `waited`: seconds since he was shown the button.
    """
    caller = caller_of(request)
    if proof.is_solved(village, token, request.POST.get(proof.FIELD, ""), now):
        load = Load(arrivals.from_caller(village, caller), alike=0, village=0)
        if triage.reason(load, arrivals.limits_of(village), proven=True) is None:
            return "proof"
    if waited < triage.CONFIRM_AFTER or arrivals.count_confirmation(village, caller) > triage.CONFIRM_MOST:
        return ""
    return "wait"


def _is_near(peer: str) -> bool:
    """A proxy of ours stands on this machine or in this network; what strangers write proves nothing."""
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False
