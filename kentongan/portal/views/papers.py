"""Papers for the reporter: his receipt as PDF, and the letters the village wrote to him."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.cases.actions import intake
from kentongan.cases.actions.rewriting import paper_data
from kentongan.cases.queries.papers import for_reporter
from kentongan.cases.sealing import opener
from kentongan.documents import serve, store
from kentongan.documents.kinds import EVIDENCE
from kentongan.forms import token as form_token
from kentongan.forms.receipt import receipt_page
from kentongan.portal import follow_cookie
from kentongan.portal.views.tracking import to_code
from kentongan.reports.papers import compose
from kentongan.reports.papers.receipt import promised_on_paper, receipt_pdf
from kentongan.rules.types import PaperKind
from kentongan.villages.tenant import village_of


@require_POST
def receipt(request: HttpRequest) -> HttpResponseBase:
    """The receipt of the form whose token comes along; the code is in no address, no log, on no disk (ADR 0015)."""
    village, now = village_of(request), timezone.now()
    token = form_token.read(village, request.POST.get(form_token.FIELD, ""), now)
    found = intake.receipt_for_token(village=village, token=token.value) if token.fresh else None
    if found is None:
        response = render(request, "portal/no_receipt.html", status=404)
        response["Cache-Control"] = "no-store"
        return response
    case = found.case
    case.village = village
    files = [each for each in store.for_subject(case.id, village=village) if each.kind in EVIDENCE]
    follow_url = request.build_absolute_uri(reverse("portal:track"))
    page = receipt_page(found, follow_url=follow_url, files=len(files), now=now)
    made = receipt_pdf(case, page, at=now, office=None, promised=promised_on_paper(case, now))
    return serve.paper_response(made, "Tanda terima.pdf", inline=False)


@require_safe
def letter(request: HttpRequest, paper_id: UUID) -> HttpResponseBase:
    """A letter to the reporter of the case that is open on this phone. `?besar`: in large type."""
    village = village_of(request)
    now = timezone.now()
    case = follow_cookie.followed(request, village, now)
    if case is None:
        return to_code(request)
    found = next((each for each in for_reporter(case) if each.id == paper_id), None)
    if found is None or found.document is None:
        raise Http404
    keys = follow_cookie.ring_of(request, now)
    if "besar" in request.GET and compose.can_be_large(PaperKind(found.kind)):
        pdf = compose.pdf(paper_data(found, case, keys), village=village, at=found.made_at, large=True)
        return serve.paper_response(pdf, found.document.name)
    return serve.document_response(found.document, inline=True, opener=opener(case, keys))
