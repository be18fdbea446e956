"""The complaint unit: who is what, what is missing, and a sheet for the notice board."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.settings.areas.routes import missing as lacks_of_routes
from kentongan.people.unit import unit_of
from kentongan.rules.access import Right, has_right
from kentongan.villages.tenant import village_of

NO_DECREE: Final = "Nomor SK unit pengaduan belum diisi."


@require_safe
@for_officers()
def show(request: HttpRequest) -> HttpResponse:
    """Who is what in the unit; what is missing is shown to those who can put it right."""
    viewer, village = officer_of(request).viewer(), village_of(request)
    unit = unit_of(village)
    accounts, settings = (has_right(viewer, right) for right in (Right.MANAGE_ACCOUNTS, Right.MANAGE_SETTINGS))
    context = {
        "unit": unit,
        "lacks": [*unit.missing, *([] if village.unit_decree else [NO_DECREE]), *lacks_of_routes(village)],
        "may_mend": accounts or settings,
        "manages_accounts": accounts,
        "manages_settings": settings,
    }
    return render(request, "desk/unit.html", context)


@require_safe
@for_officers()
def board(request: HttpRequest) -> HttpResponse:
    """The sheet for the notice board: names and posts only, no account names and no numbers."""
    return render(request, "desk/unit_board.html", {"unit": unit_of(village_of(request))})
