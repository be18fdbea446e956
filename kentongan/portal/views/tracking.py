"""Following a case: the code opens it, a short-lived cookie keeps it open, "Keluar" closes it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.cases.actions import follow_up, identity
from kentongan.cases.models import Case, Erasure
from kentongan.cases.queries.corrections import corrections_of
from kentongan.cases.queries.papers import for_reporter as letters_to_reporter
from kentongan.cases.queries.publishing import finest, publication_now
from kentongan.cases.queries.tracking import of_one_letter
from kentongan.cases.queries.tracking import tracking as read_tracking
from kentongan.forms import token as form_token
from kentongan.forms.evidence import Evidence
from kentongan.forms.mail import mail_is_ready
from kentongan.forms.turns import Gate, Wait
from kentongan.portal import follow_cookie
from kentongan.portal.forms.tracking import CodeForm, LostCodeForm
from kentongan.portal.pages.tracking import tracking_page
from kentongan.rules.types import Refused
from kentongan.vault.keyring import NO_KEYS, reporter_ring
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Enter the code."""
    village, now = village_of(request), timezone.now()
    form = CodeForm(
        request.POST if request.method == "POST" else None, village=village, gate=Gate(request, village, "code", now)
    )
    if request.method == "POST" and form.is_valid() and form.case is not None:
        answer = HttpResponseRedirect(reverse("portal:tracking"))
        identity.learn_code(case=form.case, secret=form.secret)
        follow_cookie.remember(answer, form.case, now, secret=form.secret)
        answer["Cache-Control"] = "no-store"
        return answer
    followed = None if request.method == "POST" else follow_cookie.followed(request, village, now)
    context = {"form": form, "followed": followed, "ended": "habis" in request.GET, "wait": form.wait}
    response = render(request, "portal/track.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return later(response, form.wait)


def later(response: HttpResponse, wait: Wait | None) -> HttpResponse:
    """Make a page say to machines, too, that it is to be asked again later (RFC 6585)."""
    if wait is not None:
        response.status_code = 429
        response["Retry-After"] = str(wait.seconds)
    return response


@require_safe
def tracking(request: HttpRequest) -> HttpResponse:
    """The follow-up page."""
    case = follow_cookie.followed(request, village_of(request), timezone.now())
    if case is None:
        return to_code(request)
    return show(request, case)


@require_safe
def part(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go to another case of the same letter: one code opens them all.

    Raises:
        Http404: it is no case of his letter.
    """
    now = timezone.now()
    case = follow_cookie.followed(request, village_of(request), now)
    if case is None:
        return to_code(request)
    wanted = of_one_letter(case).filter(pk=case_id).select_related("split_from").first()
    if wanted is None:
        raise Http404
    answer = HttpResponseRedirect(reverse("portal:tracking"))
    follow_cookie.remember(answer, wanted, now, secret=follow_cookie.secret_of(request, now))
    answer["Cache-Control"] = "no-store"
    return answer


def to_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code (again)."""
    ended = "?habis" if follow_cookie.NAME in request.COOKIES else ""
    response = HttpResponseRedirect(reverse("portal:track") + ended)
    follow_cookie.forget(response)
    return response


def show(
    request: HttpRequest,
    case: Case,
    *,
    failed: str = "",
    form: forms.Form | None = None,
    evidence: Evidence | None = None,
    secret: bytes = b"",
) -> HttpResponse:
    """Draw the follow-up page; each view of it starts the half hour anew. `secret`: of a code typed just now."""
    now = timezone.now()
    secret = secret or follow_cookie.secret_of(request, now)
    if case.erased_at is not None:
        return _erased(request, case, now)
    keys = reporter_ring(secret) if secret else NO_KEYS
    read = read_tracking(case, now, keys)
    if read.needs_telling and request.method == "GET":
        # The answer stands before the reporter now: that is what "told" means (UU 25/2009 art. 50).
        with suppress(Refused):
            follow_up.tell(case=case, at=now, how="tracking page")
        read = read_tracking(case, now, keys)
    page = tracking_page(
        read,
        today=local_date(case.village, now),
        said=request.GET.get("kabar", ""),
        new_token=lambda value: form_token.sign(case.village, value or form_token.value_of_new(), now),
        failed=failed,
        form=form,
        evidence=evidence,
    )
    context = {"page": page, "letters": letters_to_reporter(case), "corrections": corrections_of(case, keys)}
    if "publish" in page.acts:
        context |= {"publication": publication_now(case, page.today), "finest": finest(case)}
    response = render(request, "portal/tracking.html", context, status=422 if form is not None else 200)
    response["Cache-Control"] = "no-store"
    follow_cookie.remember(response, case, now, secret=secret)
    return response


def _erased(request: HttpRequest, case: Case, now: datetime) -> HttpResponse:
    """Say that the contents are gone, since when and why: all that is left to say."""
    why = Erasure.objects.filter(village=case.village_id, case=case).values_list("why", flat=True).first()
    context = {"case": case, "why": why, "backup_days": settings.KENTONGAN_BACKUP_DAYS}
    response = render(request, "portal/erased.html", context)
    response["Cache-Control"] = "no-store"
    follow_cookie.remember(response, case, now, secret=follow_cookie.secret_of(request, now))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def quit_quickly(request: HttpRequest) -> HttpResponse:
    """Leave at once for a page that tells nothing: the cookies of the portal go, and what the browser kept of it.

    A plain link leads here, so that it works without a script; whoever else calls it only closes a case on this phone.
    """
    response = HttpResponseRedirect(village_of(request).quit_to or reverse("portal:home"))
    follow_cookie.forget(response)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    response["Referrer-Policy"] = "no-referrer"  # where it leads learns nothing of where one was
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Close the case on this phone."""
    response = HttpResponseRedirect(reverse("portal:home"))
    follow_cookie.forget(response)
    # Also what the browser may have kept of the pages, for the next person at this phone.
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def lost_code(request: HttpRequest) -> HttpResponse:
    """Ask for a new code; the answer is the same whether or not number and contact fit."""
    village, now = village_of(request), timezone.now()
    form = LostCodeForm(request.POST if request.method == "POST" else None)
    asked, wait = False, None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        gate = Gate(request, village, "lost", now)
        wait = gate.wait_for(f"{data['number']}\n{data['contact']}")
        if wait is None:
            asked = True
            gate.missed()  # whether it fits must not show, not even in how often one may ask
            identity.ask_for_new_code(village=village, number=data["number"], contact=data["contact"], at=now)
    status = 422 if form.is_bound and not asked else 200
    context = {"form": form, "asked": asked, "mail_ready": mail_is_ready(), "wait": wait}
    response = render(request, "portal/lost_code.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return later(response, wait)
