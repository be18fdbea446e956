"""The page on which an officer prepares the texts of a case for publication: choose, look and edit, keep."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.actions.publication import MAX_LETTERS, prepare_publication, problems_of
from kentongan.cases.models import Case
from kentongan.cases.queries.publication import pictures_of, public_state
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.desk.publication.choices import PartChoice, begin, read
from kentongan.forms import token as form_token
from kentongan.rules.access import Right
from kentongan.rules.types import Refused

STEPS = frozenset({"pilih", "lihat", "simpan"})
CHANGED = (
    "Aduan ini berubah sementara Anda bekerja. Bagian yang berubah ditandai; pilihannya dimulai lagi dari usulan."
    " Periksa, lalu lanjutkan."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.REDACT)
def prepare(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Choose what is hidden (`langkah=pilih`), look and edit (`lihat`), keep (`simpan`)."""
    case = case_or_404(request, case_id)
    if case.restricted:
        raise Http404  # what is restricted is never published
    if request.method != "POST":
        return _page(request, case, begin(case, public_state(case)))
    choices, step = read(case, request.POST), request.POST.get("langkah", "")
    if step not in STEPS:
        return _page(request, case, choices, problem="Pilih dulu langkahnya dengan tombol di bawah.", status=422)
    if any(choice.changed for choice in choices):
        return _page(request, case, choices, problem=CHANGED, status=409)
    for choice in choices:
        choice.check_phrases()
    if any(choice.problem for choice in choices):
        return _page(request, case, choices, problem="Ada kata tambahan yang tidak ditemukan.", status=422)
    if step == "pilih":
        return _page(request, case, choices)
    if step == "simpan":
        return _keep(request, case, choices)
    for choice in choices:
        choice.apply()
    return _page(request, case, choices, edit=True)


def _keep(request: HttpRequest, case: Case, choices: list[PartChoice]) -> HttpResponse:
    now = timezone.now()
    token = form_token.read(case.village, request.POST.get(form_token.FIELD, ""), now)
    problem = _problems(choices)
    if not problem:
        parts = {choice.source.part: choice.prepared() for choice in choices}
        try:
            version = prepare_publication(
                case=case, by=officer_of(request), at=now, parts=parts, token=token.value or None
            )
        except AlreadyDone:
            messages.info(request, "Sudah tersimpan. Klik kedua tidak menyimpan dua kali.")
            return _back(case)
        except Refused as refused:
            problem = refused.sentence
        else:
            messages.success(request, f"Naskah terbitan versi {version} tersimpan. Belum ada yang diterbitkan.")
            return _back(case)
    return _page(request, case, choices, problem=problem, edit=True, status=422)


def _problems(choices: list[PartChoice]) -> str:
    """Check every part beforehand, so that each says what is wrong with it, and return one sentence for the top."""
    if not any(choice.text.strip() for choice in choices):
        return "Semua bagian kosong, jadi tidak ada yang bisa disimpan."
    found = problems_of({choice.source.part: choice.prepared() for choice in choices})
    for choice in choices:
        if choice.source.part in found:
            choice.problem = found[choice.source.part].sentence
    bad = [f"{choice.source.label}: {choice.problem}" for choice in choices if choice.problem]
    return bad[0] if bad else ""


def _back(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:publication", args=[case.id]))


def _page(
    request: HttpRequest,
    case: Case,
    choices: list[PartChoice],
    *,
    edit: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "choices": choices,
        "edit": edit,
        "problem": problem,
        "state": public_state(case),
        "pictures": pictures_of(case),
        "longest": MAX_LETTERS,
        "token": form_token.sign(case.village, form_token.value_of_new(), timezone.now()),
    }
    return render(request, "desk/publication/prepare.html", context, status=status)
