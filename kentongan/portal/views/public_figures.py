"""The public figures, the map of hamlets, and the page for the press."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kentongan.portal.pages.hamlet_map import map_page
from kentongan.portal.pages.press import press_page
from kentongan.portal.pages.public_figures import figures_page
from kentongan.portal.views.published import read
from kentongan.reports.figures.reading import restricted_years
from kentongan.ui.map_tiles import origin
from kentongan.ui.public_page import public_page
from kentongan.villages.models import Hamlet


@require_safe
@public_page(query=["masa"])
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of all time, a year, or a quarter."""
    village, today, numbers = read(request)
    period = request.GET.get("masa", "")[:10]
    page = figures_page(numbers, period, restricted_years(village, today))
    return render(request, "portal/public/figures.html", {"page": page})


@require_safe
@public_page()
def hamlet_map(request: HttpRequest) -> HttpResponse:
    """How many published cases name each hamlet, on a map and in a table."""
    village, _, numbers = read(request)
    hamlets = Hamlet.objects.filter(village=village, active=True).values_list("name", "polygon")
    page = map_page(village, hamlets, numbers.all_time, settings.KENTONGAN_TILES)
    context = {"page": page, "credit": settings.KENTONGAN_TILES_CREDIT}
    response = render(request, "portal/public/map.html", context)
    if page.tiles:  # only this page, and only where the installation wants it
        response._csp_update = {"img-src": [origin(settings.KENTONGAN_TILES)]}  # type: ignore[attr-defined]
    return response


@require_safe
@public_page()
def press(request: HttpRequest) -> HttpResponse:
    """The figures in a few lines, how to check them without trusting anybody, whom to ask."""
    village, today, numbers = read(request)
    page = press_page(request, village, numbers, restricted_years(village, today), today=today)
    return render(request, "portal/public/press.html", {"page": page})
