"""The receipt on paper (UU 25/2009 art. 43): one sheet A5, made from the form's token and kept nowhere.

The tracking code stands on the reporter's part only. At the desk the sheet has a second part, for the office, below a
line to cut along; that part never has the code.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import segno
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.cases.queries.receipts import Promised, promise_of
from kentongan.forms.receipt import ReceiptPage
from kentongan.people.models import Officer
from kentongan.people.roster import Signatory
from kentongan.reports import kop, typeset
from kentongan.reports.papers.facts import own_words
from kentongan.rules import short_mark
from kentongan.rules.numbering import register_number
from kentongan.rules.papers import PaperField, fill
from kentongan.rules.types import Kind, PaperKind
from kentongan.support.tlog.note import to_base64
from kentongan.ui.words import say_moment, say_short_date
from kentongan.villages import log_keys
from kentongan.villages.models import Village

_LONGEST_SUBJECT: Final = 120
_QR: Final = "qr.svg"
_PIECE: Final = 8


@dataclass(frozen=True, repr=False)
class OfficePart:
    """What the office keeps: never the code. `name` is what was just typed, "" for an anonymous reporter."""

    receiver: Officer
    channel: str
    name: str
    read_back: bool


def receipt_pdf(
    case: Case, page: ReceiptPage, *, at: datetime, office: OfficePart | None, promised: Promised | None = None
) -> bytes:
    """Return the receipt, with the office's part where an officer received the complaint. Raises NotTypeset."""
    words = own_words(case.village, PaperKind.RECEIPT)
    return _typeset(case, page, words, at=at, office=office, promised=promised)


def promised_on_paper(case: Case, at: datetime) -> Promised | None:
    """Return what the log's key promises of the case; None where it cannot: a receipt on paper does not wait for it."""
    try:
        return promise_of(case, at=at)
    except log_keys.OtherKeys:
        return None


def example_pdf(village: Village, words: Mapping[str, str], *, at: datetime, site: str) -> bytes:
    """Return a receipt with these words for a complaint that does not exist; its code is none (wrong check symbol)."""
    on = timezone.localtime(at, village.zone).date()
    number = register_number(village.number_pattern, seq=12, year=on.year, code=village.code)
    case = Case(village=village, number=number, received_at=at, story="Lampu jalan di pertigaan balai dusun mati.")
    page = ReceiptPage(
        number=number,
        groups=("CON", "TOH", "CON", "TOH", "CON", "TOH"),
        code="",
        words=(),
        kind=Kind.COMPLAINT.label,
        story=case.story,
        received_at=at,
        next=(),
        follow_url=site,
        anonymous=False,
        by_email=False,
        repeated=False,
        files=0,
    )
    receiver = Officer(village=village, name="Contoh Petugas", post="Kasi Pelayanan")
    office = OfficePart(receiver=receiver, channel="Loket", name="Contoh Pelapor", read_back=False)
    return _typeset(case, page, words, at=at, office=office)


def _typeset(
    case: Case,
    page: ReceiptPage,
    words: Mapping[str, str],
    *,
    at: datetime,
    office: OfficePart | None,
    promised: Promised | None = None,
) -> bytes:
    village = case.village
    logo = kop.logo_of(village)
    values = {PaperField.NUMBER: case.number, PaperField.VILLAGE: village.name, PaperField.SITE: page.follow_url}
    received = say_moment(timezone.localtime(case.received_at, village.zone))
    about = f"{page.kind}: {_short(case.title or case.story)}"
    facts = [["Nomor registrasi", case.number]]
    if case.form_number:  # he holds the number of the form from the day without power
        facts.append(["Nomor formulir", case.form_number])
    facts.append(["Diterima", received])
    data: dict[str, Any] = {
        **kop.base(village, f"Tanda terima aduan nomor {case.number}", arms=logo),
        "opening": fill(words["opening"], values),
        "note": fill(words["note"], values),
        "facts": [*facts, *_reporters_facts(page, office), ["Pokok aduan", about]],
        "code": list(page.groups),
        "follow_url": page.follow_url,
        "qr": _QR if page.follow_url and page.groups else None,
        "next": [
            due.label + (f" paling lambat {say_short_date(due.due_on)}" if due.due_on else "") for due in page.next
        ],
        "receiver": _receiver(office) if office else None,
        "promise": _promise(promised, village) if promised else None,
        "office": None,
    }
    if page.files:
        data["facts"].append(["Berkas", f"{page.files} berkas"])
    if office is not None:
        data["office"] = {
            "facts": [*facts, ["Media", office.channel], ["Pokok aduan", about], *_office_facts(page, office)],
            "signatures": [{"post": "Pelapor"}, _receiver(office)],
        }
    files = {**(logo.files if logo else {}), **({_QR: _qr(page.follow_url)} if data["qr"] else {})}
    return typeset.pdf("tanda-terima", data, at=at, files=files)


def _promise(promised: Promised, village: Village) -> Mapping[str, Any]:
    """What is printed of the promise: by when, which entry, and the key by which anybody checks it.

    Entry and key come in pieces: the typesetter would put places to break into long words, and copies must be exact.
    """
    name, key_id, key = promised.vkey.split("+", 2)
    by = say_moment(timezone.localtime(promised.promise.included_by, village.zone))
    return {
        "by": by,
        "leaf": _pieces(to_base64(promised.promise.leaf)),
        "name": _pieces(f"{name}+{key_id}+"),
        "key": _pieces(key),
        "mark": short_mark.mark(promised.vkey),
    }


def _pieces(text: str) -> list[str]:
    return [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def _reporters_facts(page: ReceiptPage, office: OfficePart | None) -> list[list[str]]:
    if page.anonymous:
        return [["Pelapor", "Anonim"]]
    if office is None:
        return [["Pelapor", "Terbuka; nama tidak dicetak di sini"]]
    return [["Pelapor", office.name or "Terbuka"]]


def _office_facts(page: ReceiptPage, office: OfficePart) -> list[list[str]]:
    found = [["Pelapor", "Anonim" if page.anonymous else "Terbuka; identitas tersegel"]]
    if office.read_back:
        found.append(["Dibacakan kembali", "Ya, dibenarkan pelapor"])
    return found


def _receiver(office: OfficePart) -> Mapping[str, Any]:
    who = office.receiver
    return kop.signature(Signatory(name=who.name, post=who.post, number=who.number), above=("Penerima,",))


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST_SUBJECT else f"{one_line[:_LONGEST_SUBJECT]} …"


def _qr(address: str) -> bytes:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=1)
    return drawing.getvalue()
