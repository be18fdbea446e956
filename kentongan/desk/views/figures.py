"""The figures of the office for its head: a page, and the same numbers on paper and in files."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.pages.figures import figures_screen
from kentongan.reports.figures import files, fold, paper, periods, reading, tables
from kentongan.reports.figures.periods import Period
from kentongan.reports.figures.reading import Figures
from kentongan.rules.access import Right
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_officers(Right.SEE_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """The page; a period that cannot be read shows the last twelve months and says so."""
    found, period, today, waiting = _read(request)
    screen = figures_screen(found, period, today=today, inbox=reverse("desk:inbox"), waiting=waiting)
    asked = request.GET.get("periode", "")
    unread = bool(asked) and periods.parse(asked, today) is None
    return render(request, "desk/figures.html", {"screen": screen, "unread": unread})


@require_safe
@for_officers(Right.SEE_FIGURES)
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The report on paper."""
    now = timezone.now()
    found, period, _, _ = _read(request, now)
    made = paper.report(village_of(request), found, period, by=officer_of(request).name, at=now)
    return _file(made, "application/pdf", f"laporan-pengaduan-{period.slug}.pdf", inline=True)


@require_safe
@for_officers(Right.SEE_FIGURES)
def as_csv(request: HttpRequest) -> HttpResponse:
    """All tables as one CSV file."""
    found, period, today, _ = _read(request)
    made = files.as_csv(_title(request, period, today), tables.all_tables(found, period))
    return _file(made, "text/csv; charset=utf-8", f"angka-pengaduan-{period.slug}.csv")


@require_safe
@for_officers(Right.SEE_FIGURES)
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """All tables as one workbook."""
    now = timezone.now()
    found, period, today, _ = _read(request, now)
    made = files.as_xlsx(_title(request, period, today), tables.all_tables(found, period), at=now)
    return _file(made, XLSX, f"angka-pengaduan-{period.slug}.xlsx")


def _read(request: HttpRequest, now: datetime | None = None) -> tuple[Figures, Period, date, int]:
    """Bring the figures up to date where that is little work, and read them; the last is what is still not counted."""
    village, now = village_of(request), now or timezone.now()
    today = local_date(village, now)
    period = periods.parse(request.GET.get("periode", ""), today) or periods.last_twelve(today)
    waiting = fold.behind(village, today=today)
    # An officer sees his own act at once; after a large import the job does it, and the page says so.
    if 0 < waiting <= fold.ENTRIES:
        fold.catch_up(village, at=now, steps=2)
        waiting = fold.behind(village, today=today)
    return reading.figures(officer_of(request).viewer(), village, period, today=today), period, today, waiting


def _title(request: HttpRequest, period: Period, today: date) -> str:
    return f"Desa {village_of(request).name}, {period.words}, keadaan {today:%d-%m-%Y}"


def _file(made: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
