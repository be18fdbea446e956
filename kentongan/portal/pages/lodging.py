"""The lodging form as a page, and the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kentongan.cases.lodging import IdentityMode
from kentongan.forms.evidence import Evidence
from kentongan.portal.forms.lodging import IDENTITY_HINTS, KIND_HINTS, WhoForm
from kentongan.rules.types import Kind
from kentongan.ui.village_map import VillageMap
from kentongan.villages.texts import Question


@dataclass(frozen=True)
class Choice:
    """One large radio choice with its explanation."""

    value: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class LodgingPage:
    """The form, its token, its files, and why it is shown again."""

    form: WhoForm
    token: str
    evidence: Evidence
    action: str
    kinds: tuple[Choice, ...]
    identities: tuple[Choice, ...]
    map: VillageMap | None = None
    faq: tuple[Question, ...] = ()
    notice_title: str = ""
    notice: str = ""


def kind_choices(chosen: Any) -> tuple[Choice, ...]:
    """Return what can be lodged, each explained."""
    return tuple(Choice(str(kind), kind.label, KIND_HINTS[kind], str(kind) == chosen) for kind in Kind)


def identity_choices(chosen: Any) -> tuple[Choice, ...]:
    """Return how one can lodge, and in one sentence who can learn what."""
    return tuple(
        Choice(str(mode), mode.label, IDENTITY_HINTS[mode], str(mode) == chosen)
        for mode in IdentityMode
        if mode in IDENTITY_HINTS
    )
