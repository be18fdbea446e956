"""Messages that did not go out, for who keeps the service running."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.cases.queries.inbox import hidden_from
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.pages.outbox import outbox_screen
from kentongan.outbox import delivery
from kentongan.rules.access import Right
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.SEE_OUTBOX)
def outbox(request: HttpRequest) -> HttpResponse:
    """How the channels stand, what waits, what was given up."""
    screen = outbox_screen(officer_of(request).viewer(), village_of(request))
    return render(request, "desk/outbox.html", {"screen": screen})


@require_POST
@for_officers(Right.SEE_OUTBOX)
def try_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Let a message that was given up start anew."""
    unseen = hidden_from(officer_of(request).viewer(), village_of(request))
    if delivery.try_again(message_id, village=village_of(request), at=timezone.now(), unseen=unseen):
        messages.success(request, "Pesan masuk antrean lagi dan akan dicoba sebentar lagi.")
    else:
        messages.info(request, "Pesan ini sudah tidak di daftar gagal.")
    return HttpResponseRedirect(reverse("desk:outbox"))
