"""Who changed which setting, when, from what to what; and putting it back after asking once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.people import set_up
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages import change_words
from kentongan.villages.change_words import Line
from kentongan.villages.changes import Area
from kentongan.villages.models import SettingsChange, Village
from kentongan.villages.tenant import village_of

PAGE: Final = 25
for_settings = for_officers(Right.MANAGE_SETTINGS)


@dataclass(frozen=True)
class Entry:
    """One change as the page shows it. `undone`: it was put back before, so nobody is asked again."""

    change: SettingsChange
    what: str
    lines: tuple[Line, ...]
    undone: bool
    told: bool


def newest(
    village: Village, *, area: Area | None = None, before: SettingsChange | None = None, limit: int = PAGE
) -> list[Entry]:
    """Return the newest changes of an area or of all, or those older than `before` (two queries)."""
    rows = SettingsChange.objects.filter(village=village)
    if area is not None:
        rows = rows.filter(area=area)
    if before is not None:
        rows = rows.filter(at__lte=before.at).exclude(at=before.at, id__gte=before.id)
    return entries(village, list(rows.select_related("undone_by")[:limit]))


def entries(village: Village, rows: Sequence[SettingsChange]) -> list[Entry]:
    """Put changes into words (at most one query, for the names of officers)."""
    names = set_up.officer_names(village) if any(_names_somebody(row) for row in rows) else {}
    return [
        Entry(
            change=row,
            what=change_words.what_happened(row),
            lines=change_words.lines(row, names),
            undone=hasattr(row, "undone_by"),
            told=set_up.is_guarded(row),
        )
        for row in rows
    ]


@require_safe
@for_settings
def history(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The changes of one area or of all, newest first."""
    from kentongan.desk.settings.registry import page_or_404  # the registry's pages show their newest changes

    village = village_of(request)
    page = page_or_404(slug) if slug else None
    before = _change(village, request.GET.get("sebelum", ""))
    found = newest(village, area=page.area if page else None, before=before, limit=PAGE + 1)
    context = {
        "page": page,
        "entries": found[:PAGE],
        "older": found[PAGE - 1].change.id if len(found) > PAGE else None,
        "with_area": page is None,
    }
    return render(request, "desk/settings/history.html", context)


@for_settings
def undo(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Show what would be put back, and put it back on POST."""
    village = village_of(request)
    change = SettingsChange.objects.filter(village=village, pk=change_id).select_related("undone_by").first()
    if change is None:
        raise Http404
    change.village = village
    if request.method == "POST":
        try:
            set_up.undo(change=change, by=officer_of(request), at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(reverse("desk:settings_undo", kwargs={"change_id": change_id}))
        messages.success(request, "Perubahan itu sudah dibatalkan; nilai lamanya berlaku lagi.")
        return redirect(_back(change))
    context: dict[str, Any] = {"entry": entries(village, [change])[0], "back": _back(change)}
    return render(request, "desk/settings/undo.html", context)


def _back(change: SettingsChange) -> str:
    from kentongan.desk.settings.registry import BY_AREA  # see `history`

    page = BY_AREA.get(change.area)
    return page.url() if page is not None else reverse("desk:settings_history")


def _names_somebody(row: SettingsChange) -> bool:
    return not change_words.NAMING.isdisjoint({*(row.before or {}), *(row.after or {})})


def _change(village: Village, text: str) -> SettingsChange | None:
    """Return the change a page begins after; nonsense begins at the newest."""
    try:
        return SettingsChange.objects.filter(village=village, pk=UUID(text)).first()
    except ValueError:
        return None
