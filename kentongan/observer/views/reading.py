"""What observers read: what changed, published cases, what is late, figures; and what he himself has looked at."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries.published import PublicFilter, public_case, public_page
from kentongan.observer import pages
from kentongan.observer.access import for_observers, observer_of
from kentongan.observer.forms import FilterForm
from kentongan.rules.types import Move
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of
from kentongan.watching import changes, kept, readings, visits, watches
from kentongan.watching.models import Page, What

ON_FIRST_PAGE = 15


@require_safe
@for_observers
def home(request: HttpRequest) -> HttpResponse:
    """Show what changed since his last visit, what is late, and his watches."""
    village, observer, now = village_of(request), observer_of(request), timezone.now()
    readings.note(observer, Page.HOME, now)
    since = visits.since_last(observer, now)
    rows = changes.newest(village, limit=ON_FIRST_PAGE + 1)
    fresh = [row for row in rows if since is None or row.id > since]
    counted = kept.newest(village)
    context = {
        "first": since is None,
        "lines": _lines(request, fresh[:ON_FIRST_PAGE]),
        "more": len(fresh) > ON_FIRST_PAGE,
        "counted": counted,
        "facts": counted.figures.get("") if counted else None,
        "watches": watches.of_observer(observer),
    }
    return render(request, "observer/home.html", context)


@require_safe
@for_observers
def cases(request: HttpRequest) -> HttpResponse:
    """List published cases with their status now, by filter."""
    village, now = village_of(request), timezone.now()
    readings.note(observer_of(request), Page.CASES, now)
    form = FilterForm(request.GET or None, village=village)
    wanted = form.filter() if form.is_bound and form.is_valid() else PublicFilter()
    after = request.GET.get("sesudah", "")[:24].replace("\x00", "")
    page = public_page(village, wanted, after, today=local_date(village, now))
    asked = {name: request.GET.get(name, "") for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "cards": [(card, pages.late_limits(card)) for card in page.cases],
        "next": urlencode(asked | {"sesudah": page.next}) if page.next else "",
        "asked": bool(asked),
        "later": bool(after),
    }
    return render(request, "observer/cases.html", context, status=422 if form.is_bound and form.errors else 200)


@require_safe
@for_observers
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one published case."""
    village, now = village_of(request), timezone.now()
    found = public_case(village, public_id, today=local_date(village, now)) if _sound(public_id) else None
    if found is None:
        raise Http404
    readings.note(observer_of(request), Page.CASE, now, about=public_id)
    steps = [step for step in found.steps if step.move is not Move.RECEIVE or step.after_days is not None]
    context = {"case": found, "steps": steps, "public": pages.public_address(public_id)}
    return render(request, "observer/case.html", context)


@require_safe
@for_observers
def late(request: HttpRequest) -> HttpResponse:
    """List what passed a limit, published cases by title; of the others only numbers."""
    village, now = village_of(request), timezone.now()
    readings.note(observer_of(request), Page.LATE, now)
    context = _changes(request, What.LATE) | {"counted": kept.newest(village), "least": village.publish_least}
    return render(request, "observer/late.html", context)


@require_safe
@for_observers
def changed(request: HttpRequest) -> HttpResponse:
    """List all changes, the newest first."""
    readings.note(observer_of(request), Page.CHANGES, timezone.now())
    return render(request, "observer/changes.html", _changes(request, None))


@require_safe
@for_observers
def figures(request: HttpRequest) -> HttpResponse:
    """Show the public figures of a period, as of the last look."""
    village = village_of(request)
    readings.note(observer_of(request), Page.FIGURES, timezone.now())
    counted = kept.newest(village)
    period = request.GET.get("masa", "")
    known = counted is not None and period in counted.figures
    context = {
        "counted": counted,
        "unknown": bool(period) and not known,
        "screen": pages.figures_page(period if known else "", counted.figures[period if known else ""])
        if counted
        else None,
        "periods": [(each, pages.say_period(each), each == period) for each in counted.periods] if counted else [],
        "all_time": not known or not period,
    }
    return render(request, "observer/figures.html", context)


@require_safe
@for_observers
def own_readings(request: HttpRequest) -> HttpResponse:
    """Show the observer what is kept of what he looked at."""
    before = pages.key_of(request.GET.get("sebelum", ""))
    rows = readings.newest(village_of(request), observer=observer_of(request), before=before)
    shown = rows[: readings.PAGE]
    context = {"rows": shown, "older": shown[-1].id if len(rows) > readings.PAGE else None}
    return render(request, "observer/readings.html", context)


def _changes(request: HttpRequest, what: What | None) -> dict[str, object]:
    before = pages.key_of(request.GET.get("sebelum", ""))
    rows = changes.newest(village_of(request), what=what, before=before, limit=changes.PAGE + 1)
    shown = rows[: changes.PAGE]
    return {"lines": _lines(request, shown), "older": shown[-1].id if len(rows) > changes.PAGE else None}


def _lines(request: HttpRequest, rows: list[changes.Change]) -> list[pages.ChangeLine]:
    village = village_of(request)
    today = local_date(village, timezone.now())
    return [pages.line_of(each) for each in changes.told(village, rows, today=today)]


def _sound(public_id: str) -> bool:
    """Whether it can be a public id at all: letters, digits, two signs."""
    return len(public_id) <= 16 and public_id.isascii() and public_id.replace("-", "").replace("_", "").isalnum()
