"""Which officers have a key of their own: all that other rooms need to know of it."""

from __future__ import annotations

from uuid import UUID

from kentongan.vault.models import HolderKey


def officers_with_key(village: UUID) -> frozenset[UUID]:
    """Return the officers of a village who have an active key (one query)."""
    rows = HolderKey.objects.filter(village=village, retired_at__isnull=True)
    return frozenset(rows.values_list("officer", flat=True))
