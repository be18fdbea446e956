"""Whether a village can promise what it offers: every route needs two officers with keys (else: the Ombudsman)."""

from __future__ import annotations

from kentongan.people.routes import readiness
from kentongan.vault.directory import officers_with_key
from kentongan.villages.models import Village
from kentongan.villages.remembered import remembered


def confidential_is_ready(village: Village) -> bool:
    """Tell whether confidential reports can be taken: every route has two officers with keys.

    Asked by every form, so it is remembered; a key that is made or ends counts up the version of the settings.
    """
    return remembered(
        village, "confidential_is_ready", lambda: readiness(village, officers_with_key(village.pk)).complete
    )
