"""The reporter's rights over his data (UU 27/2022), by his code alone: read, copy, correct, restrict, erase."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.cases.actions import privacy
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.queries.held_data import held_data
from kentongan.forms import token as form_token
from kentongan.portal import follow_cookie
from kentongan.portal.forms.data import FORMS
from kentongan.portal.forms.tracking import CodeForm
from kentongan.portal.pages.data import data_page
from kentongan.portal.views.moves import send_again
from kentongan.portal.views.tracking import to_code
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest
from kentongan.rules.types import Refused
from kentongan.villages.tenant import village_of

SAID = {
    "minta": "Permintaan Anda sudah kami catat. Jawabannya akan tampak di sini.",
    "cabut": "Permintaan itu Anda cabut.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: HttpRequest) -> HttpResponse:
    """Show what can be asked for and what was asked; take a new request."""
    village, now = village_of(request), timezone.now()
    case = follow_cookie.followed(request, village, now)
    if request.method != "POST":
        return to_code(request) if case is None else _gone(case) or _show(request, case, now)
    code_form = None
    if case is None and "code" in request.POST:
        code_form = CodeForm(request.POST, village=village)
        case = code_form.case if code_form.is_valid() else None
    if case is None:
        return send_again(request, code_form=code_form or CodeForm(village=village))
    return _gone(case) or _ask(request, case, now)


def _ask(request: HttpRequest, case: Case, now: datetime) -> HttpResponse:
    try:
        kind = DataRequest(request.POST.get("hak", ""))
    except ValueError:
        return HttpResponseRedirect(reverse("portal:data"))
    form = FORMS[kind](request.POST, auto_id=f"{kind}_%s")
    if not form.is_valid():
        return _show(request, case, now, failed=kind, form=form)
    token = form_token.read(case.village, request.POST.get(form_token.FIELD, ""), now)
    about = form.cleaned_data.get("about")
    try:
        privacy.ask(
            case=case,
            at=now,
            kind=kind,
            text=form.cleaned_data["text"],
            about=CorrectionOf(about) if about else None,
            token=token.value if token.fresh else None,
        )
    except AlreadyDone:
        pass  # a double click: it stands there
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _show(request, case, now, failed=kind, form=form)
    return _back(request, case, now, "minta")


@require_POST
def revoke(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request back.

    Raises:
        Http404: it is none of this case.
    """
    village, now = village_of(request), timezone.now()
    case = follow_cookie.followed(request, village, now)
    if case is None:
        return to_code(request)
    row = PrivacyRequest.objects.filter(village=village, case=case, pk=request_id).first()
    if row is None:
        raise Http404
    try:
        privacy.revoke(request=row, at=now)
    except Refused as refused:
        if row.outcome == DataOutcome.REVOKED or (row.kind == DataRequest.RESTRICTION and row.done_at):
            return _back(request, case, now, "cabut")  # a double click: it is done
        return _gone(case) or _show(request, case, now, refused=refused.sentence)
    return _back(request, case, now, "cabut")


@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """Everything that is held of the case, for reading and for paper."""
    now = timezone.now()
    case = follow_cookie.followed(request, village_of(request), now)
    if case is None:
        return to_code(request)
    if (gone := _gone(case)) is not None:
        return gone
    held = held_data(case, at=now, keys=follow_cookie.ring_of(request, now))
    response = render(request, "portal/data_copy.html", {"case": case, "data": held, "now": now})
    response["Cache-Control"] = "no-store"
    follow_cookie.remember(response, case, now, secret=follow_cookie.secret_of(request, now))
    return response


@require_safe
def copy_json(request: HttpRequest) -> HttpResponse:
    """The same for machines."""
    now = timezone.now()
    case = follow_cookie.followed(request, village_of(request), now)
    if case is None:
        return to_code(request)
    if (gone := _gone(case)) is not None:
        return gone
    held = held_data(case, at=now, keys=follow_cookie.ring_of(request, now))
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"data-{case.number.replace('/', '-')}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _gone(case: Case) -> HttpResponse | None:
    """Lead away from what is erased: its page says so."""
    return HttpResponseRedirect(reverse("portal:tracking")) if case.erased_at is not None else None


def _back(request: HttpRequest, case: Case, now: datetime, said: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('portal:data')}?kabar={said}")
    follow_cookie.remember(response, case, now, secret=follow_cookie.secret_of(request, now))
    return response


def _show(
    request: HttpRequest,
    case: Case,
    now: datetime,
    *,
    failed: DataRequest | None = None,
    form: forms.Form | None = None,
    refused: str = "",
) -> HttpResponse:
    page = data_page(
        case,
        now,
        new_token=lambda: form_token.sign(case.village, form_token.value_of_new(), now),
        failed=failed,
        form=form,
        keys=follow_cookie.ring_of(request, now),
    )
    context = {"page": page, "said": SAID.get(request.GET.get("kabar", ""), ""), "refused": refused}
    status = 422 if form is not None or refused else 200
    response = render(request, "portal/data.html", context, status=status)
    response["Cache-Control"] = "no-store"
    follow_cookie.remember(response, case, now, secret=follow_cookie.secret_of(request, now))
    return response
