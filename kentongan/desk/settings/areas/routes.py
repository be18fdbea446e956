"""The routes of cases that not everybody may see: the page has views of its own (`settings.routes`)."""

from __future__ import annotations

from collections.abc import Sequence

from kentongan.desk.settings.framework import LinkPage
from kentongan.people.routes import readiness
from kentongan.rules.access import Right
from kentongan.vault.directory import officers_with_key
from kentongan.villages.models import Village


def missing(village: Village) -> Sequence[str]:
    """Say what the routes still lack before "rahasia" can be promised."""
    return readiness(village, officers_with_key(village.id)).missing


PAGE = LinkPage(
    title="Jalur dan pemegang kunci",
    slug="jalur",
    sentence="Siapa yang menerima aduan tentang perangkat desa atau Kepala Desa, dan siapa yang membuka rahasianya.",
    view="desk:settings_routes",
    right=Right.MANAGE_SETTINGS,
    missing=missing,
)
