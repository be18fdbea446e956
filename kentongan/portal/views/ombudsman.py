"""The reporter's own file for the Ombudsman: made from his page and what he types, handed to him, kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.models import Case
from kentongan.cases.queries.tracking import documents_of_reporter
from kentongan.cases.sealing import opener, shown
from kentongan.documents.models import Document
from kentongan.documents.store import Opener
from kentongan.forms.ombudsman import OmbudsmanForm
from kentongan.portal import follow_cookie
from kentongan.portal.views.tracking import to_code
from kentongan.reports.ombudsman import file_of, parcel, size_of
from kentongan.ui.words import say_size
from kentongan.villages.ombudsman import ombudsman_of
from kentongan.villages.tenant import village_of


@require_http_methods(["GET", "HEAD", "POST"])
def ombudsman(request: HttpRequest) -> HttpResponseBase:
    """Ask for what the law needs and we do not have, then hand over the PDF (or a ZIP with the evidence)."""
    now = timezone.now()
    case = follow_cookie.followed(request, village_of(request), now)
    if case is None:
        return to_code(request)
    if case.erased_at is not None:
        return HttpResponseRedirect(reverse("portal:tracking"))
    keys = follow_cookie.ring_of(request, now)
    documents, reading = _documents(case), shown(case, keys)
    evidence = f"{len(documents)} berkas, {say_size(size_of(documents))}." if documents else ""
    form = OmbudsmanForm(request.POST if request.method == "POST" else None, case=reading, evidence=evidence)
    if request.method == "POST" and form.is_valid():
        paper = file_of(case, form.filled(), at=now, keys=keys)
        wanted = documents if form.cleaned_data.get("with_evidence") else []
        return handed_over(case, paper, wanted, opener=opener(case, keys))
    context = {"form": form, "number": case.number, "ombudsman": ombudsman_of(case.village)}
    response = render(request, "portal/ombudsman.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    follow_cookie.remember(response, case, now, secret=follow_cookie.secret_of(request, now))
    return response


def _documents(case: Case) -> list[Document]:
    """Return what the reporter may fetch on his page, oldest first (two queries)."""
    seen = documents_of_reporter(case)
    return list(Document.objects.filter(village_id=case.village_id, pk__in=seen).order_by("added_at", "id"))


def handed_over(
    case: Case, paper: bytes, documents: list[Document], *, opener: Opener | None = None
) -> HttpResponseBase:
    """Return the file as a download that no browser and no proxy keeps."""
    name = f"ombudsman-{case.number.replace('/', '-')}"
    response: HttpResponseBase
    if documents:
        response = StreamingHttpResponse(parcel(paper, documents, opener=opener), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    else:
        response = HttpResponse(paper, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
