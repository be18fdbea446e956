"""The two routes and who holds them; with a place to try where a complaint would go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kentongan.cases import protect
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.settings.areas.routes import PAGE
from kentongan.desk.settings.fields import choice_field
from kentongan.forms.fields import PlainText
from kentongan.people import holders, set_up
from kentongan.people.models import KeyHolder, Officer, OverseerNotice
from kentongan.people.routes import RouteState, readiness
from kentongan.rules.access import Right, has_right
from kentongan.rules.routes import may_hold
from kentongan.rules.types import Refused, Route
from kentongan.vault.directory import officers_with_key
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

for_settings = for_officers(Right.MANAGE_SETTINGS)
MOST_TRIED: Final = 4000
NEWEST: Final = 5

WORDS: Final[Mapping[Route, str]] = {
    Route.UNIT: (
        "Menerima aduan yang tidak boleh dilihat semua petugas: pungutan liar, kekerasan terhadap perempuan atau anak, "
        "dan aduan tentang perangkat desa selain Kepala Desa."
    ),
    Route.OVERSIGHT: (
        "Menerima aduan tentang Kepala Desa, dan aduan yang menyangkut semua pemegang jalur unit. Pemegangnya dari "
        "BPD, kecamatan, atau inspektorat; Kepala Desa dan bawahannya tidak bisa ditunjuk."
    ),
}


class NameForm(forms.Form):
    """Whom to name for a route."""

    officer = choice_field("Tunjuk petugas", [], sentence="Pilih petugas yang akan memegang jalur ini.")

    def __init__(self, *args: Any, able: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", "Pilih petugas…"), *((str(one.pk), str(one)) for one in able)]  # type: ignore[attr-defined]


class TryForm(forms.Form):
    """A text to try; it is stored nowhere."""

    text = PlainText(
        label="Tulis contoh aduan",
        max_length=MOST_TRIED,
        required=True,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text="Contoh: Pak Bayan minta uang untuk surat. Tulisan ini tidak disimpan.",
        error_messages={"required": "Tulis dulu kalimat yang ingin dicoba."},
    )


@dataclass(frozen=True)
class HolderLine:
    """One who holds a route. `holding` None: he holds it by his role, so there is nothing to end."""

    name: str
    since: Any
    holding: UUID | None
    has_key: bool


@dataclass(frozen=True)
class RouteCard:
    """One route as the page shows it."""

    route: Route
    words: str
    state: RouteState
    lines: tuple[HolderLine, ...]
    may_name: bool
    form: NameForm
    somebody: bool  # there is somebody to name


@for_settings
def show(request: HttpRequest) -> HttpResponse:
    """Show both routes; name a holder (`tunjuk`), or try a text (`coba`)."""
    village = village_of(request)
    naming = request.POST.get("tunjuk", "") if request.method == "POST" else ""
    trying = request.method == "POST" and not naming
    form = TryForm(request.POST if trying else None)
    tried = protect.placement_of(village, form.cleaned_data["text"]) if trying and form.is_valid() else None
    cards = _cards(request, village, naming)
    if naming:
        done = _name(request, village, naming, cards)
        if done:
            return redirect(PAGE.url())
    names = set_up.officer_names(village)
    context = {
        "page": PAGE,
        "cards": cards,
        "missing": readiness(village, officers_with_key(village.id)).missing,
        "form": form if trying else None,
        "try_form": form,
        "tried": tried,
        "taken_by": [names.get(one, "") for one in tried.takers] if tried else [],
        "kept_from": [names.get(one, "") for one in sorted(tried.excluded)] if tried else [],
        "newest": OverseerNotice.objects.filter(village=village, action__in=[holders.NAMED, holders.ENDED])[:NEWEST],
    }
    bad = (trying and not form.is_valid()) or bool(naming)
    return render(request, "desk/settings/routes.html", context, status=422 if bad else 200)


@for_settings
def end(request: HttpRequest, holder_id: UUID) -> HttpResponse:
    """Ask once, then end a holding."""
    village, officer = village_of(request), officer_of(request)
    holder = KeyHolder.objects.filter(village=village, pk=holder_id, until=None).select_related("officer").first()
    if holder is None:
        raise Http404
    holder.village = village
    if request.method == "POST":
        try:
            holders.end_holder(holder=holder, by=officer, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"{holder.officer.name} tidak lagi memegang jalur itu.")
        return redirect(PAGE.url())
    return render(request, "desk/settings/holder_end.html", {"page": PAGE, "holder": holder})


def _name(request: HttpRequest, village: Village, naming: str, cards: Sequence[RouteCard]) -> bool:
    """Name whom the form says; tell whether it was done. What is wrong stands in the form."""
    card = next((card for card in cards if card.route == naming), None)
    if card is None or not card.form.is_valid():
        return False
    officer = Officer.objects.filter(village=village, pk=card.form.cleaned_data["officer"]).first()
    if officer is None:
        return False
    officer.village = village
    try:
        holders.name_holder(route=card.route, officer=officer, by=officer_of(request), at=timezone.now())
    except Refused as refusal:
        card.form.add_error(None, refusal.sentence)
        return False
    messages.success(request, f"{officer.name} sekarang memegang jalur itu.")
    return True


def _cards(request: HttpRequest, village: Village, naming: str) -> list[RouteCard]:
    with_key = officers_with_key(village.id)
    officers = list(Officer.objects.of_office(village).prefetch_related("roles"))
    rows = list(KeyHolder.objects.filter(village=village, until=None))
    viewer = officer_of(request).viewer()
    cards = []
    for state in readiness(village, with_key).routes:
        held = {row.officer_id: row for row in rows if row.route == state.route and state.named}
        able = [
            one for one in officers if one.id not in held and may_hold(state.route, roles=one.role_set, post=one.post)
        ]
        right = Right.MANAGE_SETTINGS if state.route is Route.UNIT else Right.MANAGE_ACCOUNTS
        data = request.POST if naming == state.route else None
        cards.append(
            RouteCard(
                route=state.route,
                words=WORDS[state.route],
                state=state,
                lines=tuple(_lines(state, officers, held, with_key)),
                may_name=has_right(viewer, right),
                form=NameForm(data, able=able, prefix=str(state.route)),
                somebody=bool(able),
            )
        )
    return cards


def _lines(
    state: RouteState, officers: Sequence[Officer], held: Mapping[UUID, KeyHolder], with_key: frozenset[UUID]
) -> list[HolderLine]:
    by_id = {one.id: one for one in officers}
    return [
        HolderLine(
            name=str(by_id[one]),
            since=held[one].since if one in held else None,
            holding=held[one].id if one in held else None,
            has_key=one in with_key,
        )
        for one in state.holders
        if one in by_id
    ]
