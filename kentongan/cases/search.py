"""Full-text search over what an officer may read of a case: number, title, story, place. Never identity.

SQLite keeps an FTS5 table, PostgreSQL a GIN index over `to_tsvector('simple', …)`; both find by word beginnings, all
words wanted. The work of a search is bounded by the index, not by the number of cases.
"""

from __future__ import annotations

import re

from django.db import connection
from django.db.models import Q, QuerySet

from kentongan.cases.models import Case
from kentongan.villages.models import Village

WORD = re.compile(r"\w+", re.UNICODE)
MAX_WORDS = 8
# A word that matches very many cases ranks only this many of the newest (ids are time-ordered).
MAX_CANDIDATES = 5000
REBUILD_BATCH = 1000


def text_of(case: Case) -> str:
    """Return the text under which a case is found, in lower case."""
    parts = (case.number, case.old_number, case.title, case.story, case.settlement, case.place, case.about_whom)
    return " ".join(WORD.findall(" ".join(part for part in parts if part).casefold()))


def index(*cases: Case) -> None:
    """Enter new cases into the index (inside their transaction). PostgreSQL indexes the column by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO cases_search (case_id, village, body) VALUES (%s, %s, %s)",
            [(case.id.hex, f"v{case.village_id.hex}", case.search_text) for case in cases],
        )


def reindex(case: Case) -> None:
    """Renew the entry of a case whose words changed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_search WHERE case_id = %s", [case.id.hex])
        index(case)


def rebuild() -> None:
    """Make the index anew from all cases, oldest first (after a restore); inside a transaction."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_search")
    batch: list[Case] = []
    for case in Case.objects.only("id", "village_id", "search_text").order_by("id").iterator(chunk_size=REBUILD_BATCH):
        batch.append(case)
        if len(batch) == REBUILD_BATCH:
            index(*batch)
            batch.clear()
    index(*batch)


def words_of(text: str) -> list[str]:
    """Return the words a search looks for."""
    return WORD.findall(text.casefold())[:MAX_WORDS]


def matching(village: Village, text: str) -> QuerySet[Case]:
    """Return the village's cases that hold all the words (or their beginnings), for the caller to order and page.

    A text without any word finds nothing.
    """
    cases = Case.objects.filter(village=village)
    words = words_of(text)
    if not words:
        return cases.none()
    params: list[str | int]
    if connection.vendor == "sqlite":
        where = (
            "cases_case.id IN"
            " (SELECT case_id FROM cases_search WHERE cases_search MATCH %s ORDER BY rowid DESC LIMIT %s)"
        )
        wanted = f"village:v{village.id.hex} " + " ".join(f'AND body:"{word}"*' for word in words)
        params = [wanted, MAX_CANDIDATES]
    else:
        where = "to_tsvector('simple', cases_case.search_text) @@ to_tsquery('simple', %s)"
        params = [" & ".join(f"{word}:*" for word in words)]
    return cases.extra(where=[where], params=params)  # noqa: S610 (the SQL is constant; the words are a parameter)


def by_number(text: str) -> Q:
    """Return the filter for a register number typed as it stands in the book (the index is exact)."""
    return Q(number__in={text.strip(), text.strip().upper()})
