"""The receipt as PDF, for the printer at the counter: made from the form's token, streamed, kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kentongan.cases.actions import intake
from kentongan.cases.actions.base import facts_of
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import IdentityMode
from kentongan.channels import registry
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.views.links import follow_url
from kentongan.documents import serve, store
from kentongan.documents.kinds import EVIDENCE
from kentongan.forms import token as form_token
from kentongan.forms.fields import clean_text
from kentongan.forms.receipt import receipt_page
from kentongan.people.models import Officer
from kentongan.reports.papers.receipt import OfficePart, promised_on_paper, receipt_pdf
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.villages.tenant import village_of

NAME = "nama"
_LONGEST_NAME = 120


@require_POST
@for_officers(Right.RECORD_CASE)
def pdf(request: HttpRequest) -> HttpResponseBase:
    """The receipt of the form whose token comes along: the code is in no address, no log, on no disk (ADR 0005, 0015).

    Only who recorded the complaint prints it, while the token is fresh.
    """
    village, now, officer = village_of(request), timezone.now(), officer_of(request)
    token = form_token.read(village, request.POST.get(form_token.FIELD, ""), now)
    receipt = intake.receipt_for_token(village=village, token=token.value) if token.fresh else None
    if receipt is None or receipt.case.recorded_by_id != officer.id:
        return _gone(request)
    if not access.may_see_case(officer.viewer(), facts_of(receipt.case)):
        return _gone(request)
    receipt.case.village = village
    files = [each for each in store.for_subject(receipt.case.id, village=village) if each.kind in EVIDENCE]
    page = receipt_page(receipt, follow_url=follow_url(request), files=len(files), now=now)
    promised = promised_on_paper(receipt.case, now)
    made = receipt_pdf(receipt.case, page, at=now, office=_office(request, receipt, officer), promised=promised)
    return serve.paper_response(made, "Tanda terima.pdf")


def _office(request: HttpRequest, receipt: Receipt, officer: Officer) -> OfficePart:
    channel = next((each for each in registry().at_desk() if each.name == receipt.case.channel), None)
    # As on the page: what was just typed comes along with the form, for the vault stays shut.
    typed = clean_text(request.POST.get(NAME, ""))[:_LONGEST_NAME]
    return OfficePart(
        receiver=officer,
        channel=channel.label if channel else receipt.case.get_channel_display(),
        name=typed if receipt.case.identity_mode == IdentityMode.OPEN else "",
        read_back=bool(channel and channel.capabilities.oral),
    )


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/papers/no_receipt.html", status=404)
