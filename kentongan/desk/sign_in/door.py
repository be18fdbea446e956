"""The door: signing in with name and password, then a code; opening an account with its slip; leaving."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, perform_password_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.desk.keys.ring import forget_cookie
from kentongan.desk.sign_in.forms import PasskeyForm, SignInForm, StartForm
from kentongan.desk.sign_in.guards import next_page, remember_proof
from kentongan.desk.sign_in.second_step import SecondStep
from kentongan.people import accounts, passkeys, second_factor, sessions
from kentongan.people import sign_in as sign_in_rules
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
    return _sign_in_page(request, village, form)


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
    step = SecondStep(request, officer)
    if step.passed():
        record_authentication(request, officer, method="mfa")
        response: HttpResponse = stage.exit()
        if officer_of(request) is not None:
            remember_proof(request, officer, "mfa")
        return response
    return render(request, "desk/sign_in/second_step.html", step.context())


@never_cache
@require_POST
def ask_passkey(request: HttpRequest) -> HttpResponse:
    """Say what a browser needs to sign somebody in by passkey alone."""
    village_of(request)
    if passkeys.obstacle(request):
        raise Http404
    return JsonResponse(passkeys.ask_for(request, None, at=timezone.now()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by passkey alone; who opens this address by hand is sent to the door."""
    village = village_of(request)
    if request.method != "POST" or officer_of(request) is not None:
        return redirect("account_login")
    clear_login(request)
    form = PasskeyForm(request.POST)
    if form.is_valid():
        try:
            sign_in_rules.refuse_demo_elsewhere(village)
            officer = passkeys.check_alone(
                request, village=village, answer=form.cleaned_data["credential"], at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            record_authentication(request, officer, method="mfa", type="webauthn", passwordless=True)
            response: HttpResponse = perform_login(request, Login(user=officer, redirect_url=next_page(request)))
            if officer_of(request) is not None:
                remember_proof(request, officer, "mfa")
            return response
    return _sign_in_page(request, village, SignInForm(request=request), by_key=form)


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
        sessions.forget(request.session.session_key)
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


def _sign_in_page(
    request: HttpRequest, village: Village, form: SignInForm, by_key: PasskeyForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "by_key": by_key,
        "next": next_page(request),
        "demo": _demo_accounts(village),
        "passkeys": not passkeys.obstacle(request),
    }
    return render(request, "desk/sign_in/sign_in.html", context)


def _demo_accounts(village: Village) -> dict[str, Any] | None:
    """Return the accounts shown at the door of a demo village, in a demo only."""
    if not (village.is_demo and settings.KENTONGAN_DEMO):
        return None
    demo = village.texts.get("demo_sign_in") if isinstance(village.texts, dict) else None
    return demo if isinstance(demo, dict) else None
