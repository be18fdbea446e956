"""The front page of an installation that serves many villages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from kentongan.villages.models import Village

SHOWN: Final = 60


@dataclass(frozen=True)
class DirectoryPage:
    """Villages to choose from; always with code and district, since many share a name."""

    villages: tuple[Village, ...]
    searched: str
    more: bool


def directory_page(searched: str) -> DirectoryPage:
    """Return the villages whose name, code or district fits, at most SHOWN (one query)."""
    searched = searched.replace("\x00", "").strip()[:80]
    found = Village.objects.order_by("name", "code").defer("polygon", "texts")
    if searched:
        found = found.filter(
            Q(name__icontains=searched) | Q(code__startswith=searched) | Q(district__icontains=searched)
        )
    villages = list(found[: SHOWN + 1])
    return DirectoryPage(tuple(villages[:SHOWN]), searched, len(villages) > SHOWN)
