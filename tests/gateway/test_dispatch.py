"""Emptying the outbox through a channel."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from kentongan.gateway.contract import ChannelDown, OutgoingMessage, TryLater, Undeliverable
from kentongan.gateway.dispatch import GONE, NO_ADDRESS, NO_CODE, OFFICER_LEFT, Dispatched, dispatch
from kentongan.outbox import delivery
from kentongan.outbox.models import OutboxMessage, State
from kentongan.rules.numbering import code_from_bytes, format_code
from kentongan.support.ids import uuid7
from kentongan.vault import door as vault
from tests.factories import MONDAY
from tests.gateway.helpers import Pigeon, monday
from tests.outbox.helpers import WARSITI, an_officer, found, put, sealed

pytestmark = pytest.mark.django_db

CODE = code_from_bytes(bytes(range(16)))


@pytest.fixture
def pigeon() -> Pigeon:
    return Pigeon()


def test_news_goes_to_the_address_in_the_vault_and_its_opening_is_on_record(pigeon: Pigeon) -> None:
    village = found()
    message = put(village)
    assert dispatch(pigeon.registry, clock=monday) == Dispatched(sent=1)
    assert [carried.address for carried in pigeon.carried] == [WARSITI]
    message.refresh_from_db()
    assert (message.state, message.settled_at) == (State.SENT, MONDAY)
    assert message.to_record is not None
    openings = vault.openings(message.to_record, village=village.id)
    assert [(opening.reason, opening.contact_only) for opening in openings] == [("surat case_news", True)]


def test_a_sent_message_is_not_sent_again(pigeon: Pigeon) -> None:
    put(found())
    dispatch(pigeon.registry, clock=monday)
    assert dispatch(pigeon.registry, clock=lambda: MONDAY + timedelta(days=9)) == Dispatched()
    assert len(pigeon.carried) == 1


def test_an_officer_is_told_at_his_own_address(pigeon: Pigeon) -> None:
    village = found()
    put(village, template="assigned", to_officer=an_officer(village).id, payload={"number": "7", "due_on": ""})
    dispatch(pigeon.registry, clock=monday)
    assert [carried.address for carried in pigeon.carried] == ["sari@example.org"]


def test_an_officer_who_left_is_not_written_to(pigeon: Pigeon) -> None:
    village = found()
    sari = an_officer(village)
    sari.is_active = False
    sari.save()
    message = put(village, template="assigned", to_officer=sari.id, payload={"number": "7", "due_on": ""})
    assert dispatch(pigeon.registry, clock=monday) == Dispatched(failed=1)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, OFFICER_LEFT)


def test_a_new_code_is_written_once_and_its_secret_is_gone(pigeon: Pigeon) -> None:
    village = found()
    secret = sealed(village, kind=vault.OUTBOX_SECRET, code=CODE)
    put(village, template="new_code", secret=secret, payload={"number": "7"})
    dispatch(pigeon.registry, clock=monday)
    assert format_code(CODE) in pigeon.carried[0].body
    assert OutboxMessage.objects.get().secret is None
    assert not vault.openings(secret, village=found("Tanalum", "33.03.13.2005").id)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"template": "new_code", "payload": {"number": "7"}}, NO_CODE),
        ({"template": "no_such_letter"}, "Isi pesan tidak dapat disusun (NoSuchLetter)."),
        ({"payload": {"number": "7", "move": "no such move"}}, "Isi pesan tidak dapat disusun (ValueError)."),
        ({"payload": {}}, "Isi pesan tidak dapat disusun (KeyError)."),
        ({"to_record": uuid7()}, GONE),
    ],
)
def test_what_can_never_be_sent_becomes_a_dead_letter_at_once(
    pigeon: Pigeon, change: dict[str, object], error: str
) -> None:
    message = put(found(), **change)
    assert dispatch(pigeon.registry, clock=monday) == Dispatched(failed=1)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, error)


def test_a_reporter_without_an_address_makes_a_dead_letter(pigeon: Pigeon) -> None:
    village = found()
    message = put(village, to_record=sealed(village, phone="+6281234567890"))
    dispatch(pigeon.registry, clock=monday)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, NO_ADDRESS)


def test_a_record_of_another_village_is_not_opened(pigeon: Pigeon) -> None:
    village, neighbour = found(), found("Tanalum", "33.03.13.2005")
    message = put(village, to_record=sealed(neighbour, email=WARSITI))
    dispatch(pigeon.registry, clock=monday)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, GONE)
    assert not pigeon.carried


def test_a_poison_message_does_not_hold_up_the_rest(pigeon: Pigeon, caplog: pytest.LogCaptureFixture) -> None:
    village = found()
    poison = put(village, at=MONDAY - timedelta(hours=1))
    good = [put(village) for _ in range(3)]

    def choke(message: OutgoingMessage) -> None:
        if message.id == poison.id:
            raise RuntimeError(f"cannot send to {message.address}")

    pigeon.trouble = choke
    with caplog.at_level(logging.ERROR):
        assert dispatch(pigeon.registry, clock=monday) == Dispatched(sent=3, failed=1)
    assert {carried.id for carried in pigeon.carried} == {row.id for row in good}
    poison.refresh_from_db()
    assert (poison.state, poison.last_error) == (State.QUEUED, "Kesalahan tak terduga (RuntimeError).")
    assert poison.next_attempt_at == MONDAY + delivery.BACK_OFF[0]
    assert WARSITI not in caplog.text


def test_an_unreachable_server_costs_no_message_an_attempt_and_is_not_hammered(pigeon: Pigeon) -> None:
    village = found()
    messages = [put(village) for _ in range(3)]
    calls = []

    def away(message: OutgoingMessage) -> None:
        calls.append(message.id)
        raise ChannelDown("Server tidak dapat dihubungi.")

    pigeon.trouble = away
    assert dispatch(pigeon.registry, clock=monday) == Dispatched(put_back=3)
    assert len(calls) == 1
    assert dispatch(pigeon.registry, clock=lambda: MONDAY + timedelta(seconds=30)) == Dispatched()
    assert {(row.state, row.attempts) for row in OutboxMessage.objects.all()} == {(State.QUEUED, 0)}
    pigeon.trouble = lambda _: None
    assert dispatch(pigeon.registry, clock=lambda: MONDAY + timedelta(minutes=2)) == Dispatched(sent=3)
    assert {carried.id for carried in pigeon.carried} == {row.id for row in messages}
    assert delivery.resting(village=village, channel="email") is None


def test_a_village_whose_channel_is_not_set_up_waits_without_attempts(pigeon: Pigeon) -> None:
    put(found())
    pigeon.ready_here = False
    assert dispatch(pigeon.registry, clock=monday) == Dispatched(put_back=1)
    assert OutboxMessage.objects.get().attempts == 0


def test_where_the_channel_is_not_installed_nothing_is_touched(pigeon: Pigeon) -> None:
    put(found())
    pigeon.ready = False
    assert dispatch(pigeon.registry, clock=monday) == Dispatched()
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == (State.QUEUED, 0)


@pytest.mark.parametrize(
    ("trouble", "state"),
    [(TryLater("nanti"), State.QUEUED), (Undeliverable("ditolak"), State.DEAD)],
)
def test_later_and_never_are_told_apart(pigeon: Pigeon, trouble: Exception, state: State) -> None:
    message = put(found())

    def refuse(_: OutgoingMessage) -> None:
        raise trouble

    pigeon.trouble = refuse
    dispatch(pigeon.registry, clock=monday)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (state, str(trouble))


def test_a_crash_after_claiming_is_made_good_when_the_claim_has_run_out(pigeon: Pigeon) -> None:
    message = put(found())
    assert delivery.claim(message.id, MONDAY) is not None  # and here the power goes
    assert dispatch(pigeon.registry, clock=lambda: MONDAY + timedelta(minutes=1)) == Dispatched()
    assert dispatch(pigeon.registry, clock=lambda: MONDAY + timedelta(minutes=6)) == Dispatched(sent=1)


def test_several_pieces_of_news_about_one_case_become_one_mail(pigeon: Pigeon) -> None:
    village, case = found(), uuid7()
    record = sealed(village, email=WARSITI)
    older = put(village, subject=case, to_record=record, at=MONDAY - timedelta(minutes=3))
    newer = put(village, subject=case, to_record=record)
    other_case = put(village, subject=uuid7(), to_record=record)
    dispatch(pigeon.registry, clock=monday)
    assert {carried.id for carried in pigeon.carried} == {newer.id, other_case.id}
    older.refresh_from_db()
    assert older.state == State.SUPERSEDED


def test_neither_address_nor_text_shows_in_a_messages_repr(pigeon: Pigeon) -> None:
    put(found())
    dispatch(pigeon.registry, clock=monday)
    assert WARSITI not in repr(pigeon.carried[0])
    assert "Salam" not in repr(pigeon.carried[0])
