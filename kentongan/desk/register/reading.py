"""The register book on screen: a page of lines, in the columns that the village chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries import book as reads
from kentongan.cases.queries.book import Line, Part
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.register.asked import SECTIONS, Asked, asked
from kentongan.reports.register.columns import Chosen, Reading, chosen, say, shown, value_of
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.register_book import Period, month_of, quarter_of, year_of
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

PAGE: Final = 50


@dataclass(frozen=True)
class Cell:
    """One cell of a row; `key` is its column."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line as it is shown."""

    line: Line
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BookScreen:
    """The page. `later` and `earlier` are the neighbouring periods of the same length, "" where there is none."""

    asked: Asked
    columns: tuple[Chosen, ...]
    rows: tuple[Row, ...]
    next: str
    earlier: str
    later: str
    shortcuts: tuple[tuple[str, str, bool], ...]  # label, address, whether it is this one
    parts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    years: tuple[tuple[str, int, int], ...]  # register, its first and last year
    may_print: bool
    may_set_up: bool


@require_safe
@for_officers(Right.SEE_REGISTER)
def book(request: HttpRequest) -> HttpResponse:
    """Show a page of the book."""
    village, viewer = village_of(request), officer_of(request).viewer()
    today = local_date(village, timezone.now())
    what = asked(request.GET, today)
    page = reads.page(village, what.period, what.part, after=what.after, size=PAGE)
    columns = shown(chosen(village), identities=False)
    screen = BookScreen(
        asked=what,
        columns=columns,
        rows=tuple(row_of(line, columns) for line in page.lines),
        next=f"{what.query}&sesudah={page.next}" if page.next else "",
        earlier=_neighbour(what, -1),
        later=_neighbour(what, 1),
        shortcuts=_shortcuts(what, today),
        parts=tuple((part.value, part.label) for part in Part),
        sections=SECTIONS,
        years=_years(village),
        may_print=access.has_right(viewer, Right.PRINT_REGISTER),
        may_set_up=access.has_right(viewer, Right.MANAGE_SETTINGS),
    )
    return render(request, "desk/register/book.html", {"screen": screen})


def row_of(line: Line, columns: tuple[Chosen, ...]) -> Row:
    """Return a line in these columns, without an identity."""
    reading = Reading(line)
    cells = tuple(Cell(each.column.key, each.label, say(value_of(each.column, reading))) for each in columns)
    return Row(line, cells)


def _neighbour(what: Asked, by: int) -> str:
    period = what.period.shifted(by)
    return what.query_of(period) if period else ""


def _shortcuts(what: Asked, today: date) -> tuple[tuple[str, str, bool], ...]:
    wanted: tuple[tuple[str, Period], ...] = (
        ("Bulan ini", month_of(today)),
        ("Triwulan ini", quarter_of(today)),
        ("Tahun ini", year_of(today)),
    )
    return tuple((label, what.query_of(period), period == what.period) for label, period in wanted)


def _years(village: Village) -> tuple[tuple[str, int, int], ...]:
    """Return from when to when each register reaches (two entries of one index for each)."""
    found = []
    for part in (Part.MAIN, Part.IMPORTED):
        span = reads.span(village, part)
        if span is not None:
            found.append((part.label, *span))
    return tuple(found)
