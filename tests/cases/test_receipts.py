"""The receipt as a file: a promise at lodging, a proof after the next checkpoint, and it exposes every forging."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from kentongan.cases.actions import verification
from kentongan.cases.models import Case
from kentongan.cases.queries.receipts import promise_of, receipt_file
from kentongan.ledger import log as ledger
from kentongan.ledger import tree
from kentongan.proofs.check import ShownLog, State, check, overall
from kentongan.proofs.file import ReceiptFile, parse
from kentongan.proofs.promise import PromiseKind
from kentongan.rules.types import CaseClass, Kind, Move, Urgency
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.note import parse as parse_note
from kentongan.support.tlog.tiles import TileNodes
from kentongan.villages import log_keys
from kentongan.villages.models import Category, Village
from tests.factories import MONDAY, Office, lodge, restricted_case
from tests.witness.world import WholeLog, entries

DAY = timedelta(days=1)
SLOT = timedelta(hours=6)
WITNESS = Cosigner("saksi.example/bpd", b"\x01" * 32)


def verify(case: Case, office: Office) -> Case:
    category = Category.objects.filter(village=office.village, restricted=False).get()
    return verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY + DAY,
        case_class=CaseClass.NON_SUPERVISORY,
        category=category,
        urgency=Urgency.NORMAL,
    )


def publish(village: Village, *, slots: int = 1, seen: bool = True) -> tree.StoredCheckpoint:
    """Make the checkpoint of a slot, cosigned a minute later."""
    at = MONDAY + slots * SLOT
    made = log_keys.make_checkpoint(village, at)
    if seen:
        line = WITNESS.cosign(made.checkpoint.format(), int(at.timestamp()) + 60)
        tree.add_cosignature(village.log, made.size, line.line)
    return made


def held(case: Case) -> ReceiptFile:
    """What the holder has: the file as text, read again."""
    file = receipt_file(case, at=MONDAY + DAY, witnesses=(WITNESS.vkey,))
    assert file is not None
    return parse(file.format())


def judged(file: ReceiptFile, shown: ShownLog | None = None, *, now: timedelta = 2 * DAY) -> tuple[State, list[str]]:
    findings = check(file, now=MONDAY + now, keys=file.log_verifiers, witnesses=file.witness_verifiers, shown=shown)
    return overall(findings), [reason for finding in findings for reason in finding.reasons]


def test_at_lodging_the_file_holds_a_promise_that_says_what_the_case_says(office: Office) -> None:
    case = lodge(office.village).case
    file = held(case)
    promised = promise_of(case, at=MONDAY)

    assert judged(file, now=timedelta()) == (State.PROMISED, ["waiting"])
    assert promised is not None
    promise = promised.promise
    assert (promise.number, promise.what, promise.at) == (case.number, Kind.COMPLAINT, MONDAY)
    assert (promise.due_on, promise.included_by) == (date(2026, 7, 9), MONDAY + DAY)


def test_the_promise_comes_out_the_same_whenever_it_is_asked_for(office: Office) -> None:
    case = lodge(office.village).case
    before = held(case).parts[0].promise
    publish(office.village)
    verify(case, office)

    assert held(case).parts[0].promise == before


def test_after_the_next_checkpoint_the_file_proves_it_by_the_earliest_cosigned_one(office: Office) -> None:
    case = lodge(office.village).case
    publish(office.village, slots=1, seen=False)
    publish(office.village, slots=2)
    lodge(office.village, when=MONDAY + 2 * SLOT)
    publish(office.village, slots=3)

    state, reasons = judged(held(case))

    assert (state, reasons) == (State.PROVED, ["included", "seen", "in_time"])


def test_without_any_witness_it_is_proved_by_the_village_alone(office: Office) -> None:
    case = lodge(office.village).case
    publish(office.village, seen=False)

    assert judged(held(case)) == (State.PROVED, ["included", "unseen"])


def test_after_verification_a_second_receipt_carries_class_and_due_date(office: Office) -> None:
    case = lodge(office.village).case
    verify(case, office)
    second = promise_of(case, at=MONDAY, move=Move.VERIFY)
    publish(office.village, slots=5)

    assert second is not None
    assert (second.promise.about, second.promise.what) == (PromiseKind.VERIFIED, CaseClass.NON_SUPERVISORY)
    assert second.promise.due_on == case.next_due_on
    assert len(held(case).parts) == 2
    assert judged(held(case), now=3 * DAY)[0] == State.PROVED


def test_a_key_on_an_old_paper_still_checks_a_file_fetched_after_the_key_was_changed(office: Office) -> None:
    case = lodge(office.village).case
    on_paper = log_keys.signer(office.village, MONDAY).verifier
    publish(office.village)
    log_keys.rotate(office.village, at=MONDAY + DAY, leaked=True)
    newest = log_keys.signer(office.village, MONDAY + 2 * DAY).verifier
    file = receipt_file(case, at=MONDAY + 60 * DAY)

    assert file is not None
    assert on_paper != newest
    assert len(file.log_keys) == 2
    assert overall(check(file, now=MONDAY + 60 * DAY, keys=[on_paper])) == State.PROVED
    promise = parse_note(file.parts[0].promise)
    assert {signed.by for signed in promise.signed_by([on_paper, newest])} == {on_paper, newest}


def test_after_a_restart_what_was_promised_before_is_still_said_under_the_old_name(office: Office) -> None:
    case = lodge(office.village).case
    first = publish(office.village)
    before = held(case).parts[0].promise
    lost = Checkpoint(first.origin, first.size + 3, bytes(32))
    log_keys.restart(office.village, last=lost, at=MONDAY + DAY)
    publish(office.village, slots=8)

    file = held(case)

    assert file.parts[0].promise == before
    assert judged(file, shown_by(office.village))[1][-2:] == ["restarted", "restart_kept"]


def test_the_holder_of_a_sealed_case_has_a_receipt_too(office: Office) -> None:
    case = restricted_case(office.village)
    publish(office.village)

    assert judged(held(case))[0] == State.PROVED


def test_the_file_tells_nothing_of_what_was_told(office: Office) -> None:
    case = lodge(office.village).case
    publish(office.village)

    text = held(case).format()

    assert case.story not in text
    assert "Warsiti" not in text


def test_a_case_whose_private_part_was_erased_promises_nothing_more(office: Office) -> None:
    case = lodge(office.village).case
    with transaction.atomic():
        for index in range(ledger.size(office.village.log)):
            ledger.erase_private(office.village.log, index, MONDAY)

    assert promise_of(case, at=MONDAY) is None
    assert receipt_file(case, at=MONDAY) is None


def shown_by(village: Village) -> ShownLog:
    """What the village shows: its newest checkpoint and its tiles."""
    newest = tree.checkpoint(village.log)
    assert newest is not None
    nodes = TileNodes(newest.size, lambda tile: tree.tile(village.log, newest.size, tile) or b"")
    return ShownLog(newest.note, nodes.get_node)


class TestForgedWithTheSigningKey:
    """Whoever runs the village has its key, and its database; old receipts still expose what was changed."""

    def rewritten(self, village: Village, size: int) -> ShownLog:
        """Another log of this size, signed by the true key."""
        newest = tree.checkpoint(village.log)
        assert newest is not None
        forged = WholeLog(entries(size), origin=newest.origin, seed=log_keys.seed(village.log, 1))
        note = forged.checkpoint()
        assert parse_note(note).signed_by([log_keys.signer(village, MONDAY).verifier])
        return ShownLog(note, forged.get_node)

    @pytest.fixture
    def old(self, office: Office) -> ReceiptFile:
        case = lodge(office.village).case
        publish(office.village)
        return held(case)

    def test_an_honest_log_that_went_on_still_holds_it(self, office: Office, old: ReceiptFile) -> None:
        for slots in (2, 3):
            lodge(office.village, when=MONDAY + slots * SLOT)
            publish(office.village, slots=slots)

        assert judged(old, shown_by(office.village))[1][-1] == "still_there"

    def test_a_rewritten_log_breaks_it(self, office: Office, old: ReceiptFile) -> None:
        size = tree.size(office.village.log)[1]

        assert judged(old, self.rewritten(office.village, size))[1][-1] == "split"
        assert judged(old, self.rewritten(office.village, size + 9))[1][-1] == "forked"

    def test_a_log_cut_short_breaks_it(self, office: Office, old: ReceiptFile) -> None:
        size = tree.size(office.village.log)[1]

        state, reasons = judged(old, self.rewritten(office.village, size - 1))

        assert (state, reasons[-1]) == (State.BROKEN, "shrunk")

    def test_a_promise_that_was_never_kept_is_broken_even_without_a_proof(self, office: Office) -> None:
        case = lodge(office.village).case
        file = held(case)
        publish(office.village)

        assert judged(file, self.rewritten(office.village, 30))[1] == ["overdue", "replaced"]
