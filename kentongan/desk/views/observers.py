"""What observers looked at, for who watches over the office: by name and hour, never from which address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers
from kentongan.rules.access import Right
from kentongan.villages.tenant import village_of
from kentongan.watching import readings


@require_safe
@for_officers(Right.SEE_OVERSIGHT)
def observers(request: HttpRequest) -> HttpResponse:
    """List what observers looked at, the newest hour first."""
    rows = readings.newest(village_of(request), before=_key(request.GET.get("sebelum", "")))
    shown = rows[: readings.PAGE]
    context = {"rows": shown, "older": shown[-1].id if len(rows) > readings.PAGE else None}
    return render(request, "desk/observers.html", context)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
