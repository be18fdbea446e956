"""What a witness cosigns and what it cries out about."""

from __future__ import annotations

from pathlib import Path

import pytest

from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import note as notes
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner, cosignatures, parse_lines
from kentongan.support.tlog.note import Signature
from kentongan.support.tlog.witnessing import format_request
from kentongan.witness.core import Witness
from kentongan.witness.page import page
from kentongan.witness.store import AlarmKind, Store
from tests.witness.world import ORIGIN, WholeLog, entries

pytestmark = pytest.mark.once

TRUE = WholeLog(entries(300))
FORK = WholeLog(entries(300, forged=7))
KEY = Cosigner("saksi.example/bpd", b"\x01" * 32)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    store = Store(tmp_path)
    store.watch(TRUE.signer.vkey)
    return Witness(KEY, store)


def kinds(witness: Witness) -> list[AlarmKind]:
    return [alarm.kind for alarm in witness.store.alarms() if alarm.acknowledged_at is None]


def test_a_growing_log_is_cosigned_each_time(witness: Witness) -> None:
    for at, (old, new) in enumerate([(0, 5), (5, 5), (5, 256), (256, 300)], start=1000):
        answer = witness.add_checkpoint(TRUE.request(old, new), at)

        note = notes.parse(TRUE.checkpoint(new)).plus(parse_lines(answer.body))
        assert answer.status == 200
        assert [one.at for one in cosignatures(note, [KEY.verifier])] == [at]

    head = witness.store.head(ORIGIN)
    assert head is not None
    assert (head.size, kinds(witness)) == (300, [])


def test_the_time_of_a_cosignature_never_goes_back(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 5), 2000)

    answer = witness.add_checkpoint(TRUE.request(5, 6), 1000)

    note = notes.parse(TRUE.checkpoint(6)).plus(parse_lines(answer.body))
    assert cosignatures(note, [KEY.verifier])[0].at == 2000


def test_who_comes_with_another_old_size_is_told_the_right_one(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 5), 1000)

    answer = witness.add_checkpoint(TRUE.request(3, 8), 1000)

    assert (answer.status, answer.body, answer.type) == (409, "5\n", "text/x.tlog.size")
    assert kinds(witness) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"old 5\n\nnothing", 400),
        (b"old 9\n\n" + TRUE.checkpoint(5).encode(), 400),
        (b"old 0\n\n" + WholeLog(entries(5), origin="another/log").checkpoint().encode(), 404),
        (b"old 0\n\n" + WholeLog(entries(5), seed=b"\x05" * 32).checkpoint().encode(), 403),
        (b"old 0\n\n" + TRUE.checkpoint(5).replace("\n5\n", "\n6\n").encode(), 403),
        (format_request(0, [bytes(32)], TRUE.checkpoint(5)).encode(), 422),
    ],
)
def test_what_cannot_be_cosigned_is_answered_as_the_specification_says(
    witness: Witness, body: bytes, status: int
) -> None:
    assert witness.add_checkpoint(body, 1000).status == status
    assert witness.store.head(ORIGIN) is None


def test_a_split_view_is_refused_and_both_checkpoints_are_kept(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 20), 1000)

    answer = witness.add_checkpoint(FORK.request(20, 20), 2000)

    alarm = witness.store.alarms()[0]
    assert (answer.status, kinds(witness)) == (409, [AlarmKind.SPLIT])
    roots = {checkpoints.opened(text, [TRUE.signer.verifier])[0].root for text in (alarm.known, alarm.shown)}
    assert len(roots) == 2
    assert [one.by.name for one in cosignatures(notes.parse(alarm.known), [KEY.verifier])] == [KEY.name]


def test_a_split_of_an_older_size_is_found_too(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 20), 1000)
    witness.add_checkpoint(TRUE.request(20, 30), 1000)

    witness.add_checkpoint(FORK.request(0, 20), 2000)

    assert kinds(witness) == [AlarmKind.SPLIT]


def test_a_fork_that_grew_cannot_be_proved_and_raises_an_alarm(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 20), 1000)

    answer = witness.add_checkpoint(FORK.request(20, 40), 2000)

    head = witness.store.head(ORIGIN)
    assert (answer.status, kinds(witness)) == (422, [AlarmKind.UNPROVEN])
    assert head is not None
    assert head.size == 20


def test_a_bad_proof_of_a_true_checkpoint_is_forgotten_when_the_log_proves_it(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 20), 1000)
    witness.add_checkpoint(format_request(20, [bytes(32)], TRUE.checkpoint(40)).encode(), 1500)
    assert kinds(witness) == [AlarmKind.UNPROVEN]

    witness.add_checkpoint(TRUE.request(20, 40), 2000)

    assert kinds(witness) == []


def test_a_shrunk_log_raises_an_alarm_that_stays_until_somebody_read_it(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 20), 1000)

    answers = [witness.add_checkpoint(TRUE.request(20, 15), 2000), witness.add_checkpoint(TRUE.request(15, 15), 2001)]

    assert [answer.status for answer in answers] == [400, 409]
    assert kinds(witness) == [AlarmKind.SHRUNK]
    assert "ALARM!" in page(witness)
    assert witness.store.acknowledge(witness.store.alarms()[0].id, 3000)
    assert "ALARM!" not in page(witness)
    assert "Catatan menyusut" in page(witness)
    assert not witness.store.acknowledge(witness.store.alarms()[0].id, 3000)


def test_an_old_checkpoint_sent_again_is_no_cause_for_alarm(witness: Witness) -> None:
    witness.add_checkpoint(TRUE.request(0, 15), 1000)
    witness.add_checkpoint(TRUE.request(15, 20), 1000)

    assert witness.add_checkpoint(TRUE.request(15, 15), 2000).status == 409
    assert kinds(witness) == []


def test_what_strangers_wrote_below_a_checkpoint_is_not_kept(witness: Witness) -> None:
    crowded = notes.parse(TRUE.checkpoint(5)).plus([Signature("stranger", b"abcd", b"x" * 3000)]).format()

    answer = witness.add_checkpoint(format_request(0, [], crowded).encode(), 1000)

    head = witness.store.head(ORIGIN)
    assert answer.status == 200
    assert head is not None
    assert "stranger" not in head.note


def test_the_page_escapes_what_a_log_says(tmp_path: Path) -> None:
    nasty = WholeLog(entries(5), origin="<script>alert(1)</script>")
    store = Store(tmp_path)
    store.watch(nasty.signer.vkey)
    witness = Witness(KEY, store)
    witness.add_checkpoint(nasty.request(0, 5), 1000)
    witness.add_checkpoint(nasty.request(5, 3), 1000)

    assert "<script" not in page(witness)


class TestAnew:
    """A log that began anew under its next number."""

    ANEW = WholeLog(entries(3), origin=ORIGIN.removesuffix("1") + "2")

    def test_is_not_watched_unless_the_witness_was_told_so(self, witness: Witness) -> None:
        witness.add_checkpoint(TRUE.request(0, 20), 1000)

        assert witness.add_checkpoint(self.ANEW.request(0), 2000).status == 404

    def test_is_followed_with_an_alarm_when_the_same_key_signed_it(self, witness: Witness) -> None:
        witness.add_checkpoint(TRUE.request(0, 20), 1000)
        following = Witness(KEY, witness.store, follow_restarts=True)

        assert following.add_checkpoint(self.ANEW.request(0), 2000).status == 200
        assert kinds(witness) == [AlarmKind.RESTART]
        assert {log.origin: log.restart_of for log in witness.store.logs()}[self.ANEW.signer.name] == ORIGIN

    def test_is_not_followed_when_a_stranger_signed_it(self, witness: Witness) -> None:
        stranger = WholeLog(entries(3), origin=self.ANEW.signer.name, seed=b"\x08" * 32)
        following = Witness(KEY, witness.store, follow_restarts=True)

        assert following.add_checkpoint(stranger.request(0), 2000).status == 404


def test_a_rotated_key_is_taken_up_when_it_is_listed(witness: Witness) -> None:
    rotated = WholeLog(entries(6), seed=b"\x06" * 32)
    witness.add_checkpoint(TRUE.request(0, 5), 1000)
    assert witness.add_checkpoint(rotated.request(5), 1000).status == 403

    witness.store.watch(rotated.signer.vkey)

    assert witness.add_checkpoint(rotated.request(5), 1000).status == 200
    assert witness.add_checkpoint(TRUE.request(6, 7), 1000).status == 200


def test_a_checkpoint_with_the_root_of_nothing_cannot_grow_from_something(witness: Witness) -> None:
    empty = Checkpoint(ORIGIN, 0, bytes(32)).signed(TRUE.signer)

    assert witness.add_checkpoint(format_request(0, [], empty).encode(), 1000).status == 422
