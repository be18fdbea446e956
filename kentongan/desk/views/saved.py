"""Saved filters: keep one from the inbox; rename, share, delete, or open the desk with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.desk import saved
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.models import SavedFilter
from kentongan.forms.fields import clean_text
from kentongan.people.models import Officer
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.tenant import village_of


@require_safe
@for_officers(Right.SEE_INBOX)
def filters(request: HttpRequest) -> HttpResponse:
    """All of his filters, and what others share."""
    officer = officer_of(request)
    kept = saved.of_officer(village_of(request), officer)
    context = {
        "own": [row for row in kept if row.officer_id == officer.id],
        "shared": [(row, saved.may_discard(row, officer)) for row in kept if row.officer_id != officer.id],
        "most": saved.MOST,
        "most_letters": saved.MOST_LETTERS,
    }
    return render(request, "desk/saved.html", context)


@require_POST
@for_officers(Right.SEE_INBOX)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the page that was just looked at."""
    query = saved.query_of(QueryDict(request.POST.get("saringan", "")[: 2 * saved.MOST_OF_QUERY]))
    try:
        row = saved.keep(
            village=village_of(request),
            by=officer_of(request),
            at=timezone.now(),
            name=clean_text(request.POST.get("nama", "")),
            query=query,
            shared=request.POST.get("bersama") == "1",
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"Saringan “{row.name}” disimpan.")
    return redirect(reverse("desk:inbox") + (f"?{query}" if query else ""))


@require_POST
@for_officers(Right.SEE_INBOX)
def change(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Rename, share, open the desk with, or delete one."""
    officer = officer_of(request)
    row = saved.visible(village_of(request), officer, filter_id)
    if row is None:
        raise Http404
    try:
        messages.success(request, _changed(request, row, officer))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("desk:filters")


def _changed(request: HttpRequest, row: SavedFilter, officer: Officer) -> str:
    """Do what was asked; return what is said of it."""
    match request.POST.get("perbuatan"):
        case "nama":
            saved.rename(row=row, by=officer, name=clean_text(request.POST.get("nama", "")))
            return "Nama saringan diganti."
        case "bagikan" | "jangan-bagikan" as wish:
            saved.share(row=row, by=officer, shared=wish == "bagikan")
            return "Saringan ini kini tampil untuk seluruh kantor." if row.shared else "Kini hanya untuk Anda."
        case "buka" | "jangan-buka" as wish:
            saved.open_with(row=row, by=officer, opens=wish == "buka")
            return f"Meja dibuka dengan “{row.name}”." if row.opens else "Meja dibuka seperti biasa."
        case "hapus":
            saved.discard(row=row, by=officer)
            return f"Saringan “{row.name}” dihapus."
    raise Http404
