"""Forms that speak of several cases at once."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict

from kentongan.cases.actions.together import MAX_TOGETHER, Chosen
from kentongan.desk.moves.base import day_field, reason_field, text_field
from kentongan.people.models import Officer
from kentongan.rules.types import Role
from kentongan.villages.models import Village

PICKED = "pilih"


def picked(data: QueryDict) -> list[UUID]:
    """Return the ticked cases; nonsense in the address is passed over."""
    found = []
    for text in data.getlist(PICKED):
        try:
            found.append(UUID(text.partition(" ")[0]))
        except ValueError:
            continue
    return list(dict.fromkeys(found))[:MAX_TOGETHER]


def stamped(data: QueryDict) -> list[Chosen]:
    """Return the ticked cases with their stamps, as a review page sends them ("<id> <stamp>")."""
    stamps = {text.partition(" ")[0]: text.partition(" ")[2] for text in data.getlist(PICKED)}
    return [Chosen(key, stamps.get(str(key), "")) for key in picked(data)]


class HandlerForm(forms.Form):
    """Which handler."""

    handler = forms.ModelChoiceField(
        label="Petugas yang menangani",
        queryset=Officer.objects.none(),
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih petugasnya.", "invalid_choice": "Pilih petugas dari daftar."},
    )

    def offer(self, village: Village, *, without: Officer | None = None) -> None:
        """Offer the village's active handlers."""
        handlers = Officer.objects.filter(village=village, is_active=True, roles__role=Role.HANDLER).distinct()
        if without is not None:
            handlers = handlers.exclude(pk=without.pk)
        field = self.fields["handler"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = handlers


class AssignManyForm(HandlerForm):
    """One disposition for several cases."""

    instruction = text_field(
        "Arahan",
        rows=3,
        required="Tulis arahannya.",
        help_text="Arahan yang sama tercatat pada tiap aduan. Pelapor hanya melihat jabatan petugasnya.",
    )
    due_on = day_field("Diminta selesai", required="Isi tanggalnya.")


class HandOverForm(HandlerForm):
    """Who goes on, and why."""

    reason = reason_field(
        "Alasan (hanya dibaca petugas)",
        "Misalnya: cuti sampai 3 Agustus, pindah tugas, berhenti.",
        required="Tulis alasannya.",
    )
