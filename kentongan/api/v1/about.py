"""The interface about itself: whose a key is, the OpenAPI document, and the page that explains it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.api import openapi
from kentongan.api.reading import presented_key
from kentongan.api.v1.frame import Problem, reply, rest
from kentongan.people import api_keys
from kentongan.ui.public_page import public_page
from kentongan.villages.tenant import village_of


@rest("GET")
def key(request: HttpRequest) -> HttpResponse:
    """Whether the presented key is good, and whose it is."""
    village = village_of(request)
    found = api_keys.check(village, presented_key(request), timezone.now())
    if found is None:
        raise Problem(401, "Kunci ini tidak ada atau sudah dicabut.", headers={"WWW-Authenticate": "Bearer"})
    return reply({"label": found.label, "owner": found.owner})


@public_page()
@rest("GET")
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of both interfaces."""
    return reply(openapi.document(village_of(request).name, get_script_prefix()), public=True)


@require_safe
@public_page()
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people, without scripts."""
    village = village_of(request)
    context = {"operations": openapi.operations(), "prefix": request.build_absolute_uri(get_script_prefix())}
    return render(request, "api/docs.html", context | {"code": village.code})


@rest("GET")
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below.

    Raises:
        Problem: 404, always.
    """
    del request, rest
    raise Problem(404, "Alamat ini tidak ada. Daftarnya ada di /api/.")
