"""Open data: a page for people, and the files. A version's files never change, but a version may be withdrawn at any
moment: whoever keeps a file asks each time whether it still stands (ETag), so that no cache hands out what is gone.

Other sites may read them too (`Access-Control-Allow-Origin`): nothing here depends on who asks.
"""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from kentongan.portal.pages.open_data import open_data_page
from kentongan.reports.open_data import store
from kentongan.rules.open_data import FORMAT
from kentongan.ui.public_page import public_page
from kentongan.villages.tenant import village_of

NEWEST: Final = "updated"
ASK_AGAIN: Final = "public, no-cache"
_TEXTS: Final = ("text/", "application/json", "application/geo+json", "application/jsonl")


@require_safe
@public_page()
def page(request: HttpRequest) -> HttpResponse:
    """The files, their licence, the checkpoint they belong to, and how to check them."""
    return render(request, "portal/open_data.html", {"page": open_data_page(village_of(request))})


@require_safe
def file(request: HttpRequest, layout: str, version: str, name: str) -> HttpResponseBase:
    """A file of a version, or of the newest.

    Raises:
        Http404: no such version or file (a version may have been withdrawn).
    """
    village = village_of(request)
    found = store.newest(village) if version == NEWEST else store.find(village, version)
    wanted = found.files.get(name) if found is not None and layout == FORMAT else None
    if found is None or wanted is None:
        raise Http404
    etag = f'"{wanted.sha256[:32] or found.name}"'
    headers = {
        "Cache-Control": ASK_AGAIN,
        "ETag": etag,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if {etag, f"W/{etag}", "*"} & set(parse_etags(request.headers.get("If-None-Match", ""))):
        return HttpResponse(status=304, headers=headers)
    kind = f"{wanted.type}; charset=utf-8" if wanted.type.startswith(_TEXTS) else wanted.type
    try:
        content = wanted.path.open("rb")
    except FileNotFoundError as gone:  # withdrawn this very moment
        raise Http404 from gone
    title = f"{village.code}-{found.name}-{name.replace('/', '-')}"
    return FileResponse(content, content_type=kind, as_attachment=True, filename=title, headers=headers)
