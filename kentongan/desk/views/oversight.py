"""What overseers are told about accounts and keys: nobody can keep it from them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from kentongan.cases.queries import tray
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.pages.inbox import capped
from kentongan.people import history, notices, roster, second_factor
from kentongan.rules.access import Right
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.SEE_OVERSIGHT)
def oversight(request: HttpRequest) -> HttpResponse:
    """The notices, newest first, with what is new to this overseer marked."""
    before = _notice(request.GET.get("sebelum", ""))
    rows = notices.newest(village_of(request), before=before, limit=notices.PAGE + 1)
    seen = notices.seen_until(officer_of(request))
    shown = rows[: notices.PAGE]
    context = {
        "rows": [(row, seen is None or row.at > seen) for row in shown],
        "any_new": any(seen is None or row.at > seen for row in shown),
        "older": shown[-1].id if len(rows) > notices.PAGE else None,
        "in_tray": tray_count(village_of(request)),
        "newest_at": shown[0].at.isoformat() if shown and before is None else "",
    }
    return render(request, "desk/oversight.html", context)


@require_safe
@for_officers(Right.SEE_OVERSIGHT)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show in brief how each account is guarded and whether somebody tries its door."""
    village, now = village_of(request), timezone.now()
    accounts = [account for account in roster.accounts_of(village, at=now) if account.officer.is_active]
    briefs = history.briefs(village, [account.officer for account in accounts], at=now)
    rows = [
        (account, brief, second_factor.is_required(account.officer))
        for account, brief in zip(accounts, briefs, strict=True)
    ]
    return render(request, "desk/sign_ins.html", {"rows": rows, "days": history.BRIEF.days})


@require_POST
@for_officers(Right.SEE_OVERSIGHT)
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Remember that this overseer has read the page, up to the newest notice that was on it."""
    until = _moment(request.POST.get("sampai", ""))
    if until is not None:
        notices.mark_seen(officer_of(request), until=min(until, timezone.now()))
    return HttpResponseRedirect(reverse("desk:oversight"))


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def tray_count(village: Village) -> str:
    """Say how many reports wait in the triage tray: a bare number, for who watches that none is left there."""
    return capped(tray.size(village))


def _notice(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
