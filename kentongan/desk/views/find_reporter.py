"""The villager who stands at the counter and lost his paper: his case is found by name or telephone, on record."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions import finding
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.moves.base import reason_field
from kentongan.desk.pages.case import STATUS_TONES
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.tenant import village_of


class ReporterForm(forms.Form):
    """Who is looked for, and why."""

    nama = forms.CharField(
        label="Nama pelapor",
        required=False,
        max_length=120,
        help_text="Setiap kata harus cocok. Gelar tidak perlu; ejaan lama (oe, dj) dan singkatan Moh. dikenali.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Nama paling panjang 120 huruf."},
    )
    telepon = forms.CharField(
        label="Nomor telepon",
        required=False,
        max_length=30,
        help_text="Nama atau nomor saja sudah cukup. Bila keduanya ditulis, keduanya harus cocok.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "w15"}),
        error_messages={"max_length": "Nomor telepon paling panjang 30 angka."},
    )
    alasan = reason_field(
        "Mengapa pelapor ini dicari?", "Misalnya: pelapor datang ke loket, tanda terimanya hilang, KTP cocok."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.OPEN_IDENTITY)
def find_reporter(request: HttpRequest) -> HttpResponse:
    """The form; a search answers the POST directly, so that no address holds a name."""
    form = ReporterForm(request.POST if request.method == "POST" else None, auto_id="pelapor_%s")
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = finding.find_by_reporter(
                village=village_of(request),
                by=officer_of(request),
                at=timezone.now(),
                name=form.cleaned_data["nama"],
                phone=form.cleaned_data["telepon"],
                reason=form.cleaned_data["alasan"],
            )
        except Refused as refused:
            form.add_error({"no_phone": "telepon", "nothing_asked": "nama"}.get(refused.code), refused.sentence)
    rows = [(case, STATUS_TONES.get(case.status, "")) for case in found.cases] if found else []
    context = {"form": form, "found": found, "rows": rows, "most": finding.MOST_FOUND}
    return render(request, "desk/find_reporter.html", context, status=422 if form.errors else 200)
