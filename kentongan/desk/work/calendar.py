"""The month of what falls due, one day's list, and the feed that calendar programs subscribe to."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries.calendar import due_counts, due_on, own_calendar
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.pages.calendar import month_page
from kentongan.desk.pages.inbox import row_views
from kentongan.desk.views.inbox import DOES
from kentongan.gateway.links import DESK, public_url
from kentongan.people import habits
from kentongan.rules.access import Right, Viewer
from kentongan.support import icalendar
from kentongan.support.icalendar import AllDay
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.models import Holiday
from kentongan.villages.tenant import village_of

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
REFRESH = timedelta(hours=4)


@require_safe
@for_officers(Right.SEE_INBOX)
def month(request: HttpRequest) -> HttpResponse:
    """A month at a glance; a month nobody can mean is this one."""
    village, viewer = village_of(request), officer_of(request).viewer()
    today = local_date(village, timezone.now())
    match = MONTH.fullmatch(request.GET.get("bulan", ""))
    first = date(int(match[1]), int(match[2]), 1) if match else today.replace(day=1)
    own = _own(request.GET, viewer)
    begin = first - timedelta(days=first.weekday())
    end = begin + timedelta(days=41)
    holidays = Holiday.objects.filter(village=village, day__range=(begin, end))
    page = month_page(
        first,
        today=today,
        own=own,
        counts=due_counts(viewer, village, begin, end, own=own, today=today),
        names={row.day: row.name for row in holidays},
        calendar=calendar_for(village),
    )
    return render(request, "desk/work/calendar.html", {"page": page})


@require_safe
@for_officers(Right.SEE_INBOX)
def day(request: HttpRequest) -> HttpResponse:
    """What falls due on one day.

    Raises:
        Http404: the address names no day.
    """
    village, viewer = village_of(request), officer_of(request).viewer()
    try:
        wanted = date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        raise Http404 from None
    today, own = local_date(village, timezone.now()), _own(request.GET, viewer)
    found = due_on(viewer, village, wanted, own=own, today=today, after=_cursor(request.GET.get("sesudah", "")))
    following = ""
    if found.next:
        address = request.GET.copy()
        address["sesudah"] = found.next
        following = f"?{address.urlencode()}"
    holiday = Holiday.objects.filter(village=village, day=wanted).first()
    context = {
        "day": wanted,
        "own": own,
        "rows": row_views(found.rows, today),
        "next": following,
        "holiday": holiday,
        "working": calendar_for(village).is_working(wanted),
        "before": wanted - timedelta(days=1) if wanted > date(2000, 1, 1) else None,
        "after": wanted + timedelta(days=1) if wanted < date(2099, 12, 31) else None,
        "today": today,
    }
    return render(request, "desk/work/calendar_day.html", context)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """An officer's calendar for the program that knows its secret address; no session.

    Raises:
        Http404: the address is no officer's (any more).
    """
    village = village_of(request)
    officer = habits.officer_of_feed(village, token)
    if officer is None:
        raise Http404
    today = local_date(village, timezone.now())
    link = public_url(village, DESK)
    events = [
        AllDay(
            uid=f"{entry.case}-{entry.what}@{village.code}.kentongan",
            day=entry.day,
            summary=f"{entry.label}: {entry.number}",
            changed=entry.changed,
            description="Batas waktu aduan di meja pengaduan desa.",
            url=link,
        )
        for entry in own_calendar(officer.viewer(), village, today=today)
    ]
    name = f"Batas waktu aduan Desa {village.name}"
    body = icalendar.calendar(name=name, product="Kentongan", events=events, refresh=REFRESH)
    response = HttpResponse(body, content_type=icalendar.CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="batas-waktu.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _own(data: QueryDict, viewer: Viewer) -> bool:
    """Whether only his own are asked for: as in the list, who does begins with his own, who watches with all."""
    asked = data.get("lihat", "")
    return asked != "semua" if viewer.roles & DOES else asked == "saya"


def _cursor(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
