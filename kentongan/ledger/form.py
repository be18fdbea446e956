"""The bytes of the ledger. They are final: entries written today are read by every later version.

An entry is 89 bytes and holds nothing personal:

    version 0x01 (1) | log id (16) | index, unsigned big-endian (8) | public commitment (32) | private commitment (32)

    commitment = SHA-256(tag | salt (32 random bytes) | canonical JSON)
                 tag = "kentongan/v1/public\\n" or "kentongan/v1/private\\n"
    chain(i)   = SHA-256("kentongan/v1/chain\\n" | chain(i-1) | SHA-256(entry(i)))
                 chain(-1) = 32 zero bytes

The index counts from 0 within a log. The chain stands beside the entries, not inside them, so that the same bytes can
become the leaves of an RFC 6962 Merkle tree.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from uuid import UUID

VERSION = 1
ENTRY_BYTES = 89
HASH_BYTES = 32
SALT_BYTES = 32
FIRST_CHAIN_HASH = bytes(HASH_BYTES)

PUBLIC_TAG = b"kentongan/v1/public\n"
PRIVATE_TAG = b"kentongan/v1/private\n"
CHAIN_TAG = b"kentongan/v1/chain\n"

_LAYOUT = struct.Struct(">B16sQ32s32s")


class MalformedEntry(ValueError):
    """The bytes are not an entry of a version that we know."""


@dataclass(frozen=True)
class EntryParts:
    """What an entry's bytes say."""

    log: UUID
    index: int
    public_commitment: bytes
    private_commitment: bytes


def commitment(tag: bytes, salt: bytes, content: bytes) -> bytes:
    """The 32-byte commitment to a content. Raises ValueError for a salt of the wrong length."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(tag + salt + content).digest()


def pack(parts: EntryParts) -> bytes:
    """The entry's 89 bytes. Raises ValueError for a commitment of the wrong length, struct.error for a bad index."""
    if len(parts.public_commitment) != HASH_BYTES or len(parts.private_commitment) != HASH_BYTES:
        raise ValueError("a commitment has 32 bytes")
    return _LAYOUT.pack(VERSION, parts.log.bytes, parts.index, parts.public_commitment, parts.private_commitment)


def unpack(entry: bytes) -> EntryParts:
    """What the bytes say. Raises MalformedEntry if they are not an entry."""
    if len(entry) != ENTRY_BYTES:
        raise MalformedEntry(f"an entry has {ENTRY_BYTES} bytes, not {len(entry)}")
    version, log, index, public, private = _LAYOUT.unpack(entry)
    if version != VERSION:
        raise MalformedEntry(f"version {version} is not known")
    return EntryParts(UUID(bytes=log), index, public, private)


def chain(previous: bytes, entry: bytes) -> bytes:
    """The chain hash after `entry`, given the one before it (FIRST_CHAIN_HASH before the first entry)."""
    return hashlib.sha256(CHAIN_TAG + previous + hashlib.sha256(entry).digest()).digest()
