"""The webhook of a watch: set up (its secret is shown in the answer, once), tried out, switched off and on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kentongan.observer.access import for_observers, observer_of, watch_or_404
from kentongan.observer.forms import HookForm
from kentongan.observer.views.watches import watch_page
from kentongan.rules.types import Refused
from kentongan.watching import hooks


@for_observers
@require_POST
def set_up(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """Set up the webhook of a watch; its secret stands in this answer and nowhere else."""
    watch = watch_or_404(request, watch_id)
    form = HookForm(request.POST, auto_id="hook_%s")
    if form.is_valid():
        try:
            made = hooks.set_up(watch=watch, by=observer_of(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return watch_page(request, watch, secret=made.secret)
    return watch_page(request, watch, hook_form=form, status=422)


@for_observers
@require_POST
def try_out(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """Send a message without changes."""
    watch = watch_or_404(request, watch_id)
    try:
        hooks.try_out(watch=watch, by=observer_of(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Kiriman percobaan akan berangkat dalam satu menit. Muat ulang halaman ini nanti.")
    return redirect("observer:watch", watch_id=watch.pk)


@for_observers
@require_POST
def switch(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """Switch the webhook off, or on again."""
    watch, observer = watch_or_404(request, watch_id), observer_of(request)
    hook = hooks.of_watch(watch)
    if hook is not None and hook.stopped_at is None:
        hooks.switch_off(watch=watch, by=observer, at=timezone.now())
        messages.success(request, "Webhook dimatikan. Tidak ada yang dikirim sampai dinyalakan lagi.")
    elif hook is not None:
        hooks.switch_on(watch=watch, by=observer)
        messages.success(request, "Webhook menyala lagi. Yang dikirim: perubahan mulai sekarang.")
    return redirect("observer:watch", watch_id=watch.pk)
