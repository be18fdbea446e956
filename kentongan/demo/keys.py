"""Keys of the demo's officers. Their passphrases are the same at every start and shown to everybody: it is a demo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from kentongan.people.models import Officer
from kentongan.vault import holders
from kentongan.vault.keyring import Keyring, ring_of
from kentongan.villages.models import Village

PASSPHRASE: Final = "angin bukit kali hutan lumbung lampu"  # noqa: S105  (shown at every start)
WITH_KEYS: Final = ("sekdes", "pelayanan", "bpd", "camat", "kesra")


def make_keys(village: Village, officers: Mapping[str, Officer], *, at: datetime) -> dict[UUID, Keyring]:
    """Give these officers keys, as they would make them on their own page; return what they open."""
    rings = {}
    for key in WITH_KEYS:
        if key in officers:
            officer = officers[key]
            draft = holders.draw(village=village, officer=officer, at=at, phrase=PASSPHRASE)
            holders.activate(draft, village=village, officer=officer, at=at)
            rings[officer.id] = ring_of(draft.identity, officer=officer.id)
    return rings
