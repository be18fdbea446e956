"""The door of the vault: put in, open with a reason, and see who opened.

Each record is an age file for the installation's X25519 key, or for the key of one case, which only its readers have
(`case_keys`, `keyring`). Inside, beside the data, stand the record's own id, its village, log and kind: a row that was
moved to another place, or given another one's seal, does not open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from kentongan.ledger import log as ledger
from kentongan.support import age, canonical, rows
from kentongan.support.canonical import Json
from kentongan.support.ids import uuid7
from kentongan.vault import names
from kentongan.vault.case_keys import Seal
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.vault.models import Opening as OpeningRow
from kentongan.vault.models import SealedRecord

IDENTITY = "identity"
CONTACT = "contact"  # only what a notice needs, of somebody whose identity the service cannot open
OUTBOX_SECRET = "outbox_secret"  # noqa: S105  (the name of a kind of record)
OPENED = "identity_opened"
OPENED_MANY = "identities_opened"

SEALED_REASON = "(tersegel pada aduannya)"

_CONTACT_KEYS = ("email", "phone")
# All records look alike from outside: the length must not tell whether a NIK or an address was given.
_PADDING = 1024


class NoSuchRecord(LookupError):
    """The village has no such record (it may be another village's, or destroyed)."""


class SealBroken(Exception):
    """The record cannot be opened: changed, moved from another place, or sealed with another key."""


class ReasonMissing(ValueError):
    """Nobody opens an identity without saying why."""


@dataclass(frozen=True)
class Opening:
    """Who read a record, when and why. `by` is None when the service itself read it."""

    at: datetime
    by: UUID | None
    reason: str
    contact_only: bool


def put(
    *,
    village: UUID,
    log: UUID,
    kind: str,
    data: Mapping[str, Json],
    at: datetime,
    findable: bool = False,
    seal: Seal | None = None,
) -> UUID:
    """Seal the data and return the record's id. Raises NotCanonical for what is not plain JSON.

    `findable`: enter names and telephone numbers in the blind index (`names`). Only for what was left openly.
    `seal`: to a case's own key, which the service does not hold; else to the key of the installation.
    """
    _require_transaction()
    record = uuid7()
    sealed = _seal(_binding(record, village, log, kind), data, seal)
    key = seal.key if seal else None
    rows.insert(
        [SealedRecord(id=record, village=village, log=log, kind=kind, sealed=sealed, case_key_id=key, created_at=at)]
    )
    if findable:
        names.enter(record, village, data)
    return record


def open(
    record: UUID,
    *,
    village: UUID,
    by: UUID | None,
    reason: str,
    at: datetime,
    subject: UUID | None = None,
    keys: Keyring = NO_KEYS,
) -> Mapping[str, Any]:
    """Open the whole record. A reason is required, and the opening is on record before the data are seen.

    An opening by a person (`by`) enters the ledger as "identity_opened", about `subject` (the case; else the record).
    Raises ReasonMissing, NoSuchRecord, SealBroken, and Locked for what is sealed to a case of which `keys` has no key.
    """
    _require_transaction()
    row = _row(record, village)
    data = _unseal(row, keys)
    _note(row, what="whole", by=by, reason=reason, at=at)
    if by is not None:
        ledger.append(
            log=row.log,
            action=OPENED,
            subject=subject or record,
            actor=by,
            public={},
            private={"record": str(record), "kind": row.kind} | _why(row, reason),
            at=at,
        )
    return data


def reseal(record: UUID, *, village: UUID, seal: Seal, keys: Keyring = NO_KEYS) -> None:
    """Seal a record to a case's (new) key instead of what it was sealed to; nobody sees the data.

    It leaves the blind index: nobody finds by name what only few may open. Raises NoSuchRecord, SealBroken, Locked.
    """
    _require_transaction()
    row = _row(record, village)
    data = _unseal(row, keys)
    row.sealed = _seal(_binding(row.id, row.village, row.log, row.kind), data, seal)
    row.case_key_id = seal.key
    row.save(update_fields=["sealed", "case_key"])
    names.forget([record])


def contact_copy(record: UUID, *, village: UUID, seal_keys: Keyring = NO_KEYS, at: datetime) -> UUID | None:
    """Keep the e-mail address of a record openable by the service, as a record of its own; None if it has none.

    For notices to somebody who asked for them. Raises NoSuchRecord, SealBroken, Locked.
    """
    _require_transaction()
    row = _row(record, village)
    email = _unseal(row, seal_keys).get("email")
    if not email:
        return None
    return put(village=village, log=row.log, kind=CONTACT, data={"email": email}, at=at)


def copy(record: UUID, *, village: UUID, log: UUID, purpose: str, at: datetime) -> UUID:
    """Seal the same data once more as a record of its own, with its own life; return the copy's id.

    For a case taken out of another one: nobody sees the data, and the reading is on record without a ledger entry.
    Raises ReasonMissing, NoSuchRecord, SealBroken.
    """
    _require_transaction()
    row = _row(record, village)
    _note(row, what="whole", by=None, reason=purpose, at=at)
    return put(village=village, log=log, kind=row.kind, data=_unseal(row), at=at, findable=names.is_entered(record))


def open_many(
    records: Mapping[UUID, UUID],
    *,
    village: UUID,
    log: UUID,
    by: UUID,
    reason: str,
    at: datetime,
    public: Mapping[str, Json],
    private: Mapping[str, Json],
) -> Mapping[UUID, Mapping[str, Any]]:
    """Open many whole records for one act of a person, such as a printed book; return the data by record.

    Each opening is on record by itself; the ledger gets one entry, "identities_opened", with the caller's facts, the
    number of records, and a digest of the list "record subject" that the openings make up. Statements do not grow with
    the list, except that it is read and noted in blocks.

    Args:
        records: what each record is about (its case), by record.

    A record that the village has no more is left out: its erasure must not make the book unprintable.

    Raises:
        ReasonMissing, SealBroken.
    """
    _require_transaction()
    if not reason.strip():
        raise ReasonMissing("an opening needs a reason")
    # What is sealed to a case's own key opens one by one, with a key.
    rows = list(SealedRecord.objects.filter(id__in=list(records), village=village, case_key__isnull=True))
    found = {row.id: records[row.id] for row in rows}
    OpeningRow.objects.bulk_create(
        (OpeningRow(village=village, record=row.id, what="whole", by=by, reason=reason.strip(), at=at) for row in rows),
        batch_size=500,
    )
    ledger.append(
        log=log,
        action=OPENED_MANY,
        subject=None,
        actor=by,
        public=public,
        private={
            **private,
            "reason": reason.strip(),
            "records": len(rows),
            "records_sha256": list_digest(found),
        },
        at=at,
    )
    return {row.id: _unseal(row) for row in rows}


def list_digest(records: Mapping[UUID, UUID]) -> str:
    """Return the digest to which the ledger commits: SHA-256 over the sorted lines "record subject"."""
    listed = "".join(f"{record} {subject}\n" for record, subject in sorted(records.items()))
    return hashlib.sha256(listed.encode()).hexdigest()


def contact(record: UUID, *, village: UUID, purpose: str, at: datetime) -> Mapping[str, str]:
    """The e-mail address and phone number only, for the service's own notices; those not given are absent.

    The reading is on record, without a ledger entry. Raises ReasonMissing, NoSuchRecord, SealBroken.
    """
    _require_transaction()
    row = _row(record, village)
    _note(row, what="contact", by=None, reason=purpose, at=at)
    data = _unseal(row)
    return {key: str(data[key]) for key in _CONTACT_KEYS if data.get(key)}


def destroy(record: UUID, *, village: UUID) -> None:
    """Destroy a one-time secret of the outbox after use. Raises ValueError for any other kind: identities stay."""
    _require_transaction()
    row = _row(record, village)
    if row.kind != OUTBOX_SECRET:
        raise ValueError(f"a record of kind {row.kind} is not destroyed")
    row.delete()


def replace(record: UUID, *, village: UUID, changes: Mapping[str, Json], purpose: str, at: datetime) -> UUID:
    """Correct a record: its data with the changes ("" takes a field away) become a new record, the old is destroyed.

    Nobody sees the data; the reading is on record, and who is noted for the old one stays noted there. Return the new
    record's id. Raises ReasonMissing, NoSuchRecord, SealBroken (also for what is sealed to a case's own key).
    """
    _require_transaction()
    row = _row(record, village)
    _note(row, what="whole", by=None, reason=purpose, at=at)
    data = {key: value for key, value in {**_unseal(row), **changes}.items() if value not in ("", None)}
    fresh = put(village=village, log=row.log, kind=row.kind, data=data, at=at, findable=names.is_entered(record))
    row.delete()
    return fresh


def erase(records: Collection[UUID], *, village: UUID, instead: str) -> int:
    """Destroy records for good, of whatever kind, with their places in the blind index; return how many there were.

    Only for a lawful erasure of a whole case. Who opened them and when stays on record; why is replaced by `instead`.
    """
    _require_transaction()
    OpeningRow.objects.filter(village=village, record__in=records).update(reason=instead)
    found = SealedRecord.objects.filter(village=village, id__in=records)
    count = found.count()
    found.delete()
    return count


def kinds(record: UUID, *, village: UUID, purpose: str, at: datetime) -> frozenset[str]:
    """Return which fields a record holds, never what stands in them: for who asks what is kept of him.

    The reading is on record, without a ledger entry. Raises ReasonMissing, NoSuchRecord, SealBroken.
    """
    _require_transaction()
    row = _row(record, village)
    _note(row, what="whole", by=None, reason=purpose, at=at)
    return frozenset(key for key, value in _unseal(row).items() if value)


def renew_names(records: Collection[UUID]) -> None:
    """Enter these records in the blind index anew. Their data do not leave this room, so this is no opening.

    A record that does not open is left out: `doctor` and `verify` are there to find such.
    """
    _require_transaction()
    names.forget(records)
    for row in SealedRecord.objects.filter(pk__in=records, case_key__isnull=True):
        with suppress(SealBroken):
            names.enter(row.id, row.village, _unseal(row))


def openings(record: UUID, *, village: UUID) -> list[Opening]:
    """Every opening of the record, oldest first."""
    rows = OpeningRow.objects.filter(village=village, record=record).order_by("at", "id")
    return [Opening(at=row.at, by=row.by, reason=row.reason, contact_only=row.what == "contact") for row in rows]


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the vault is used in the transaction of the act that needs it")


def _row(record: UUID, village: UUID) -> SealedRecord:
    row = SealedRecord.objects.filter(id=record, village=village).first()
    if row is None:
        raise NoSuchRecord(f"village {village} has no record {record}")
    return row


def _note(row: SealedRecord, *, what: str, by: UUID | None, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise ReasonMissing("an opening needs a reason")
    told = reason.strip() if row.case_key_id is None else SEALED_REASON
    OpeningRow.objects.create(village=row.village, record=row.id, what=what, by=by, reason=told, at=at)


def _binding(record: UUID, village: UUID, log: UUID, kind: str) -> dict[str, str]:
    return {"record": str(record), "village": str(village), "log": str(log), "kind": kind}


def _key() -> str:
    key: str = settings.KENTONGAN_SECRETS.vault_identity
    return key


def _why(row: SealedRecord, reason: str) -> dict[str, Json]:
    """What the ledger keeps of a reason: only its digest where the case is sealed, for it may speak of what is."""
    if row.case_key_id is None:
        return {"reason": reason.strip()}
    return {"reason_sha256": hashlib.sha256(f"{row.id} {reason.strip()}".encode()).hexdigest()}


def _seal(binding: Mapping[str, str], data: Mapping[str, Json], seal: Seal | None = None) -> bytes:
    content = canonical.dumps({"binding": binding, "data": data})
    content += b" " * (-len(content) % _PADDING)  # JSON lets spaces stand at the end
    return age.encrypt_to(content, [seal.recipient]) if seal else age.encrypt(content, identity=_key())


def _unseal(row: SealedRecord, keys: Keyring = NO_KEYS) -> dict[str, Any]:
    key = _key() if row.case_key_id is None else keys.secret_of(row.case_key_id)
    try:
        content = json.loads(age.decrypt(bytes(row.sealed), identity=key))
    except (age.NotOpened, ValueError) as error:
        raise SealBroken(f"record {row.id} does not open") from error
    if content["binding"] != _binding(row.id, row.village, row.log, row.kind):
        raise SealBroken(f"record {row.id} holds the seal of another place")
    data: dict[str, Any] = content["data"]
    return data
