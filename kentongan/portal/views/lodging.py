"""Lodging: one form, one POST at its end, and the receipt straight from it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.cases import arrivals
from kentongan.cases.actions import intake, triage
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import Lodging
from kentongan.cases.protect import protection_of
from kentongan.cases.ready import confidential_is_ready
from kentongan.documents import store
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.refusal import UploadRefused
from kentongan.forms import evidence as files
from kentongan.forms import token as form_token
from kentongan.forms import turns
from kentongan.forms.evidence import Evidence
from kentongan.forms.receipt import receipt_page
from kentongan.forms.token import NO_TOKEN, FormToken
from kentongan.portal import pressure, proof, shells
from kentongan.portal.forms.lodging import AskForm, LodgingForm
from kentongan.portal.pages.faq import faq
from kentongan.portal.pages.lodging import LodgingPage, identity_choices, kind_choices
from kentongan.rules.triage import CONFIRM_AFTER, TriageReason
from kentongan.rules.types import Kind, Refused
from kentongan.ui.village_map import village_map
from kentongan.villages.calendar import local_date, rules_for
from kentongan.villages.models import Village
from kentongan.villages.ombudsman import ombudsman_of
from kentongan.villages.remembered import remembered
from kentongan.villages.tenant import village_of

# Words of an address that choose the kind beforehand.
KINDS = {"pengaduan": Kind.COMPLAINT, "aspirasi": Kind.ASPIRATION, "informasi": Kind.INFORMATION}


@dataclass(frozen=True)
class Notice:
    """Why a form is shown again although nothing in it is wrong."""

    title: str
    text: str
    status: int = 422


STALE = Notice(
    "Tekan Kirim sekali lagi",
    "Formulir ini terbuka terlalu lama, jadi kami perlu memastikan sekali lagi. Semua yang Anda tulis masih ada. "
    "Bila tadi ada berkas, periksa apakah masih tercantum.",
)
OTHER_WORDS = Notice(
    "Laporan sebelumnya sudah kami terima",
    "Formulir yang sama sudah pernah Anda kirim, dan tercatat dengan nomor {number}. Isinya sekarang berbeda. "
    "Bila ini laporan baru, tekan Kirim sekali lagi.",
)
ALREADY = Notice(
    "Laporan ini sudah kami terima",
    "Laporan yang sama tercatat dengan nomor {number}. Anda tidak perlu mengirimnya lagi; "
    "ikuti dengan kode lacak pada tanda terimanya.",
)
CSRF = Notice(
    "Tekan Kirim sekali lagi",
    "Kami belum bisa memastikan formulir ini dikirim dari halaman kami. Semua yang Anda tulis masih ada. "
    "Bila terulang, izinkan cookie di peramban Anda, atau hubungi kantor desa.",
    status=403,
)


@require_http_methods(["GET", "HEAD", "POST"])
def lodge(request: HttpRequest) -> HttpResponse:
    """The lodging form."""
    return _receive(request) if request.method == "POST" else _blank(request)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The same, for information requests, with a few answers at hand."""
    return _receive(request) if request.method == "POST" else _blank(request)


def show_again(request: HttpRequest) -> HttpResponse:
    """Show a form with what was typed and a fresh token, after the CSRF check failed."""
    return _again(_read(request), CSRF)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Let a report out of the triage tray: its reporter's phone has counted, or he has come back after a while."""
    village, now = village_of(request), timezone.now()
    token = form_token.read(village, request.POST.get(form_token.FIELD, ""), now)
    receipt = intake.receipt_for_token(village=village, token=token.value) if token.fresh else None
    if receipt is None:
        response = render(request, "portal/no_receipt.html", status=404)
        response["Cache-Control"] = "no-store"
        return response
    receipt.case.village = village
    held = turns.read(village, f"confirm/{token.value}", request.POST.get(turns.FIELD, ""), now)
    how = pressure.may_confirm(request, village, token.value, held[1] if held else 0, now)
    if how:
        with suppress(Refused):  # an officer was faster
            triage.pass_triage(case=receipt.case, at=now, how=how)
    return _receipt(request, replace(receipt, repeated=False), now, confirmed=not receipt.case.triage, held=bool(held))


@dataclass(frozen=True)
class Attempt:
    """One look at the form: what was typed (if anything) and the files with it."""

    request: HttpRequest
    village: Village
    now: datetime
    form: LodgingForm | AskForm
    token: FormToken
    evidence: Evidence


def _read(request: HttpRequest) -> Attempt:
    village, now = village_of(request), timezone.now()
    token = form_token.read(village, request.POST.get(form_token.FIELD, ""), now)
    evidence = files.gather(request, token.value if token.fresh else form_token.value_of_new())
    return Attempt(request, village, now, _form(request, village, now, request.POST), token, evidence)


def _blank(request: HttpRequest) -> HttpResponse:
    village, now = village_of(request), timezone.now()
    value = form_token.value_of_new()

    def draw() -> str:
        form = _form(request, village, now, None)
        return _drawn(Attempt(request, village, now, form, NO_TOKEN, Evidence(token=value)), None, asked)

    kind = KINDS.get(request.GET.get("jenis", ""))
    ready, asked = confidential_is_ready(village), _challenge(village, value, now)
    key = (village.id, village.settings_version, get_script_prefix(), _is_ask(request), kind, ready, bool(asked))
    response = HttpResponse(shells.blank(request, key, (form_token.sign(village, value, now), asked), now, draw))
    # Private, but kept for the back button, so that nothing typed is lost by going back.
    response["Cache-Control"] = "private, no-cache"
    return response


def _receive(request: HttpRequest) -> HttpResponse:
    seen = _read(request)
    form, evidence, token = seen.form, seen.evidence, seen.token
    if not token.fresh:
        return _again(seen, _why_stale(seen))
    for problem in evidence.problems:
        form.add_error(None, problem)
    if not form.is_valid():
        return _again(seen, None)
    lodging = form.lodging()
    # With files, look first: a double click should not store them twice.
    receipt = intake.receipt_for_token(village=seen.village, token=token.value) if evidence else None
    try:
        receipt = receipt or _lodge(seen)
    except (Refused, UploadRefused) as refused:
        form.add_error(None, refused.sentence)
        return _again(seen, None)
    if receipt.repeated and not _same(receipt, lodging):
        # The form was used before, for other words: a second complaint must not vanish behind the first one's receipt.
        notice = Notice(OTHER_WORDS.title, OTHER_WORDS.text.format(number=receipt.case.number))
        return _again(replace(seen, evidence=replace(evidence, token=form_token.value_of_new(), kept=())), notice)
    files.let_go(evidence)
    return _receipt(seen.request, receipt, seen.now, files=len(evidence.kept) + len(evidence.fresh))


def _lodge(seen: Attempt) -> Receipt:
    protection = protection_of(seen.village, seen.form.lodging())
    documents = files.take_in(seen.evidence, seen.village, seen.now, seal_to=protection.seal_to)
    lodging = seen.form.lodging(documents)
    tray = pressure.tray_for(seen.request, seen.village, lodging, seen.token.value, seen.now)
    return intake.lodge(
        village=seen.village,
        lodging=lodging,
        channel="web",
        at=seen.now,
        token=seen.token.value,
        tray=tray,
        protection=protection,
    )


def _challenge(village: Village, token: str, now: datetime) -> str:
    """The proof of work that a form asks for; "" as long as nobody presses."""
    return proof.challenge(village, token, now) if arrivals.is_pressed(village) else ""


def _why_stale(seen: Attempt) -> Notice:
    value = seen.token.value
    earlier = intake.receipt_for_token(village=seen.village, token=value) if value else None
    if earlier is None or not seen.form.is_valid() or not _same(earlier, seen.form.lodging()):
        return STALE
    return Notice(ALREADY.title, ALREADY.text.format(number=earlier.case.number))


def _same(receipt: Receipt, lodging: Lodging) -> bool:
    case = receipt.case
    return (case.kind, case.story, case.settlement) == (str(lodging.kind), lodging.story, lodging.settlement)


def _form(request: HttpRequest, village: Village, now: datetime, data: QueryDict | None) -> LodgingForm | AskForm:
    confidential = confidential_is_ready(village)
    if _is_ask(request):
        return AskForm(data, confidential=confidential)
    kind = KINDS.get(request.GET.get("jenis", ""))
    hamlets = remembered(village, "hamlets", lambda: tuple(village.hamlets.filter(active=True)))
    topics = remembered(village, "restricted", lambda: tuple(village.categories.filter(active=True, restricted=True)))
    return LodgingForm(
        data,
        hamlets=hamlets,
        today=local_date(village, now),
        initial={"kind": kind} if kind else None,
        confidential=confidential,
        topics=topics,
    )


def _is_ask(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == "ask"


def _again(seen: Attempt, notice: Notice | None) -> HttpResponse:
    kept = files.keep(seen.evidence)
    html = _drawn(replace(seen, evidence=kept), notice, _challenge(seen.village, kept.token, seen.now))
    response = HttpResponse(html, status=notice.status if notice else 422)
    response["Cache-Control"] = "no-store"
    return response


def _drawn(seen: Attempt, notice: Notice | None, challenge: str) -> str:
    asking, form = _is_ask(seen.request), seen.form
    page = LodgingPage(
        form=form,
        token=form_token.sign(seen.village, seen.evidence.token, seen.now),
        evidence=seen.evidence,
        action=reverse("portal:ask" if asking else "portal:lodge"),
        kinds=() if asking else kind_choices(form["kind"].value()),
        identities=identity_choices(form["identity_mode"].value(), confidential=form.confidential),
        confidential=form.confidential,
        ombudsman="" if form.confidential else ombudsman_of(seen.village).contact,
        map=None if asking else village_map(seen.village.polygon),
        faq=faq(seen.village, rules_for(seen.village), local_date(seen.village, seen.now))
        if asking and not form.is_bound
        else (),
        notice_title=notice.title if notice else "",
        notice=notice.text if notice else "",
        challenge=challenge,
    )
    template = "portal/ask.html" if asking else "portal/lodge.html"
    return render_to_string(template, {"page": page, "form": form}, seen.request)


def _receipt(
    request: HttpRequest,
    receipt: Receipt,
    now: datetime,
    *,
    files: int | None = None,
    confirmed: bool = False,
    held: bool = False,
) -> HttpResponse:
    """The receipt. `confirmed`: it has just left the tray; `held`: he asked for that, and must wait a little more."""
    village = village_of(request)
    follow_url = request.build_absolute_uri(reverse("portal:track"))
    if files is None:
        stored = store.for_subject(receipt.case.id, village=village)
        files = sum(each.kind != DocumentKind.PAPER for each in stored)
    page = receipt_page(receipt, follow_url=follow_url, files=files, now=now)
    # Carried on so that the same receipt can be typeset: no address and no row ever holds token or code.
    token = request.POST.get(form_token.FIELD, "")
    context = {"page": page, "token": token, "confirmed": confirmed, "held": held, "tray": receipt.case.triage}
    if receipt.case.triage and receipt.case.triage_reason != TriageReason.REPEAT:
        value = form_token.read(village, token, now).value
        context["challenge"] = proof.challenge(village, value, now)
        ticket = request.POST.get(turns.FIELD, "") if held else ""
        context["ticket"] = ticket or turns.sign(village, f"confirm/{value}", CONFIRM_AFTER, now)
        context["seconds"] = CONFIRM_AFTER
    response = render(request, "portal/receipt.html", context)
    response["Cache-Control"] = "no-store"
    return response
