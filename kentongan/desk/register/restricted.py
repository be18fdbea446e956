"""The register of restricted cases on screen and as a file: for each officer the lines of his cases, no identity."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions import register_book
from kentongan.cases.actions.register_book import Making
from kentongan.cases.queries import restricted_book
from kentongan.cases.queries.book import Line
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.register.reading import row_of
from kentongan.people.models import Officer
from kentongan.reports.register.columns import Reading, chosen, shown
from kentongan.reports.register.pdf import Printing, Volume, register_pdf
from kentongan.reports.register.xlsx import register_xlsx
from kentongan.rules.access import Right
from kentongan.rules.register_book import FIRST_YEAR, LAST_YEAR, Period
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

NAME: Final = "Register khusus"
_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.SEE_INBOX)
def restricted(request: HttpRequest) -> HttpResponse:
    """Show a year of it; a POST makes the file, with one entry of the ledger."""
    village, officer = village_of(request), officer_of(request)
    posted = request.method == "POST"
    data = request.POST if posted else request.GET
    year = _year(data.get("tahun", ""), local_date(village, timezone.now()))
    lines = restricted_book.lines(officer.viewer(), village, year)
    if posted and data.get("format", "") in _TYPES:
        return _file(village, officer, year, lines, data["format"])
    columns = shown(chosen(village), identities=False)
    context = {
        "year": year,
        "columns": columns,
        "rows": tuple(row_of(line, columns) for line in lines),
        "wrong": posted,
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
    }
    return render(request, "desk/register/restricted.html", context, status=422 if posted else 200)


def _file(village: Village, officer: Officer, year: int, lines: list[Line], kind: str) -> HttpResponse:
    now = timezone.now()
    period = Period(year, 1, 12)
    making = Making.of(lines, period=period.code, part="khusus", format=kind, volume=1)
    printing = Printing(village, now, officer.post or officer.name)
    what = (Volume(period, NAME), [Reading(line) for line in lines], chosen(village), printing)
    made = register_xlsx(*what) if kind == "xlsx" else register_pdf(*what)
    register_book.restricted_made(village=village, by=officer, at=now, making=making)
    response = HttpResponse(made, content_type=_TYPES[kind])
    name = f"register-khusus-{village.code}-{year}-TERBATAS.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _year(typed: str, today: date) -> int:
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == len("2026") else today.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year
