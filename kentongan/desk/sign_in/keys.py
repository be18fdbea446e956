"""Each officer's own passkeys: made in the browser by a script, named by him, taken away after asking."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.sign_in.forms import NewPasskeyForm
from kentongan.desk.sign_in.guards import device_of, proven_again, remember_proof
from kentongan.people import passkeys
from kentongan.people.adapter import passkey_host
from kentongan.people.factors import factors_of
from kentongan.rules.types import Refused

_READ_WRITE = ["GET", "HEAD", "POST"]


@sensitive_post_parameters("credential")
@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def mine(request: HttpRequest) -> HttpResponseBase:
    """List the officer's passkeys and keep a new one."""
    officer, now = officer_of(request), timezone.now()
    refused = passkeys.obstacle(request)
    form = NewPasskeyForm(request.POST or None, initial={"name": device_of(request)[: passkeys.MAX_NAME]})
    if request.method == "POST" and not refused and form.is_valid():
        first = not factors_of(officer.pk).device
        try:
            made = passkeys.add(
                request, officer=officer, name=form.cleaned_data["name"], answer=form.cleaned_data["credential"], at=now
            )
        except Refused as refusal:
            form.add_error("name" if refusal.code == "name" else None, refusal.sentence)
        else:
            remember_proof(request, officer, "mfa")  # the key was just shown
            said = f"Kunci sandi “{made.name}” sudah terpasang."
            if not first:
                messages.success(request, said)
                return redirect("mfa_list_webauthn")
            messages.success(request, f"{said} Tinggal satu hal: simpan kode cadangan di bawah ini.")
            return redirect("mfa_view_recovery_codes")
    context = {
        "form": form,
        "keys": passkeys.of_officer(officer, host=passkey_host(request)),
        "refused": refused,
        "options": "" if refused else json.dumps(passkeys.ask_new(request, officer, at=now)),
    }
    return render(request, "desk/sign_in/passkeys.html", context)


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def remove(request: HttpRequest, passkey_id: int) -> HttpResponseBase:
    """Take a passkey away, after asking once."""
    officer = officer_of(request)
    found = passkeys.of_officer(officer, host=passkey_host(request))
    key = next((one for one in found if one.id == passkey_id), None)
    if key is None:
        raise Http404
    if request.method == "POST":
        try:
            passkeys.remove(officer=officer, passkey_id=passkey_id, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"Kunci sandi “{key.name}” sudah dilepas.")
        return redirect("mfa_list_webauthn")
    response: HttpResponse = render(request, "desk/sign_in/remove_passkey.html", {"key": key})
    return response
