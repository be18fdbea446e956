"""Keeping filters: the only place that writes them. They are a habit of working, not an act on a case: no ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from kentongan.desk.models import SavedFilter
from kentongan.people.models import Officer
from kentongan.rules.types import Refused, Role
from kentongan.villages.models import Village

MOST: Final = 12
"""Filters one officer may keep; as many of other people's shared ones are shown."""
MOST_LETTERS: Final = 40
MOST_OF_QUERY: Final = 800
# What of an address is a filter; a page of the results is not.
KEYS: Final = (
    "daftar",
    "cari",
    "kata",
    "status",
    "kategori",
    "dusun",
    "saluran",
    "klasifikasi",
    "petugas",
    "tenggat",
    "asal",
    "dari",
    "sampai",
)


def query_of(data: QueryDict) -> str:
    """Return the part of an address that is a filter, always written alike; "" for none."""
    kept = QueryDict(mutable=True)
    for key in KEYS:
        value = data.get(key, "").replace("\x00", "").strip()
        if value:
            kept[key] = value
    return kept.urlencode()


def narrows(query: str) -> bool:
    """Tell whether a filter says more than which of the lists is open."""
    return bool(set(QueryDict(query)) - {"daftar", "kata"})


def of_officer(village: Village, officer: Officer) -> list[SavedFilter]:
    """Return his own filters and those that others share, by name (one query)."""
    mine = Q(officer=officer) | Q(shared=True, officer__is_active=True)
    found = SavedFilter.objects.filter(mine, village=village).select_related("officer").order_by("name", "id")
    return list(found[: 2 * MOST])


def opening_query(village: Village, officer: Officer) -> str:
    """Return the filter with which the desk opens for him, "" for none (one query)."""
    opens = SavedFilter.objects.filter(village=village, officer=officer, opens=True)
    return opens.values_list("query", flat=True).first() or ""


def keep(*, village: Village, by: Officer, at: datetime, name: str, query: str, shared: bool) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces the former one.

    Raises:
        Refused: no name, a name that is too long, nothing to keep, or too many already.
    """
    name = _checked(name)
    if not narrows(query):
        raise Refused("nothing_to_keep", "Pilih dulu saringan atau tulis kata yang dicari, lalu simpan.")
    if len(query) > MOST_OF_QUERY:
        raise Refused("too_long", "Saringan ini terlalu panjang untuk disimpan. Pakai kata yang lebih sedikit.")
    with transaction.atomic():
        own = SavedFilter.objects.select_for_update().filter(village=village, officer=by)
        kept = {row.name.casefold(): row for row in own}
        row = kept.get(name.casefold())
        if row is None and len(kept) >= MOST:
            raise Refused("too_many", f"Paling banyak {MOST} saringan. Hapus dulu yang tidak dipakai lagi.")
        row = row or SavedFilter(village=village, officer=by, created_at=at)
        row.name, row.query, row.shared = name, query, shared
        row.save()
    return row


def rename(*, row: SavedFilter, by: Officer, name: str) -> None:
    """Give a filter another name. Raises Refused: not his, no name, or the name is taken."""
    _own(row, by)
    name = _checked(name)
    with transaction.atomic():
        others = SavedFilter.objects.select_for_update().filter(village=row.village_id, officer=by).exclude(pk=row.pk)
        if any(other.name.casefold() == name.casefold() for other in others):
            raise Refused("name_taken", f"Sudah ada saringan bernama “{name}”. Pilih nama lain.")
        row.name = name
        row.save(update_fields=["name"])


def share(*, row: SavedFilter, by: Officer, shared: bool) -> None:
    """Show a filter to the whole office, or no longer. Raises Refused: not his."""
    _own(row, by)
    row.shared = shared
    row.save(update_fields=["shared"])


def open_with(*, row: SavedFilter, by: Officer, opens: bool) -> None:
    """Let the desk open with this filter, or no longer. Raises Refused: not his."""
    _own(row, by)
    with transaction.atomic():
        SavedFilter.objects.filter(village=row.village_id, officer=by, opens=True).update(opens=False)
        SavedFilter.objects.filter(pk=row.pk).update(opens=opens)
    row.opens = opens


def discard(*, row: SavedFilter, by: Officer) -> None:
    """Delete a filter. The unit head may also delete what another one shares. Raises Refused: neither."""
    if not may_discard(row, by):
        _own(row, by)
    row.delete()


def may_discard(row: SavedFilter, by: Officer) -> bool:
    """Tell whether he may delete it."""
    return row.officer_id == by.id or (row.shared and Role.UNIT_HEAD in by.role_set)


def visible(village: Village, officer: Officer, key: UUID) -> SavedFilter | None:
    """Return a filter he may see, or None."""
    mine = Q(officer=officer) | Q(shared=True)
    return SavedFilter.objects.filter(mine, village=village, pk=key).select_related("officer").first()


def _own(row: SavedFilter, by: Officer) -> None:
    if row.officer_id != by.id:
        raise Refused("not_own", "Saringan ini milik petugas lain. Simpan sendiri dengan nama Anda bila perlu.")


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("name_missing", "Tulis dulu nama saringan ini.")
    if len(name) > MOST_LETTERS:
        raise Refused("name_too_long", f"Nama saringan paling panjang {MOST_LETTERS} huruf.")
    return name
