"""Fill a site's village with many old cases, as quickly as its database takes rows: `python -m bench.fill COUNT`.

Prints one line of JSON: tracking codes and desk cookies to look things up with, and how long it took. The rows are what
the actions would have written (cases, clocks, events, ledger, index, figures), with words drawn from a small language.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402  (Django first)
from django.db import connection, models, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from kentongan.cases import codes, search  # noqa: E402
from kentongan.cases.models import Case, CaseClock, Event, RegisterCounter  # noqa: E402
from kentongan.cases.models.case import InboxKey  # noqa: E402
from kentongan.ledger import form  # noqa: E402
from kentongan.ledger.guards import lower_guards, raise_guards  # noqa: E402
from kentongan.people.models import Officer  # noqa: E402
from kentongan.reports.figures import fold  # noqa: E402
from kentongan.rules import numbering  # noqa: E402
from kentongan.rules.types import Role  # noqa: E402
from kentongan.support.rows import _statement  # noqa: E402
from kentongan.villages.models import Category, Hamlet, Village  # noqa: E402

BATCH = 5_000
YEARS = 10
ENTRY = ("log", "index", "entry", "chain_hash")
CONTENT = ("log", "index", "action", "subject", "public_salt", "public", "private_salt", "private")
OPEN_SHARE = 0.04
CODES = 400
_SYLLABLES = ("ka", "ri", "mo", "ta", "su", "le", "wi", "pa", "ngu", "jo", "bi", "dra", "se", "lu", "nya", "gi")
_COMMON = (
    *("jalan", "rusak", "lampu", "mati", "air", "bersih", "sampah", "bantuan", "surat", "pelayanan", "petugas"),
    *("warga", "dusun", "belum", "sudah", "lama", "mohon", "segera", "diperbaiki", "jembatan", "selokan", "banjir"),
    *("sekolah", "posyandu", "pupuk", "irigasi", "tanah", "batas", "pohon", "tumbang", "kabel", "tiang"),
)


@dataclass(frozen=True)
class Entry:
    """What the search index needs to know of a case."""

    id: UUID
    village_id: UUID
    received_at: datetime
    recorded_at: datetime
    words: list[str]
    date_unknown: bool = False


class Rows:
    """Rows of one model, made from a pattern with a few columns changed."""

    def __init__(self, pattern: models.Model) -> None:
        fields, self.insert, self.places = _statement(type(pattern), connection.vendor)
        self.columns = [str(field.column) for field in fields]
        self.place = {field.attname: at for at, field in enumerate(fields)}
        self.to_db = {field.attname: field.get_db_prep_value for field in fields}
        self.pattern = [field.get_db_prep_save(field.pre_save(pattern, True), connection) for field in fields]
        self.table = type(pattern)._meta.db_table
        self.rows: list[list[Any]] = []

    def add(self, **changed: Any) -> None:
        row = self.pattern.copy()
        for name, value in changed.items():
            row[self.place[name]] = self.to_db[name](value, connection) if not isinstance(value, str | int) else value
        self.rows.append(row)

    def write(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(f"{self.insert} {self.places}", self.rows)
            else:
                names = ", ".join(f'"{name}"' for name in self.columns)
                with cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy:
                    for row in self.rows:
                        copy.write_row(row)
        self.rows.clear()


def stories(rng: random.Random) -> list[str]:
    """2,000 stories: common words, and rarer ones that make each its own."""
    rare = ["".join(rng.choices(_SYLLABLES, k=3)) for _ in range(4_000)]
    return [
        " ".join(rng.choices(_COMMON, k=18) + rng.choices(rare, k=6) + rng.choices(_COMMON, k=10)) + "."
        for _ in range(2_000)
    ]


def fill(village: Village, count: int, handlers: list[Officer]) -> list[str]:
    """Write the cases; return some tracking codes."""
    rng = random.Random(20261121)
    told = stories(rng)
    categories = list(Category.objects.filter(village=village))
    hamlets = list(Hamlet.objects.filter(village=village))
    now = datetime.now(UTC).replace(microsecond=0)
    pattern = Case(village=village, year=2026, seq=0, number="", kind="complaint", case_class="non_supervisory")
    pattern.status, pattern.channel, pattern.identity_mode, pattern.is_open = "closed", "web", "anonymous", False
    pattern.received_at = pattern.recorded_at = pattern.updated_at = pattern.answered_at = pattern.closed_at = now
    pattern.category, pattern.hamlet, pattern.handler = categories[0], hamlets[0] if hamlets else None, handlers[0]
    pattern.outcome = "settled"
    cases = Rows(pattern)
    clocks = Rows(
        CaseClock(
            village=village, case=pattern, kind="answer", started_on=now.date(), amount=14, unit="working",
            citation="SP4N-LAPOR!", due_on=now.date(),
        )
    )  # fmt: skip
    events = Rows(Event(village=village, case=pattern, move="receive", at=now, actor="reporter", to_status="received"))
    seqs: dict[int, int] = {}
    found: list[str] = []
    words: dict[int, list[str]] = {}
    head = _Head(village)
    search.words_of = lambda entry: entry.words  # type: ignore[assignment,attr-defined]  # made once per story, below
    for start in range(0, count, BATCH):
        entries = []
        for number in range(start, min(start + BATCH, count)):
            at = now - timedelta(seconds=(count - number) * (YEARS * 365 * 86_400 // count) + 60)
            case_id = UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | rng.getrandbits(62) | 1 << 63)
            seqs[at.year] = seq = seqs.get(at.year, 0) + 1
            which = rng.randrange(len(told))
            is_open = rng.random() < OPEN_SHARE
            due = now.date() + timedelta(days=rng.randrange(-20, 60))
            text = numbering.register_number(village.number_pattern, seq=seq, year=at.year, code=village.code)
            code = ""
            if number % max(1, count // CODES) == 0:
                token = codes.new_token()
                code = codes.code_of_token(village, token)
                found.append(code)
            cases.add(
                id=case_id,
                year=at.year,
                seq=seq,
                number=text,
                book_key=f"A{at.year:04d}{at.month:02d}{seq:08d}",
                story=told[which],
                title=" ".join(told[which].split()[:6]),
                received_at=at,
                recorded_at=at,
                updated_at=at,
                category_id=rng.choice(categories).id,
                hamlet_id=rng.choice(hamlets).id if hamlets else None,
                handler_id=rng.choice(handlers).id,
                code_hash=codes.hash_of_code(village, numbering.normalise_code(code))
                if code
                else secrets.token_hex(32),
                status="in_progress" if is_open else "closed",
                is_open=is_open,
                answered_at=None if is_open else at + timedelta(days=rng.randrange(1, 25)),
                closed_at=None if is_open else at + timedelta(days=30),
                outcome="" if is_open else "settled",
                next_due_on=due if is_open else None,
                next_clock="answer" if is_open else "",
                inbox_key=f"1{due:%Y%m%d}{case_id.hex}" if is_open else f"1{InboxKey.WITHOUT_DEADLINE}{case_id.hex}",
            )
            stopped: date | None = None if is_open else at.date() + timedelta(days=10)
            clocks.add(id=_sibling(case_id, 1), case_id=case_id, started_on=at.date(), due_on=due, stopped_on=stopped)
            events.add(id=_sibling(case_id, 2), case_id=case_id, at=at)
            head.add(case_id)
            if which not in words:
                words[which] = search.searching.index_words(told[which], search.stemmer())
            entries.append(Entry(case_id, village.id, at, at, [*words[which], *text.lower().split("/")]))
        with transaction.atomic():
            cases.write()
            clocks.write()
            events.write()
            head.write()
            search.index(*entries)  # type: ignore[arg-type]  # all it asks of a case
    for year, last in seqs.items():
        RegisterCounter.objects.update_or_create(village=village, series="A", year=year, defaults={"last": last})
    return found


def _hash(village: Village, code: str) -> str:
    return codes.hash_of_code(village, numbering.normalise_code(code)) if code else secrets.token_hex(32)


def _sibling(case_id: UUID, number: int) -> UUID:
    return UUID(int=case_id.int ^ number)


class _Head:
    """The ledger's entries, chained as it chains them."""

    def __init__(self, village: Village) -> None:
        self.log = village.log
        with connection.cursor() as cursor:
            cursor.execute("SELECT size, chain_hash FROM ledger_head WHERE log = %s", [self._db(self.log)])
            self.size, chain = cursor.fetchone()
        self.chain = bytes(chain)
        self.entries: list[tuple[Any, ...]] = []
        self.contents: list[tuple[Any, ...]] = []

    def _db(self, value: UUID) -> Any:
        return models.UUIDField().get_db_prep_value(value, connection)

    def add(self, subject: UUID) -> None:
        public, private = b'{"action":"receive"}', b'{"action":"receive","actor":null}'
        salts = os.urandom(32), os.urandom(32)
        entry = form.pack(
            form.EntryParts(
                self.log,
                self.size,
                form.commitment(form.PUBLIC_TAG, salts[0], public),
                form.commitment(form.PRIVATE_TAG, salts[1], private),
            )
        )
        self.chain = form.chain(self.chain, entry)
        log = self._db(self.log)
        self.entries.append((log, self.size, entry, self.chain))
        self.contents.append((log, self.size, "receive", self._db(subject), salts[0], public, salts[1], private))
        self.size += 1

    def write(self) -> None:
        with connection.cursor() as cursor:
            for table, columns, rows in (
                ("ledger_entry", ENTRY, self.entries),
                ("ledger_content", CONTENT, self.contents),
            ):
                names = ", ".join(f'"{name}"' for name in columns)
                if connection.vendor == "sqlite":
                    cursor.executemany(
                        f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", rows
                    )
                else:
                    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                        for row in rows:
                            copy.write_row(row)
                rows.clear()
            sql = "UPDATE ledger_head SET size = %s, chain_hash = %s WHERE log = %s"
            cursor.execute(sql, [self.size, self.chain, self._db(self.log)])


def cookie_of(officer: Officer) -> str:
    """Sign the officer in and return his cookie."""
    client = Client()
    client.force_login(officer, backend="kentongan.people.backend.VillageBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def main() -> None:
    """Fill the only village there is."""
    count = int(sys.argv[1])
    village = Village.objects.get()
    now = datetime.now(UTC)
    for name in ("Satu", "Dua", "Tiga"):
        Hamlet.objects.get_or_create(village=village, name=f"Dusun {name}")
    people = {
        name: Officer.objects.create_officer(
            village=village, username=name, name=name.title(), roles=roles, created_at=now
        )
        for name, roles in {
            "ketua": (Role.UNIT_HEAD, Role.INTAKE),
            "kades": (Role.VILLAGE_HEAD,),
            "joko": (Role.HANDLER,),
            "rini": (Role.HANDLER,),
        }.items()
    }
    begun = time.monotonic()
    lower_guards(connection)  # one entry at a time would take the longest part of the filling
    found = fill(village, count, [people["joko"], people["rini"]])
    raise_guards(connection)
    written = time.monotonic() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    begun = time.monotonic()
    while not fold.catch_up(village, at=datetime.now(UTC), steps=100):
        pass
    print(
        json.dumps(
            {
                "codes": found,
                "cookies": {name: cookie_of(person) for name, person in people.items()},
                "written_seconds": written,
                "folded_seconds": time.monotonic() - begun,
            }
        )
    )


if __name__ == "__main__":
    main()
