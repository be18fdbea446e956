"""Checking only the newest entries, as the hourly job does."""

from __future__ import annotations

import pytest
from django.db import connection

from kentongan.ledger import log as ledger
from kentongan.ledger.log import Problem
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import log_of, sql

pytestmark = pytest.mark.django_db

WHERE = 'WHERE log = %s AND "index" = %s'


@pytest.mark.parametrize("count", [1, 3, 5, 50])
def test_a_sound_log_is_sound_from_any_entry_on(count: int) -> None:
    outcome = ledger.verify_newest(log_of(5), count)
    assert (outcome.ok, outcome.size) == (True, 5)


@pytest.mark.parametrize("index", [2, 3, 4])
def test_a_change_among_the_newest_is_named(index: int) -> None:
    log = log_of(5)
    with guards_off(connection):
        sql(f"UPDATE ledger_content SET private_salt = %s {WHERE}", b"\0" * 32, log, index)
    outcome = ledger.verify_newest(log, 3)
    assert (outcome.ok, outcome.first_bad_index, outcome.kind) == (False, index, Problem.PRIVATE_CHANGED)


def test_a_missing_tail_is_noticed() -> None:
    log = log_of(5)
    with guards_off(connection):
        sql(f"DELETE FROM ledger_entry {WHERE}", log, 4)
    outcome = ledger.verify_newest(log, 3)
    assert (outcome.ok, outcome.first_bad_index, outcome.kind) == (False, 4, Problem.TAIL_MISSING)


def test_older_entries_are_taken_on_trust_except_the_link_to_them() -> None:
    log = log_of(5)
    with guards_off(connection):
        sql(f"UPDATE ledger_content SET private_salt = %s {WHERE}", b"\0" * 32, log, 0)
    assert ledger.verify_newest(log, 3).ok
    assert not ledger.verify(log).ok
    with guards_off(connection):
        sql(f"DELETE FROM ledger_entry {WHERE}", log, 1)
    outcome = ledger.verify_newest(log, 3)
    assert (outcome.ok, outcome.first_bad_index, outcome.kind) == (False, 1, Problem.ENTRY_MISSING)
