"""What the entries about some cases commit to in public, read in few questions, for those that are published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kentongan.ledger.models import Content
from kentongan.ledger.models import Entry as EntryRow

_AT_ONCE = 500


@dataclass(frozen=True)
class PublicPart:
    """The public half of an entry, with what its commitment is made of."""

    index: int
    entry: bytes
    salt: bytes
    content: bytes


def public_parts(log: UUID, subjects: Sequence[UUID]) -> dict[UUID, list[PublicPart]]:
    """Return the public half of every entry about these subjects, in the order of the log; the private is not read."""
    rows = Content.objects.filter(log=log, subject__in=subjects).order_by("index")
    contents = list(rows.values_list("subject", "index", "public_salt", "public"))
    entries = _entries(log, [index for _, index, _, _ in contents])
    found: dict[UUID, list[PublicPart]] = defaultdict(list)
    for subject, index, salt, content in contents:
        if subject is not None and index in entries:  # where an entry is missing, `kentongan verify` names it
            found[subject].append(PublicPart(index, entries[index], bytes(salt), bytes(content)))
    return found


def _entries(log: UUID, indexes: Sequence[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for start in range(0, len(indexes), _AT_ONCE):
        rows = EntryRow.objects.filter(log=log, index__in=indexes[start : start + _AT_ONCE])
        found.update((index, bytes(entry)) for index, entry in rows.values_list("index", "entry"))
    return found
