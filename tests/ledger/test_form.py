"""The ledger's bytes. These vectors are final: a change here breaks every log ever written."""

from __future__ import annotations

import hashlib
import struct
from uuid import UUID

import pytest

from kentongan.ledger import form
from kentongan.support import canonical

LOG = UUID("0198c0de-0000-7000-8000-00000000cafe")
PUBLIC_SALT = bytes(range(32))
PRIVATE_SALT = bytes(range(32, 64))
PUBLIC_COMMITMENT = "3e76befa4d6660e401c863c21c4f8619e7b12538bce6110942d8ca77084f1770"
PRIVATE_COMMITMENT = "257debf5ba4657a85fb9334c16a333da25d3895006b2540ee99b3d973a324cec"
PUBLIC = canonical.dumps({"action": "receive", "kind": "complaint"})
PRIVATE = canonical.dumps(
    {
        "action": "receive",
        "actor": None,
        "at": "2026-03-13T01:02:03.000004Z",
        "story": "Jalan rusak di dusun Krajan",
        "subject": "0198c0de-0000-7000-8000-000000000001",
    }
)
ENTRY = form.pack(
    form.EntryParts(
        LOG,
        7,
        form.commitment(form.PUBLIC_TAG, PUBLIC_SALT, PUBLIC),
        form.commitment(form.PRIVATE_TAG, PRIVATE_SALT, PRIVATE),
    )
)


def test_a_commitment_is_the_hash_of_tag_salt_and_content() -> None:
    assert PUBLIC == b'{"action":"receive","kind":"complaint"}'
    assert form.commitment(form.PUBLIC_TAG, PUBLIC_SALT, PUBLIC).hex() == PUBLIC_COMMITMENT
    assert form.commitment(form.PRIVATE_TAG, PRIVATE_SALT, PRIVATE).hex() == PRIVATE_COMMITMENT


def test_an_entry_is_these_89_bytes() -> None:
    assert len(ENTRY) == 89
    assert ENTRY.hex() == (
        "010198c0de00007000800000000000cafe0000000000000007" + PUBLIC_COMMITMENT + PRIVATE_COMMITMENT
    )


def test_the_chain_begins_with_zeros_and_binds_every_entry() -> None:
    first = form.chain(form.FIRST_CHAIN_HASH, ENTRY)
    assert first.hex() == "676526c464f5d850f369937965374c5cbb4a1944f9533d6d5366f24f98787bf5"
    assert form.chain(first, ENTRY).hex() == "8281c4aa46f5f6cf3afc75fbce2b84b7a3fe7e97e6e1aacfe7cfad7ff8d09524"
    by_hand = hashlib.sha256(b"kentongan/v1/chain\n" + bytes(32) + hashlib.sha256(ENTRY).digest()).digest()
    assert first == by_hand


def test_an_entry_says_what_was_put_in() -> None:
    parts = form.unpack(ENTRY)
    assert (parts.log, parts.index) == (LOG, 7)
    assert form.pack(parts) == ENTRY


@pytest.mark.parametrize("entry", [b"", ENTRY[:-1], ENTRY + b"\0", b"\x00" + ENTRY[1:], b"\x02" + ENTRY[1:]])
def test_other_bytes_are_no_entry(entry: bytes) -> None:
    with pytest.raises(form.MalformedEntry):
        form.unpack(entry)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        form.commitment(form.PUBLIC_TAG, salt, b"{}")


def test_a_commitment_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        form.pack(form.EntryParts(LOG, 0, bytes(31), bytes(32)))


@pytest.mark.parametrize("index", [-1, 2**64])
def test_an_index_that_does_not_fit_is_refused(index: int) -> None:
    with pytest.raises(struct.error):
        form.pack(form.EntryParts(LOG, index, bytes(32), bytes(32)))


def test_public_and_private_commitments_never_stand_for_each_other() -> None:
    public = form.commitment(form.PUBLIC_TAG, PUBLIC_SALT, PUBLIC)
    assert public != form.commitment(form.PRIVATE_TAG, PUBLIC_SALT, PUBLIC)
