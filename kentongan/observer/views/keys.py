"""An observer's API keys: made (shown in the answer, once), listed, revoked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.observer.access import for_observers, observer_of
from kentongan.observer.forms import KeyForm
from kentongan.rules.types import Refused
from kentongan.watching import keys as actions


@for_observers
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """List his keys, and make one."""
    observer = observer_of(request)
    form, made, status = KeyForm(request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.make(by=observer, name=form.cleaned_data["name"], at=timezone.now())
                form, status = KeyForm(), 200
            except Refused as refusal:
                form.refuse(refusal)
    context = {"keys": actions.of_observer(observer), "form": form, "made": made, "most": actions.MOST}
    return render(request, "observer/keys.html", context, status=status)


@for_observers
@require_POST
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Let a key open nothing any more."""
    if not actions.revoke(key=key_id, by=observer_of(request), at=timezone.now()):
        raise Http404
    messages.success(request, "Kunci dicabut. Program yang memakainya tidak bisa membaca lagi.")
    return redirect("observer:keys")
