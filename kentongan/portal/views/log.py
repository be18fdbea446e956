"""The log in public: a page for people, and what programs of others read (C2SP tlog-checkpoint and tlog-tiles).

Nothing is served that goes beyond the newest checkpoint. A tile never changes, so whoever has it may keep it for ever;
under a new origin its address is /log/<number>/tile/…, for the entries behind /log/tile/… may be others then.
"""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kentongan.ledger import tree
from kentongan.portal.pages.log import key_lines, log_page, read_before
from kentongan.support.tlog import tiles
from kentongan.ui.public_page import public_page
from kentongan.villages.tenant import village_of

FOR_EVER: Final = "public, max-age=31536000, immutable"
A_MOMENT: Final = "public, max-age=60"
FIRST: Final = 1


@require_safe
@public_page(query=["sebelum"])
def page(request: HttpRequest) -> HttpResponse:
    """Name, key, newest checkpoint and its witnesses, older checkpoints, restarts."""
    shown = log_page(village_of(request), before=read_before(request.GET.get("sebelum", "")))
    return render(request, "portal/log.html", {"page": shown})


@require_safe
@public_page()
def keys(request: HttpRequest) -> HttpResponse:
    """Every key that the log ever had."""
    return render(request, "portal/log_keys.html", {"keys": key_lines(village_of(request))})


@require_safe
def checkpoint(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The newest checkpoint, as a signed note.

    Raises:
        Http404: there is none yet, or another origin was asked for.
    """
    found = tree.checkpoint(village_of(request).log)
    if found is None or number not in (None, found.number):
        raise Http404
    return HttpResponse(found.note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": A_MOMENT})


@require_safe
def tile(request: HttpRequest, rest: str, number: int | None = None) -> HttpResponse:
    """A tile of hashes, or a bundle of entries.

    Raises:
        Http404: no tile has this address, it goes beyond the newest checkpoint, its entries are missing, or another
            origin was asked for.
    """
    log = village_of(request).log
    try:
        wanted = tiles.parse_tile_path(f"tile/{rest}")
    except tiles.TileError as problem:
        raise Http404 from problem
    current, size = tree.size(log)
    try:
        content = tree.tile(log, size, wanted) if number in (None, current) else None
    except LookupError as problem:  # entries were taken away; `verify` names them
        raise Http404 from problem
    if content is None:
        raise Http404
    stays = number is not None or current == FIRST
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Cache-Control": FOR_EVER if stays else A_MOMENT},
    )
