"""Recording what came by counter, telephone or letter: form, read it back, receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions import intake
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.protect import protection_of
from kentongan.channels import registry
from kentongan.desk import files
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.forms.record import RecordForm
from kentongan.desk.pages.receipt import desk_receipt
from kentongan.desk.pages.record import review
from kentongan.desk.views.links import follow_url
from kentongan.documents.refusal import UploadRefused
from kentongan.forms import token as form_token
from kentongan.forms.evidence import Evidence
from kentongan.forms.token import FormToken
from kentongan.people.models import Officer
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

STALE = (
    "Formulir ini terbuka terlalu lama. Semua yang Anda tulis masih ada; periksa, lalu lanjutkan sekali lagi. "
    "Berkas perlu dipilih ulang."
)
ALREADY = (
    "Aduan yang sama sudah tercatat dengan nomor {number}. Tidak perlu disimpan lagi; "
    "bila pelapor belum menerima kodenya, terbitkan kode baru di halaman aduan itu."
)
OTHER_WORDS = (
    "Formulir ini sudah dipakai: aduan sebelumnya tercatat dengan nomor {number}. Isinya sekarang berbeda. "
    "Bila ini aduan lain, periksa lalu simpan sekali lagi."
)
NO_SCAN = "Lampirkan foto atau pindaian suratnya, atau tandai bahwa akan disusulkan."


@dataclass(frozen=True)
class Attempt:
    """One look at the form."""

    request: HttpRequest
    village: Village
    officer: Officer
    now: datetime
    form: RecordForm
    token: FormToken
    evidence: Evidence


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.RECORD_CASE)
def record(request: HttpRequest) -> HttpResponse:
    """The guided form; `langkah` says which button was pressed."""
    seen = _read(request)
    if request.method != "POST":
        return _form(seen)
    saving = request.POST.get("langkah") == "simpan"
    if not seen.token.fresh:
        return _form(seen, notice=_why_stale(seen), status=422)
    if not seen.form.is_valid() or seen.evidence.problems:
        return _form(seen, status=422)
    earlier = intake.receipt_for_token(village=seen.village, token=seen.token.value) if saving else None
    if earlier is not None:
        return _receipt_or_anew(seen, earlier)
    if seen.form.chosen.capabilities.on_paper and not seen.evidence and not seen.form.cleaned_data["scan_later"]:
        seen.form.add_error("scan_later", NO_SCAN)
        return _form(seen, status=422)
    if saving:
        return _save(seen)
    return _form(seen) if request.POST.get("langkah") == "ubah" else _review(seen)


def _read(request: HttpRequest) -> Attempt:
    village, now = village_of(request), timezone.now()
    posted = request.method == "POST"
    token = form_token.read(village, request.POST.get(form_token.FIELD, ""), now) if posted else form_token.NO_TOKEN
    evidence = files.gather(request, token.value if token.fresh else form_token.value_of_new(), posted)
    form = RecordForm(request.POST if posted else None, village=village, channels=registry().at_desk(), now=now)
    return Attempt(request, village, officer_of(request), now, form, token, evidence)


def _save(seen: Attempt) -> HttpResponse:
    """Lodge once per token; a repeated click shows the same receipt."""
    if seen.form.chosen.capabilities.oral and seen.request.POST.get("dibacakan") != "ya":
        return _review(seen, not_confirmed=True)
    try:
        receipt = _lodge(seen)
    except (Refused, UploadRefused) as refused:
        seen.form.add_error(None, refused.sentence)
        return _form(seen, status=422)
    return _receipt_or_anew(seen, receipt)


def _receipt_or_anew(seen: Attempt, receipt: Receipt) -> HttpResponse:
    """Show the receipt; a form used for other words before must not hide this complaint behind that one's receipt."""
    if receipt.repeated and not _same(seen, receipt):
        fresh = replace(seen, evidence=replace(seen.evidence, token=form_token.value_of_new(), kept=()))
        return _form(fresh, notice=OTHER_WORDS.format(number=receipt.case.number), status=422)
    count = len(seen.evidence.kept) + len(seen.evidence.fresh)
    files.let_go(seen.evidence)
    return _receipt(seen, receipt, count)


def _same(seen: Attempt, receipt: Receipt) -> bool:
    case, told = receipt.case, seen.form.cleaned_data
    return (case.kind, case.story, case.settlement) == (told["kind"], told["story"], told["settlement"])


def _why_stale(seen: Attempt) -> str:
    """Say that the form stood open too long, or that what it holds was recorded long ago."""
    value = seen.token.value
    earlier = intake.receipt_for_token(village=seen.village, token=value) if value else None
    if earlier is not None and seen.form.is_valid() and _same(seen, earlier):
        return ALREADY.format(number=earlier.case.number)
    return STALE


def _lodge(seen: Attempt) -> Receipt:
    protection = protection_of(seen.village, seen.form.lodging())
    documents = files.take_in(seen.evidence, seen.village, seen.officer, seen.now, seal_to=protection.seal_to)
    return intake.lodge(
        protection=protection,
        village=seen.village,
        lodging=seen.form.lodging(documents),
        channel=seen.form.chosen.name,
        at=seen.now,
        by=seen.officer,
        token=seen.token.value,
        received_at=seen.form.received_at(),
    )


def _form(seen: Attempt, *, notice: str = "", status: int = 200) -> HttpResponse:
    evidence = files.keep(seen.evidence)
    context = {
        "form": seen.form,
        "evidence": evidence,
        "token": form_token.sign(seen.village, evidence.token, seen.now),
        "notice": notice,
        "oral": "|".join(name for name, channel in seen.form.channels.items() if channel.capabilities.oral),
        "on_paper": "|".join(name for name, channel in seen.form.channels.items() if channel.capabilities.on_paper),
    }
    return render(seen.request, "desk/record.html", context, status=status)


def _review(seen: Attempt, *, not_confirmed: bool = False) -> HttpResponse:
    evidence = files.keep(seen.evidence)
    if evidence.problems:  # no room to hold the files until the next step
        return _form(replace(seen, evidence=evidence), status=422)
    token = form_token.sign(seen.village, evidence.token, seen.now)
    page = review(seen.form, token, evidence, not_confirmed=not_confirmed)
    return render(seen.request, "desk/review.html", {"page": page}, status=422 if not_confirmed else 200)


def _receipt(seen: Attempt, receipt: Receipt, count: int) -> HttpResponse:
    capabilities = seen.form.chosen.capabilities
    page = desk_receipt(
        receipt,
        receiver=seen.officer,
        channel=seen.form.chosen.label,
        face_to_face=capabilities.face_to_face,
        oral=capabilities.oral,
        # From what was just typed: the receipt's paper is not stored, the vault stays shut.
        name=seen.form.cleaned_data["name"] if receipt.case.identity_mode == IdentityMode.OPEN else "",
        files=count,
        follow_url=follow_url(seen.request),
        now=seen.now,
    )
    # Carried on so that the same receipt can be typeset: no address and no row ever holds token or code.
    token = seen.request.POST.get(form_token.FIELD, "")
    return render(seen.request, "desk/receipt.html", {"page": page, "case": receipt.case, "token": token})
