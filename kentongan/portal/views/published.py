"""Published cases: the list, the page of one, its pictures. The same for every reader, from memory, no cookie."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.public_numbers import PublicNumbers, public_numbers
from kentongan.cases.queries import published
from kentongan.documents import serve, store
from kentongan.documents.kinds import DocumentKind
from kentongan.portal.pages.published import QUERY, asked, case_view, list_page
from kentongan.ui.public_page import PUBLIC, public_page
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

_PLACE: Final = re.compile(r"[0-9A-Za-z_-]{1,24}")


@require_safe
@public_page(query=QUERY)
def cases(request: HttpRequest) -> HttpResponse:
    """All published cases, the newest publication first, with filters that work without a script."""
    village, today, numbers = read(request)
    place = request.GET.get("setelah", "")
    place = place if _PLACE.fullmatch(place) else ""
    wanted = asked(request.GET.dict(), numbers)
    found = published.public_page(village, wanted.filters, place, today=today)
    page = list_page(found, wanted, numbers, beginning=not place)
    return render(request, "portal/public/cases.html", {"page": page})


@require_safe
@public_page()
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """One case.

    Raises:
        Http404: nothing stands in public under this id, or no longer.
    """
    village = village_of(request)
    found = published.public_case(village, public_id, today=local_date(village, timezone.now()))
    if found is None:
        raise Http404
    return render(request, "portal/public/case.html", {"page": case_view(found)})


@require_safe
@public_page()
def photo(request: HttpRequest, public_id: str, document_id: UUID) -> HttpResponseBase:
    """The public copy of a picture of a published case."""
    return _served(request, public_id, document_id, small=False)


@require_safe
@public_page()
def small_photo(request: HttpRequest, public_id: str, document_id: UUID) -> HttpResponseBase:
    """The same, small."""
    return _served(request, public_id, document_id, small=True)


def read(request: HttpRequest) -> tuple[Village, date, PublicNumbers]:
    """Return what public pages begin with: the village, its day, its figures."""
    village = village_of(request)
    today = local_date(village, timezone.now())
    return village, today, public_numbers(village, today=today)


def _served(request: HttpRequest, public_id: str, document_id: UUID, *, small: bool) -> HttpResponseBase:
    village = village_of(request)
    if not published.photo_stands(village, public_id, document_id):
        raise Http404
    found = store.get(document_id, village=village)
    if found is None or found.kind != DocumentKind.PUBLIC:  # never an original, whatever a row says
        raise Http404
    response = serve.document_response(found, inline=True, preview=small, range_header=request.headers.get("Range"))
    if response.status_code == 200:
        response["Cache-Control"] = PUBLIC  # asked for anew each time: a case may be taken off
        response["Content-Disposition"] = serve.content_disposition("inline", "foto.jpg")
    return response
