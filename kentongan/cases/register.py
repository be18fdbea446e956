"""Register numbers: one per village, series and year, without gaps even when many lodge at once."""

from __future__ import annotations

import secrets

from django.db import connection

from kentongan.cases.models import Case, RegisterCounter
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

MAIN = "A"
IMPORTED = "I"
RESTRICTED = "K"  # seen by its route only; numbers that do not follow each other, so that a gap tells nothing
PAPERS = "P"  # numbers of papers, beside those of cases


def next_seq(village: Village, *, year: int, series: str = MAIN) -> int:
    """Take the next number. Must run inside the case's own transaction: a rollback gives the number back.

    One statement on both databases; the counter's row stays locked until commit: neither gap nor double.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a register number is taken inside the transaction that uses it")
    meta = RegisterCounter._meta
    uuid = meta.get_field("id").get_db_prep_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {meta.db_table} (id, village_id, series, year, last) VALUES (%s, %s, %s, %s, 1) "  # noqa: S608 (table name is ours)
            f"ON CONFLICT (village_id, series, year) DO UPDATE SET last = {meta.db_table}.last + 1 RETURNING last",
            [uuid(uuid7(), connection), uuid(village.id, connection), series, year],
        )
        row = cursor.fetchone()
    return int(row[0])


def last_seq(village: Village, *, year: int, series: str = MAIN) -> int:
    """Return the last number given in a series and year, 0 before the first (one query)."""
    found = RegisterCounter.objects.filter(village=village, series=series, year=year).values_list("last", flat=True)
    return found.first() or 0


def restricted_seq(village: Village, *, year: int) -> int:
    """Draw an unused number of the restricted register (the unique constraint guards against two at once)."""
    if not connection.in_atomic_block:
        raise RuntimeError("a register number is taken inside the transaction that uses it")
    taken = Case.objects.filter(village=village, series=RESTRICTED, year=year)
    for digits in (4, 4, 4, 4, 5, 5, 6, 7, 8):
        drawn: int = secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)
        if not taken.filter(seq=drawn).exists():
            return drawn
    raise RuntimeError("no number left in the restricted register")
