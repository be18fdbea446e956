"""Papers at the desk. Whoever may see the case may open its papers; who may make which is the rules' question."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.cases.actions import papers as actions
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.actions.identity import open_identity
from kentongan.cases.actions.reading import note_reading
from kentongan.cases.actions.rewriting import paper_data
from kentongan.cases.models import Case, Paper
from kentongan.cases.queries import papers as queries
from kentongan.cases.sealing import opener, shown
from kentongan.desk.access import case_or_404, for_officers, has_case_right, officer_of, powers_over
from kentongan.desk.keys.ring import ring_of_request, to_open
from kentongan.desk.papers.forms import NameForm, PaperForm, VoidForm
from kentongan.desk.papers.making import finish, make, say
from kentongan.desk.papers.signers import signers
from kentongan.desk.views.links import follow_url
from kentongan.documents import serve
from kentongan.documents.refusal import UploadRefused
from kentongan.forms import token as form_token
from kentongan.people.models import Officer
from kentongan.reports.papers import compose
from kentongan.reports.papers.facts import beginning
from kentongan.reports.typeset import NotTypeset
from kentongan.rules.access import Right
from kentongan.rules.papers import PAPERS
from kentongan.rules.types import Move, PaperKind, Refused
from kentongan.rules.workflow import TABLE
from kentongan.vault.keyring import Locked
from kentongan.villages.tenant import village_of

UNFINISHED = "Nomor surat sudah diambil, tetapi berkasnya belum selesai. Tekan “Selesaikan berkas” di halaman ini."
NAME_OF_DRAFT = "Pratinjau surat.pdf"


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.SEE_CASE)
def new(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponseBase:
    """Fill in a paper, look at it (`langkah=lihat`), make it."""
    case, chosen = case_or_404(request, case_id), _kind_or_404(kind)
    if PAPERS[chosen].makers.isdisjoint(powers_over(officer_of(request), case)):
        raise Http404
    now, keys = timezone.now(), ring_of_request(request)
    reading = shown(case, keys)
    if reading.locked:
        return to_open(request, case.id)
    if request.method != "POST":
        words = beginning(reading, chosen, at=now, site=follow_url(request), keys=keys)
        return _form(request, case, PaperForm(kind=chosen, words=words, signers=signers(case)))
    form = PaperForm(request.POST, kind=chosen, words={}, signers=signers(case))
    if not form.is_valid():
        return _form(request, case, form, status=422)
    try:
        if request.POST.get("langkah") == "lihat":
            draft = say(reading, chosen, form.words(), form.signer(), now)
            pdf = compose.pdf(draft, village=case.village, at=now, stamp=compose.DRAFT)
            return serve.paper_response(pdf, NAME_OF_DRAFT)
        return _make(request, case, form)
    except (Refused, UploadRefused) as refused:
        form.add_error(None, refused.sentence)
    except NotTypeset:
        form.add_error(None, "Surat ini belum bisa dibuat. Beri tahu pengelola sistem; isian Anda masih ada.")
    return _form(request, case, form, status=422)


def _make(request: HttpRequest, case: Case, form: PaperForm) -> HttpResponse:
    now = timezone.now()
    token = form_token.read(case.village, request.POST.get(form_token.FIELD, ""), now)
    before = Paper.objects.filter(village=case.village, case=case).order_by("-made_at", "-id").first()
    try:
        paper = make(
            case=case,
            kind=form.kind,
            words=form.words(),
            signer=form.signer(),
            by=officer_of(request),
            at=now,
            token=token.value or None,
            keys=ring_of_request(request),
        )
    except AlreadyDone:
        messages.info(request, "Sudah tersimpan. Klik kedua tidak membuat dua surat.")
        return HttpResponseRedirect(f"{reverse('desk:case', args=[case.id])}#surat")
    except (NotTypeset, UploadRefused):
        last = Paper.objects.filter(village=case.village, case=case).order_by("-made_at", "-id").first()
        if last is None or last == before:
            raise
        messages.warning(request, UNFINISHED)
        return HttpResponseRedirect(reverse("desk:paper", args=[last.id]))
    messages.success(request, f"{form.kind.label} dibuat dengan nomor {paper.number}.")
    return HttpResponseRedirect(reverse("desk:paper", args=[paper.id]))


def _form(request: HttpRequest, case: Case, form: PaperForm, *, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "kind": form.kind,
        "rule": PAPERS[form.kind],
        "token": form_token.sign(case.village, form_token.value_of_new(), timezone.now()),
    }
    return render(request, "desk/papers/new.html", context, status=status)


@require_safe
@for_officers(Right.SEE_CASE)
def show(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """One paper: open it, print it with names, void it."""
    return _page(request, paper_or_404(request, paper_id))


def _page(
    request: HttpRequest, paper: Paper, *, void: VoidForm | None = None, name: NameForm | None = None
) -> HttpResponse:
    officer, kind = officer_of(request), PaperKind(paper.kind)
    valid = paper.voided_at is None
    named = valid and PAPERS[kind].named and paper.case.identity is not None
    context = {
        "paper": paper,
        "case": paper.case,
        "kind": kind,
        "large": compose.can_be_large(kind),
        "void": void or VoidForm(auto_id="batal_%s") if valid and _may(officer, Move.VOID_PAPER, paper.case) else None,
        "name": name or NameForm(auto_id="nama_%s")
        if named and has_case_right(officer, Right.OPEN_IDENTITY, paper.case)
        else None,
        "problem": void or name,
    }
    return render(request, "desk/papers/paper.html", context, status=422 if void or name else 200)


@require_safe
@for_officers(Right.SEE_CASE)
def file(request: HttpRequest, paper_id: UUID) -> HttpResponseBase:
    """The PDF. `?besar`: in large type; a void paper says so across every page."""
    paper = paper_or_404(request, paper_id)
    large = "besar" in request.GET and compose.can_be_large(PaperKind(paper.kind))
    keys = ring_of_request(request)
    if shown(paper.case, keys).locked:
        return to_open(request, paper.case_id)
    if paper.document is not None and paper.voided_at is None and not large:
        return serve.document_response(paper.document, inline=True, opener=opener(paper.case, keys))
    if paper.document is None and paper.voided_at is None:
        messages.warning(request, UNFINISHED)
        return HttpResponseRedirect(reverse("desk:paper", args=[paper.id]))
    stamp = compose.VOID if paper.voided_at else ""
    said = paper_data(paper, paper.case, keys)
    pdf = compose.pdf(said, village=paper.village, at=paper.made_at, stamp=stamp, large=large)
    return serve.paper_response(pdf, actions.file_name(paper))


@require_POST
@for_officers(Right.SEE_CASE)
def complete(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Make the missing file of a reserved paper."""
    paper = paper_or_404(request, paper_id)
    try:
        finish(paper, at=timezone.now(), keys=ring_of_request(request))
    except (Refused, UploadRefused, Locked) as refused:
        messages.error(request, refused.sentence)
    except NotTypeset:
        messages.error(request, "Berkas surat ini belum bisa dibuat. Beri tahu pengelola sistem.")
    else:
        messages.success(request, f"Berkas surat {paper.number} selesai.")
    return HttpResponseRedirect(reverse("desk:paper", args=[paper_id]))


@require_POST
@for_officers(Right.SEE_CASE)
def void(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Declare a paper void, with a reason."""
    paper = paper_or_404(request, paper_id)
    if not _may(officer_of(request), Move.VOID_PAPER, paper.case):
        raise Http404
    form = VoidForm(request.POST, auto_id="batal_%s")
    if not form.is_valid():
        return _page(request, paper, void=form)
    try:
        actions.void(paper=paper, by=officer_of(request), at=timezone.now(), reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"Surat {paper.number} dibatalkan.")
    return HttpResponseRedirect(reverse("desk:paper", args=[paper_id]))


@require_POST
@for_officers(Right.SEE_CASE)
def named(request: HttpRequest, paper_id: UUID) -> HttpResponseBase:
    """Open the identity, with right and reason, and stream the paper with the reporter's name; nothing is kept."""
    paper = paper_or_404(request, paper_id)
    kind, by = PaperKind(paper.kind), officer_of(request)
    keys, may = ring_of_request(request), has_case_right(by, Right.OPEN_IDENTITY, paper.case)
    if paper.voided_at is not None or not PAPERS[kind].named or not may:
        raise Http404
    form = NameForm(request.POST, auto_id="nama_%s")
    if not form.is_valid():
        return _page(request, paper, name=form)
    reason = f"Mencetak {kind.label.lower()} {paper.number} dengan nama: {form.cleaned_data['reason']}"
    try:
        said = paper_data(paper, paper.case, keys)
        identity = open_identity(case=paper.case, by=by, at=timezone.now(), reason=reason, keys=keys)
    except Locked:
        return to_open(request, paper.case_id)
    except Refused as refused:
        form.add_error("reason", refused.sentence)
        return _page(request, paper, name=form)
    with_names = compose.with_names(said, identity)
    return serve.paper_response(
        compose.pdf(with_names, village=paper.village, at=paper.made_at), actions.file_name(paper)
    )


def paper_or_404(request: HttpRequest, paper_id: UUID) -> Paper:
    """Return a paper whose case this officer may see.

    Raises:
        Http404: there is none, or he may not; both alike.
    """
    paper = queries.paper(village_of(request), paper_id)
    if paper is None:
        raise Http404
    paper.case = case_or_404(request, paper.case_id)
    if paper.case.erased_at is not None:  # its words and its file are gone with the case's contents
        raise Http404
    note_reading(case=paper.case, by=officer_of(request), at=timezone.now())
    return paper


def _kind_or_404(name: str) -> PaperKind:
    if name not in set(PaperKind) or PaperKind(name) not in PAPERS:
        raise Http404
    return PaperKind(name)


def _may(officer: Officer, move: Move, case: Case) -> bool:
    return not TABLE[move].actors.isdisjoint(powers_over(officer, case))
