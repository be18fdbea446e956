"""The keys by which a village's log signs: derived from the installation's secrets, never stored.

A key belongs to one origin (its name) and one generation. The public halves stand in the ledger's tables, so that a
folder of keys that was lost and made anew is noticed instead of quietly signing with others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from kentongan.ledger import origins, tree
from kentongan.ledger.origins import Key, Origin
from kentongan.rules.slots import slot_of
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.note import Signer, Verifier
from kentongan.villages.models import Village

WITHOUT_HOST: Final = "kentongan.desa.id"
SUFFIX: Final = "-R"


class OtherKeys(Exception):
    """The installation's secrets are not those by which the log's key was made."""


def opened(village: Village, at: datetime) -> Origin:
    """Return the log's origin; the log is opened now if it never was (one query otherwise)."""
    return opened_as(village, f"{village.hostname or WITHOUT_HOST}/log/{village.code}", at)


def opened_as(village: Village, base: str, at: datetime) -> Origin:
    """Return the log's origin; opened now under this name (without its number) if it never was."""
    return origins.open_log(village.log, name=lambda number: f"{base}/{number}", vkey=_vkey_of(village.log), at=at)


def signer(village: Village, at: datetime) -> Signer:
    """Return the newest key's signer, for promises (two queries). Raises OtherKeys."""
    return signers(village, at)[0]


def signers(village: Village, at: datetime) -> list[Signer]:
    """Return who signs at a time, the newest key first (two queries). Raises OtherKeys."""
    origin = opened(village, at)
    found = origins.keys(village.log, origin.number)
    return [_signer(village.log, origin.name, key) for key in reversed(found) if key.signs(at)]


def verifiers(village: Village) -> list[Verifier]:
    """Return all keys that the log ever had, newest first (one query)."""
    return [Verifier.parse(key.vkey) for key in reversed(origins.keys(village.log))]


def make_checkpoint(village: Village, at: datetime) -> tree.StoredCheckpoint:
    """Make the checkpoint of the slot that `at` lies in. Raises as `tree.make_checkpoint`, and OtherKeys."""
    return tree.make_checkpoint(village.log, signers(village, at), slot_at(village, at))


def slot_at(village: Village, at: datetime) -> datetime:
    """Return when the village's slot of a time began, in UTC."""
    return slot_of(at.astimezone(village.zone), village.checkpoint_hours).astimezone(UTC)


def rotate(village: Village, *, at: datetime, actor: UUID | None = None, leaked: bool = False) -> Key:
    """Give the log its next key; the ledger says so (`origins.rotate`)."""
    opened(village, at)
    return origins.rotate(village.log, vkey=_vkey_of(village.log), at=at, actor=actor, leaked=leaked)


def restart(
    village: Village, *, last: Checkpoint, at: datetime, number: int = 0, lost_from: int | None = None
) -> Origin:
    """Begin a new origin after entries were lost; numbers given from now on get its suffix, so that none doubles.

    Args:
        last: the newest checkpoint that is known of what was lost.
        number: of the origin that `last` belongs to, where the database remembers fewer.
        lost_from: from which index on entries are missing; behind the last one if not given.
    """
    before = opened(village, at)
    generation = max(key.generation for key in origins.keys(village.log))
    base = before.name.rsplit("/", 1)[0]
    found = origins.restart(
        village.log,
        last=last,
        generation=generation,
        name=lambda which: f"{base}/{which}",
        vkey=_vkey_of(village.log),
        at=at,
        number=number + 1,
        lost_from=lost_from,
    )
    village.number_suffix = f"{SUFFIX}{found.number}"
    village.save(update_fields=["number_suffix"])
    return found


def seed(log: UUID, generation: int) -> bytes:
    """Return the 32 secret bytes of a log's key."""
    secret: bytes = settings.KENTONGAN_SECRETS.derive(f"log-key/{log}/{generation}")
    return secret


def _vkey_of(log: UUID) -> Callable[[str, int], str]:
    return lambda name, generation: Signer(name, seed(log, generation)).vkey


def _signer(log: UUID, name: str, key: Key) -> Signer:
    found = Signer(name, seed(log, key.generation))
    if found.vkey != key.vkey:
        raise OtherKeys(f"the key of generation {key.generation} of {name} is not that of these secrets")
    return found
