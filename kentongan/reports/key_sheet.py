"""One of the three sheets of an officer's key, A5: made while the key is drawn, printed, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from kentongan.people.models import Officer
from kentongan.reports import kop, typeset
from kentongan.ui.words import say_short_date
from kentongan.villages.models import Village


def sheet_pdf(
    *,
    village: Village,
    officer: Officer,
    words: Sequence[str],
    number: int,
    fingerprint: str,
    keeper: str,
    at: datetime,
) -> bytes:
    """Return the PDF of one sheet. `keeper` is who keeps it, "" leaves a line for a pen. Raises NotTypeset."""
    data: dict[str, Any] = {
        **kop.base(village, f"Lembar kunci {number} dari 3"),
        "number": number,
        "officer": officer.name,
        "facts": [
            ["Kunci milik", str(officer)],
            ["Desa", f"{village.name} ({village.code})"],
            ["Dibuat", say_short_date(timezone.localtime(at, village.zone).date())],
            ["Sidik kunci", fingerprint],
            ["Disimpan oleh", keeper or "________________________"],
        ],
        "words": list(words),
    }
    return typeset.pdf("lembar-kunci", data, at=at)
