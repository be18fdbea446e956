"""Appending, reading and erasing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from kentongan.ledger import form, guards
from kentongan.ledger import log as ledger
from kentongan.support.canonical import NotCanonical
from kentongan.support.ids import uuid7
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import AT, SITI, append, log_of, sql

LOG = UUID("0198c0de-0000-7000-8000-00000000cafe")
CASE = UUID("0198c0de-0000-7000-8000-000000000001")


@pytest.mark.django_db
def test_entries_are_numbered_from_zero_without_gap() -> None:
    log = uuid7()
    assert [append(log).index for _ in range(3)] == [0, 1, 2]
    assert ledger.size(log) == 3


@pytest.mark.django_db
def test_each_entry_continues_the_chain() -> None:
    log = uuid7()
    first, second = append(log), append(log)
    assert first.chain_hash == form.chain(form.FIRST_CHAIN_HASH, first.entry_bytes)
    assert second.chain_hash == form.chain(first.chain_hash, second.entry_bytes)


@pytest.mark.django_db
def test_the_stored_bytes_are_final(monkeypatch: pytest.MonkeyPatch) -> None:
    salts = iter([bytes(range(32)), bytes(range(32, 64))])
    monkeypatch.setattr("kentongan.ledger.log.secrets.token_bytes", lambda _: next(salts))
    entry = ledger.append(
        log=LOG,
        action="receive",
        subject=CASE,
        actor=None,
        public={"kind": "complaint"},
        private={"story": "Jalan rusak di dusun Krajan"},
        at=datetime(2026, 3, 13, 8, 2, 3, 4, tzinfo=timezone(timedelta(hours=7))),
    )
    # Both commitments are those of tests/ledger/test_form.py: WIB became UTC, keys were sorted.
    assert entry.entry_bytes.hex() == (
        "01"
        "0198c0de00007000800000000000cafe"
        "0000000000000000"
        "3e76befa4d6660e401c863c21c4f8619e7b12538bce6110942d8ca77084f1770"
        "257debf5ba4657a85fb9334c16a333da25d3895006b2540ee99b3d973a324cec"
    )
    stored = sql('SELECT entry, chain_hash FROM ledger_entry WHERE log = %s AND "index" = 0', LOG)[0]
    assert tuple(bytes(value) for value in stored) == (entry.entry_bytes, entry.chain_hash)


@pytest.mark.django_db
def test_appending_takes_three_statements(django_assert_num_queries: Any) -> None:
    log = log_of(1)
    with transaction.atomic(), django_assert_num_queries(3):
        ledger.append(log=log, action="note", subject=None, actor=None, public={}, private={}, at=AT)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_appended_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        ledger.append(log=uuid7(), action="note", subject=None, actor=None, public={}, private={}, at=AT)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry() -> None:
    log = log_of(1)

    def act() -> None:
        with transaction.atomic():
            ledger.append(log=log, action="note", subject=None, actor=None, public={}, private={}, at=AT)
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        act()
    assert ledger.size(log) == 1
    assert append(log).index == 1
    assert ledger.verify(log).ok


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"public": {"action": "x"}},
        {"private": {"actor": "x"}},
        {"private": {"subject": "x"}},
        {"private": {"at": "x"}},
        {"action": ""},
        {"action": "x" * 65},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001  (naive on purpose)
    ],
)
def test_facts_that_would_say_something_else_are_refused(wrong: dict[str, Any]) -> None:
    facts = {"action": "note", "public": {}, "private": {}, "at": AT, **wrong}
    with pytest.raises(ledger.NotAppended):
        ledger.append(log=uuid7(), subject=None, actor=None, **facts)


@pytest.mark.django_db
def test_facts_that_are_not_plain_json_are_refused() -> None:
    with pytest.raises(NotCanonical):
        ledger.append(log=uuid7(), action="n", subject=None, actor=None, public={}, private={"x": 1.5}, at=AT)  # type: ignore[dict-item]


@pytest.mark.django_db
def test_a_case_shows_its_own_entries_only_oldest_first() -> None:
    log, case = uuid7(), uuid7()
    append(log, "receive", case, text="satu\u0000😀")
    append(log, "receive", uuid7(), text="other case")
    append(uuid7(), "receive", case, text="other log")
    append(log, "verify", case, text="dua")
    found = ledger.entries_for(case, log=log)
    assert [(entry.index, entry.action) for entry in found] == [(0, "receive"), (2, "verify")]
    first = found[0]
    assert (first.log, first.subject, first.actor, first.at) == (log, case, SITI, AT)
    assert first.public == {"kind": "complaint"}
    assert first.private == {"text": "satu\u0000😀"}
    assert first.at is not None
    assert first.at.tzinfo == UTC


@pytest.mark.django_db
def test_an_entry_may_have_neither_subject_nor_actor() -> None:
    log, subject = uuid7(), uuid7()
    ledger.append(log=log, action="restore", subject=subject, actor=None, public={}, private={}, at=AT)
    ledger.append(log=log, action="restore", subject=None, actor=None, public={}, private={}, at=AT)
    assert ledger.entries_for(subject, log=log)[0].actor is None
    assert ledger.verify(log).ok


@pytest.mark.django_db
def test_erasing_takes_the_private_part_and_says_so() -> None:
    log, case = uuid7(), uuid7()
    append(log, "receive", case, story="rahasia")
    ledger.erase_private(log, 0, AT, actor=SITI)
    entry = ledger.entries_for(case, log=log)[0]
    assert (entry.private, entry.actor, entry.at, entry.erased_at) == (None, None, None, AT)
    assert entry.public == {"kind": "complaint"}
    assert sql('SELECT private, private_salt FROM ledger_content WHERE log = %s AND "index" = 0', log) == [(None, None)]
    announcement = sql('SELECT action, public FROM ledger_content WHERE log = %s AND "index" = 1', log)[0]
    assert announcement[0] == ledger.ERASURE
    assert json.loads(bytes(announcement[1])) == {"action": ledger.ERASURE, "index": 0}
    found = ledger.verify(log)
    assert (found.ok, found.size, found.erased) == (True, 2, 1)


@pytest.mark.django_db
def test_erasing_twice_changes_nothing() -> None:
    log = log_of(1)
    ledger.erase_private(log, 0, AT)
    ledger.erase_private(log, 0, AT + timedelta(days=1))
    assert ledger.size(log) == 2


@pytest.mark.django_db
def test_what_is_not_there_cannot_be_erased() -> None:
    with pytest.raises(LookupError):
        ledger.erase_private(log_of(1), 1, AT)


@pytest.mark.django_db
def test_every_log_is_known_also_one_whose_head_was_taken() -> None:
    one, other = log_of(1), log_of(2)
    with guards_off(connection):
        sql("DELETE FROM ledger_head WHERE log = %s", other)
    assert {one, other} <= set(ledger.logs())
    assert ledger.size(other) == 0
    assert guards.missing_guards(connection) == []
