"""Claiming, failing, giving up: what becomes of a message."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kentongan.outbox import delivery
from kentongan.outbox.models import OutboxMessage, State
from kentongan.outbox.standing import dead_letters, standing
from kentongan.vault import door as vault
from tests.factories import MONDAY
from tests.outbox.helpers import found, put, sealed

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
EMAIL = frozenset({"email"})


def test_a_queued_message_is_due_at_once() -> None:
    message = put(found())
    assert delivery.due(MONDAY, channels=EMAIL, limit=10) == [message.id]


def test_a_message_of_a_channel_not_asked_for_stays_where_it_is() -> None:
    put(found(), channel="whatsapp")
    assert delivery.due(MONDAY, channels=EMAIL, limit=10) == []
    assert delivery.due(MONDAY, channels=(), limit=10) == []


def test_the_longest_waiting_comes_first() -> None:
    village = found()
    young = put(village, at=MONDAY)
    old = put(village, at=MONDAY - MINUTE)
    assert delivery.due(MONDAY, channels=EMAIL, limit=10) == [old.id, young.id]


def test_the_same_reason_queues_one_message() -> None:
    village = found()
    put(village, key="event:1")
    put(village, key="event:1")
    assert OutboxMessage.objects.count() == 1


def test_only_one_of_two_dispatchers_gets_a_message() -> None:
    message = put(found())
    assert delivery.claim(message.id, MONDAY) is not None
    assert delivery.claim(message.id, MONDAY) is None


def test_a_message_in_hand_is_due_again_when_its_claim_has_run_out() -> None:
    message = put(found())
    delivery.claim(message.id, MONDAY)
    assert delivery.due(MONDAY + delivery.CLAIM, channels=EMAIL, limit=10) == []
    later = MONDAY + delivery.CLAIM + MINUTE
    assert delivery.due(later, channels=EMAIL, limit=10) == [message.id]
    assert delivery.claim(message.id, later) is not None


def test_a_late_dispatcher_cannot_settle_what_another_one_holds_now() -> None:
    message = put(found())
    slow = delivery.claim(message.id, MONDAY)
    later = MONDAY + delivery.CLAIM + MINUTE
    quick = delivery.claim(message.id, later)
    assert slow is not None
    assert quick is not None
    assert not delivery.failed(slow, later, error="terlambat")
    assert not delivery.sent(slow, later)
    assert delivery.sent(quick, later)


def test_each_failure_waits_longer_and_the_eighth_is_the_last() -> None:
    message = put(found())
    now, waits = MONDAY, []
    for _ in range(delivery.MAX_ATTEMPTS):
        held = delivery.claim(message.id, now)
        assert held is not None
        delivery.failed(held, now, error="server sibuk")
        message.refresh_from_db()
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
    assert waits[:-1] == list(delivery.BACK_OFF)
    assert waits == sorted(waits[:-1]) + waits[-1:]
    assert (message.state, message.attempts, message.last_error) == (State.DEAD, 8, "server sibuk")
    assert delivery.claim(message.id, now + timedelta(days=30)) is None


def test_a_message_that_kills_its_dispatcher_is_given_up_in_the_end() -> None:
    message = put(found())
    now = MONDAY
    for _ in range(delivery.MAX_ATTEMPTS):
        assert delivery.claim(message.id, now) is not None
        now += delivery.CLAIM + MINUTE
    assert delivery.claim(message.id, now) is None
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, delivery.BROKE_OFF)


def test_putting_back_costs_no_attempt() -> None:
    message = put(found())
    held = delivery.claim(message.id, MONDAY)
    assert held is not None
    delivery.put_back(held, MONDAY)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)


def test_a_sent_message_leaves_no_secret_behind() -> None:
    village = found()
    secret = sealed(village, kind=vault.OUTBOX_SECRET, code="x")
    message = put(village, template="new_code", secret=secret)
    held = delivery.claim(message.id, MONDAY)
    assert held is not None
    delivery.sent(held, MONDAY)
    message.refresh_from_db()
    assert message.secret is None
    with pytest.raises(vault.NoSuchRecord), transaction.atomic():
        vault.open(secret, village=village.id, by=None, reason="masih ada?", at=MONDAY)


def test_a_message_given_up_leaves_no_secret_behind_either() -> None:
    village = found()
    secret = sealed(village, kind=vault.OUTBOX_SECRET, code="x")
    message = put(village, template="new_code", secret=secret)
    held = delivery.claim(message.id, MONDAY)
    assert held is not None
    delivery.failed(held, MONDAY, error="tidak ada", final=True)
    with pytest.raises(vault.NoSuchRecord), transaction.atomic():
        vault.open(secret, village=village.id, by=None, reason="masih ada?", at=MONDAY)


def test_a_channel_rests_longer_after_each_failure_and_then_stops_growing() -> None:
    village = found()
    put(village)
    now = MONDAY
    for wait in (*delivery.RESTS, delivery.RESTS[-1]):
        delivery.rest(village=village, channel="email", at=now, sentence="server mati")
        assert delivery.due(now + wait - timedelta(seconds=1), channels=EMAIL, limit=10) == []
        now += wait
        assert delivery.due(now, channels=EMAIL, limit=10) != []
    delivery.woke(village=village, channel="email")
    assert delivery.resting(village=village, channel="email") is None


def test_a_resting_channel_of_one_village_does_not_hold_up_another_village() -> None:
    put(found())
    neighbour = put(found("Tanalum", "33.03.13.2005"))
    delivery.rest(village=found(), channel="email", at=MONDAY, sentence="server mati")
    assert delivery.due(MONDAY, channels=EMAIL, limit=10) == [neighbour.id]


def test_a_clock_that_was_wrong_for_a_while_blocks_nothing() -> None:
    """The office PC believed for a while that it was 2031: claims, waits and rests made then count as over."""
    village = found()
    wrong = MONDAY + timedelta(days=5 * 365)
    queued, claimed = put(village, at=wrong), put(village)
    delivery.claim(claimed.id, wrong)
    delivery.rest(village=village, channel="email", at=wrong, sentence="server mati")
    assert set(delivery.due(MONDAY, channels=EMAIL, limit=10)) == {queued.id, claimed.id}
    assert delivery.claim(claimed.id, MONDAY) is not None


def test_dead_letters_are_kept_shown_and_can_start_anew() -> None:
    village, neighbour = found(), found("Tanalum", "33.03.13.2005")
    message = put(village)
    held = delivery.claim(message.id, MONDAY)
    assert held is not None
    delivery.failed(held, MONDAY, error="Alamat ditolak.", final=True)
    assert [row.id for row in dead_letters(village)] == [message.id]
    assert dead_letters(neighbour) == []
    assert standing(village, "email").dead == 1
    assert not delivery.try_again(message.id, village=neighbour, at=MONDAY)
    assert delivery.try_again(message.id, village=village, at=MONDAY)
    assert delivery.due(MONDAY, channels=EMAIL, limit=10) == [message.id]


def test_the_database_refuses_a_message_with_two_recipients_or_none() -> None:
    village = found()
    row = put(village)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.filter(pk=row.pk).update(to_record=None)


def test_the_database_refuses_a_message_half_settled() -> None:
    row = put(found())
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.filter(pk=row.pk).update(state=State.SENT)
