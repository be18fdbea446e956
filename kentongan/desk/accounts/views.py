"""Account management: each view is one action of people.accounts, and only administrators get here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.cases.queries import workload
from kentongan.cases.queries.inbox import TALLY_CAP
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.accounts.forms import AddForm, DetailsForm, RolesForm
from kentongan.desk.views.links import start_url
from kentongan.people import accounts as actions
from kentongan.people import roster
from kentongan.people.models import Officer
from kentongan.people.slips import Slip
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.types import Refused, Role
from kentongan.vault import accounts as with_keys
from kentongan.villages.tenant import village_of

for_administrators = for_officers(Right.MANAGE_ACCOUNTS)


@for_administrators
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts of the village."""
    found = roster.accounts_of(village_of(request), at=timezone.now())
    return render(request, "desk/accounts/list.html", {"accounts": found})


@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Make an account and show its slip, once."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slip = actions.add_officer(
                village=village_of(request), by=officer_of(request), at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _show_slip(request, slip)
    return render(request, "desk/accounts/add.html", {"form": form})


@for_administrators
@require_safe
def account(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Show one account and what can be done with it."""
    return _account_page(request, _officer_or_404(request, officer_id))


@for_administrators
@require_POST
def details(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Correct name, post and e-mail."""
    officer = _officer_or_404(request, officer_id)
    form = DetailsForm(request.POST)
    if form.is_valid():
        try:
            changed = actions.change_details(
                officer=officer, by=officer_of(request), at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, officer, "Data akun sudah disimpan." if changed else "Tidak ada yang berubah.")
    return _account_page(request, officer, details_form=form)


@for_administrators
@require_POST
def roles(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Give the officer exactly the chosen roles."""
    officer = _officer_or_404(request, officer_id)
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            changed = with_keys.set_roles(
                officer=officer, roles=form.cleaned_data["roles"], by=officer_of(request), at=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if changed and Role.HANDLER not in form.cleaned_data["roles"]:
                _warn_of_open_cases(request, officer)
            return _done(request, officer, "Peran sudah disimpan." if changed else "Tidak ada yang berubah.")
    return _account_page(request, officer, roles_form=form)


@for_administrators
@require_POST
def reset(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Make a new slip and show it, once."""
    officer = _officer_or_404(request, officer_id)
    try:
        slip = with_keys.reset_officer(officer=officer, by=officer_of(request), at=timezone.now())
    except Refused as refusal:
        return _refused(request, officer, refusal)
    return _show_slip(request, slip)


@for_administrators
@require_POST
def unlock(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Open a locked account before its time."""
    return _act(request, officer_id, actions.unlock, "Kunci akun sudah dibuka.")


@for_administrators
@require_POST
def deactivate(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Close an account; who still has open cases is not closed without the question."""
    officer = _officer_or_404(request, officer_id)
    count = workload.open_cases_of(officer, not_about=officer_of(request))
    if count and "tetap" not in request.POST:
        return render(request, "desk/accounts/deactivate.html", _still_open(request, officer, count))
    return _act(request, officer_id, with_keys.deactivate, "Akun sudah dinonaktifkan, dan sesinya sudah berakhir.")


@for_administrators
@require_POST
def activate(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    return _act(request, officer_id, actions.activate, "Akun sudah aktif kembali.")


def _warn_of_open_cases(request: HttpRequest, officer: Officer) -> None:
    count = workload.open_cases_of(officer, not_about=officer_of(request))
    if count:
        messages.warning(
            request,
            f"{officer.name} tidak menangani aduan lagi, tetapi masih ada {count} aduan terbuka padanya. "
            "Ketua unit atau Kepala Desa bisa mengalihkannya lewat halaman Alih tugas.",
        )


def _still_open(request: HttpRequest, officer: Officer, count: int) -> dict[str, Any]:
    may = access.has_right(officer_of(request).viewer(), Right.HAND_OVER)
    return {"officer": officer, "count": "99+" if count > TALLY_CAP else count, "may_hand_over": may}


def _act(request: HttpRequest, officer_id: UUID, action: Callable[..., None], sentence: str) -> HttpResponse:
    officer = _officer_or_404(request, officer_id)
    try:
        action(officer=officer, by=officer_of(request), at=timezone.now())
    except Refused as refusal:
        return _refused(request, officer, refusal)
    return _done(request, officer, sentence)


def _officer_or_404(request: HttpRequest, officer_id: UUID) -> Officer:
    """Return an officer of this village, or none: of other villages an administrator learns nothing."""
    village = village_of(request)
    officer = Officer.objects.filter(village=village, pk=officer_id).first()
    if officer is None:
        raise Http404
    officer.village = village
    return officer


def _account_page(
    request: HttpRequest,
    officer: Officer,
    *,
    details_form: DetailsForm | None = None,
    roles_form: RolesForm | None = None,
) -> HttpResponse:
    found = roster.account_of(officer, at=timezone.now())
    values = {"name": officer.name, "post": officer.post, "number": officer.number, "email": officer.email}
    values["organisation"] = officer.organisation
    context: dict[str, Any] = {
        "account": found,
        "mine": officer.pk == officer_of(request).pk,
        "details_form": details_form or DetailsForm(initial=values, auto_id="data_%s"),
        "roles_form": roles_form or RolesForm(initial={"roles": [str(role) for role in found.roles]}),
    }
    return render(request, "desk/accounts/account.html", context)


def _show_slip(request: HttpRequest, slip: Slip) -> HttpResponse:
    """Show the slip in the answer to the POST itself: it is stored nowhere and cannot be shown again."""
    officer = slip.officer
    start = start_url(request)
    context = {
        "slip": slip,
        "officer": officer,
        "start": f"{start}?nama={officer.username}" if start else "",
        "address": start.split("://", 1)[-1],
    }
    return render(request, "desk/accounts/slip.html", context)


def _done(request: HttpRequest, officer: Officer, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("desk:account", officer_id=officer.pk)


def _refused(request: HttpRequest, officer: Officer, refusal: Refused) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect("desk:account", officer_id=officer.pk)
