"""The first page, how it works, and what happens to your data: the same for all, from memory, without a cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.portal.pages.data import data_limits
from kentongan.portal.pages.directory import directory_page
from kentongan.portal.pages.faq import faq
from kentongan.portal.pages.home import home_page
from kentongan.ui.public_page import public_page
from kentongan.villages.calendar import local_date, rules_for
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of


@require_safe
@public_page(query=["cari"])
def home(request: HttpRequest) -> HttpResponse:
    """The village's first page; on an installation of many villages, the list of them."""
    village: Village | None = getattr(request, "village", None)
    if village is None:
        return render(request, "portal/directory.html", {"page": directory_page(request.GET.get("cari", ""))})
    page = home_page(rules_for(village), local_date(village, timezone.now()))
    return render(request, "portal/home.html", {"page": page})


@require_safe
@public_page()
def how(request: HttpRequest) -> HttpResponse:
    """How it works, by when, and what you may do when you are not satisfied."""
    village = village_of(request)
    rules, today = rules_for(village), local_date(village, timezone.now())
    context = {"page": home_page(rules, today), "faq": faq(village, rules, today)}
    return render(request, "portal/how.html", context)


@require_safe
@public_page()
def privacy(request: HttpRequest) -> HttpResponse:
    """Who can see what."""
    village = village_of(request)
    limits = data_limits(village, local_date(village, timezone.now()))
    return render(request, "portal/privacy.html", {"limits": limits})
