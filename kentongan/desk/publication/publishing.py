"""Publishing one case at the desk: what its reporter said, what will be shown, the decision; and the lists of all."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.cases import guarding
from kentongan.cases.actions import publishing
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.models import Case, Publication
from kentongan.cases.queries.publication import public_state
from kentongan.cases.queries.published import PublicPhoto
from kentongan.cases.queries.publishing import finest, publication_now, say_shown, texts_of
from kentongan.cases.queries.publishing_list import PublicTab, public_list
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.forms import token as form_token
from kentongan.forms.fields import LongText
from kentongan.rules.access import Right
from kentongan.rules.publication import Consent, PictureStage
from kentongan.rules.types import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of

MAX_WORDS = 1_000


class AskedForm(forms.Form):
    """What the reporter said when an officer asked him."""

    consent = forms.ChoiceField(
        label="Jawaban pelapor",
        choices=Consent.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jawaban pelapor.", "invalid_choice": "Pilih jawaban pelapor."},
    )
    how = LongText(
        label="Kapan dan bagaimana pelapor ditanya?",
        max_length=MAX_WORDS,
        required=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya: di loket hari ini, sesudah dijelaskan apa yang tampil. Pelapor membaca tulisan ini.",
        error_messages={"required": "Tulis kapan dan bagaimana pelapor ditanya."},
    )


class OffForm(forms.Form):
    """Why a case is taken off."""

    reason = LongText(
        label="Mengapa ditarik?",
        max_length=MAX_WORDS,
        required=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pelapor membaca alasan ini.",
        error_messages={"required": "Tulis alasannya."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.REDACT)
def publish(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note what the reporter said (`langkah=tanya`), approve (`setuju`), take off (`tarik`)."""
    case = case_or_404(request, case_id)
    if case.restricted:
        raise Http404  # what is restricted is never published
    if request.method != "POST":
        return _page(request, case)
    match request.POST.get("langkah", ""):
        case "tanya":
            return _asked(request, case)
        case "setuju":
            return _approve(request, case)
        case "tarik":
            return _take_off(request, case)
    return _page(request, case, problem="Pilih dulu langkahnya dengan tombol di bawah.")


def _asked(request: HttpRequest, case: Case) -> HttpResponse:
    form = AskedForm(request.POST, auto_id="tanya_%s")
    if not form.is_valid():
        return _page(request, case, asked=form)
    consent, how = Consent(form.cleaned_data["consent"]), form.cleaned_data["how"]
    try:
        publishing.set_consent(
            case=case, by=officer_of(request), at=timezone.now(), consent=consent, how=how, token=_token(request, case)
        )
    except AlreadyDone:
        return _twice(request, case)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, case, asked=form)
    messages.success(request, "Jawaban pelapor tercatat; ia membacanya di halaman lacaknya.")
    return _back(case)


def _approve(request: HttpRequest, case: Case) -> HttpResponse:
    try:
        row = publishing.decide_publication(
            case=case, by=officer_of(request), at=timezone.now(), token=_token(request, case)
        )
    except AlreadyDone:
        return _twice(request, case)
    except Refused as refused:
        return _page(request, case, problem=refused.sentence)
    days = case.village.publish_delay
    messages.success(
        request, f"Disetujui. Pelapor diberi tahu dan punya {days} hari untuk menghentikannya; sesudah itu terbit."
    )
    return _back(row.case)


def _take_off(request: HttpRequest, case: Case) -> HttpResponse:
    form = OffForm(request.POST, auto_id="tarik_%s")
    if not form.is_valid():
        return _page(request, case, off=form)
    reason, token = form.cleaned_data["reason"], _token(request, case)
    try:
        publishing.unpublish(case=case, by=officer_of(request), at=timezone.now(), reason=reason, token=token)
    except AlreadyDone:
        return _twice(request, case)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, case, off=form)
    messages.success(request, "Ditarik. Tidak ada lagi yang tampil dari aduan ini.")
    return _back(case)


def _token(request: HttpRequest, case: Case) -> str | None:
    return form_token.read(case.village, request.POST.get(form_token.FIELD, ""), timezone.now()).value or None


def _twice(request: HttpRequest, case: Case) -> HttpResponse:
    messages.info(request, "Sudah tercatat. Klik kedua tidak mencatat dua kali.")
    return _back(case)


def _back(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:publish", args=[case.id]))


def _page(
    request: HttpRequest,
    case: Case,
    *,
    asked: AskedForm | None = None,
    off: OffForm | None = None,
    problem: str = "",
) -> HttpResponse:
    village, now = case.village, timezone.now()
    row = Publication.objects.filter(village=village, case=case).first()
    state = public_state(case)
    refused = publishing.obstacle(case, row)
    failed = bool(problem or (asked and asked.errors) or (off and off.errors))
    context = {
        "case": case,
        "now": publication_now(case, local_date(village, now)),
        "state": state,
        "obstacle": refused,
        "texts": texts_of(case, state.version) if state else (),
        "photos": tuple(PublicPhoto(UUID(key), PictureStage(stage)) for key, stage in publishing.chosen_pictures(case)),
        "likely": say_shown(case, guarding.likely_shown(village, row or Publication(case=case), case)),
        "finest": finest(case),
        "own_no": publishing.said_no_himself(case),
        "asked": asked or AskedForm(auto_id="tanya_%s"),
        "off": off or OffForm(auto_id="tarik_%s"),
        "problem": problem,
        "token": form_token.sign(village, form_token.value_of_new(), now),
    }
    return render(request, "desk/publication/publish.html", context, status=422 if failed else 200)


@require_safe
@for_officers(Right.REDACT)
def publications(request: HttpRequest) -> HttpResponse:
    """The lists: what could be published, what waits, what stands, what was taken off."""
    wanted = request.GET.get("daftar", "")
    tab = PublicTab(wanted) if wanted in set(PublicTab) else PublicTab.READY
    try:
        after = UUID(request.GET.get("sesudah", ""))
    except ValueError:
        after = None
    found = public_list(officer_of(request).viewer(), village_of(request), tab, after)
    context = {"tab": tab, "tabs": list(PublicTab), "list": found, "first": after is None}
    return render(request, "desk/publication/list.html", context)
