"""The notice board: the week's sheet to print, and what to put on the village's other site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers
from kentongan.documents.serve import paper_response
from kentongan.reports import notice_board
from kentongan.rules.access import Right
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.PRINT_REGISTER)
def board(request: HttpRequest) -> HttpResponse:
    """What is printed, what stands on it, and the snippet for another site."""
    week = notice_board.week_before(local_date(village_of(request), timezone.now()))
    context = {
        "week": week,
        "papers": notice_board.PAPERS.items(),
        "embed": request.build_absolute_uri(reverse("portal:embed")),
    }
    return render(request, "desk/board.html", context)


@require_safe
@for_officers(Right.PRINT_REGISTER)
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet as PDF, A4 unless A3 is asked for."""
    paper = request.GET.get("kertas", "")
    paper = paper if paper in notice_board.PAPERS else "a4"
    village, now = village_of(request), timezone.now()
    week = notice_board.week_before(local_date(village, now))
    made = notice_board.sheet(village, paper=paper, at=now)
    return paper_response(made, f"papan-pengaduan-{week.monday:%Y-%m-%d}-{paper}.pdf")
