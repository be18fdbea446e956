"""What was wrapped to an officer's old key is wrapped to his new one: opened and sealed before the transaction, so that
nobody who lodges a complaint meanwhile waits for the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kentongan.people.models import Officer
from kentongan.support import age, rows
from kentongan.vault.models import Wrap

_BATCH: Final = 100


@dataclass(frozen=True)
class Outcome:
    """How many wraps the new key took over, and how many the old one did not open (they are left as they are)."""

    done: int
    failed: int


@dataclass(frozen=True, repr=False)
class Prepared:
    """New wraps by the old ones whose place they take."""

    officer: Officer
    old_identity: str
    recipient: str
    at: datetime
    wraps: dict[UUID, Wrap]
    failed: frozenset[UUID]


def prepare(officer: Officer, old_identity: str, recipient: str, *, at: datetime) -> Prepared:
    """Open every wrap of the old key and wrap what it holds for the new one; nothing is stored yet."""
    prepared = Prepared(officer, old_identity, recipient, at, {}, frozenset())
    return _with(prepared, _of(prepared))


def carry_out(prepared: Prepared) -> Outcome:
    """Put the new wraps in the old ones' places, also those that came meanwhile, in the caller's transaction."""
    present = {wrap.pk: wrap for wrap in _of(prepared)}
    new = (wrap for pk, wrap in present.items() if pk not in prepared.wraps and pk not in prepared.failed)
    whole = _with(prepared, new)
    moved = {pk: wrap for pk, wrap in whole.wraps.items() if pk in present}
    old = list(moved)
    for start in range(0, len(old), _BATCH):
        some = old[start : start + _BATCH]
        Wrap.objects.filter(pk__in=some).delete()
        rows.insert([moved[pk] for pk in some])
    return Outcome(len(moved), len(whole.failed))


def _of(prepared: Prepared) -> Iterator[Wrap]:
    recipient = age.recipient_of(prepared.old_identity)
    found = Wrap.objects.filter(village=prepared.officer.village_id, officer=prepared.officer.id, recipient=recipient)
    return found.iterator()


def _with(prepared: Prepared, wraps: Iterable[Wrap]) -> Prepared:
    made, failed = dict(prepared.wraps), set(prepared.failed)
    for wrap in wraps:
        try:
            secret = age.decrypt(bytes(wrap.sealed), identity=prepared.old_identity)
        except age.NotOpened:
            failed.add(wrap.pk)
            continue
        made[wrap.pk] = Wrap(
            village=wrap.village,
            case_key_id=wrap.case_key_id,
            reader=wrap.reader,
            officer=wrap.officer,
            recipient=prepared.recipient,
            sealed=age.encrypt_to(secret, [prepared.recipient]),
            created_at=prepared.at,
        )
    return Prepared(prepared.officer, prepared.old_identity, prepared.recipient, prepared.at, made, frozenset(failed))
