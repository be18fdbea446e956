"""Receipts outside of any village: a log of real entries, in which the tenth is a complaint and the twentieth its
verification."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from kentongan.ledger import form
from kentongan.proofs.file import Opened, Part, ReceiptFile
from kentongan.proofs.promise import WITHIN, Promise, PromiseKind
from kentongan.support import canonical
from kentongan.support.tlog import note as notes
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.merkle import leaf_hash
from kentongan.support.tlog.note import Signer
from kentongan.support.tlog.proof import TlogProof
from tests.witness.world import ORIGIN, WholeLog

LOG = UUID("0198a6c8-0000-7000-8000-000000000001")
NUMBER = "010/ADU/33.02.05.0001/2026"
LODGED = datetime(2026, 7, 6, 3, 15, 42, 123456, tzinfo=UTC)
VERIFIED = datetime(2026, 7, 7, 2, 0, 0, tzinfo=UTC)
SIGNER = Signer(ORIGIN, bytes(32))
WITNESS = Cosigner("saksi.example/bpd", b"\x01" * 32)
NOW = datetime(2026, 7, 8, tzinfo=UTC)

_SALT = b"\x07" * 32


def opened(index: int, public: dict[str, object], private: dict[str, object]) -> Opened:
    told, kept = canonical.dumps(public), canonical.dumps(private)  # type: ignore[arg-type]
    parts = form.EntryParts(
        LOG,
        index,
        form.commitment(form.PUBLIC_TAG, _SALT, told),
        form.commitment(form.PRIVATE_TAG, _SALT, kept),
    )
    return Opened(form.pack(parts), _SALT, told, _SALT, kept)


RECEIVE = opened(
    9,
    {"action": "receive", "kind": "complaint", "class": None, "from": None, "to": "received", "round": 1},
    {
        "action": "receive",
        "actor": None,
        "subject": None,
        "at": "2026-07-06T03:15:42.123456Z",
        "received_at": "2026-07-06T10:15:42.123456+07:00",
        "number": NUMBER,
        "due_on": "2026-07-09",
    },
)
VERIFY = opened(
    19,
    {"action": "verify", "kind": "complaint", "class": "non_supervisory", "from": "received", "to": "verified"},
    {
        "action": "verify",
        "actor": None,
        "subject": None,
        "at": "2026-07-07T02:00:00.000000Z",
        "number": NUMBER,
        "due_on": "2026-07-20",
    },
)


def entries(size: int = 40, *, without: int | None = None) -> list[bytes]:
    found = [opened(index, {"action": "x"}, {"index": index}).entry for index in range(size)]
    found[9] = RECEIVE.entry
    if size > 19:
        found[19] = VERIFY.entry
    if without is not None:
        found[without] = opened(without, {"action": "forged"}, {}).entry
    return found


TRUE = WholeLog(entries())
FORK = WholeLog(entries(without=9))


def received(**changes: object) -> Promise:
    facts = {
        "about": PromiseKind.RECEIVED,
        "origin": ORIGIN,
        "number": NUMBER,
        "leaf": leaf_hash(RECEIVE.entry),
        "what": "complaint",
        "at": LODGED.replace(microsecond=0),
        "due_on": date(2026, 7, 9),
        "included_by": LODGED.replace(microsecond=0) + WITHIN,
    }
    return Promise(**(facts | changes))  # type: ignore[arg-type]


def verified() -> Promise:
    return Promise(
        PromiseKind.VERIFIED,
        ORIGIN,
        NUMBER,
        leaf_hash(VERIFY.entry),
        "non_supervisory",
        VERIFIED,
        date(2026, 7, 20),
        VERIFIED + WITHIN,
    )


def proof(index: int, size: int, *, log: WholeLog = TRUE, seen: datetime | None = LODGED) -> str:
    note = notes.parse(log.checkpoint(size))
    if seen is not None:
        note = note.plus([WITNESS.cosign(note.text, int(seen.timestamp()))])
    return TlogProof(index, tuple(log.inclusion(index, size)), note.format()).format()


def receipt(*parts: Part) -> ReceiptFile:
    return ReceiptFile("Tanda terima aduan. Simpan berkas ini.\n", parts, (SIGNER.vkey,), (WITNESS.vkey,))


def promised(**changes: object) -> Part:
    return Part(SIGNER.note(received(**changes).format()), RECEIVE)


def proved(size: int = 15, *, log: WholeLog = TRUE, seen: datetime | None = LODGED) -> Part:
    return Part(promised().promise, RECEIVE, proof(9, size, log=log, seen=seen))


def proved_verification() -> Part:
    return Part(SIGNER.note(verified().format()), VERIFY, proof(19, 25, seen=VERIFIED))
