"""Evidence the reporter may fetch again: only what stands on his own follow-up page."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries.tracking import documents_of_reporter
from kentongan.cases.sealing import opener
from kentongan.documents import logo, serve, store
from kentongan.portal import follow_cookie
from kentongan.portal.views.tracking import to_code
from kentongan.ui.public_page import public_page
from kentongan.villages.tenant import village_of


@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The file itself."""
    return _serve(request, document_id, small=False)


@require_safe
def preview(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """A small picture of it."""
    return _serve(request, document_id, small=True)


@require_safe
@public_page()
def logo_picture(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The village's logo, for everybody: only the one in force is handed out."""
    found = logo.logo_document(village_of(request))
    if found is None or found.id != document_id:
        raise Http404
    response = serve.document_response(found, inline=True)
    response["Cache-Control"] = "public, max-age=31536000, immutable"  # another logo has another address
    return response


def _serve(request: HttpRequest, document_id: UUID, *, small: bool) -> HttpResponseBase:
    village = village_of(request)
    now = timezone.now()
    case = follow_cookie.followed(request, village, now)
    if case is None:
        return to_code(request)
    found = store.get(document_id, village=village, subject=case.id)
    if found is None or found.id not in documents_of_reporter(case):
        raise Http404
    return serve.document_response(
        found,
        inline=True,
        preview=small,
        range_header=request.headers.get("Range"),
        opener=opener(case, follow_cookie.ring_of(request, now)),
    )
