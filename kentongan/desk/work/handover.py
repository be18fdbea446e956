"""When an officer leaves or is on leave: his open cases, and one act that gives them to another."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.cases.actions import together
from kentongan.cases.queries.workload import handled_by, in_hand, loads
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.pages.several import picks
from kentongan.desk.work.forms import HandOverForm, stamped
from kentongan.people.models import Officer
from kentongan.rules.access import Right
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.HAND_OVER)
def overview(request: HttpRequest) -> HttpResponse:
    """Who has how much in hand; who left and still has something stands first."""
    village = village_of(request)
    return render(request, "desk/work/handovers.html", {"loads": loads(officer_of(request).viewer(), village)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.HAND_OVER)
def hand_over(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """List what one officer has in hand, and give what is ticked to another.

    Raises:
        Http404: the village has no such officer.
    """
    village, officer, now = village_of(request), officer_of(request), timezone.now()
    officer.village = village
    leaving = Officer.objects.filter(village=village, pk=officer_id).first()
    if leaving is None:
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None)
    form.offer(village, without=leaving)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        results = together.hand_over_all(
            chosen=stamped(request.POST), by=officer, at=now, to=data["handler"], reason=data["reason"]
        )
        left = in_hand(officer.viewer(), village, leaving)
        context = {"results": results, "handler": data["handler"], "done": sum(result.done for result in results)}
        context |= {"leaving": leaving, "left": left, "title": "Hasil alih tugas"}
        return render(request, "desk/work/results.html", context)
    cases = list(
        handled_by(officer.viewer(), village, leaving)
        .select_related("category", "hamlet", "handler")
        .defer("hamlet__polygon")[: together.MAX_TOGETHER]
    )
    context = {
        "form": form,
        "leaving": leaving,
        "picks": picks(cases, local_date(village, now)),
        "most": together.MAX_TOGETHER,
        "count": in_hand(officer.viewer(), village, leaving),
    }
    return render(request, "desk/work/hand_over.html", context, status=422 if form.is_bound else 200)
