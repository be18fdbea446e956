"""Merkle trees of RFC 6962 (section 2.1; SHA-256): hashes, proofs, and their verification (RFC 9162, section 2.1).

A tree is never held as a whole. Who makes proofs says where nodes come from: `get_node(level, index)` is the hash of
the complete subtree over the leaves `index * 2**level` up to `(index + 1) * 2**level`; level 0 are the leaf hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
MAX_SIZE: Final = 2**63 - 1
"""As many leaves as a size may say; more is a mistake or an attack (the C2SP formats count in 63 bits)."""

GetNode = Callable[[int, int], bytes]


class ProofError(ValueError):
    """A proof does not prove what it is said to prove."""


def leaf_hash(entry: bytes) -> bytes:
    """The 32-byte hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def root_at(size: int, get_node: GetNode) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return _hash_of(0, size, get_node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, get_node: GetNode) -> list[bytes]:
    """The path from leaf `index` (from 0) to the root at `size`. Raises ValueError for an index outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, end, beside = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return [_hash_of(left, right, get_node) for left, right in reversed(beside)]


def consistency_proof(old: int, new: int, get_node: GetNode) -> list[bytes]:
    """Proof that the tree of `new` leaves begins with that of `old`; empty from 0 and for equal sizes.

    Raises ValueError if `old` is larger than `new`.
    """
    if not 0 <= old <= new:
        raise ValueError(f"there is no proof from {old} to {new}")
    if old in (0, new):
        return []
    start, end, beside = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    ranges = [(start, end), *reversed(beside)] if start else list(reversed(beside))
    return [_hash_of(left, right, get_node) for left, right in ranges]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with this hash stands at `index` of the tree. Raises ProofError if it is not shown."""
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    _check_hashes([leaf, root, *proof])
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if found != root:
        raise ProofError("the proof leads to another root")


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the new tree begins with the old one. Raises ProofError if it is not shown."""
    if not 0 <= old_size <= new_size <= MAX_SIZE:
        raise ProofError(f"a tree cannot go from {old_size} to {new_size} leaves")
    _check_hashes([old_root, new_root, *proof])
    if old_size in (0, new_size):
        _check_trivial(old_size, old_root, new_size, new_root, proof)
        return
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        raise ProofError("the proof is too short")
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old, new = path[0], path[0]
    for beside in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if old != old_root or new != new_root:
        raise ProofError("the proof leads to another root")


@dataclass
class CompactRange:
    """A tree growing leaf by leaf, of which only the right edge is held: at most 63 hashes, the largest tree first."""

    size: int = 0
    edge: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash. Returns the nodes that it completed as (level, index, hash), the leaf itself first."""
        level, index = 0, self.size
        completed = [(0, index, leaf)]
        while index & 1:
            leaf = node_hash(self.edge.pop(), leaf)
            level, index = level + 1, index >> 1
            completed.append((level, index, leaf))
        self.edge.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _folded(self.edge) if self.edge else EMPTY_ROOT


def _check_trivial(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofError("the proof is too long")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofError("a tree without leaves has another root")
    if old_size == new_size and old_root != new_root:
        raise ProofError("two roots for the same size")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofError("a hash has 32 bytes")


def _split(width: int) -> int:
    """The largest power of two below `width` (at least 2)."""
    return 1 << (width - 1).bit_length() - 1


def _hash_of(start: int, end: int, get_node: GetNode) -> bytes:
    """The hash over the leaves from `start` to `end`; `start` is a multiple of a power of two not below the width."""
    return _folded([get_node(level, index) for level, index in _blocks(start, end)])


def _blocks(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees that make up a range, the largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _folded(hashes: Sequence[bytes]) -> bytes:
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found
