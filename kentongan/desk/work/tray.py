"""The triage tray: what came beyond a limit, the same texts together, passed on or archived many at once."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.cases.actions import together
from kentongan.cases.queries import tray as reads
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.moves.base import MAX_REASON, text_field
from kentongan.desk.pages.inbox import capped
from kentongan.desk.work.forms import PICKED, picked
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.moves import TABLE
from kentongan.rules.types import ArchiveReason, Move
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of

ALIKE = "sama"
PASS, ARCHIVE = "teruskan", "arsipkan"


class ArchiveManyForm(forms.Form):
    """One reason for all that are ticked; each reporter reads the explanation."""

    reason = forms.ChoiceField(
        label="Alasan",
        choices=[("", "Pilih alasan"), *ArchiveReason.choices()],
        error_messages={"required": "Pilih alasannya.", "invalid_choice": "Pilih alasan dari daftar."},
    )
    explanation = text_field(
        "Penjelasan untuk pelapor",
        rows=3,
        limit=MAX_REASON,
        required="Tulis penjelasannya: pelapor membacanya, dan dapat mengajukan keberatan.",
    )


@require_safe
@for_officers(Right.SEE_TRIAGE)
def tray(request: HttpRequest) -> HttpResponse:
    """What waits, nearest deadline first."""
    return _page(request, ArchiveManyForm(), status=200)


@require_POST
@for_officers(Right.SEE_TRIAGE)
def sort(request: HttpRequest) -> HttpResponse:
    """Pass what is ticked on, or archive it; the answer says what became of each."""
    officer, village, now = officer_of(request), village_of(request), timezone.now()
    officer.village = village
    wanted = picked(request.POST)
    same = reads.alike(officer.viewer(), village, request.POST.getlist(ALIKE), most=together.MAX_TOGETHER)
    wanted = list(dict.fromkeys([*wanted, *same]))[: together.MAX_TOGETHER]
    if not wanted:
        return HttpResponseRedirect(reverse("desk:tray") + "?kosong")
    if request.POST.get("langkah") == ARCHIVE:
        form = ArchiveManyForm(request.POST)
        if not form.is_valid():
            return _page(request, form, status=422)
        data = form.cleaned_data
        results = together.archive_all(
            wanted=wanted,
            by=officer,
            at=now,
            reason=ArchiveReason(data["reason"]),
            explanation=data["explanation"],
        )
    else:
        results = together.pass_all(wanted=wanted, by=officer, at=now)
    context = {
        "title": "Hasil pemilahan",
        "results": results,
        "done": sum(result.done for result in results),
        "archived": request.POST.get("langkah") == ARCHIVE,
    }
    return render(request, "desk/work/sorted.html", context)


def _page(request: HttpRequest, form: ArchiveManyForm, *, status: int) -> HttpResponse:
    viewer, village = officer_of(request).viewer(), village_of(request)
    today = local_date(village, timezone.now())
    context = {
        "page": reads.tray(viewer, village, today=today, after=_cursor(request.GET.get("sesudah", ""))),
        "waiting": capped(reads.waiting(viewer, village)),
        "late": reads.waiting(viewer, village, late_on=today),
        "form": form,
        "today": today,
        "picked": {str(key) for key in picked(request.POST)},
        "same": set(request.POST.getlist(ALIKE)),
        "most": together.MAX_TOGETHER,
        "nothing": "kosong" in request.GET,
        "may_pass": bool(viewer.roles & TABLE[Move.PASS_TRIAGE].actors),
        "may_archive": bool(viewer.roles & TABLE[Move.ARCHIVE].actors),
        "settings": access.has_right(viewer, Right.MANAGE_SETTINGS),
        "names": {"picked": PICKED, "alike": ALIKE},
    }
    return render(request, "desk/work/tray.html", context, status=status)


def _cursor(text: str) -> str:
    return text if text.isalnum() and len(text) <= 48 else ""
