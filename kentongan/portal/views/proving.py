"""Receipts that prove themselves: the text file for who holds one, the page that checks it, and witnesses' lines."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kentongan.cases.actions import intake
from kentongan.cases.models import Case
from kentongan.cases.queries.receipts import receipt_file
from kentongan.forms import token as form_token
from kentongan.portal import follow_cookie
from kentongan.portal.views.tracking import to_code
from kentongan.proofs import page as checker_pages
from kentongan.support.tlog.note import MAX_BYTES, NoteError
from kentongan.villages import log_keys, witnesses
from kentongan.villages.tenant import village_of

TEXT = "text/plain; charset=utf-8"


@require_POST
def receipt_text(request: HttpRequest) -> HttpResponseBase:
    """The file for the form whose token comes along (as the receipt on paper: no code in any address)."""
    village, now = village_of(request), timezone.now()
    token = form_token.read(village, request.POST.get(form_token.FIELD, ""), now)
    found = intake.receipt_for_token(village=village, token=token.value) if token.fresh else None
    if found is None:
        response = render(request, "portal/no_receipt.html", status=404)
        response["Cache-Control"] = "no-store"
        return response
    found.case.village = village
    return _file(found.case)


@require_safe
def tracking_text(request: HttpRequest) -> HttpResponseBase:
    """The file of the case that is open on this phone, with its proofs as soon as there are some."""
    case = follow_cookie.followed(request, village_of(request), timezone.now())
    if case is None:
        return to_code(request)
    return _file(case)


@require_safe
def checker(_request: HttpRequest) -> HttpResponse:
    """The page that checks receipts without a network, as a file to keep."""
    return HttpResponse(
        checker_pages.checker_page(),
        content_type="text/html; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{checker_pages.FILE_NAME}"',
            "Cache-Control": "public, max-age=3600",
        },
    )


@csrf_exempt  # a program of a witness sends it; what counts is the signature in it
@require_POST
def cosignature(request: HttpRequest) -> HttpResponse:
    """Take the newest checkpoint with the line of a witness of ours below. Others' lines are nothing to us."""
    village = village_of(request)
    if len(request.body) > MAX_BYTES:
        return HttpResponse("too long\n", status=413, content_type=TEXT)
    try:
        taken = witnesses.take(village, request.body, at=timezone.now())
    except NoteError:
        return HttpResponse("this is no cosigned checkpoint of this log\n", status=400, content_type=TEXT)
    if not taken:
        return HttpResponse("no witness of this log cosigned its newest checkpoint\n", status=403, content_type=TEXT)
    return HttpResponse("ok\n", content_type=TEXT)


def _file(case: Case) -> HttpResponse:
    """The file as an attachment.

    Raises:
        Http404: nothing can be promised: the case was imported or erased, or the log's key is not at hand.
    """
    now = timezone.now()
    try:
        made = receipt_file(case, at=now, witnesses=witnesses.vkeys(case.village))
    except log_keys.OtherKeys as problem:
        raise Http404 from problem
    if made is None:
        raise Http404
    name = "".join(letter if letter.isalnum() else "-" for letter in case.number)
    return HttpResponse(
        made.format(),
        content_type=TEXT,
        headers={"Content-Disposition": f'attachment; filename="bukti-{name}.txt"', "Cache-Control": "no-store"},
    )
