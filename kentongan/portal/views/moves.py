"""What the reporter does on his follow-up page: each is one form, one action, one redirect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kentongan.cases.actions import follow_up, protecting, publishing, reporter
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case
from kentongan.cases.queries.tracking import tracking as read_tracking
from kentongan.cases.sealing import seal_to
from kentongan.documents.models import Document
from kentongan.documents.refusal import UploadRefused
from kentongan.forms import evidence as files
from kentongan.forms import token as form_token
from kentongan.forms import turns
from kentongan.forms.evidence import Evidence
from kentongan.forms.turns import Gate
from kentongan.portal import follow_cookie
from kentongan.portal.forms.tracking import BareForm, CodeForm
from kentongan.portal.pages.tracking import FORMS, SAID_OF
from kentongan.portal.views import tracking
from kentongan.rules.publication import Consent
from kentongan.rules.types import Refused
from kentongan.vault.keyring import NO_KEYS, reporter_ring
from kentongan.villages.tenant import village_of


@dataclass(frozen=True)
class Wish:
    """What the reporter asked for with one form."""

    case: Case
    at: datetime
    data: dict[str, Any]
    documents: list[Document]
    token: str


Deed = Callable[[Wish], str]  # does it, and returns the word for what is said afterwards


def reply(request: HttpRequest) -> HttpResponse:
    """Write to the unit, or answer its question."""

    def deed(wish: Wish) -> str:
        text = wish.data["text"]
        reporter.reply(case=wish.case, at=wish.at, text=text, documents=wish.documents, token=wish.token)
        return "pesan"

    return _act(request, "reply", deed)


def evidence(request: HttpRequest) -> HttpResponse:
    """Add evidence."""

    def deed(wish: Wish) -> str:
        text = wish.data["text"]
        follow_up.add_evidence(case=wish.case, at=wish.at, documents=wish.documents, text=text, token=wish.token)
        return "bukti"

    return _act(request, "evidence", deed)


def rate(request: HttpRequest) -> HttpResponse:
    """Judge the answer; unsatisfied reopens the case."""

    def deed(wish: Wish) -> str:
        satisfied = wish.data["satisfied"] == "ya"
        stars, words = wish.data["stars"], wish.data["words"]
        reporter.rate(case=wish.case, at=wish.at, satisfied=satisfied, stars=stars, words=words, token=wish.token)
        return "nilai" if satisfied else "buka"

    return _act(request, "rate", deed)


def object_(request: HttpRequest) -> HttpResponse:
    """Object to the answer or the archiving."""

    def deed(wish: Wish) -> str:
        reporter.object_(case=wish.case, at=wish.at, reason=wish.data["reason"], token=wish.token)
        return "keberatan"

    return _act(request, "object", deed)


def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask to withdraw."""

    def deed(wish: Wish) -> str:
        reporter.ask_withdrawal(case=wish.case, at=wish.at, reason=wish.data["reason"], token=wish.token)
        return "cabut"

    return _act(request, "withdraw", deed)


def revoke(request: HttpRequest) -> HttpResponse:
    """Take the withdrawal back."""

    def deed(wish: Wish) -> str:
        reporter.revoke_withdrawal(case=wish.case, at=wish.at, token=wish.token)
        return "batal"

    return _act(request, "revoke", deed)


def resume(request: HttpRequest) -> HttpResponse:
    """Go on after silence was taken for withdrawal."""

    def deed(wish: Wish) -> str:
        reporter.resume(case=wish.case, at=wish.at, token=wish.token)
        return "lanjut"

    return _act(request, "resume", deed)


def protect(request: HttpRequest) -> HttpResponse:
    """Ask for more protection of one's identity."""

    def deed(wish: Wish) -> str:
        protecting.protect_more(
            case=wish.case,
            at=wish.at,
            mode=IdentityMode(wish.data["mode"]),
            keep_contact=wish.data["keep_contact"],
            token=wish.token,
        )
        return "lindungi"

    return _act(request, "protect", deed)


def retaliation(request: HttpRequest) -> HttpResponse:
    """Report retaliation: an urgent case of its own."""

    def deed(wish: Wish) -> str:
        protecting.report_retaliation(case=wish.case, at=wish.at, text=wish.data["text"], token=wish.token)
        return "balasan"

    return _act(request, "retaliation", deed)


def publish(request: HttpRequest) -> HttpResponse:
    """Say whether the case may be published; "no" takes it off at once."""

    def deed(wish: Wish) -> str:
        consent = Consent(wish.data["consent"])
        publishing.set_consent(case=wish.case, at=wish.at, consent=consent, token=wish.token)
        return "terbit" if consent is Consent.YES else "tidak-terbit"

    return _act(request, "publish", deed)


def _act(request: HttpRequest, name: str, deed: Deed) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:tracking"))
    village, now = village_of(request), timezone.now()
    held = _gather(request, now)
    case = follow_cookie.followed(request, village, now)
    code_form, secret = None, follow_cookie.secret_of(request, now)
    if case is None and "code" in request.POST:
        code_form = CodeForm(request.POST, village=village, gate=Gate(request, village, "code", now))
        case = code_form.case if code_form.is_valid() else None
        secret = code_form.secret
    if case is None:
        return send_again(request, code_form=code_form or CodeForm(village=village), held=held)
    form = FORMS.get(name, BareForm)(request.POST, auto_id=f"{name}_%s")
    for problem in held.problems:
        form.add_error(None, problem)
    if not form.is_valid():
        return tracking.show(request, case, failed=name, form=form, evidence=files.keep(held), secret=secret)
    try:
        documents = files.take_in(held, village, now, seal_to=seal_to(case))
        said = deed(Wish(case, now, form.cleaned_data, documents, held.token))
    except AlreadyDone:
        if not _stands_there(case, now, form, secret):
            # The form was used before, for other words: these must not vanish.
            form.add_error(None, "Formulir ini sudah pernah terkirim. Bila ini pesan lain, tekan Kirim sekali lagi.")
            anew = files.keep(replace(held, token=form_token.value_of_new(), kept=()))
            return tracking.show(request, case, failed=name, form=form, evidence=anew, secret=secret)
        said = SAID_OF[name]
    except (Refused, UploadRefused) as refused:
        form.add_error(None, refused.sentence)
        return tracking.show(request, case, failed=name, form=form, evidence=files.keep(held), secret=secret)
    files.let_go(held)
    response = HttpResponseRedirect(f"{reverse('portal:tracking')}?kabar={said}")
    follow_cookie.remember(response, case, now, secret=secret)
    return response


def _stands_there(case: Case, now: datetime, form: forms.Form, secret: bytes) -> bool:
    """Tell whether the words of this form are on the timeline already: then it was a double click."""
    typed = next((form.cleaned_data[key] for key in ("text", "words", "reason") if key in form.cleaned_data), "")
    keys = reporter_ring(secret) if secret else NO_KEYS
    return any(step.mine and step.text == typed for step in read_tracking(case, now, keys).steps)


def _gather(request: HttpRequest, now: datetime) -> Evidence:
    token = form_token.read(village_of(request), request.POST.get(form_token.FIELD, ""), now)
    return files.gather(request, token.value if token.fresh else form_token.value_of_new())


def send_again(request: HttpRequest, *, code_form: CodeForm | None, held: Evidence | None = None) -> HttpResponse:
    """Keep what was typed when the half hour is over, or the CSRF check failed, and ask to send it once more."""
    village, now = village_of(request), timezone.now()
    kept = files.keep(held or _gather(request, now))
    skip = {"csrfmiddlewaretoken", form_token.FIELD, files.DROP, files.SHOWN, turns.FIELD} | (
        {"code"} if code_form else set()
    )
    context = {
        "form": code_form,
        "typed": [(key, value) for key in request.POST if key not in skip for value in request.POST.getlist(key)],
        "token": form_token.sign(village, kept.token, now),
        "kept": kept.kept,
        "problems": kept.problems,
        "action": request.get_full_path(),
        "wait": code_form.wait if code_form else None,
    }
    response = render(request, "portal/again.html", context, status=403 if code_form is None else 422)
    response["Cache-Control"] = "no-store"
    return tracking.later(response, code_form.wait if code_form else None)
