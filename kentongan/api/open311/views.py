"""The addresses of GeoReport v2 that differ by method, and those that are none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kentongan.api.open311 import listing, lodging
from kentongan.api.open311.frame import Failed, georeport
from kentongan.ui.public_page import public_page

NOT_THERE = "Alamat ini tidak ada. Daftar alamat dan formatnya (xml, json) ada di /api/."


@georeport("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """The published cases, or a new one."""
    return lodging.lodge(request, form) if request.method == "POST" else listing.listed(request, form)


@public_page(query=["jurisdiction_id"])
@georeport("GET")
def single(request: HttpRequest, form: str, public_id: str) -> HttpResponse:
    """One published case."""
    return listing.single(request, form, public_id)


@georeport("GET")
def token(request: HttpRequest, form: str, token_id: str) -> HttpResponse:
    """What a token leads to."""
    return lodging.token(request, form, token_id)


@georeport("GET", "POST")
def nothing(request: HttpRequest, form: str, rest: str = "") -> HttpResponse:
    """Any other address below.

    Raises:
        Failed: 404, always.
    """
    del request, form, rest
    raise Failed(404, NOT_THERE)
