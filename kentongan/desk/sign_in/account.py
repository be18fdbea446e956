"""Each officer's own account: password, app, recovery codes. Passkeys, paper and sessions have files of their own."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.sign_in.forms import ActivateForm, ChangePasswordForm, PasswordAgainForm
from kentongan.desk.sign_in.guards import next_page, proven_again, remember_proof
from kentongan.desk.sign_in.second_step import SecondStep
from kentongan.people import habits, passkeys, roster, second_factor, sessions
from kentongan.people.adapter import seal, unseal
from kentongan.people.details import home_of
from kentongan.people.factors import factors_of
from kentongan.rules.access import Right, has_right
from kentongan.rules.types import Refused, Role
from kentongan.support.sealed_box import SealBroken
from kentongan.vault import accounts

_PENDING = "second_factor_pending"
_READ = ["GET", "HEAD"]
_READ_WRITE = [*_READ, "POST"]


@for_officers(unsecured=True)
@require_http_methods(_READ)
def my_account(request: HttpRequest) -> HttpResponse:
    """Show the officer his account and what he can change of it."""
    officer = officer_of(request)
    found = factors_of(officer.pk)
    context = {
        "account": roster.account_of(officer, at=timezone.now()),
        "factors": found,
        "required": second_factor.is_required(officer),
        "codes_left": len(second_factor.recovery_codes(officer)) if found.device else 0,
        "habits": habits.habits_of(officer),
        "observes": Role.OBSERVER in officer.role_set,
        "may_have_key": has_right(officer.viewer(), Right.HAVE_KEY),
        "passkeys_refused": passkeys.obstacle(request),
    }
    return render(request, "desk/sign_in/my_account.html", context)


@for_officers(unsecured=True)
@require_http_methods(_READ)
def secure(request: HttpRequest) -> HttpResponse:
    """Invite the officer to set up a second step, or tell him that he must."""
    officer = officer_of(request)
    context = {
        "required": second_factor.is_required(officer),
        "passkeys_refused": passkeys.obstacle(request),
        "secured": second_factor.is_on(officer),
        "observes": Role.OBSERVER in officer.role_set,
        "home": home_of(officer.role_set),
    }
    return render(request, "desk/sign_in/secure.html", context)


@sensitive_post_parameters()
@for_officers(unsecured=True)
@require_http_methods(_READ_WRITE)
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the second step once more, or for the password where there is none."""
    officer = officer_of(request)
    if second_factor.is_on(officer):
        step = SecondStep(request, officer)
        if step.passed():
            remember_proof(request, officer, "mfa")
            return redirect(next_page(request) or "mfa_index")
        return render(request, "desk/sign_in/prove.html", {**step.context(), "next": next_page(request)})
    form = PasswordAgainForm(request.POST or None, user=officer)
    if request.method == "POST" and form.is_valid():
        remember_proof(request, officer, "password")
        return redirect(next_page(request) or "mfa_index")
    context = {"form": form, "by_key": None, "next": next_page(request)}
    return render(request, "desk/sign_in/prove.html", context)


@sensitive_post_parameters()
@for_officers(unsecured=True)
@require_http_methods(_READ_WRITE)
def change_password(request: HttpRequest) -> HttpResponse:
    """Set a new password; this session goes on, all others end."""
    officer = officer_of(request)
    form = ChangePasswordForm(request.POST or None, user=officer)
    if request.method == "POST" and form.is_valid():
        now, before = timezone.now(), request.session.session_key
        accounts.change_password(officer=officer, password=form.cleaned_data["new"], at=now)
        update_session_auth_hash(request, officer)
        sessions.has_moved(officer=officer, old_key=before, session=request.session)
        sessions.end_others(officer=officer, current=request.session.session_key, at=now)
        messages.success(request, "Kata sandi sudah diganti. Di perangkat lain, akun Anda sudah keluar.")
        return redirect("mfa_index")
    return render(request, "desk/sign_in/change_password.html", {"form": form})


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def activate(request: HttpRequest) -> HttpResponseBase:
    """Show the key for the app as a QR code, and take the first code as proof that it arrived."""
    officer = officer_of(request)
    if second_factor.app_is_on(officer):
        return redirect("mfa_index")
    secret = _pending_secret(request)
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.turn_on(officer=officer, secret=secret, code=form.cleaned_data["code"], at=timezone.now())
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            request.session.pop(_PENDING, None)
            remember_proof(request, officer, "mfa")  # the code was one
            messages.success(
                request, "Kode masuk sudah terpasang. Tinggal satu hal: simpan kode cadangan di bawah ini."
            )
            return redirect("mfa_view_recovery_codes")
    context = {
        "form": form,
        "url": get_adapter().build_totp_url(officer, secret),
        "secret": [secret[start : start + 4] for start in range(0, len(secret), 4)],
    }
    return render(request, "desk/sign_in/activate.html", context)


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def deactivate(request: HttpRequest) -> HttpResponseBase:
    """Take the second step away, after asking once."""
    officer = officer_of(request)
    if not second_factor.app_is_on(officer):
        return redirect("mfa_index")
    if request.method == "POST":
        try:
            second_factor.turn_off(officer=officer, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "Kode masuk dari aplikasi sudah dilepas.")
        return redirect("mfa_index")
    return render(request, "desk/sign_in/deactivate.html")


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ)
def view_codes(request: HttpRequest) -> HttpResponseBase:
    """Show the unused recovery codes, to be printed."""
    officer = officer_of(request)
    if not factors_of(officer.pk).device:
        return redirect("mfa_index")
    codes = second_factor.recovery_codes(officer)
    return render(request, "desk/sign_in/recovery_codes.html", {"codes": codes, "today": timezone.now()})


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def new_codes(request: HttpRequest) -> HttpResponseBase:
    """Replace the recovery codes, after asking once."""
    officer = officer_of(request)
    if not factors_of(officer.pk).device:
        return redirect("mfa_index")
    if request.method == "POST":
        second_factor.new_recovery_codes(officer=officer, at=timezone.now())
        messages.success(request, "Kode cadangan baru sudah dibuat. Kertas yang lama tidak berlaku lagi.")
        return redirect("mfa_view_recovery_codes")
    return render(request, "desk/sign_in/new_codes.html")


def _pending_secret(request: HttpRequest) -> str:
    """Return the key being set up; it waits sealed in the session, so that a reload shows the same QR code."""
    sealed = request.session.get(_PENDING)
    if isinstance(sealed, str):
        try:
            return unseal(sealed)
        except SealBroken:
            pass  # the secrets file was replaced: begin again
    secret = second_factor.new_secret()
    request.session[_PENDING] = seal(secret)
    return secret
