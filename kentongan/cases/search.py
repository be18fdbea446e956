"""The index of the search over what an officer may read of a case. Never identity, never messages or notes.

One entry for each case: its words (`rules.searching`) under a key that sorts by the time of receipt. SQLite keeps an
FTS5 table, PostgreSQL a table of its own with a GIN index; both give the newest matches first and stop when they have
enough. The entry is written in the transaction that changes the words; `search_upkeep` makes old entries anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kentongan.cases import register
from kentongan.cases.language import stemmer
from kentongan.cases.models import Case, RegisterCounter
from kentongan.rules import searching
from kentongan.rules.number_search import NumberAsked, read_number
from kentongan.rules.searching import Question, Wanted
from kentongan.villages.models import Village

# A search looks at so many matches at most, the newest; it says so when it stopped there.
MAX_CANDIDATES: Final = 5000
MAX_NUMBERED: Final = 10
# On PostgreSQL: entries walked from the newest, and with how many matches among them a word counts as common.
WALKED: Final = 5000
COMMON: Final = 60

_TIE_BITS: Final = 30
_SECONDS: Final = (1 << 32) - 1  # until 2106
_DATED: Final = 1 << 62
MAX_KEY: Final = (1 << 63) - 1
_NEAR: Final = 64  # how far a key may have been moved out of another's way
_MARK: Final = "§"  # no word of a text begins with it: the village of an entry is no word to look for


# --- the index ------------------------------------------------------------------------------------------------------


def words_of(case: Case) -> list[str]:
    """Return the words under which a case is found: the one place that decides what is indexed."""
    hamlet = case.hamlet.name if case.hamlet is not None else ""
    where = f"RT {case.rt}" * bool(case.rt) + f" RW {case.rw}" * bool(case.rw)
    numbers = (case.number, case.old_number, case.form_number)
    parts = (
        ()
        if case.erased_at is not None
        else (
            case.title,
            case.place,
            hamlet,
            where,
            case.about_whom,
            case.story,
            case.settlement,
        )
    )
    return searching.index_words(" ".join(part for part in (*numbers, *parts) if part), stemmer())


def index(*cases: Case) -> None:
    """Enter new cases, inside their transaction (one statement for one case)."""
    if not cases:
        return
    entries = [(key, case, words_of(case)) for key, case in zip(_free_keys(cases), cases, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            rows: list[tuple[Any, ...]] = [
                (key, case.id.hex, " ".join([_token(case.village_id), *words])) for key, case, words in entries
            ]
            rows.sort(key=lambda row: row[0])  # FTS5 likes them in order
            cursor.executemany("INSERT INTO cases_search (rowid, case_id, words) VALUES (%s, %s, %s)", rows)
        else:
            rows = [(case.id, case.village_id, key, [_token(case.village_id), *words]) for key, case, words in entries]
            cursor.executemany(
                "INSERT INTO cases_search (case_id, village, key, words)"
                " VALUES (%s, %s, %s, array_to_tsvector(%s::text[]))",
                rows,
            )


def reindex(*cases: Case) -> None:
    """Renew the entries of cases whose words changed, or whose entry may be missing."""
    forget(*cases)
    index(*cases)


def forget(*cases: Case) -> None:
    """Take cases out of the index. What they were received by must not have changed: it is their place in it."""
    if not cases:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "DELETE FROM cases_search WHERE rowid BETWEEN %s AND %s AND case_id = %s",
                [(key, key + _NEAR, case.id.hex) for case in cases for key in (_key(case),)],
            )
        else:
            cursor.execute("DELETE FROM cases_search WHERE case_id = ANY(%s)", [[case.id for case in cases]])


def scrub() -> None:
    """Overwrite the words of entries that were taken out, for a lawful erasure, in a transaction of its own.

    A contentless FTS5 table only marks them as gone until its segments are merged; this merges them all (a few seconds
    for 100,000 cases, in which others wait to write). PostgreSQL overwrites them when it vacuums.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO cases_search (cases_search) VALUES ('optimize')")


def empty() -> None:
    """Throw the whole index away (before it is made anew after a restore)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cases_search (cases_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM cases_search")


def _token(village: UUID) -> str:
    return _MARK + village.hex


def _key(case: Case) -> int:
    """Return where a case stands in time: newest received last; those without a date before all others."""
    tie = int.from_bytes(case.id.bytes[-4:], "big") >> (32 - _TIE_BITS)
    if case.date_unknown:
        return _seconds(case.recorded_at) << _TIE_BITS | tie
    return _DATED | _seconds(case.received_at) << _TIE_BITS | tie


def _seconds(at: datetime) -> int:
    return min(max(int(at.timestamp()), 0), _SECONDS)


def _free_keys(cases: Sequence[Case]) -> list[int]:
    """Return a key of its own for each case. Of rows imported with one and the same time, two may draw the same tie."""
    keys = [_key(case) for case in cases]
    if len(cases) == 1:
        return keys
    taken: set[int] = set()
    for place, key in enumerate(keys):
        while key in taken:
            key += 1
        taken.add(key)
        keys[place] = key
    while clash := _in_use(keys):
        keys = [key + 1 + _moves(key, taken) if key in clash else key for key in keys]
        taken.update(keys)
    return keys


def _moves(key: int, taken: Collection[int]) -> int:
    step = 0
    while key + 1 + step in taken:
        step += 1
    return step


def _in_use(keys: Sequence[int]) -> set[int]:
    if connection.vendor != "sqlite":
        return set()  # its keys need not differ
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM cases_search WHERE rowid IN ({marks})", list(keys))  # noqa: S608  (marks only)
        return {row[0] for row in cursor.fetchall()}


# --- looking for words ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """Which part of time a search looks at: keys from `first` to before `end`."""

    first: int = 0
    end: int = MAX_KEY

    @classmethod
    def of(cls, since: datetime | None, until: datetime | None, before: int | None = None) -> Reach:
        """Return the reach of what was received from `since` to before `until`, and stands behind the key `before`."""
        first = _DATED | _seconds(since) << _TIE_BITS if since else _DATED if until else 0
        end = _DATED | _seconds(until) << _TIE_BITS if until else MAX_KEY
        return cls(first, end if before is None else min(end, before))


def understood(text: str) -> Question:
    """Return what a search text means."""
    return searching.question(text, stemmer())


@dataclass(frozen=True)
class Near:
    """The newest matches, with their keys; `reached`: the key down to which was looked, None: to the end."""

    matches: list[tuple[int, UUID]]
    reached: int | None

    @property
    def cases(self) -> list[UUID]:
        """The cases alone."""
        return [case for _, case in self.matches]


def candidates(village: Village, asked: Question, reach: Reach, limit: int) -> Near:
    """Return the newest matches within reach, at most `limit`. No words find nothing.

    One query on SQLite, up to three on PostgreSQL.
    """
    if not asked.wanted:
        return Near([], None)
    if connection.vendor != "sqlite":
        return _candidates_by_gin(village, asked, reach, limit)
    with connection.cursor() as cursor:
        found, params = _newest(village, asked, reach, limit)
        cursor.execute(f"SELECT rowid, {found}", params)
        matches = [(key, UUID(hex=case)) for key, case in cursor.fetchall()]
    return Near(matches, matches[-1][0] if len(matches) == limit else None)


def among(village: Village, asked: Question, reach: Reach, limit: int) -> RawSQL | None:
    """Return the same cases as a subquery for `pk__in`, where the database likes that better than many keys."""
    if connection.vendor != "sqlite" or not asked.wanted:
        return None
    found, params = _newest(village, asked, reach, limit)
    return RawSQL(f"SELECT {found}", params)  # noqa: S611  (the SQL is constant; the words are parameters)


def _newest(village: Village, asked: Question, reach: Reach, limit: int) -> tuple[str, list[Any]]:
    return (
        "case_id FROM cases_search WHERE cases_search MATCH %s AND rowid >= %s AND rowid < %s"
        " ORDER BY rowid DESC LIMIT %s",
        [_fts(village, asked.wanted), reach.first, reach.end, limit],
    )


def _candidates_by_gin(village: Village, asked: Question, reach: Reach, limit: int) -> Near:
    """PostgreSQL's GIN index knows no order: it would have to fetch every match of a common word before the newest.

    So the newest entries are walked first. A common word fills the page from them; for a word that is rare among them
    the index is asked, whose matches are then few.
    """
    query = _tsquery(village, asked.wanted)
    newest = "FROM cases_search WHERE village = %s AND key >= %s AND key < %s ORDER BY key DESC"
    within: list[Any] = [village.id, reach.first, reach.end]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, case_id FROM (SELECT key, case_id, words {newest} LIMIT %s) AS newest"  # noqa: S608  (constant)
            " WHERE words @@ %s::tsquery ORDER BY key DESC LIMIT %s",
            [*within, WALKED, query, limit],
        )
        matches = cursor.fetchall()
        if len(matches) == limit:
            return Near(matches, matches[-1][0])
        if len(matches) >= COMMON:
            cursor.execute(f"SELECT key {newest} OFFSET %s LIMIT 1", [*within, WALKED - 1])
            last = cursor.fetchone()
            return Near(matches, last[0] if last else None)
        cursor.execute(
            "WITH matches AS MATERIALIZED (SELECT key, case_id FROM cases_search WHERE words @@ %s::tsquery"
            " AND village = %s AND key >= %s AND key < %s) SELECT key, case_id FROM matches ORDER BY key DESC LIMIT %s",
            [query, *within, limit],
        )
        matches = cursor.fetchall()
    return Near(matches, matches[-1][0] if len(matches) == limit else None)


def matching(village: Village, text: str) -> list[Case]:
    """Return the village's cases that hold all the words, the newest received first (5,000 at most)."""
    found = candidates(village, understood(text), Reach(), MAX_CANDIDATES).cases
    cases = Case.objects.filter(village=village).in_bulk(found)
    return [cases[key] for key in found if key in cases]


def _fts(village: Village, wanted: Iterable[Wanted]) -> str:
    # Words are letters and digits only (rules.searching), so that quotes cannot end early.
    groups = (
        " OR ".join([*(f'"{word}"' for word in one.exact), *([f'"{one.beginning}"*'] if one.beginning else [])])
        for one in wanted
    )
    return f'"{_token(village.id)}" AND ' + " AND ".join(f"({group})" for group in groups)


def _tsquery(village: Village, wanted: Iterable[Wanted]) -> str:
    groups = (
        " | ".join([*(f"'{word}'" for word in one.exact), *([f"'{one.beginning}':*"] if one.beginning else [])])
        for one in wanted
    )
    return f"'{_token(village.id)}' & " + " & ".join(f"({group})" for group in groups)


# --- looking for a number -------------------------------------------------------------------------------------------


def number_asked(village: Village, text: str) -> NumberAsked | None:
    """Return which number a search text is, or None when it is words."""
    return read_number(text, pattern=village.number_pattern, code=village.code, main_series=register.MAIN)


def numbered(village: Village, text: str, among: QuerySet[Case]) -> list[UUID]:
    """Return those of the cases `among` with this number, written short or whole, the newest year first (ten at most).

    Register number, number in the old book, and number of the blank form; each is one look into an index. Two queries.
    A number of a case that the reader may not see answers like one that was never given.
    """
    asked = number_asked(village, text)
    wanted = Q(old_number=text.strip()) & ~Q(old_number="") | by_number(text) | by_restricted_number(text)
    if asked is not None:
        given = RegisterCounter.objects.filter(village=village, series__in=register.OF_CASES)
        counters = list(given.values_list("series", "year"))
        years = sorted({year for _, year in counters} | ({asked.year} if asked.year else set()))
        if asked.form:
            wanted |= Q(form_number__in=asked.form_numbers(years)) & ~Q(form_number="")
        else:
            for series, year in counters:
                if asked.series in (None, series) and asked.year in (None, year):
                    wanted |= Q(series=series, year=year, seq=asked.seq)
    cases = among.filter(wanted, village=village).order_by("-year", "series", "-seq")
    return list(cases.values_list("pk", flat=True)[:MAX_NUMBERED])


def by_number(text: str) -> Q:
    """Return the filter for a register number typed as it stands in the book (the index is exact)."""
    return Q(number__in={text.strip(), text.strip().upper()})


def by_restricted_number(text: str) -> Q:
    """Return the filter for the number that a released case had in the register of restricted ones (an index)."""
    return Q(restricted_number__in={text.strip(), text.strip().upper()}) & ~Q(restricted_number="")
