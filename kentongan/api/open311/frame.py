"""What every answer of Open311 has in common: the asked format, the jurisdiction, errors as the specification says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kentongan.api.formats import XML, answer
from kentongan.api.reading import UNREADABLE, one
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]
Shown = Callable[Concatenate[HttpRequest, P], HttpResponse]
BROKEN: Final = "Permintaan ini tidak bisa kami baca: terlalu besar, terlalu banyak isian, atau rusak."


class Failed(Exception):
    """The request is not fulfilled. `sentences` are meant to be seen by people and repeat nothing that was sent."""

    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(status)
        self.status = status
        self.sentences = sentences


def georeport(*methods: str) -> Callable[[View[P]], Shown[P]]:
    """Let a view answer these methods; it gets the format as its second argument.

    No session, no cookie and no login is looked at: there is nothing that another page could misuse (no CSRF token).
    """
    allowed = {*methods, *(["HEAD"] if "GET" in methods else [])}

    def decorate(view: View[P]) -> Shown[P]:
        @csrf_exempt
        @wraps(view)
        def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form = str(kwargs.pop("form", XML))
            try:
                if request.method not in allowed:
                    response = errors(form, 405, ["Cara memanggil ini tidak dikenal di alamat ini."])
                    response["Allow"] = ", ".join(sorted(allowed))
                    return response
                _check_jurisdiction(request)
                return view(request, form, *args, **kwargs)
            except Failed as failed:
                return errors(form, failed.status, failed.sentences)
            except UNREADABLE:
                return errors(form, 400, [BROKEN])

        return shown

    return decorate


def errors(form: str, status: int, sentences: Sequence[str]) -> HttpResponse:
    """Return errors in the asked format (GeoReport v2, Errors)."""
    return answer(form, "errors", [{"code": status, "description": text} for text in sentences], status)


def open_to_scripts(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read what is public anyway; no cookie can come along."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def jurisdictions(request: HttpRequest, village: Village) -> set[str]:
    """Return what names this village as a jurisdiction: its official code, and its host with and without "www."."""
    hosts = {village.hostname or "", request.get_host().rsplit(":", 1)[0]}
    names = {village.code, *hosts, *(host.removeprefix("www.") for host in hosts)}
    return {name.lower() for name in names if name}


def _check_jurisdiction(request: HttpRequest) -> None:
    """Optional, since an address is always one village's; but a wrong one is not found.

    Raises:
        Failed: 404, another jurisdiction is meant.
    """
    asked = one(request.GET, "jurisdiction_id") or (one(request.POST, "jurisdiction_id") if request.POST else "")
    if asked and asked.lower() not in jurisdictions(request, village_of(request)):
        raise Failed(404, "jurisdiction_id ini tidak ada di alamat ini. Kosongkan saja, atau pakai kode desa.")
