"""Published cases as service requests. What is not published is not found, whoever asks.

When a case came in is public by the quarter at the finest. `requested_datetime`, which the specification demands, is
the first moment of that quarter or year, and of a case without a public time the day of its publication; a range of
days finds what may have come in within it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from kentongan.api.formats import Plain, answer
from kentongan.api.open311.frame import Failed, open_to_scripts
from kentongan.api.reading import many, one
from kentongan.api.services import GENERAL, Services, services_of
from kentongan.cases.models import Publication
from kentongan.cases.queries.published import PublicCase, public_cases, standing
from kentongan.rules.types import Status
from kentongan.ui.public_page import public_page
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

SPAN: Final = timedelta(days=90)
MOST: Final = 1000  # requests of one query, over all its pages (GeoReport v2, response volume)
PAGE_SIZE: Final = 100  # usual, and at most
MOST_IDS: Final = 100
LONGEST: Final = 4000  # letters of a description
ARGUMENTS: Final = (
    "jurisdiction_id",
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
    "page",
    "page_size",
)
CLOSED: Final = frozenset({Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN})
_EARLIEST, _LATEST = date(1990, 1, 1), date(2999, 12, 31)
_ORDER: Final = "-page_key"


@public_page(query=ARGUMENTS)
def listed(request: HttpRequest, form: str) -> HttpResponse:
    """GET Service Requests."""
    village, today = village_of(request), local_date(village_of(request), timezone.now())
    sent = request.GET
    ids = many(sent, "service_request_id")
    if ids:
        found = standing(village).filter(public_id__in=ids[:MOST_IDS])
    else:
        found = _narrowed(standing(village), village, sent, today)
    start, end = _page(sent)
    cases = public_cases(village, found.order_by(_ORDER)[start:end], today=today) if start < end else ()
    known = services_of(village)
    return open_to_scripts(answer(form, "service_requests", [as_request(case, village, known) for case in cases]))


def single(request: HttpRequest, form: str, public_id: str) -> HttpResponse:
    """GET Service Request.

    Raises:
        Failed: 404, nothing is published under this id.
    """
    village = village_of(request)
    today = local_date(village, timezone.now())
    cases = public_cases(village, standing(village).filter(public_id=public_id)[:1], today=today)
    if not cases:
        raise Failed(404, "Tidak ada aduan terbitan dengan service_request_id ini.")
    return open_to_scripts(
        answer(form, "service_requests", [as_request(case, village, services_of(village)) for case in cases])
    )


def as_request(case: PublicCase, village: Village, known: Services) -> Plain:
    """Return a published case in the fields of GeoReport v2."""
    row = case.row
    place = [row.hamlet] if row.hamlet else []
    return {
        "service_request_id": row.id,
        "status": "closed" if row.status in CLOSED else "open",
        "status_notes": _notes(case),
        "service_name": row.category or row.group or row.kind.label,
        "service_code": known.codes.get(row.category, GENERAL),
        "description": _short(case.story or case.title),
        "agency_responsible": f"Pemerintah Desa {village.name}",
        "service_notice": _when(row.period),
        "requested_datetime": _moment(_first_day(row.period) or case.published_on, village),
        "updated_datetime": _moment(case.changed_on, village),
        "expected_datetime": None,
        "address": ", ".join([*place, f"Desa {village.name}", village.district, village.regency]),
        "address_id": str(case.hamlet_id) if case.hamlet_id else None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _notes(case: PublicCase) -> str:
    row = case.row
    said = [row.status.label]
    if row.outcome is not None:
        said.append(row.outcome.label)
    if row.confirmed_solved:
        said.append("Pelapor menyatakan masalahnya selesai")
    return ". ".join(said) + "."


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rstrip() + " …"


def _when(period: str) -> str:
    year, _, quarter = period.partition("-Q")
    if quarter:
        return f"Masuk pada triwulan {quarter} tahun {year}; hari pastinya tidak diterbitkan."
    return f"Masuk pada tahun {year}; hari pastinya tidak diterbitkan." if year else "Waktu masuknya tidak diterbitkan."


def _first_day(period: str) -> date | None:
    year, _, quarter = period.partition("-Q")
    return date(int(year), 3 * int(quarter or 1) - 2, 1) if year else None


def _moment(day: date, village: Village) -> str:
    return datetime.combine(day, time(), village.zone).isoformat()


def _narrowed(found: QuerySet[Publication], village: Village, sent: QueryDict, today: date) -> QuerySet[Publication]:
    first, last = _range(village, sent, today)
    found = found.filter(_within(village, first, last))
    codes = many(sent, "service_code")
    if codes:
        known = services_of(village)
        named = [name for code in codes for name in known.names_of(code)]
        wanted = Q(shown_category__in=named)
        if GENERAL in codes:
            wanted |= ~Q(shown_category__in=list(known.codes))
        found = found.filter(wanted)
    statuses = set(many(sent, "status"))
    if statuses - {"open", "closed"}:
        raise Failed(400, "status hanya open atau closed.")
    if len(statuses) == 1:
        closed = Q(case__status__in=list(CLOSED))
        found = found.filter(closed if "closed" in statuses else ~closed)
    return found


def _within(village: Village, first: date, last: date) -> Q:
    """What may have come in on these days: by the quarter or the year that is shown, else by its publication."""
    quarters = {f"{day.year}-Q{(day.month + 2) // 3}" for day in (first, first + (last - first) / 2, last)}
    begins = datetime.combine(first, time(), village.zone)
    ends = datetime.combine(last, time.max, village.zone)
    without = Q(shown_period="", published_at__gte=begins, published_at__lte=ends)
    return Q(shown_period__in=[*quarters, str(first.year), str(last.year)]) | without


def _range(village: Village, sent: QueryDict, today: date) -> tuple[date, date]:
    """Return the days that are asked for, at most ninety of them.

    Raises:
        Failed: 400, a date cannot be read, or the range is too long or the wrong way round.
    """
    start, end = (_day(village, name, one(sent, name)) for name in ("start_date", "end_date"))
    if start is None:
        start = (end or today) - SPAN
    end = end or min(today, start + SPAN)
    if end < start:
        raise Failed(400, "end_date harus sesudah start_date.")
    if end - start > SPAN:
        raise Failed(400, "start_date sampai end_date paling banyak 90 hari.")
    return start, end


def _day(village: Village, name: str, text: str) -> date | None:
    """Read a day by the W3 note: a date, or a date with time and zone ("+" may have become a space in a query)."""
    if not text:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        day = parse_date(text) if moment is None else moment.date()
        if moment is not None and moment.tzinfo is not None:
            day = moment.astimezone(village.zone).date()
    except (ValueError, OverflowError):
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise Failed(400, f"{name} tidak terbaca. Contoh: 2026-07-01T00:00:00+07:00.")
    return day


def _page(sent: QueryDict) -> tuple[int, int]:
    """Return where a page begins and ends (extensions `page`, from 1, and `page_size`).

    Raises:
        Failed: 400, these are no whole numbers above nothing.
    """
    numbers = []
    for name, usual in (("page", 1), ("page_size", PAGE_SIZE)):
        text = one(sent, name) or str(usual)
        if not (text.isascii() and text.isdigit()) or len(text) > 6 or int(text) < 1:
            raise Failed(400, f"{name} harus bilangan bulat mulai dari 1.")
        numbers.append(int(text))
    page, size = numbers[0], min(numbers[1], PAGE_SIZE)
    start = (page - 1) * size
    return start, min(start + size, MOST)
