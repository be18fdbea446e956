"""Verification finds every kind of tampering and names the first bad entry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from kentongan.ledger import form, verification
from kentongan.ledger import log as ledger
from kentongan.ledger.log import Problem
from kentongan.ledger.models import Head
from kentongan.support import canonical
from kentongan.support.ids import uuid7
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import AT, append, log_of, sql

pytestmark = pytest.mark.django_db

ENTRY = "UPDATE ledger_entry SET"
CONTENT = "UPDATE ledger_content SET"
WHERE = 'WHERE log = %s AND "index" = %s'


@pytest.fixture(params=[2000, 2], ids=["one chunk", "chunks of two"], autouse=True)
def _chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_CHUNK", request.param)


def stored(log: UUID, index: int) -> tuple[bytes, bytes]:
    entry, chain_hash = sql(f"SELECT entry, chain_hash FROM ledger_entry {WHERE}", log, index)[0]
    return bytes(entry), bytes(chain_hash)


def flip(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 0x01
    return bytes(changed)


def rechain(log: UUID, start: int) -> None:
    """Play the thorough forger: make chain and head agree again from `start` on."""
    chain_hash = stored(log, start - 1)[1] if start else form.FIRST_CHAIN_HASH
    index = start
    for (entry,) in sql('SELECT entry FROM ledger_entry WHERE log = %s AND "index" >= %s ORDER BY "index"', log, start):
        chain_hash = form.chain(chain_hash, bytes(entry))
        sql(f"{ENTRY} chain_hash = %s {WHERE}", chain_hash, log, index)
        index += 1
    sql("UPDATE ledger_head SET size = %s, chain_hash = %s WHERE log = %s", index, chain_hash, log)


def change_entry(position: int) -> Callable[[UUID, int], None]:
    return lambda log, index: void(
        sql(f"{ENTRY} entry = %s {WHERE}", flip(stored(log, index)[0], position), log, index)
    )


def void(_: object) -> None:
    return None


def change_chain(log: UUID, index: int) -> None:
    sql(f"{ENTRY} chain_hash = %s {WHERE}", flip(stored(log, index)[1], 0), log, index)


def change_entry_and_rechain(log: UUID, index: int) -> None:
    change_entry(88)(log, index)
    rechain(log, index)


def change_index_and_rechain(log: UUID, index: int) -> None:
    change_entry(24)(log, index)
    rechain(log, index)


def change_log_and_rechain(log: UUID, index: int) -> None:
    change_entry(5)(log, index)
    rechain(log, index)


def change_version_and_rechain(log: UUID, index: int) -> None:
    change_entry(0)(log, index)
    rechain(log, index)


def cut_entry_short(log: UUID, index: int) -> None:
    sql(f"{ENTRY} entry = %s {WHERE}", stored(log, index)[0][:88], log, index)


def take_out(log: UUID, index: int) -> None:
    sql(f"DELETE FROM ledger_content {WHERE}", log, index)
    sql(f"DELETE FROM ledger_entry {WHERE}", log, index)


def take_out_entry_only(log: UUID, index: int) -> None:
    sql(f"DELETE FROM ledger_entry {WHERE}", log, index)


def take_out_content(log: UUID, index: int) -> None:
    sql(f"DELETE FROM ledger_content {WHERE}", log, index)


def swap_with_next(log: UUID, index: int) -> None:
    (one, one_chain), (two, two_chain) = stored(log, index), stored(log, index + 1)
    sql(f"{ENTRY} entry = %s, chain_hash = %s {WHERE}", two, two_chain, log, index)
    sql(f"{ENTRY} entry = %s, chain_hash = %s {WHERE}", one, one_chain, log, index + 1)


def swap_contents_with_next(log: UUID, index: int) -> None:
    for old, new in ((index, 1000), (index + 1, index), (1000, index + 1)):
        sql(f'{CONTENT} "index" = %s {WHERE}', new, log, old)


def change_column(column: str, value: Any) -> Callable[[UUID, int], None]:
    def tamper(log: UUID, index: int) -> None:
        sql(f"{CONTENT} {column} = %s {WHERE}", value, log, index)

    return tamper


def backdate(log: UUID, index: int) -> None:
    private = bytes(sql(f"SELECT private FROM ledger_content {WHERE}", log, index)[0][0])
    assert b"2026-03-13" in private
    sql(f"{CONTENT} private = %s {WHERE}", private.replace(b"2026-03-13", b"2026-03-12"), log, index)


def erase_quietly(log: UUID, index: int) -> None:
    sql(f"{CONTENT} private = NULL, private_salt = NULL, erased_at = %s {WHERE}", AT, log, index)


TAMPERINGS = [
    (change_entry(88), Problem.ENTRY_CHANGED),
    (change_entry(0), Problem.ENTRY_CHANGED),
    (cut_entry_short, Problem.ENTRY_CHANGED),
    (swap_with_next, Problem.ENTRY_CHANGED),
    (change_chain, Problem.CHAIN_CHANGED),
    (change_version_and_rechain, Problem.ENTRY_CHANGED),
    (change_log_and_rechain, Problem.ENTRY_CHANGED),
    (change_index_and_rechain, Problem.ENTRY_CHANGED),
    (change_entry_and_rechain, Problem.PRIVATE_CHANGED),
    (take_out, Problem.ENTRY_MISSING),
    (take_out_entry_only, Problem.ENTRY_MISSING),
    (take_out_content, Problem.CONTENT_MISSING),
    (swap_contents_with_next, Problem.PUBLIC_CHANGED),
    (change_column("public", canonical.dumps({"action": "note", "kind": "information"})), Problem.PUBLIC_CHANGED),
    (change_column("public", b"\x00 not json"), Problem.PUBLIC_CHANGED),
    (change_column("public_salt", bytes(32)), Problem.PUBLIC_CHANGED),
    (change_column("public_salt", b""), Problem.PUBLIC_CHANGED),
    (change_column("private", b"{}"), Problem.PRIVATE_CHANGED),
    (change_column("private_salt", bytes(32)), Problem.PRIVATE_CHANGED),
    (backdate, Problem.PRIVATE_CHANGED),
    (change_column("action", "other"), Problem.LABEL_CHANGED),
    (change_column("subject", None), Problem.LABEL_CHANGED),
    (change_column("subject", uuid7()), Problem.LABEL_CHANGED),
    (erase_quietly, Problem.ERASED_QUIETLY),
]


@pytest.mark.parametrize("index", [0, 2, 4])
@pytest.mark.parametrize(("tamper", "problem"), TAMPERINGS)
def test_tampering_is_found_and_the_first_bad_entry_named(
    tamper: Callable[[UUID, int], None], problem: Problem, index: int
) -> None:
    log, bystander = log_of(6), log_of(2)
    with guards_off(connection):
        tamper(log, index)
        backdate(log, 5)  # a later entry as well: the first bad one is named
    found = ledger.verify(log)
    assert (found.ok, found.first_bad_index, found.kind) == (False, index, problem)
    assert found.size == index
    assert str(index) in str(found.problem)
    assert ledger.verify(bystander).ok


def commit_to(content: bytes, index: int, log: UUID) -> None:
    """The thorough forger once more: a content of his own that the entry does commit to."""
    parts = form.unpack(stored(log, index)[0])
    forged = dataclasses.replace(
        parts,
        public_commitment=form.commitment(form.PUBLIC_TAG, bytes(32), content),
        private_commitment=form.commitment(form.PRIVATE_TAG, bytes(32), content),
    )
    columns = "public = %s, private = %s, public_salt = %s, private_salt = %s"
    sql(f"{CONTENT} {columns} {WHERE}", content, content, bytes(32), bytes(32), log, index)
    sql(f"{ENTRY} entry = %s {WHERE}", form.pack(forged), log, index)
    rechain(log, index)


@pytest.mark.parametrize("content", [b"", b"\xff not json", b"[1]", b"{}", b'{"action":"note"}'])
def test_a_forged_content_of_another_form_is_told_and_not_stumbled_over(content: bytes) -> None:
    log = log_of(3)
    with guards_off(connection):
        commit_to(content, 1, log)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (1, Problem.LABEL_CHANGED)


def test_an_announcement_that_cannot_be_read_announces_nothing() -> None:
    log = log_of(2)
    ledger.erase_private(log, 0, AT)
    with guards_off(connection):
        change_column("public", b"\xff")(log, 2)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (0, Problem.ERASED_QUIETLY)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (f"{ENTRY} entry = 'text' {WHERE}", Problem.ENTRY_CHANGED),
        (f"{ENTRY} chain_hash = 7 {WHERE}", Problem.CHAIN_CHANGED),
        (f"{CONTENT} subject = 'siapa' {WHERE}", Problem.LABEL_CHANGED),
        (f"{CONTENT} public = 'text' {WHERE}", Problem.PUBLIC_CHANGED),
        (f"{CONTENT} private = 3 {WHERE}", Problem.PRIVATE_CHANGED),
        (f"{CONTENT} private_salt = 'salt' {WHERE}", Problem.PRIVATE_CHANGED),
    ],
)
def test_values_of_a_wrong_type_are_told_and_not_stumbled_over(statement: str, problem: Problem) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the types of its columns")
    log = log_of(3)
    with guards_off(connection):
        sql(statement, log, 1)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (1, problem)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5])
def test_an_untouched_log_is_good(size: int) -> None:
    log = log_of(size)
    found = ledger.verify(log)
    assert (found.ok, found.size, found.problem, found.first_bad_index) == (True, size, None, None)
    assert found.chain_hash == (stored(log, size - 1)[1] if size else form.FIRST_CHAIN_HASH)


@pytest.mark.parametrize("last", [change_entry(88), change_chain, take_out_content, backdate])
def test_tampering_with_the_last_entry_is_found(last: Callable[[UUID, int], None]) -> None:
    log = log_of(3)
    with guards_off(connection):
        last(log, 2)
    assert ledger.verify(log).first_bad_index == 2


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_cut_tail_is_found(left: int) -> None:
    log = log_of(3)
    with guards_off(connection):
        for index in range(left, 3):
            take_out(log, index)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (left, Problem.TAIL_MISSING)


def test_a_head_that_was_wound_back_is_found() -> None:
    log = log_of(3)
    with guards_off(connection):
        sql("UPDATE ledger_head SET size = 2, chain_hash = %s WHERE log = %s", stored(log, 1)[1], log)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (2, Problem.HEAD_CHANGED)


def test_a_head_with_another_hash_is_found() -> None:
    log = log_of(3)
    with guards_off(connection):
        sql("UPDATE ledger_head SET chain_hash = %s WHERE log = %s", bytes(32), log)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (2, Problem.HEAD_CHANGED)


def test_a_head_that_was_taken_away_is_found() -> None:
    log = log_of(3)
    with guards_off(connection):
        sql("DELETE FROM ledger_head WHERE log = %s", log)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (0, Problem.HEAD_MISSING)


def test_contents_left_behind_by_a_cut_tail_are_found() -> None:
    log = log_of(3)
    with guards_off(connection):
        take_out_entry_only(log, 2)
        sql("UPDATE ledger_head SET size = 2, chain_hash = %s WHERE log = %s", stored(log, 1)[1], log)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (2, Problem.CONTENT_WITHOUT_ENTRY)


def test_an_erased_entry_that_is_changed_is_still_found() -> None:
    log = log_of(3)
    ledger.erase_private(log, 1, AT)
    with guards_off(connection):
        change_entry(88)(log, 1)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (1, Problem.ENTRY_CHANGED)


def test_an_announced_erasure_is_no_tampering_but_the_announcement_may_not_vanish() -> None:
    log = log_of(3)
    ledger.erase_private(log, 1, AT)
    assert ledger.verify(log).ok
    with guards_off(connection):
        change_column("action", "other")(log, 3)
    found = ledger.verify(log)
    assert (found.first_bad_index, found.kind) == (1, Problem.ERASED_QUIETLY)


def test_an_erasure_while_we_look_is_no_tampering(monkeypatch: pytest.MonkeyPatch) -> None:
    log = log_of(3)
    really = verification._announced_erasures
    looked = []

    def erase_after_the_first_look(log: UUID) -> set[int]:
        found = really(log)
        if not looked:
            looked.append(True)
            ledger.erase_private(log, 1, AT)
        return found

    monkeypatch.setattr(verification, "_announced_erasures", erase_after_the_first_look)
    found = ledger.verify(log)
    assert (found.ok, found.size, found.erased) == (True, 4, 1)


@pytest.mark.parametrize("size", [0, 2])
def test_entries_appended_while_we_look_do_no_harm(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    log = log_of(size)
    head = Head.objects.filter(log=log).first()
    append(log)
    append(log)
    real_filter = Head.objects.filter
    answers = iter([head])

    class Earlier:
        """The head as it was when we began to look."""

        @staticmethod
        def first() -> Head | None:
            return next(answers)

    monkeypatch.setattr(
        verification.Head.objects, "filter", lambda **how: Earlier() if not used(answers) else real_filter(**how)
    )
    found = ledger.verify(log)
    assert (found.ok, found.size) == (True, size + 2)


def used(answers: Any) -> bool:
    return bool(answers.__length_hint__() == 0)


def test_memory_does_not_grow_with_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    log = log_of(9)
    monkeypatch.setattr(verification, "_CHUNK", 3)
    seen = []
    real = verification._row

    def remember(values: tuple[Any, ...]) -> verification._Row:
        seen.append(values[0])
        return real(values)

    monkeypatch.setattr(verification, "_row", remember)
    rows = verification._rows(log)
    next(rows)
    assert seen == [0]
    assert ledger.verify(log).size == 9


def test_every_problem_has_a_sentence() -> None:
    for problem in Problem:
        assert problem.sentence(3).endswith(".")
