"""What a reporter corrected of his own story: it stands beside the original, which is never altered."""

from __future__ import annotations

from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.sealing import open_rows
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest
from kentongan.vault.keyring import NO_KEYS, Keyring


def corrections_of(case: Case, keys: Keyring = NO_KEYS) -> tuple[PrivacyRequest, ...]:
    """Return the corrections of the story that were granted, oldest first (one query). `keys` open a sealed case."""
    found = list(
        PrivacyRequest.objects.filter(
            village=case.village_id,
            case=case,
            kind=DataRequest.CORRECTION,
            about=CorrectionOf.STORY,
            outcome=DataOutcome.GRANTED,
        ).order_by("lodged_at", "id")
    )
    open_rows(case, keys, found)
    return tuple(found)
