"""Each officer's own account: password, second step, recovery codes."""

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
from kentongan.desk.sign_in.forms import ActivateForm, ChangePasswordForm, CodeForm, PasswordAgainForm
from kentongan.desk.sign_in.guards import next_page, proven_again, remember_proof
from kentongan.people import habits, roster, second_factor
from kentongan.people.adapter import seal, unseal
from kentongan.rules.access import Right, has_right
from kentongan.rules.types import Refused
from kentongan.support.sealed_box import SealBroken
from kentongan.vault import accounts

_PENDING = "second_factor_pending"
_READ = ["GET", "HEAD"]
_READ_WRITE = [*_READ, "POST"]


@for_officers()
@require_http_methods(_READ)
def my_account(request: HttpRequest) -> HttpResponse:
    """Show the officer his account and what he can change of it."""
    officer = officer_of(request)
    account = roster.account_of(officer, at=timezone.now())
    left = len(second_factor.recovery_codes(officer)) if account.second_factor else 0
    context = {"account": account, "codes_left": left, "habits": habits.habits_of(officer)}
    context["may_have_key"] = has_right(officer.viewer(), Right.HAVE_KEY)
    return render(request, "desk/sign_in/my_account.html", context)


@for_officers()
@require_http_methods(_READ)
def secure(request: HttpRequest) -> HttpResponse:
    """Invite the officer to set up the second step, right after his first sign-in."""
    return render(request, "desk/sign_in/secure.html")


@sensitive_post_parameters()
@for_officers()
@require_http_methods(_READ_WRITE)
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the code once more, or for the password where no code is set up."""
    officer = officer_of(request)
    by_code = second_factor.is_on(officer)
    kind = CodeForm if by_code else PasswordAgainForm
    form = kind(request.POST or None, user=officer)
    if request.method == "POST" and form.is_valid():
        remember_proof(request, officer, "mfa" if by_code else "password")
        return redirect(next_page(request) or "mfa_index")
    return render(request, "desk/sign_in/prove.html", {"form": form, "next": next_page(request)})


@sensitive_post_parameters()
@for_officers()
@require_http_methods(_READ_WRITE)
def change_password(request: HttpRequest) -> HttpResponse:
    """Set a new password; this session goes on, all others end."""
    officer = officer_of(request)
    form = ChangePasswordForm(request.POST or None, user=officer)
    if request.method == "POST" and form.is_valid():
        accounts.change_password(officer=officer, password=form.cleaned_data["new"], at=timezone.now())
        update_session_auth_hash(request, officer)
        messages.success(request, "Kata sandi sudah diganti. Di perangkat lain, akun Anda sudah keluar.")
        return redirect("mfa_index")
    return render(request, "desk/sign_in/change_password.html", {"form": form})


@for_officers()
@proven_again
@require_http_methods(_READ_WRITE)
def activate(request: HttpRequest) -> HttpResponseBase:
    """Show the key for the app as a QR code, and take the first code as proof that it arrived."""
    officer = officer_of(request)
    if second_factor.is_on(officer):
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


@for_officers()
@proven_again
@require_http_methods(_READ_WRITE)
def deactivate(request: HttpRequest) -> HttpResponseBase:
    """Take the second step away, after asking once."""
    officer = officer_of(request)
    if not second_factor.is_on(officer):
        return redirect("mfa_index")
    if request.method == "POST":
        second_factor.turn_off(officer=officer, at=timezone.now())
        messages.success(request, "Kode masuk sudah dilepas. Akun Anda kini hanya dijaga kata sandi.")
        return redirect("mfa_index")
    return render(request, "desk/sign_in/deactivate.html")


@for_officers()
@proven_again
@require_http_methods(_READ)
def view_codes(request: HttpRequest) -> HttpResponseBase:
    """Show the unused recovery codes, to be printed."""
    officer = officer_of(request)
    if not second_factor.is_on(officer):
        return redirect("mfa_index")
    codes = second_factor.recovery_codes(officer)
    return render(request, "desk/sign_in/recovery_codes.html", {"codes": codes, "today": timezone.now()})


@for_officers()
@proven_again
@require_http_methods(_READ_WRITE)
def new_codes(request: HttpRequest) -> HttpResponseBase:
    """Replace the recovery codes, after asking once."""
    officer = officer_of(request)
    if not second_factor.is_on(officer):
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
