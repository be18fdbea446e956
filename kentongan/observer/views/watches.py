"""An observer's watches: his list, a new one, one with its webhook; and the link in a digest that ends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.forms.mail import mail_is_ready
from kentongan.observer import pages
from kentongan.observer.access import for_observers, observer_of, watch_or_404
from kentongan.observer.forms import HookForm, WatchForm
from kentongan.rules.types import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of
from kentongan.watching import changes, hooks
from kentongan.watching import watches as actions
from kentongan.watching.models import Pace, Watch

_RECENT = 200


@require_safe
@for_observers
def mine(request: HttpRequest) -> HttpResponse:
    """List his watches."""
    context = {"watches": actions.of_observer(observer_of(request)), "most": actions.MOST}
    return render(request, "observer/watches.html", context)


@for_observers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Keep a new watch; begun from the filters of the list where it comes from there."""
    village = village_of(request)
    first = {name: request.GET.get(name, "") for name in ("group", "hamlet", "period", "status", "words")}
    initial = {**first, "pace": Pace.NONE}
    form = WatchForm(request.POST or None, village=village, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            watch = actions.add(by=observer_of(request), wish=form.wish(), at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Pantauan “{watch.name}” disimpan. Yang berubah mulai sekarang tampil di sini.")
            return redirect("observer:watch", watch_id=watch.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "observer/watch_add.html", {"form": form, **_mail(request)}, status=status)


@for_observers
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """Show a watch with what it found lately, and change it."""
    watch = watch_or_404(request, watch_id)
    columns = ("name", "only_late", "group", "hamlet", "period", "status", "words", "pace")
    initial = {name: getattr(watch, name) for name in columns}
    form = WatchForm(request.POST or None, village=village_of(request), also=watch, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(watch=watch, by=observer_of(request), wish=form.wish(), at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Pantauan disimpan.")
            return redirect("observer:watch", watch_id=watch.pk)
    return watch_page(request, watch, form=form, status=422 if request.method == "POST" else 200)


@for_observers
@require_POST
def drop(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """Delete a watch with its webhook."""
    watch = watch_or_404(request, watch_id)
    actions.drop(watch=watch, by=observer_of(request))
    messages.success(request, f"Pantauan “{watch.name}” dihapus.")
    return redirect("observer:watches")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, watch_id: UUID, proof: str) -> HttpResponse:
    """End a digest by the link in it, without signing in; asked first, since mail programs open links by themselves."""
    watch = actions.unsubscribe(village_of(request), watch_id, proof)
    if watch is None:
        raise Http404
    if request.method == "POST":
        actions.end_digest(watch)
    ended = request.method == "POST" or watch.pace == Pace.NONE
    response = render(request, "observer/unsubscribe.html", {"watch": watch, "ended": ended})
    response["Referrer-Policy"] = "no-referrer" if ended else "same-origin"
    return response


def watch_page(
    request: HttpRequest,
    watch: Watch,
    *,
    form: WatchForm | None = None,
    hook_form: HookForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a watch: lately found, its form, its webhook with the newest deliveries; a new secret, once."""
    village = village_of(request)
    hook = hooks.of_watch(watch)
    rows = changes.newest(village, limit=_RECENT)
    found = changes.matching(watch, rows, today=local_date(village, timezone.now()))
    columns = ("name", "only_late", "group", "hamlet", "period", "status", "words", "pace")
    initial = {name: getattr(watch, name) for name in columns}
    context = {
        "watch": watch,
        "form": form or WatchForm(village=village, also=watch, initial=initial),
        "lines": [pages.line_of(each) for each in found[:20]],
        "hook": hook,
        "hook_form": hook_form or HookForm(initial={"url": hook.url if hook else ""}, auto_id="hook_%s"),
        "deliveries": hooks.deliveries(hook) if hook else [],
        "secret": secret,
        "header": (hooks.SIGNATURE, hooks.TIMESTAMP),
        **_mail(request),
    }
    return render(request, "observer/watch.html", context, status=status)


def _mail(request: HttpRequest) -> dict[str, Any]:
    """Whether a digest can come at all: a mail server here, an address there."""
    return {"mail_ready": mail_is_ready(), "email": observer_of(request).email}
