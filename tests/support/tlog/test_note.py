"""Signed notes, checkpoints and cosignatures: written exactly so, read strictly, and read by sigstore too."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore._utils import KeyID
from sigstore.errors import VerificationError

from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import note as notes
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner, cosignatures, parse_lines
from kentongan.support.tlog.note import MAX_BYTES, NoteError, Signature, Signer, Verifier

pytestmark = pytest.mark.once

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

LOG = Signer("kentongan.desa.id/log/3302050001/1", bytes(32))
WITNESS = Cosigner("saksi.example/bpd", b"\x01" * 32)
OTHER = Cosigner("saksi.example/kecamatan", b"\x02" * 32)
HEAD = Checkpoint(LOG.name, 5, b"\x05" * 32)
NOTE = HEAD.signed(LOG)


def test_a_note_of_go_is_read_and_verified() -> None:
    found = notes.parse(PETERS_NOTE)

    assert found.signed_by([Verifier.parse(PETER)])[0].by.vkey == PETER
    assert found.format() == PETERS_NOTE


def test_a_text_changed_by_one_letter_is_not_signed() -> None:
    forged = notes.parse(PETERS_NOTE.replace("problem is", "problem Is"))

    with pytest.raises(NoteError, match="PeterNeumann is wrong"):
        forged.signed_by([Verifier.parse(PETER)])


def test_a_note_that_nobody_known_signed_is_not_believed() -> None:
    with pytest.raises(NoteError, match="none of the known keys"):
        notes.parse(NOTE).signed_by([Verifier.parse(PETER)])


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    text, _empty, below = NOTE.partition("\n\n")

    assert text.split("\n") == ["kentongan.desa.id/log/3302050001/1", "5", base64.b64encode(b"\x05" * 32).decode()]
    assert below.startswith("— kentongan.desa.id/log/3302050001/1 ")
    assert checkpoints.opened(NOTE, [LOG.verifier])[0] == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n5\n",
        "origin\n05\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n٣\n" + "A" * 43 + "=\n",
        "origin\n9223372036854775808\n" + "A" * 43 + "=\n",
        "\n5\n" + "A" * 43 + "=\n",
        "origin\n5\n" + "A" * 42 + "B=\n",
        "origin\n5\nAAAA\n",
        "origin\n5\n" + "A" * 43 + "=",
        "origin\n5\n" + "A" * 43 + "=\n\n",
        "origin\n5\n" + "A" * 43 + "=\n" + "x\n" * 20,
    ],
)
def test_what_is_nearly_a_checkpoint_is_none(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoints.parse(text)


def test_extension_lines_are_kept_and_signed() -> None:
    head = Checkpoint(LOG.name, 5, b"\x05" * 32, ("something more",))

    assert checkpoints.opened(head.signed(LOG), [LOG.verifier])[0] == head
    with pytest.raises(NoteError):
        Checkpoint(LOG.name, 5, b"\x05" * 32, ("two\nlines",)).signed(LOG)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        NOTE[:-1],
        NOTE.replace("\n\n", "\n"),
        NOTE + "\n",
        NOTE.replace("— ", "- "),
        NOTE.replace("5\n", "5\t\n", 1),
        NOTE + "— name with space AAAAAAAA\n",
        NOTE + "— name AAAA\n",
        NOTE + "— name AAAAAAB=\n",
        NOTE + "— na+me AAAAAAAA\n",
        NOTE + "— name AAAAAAAA\n" * 64,
        "x" * MAX_BYTES + NOTE,
        NOTE.encode() + b"\xff\n",
        NOTE.replace("5\n", "\ud800\n", 1),
    ],
)
def test_what_is_nearly_a_note_is_none(note: str | bytes) -> None:
    with pytest.raises(NoteError):
        notes.parse(note)


def test_sixteen_signatures_of_strangers_are_no_hindrance() -> None:
    strangers = [Signature(f"stranger{number}", b"abcd", b"x" * 3000) for number in range(16)]

    crowded = notes.parse(NOTE).plus(strangers).format()

    assert checkpoints.opened(crowded, [LOG.verifier])[0] == HEAD


def test_the_same_name_with_another_key_is_a_stranger() -> None:
    impostor = Signer(LOG.name, b"\x09" * 32)
    both = notes.parse(NOTE).plus([impostor.sign(HEAD.format())])

    assert [one.by for one in both.signed_by([LOG.verifier])] == [LOG.verifier]
    with pytest.raises(NoteError):
        notes.parse(NOTE).signed_by([impostor.verifier])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("Peter", "Pater"),
        PETER + "=",
        "na me+" + PETER.partition("+")[2],
        "name+00000000+" + base64.b64encode(b"\x02" + bytes(32)).decode(),
    ],
)
def test_a_mistyped_key_is_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(vkey)


def test_keys_survive_as_text() -> None:
    for signer in (LOG, WITNESS):
        assert Verifier.parse(signer.vkey) == signer.verifier
    with pytest.raises(NoteError):
        Signer("two words", bytes(32))


def test_a_witness_signs_the_checkpoint_with_its_time() -> None:
    line = WITNESS.cosign(HEAD.format(), 1_679_315_147)

    message = b"cosignature/v1\ntime 1679315147\n" + HEAD.format().encode()
    public = Ed25519PublicKey.from_public_bytes(WITNESS.verifier.public)
    assert line.blob[:8] == (1_679_315_147).to_bytes(8, "big")
    public.verify(line.blob[8:], message)
    with pytest.raises(InvalidSignature):
        public.verify(line.blob[8:], HEAD.format().encode())


def test_cosignatures_say_who_saw_the_checkpoint_and_when() -> None:
    note = notes.parse(NOTE).plus([WITNESS.cosign(HEAD.format(), 1000), OTHER.cosign(HEAD.format(), 2000)])

    found = cosignatures(notes.parse(note.format()), [WITNESS.verifier, OTHER.verifier])

    assert {one.by.name: one.at for one in found} == {WITNESS.name: 1000, OTHER.name: 2000}
    assert cosignatures(notes.parse(NOTE), [WITNESS.verifier]) == ()


def test_a_cosignature_whose_time_was_changed_counts_as_none() -> None:
    true = WITNESS.cosign(HEAD.format(), 2000)
    back_dated = Signature(true.name, true.key_id, (1000).to_bytes(8, "big") + true.blob[8:])
    note = notes.parse(NOTE).plus([back_dated])

    assert cosignatures(note, [WITNESS.verifier]) == ()
    with pytest.raises(NoteError):
        note.signed_by([LOG.verifier, WITNESS.verifier])


def test_a_witness_cannot_sign_without_a_time() -> None:
    with pytest.raises(TypeError):
        WITNESS.sign(HEAD.format())


def test_the_lines_a_witness_answers_are_read() -> None:
    line = WITNESS.cosign(HEAD.format(), 2000)

    assert parse_lines(line.line) == (line,)
    for wrong in ("", "\n", line.line[:-1], "ok\n"):
        with pytest.raises(NoteError):
            parse_lines(wrong)


class _Keyring:
    """A keyring of sigstore's kind that holds one Ed25519 key; sigstore finds the signature and the text by itself."""

    def __init__(self, verifier: Verifier) -> None:
        self.public = Ed25519PublicKey.from_public_bytes(verifier.public)

    def verify(self, *, key_id: KeyID, signature: bytes, data: bytes) -> None:
        assert key_id[:4] == LOG.verifier.key_id
        try:
            self.public.verify(signature, data)
        except InvalidSignature as problem:
            raise VerificationError("invalid signature") from problem


class TestAgainstSigstore:
    """sigstore's reader of Rekor's checkpoints reads ours, and ours what sigstore read."""

    def test_theirs_verifies_ours(self) -> None:
        theirs = SignedCheckpoint.from_text(NOTE)

        theirs.signed_note.verify(_Keyring(LOG.verifier), KeyID(LOG.verifier.key_id))  # type: ignore[arg-type]

        assert (theirs.checkpoint.origin, theirs.checkpoint.log_size) == (HEAD.origin, HEAD.size)
        assert theirs.checkpoint.log_hash == HEAD.root.hex()

    def test_theirs_refuses_ours_when_forged(self) -> None:
        theirs = SignedCheckpoint.from_text(NOTE.replace("\n5\n", "\n6\n"))

        with pytest.raises(VerificationError):
            theirs.signed_note.verify(_Keyring(LOG.verifier), KeyID(LOG.verifier.key_id))  # type: ignore[arg-type]

    def test_ours_reads_a_checkpoint_of_rekor(self) -> None:
        rekor = (
            "rekor.sigstore.dev - 2605736670972794746\n21428036\n"
            "rxnoKyFZlJ7/R6bMh/d3lcqwKqAy5CL1LcNBJP17kgQ=\n\n"
            "— rekor.sigstore.dev wNI9ajBEAiBzYwIxGmI+JOoTTHoYhAj3rLsWTLnD3eQHBHtsT/tdkwIgY/PPNnHPwgkBtQl3mBJhKMM7"
            "RHIxlLJKSAwHqTALRwE=\n"
        )
        theirs = SignedCheckpoint.from_text(rekor).checkpoint

        ours, _note = checkpoints.parse_signed(rekor)

        assert (ours.origin, ours.size, ours.root.hex()) == (theirs.origin, theirs.log_size, theirs.log_hash)
