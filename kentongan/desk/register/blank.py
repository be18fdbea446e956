"""Blank forms for days without power: print, print again, see which are still out, declare one spoiled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.cases import blank_forms
from kentongan.cases.actions import blank_forms as actions
from kentongan.cases.models import FormBatch
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.register.forms import BlankForm, VoidFormForm
from kentongan.reports.register.blank import blank_pdf
from kentongan.reports.register.pdf import SHEETS
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.tenant import village_of

_MEANWHILE = "Formulir baru saja dicetak, mungkin oleh rekan Anda. Lihat daftar di bawah; cetak lagi bila masih perlu."


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.PRINT_REGISTER)
def forms(request: HttpRequest) -> HttpResponse:
    """The list of what was printed, and the form to print more."""
    if request.method != "POST":
        return _page(request)
    village = village_of(request)
    form = BlankForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        if form.cleaned_data["last"] != _newest(request):
            raise Refused("printed_meanwhile", _MEANWHILE)
        batch = actions.print_forms(
            village=village, by=officer_of(request), at=timezone.now(), count=form.cleaned_data["count"]
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form=form, status=422)
    first, last = blank_forms.numbers_of(batch)[0], blank_forms.numbers_of(batch)[-1]
    messages.success(request, f"Formulir {first} sampai {last} siap dicetak.")
    sheet = form.cleaned_data["sheet"]
    return HttpResponseRedirect(f"{reverse('desk:blank_forms')}?kertas={sheet}")


@require_POST
@for_officers(Right.PRINT_REGISTER)
def void(request: HttpRequest) -> HttpResponse:
    """Declare a form spoiled."""
    form = VoidFormForm(request.POST)
    if form.is_valid():
        try:
            actions.void_form(
                village=village_of(request),
                by=officer_of(request),
                at=timezone.now(),
                number=form.form_number,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error("number", refused.sentence)
        else:
            messages.success(request, f"Formulir {form.form_number} dicatat rusak. Nomornya tidak dipakai lagi.")
            return HttpResponseRedirect(reverse("desk:blank_forms"))
    return _page(request, void_form=form, status=422)


@require_safe
@for_officers(Right.PRINT_REGISTER)
def sheet(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The sheets of a printing as PDF; the same numbers each time."""
    batch = FormBatch.objects.filter(village=village_of(request), pk=batch_id).first()
    if batch is None:
        raise Http404
    paper = request.GET.get("kertas", "")
    made = blank_pdf(village_of(request), batch, sheet=paper if paper in SHEETS else "f4")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="formulir-kosong-{batch.year}-{batch.first:04d}.pdf"'
    return response


def _newest(request: HttpRequest) -> int:
    """Return the last form number given, 0 before the first (any year's: it only tells whether something changed)."""
    batch = FormBatch.objects.filter(village=village_of(request)).order_by("-printed_at", "-first").first()
    return batch.last if batch else 0


def _page(
    request: HttpRequest, *, form: BlankForm | None = None, void_form: VoidFormForm | None = None, status: int = 200
) -> HttpResponse:
    before = _moment(request.GET.get("sebelum", ""))
    rows, older = blank_forms.batches(village_of(request), before=before)
    newest = _newest(request)
    paper = request.GET.get("kertas", "")
    if form is None:
        form = BlankForm(initial={"last": newest, "count": 24, "sheet": paper if paper in SHEETS else "f4"})
    elif form.is_bound:
        typed = request.POST.copy()
        typed["last"] = str(newest)
        form.data = typed
    context: dict[str, Any] = {
        "form": form,
        "void_form": void_form or VoidFormForm(),
        "failed": form if form.is_bound else void_form,
        "batches": rows,
        "older": older.isoformat() if older else "",
        "sheet": paper if paper in SHEETS else "f4",
    }
    return render(request, "desk/register/blank.html", context, status=status)


def _moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
