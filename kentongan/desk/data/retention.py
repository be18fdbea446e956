"""For how long contents are kept: what is due, what falls due next, and who approved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions import retention
from kentongan.cases.queries.inbox import visible
from kentongan.cases.queries.retention import PAGE, falling_due, listed, periods_of
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.data.forms import KeepForm
from kentongan.rules.access import Right
from kentongan.rules.types import CaseClass, Refused, Role
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Category
from kentongan.villages.tenant import village_of

AHEAD = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.APPROVE_RETENTION)
def overview(request: HttpRequest) -> HttpResponse:
    """The schedule; approve, keep on, or take an approval back."""
    keep = KeepForm(auto_id="simpan_%s")
    refused = ""
    if request.method == "POST":
        step = request.POST.get("langkah", "")
        keep = KeepForm(request.POST if step == "tahan" else None, auto_id="simpan_%s")
        if step != "tahan" or keep.is_valid():
            try:
                messages.success(request, _do(request, step, keep))
            except Refused as refusal:
                refused = refusal.sentence
            else:
                return HttpResponseRedirect(reverse("desk:retention"))
    failed = bool(refused) or keep.is_bound
    context = {**_page(request), "keep": keep, "refused": refused, "chosen": _chosen(request)}
    return render(request, "desk/data/retention.html", context, status=422 if failed else 200)


def _do(request: HttpRequest, step: str, keep: KeepForm) -> str:
    village, officer, now = village_of(request), officer_of(request), timezone.now()
    items = _chosen(request)
    match step:
        case "setujui":
            complete, waiting = retention.approve(village=village, items=items, by=officer, at=now)
            said = f"{complete} aduan disetujui; isinya dihapus dalam {retention.WAIT} hari kerja." if complete else ""
            more = f"{waiting} menunggu persetujuan orang kedua." if waiting else ""
            return " ".join(part for part in (said, more) if part)
        case "tahan":
            data = keep.cleaned_data
            count = retention.keep(
                village=village, items=items, by=officer, at=now, reason=data["reason"], until=data["until"]
            )
            return f"{count} aduan disimpan lebih lama."
        case "batal":
            count = retention.take_back(village=village, items=items, by=officer, at=now)
            return f"Persetujuan atas {count} aduan dibatalkan."
        case _:
            raise Refused("no_step", "Pilih dulu apa yang dilakukan: setujui, simpan lebih lama, atau batalkan.")


def _chosen(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("pilih"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _page(request: HttpRequest) -> dict[str, Any]:
    village, officer = village_of(request), officer_of(request)
    today: date = local_date(village, timezone.now())
    seen = visible(officer.viewer(), village)
    due = list(listed(village).filter(case__in=seen)[: PAGE + 1])
    ahead = falling_due(village, until=today + AHEAD, limit=PAGE + len(due))
    known = {row.case_id for row in due}
    coming = [each for each in ahead if each.case.pk not in known]
    shown = set(seen.filter(pk__in=[each.case.pk for each in coming]).values_list("pk", flat=True))
    periods = periods_of(village)
    names = dict(Category.objects.filter(village=village).values_list("pk", "name"))
    return {
        "today": today,
        "due": due[:PAGE],
        "more": len(due) > PAGE,
        "coming": [each for each in coming if each.case.pk in shown][:PAGE],
        "periods": [(names.get(key, ""), years) for key, years in periods.by_category.items()],
        "rest": periods.rest,
        "supervisory": CaseClass.SUPERVISORY,
        "first": Role.UNIT_HEAD in officer.role_set,
        "second": bool(officer.role_set & {Role.VILLAGE_HEAD, Role.BPD}),
        "settings": Role.UNIT_HEAD in officer.role_set or Role.ADMIN in officer.role_set,
    }
