"""What other programs and sites show of published cases: an Atom feed, a small window for the village's site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kentongan.cases.queries import published
from kentongan.cases.queries.published import PublicCard
from kentongan.portal.pages.published import QUERY, Asked, asked, card_view
from kentongan.portal.views.published import read
from kentongan.ui.plain_letters import plain_letters
from kentongan.ui.public_page import public_page
from kentongan.villages.log_keys import WITHOUT_HOST
from kentongan.villages.models import Village

ENTRIES: Final = 30
NEWEST: Final = 5
AUTHORITY: Final = WITHOUT_HOST
"""Whom tag: URIs name (RFC 4151) for a village; the same for ever, whatever its host name becomes."""


class Feed(Atom1Feed):
    """Django's Atom feed, whose time is that of the newest change and never "now"."""

    def latest_post_date(self) -> datetime:
        """Return when anything in it changed last."""
        return max((item["updateddate"] for item in self.items), default=self.feed["empty_since"])

    def add_root_elements(self, handler: Any) -> None:
        """Add where the following entries are (RFC 5005)."""
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})


@require_safe
@public_page(query=QUERY)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest published cases as Atom (RFC 4287), with the same filters as the list."""
    village, today, numbers = read(request)
    wanted = asked(request.GET.dict(), numbers)
    place = request.GET.get("setelah", "")[:24]
    found = published.public_page(village, wanted.filters, place if place.isalnum() else "", ENTRIES, today=today)
    made = _feed(request, village, wanted, found.next)
    for card in found.cases:
        _add(made, request, village, card)
    text = made.writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def framed_anywhere(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let any site show this one page in a frame; it can run nothing, send nothing, and hold no cookie of ours."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response._csp_replace = {  # type: ignore[attr-defined]  # django-csp's way to hand things on
            "frame-ancestors": ["*"],
            "script-src": ["'none'"],
            "form-action": ["'none'"],
            "connect-src": ["'none'"],
            "worker-src": ["'none'"],
        }
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return xframe_options_exempt(shown)


@require_safe
@framed_anywhere
@public_page()
def embed(request: HttpRequest) -> HttpResponse:
    """The small window: three numbers, the newest five, and the way to us. No script, no cookie, no form."""
    village, today, numbers = read(request)
    found = published.public_page(village, limit=NEWEST, today=today)
    context = {"figures": numbers.all_time, "cards": [card_view(card) for card in found.cases]}
    return render(request, "portal/public/embed.html", context)


def _feed(request: HttpRequest, village: Village, wanted: Asked, following: str) -> Feed:
    at = request.build_absolute_uri
    question = f"?{wanted.query}" if wanted.query else ""
    feed_url = reverse("portal:feed")
    return Feed(
        title=plain_letters(f"Pengaduan Desa {village.name}" + (" (disaring)" if wanted.any else "")),
        link=at(reverse("portal:cases") + question),
        description="",
        subtitle="Aduan yang diterbitkan dengan izin pelapor, tanpa nama.",
        language="id",
        author_name=plain_letters(f"Pemerintah Desa {village.name}"),
        feed_url=at(feed_url + question),
        feed_guid=_tag(village, f"terbitan{question}"),
        next_url=at(f"{feed_url}?{wanted.following(following)}") if following else "",
        empty_since=village.created_at,
    )


def _add(made: Feed, request: HttpRequest, village: Village, card: PublicCard) -> None:
    view = card_view(card)
    told = [view.status.label, view.solved.label if view.solved else "", view.topic, card.row.hamlet, view.period]
    text = " · ".join(filter(None, told))
    body = f"<p>{escape(text)}</p>" + (f"<p>{escape(card.excerpt)}</p>" if card.excerpt else "")
    made.add_item(
        title=plain_letters(card.title),
        link=request.build_absolute_uri(reverse("portal:case", args=[card.public_id])),
        description=plain_letters(body),
        unique_id=_tag(village, f"terbitan/{card.public_id}"),
        pubdate=_midnight(village, card.published_on),
        updateddate=_midnight(village, card.changed_on),
        categories=[plain_letters(each) for each in (card.row.group, card.row.hamlet) if each],
    )


def _tag(village: Village, path: str) -> str:
    return f"tag:{AUTHORITY},{village.created_at.year}:{village.code}/{path}"


def _midnight(village: Village, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=village.zone)
