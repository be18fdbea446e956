"""Which lodging waits in the triage tray because so much comes in at the door. Nothing here ever refuses.

Only counts are kept, in memory and for minutes (support.passing); no address is stored, logged or handed on.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from kentongan.cases import arrivals, codes
from kentongan.cases.lodging import Lodging, Tray
from kentongan.forms.caller import caller_of
from kentongan.portal import proof
from kentongan.rules import triage
from kentongan.rules.triage import Load
from kentongan.villages.models import Village


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
