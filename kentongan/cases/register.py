"""Register numbers: one per village, series and year, without gaps even when many lodge at once.

Restricted cases and their papers have series of their own, whose numbers are drawn at random: gaps in them tell nothing
to a reader who may see only some (decision 33). That none is missing shows in their count, which the ledger knows.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.db import connection

from kentongan.cases.models import DrawnNumber, RegisterCounter
from kentongan.rules import numbering
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

MAIN = "A"
IMPORTED = "I"
RESTRICTED = "K"
PAPERS = "P"  # numbers of papers, beside those of cases
RESTRICTED_PAPERS = "PK"
OF_CASES: Final = (MAIN, IMPORTED, RESTRICTED)
DRAWN: Final = frozenset({RESTRICTED, RESTRICTED_PAPERS})

_FOUR_DIGITS: Final = range(1_000, 10_000)
_FIVE_DIGITS: Final = range(10_000, 100_000)
_FULL: Final = len(_FOUR_DIGITS) // 2  # beyond this many of a year, numbers have five digits


def number_of(village: Village, *, series: str, seq: int, year: int) -> str:
    """Return a number as the village writes it; since a restore lost entries with a suffix, so that none doubles.

    Raises:
        ValueError: the village's pattern is no good.
    """
    text = numbering.register_number(village.number_pattern, seq=seq, year=year, code=village.code)
    text += village.number_suffix
    return text if series == MAIN else f"{series}-{text}"


def seq_for(village: Village, *, year: int, series: str = MAIN) -> int:
    """Take a number of any series: the next one, or a drawn one where numbers must tell nothing."""
    if series in DRAWN:
        return restricted_seq(village, year=year, series=series)
    return next_seq(village, year=year, series=series)


def restricted_seq(village: Village, *, year: int, series: str = RESTRICTED) -> int:
    """Draw a number that was never given in this series and year: four digits, five when the year fills up.

    Must run inside the transaction that uses it. The counter's locked row counts, and lets nobody draw meanwhile;
    the constraint on DrawnNumber guards besides. A number stays taken when its case is released to the ordinary book.
    """
    count = next_seq(village, year=year, series=series)
    among = _FOUR_DIGITS if count <= _FULL else _FIVE_DIGITS
    while True:
        seq = among[secrets.randbelow(len(among))]
        if _take(village, DrawnNumber(village=village, series=series, year=year, seq=seq)):
            return seq


def _take(village: Village, drawn: DrawnNumber) -> bool:
    """Whether the drawn number was free; it is taken now (one statement)."""
    meta = DrawnNumber._meta
    uuid = meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {meta.db_table} (id, village_id, series, year, seq) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608 (table name is ours)
            "ON CONFLICT DO NOTHING RETURNING seq",
            [uuid(drawn.pk, connection), uuid(village.id, connection), drawn.series, drawn.year, drawn.seq],
        )
        return cursor.fetchone() is not None


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
