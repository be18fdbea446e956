"""What the case page says of the reporter's rights over his data (one query)."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.sealing import open_rows
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest
from kentongan.vault.keyring import NO_KEYS, Keyring


@dataclass(frozen=True)
class DataOnCase:
    """Requests that wait for an answer, an erasure that waits to take effect, corrections beside the story."""

    open: tuple[PrivacyRequest, ...]
    erasure: PrivacyRequest | None
    corrections: tuple[PrivacyRequest, ...]


def data_on(case: Case, keys: Keyring = NO_KEYS) -> DataOnCase:
    """Return what there is (one query). `keys` open a sealed case."""
    rows = list(PrivacyRequest.objects.filter(village=case.village_id, case=case.pk).order_by("lodged_at", "id"))
    open_rows(case, keys, rows)
    granted = [row for row in rows if row.outcome == DataOutcome.GRANTED]
    return DataOnCase(
        open=tuple(row for row in rows if not row.outcome),
        erasure=next((row for row in granted if row.kind == DataRequest.ERASURE and row.done_at is None), None),
        corrections=tuple(
            row for row in granted if row.kind == DataRequest.CORRECTION and row.about == CorrectionOf.STORY
        ),
    )
