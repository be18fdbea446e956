"""Keys of programs: who has one and what for; a new one is shown once, an old one can be revoked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.settings.fields import choice_field
from kentongan.forms.fields import PlainText
from kentongan.people import api_keys
from kentongan.people.api_keys import NewKey
from kentongan.people.models import ApiKey, Officer
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

for_settings = for_officers(Right.MANAGE_SETTINGS)
_ONE_OWNER: Final = "Pilih petugas, atau tulis nama lembaganya: salah satu saja."


class KeyForm(forms.Form):
    """What a new key is for, and who answers for it."""

    label = PlainText(
        label="Nama kunci",
        max_length=80,
        required=True,
        help_text="Misalnya: aplikasi Lapor Kecamatan.",
        error_messages={"required": "Beri kunci ini nama, supaya kelak dikenali."},
    )
    officer = choice_field("Petugas pemiliknya", [], empty="Bukan petugas, melainkan lembaga luar")
    body = PlainText(label="Atau lembaga luar", max_length=120, help_text="Misalnya: Diskominfo kabupaten.")

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {str(one.pk): one for one in officers}
        field: Any = self.fields["officer"]
        field.choices = [*field.choices[:1], *((key, str(one)) for key, one in self.officers.items())]

    def clean(self) -> dict[str, Any]:
        """Exactly one owner."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"officer", "body"} & set(self.errors) and bool(data.get("officer")) == bool(data.get("body")):
            self.add_error("body", forms.ValidationError(_ONE_OWNER, code="owner"))
        return data


@for_settings
def show(request: HttpRequest) -> HttpResponse:
    """List the keys, and make one: its secret stands in the answer to this POST and nowhere else."""
    village = village_of(request)
    officers = list(Officer.objects.filter(village=village, is_active=True).order_by("name", "id"))
    form = KeyForm(request.POST if request.method == "POST" else None, officers=officers)
    made = _make(request, village, form) if request.method == "POST" and form.is_valid() else None
    alive, revoked = api_keys.of_village(village)
    context = {
        "form": KeyForm(officers=officers) if made else form,
        "made": made,
        "alive": alive,
        "revoked": revoked,
        "address": request.build_absolute_uri(reverse("api:docs")),
    }
    status = 422 if request.method == "POST" and made is None else 200
    return render(request, "desk/settings/api_keys.html", context, status=status)


@for_settings
def revoke(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Ask once, then let a key open nothing any more."""
    village = village_of(request)
    key = ApiKey.objects.filter(village=village, pk=program_id, revoked_at=None).select_related("officer").first()
    if key is None:
        raise Http404
    if request.method == "POST":
        try:
            api_keys.revoke(key=key, by=officer_of(request), at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"Kunci “{key.label}” sudah dicabut.")
        return redirect("desk:settings_api_keys")
    return render(request, "desk/settings/api_key_revoke.html", {"key": key})


def _make(request: HttpRequest, village: Village, form: KeyForm) -> NewKey | None:
    """Make what the form asks for; what is refused stands in the form."""
    data = form.cleaned_data
    try:
        return api_keys.make(
            village=village,
            by=officer_of(request),
            at=timezone.now(),
            label=data["label"],
            officer=form.officers.get(data["officer"]),
            body=data["body"],
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None
