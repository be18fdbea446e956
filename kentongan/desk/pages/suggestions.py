"""What the verification form offers beside category and urgency: links that only choose it in the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.forms import ModelChoiceField
from django.urls import reverse
from django.utils.http import urlencode

from kentongan.cases.models import Case
from kentongan.cases.suggesting import suggest
from kentongan.desk.moves import MoveForm
from kentongan.rules.types import Move, Urgency

CATEGORY: Final = "kategori"
URGENCY: Final = "kemendesakan"


@dataclass(frozen=True)
class SuggestedChoice:
    """One offer: what it would choose, the words that speak for it, where a click on it leads."""

    label: str
    words: tuple[str, ...]
    url: str
    chosen: bool


def choices_for(case: Case, form: MoveForm, query: Mapping[str, str]) -> tuple[SuggestedChoice, ...]:
    """Return the offers for the form of verification, and choose in it what the address asks for.

    Nothing is chosen unless somebody clicked on an offer; what was already sent with the form stays as it is.
    """
    if form.move is not Move.VERIFY:
        return ()
    picked = _choose(form, query)
    found = suggest(case)
    choices = [
        _choice(case, each.category.name, each.words, CATEGORY, str(each.category.pk), picked)
        for each in found.categories
    ]
    if found.urgent is not None:
        choices.append(_choice(case, Urgency.URGENT.label, found.urgent, URGENCY, Urgency.URGENT.value, picked))
    return tuple(choices)


def _choose(form: MoveForm, query: Mapping[str, str]) -> dict[str, str]:
    """Choose what the address names and the form offers; anything else in it is passed over."""
    picked: dict[str, str] = {}
    if form.is_bound:
        return picked
    field = form.fields["category"]
    if isinstance(field, ModelChoiceField) and field.queryset is not None and (key := _key(query.get(CATEGORY, ""))):
        category = field.queryset.filter(pk=key).first()
        if category is not None:
            picked[CATEGORY] = str(key)
            form.initial["category"] = category.pk
    if query.get(URGENCY) == Urgency.URGENT:
        picked[URGENCY] = Urgency.URGENT.value
        form.initial["urgency"] = Urgency.URGENT
    return picked


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _choice(
    case: Case, label: str, words: tuple[str, ...], name: str, value: str, picked: Mapping[str, str]
) -> SuggestedChoice:
    address = reverse("desk:move", args=[case.pk, Move.VERIFY.value])
    return SuggestedChoice(
        label=label,
        words=words,
        url=f"{address}?{urlencode({**picked, name: value})}#langkah_{Move.VERIFY.value}",
        chosen=picked.get(name) == value,
    )
