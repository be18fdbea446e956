"""What a reporter corrected of his own story: it stands beside the original, which is never altered."""

from __future__ import annotations

from kentongan.cases.models import Case, PrivacyRequest
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest


def corrections_of(case: Case) -> tuple[PrivacyRequest, ...]:
    """Return the corrections of the story that were granted, oldest first (one query)."""
    return tuple(
        PrivacyRequest.objects.filter(
            village=case.village_id,
            case=case,
            kind=DataRequest.CORRECTION,
            about=CorrectionOf.STORY,
            outcome=DataOutcome.GRANTED,
        ).order_by("lodged_at", "id")
    )
