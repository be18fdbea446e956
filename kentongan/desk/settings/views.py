"""The pages of all areas: index, form, list, add, edit, take away. What differs is said by each area's `PAGE`."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.settings import history
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import LinkPage, Page, RowsPage, VillagePage
from kentongan.desk.settings.registry import GROUPS, page_or_404, rows_page_or_404
from kentongan.people import set_up
from kentongan.rules.access import Right, has_right
from kentongan.rules.types import Refused
from kentongan.villages import changes
from kentongan.villages.models import SettingsChange, Village
from kentongan.villages.tenant import village_of

for_settings = for_officers(Right.MANAGE_SETTINGS)
SAVED = "Pengaturan sudah disimpan dan langsung berlaku."
UNCHANGED = "Tidak ada yang berubah."


@require_safe
@for_settings
def index(request: HttpRequest) -> HttpResponse:
    """All areas with a sentence each, and what is not yet set."""
    village = village_of(request)
    viewer = officer_of(request).viewer()
    groups = [
        (
            group.title,
            [
                (page, page.missing(village))
                for page in group.pages
                if not isinstance(page, LinkPage) or has_right(viewer, page.right)
            ],
        )
        for group in GROUPS
    ]
    missing = sum(len(lacks) for _, pages in groups for _, lacks in pages)
    context = {"groups": [group for group in groups if group[1]], "missing": missing}
    return render(request, "desk/settings/index.html", context)


@for_settings
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an area: the form of what the village itself keeps, or the list of rows."""
    page = page_or_404(slug)
    if isinstance(page, VillagePage):
        village = village_of(request)
        return _form(request, page, village, page.template)
    return _rows(request, page)


@for_settings
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a row."""
    page = rows_page_or_404(slug)
    return _form(request, page, page.fresh(village_of(request)), page.template)


@for_settings
def edit(request: HttpRequest, slug: str, row_id: UUID) -> HttpResponse:
    """Edit a row."""
    page = rows_page_or_404(slug)
    row = row_or_404(village_of(request), page, row_id)
    return _form(request, page, row if page.revise is None else page.revise(row), page.template)


@for_settings
def remove(request: HttpRequest, slug: str, row_id: UUID) -> HttpResponse:
    """Ask once, then delete a row, or switch it off where cases may speak of it."""
    page = rows_page_or_404(slug)
    village = village_of(request)
    row = row_or_404(village, page, row_id)
    if request.method == "POST":
        try:
            set_up.remove(village=village, area=page.area, row=row_id, by=officer_of(request), at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"{page.noun} sudah {'dihapus' if page.removable else 'dinonaktifkan'}.")
        return redirect(page.url())
    return render(request, "desk/settings/remove.html", {"page": page, "row": row})


def row_or_404(village: Village, page: RowsPage, row_id: UUID) -> Any:
    """Return a row of this village.

    Raises:
        Http404: there is none; of other villages' rows nobody learns anything.
    """
    try:
        return changes.row_of(village, page.area, row_id)
    except Refused as refusal:
        raise Http404 from refusal


def _rows(request: HttpRequest, page: RowsPage) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    village = village_of(request)
    tabs = list(page.tabs(village))
    chosen = request.GET.get("pilih", "")
    if chosen not in {value for value, _ in tabs}:
        chosen = tabs[0][0] if tabs else ""
    lines = sorted(page.lines(village, chosen), key=lambda line: line.off)
    context = {"lines": lines, "tabs": tabs, "chosen": chosen, **page.context(village, chosen)}
    if page.preview is not None:
        context |= page.preview(village)
    return render(request, page.list_template, {**frame(page, village), **context})


def _form(request: HttpRequest, page: VillagePage | RowsPage, row: Any, template: str) -> HttpResponse:
    """Show a form, its preview ("lihat"), or store it and go on."""
    village = village_of(request)
    adding = row._state.adding
    posted = request.method == "POST"
    form = page.form(request.POST if posted else None, request.FILES if posted else None, village=village, row=row)
    shown, looking = row, "lihat" in request.POST
    if posted and form.is_valid():
        shown = with_values(page, row, form)
        if not looking:
            try:
                done = set_up.change(
                    village=village,
                    area=page.area,
                    row=None if adding or isinstance(row, Village) else row.pk,
                    values=form.values(),
                    by=officer_of(request),
                    at=timezone.now(),
                    seen=form.cleaned_data["seen"],
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return saved(request, page, done)
    context = {
        **frame(page, village),
        "form": form,
        "row": None if adding else row,
        "adding": adding,
        "looking": looking and form.is_valid(),
        **(page.preview(shown) if page.preview and page.preview_template else {}),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, template, context, status=status)


def with_values(page: Page, row: Any, form: SettingForm) -> Any:
    """Return a copy of the row with what was typed on it, for the preview; it is never stored."""
    twin = copy.copy(row)
    changes.set_values(twin, form.values(), page.area)
    return twin


def saved(request: HttpRequest, page: Page, done: SettingsChange | None) -> HttpResponse:
    """Say what became of a form and go back to the area."""
    if done is None:
        messages.info(request, UNCHANGED)
    else:
        messages.success(request, SAVED)
    return redirect(page.url())


def frame(page: VillagePage | RowsPage, village: Village) -> dict[str, Any]:
    """What every page of an area shows besides its own: how to go on, what is missing, the newest changes."""
    return {
        "page": page,
        "missing": page.missing(village),
        "more": page.more(village),
        "newest": history.newest(village, area=page.area, limit=3),
    }
