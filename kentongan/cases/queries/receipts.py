"""The receipt as a file that proves itself: promises signed by the log's key, what they speak of, and the proofs.

Nothing of it is stored. A promise says what the entry says, so it comes out the same whenever it is asked for; the
proof comes as soon as a checkpoint holds the entry. Only for who holds the code: an entry's private part is in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.ledger import origins, proving, tree
from kentongan.proofs.file import Opened, Part, ReceiptFile
from kentongan.proofs.promise import WITHIN, Promise, PromiseKind
from kentongan.rules.types import Move
from kentongan.support.tlog.merkle import leaf_hash
from kentongan.support.tlog.note import parse as parse_note
from kentongan.support.tlog.proof import TlogProof
from kentongan.ui.words import say_moment
from kentongan.villages import log_keys

_ABOUT: Final = {Move.RECEIVE: PromiseKind.RECEIVED, Move.VERIFY: PromiseKind.VERIFIED}


@dataclass(frozen=True, repr=False)
class Promised:
    """A promise, signed, and the entry that it is about."""

    promise: Promise
    note: str
    opened: Opened
    vkey: str
    index: int


def promise_of(case: Case, *, at: datetime, move: Move = Move.RECEIVE) -> Promised | None:
    """Return the signed promise about a case's receipt or its verification (six queries).

    None where there is none to make: the entry is not there yet, was imported, or its private part was erased.
    Raises OtherKeys when the log's key is not at hand.
    """
    return _promised(case, move, at)


def receipt_file(case: Case, *, at: datetime, witnesses: Sequence[str] = ()) -> ReceiptFile | None:
    """Return the file with all promises about a case and their proofs; None where there is nothing to promise.

    Args:
        witnesses: the vkeys of the village's witnesses, which save the reader looking for them.

    Raises:
        OtherKeys: the log's key is not at hand.
    """
    found = [each for move in _ABOUT if (each := _promised(case, move, at)) is not None]
    if not found or found[0].promise.about != PromiseKind.RECEIVED:
        return None
    parts = tuple(Part(each.note, each.opened, _proof(case, each.index)) for each in found)
    keys = tuple(dict.fromkeys(key.vkey for key in reversed(origins.keys(case.village.log))))
    return ReceiptFile(_words(case, found, all(part.proof for part in parts)), parts, keys, tuple(witnesses))


def _promised(case: Case, move: Move, at: datetime) -> Promised | None:
    log = case.village.log
    index = proving.index_of(log, case.pk, str(move))
    if index is None:
        return None
    entry = tree.opening(log, index, private=True)
    if entry.private is None or entry.private_salt is None:
        return None
    opened = Opened(entry.entry, entry.public_salt, entry.public, entry.private_salt, entry.private)
    signers = log_keys.signers_of(case.village, _written(opened), at)
    promise = _promise(opened, _ABOUT[move], signers[0].name)
    note = parse_note(signers[0].note(promise.format()))
    signed = note.plus(signer.sign(note.text) for signer in signers[1:])
    return Promised(promise, signed.format(), opened, signers[0].vkey, index)


def _written(opened: Opened) -> datetime:
    private: dict[str, Any] = json.loads(opened.private)
    return datetime.fromisoformat(private["at"])


def _promise(opened: Opened, about: PromiseKind, origin: str) -> Promise:
    public: dict[str, Any] = json.loads(opened.public)
    private: dict[str, Any] = json.loads(opened.private)
    written = _second(private["at"])
    received = about == PromiseKind.RECEIVED
    due_on = private.get("due_on")
    return Promise(
        about=about,
        origin=origin,
        number=private["number"],
        leaf=leaf_hash(opened.entry),
        what=public["kind" if received else "class"],
        at=_second(private["received_at"]) if received else written,
        due_on=date.fromisoformat(due_on) if due_on else None,
        included_by=written + WITHIN,
    )


def _second(text: str) -> datetime:
    at = datetime.fromisoformat(text).astimezone(UTC)
    return at - timedelta(microseconds=at.microsecond)


def _proof(case: Case, index: int) -> str:
    proven = proving.earliest(case.village.log, index)
    return TlogProof(index, proven.path, proven.checkpoint.note).format() if proven else ""


def _words(case: Case, found: Sequence[Promised], proved: bool) -> str:
    village = case.village
    first = found[0].promise
    by = say_moment(timezone.localtime(max(each.promise.included_by for each in found), village.zone))
    state = (
        "Berkas ini sudah berisi buktinya."
        if proved
        else f"Bukti menyusul paling lambat {by}. Sesudah itu unduh lagi berkas ini dari halaman lacak."
    )
    return (
        f"BUKTI TANDA TERIMA ADUAN\n"
        f"Nomor    : {first.number}\n"
        f"Desa     : {village.name} ({village.code})\n"
        f"Diterima : {say_moment(timezone.localtime(first.at, village.zone))}\n\n"
        "Dengan berkas ini Anda dapat membuktikan bahwa aduan Anda tercatat, kapan, dan bahwa\n"
        "catatannya tidak diubah.\n"
        f"{state}\n"
        "Simpan seluruhnya dan jangan diubah satu huruf pun. Isi aduan, nama, dan kode lacak Anda\n"
        "tidak ada di sini.\n\n"
        "Cara memeriksa: buka /log/periksa.html di situs desa (bisa disimpan dan dipakai tanpa\n"
        "internet), atau jalankan kentongan check-receipt. Bandingkan kunci log dengan yang\n"
        "tercetak di tanda terima kertas.\n"
    )
