"""What a receipt is worth: promised, proved, or broken; also against a village that forges with its own key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.proofs import promise as promises
from kentongan.proofs.check import ShownLog, State, check, overall
from kentongan.proofs.file import FileError, Part, ReceiptFile, parse
from kentongan.support.tlog.note import NoteError, Signer
from tests.proofs.world import (
    FORK,
    LODGED,
    NOW,
    RECEIVE,
    SIGNER,
    TRUE,
    VERIFY,
    WITNESS,
    entries,
    opened,
    promised,
    proof,
    proved,
    proved_verification,
    receipt,
    received,
    verified,
)
from tests.witness.world import ORIGIN, WholeLog

pytestmark = pytest.mark.once

KEYS = [SIGNER.verifier]
WITNESSES = [WITNESS.verifier]


def judged(
    file: ReceiptFile, *, shown: ShownLog | None = None, now: object = NOW, keys: object = KEYS
) -> tuple[State, list[str]]:
    findings = check(file, now=now, keys=keys, witnesses=WITNESSES, shown=shown)  # type: ignore[arg-type]
    assert all(sentence for finding in findings for sentence in finding.sentences)
    return overall(findings), [reason for finding in findings for reason in finding.reasons]


def shows(log: WholeLog, size: int | None = None, *, tiles: bool = True) -> ShownLog:
    return ShownLog(log.checkpoint(size), log.get_node if tiles else None)


def test_a_fresh_receipt_is_a_promise() -> None:
    assert judged(receipt(promised()), now=LODGED) == (State.PROMISED, ["waiting"])


def test_a_promise_whose_time_is_over_says_so() -> None:
    assert judged(receipt(promised())) == (State.PROMISED, ["overdue"])


def test_a_cosigned_proof_proves_by_what_time() -> None:
    assert judged(receipt(proved())) == (State.PROVED, ["included", "seen", "in_time"])
    late = LODGED + timedelta(days=2)
    assert judged(receipt(proved(seen=late))) == (State.PROVED, ["included", "seen", "seen_late"])


def test_without_a_witness_only_the_village_vouches() -> None:
    assert judged(receipt(proved(seen=None))) == (State.PROVED, ["included", "unseen"])


def test_both_receipts_stand_in_one_file() -> None:
    state, reasons = judged(receipt(proved(), proved_verification()))

    assert (state, reasons.count("included")) == (State.PROVED, 2)
    assert judged(receipt(proved(), Part(SIGNER.note(verified().format()), VERIFY)))[0] == State.PROMISED


def test_the_file_survives_the_post_of_another_system() -> None:
    text = receipt(proved(), proved_verification()).format()

    assert parse(text).format() == text
    assert judged(parse("\ufeff" + text.replace("\n", "\r\n")))[0] == State.PROVED


def test_a_stranger_cannot_write_a_receipt() -> None:
    stranger = Signer(ORIGIN, b"\x05" * 32)
    part = Part(stranger.note(received().format()), RECEIVE)

    assert judged(receipt(part)) == (State.BROKEN, ["signature"])
    assert judged(receipt(proved()), keys=[stranger.verifier]) == (State.BROKEN, ["signature"])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("number 010", "number 011", "signature"),
        ("verify-by 2026-07-09", "verify-by 2026-07-08", "signature"),
        ('"due_on":"2026-07-09"', '"due_on":"2026-07-08"', "entry"),
        ('"kind":"complaint"', '"kind":"question"', "entry"),
        ("index 9\n", "index 8\n", "proof"),
        (f"{ORIGIN}\n15\n", f"{ORIGIN}\n16\n", "proof_signature"),
    ],
)
def test_a_changed_file_is_found_out(old: str, new: str, reason: str) -> None:
    text = receipt(proved()).format()
    assert old in text

    assert judged(parse(text.replace(old, new))) == (State.BROKEN, [reason])


@pytest.mark.parametrize("changes", [{"number": "011"}, {"what": "question"}, {"due_on": None}, {"at": NOW}])
def test_a_village_cannot_promise_something_else_than_it_wrote_down(changes: dict[str, object]) -> None:
    assert judged(receipt(promised(**changes))) == (State.BROKEN, ["contents"])


def test_a_proof_of_another_entry_or_another_log_proves_nothing() -> None:
    other_log = WholeLog(entries(), origin="another/log")
    for wrong in (proof(10, 15), proof(9, 15, log=FORK), proof(9, 15, log=other_log)):
        state, reasons = judged(
            receipt(Part(promised().promise, RECEIVE, wrong)), keys=[SIGNER.verifier, other_log.signer.verifier]
        )
        assert (state, reasons) == (State.BROKEN, ["proof"])


class TestAgainstTheLogThatIsShown:
    """The village shows its log; it may sign whatever it likes."""

    def test_an_honest_log_still_holds_the_entry(self) -> None:
        assert judged(receipt(proved()), shown=shows(TRUE))[1][-1] == "still_there"
        assert judged(receipt(promised()), shown=shows(TRUE)) == (State.PROVED, ["still_there"])
        assert judged(receipt(proved()), shown=shows(TRUE, tiles=False))[0] == State.PROVED

    def test_a_fork_signed_by_the_true_key_breaks_an_old_receipt(self) -> None:
        assert judged(receipt(proved()), shown=shows(FORK, 15, tiles=False))[1][-1] == "split"
        assert judged(receipt(proved()), shown=shows(FORK)) == (
            State.BROKEN,
            ["included", "seen", "in_time", "forked"],
        )

    def test_a_fork_that_lies_with_its_tiles_breaks_it_too(self) -> None:
        lying = ShownLog(FORK.checkpoint(), TRUE.get_node)

        assert judged(receipt(proved()), shown=lying)[1][-1] == "forked"

    def test_a_shrunk_log_breaks_it(self) -> None:
        state, reasons = judged(receipt(proved()), shown=shows(TRUE, 12))

        assert (state, reasons[-1]) == (State.BROKEN, "shrunk")

    def test_an_older_sheet_alone_breaks_nothing_and_is_told(self) -> None:
        state, reasons = judged(receipt(proved()), shown=shows(TRUE, 12, tiles=False))

        assert (state, reasons[-1]) == (State.PROVED, "older")

    def test_a_promise_alone_is_broken_by_a_log_without_the_entry(self) -> None:
        assert judged(receipt(promised()), shown=shows(FORK)) == (State.BROKEN, ["overdue", "replaced"])
        assert judged(receipt(promised()), shown=shows(TRUE, 5)) == (State.BROKEN, ["overdue", "missing"])

    def test_before_its_time_a_promise_is_not_broken(self) -> None:
        assert judged(receipt(promised()), shown=shows(TRUE, 5), now=LODGED) == (State.PROMISED, ["waiting"])

    def test_a_checkpoint_of_a_stranger_or_another_log_is_no_answer(self) -> None:
        stranger = WholeLog(entries(), seed=b"\x09" * 32)
        other = WholeLog(entries(), origin="another/log")

        assert judged(receipt(proved()), shown=shows(stranger))[1][-1] == "shown_signature"
        keys = [SIGNER.verifier, other.signer.verifier]
        assert judged(receipt(proved()), shown=shows(other), keys=keys)[1][-1] == "shown_origin"

    def test_after_an_honest_restart_the_entry_is_there_or_openly_lost(self) -> None:
        kept = WholeLog(entries(12), origin=ORIGIN.removesuffix("1") + "2")
        lost = WholeLog(entries()[:8], origin=kept.signer.name)
        keys = [SIGNER.verifier, kept.signer.verifier]

        assert judged(receipt(proved()), shown=shows(kept), keys=keys)[1][-1] == "restart_kept"
        assert judged(receipt(proved()), shown=shows(lost), keys=keys) == (
            State.BROKEN,
            ["included", "seen", "in_time", "restarted", "restart_lost"],
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("-----BEGIN KENTONGAN PROMISE-----", "-----BEGIN KENTONGAN PROMISES-----"),
        ("private-salt", "private_salt"),
        ("-----END KENTONGAN ENTRY-----", ""),
        ("entry A", "entry !"),
    ],
)
def test_half_a_file_is_no_receipt(old: str, new: str) -> None:
    with pytest.raises(FileError):
        parse(receipt(promised()).format().replace(old, new))
    for text in ("", "hello", "x" * 600_000):
        with pytest.raises(FileError):
            parse(text)


def test_promises_are_read_strictly() -> None:
    for promise in (received(), received(due_on=None), verified()):
        assert promises.parse(promise.format()) == promise
    text = received().format()
    for wrong in (
        text[:-1],
        text + "more\n",
        text.replace("v1", "v2"),
        text.replace("kind ", "kind"),
        text.replace("T03", "T3"),
    ):
        with pytest.raises(NoteError):
            promises.parse(wrong)


def test_an_entry_that_is_none_breaks_the_promise() -> None:
    cut = opened(9, {}, {})
    part = Part(promised().promise, type(cut)(cut.entry[:-1], cut.public_salt, b"{}", cut.private_salt, b"{}"))

    assert judged(receipt(part)) == (State.BROKEN, ["entry"])
