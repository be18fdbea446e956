"""Proofs for who holds a receipt: that an entry is in the log, by the earliest checkpoint that a witness saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kentongan.ledger import tree
from kentongan.ledger.models import Checkpoint as CheckpointRow
from kentongan.ledger.models import Content, Cosignature
from kentongan.ledger.tree import StoredCheckpoint
from kentongan.support.tlog import merkle
from kentongan.support.tlog.merkle import ProofError

LOOKED_AT: Final = 400
"""So many checkpoints after an entry are looked through for a cosigned one: a hundred days, at four a day."""


@dataclass(frozen=True)
class Proven:
    """An entry's way to the root of a published checkpoint."""

    checkpoint: StoredCheckpoint
    path: tuple[bytes, ...]


def index_of(log: UUID, subject: UUID, action: str) -> int | None:
    """Return the first entry of an action about a subject (one query)."""
    rows = Content.objects.filter(log=log, subject=subject, action=action).order_by("index")
    return rows.values_list("index", flat=True).first()


def earliest(log: UUID, index: int) -> Proven | None:
    """Return the proof by the earliest published checkpoint that holds the entry, cosigned if one is (few queries).

    None before there is one. What is returned has been verified: an origin that lost entries proves nothing of them.
    """
    rows = CheckpointRow.objects.filter(log=log, size__gt=index).order_by("number", "slot")
    slots = list(rows.values_list("number", "slot")[:LOOKED_AT])
    seen = set(Cosignature.objects.filter(log=log, slot__in=[slot for _, slot in slots]).values_list("number", "slot"))
    for which in [*[one for one in slots if one in seen][:2], *slots[:1], *slots[-1:]]:
        found = _proven(log, index, which)
        if found is not None:
            return found
    return None


def _proven(log: UUID, index: int, which: tuple[int, datetime]) -> Proven | None:
    number, slot = which
    row = CheckpointRow.objects.filter(log=log, number=number, slot=slot).first()
    if row is None:
        return None
    checkpoint = tree.stored(row)
    try:
        path = tree.inclusion(log, index, checkpoint.size)
        merkle.verify_inclusion(tree.leaf(log, index), index, checkpoint.size, path, checkpoint.root)
    except (ProofError, ValueError, LookupError):
        return None
    return Proven(checkpoint, tuple(path))
