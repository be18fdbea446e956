"""Who is at the desk and what he may open. These functions are the only way to a case: by right, or not found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kentongan.cases.actions.base import facts_of
from kentongan.cases.models import Case
from kentongan.people import devices, second_factor, sessions
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.types import Refused, Role
from kentongan.villages.tenant import village_of

P = ParamSpec("P")
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "formulir", "cap"})
MANY_LETTERS = 12  # shorter values are choices, not words somebody would miss
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_officer(request: HttpRequest) -> bool:
    """Tell whether an active officer of this village is signed in."""
    user = request.user
    return isinstance(user, Officer) and user.is_active and user.village_id == village_of(request).id


def officer_of(request: HttpRequest) -> Officer:
    """Return the officer who is signed in.

    Raises:
        PermissionDenied: nobody is, or an officer of another village.
    """
    user = request.user
    if not isinstance(user, Officer) or not is_officer(request):
        raise PermissionDenied
    return user


def case_or_404(request: HttpRequest, case_id: UUID) -> Case:
    """Return the case if this officer may see it (three queries).

    Raises:
        Http404: there is no such case, it is another village's, outside his role's scope, or about himself. All alike:
            the answer must not betray that the case exists.
    """
    officer = officer_of(request)
    case = (
        Case.objects.filter(village=village_of(request), pk=case_id)
        .select_related("village", "category", "hamlet", "handler", "body", "merged_into", "recorded_by", "publication")
        .first()
    )
    if case is None or not access.may_see_case(officer.viewer(), facts_of(case)):
        raise Http404
    return case


def powers_over(officer: Officer, case: Case) -> frozenset[Role]:
    """Return the roles under which he may act in a case that he may see: his own, and those of its route."""
    return access.powers(officer.viewer(), facts_of(case)) if case.restricted else officer.role_set


def has_case_right(officer: Officer, right: Right, case: Case) -> bool:
    """Tell whether he has a right over a case that he may see: by role, or as one of its route."""
    viewer = officer.viewer()
    return access.has_right(viewer, right) or (case.restricted and access.has_case_right(viewer, right, facts_of(case)))


def for_officers(right: Right | None = None, *, unsecured: bool = False) -> Callable[[View[P]], View[P]]:
    """Let a view be seen by signed-in officers only, and, with `right`, by those who have it.

    Strangers are sent to sign in; who lacks the right reads who has it; who must have a second step and has not passed
    one in this session is led to it, unless the view is `unsecured` (his own account, where he sets one up). Nothing of
    the desk stays in a browser that others will use.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_officer(request):
                return _to_the_door(request)
            note_seen(request)
            response = (
                _not_for_observers(request, own_account=unsecured)
                or (None if unsecured else _to_the_second_step(request))
                or _checked(request, right)
                or view(request, *args, **kwargs)
            )
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return guarded

    return decorate


def note_seen(request: HttpRequest) -> None:
    """Note, at most once an hour, that this session is in use."""
    device = devices.device_of(request.headers.get("User-Agent", ""))
    sessions.note_seen(officer=officer_of(request), session=request.session, device=device, at=timezone.now())


def passed_second_step(request: HttpRequest) -> bool:
    """Tell whether a code or a passkey was given in this session (no query: the session remembers)."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, officer_of(request)))


def _to_the_second_step(request: HttpRequest) -> HttpResponseBase | None:
    """Lead to the second step whoever must have one and has not passed it; None for everybody else (no query)."""
    officer = officer_of(request)
    if passed_second_step(request) or not second_factor.is_required(officer):
        return None
    here = request.path if request.method == "POST" else request.get_full_path()
    where = "account_reauthenticate" if second_factor.is_on(officer) else "account_secure"
    address = f"{reverse(where)}?{urlencode({'next': here})}"
    typed = _typed(request)
    return _words_back(request, typed, address) if typed else redirect(address)


def _to_the_door(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to sign in; who wrote while his session ran out gets his words back first."""
    typed = _typed(request)
    if not typed:
        return redirect_to_login(request.path if request.method == "POST" else request.get_full_path())
    return _words_back(request, typed, "")


def _typed(request: HttpRequest) -> list[str]:
    """Return the words that somebody would miss."""
    return [
        text
        for name in request.POST
        if name not in NOT_TYPED
        for text in request.POST.getlist(name)
        if len(text) > MANY_LETTERS
    ]


def _words_back(request: HttpRequest, typed: list[str], second_step: str) -> HttpResponseBase:
    """Show somebody's words with the way to the door, or to the second step."""
    context = {"typed": typed, "here": request.path, "second_step": second_step}
    response = render(request, "desk/signed_out.html", context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response


def _not_for_observers(request: HttpRequest, *, own_account: bool) -> HttpResponseBase | None:
    """Of the desk an observer has his own account, and nothing else; None for everybody else."""
    if own_account or Role.OBSERVER not in officer_of(request).role_set:
        return None
    return _no_right(request, "Akun pemantau tidak memakai meja pengaduan. Halaman Anda ada di Pemantauan.")


def _checked(request: HttpRequest, right: Right | None) -> HttpResponseBase | None:
    """Return the page that says why not, or None when all is well."""
    if right is None:
        return None
    try:
        access.check_right(officer_of(request).viewer(), right)
    except Refused as refused:
        return _no_right(request, refused.sentence)
    return None


def _no_right(request: HttpRequest, sentence: str) -> HttpResponseBase:
    viewer = officer_of(request).viewer()
    context = {
        "sentence": sentence,
        "manages_accounts": access.has_right(viewer, Right.MANAGE_ACCOUNTS),
        "sees_inbox": access.has_right(viewer, Right.SEE_INBOX),
        "observes": access.has_right(viewer, Right.SEE_OBSERVER),
    }
    return render(request, "desk/no_right.html", context, status=403)
