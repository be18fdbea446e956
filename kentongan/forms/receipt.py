"""The receipt in which every lodging ends, on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.queries.tracking import Due, next_for_receipt
from kentongan.forms.mail import mail_is_ready
from kentongan.rules.numbering import format_code, spoken
from kentongan.rules.types import Kind


@dataclass(frozen=True)
class ReceiptPage:
    """The receipt (UU 25/2009 art. 43): shown once, straight from the POST, never stored."""

    number: str
    groups: tuple[str, ...]
    code: str
    words: tuple[tuple[str, ...], ...]
    kind: str
    story: str
    received_at: datetime
    next: tuple[Due, ...]
    follow_url: str
    anonymous: bool
    by_email: bool
    repeated: bool
    files: int
    mode: str = IdentityMode.OPEN.label  # "Terbuka", "Rahasia", "Anonim"


def receipt_page(receipt: Receipt, *, follow_url: str, files: int, now: datetime) -> ReceiptPage:
    """Put the receipt together (no query for a case recorded just now, else one for its clocks)."""
    case = receipt.case
    groups = tuple(format_code(receipt.code).split("-")) if receipt.code else ()
    words = spoken(receipt.code) if receipt.code else ()
    return ReceiptPage(
        number=case.number,
        groups=groups,
        code="-".join(groups),
        words=tuple(words[start : start + 3] for start in range(0, len(words), 3)),
        kind=Kind(case.kind).label,
        story=case.story,
        received_at=case.received_at,
        next=next_for_receipt(case, now, receipt.clocks),
        follow_url=follow_url,
        anonymous=case.identity_mode == IdentityMode.ANONYMOUS,
        mode=IdentityMode(case.identity_mode).label,
        by_email=case.notify_by_email and mail_is_ready(),
        repeated=receipt.repeated,
        files=files,
    )
