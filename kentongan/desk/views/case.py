"""The case page, and the one view through which every move is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.cases.actions.confining import tend
from kentongan.cases.actions.reading import note_reading
from kentongan.cases.models import Case
from kentongan.cases.queries.case_page import case_page, last_event
from kentongan.cases.queries.duplicates import likely_duplicates
from kentongan.cases.sealing import open_event, seal_to, shown
from kentongan.desk import files
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.desk.keys.ring import ring_of_request
from kentongan.desk.moves import FORMS, Doing, MoveForm
from kentongan.desk.pages.case import Failed, case_screen, stamp_of
from kentongan.desk.pages.receipt import new_code_page
from kentongan.desk.pages.replies import keep_typed
from kentongan.desk.views.links import follow_url
from kentongan.documents.refusal import UploadRefused
from kentongan.forms import token as form_token
from kentongan.forms.evidence import Evidence
from kentongan.people.models import Officer
from kentongan.rules.access import Right
from kentongan.rules.moves import TABLE
from kentongan.rules.types import Move, Refused, Role
from kentongan.ui.words import say_time
from kentongan.vault.keyring import Keyring
from kentongan.villages.calendar import local_date

TEMPLATE_BUTTON = "pakai_templat"


# Here a case can still be merged, and these look for what it may be merged with.
SORTED = TABLE[Move.MERGE].sources
SORTERS = frozenset({Role.INTAKE, Role.UNIT_HEAD})


def _is_sorted(case: Case, officer: Officer) -> bool:
    """Whether this officer may still merge it with another; what is restricted is merged with nothing."""
    return case.status in SORTED and not case.restricted and bool(officer.role_set & SORTERS)


class Changed(Exception):
    """The case is no longer as the officer saw it when he began to write."""


@require_safe
@for_officers(Right.SEE_CASE)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All about a case."""
    return draw(request, case_or_404(request, case_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.SEE_CASE)
def make(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """Make a move: form, one action call, back to the case. A plain visit shows the case with this form open."""
    form_type = FORMS.get(Move(name)) if name in set(Move) else None
    if form_type is None:
        raise Http404
    case, officer, at = case_or_404(request, case_id), officer_of(request), timezone.now()
    if request.method != "POST":
        return draw(request, case, wanted=name)
    today = local_date(case.village, at)
    keys = ring_of_request(request)
    form = form_type(request.POST, case=shown(case, keys), officer=officer, today=today)
    token = form_token.read(case.village, request.POST.get(form_token.FIELD, ""), at)
    evidence = files.gather(request, token.value if token.fresh else form_token.value_of_new(), form.takes_files)
    if TEMPLATE_BUTTON in request.POST:
        blank = form_type(case=shown(case, keys), officer=officer, today=today)
        return _with_template(request, case, blank, evidence)
    if not form.is_valid() or evidence.problems:
        return _again(request, case, form, evidence, status=422)
    try:
        result = _perform(form, case, at, evidence, request.POST.get("cap", ""), keys)
    except Changed:
        return _after_change(request, case_id, form, evidence)
    except (Refused, UploadRefused) as refused:
        form.add_error(None, refused.sentence)
        return _again(request, case_or_404(request, case_id), form, evidence, status=422)
    files.let_go(evidence)
    return _done(request, case, form, result)


def _perform(form: MoveForm, case: Case, at: datetime, evidence: Evidence, stamp: str, keys: Keyring) -> object:
    """Make the move if the case is still as the officer saw it: checked under the same lock as the move itself.

    Files are stored before, outside the transaction, so that a slow disk holds up nobody.
    """
    if stamp_of(case) != stamp:
        raise Changed
    documents = files.take_in(evidence, case.village, form.officer, at, seal_to=seal_to(case))
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).only("id", "updated_at").get(pk=case.pk)
        if stamp_of(locked) != stamp:
            raise Changed
        return form.perform(Doing(case=case, by=form.officer, at=at, documents=documents, keys=keys))


def _done(request: HttpRequest, case: Case, form: MoveForm, result: object) -> HttpResponse:
    if form.move is Move.OPEN_IDENTITY and isinstance(result, Mapping):
        return draw(request, case_or_404(request, case.id), identity=result)
    if form.move is Move.REISSUE_CODE and isinstance(result, str):
        return render(
            request, "desk/new_code.html", {"page": new_code_page(case, result, follow_url(request)), "case": case}
        )
    messages.success(request, form.said)
    return _back(request, case.id)


def _back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return to the case; to the inbox when the officer has just given away his right to see it."""
    try:
        case_or_404(request, case_id)
    except Http404:
        return HttpResponseRedirect(reverse("desk:inbox"))
    return HttpResponseRedirect(reverse("desk:case", args=[case_id]))


def _after_change(request: HttpRequest, case_id: UUID, form: MoveForm, evidence: Evidence) -> HttpResponse:
    """Somebody was faster. If it was this very move (a second click), all is well; else show what was typed again."""
    case = case_or_404(request, case_id)
    last = last_event(case)
    if last is not None and last.officer_id == form.officer.id:
        words = str(form.cleaned_data.get(form.words, "")) if form.words else ""
        said = open_event(last, case, ring_of_request(request))
        if last.move == form.move and (words in (said.text, said.data.get("note")) or not words):
            files.let_go(evidence)
            messages.info(request, "Sudah tersimpan. Klik kedua tidak mencatat dua kali.")
            return HttpResponseRedirect(reverse("desk:case", args=[case_id]))
    if last is not None:
        who = "Anda sendiri" if last.officer_id == form.officer.id else str(last.officer or "Pelapor")
        what = f"{who} baru saja mencatat “{Move(last.move).label}” ({say_time(timezone.localtime(last.at))})"
    else:
        what = "Aduan ini baru saja berubah"
    changed = f"{what}. Tulisan Anda masih ada: periksa dulu keadaan terbaru, lalu kirim lagi."
    failed = Failed(form=form, evidence=files.keep(evidence), changed=changed)
    return draw(request, case, failed=failed, status=409)


def _with_template(request: HttpRequest, case: Case, form: MoveForm, evidence: Evidence) -> HttpResponse:
    """Show the form again with a reply template after what is typed; nothing is sent, and nothing typed is lost."""
    keep_typed(form, request.POST, request.FILES)
    return draw(
        request, case, failed=Failed(form=form, evidence=files.keep(evidence)), reply=request.POST.get("templat", "")
    )


def _again(request: HttpRequest, case: Case, form: MoveForm, evidence: Evidence, *, status: int) -> HttpResponse:
    return draw(request, case, failed=Failed(form=form, evidence=files.keep(evidence)), status=status)


def draw(
    request: HttpRequest,
    case: Case,
    *,
    wanted: str = "",
    failed: Failed | None = None,
    identity: Mapping[str, Any] | None = None,
    reply: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the case page; of a restricted case that is on record before it is seen."""
    officer, now = officer_of(request), timezone.now()
    note_reading(case=case, by=officer, at=now)
    token = failed.evidence.token if failed else form_token.value_of_new()
    keys = ring_of_request(request)
    case = tend(case, keys=keys, at=now)
    page = case_page(case, officer, now, all_events="semua" in request.GET, keys=keys)
    case = page.case
    screen = case_screen(
        page,
        officer,
        likely=likely_duplicates(case, officer) if _is_sorted(case, officer) else (),
        today=local_date(case.village, now),
        token=form_token.sign(case.village, token, now),
        wanted=wanted,
        failed=failed,
        identity=identity,
        reply=reply,
        query=request.GET,
        keys=keys,
    )
    return render(request, "desk/case.html", {"screen": screen, "page": screen.page, "case": case}, status=status)
