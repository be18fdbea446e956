"""The door: signing in with name and password, then a code; opening an account with its slip; leaving."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.desk.keys.ring import forget_cookie
from kentongan.desk.sign_in.forms import CodeForm, SignInForm, StartForm
from kentongan.desk.sign_in.guards import next_page, remember_proof
from kentongan.people import accounts, second_factor
from kentongan.people.middleware import officer_of
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.vault import unlocking
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    village = village_of(request)
    if officer_of(request) is not None:
        return redirect(get_login_redirect_url(request))
    clear_login(request)  # somebody else may have stopped at the second step on this computer
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        answer = form.login(request, redirect_url=next_page(request))
        officer = officer_of(request)
        if officer is not None:  # no second step follows: the password was the proof, and it is a moment old
            remember_proof(request, officer, "password")
        return answer
    context = {"form": form, "next": next_page(request), "demo": _demo_accounts(village)}
    return render(request, "desk/sign_in/sign_in.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code, between the password and the desk."""
    village = village_of(request)
    if officer_of(request) is not None:
        return redirect(get_login_redirect_url(request))
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    officer = stage.login.user if stage else None
    if not isinstance(officer, Officer) or officer.village_id != village.id or not second_factor.is_on(officer):
        clear_login(request)  # the account was reset meanwhile, or this is another village's door
        return redirect("account_login")
    officer.village = village
    form = CodeForm(request.POST or None, user=officer)
    if request.method == "POST" and form.is_valid():
        record_authentication(request, officer, method="mfa")
        response: HttpResponse = stage.exit()
        if officer_of(request) is not None:
            remember_proof(request, officer, "mfa")
        return response
    return render(request, "desk/sign_in/second_step.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Open an account with its slip, and sign in."""
    village_of(request)
    first = {"username": request.GET.get("nama", "")[:40]}
    form = StartForm(request.POST or None, request=request, initial=first)
    if request.method == "POST" and form.is_valid() and form.officer is not None:
        officer = form.officer
        try:
            accounts.start_account(
                officer=officer,
                code=form.cleaned_data["code"],
                password=form.cleaned_data["new"],
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            login = Login(user=officer, redirect_url=reverse("account_secure"))
            response: HttpResponse = perform_password_login(request, {}, login)
            remember_proof(request, officer, "password")
            return response
    return render(request, "desk/sign_in/start.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk; a page without a script has a button of its own for it."""
    officer = officer_of(request)
    if officer is None:
        return redirect("account_login")
    if request.method == "POST":
        response = redirect("account_login")
        unlocking.end_all(officer)
        forget_cookie(response)
        logout(request)
        messages.success(request, "Anda sudah keluar. Sampai jumpa.")
        return response
    return render(request, "desk/sign_in/sign_out.html")


@never_cache
@require_http_methods(["GET", "HEAD"])
def inactive(request: HttpRequest) -> HttpResponse:
    """Say that the account is closed."""
    village_of(request)
    return render(request, "desk/sign_in/inactive.html", status=403)


def _demo_accounts(village: Village) -> dict[str, Any] | None:
    """Return the accounts shown at the door of a demo village, in a demo only."""
    if not (village.is_demo and settings.KENTONGAN_DEMO):
        return None
    demo = village.texts.get("demo_sign_in") if isinstance(village.texts, dict) else None
    return demo if isinstance(demo, dict) else None
