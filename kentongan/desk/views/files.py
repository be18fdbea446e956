"""Evidence for the desk: only of a case this officer may see."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.actions.reading import note_reading
from kentongan.cases.sealing import opener
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.desk.keys.ring import ring_of_request
from kentongan.documents import serve, store
from kentongan.rules.access import Right
from kentongan.vault.keyring import Locked
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.SEE_CASE)
def document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The file itself."""
    return _serve(request, document_id, small=False)


@require_safe
@for_officers(Right.SEE_CASE)
def preview(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """A small picture of it."""
    return _serve(request, document_id, small=True)


def _serve(request: HttpRequest, document_id: UUID, *, small: bool) -> HttpResponseBase:
    found = store.get(document_id, village=village_of(request))
    if found is None or found.subject is None:
        raise Http404
    case = case_or_404(request, found.subject)
    note_reading(case=case, by=officer_of(request), at=timezone.now())
    try:
        return serve.document_response(
            found,
            inline=True,
            preview=small,
            range_header=request.headers.get("Range"),
            opener=opener(case, ring_of_request(request)),
        )
    except Locked:
        return HttpResponse(
            Locked.sentence, status=403, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
        )
