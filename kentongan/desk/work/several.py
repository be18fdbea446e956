"""Several cases to one handler: ticked in the list, looked over on a page, and each with its own outcome."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions import together
from kentongan.cases.queries.inbox import visible
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.moves.handling import USUAL_DAYS
from kentongan.desk.pages.several import picks
from kentongan.desk.work.forms import AssignManyForm, picked, stamped
from kentongan.rules.access import Right
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.ASSIGN_MANY)
def assign_many(request: HttpRequest) -> HttpResponse:
    """Look the ticked cases over, then assign them all; the answer says what became of each."""
    village, officer, now = village_of(request), officer_of(request), timezone.now()
    officer.village = village
    today = local_date(village, now)
    form = AssignManyForm(request.POST if request.method == "POST" else None, initial={"due_on": today + USUAL_DAYS})
    form.offer(village)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        results = together.assign_all(
            chosen=stamped(request.POST),
            by=officer,
            at=now,
            handler=data["handler"],
            instruction=data["instruction"],
            due_on=data["due_on"],
        )
        context = {"results": results, "handler": data["handler"], "done": sum(result.done for result in results)}
        return render(request, "desk/work/results.html", {"title": "Hasil disposisi", **context})
    keys = picked(request.POST if request.method == "POST" else request.GET)
    found = (
        visible(officer.viewer(), village)
        .filter(pk__in=keys)
        .select_related("category", "hamlet", "handler")
        .defer("hamlet__polygon")
    )
    cases = list(found.order_by("inbox_key"))
    context = {
        "form": form,
        "picks": picks(cases, today),
        "most": together.MAX_TOGETHER,
    }
    return render(request, "desk/work/assign_many.html", context, status=422 if form.is_bound else 200)
