"""Who has a key of his own: what other rooms may know of officers' keys."""

from __future__ import annotations

from uuid import UUID

from kentongan.vault.models import HolderKey


def officers_with_key(village: UUID) -> frozenset[UUID]:
    """Return the officers of a village with an active key (one query)."""
    held = HolderKey.objects.filter(village=village, retired_at__isnull=True)
    return frozenset(held.values_list("officer", flat=True))
