"""Papers handed out at the counter: the receipt in two parts, and the slip with a new tracking code.

The tracking code stands only on what the reporter takes home; the office's part never has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kentongan.cases.actions.intake import Receipt
from kentongan.cases.models import Case
from kentongan.forms.receipt import ReceiptPage, receipt_page
from kentongan.people.models import Officer
from kentongan.rules.numbering import format_code, spoken


@dataclass(frozen=True, repr=False)
class DeskReceipt:
    """The receipt of a case recorded at the desk (UU 25/2009 art. 43; RULES §4). No repr: it holds the code."""

    case: Case
    reporters: ReceiptPage
    receiver: Officer
    channel: str
    face_to_face: bool  # the paper can be handed over now
    oral: bool
    name: str  # the reporter's name for the office's part, "" when anonymous


@dataclass(frozen=True, repr=False)
class NewCode:
    """A new tracking code to be handed over now. No repr: it holds the code."""

    case: Case
    groups: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    follow_url: str


def desk_receipt(
    receipt: Receipt,
    *,
    receiver: Officer,
    channel: str,
    face_to_face: bool,
    oral: bool,
    name: str,
    files: int,
    follow_url: str,
    now: datetime,
) -> DeskReceipt:
    """Put the two parts together."""
    return DeskReceipt(
        case=receipt.case,
        reporters=receipt_page(receipt, follow_url=follow_url, files=files, now=now),
        receiver=receiver,
        channel=channel,
        face_to_face=face_to_face,
        oral=oral,
        name=name,
    )


def new_code_page(case: Case, code: str, follow_url: str) -> NewCode:
    """Return the slip for a reporter who lost his code."""
    words = spoken(code)
    return NewCode(
        case=case,
        groups=tuple(format_code(code).split("-")),
        words=tuple(words[start : start + 3] for start in range(0, len(words), 3)),
        follow_url=follow_url,
    )
