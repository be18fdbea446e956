"""What an observer's program reads with his key: the same as the pages, as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from kentongan.cases.queries.published import PublicFilter, public_page
from kentongan.observer import pages
from kentongan.observer.access import for_programs
from kentongan.observer.forms import FilterForm
from kentongan.people.models import Officer
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of
from kentongan.watching import changes, hooks, kept, readings
from kentongan.watching.models import Page, What


@for_programs
def cases(request: HttpRequest, observer: Officer) -> JsonResponse:
    """Published cases with their status now: filters as on the page, `sesudah` for the next page."""
    village, now = village_of(request), timezone.now()
    readings.note(observer, Page.API_CASES, now)
    form = FilterForm(request.GET, village=village)
    if not form.is_valid():
        return JsonResponse(
            {"error": "filter", "message": "Saringan tidak dikenal.", "fields": form.errors}, status=400
        )
    wanted: PublicFilter = form.filter()
    after = request.GET.get("sesudah", "")[:24].replace("\x00", "")
    page = public_page(village, wanted, after, today=local_date(village, now))
    rows = [{"case": card.public_id, **hooks.case_facts(village, card)} for card in page.cases]
    return JsonResponse({"cases": rows, "next": page.next})


@for_programs
def late(request: HttpRequest, observer: Officer) -> JsonResponse:
    """What newly passed a limit, and how many unpublished cases are late by limit (k or more)."""
    village = village_of(request)
    readings.note(observer, Page.API_LATE, timezone.now())
    counted = kept.newest(village)
    numbers = {str(kind): count for kind, count in counted.late.items()} if counted else {}
    return JsonResponse(
        {**_events(request, What.LATE), "unpublished_late": numbers, "least": village.publish_least, **_at(counted)}
    )


@for_programs
def changed(request: HttpRequest, observer: Officer) -> JsonResponse:
    """All changes, the newest first; `sebelum` for older ones."""
    readings.note(observer, Page.API_CHANGES, timezone.now())
    return JsonResponse(_events(request, None))


@for_programs
def figures(request: HttpRequest, observer: Officer) -> JsonResponse:
    """The public figures of all periods, as of the last look."""
    readings.note(observer, Page.API_FIGURES, timezone.now())
    counted = kept.newest(village_of(request))
    return JsonResponse({"figures": list(counted.figures.values()) if counted else [], **_at(counted)})


def _events(request: HttpRequest, what: What | None) -> dict[str, Any]:
    village = village_of(request)
    before = pages.key_of(request.GET.get("sebelum", ""))
    rows = changes.newest(village, what=what, before=before, limit=changes.PAGE + 1)
    shown = rows[: changes.PAGE]
    told = changes.told(village, shown, today=local_date(village, timezone.now()))
    events = [hooks.event_of(village, each) for each in told]
    return {"events": events, "next": str(shown[-1].id) if len(rows) > changes.PAGE else ""}


def _at(counted: kept.Kept | None) -> dict[str, Any]:
    return {"counted_at": counted.at.isoformat() if counted else None}
