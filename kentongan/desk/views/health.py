"""The health page, for the administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.pages.health import health_screen
from kentongan.rules.access import Right
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.SEE_HEALTH)
def health(request: HttpRequest) -> HttpResponse:
    """What is not yet set, what runs, and how the machine stands."""
    now = timezone.now()
    screen = health_screen(officer_of(request).viewer(), village_of(request), now)
    return render(request, "desk/health.html", {"screen": screen, "now": now})
