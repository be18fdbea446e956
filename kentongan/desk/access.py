"""Who is at the desk and what he may open. These functions are the only way to a case: by right, or not found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kentongan.cases.actions.base import facts_of
from kentongan.cases.models import Case
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
        .select_related("village", "category", "hamlet", "handler", "body", "merged_into", "recorded_by")
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


def for_officers(right: Right | None = None) -> Callable[[View[P]], View[P]]:
    """Let a view be seen by signed-in officers only, and, with `right`, by those who have it.

    Strangers are sent to sign in; who lacks the right reads who has it. Nothing of the desk stays in a browser that
    others will use.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_officer(request):
                return _to_the_door(request)
            response = _checked(request, right) or view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return guarded

    return decorate


def _to_the_door(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to sign in; who wrote while his session ran out gets his words back first."""
    typed = [
        text
        for name in request.POST
        if name not in NOT_TYPED
        for text in request.POST.getlist(name)
        if len(text) > MANY_LETTERS
    ]
    if not typed:
        return redirect_to_login(request.path if request.method == "POST" else request.get_full_path())
    context = {"typed": typed, "here": request.path}
    response = render(request, "desk/signed_out.html", context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response


def _checked(request: HttpRequest, right: Right | None) -> HttpResponseBase | None:
    """Return the page that says why not, or None when all is well."""
    if right is None:
        return None
    viewer = officer_of(request).viewer()
    try:
        access.check_right(viewer, right)
    except Refused as refused:
        context = {
            "sentence": refused.sentence,
            "manages_accounts": access.has_right(viewer, Right.MANAGE_ACCOUNTS),
            "sees_inbox": access.has_right(viewer, Right.SEE_INBOX),
        }
        return render(request, "desk/no_right.html", context, status=403)
    return None
