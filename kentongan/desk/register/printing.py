"""Making the register book: which part, in which form, with or without identities. Nothing that is made is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions import register_book
from kentongan.cases.actions.register_book import Making
from kentongan.cases.queries import book as reads
from kentongan.cases.queries.book import Line, Part
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.register.asked import Asked, asked
from kentongan.desk.register.forms import MakeForm
from kentongan.people.models import Officer
from kentongan.reports.register.columns import Reading, chosen
from kentongan.reports.register.pdf import Printing, Volume, register_pdf
from kentongan.reports.register.xlsx import register_xlsx
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

VOLUME: Final = 1_000  # lines of a volume: some ninety sheets, as thick as a bound book should be, made in seconds
SHEET_LINES: Final = 20_000  # lines of a workbook
MOST: Final = 60  # volumes that are offered; a thicker period is made by the month
_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Order:
    """What is to be made, for whom, and now."""

    village: Village
    officer: Officer
    now: datetime
    what: Asked
    format: str
    sheet: str
    number: int
    reason: str
    nik_reason: str

    @property
    def size(self) -> int:
        """Lines of one file: with identities never more than a volume's."""
        return SHEET_LINES if self.format == "xlsx" and not self.reason else VOLUME


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.PRINT_REGISTER)
def make(request: HttpRequest) -> HttpResponse:
    """Ask what is to be made; make it and hand it over."""
    village, officer, now = village_of(request), officer_of(request), timezone.now()
    posted = request.method == "POST"
    what = asked(request.POST if posted else request.GET, local_date(village, now))
    starts, more = reads.volumes(village, what.period, what.part, size=VOLUME, most=MOST)
    initial = {"format": "pdf", "sheet": "f4", "volume": 1}
    form = MakeForm(request.POST if posted else None, volumes=len(starts), initial=None if posted else initial)
    may_open = access.has_right(officer.viewer(), Right.OPEN_IDENTITY)
    if posted and form.is_valid():
        try:
            return _made(_order(form, village, officer, now, what, may_open=may_open), starts, more=more)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    context: dict[str, Any] = {
        "form": form,
        "asked": what,
        "volumes": len(starts),
        "more": more,
        "may_open": may_open,
        "volume_lines": VOLUME,
        "sheet_lines": SHEET_LINES,
    }
    return render(request, "desk/register/print.html", context, status=422 if posted else 200)


def _order(form: MakeForm, village: Village, officer: Officer, now: datetime, what: Asked, *, may_open: bool) -> Order:
    data = form.cleaned_data
    if data["identities"] and not may_open:
        raise Refused("no_right", "Akun Anda belum punya hak untuk membuka identitas pelapor.")
    return Order(
        village=village,
        officer=officer,
        now=now,
        what=what,
        format=data["format"],
        sheet=data["sheet"],
        number=data["volume"],
        reason=data["reason"] if data["identities"] else "",
        nik_reason=data["nik_reason"] if data["whole_nik"] else "",
    )


def _made(order: Order, starts: tuple[str, ...], *, more: bool) -> HttpResponse:
    """Read the lines, put the making on record, hand over the file."""
    what = order.what
    if order.size != VOLUME:
        starts, more = reads.volumes(order.village, what.period, what.part, size=order.size, most=MOST)
    if order.number > max(1, len(starts)):
        raise Refused("no_such_volume", f"Untuk bentuk ini hanya ada {len(starts)} jilid. Pilih jilid 1.")
    after = starts[order.number - 1] if starts else ""
    lines = list(reads.lines(order.village, what.period, what.part, after=after, limit=order.size))
    of = None if more else max(1, len(starts))
    volume = Volume(what.period, _name(what.part), number=order.number, of=of)
    response = HttpResponse(_file(order, volume, lines), content_type=_TYPES[order.format])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(order, volume)}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _file(order: Order, volume: Volume, lines: list[Line]) -> bytes:
    village = order.village
    making = Making.of(
        lines, period=volume.period.code, part=order.what.part.value, format=order.format, volume=volume.number
    )
    printing = Printing(
        village,
        order.now,
        order.officer.post or order.officer.name,
        sheet=order.sheet,
        identities=bool(order.reason),
        whole_nik=bool(order.nik_reason),
    )
    by_whom: Any = {"village": village, "by": order.officer, "at": order.now, "making": making}
    if order.reason:
        # On record before anybody reads it: the names are not even in memory while this can still be refused.
        people = register_book.open_identities(**by_whom, lines=lines, reason=order.reason, nik_reason=order.nik_reason)
        readings = [Reading(line, people.get(line.case), bool(order.nik_reason)) for line in lines]
        return _bytes(order, volume, readings, printing)
    made = _bytes(order, volume, [Reading(line) for line in lines], printing)
    register_book.made(**by_whom)
    return made


def _bytes(order: Order, volume: Volume, readings: list[Reading], printing: Printing) -> bytes:
    columns = chosen(order.village)
    if order.format == "xlsx":
        return register_xlsx(volume, readings, columns, printing)
    return register_pdf(volume, readings, columns, printing)


def _name(part: Part) -> str:
    return "Buku utama dan buku lama" if part is Part.ALL else part.label


def _file_name(order: Order, volume: Volume) -> str:
    which = "" if volume.of == 1 else f"-jilid-{volume.number}"
    secret = "-RAHASIA" if order.reason else ""
    part = "" if order.what.part is Part.ALL else f"-{order.what.part.value}"
    return f"buku-aduan-{order.village.code}-{volume.period.code}{part}{which}{secret}.{order.format}"
