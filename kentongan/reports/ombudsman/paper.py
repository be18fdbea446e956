"""The file as PDF/UA."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.models import Case
from kentongan.forms.ombudsman import Filled
from kentongan.reports import typeset
from kentongan.reports.ombudsman.contents import contents
from kentongan.vault.keyring import NO_KEYS, Keyring

CHECKSUM = 64  # letters of a SHA-256: broken where the template says


def file_of(case: Case, filled: Filled, *, at: datetime, keys: Keyring = NO_KEYS) -> bytes:
    """Return the PDF. `keys` open a sealed case. Raises NotTypeset."""
    return typeset.pdf("ombudsman", contents(case, filled, at, keys), at=at, longest_word=CHECKSUM)
