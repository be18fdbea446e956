"""RFC 6962 hashes and proofs: the vectors that every implementation has, and pymerkle and sigstore against ours."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree
from pymerkle.proof import InclusionProof
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError

from kentongan.support.tlog import merkle
from kentongan.support.tlog.merkle import (
    EMPTY_ROOT,
    CompactRange,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

pytestmark = pytest.mark.once

ENTRIES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Tree:
    """A whole tree in memory: every complete node by its place."""

    def __init__(self, entries: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        edge = CompactRange()
        for entry in entries:
            for level, index, found in edge.append(leaf_hash(entry)):
                self.nodes[level, index] = found

    def get_node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def entries(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


BIG = Tree(entries(600))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_of_the_well_known_leaves_are_the_well_known_roots(size: int) -> None:
    assert root_of(leaf_hash(one) for one in ENTRIES[:size]).hex() == ROOTS[size - 1]
    assert root_at(size, Tree(ENTRIES).get_node).hex() == ROOTS[size - 1]


def test_a_tree_without_leaves_has_the_hash_of_nothing() -> None:
    assert root_of([]) == root_at(0, BIG.get_node) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, ""),
        (1, 8, "96a296d224f285c6 5f083f0a1a33ca07 6b47aaf29ee3c2af"),
        (6, 8, "0ebc5d3437fbe2db ca854ea128ed050b d37ee418976dd957"),
        (2, 5, "5f083f0a1a33ca07 bc1a0643b12e4d2d"),
    ],
)
def test_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int, proof: str) -> None:
    found = consistency_proof(old, new, Tree(ENTRIES).get_node)

    assert " ".join(one.hex()[:16] for one in found) == proof


@given(st.integers(1, 600), st.data())
@settings(max_examples=80, deadline=None)
def test_every_inclusion_proof_verifies_and_no_other_leaf_index_size_or_path_does(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    root, leaf = root_at(size, BIG.get_node), BIG.get_node(0, index)
    proof = inclusion_proof(index, size, BIG.get_node)

    verify_inclusion(leaf, index, size, proof, root)

    wrong = [
        (leaf_hash(b"another"), index, size, proof, root),
        (leaf, index, size, [*proof, leaf], root),
        (leaf, size, size, proof, root),
        (leaf, index, size, proof, node_hash(root, root)),
    ]
    wrong += [(leaf, index ^ 1, size, proof, root)] if index ^ 1 < size else []
    wrong += [(leaf, index, size, proof[:-1], root)] if proof else []
    wrong += [(leaf, index, size, [*proof[:-1], leaf_hash(b"x")], root)] if proof else []
    for one in wrong:
        with pytest.raises(ProofError):
            verify_inclusion(*one)


@given(st.integers(1, 600), st.data())
@settings(max_examples=80, deadline=None)
def test_every_consistency_proof_verifies_and_no_other_does(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    old_root, new_root = root_at(old, BIG.get_node), root_at(new, BIG.get_node)
    proof = consistency_proof(old, new, BIG.get_node)

    verify_consistency(old, old_root, new, new_root, proof)

    wrong = [
        (old, leaf_hash(b"x"), new, new_root, proof),
        (old, old_root, new, leaf_hash(b"x"), proof),
        (old, old_root, new, new_root, [*proof, old_root]),
        (new + 1, old_root, new, new_root, proof),
    ]
    if old < new:
        wrong += [(old, old_root, new, new_root, proof[:-1]), (old, old_root, new, new_root, proof[::-1][1:])]
    for one in wrong:
        with pytest.raises(ProofError):
            verify_consistency(*one)


def test_from_nothing_everything_follows_but_only_with_an_empty_proof() -> None:
    root = root_at(7, BIG.get_node)

    verify_consistency(0, EMPTY_ROOT, 7, root, [])

    for old_root, proof in ((root, []), (EMPTY_ROOT, [root])):
        with pytest.raises(ProofError):
            verify_consistency(0, old_root, 7, root, proof)


def test_a_fork_is_not_consistent() -> None:
    fork = Tree([*entries(5), b"forged", *entries(20)[6:]])

    proof = consistency_proof(11, 20, fork.get_node)

    verify_consistency(11, root_at(11, fork.get_node), 20, root_at(20, fork.get_node), proof)
    with pytest.raises(ProofError):
        verify_consistency(11, root_at(11, BIG.get_node), 20, root_at(20, fork.get_node), proof)


def test_hashes_of_another_length_prove_nothing() -> None:
    with pytest.raises(ProofError):
        verify_inclusion(b"short", 0, 1, [], b"short")


def test_places_outside_the_tree_have_no_proof() -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(4, 4, BIG.get_node)
    with pytest.raises(ValueError, match="no proof"):
        consistency_proof(5, 4, BIG.get_node)


def test_a_growing_tree_names_each_node_that_it_completes_once() -> None:
    tree, found = CompactRange(), []
    for entry in entries(8):
        found += [(level, index) for level, index, _hash in tree.append(leaf_hash(entry))]

    assert sorted(found) == [(level, index) for level in range(4) for index in range(8 >> level)]
    assert tree.root() == BIG.get_node(3, 0)
    assert CompactRange(tree.size, tree.edge).root() == tree.root()


THEIRS = InmemoryTree(algorithm="sha256")
THEIRS.append_entries(entries(130))


class TestAgainstPymerkle:
    """pymerkle makes trees and proofs of its own; each side believes the other's."""

    @pytest.mark.parametrize("size", [1, 2, 3, 64, 65, 127, 130])
    def test_the_roots_are_the_same(self, size: int) -> None:
        assert THEIRS.get_root(size) == root_at(size, BIG.get_node)

    @pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (2, 3), (63, 64), (64, 65), (17, 127), (129, 130)])
    def test_ours_verifies_theirs(self, index: int, size: int) -> None:
        proof = THEIRS.prove_inclusion(index + 1, size)

        verify_inclusion(THEIRS.get_leaf(index + 1), index, size, proof.path[1:], THEIRS.get_root(size))

    @pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (2, 3), (63, 64), (64, 65), (17, 127), (129, 130)])
    def test_theirs_verifies_ours(self, index: int, size: int) -> None:
        shape = THEIRS.prove_inclusion(index + 1, size)
        leaf = BIG.get_node(0, index)
        ours = InclusionProof(
            "sha256", True, size, index + 1, shape.rule, [leaf, *inclusion_proof(index, size, BIG.get_node)]
        )

        ours.verify(leaf, root_at(size, BIG.get_node), index=index + 1, size=size)

    @pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (64, 65), (17, 130)])
    def test_what_it_holds_consistent_is_consistent_for_us(self, old: int, new: int) -> None:
        THEIRS.prove_consistency(old, new).verify(THEIRS.get_root(old), THEIRS.get_root(new))

        proof = consistency_proof(old, new, BIG.get_node)

        verify_consistency(old, THEIRS.get_root(old), new, THEIRS.get_root(new), proof)


class TestAgainstSigstore:
    """sigstore's verifier of Rekor's Merkle proofs reads ours."""

    @pytest.mark.parametrize(("index", "size"), [(0, 1), (1, 2), (2, 3), (63, 64), (64, 65), (17, 127), (599, 600)])
    def test_theirs_verifies_ours(self, index: int, size: int) -> None:
        verify_merkle_inclusion(self._entry(index, size))  # type: ignore[arg-type]

    def test_theirs_refuses_what_we_forged(self) -> None:
        forged = self._entry(17, 127)
        forged._inner.canonicalized_body = b"forged"

        with pytest.raises(VerificationError):
            verify_merkle_inclusion(forged)  # type: ignore[arg-type]

    @staticmethod
    def _entry(index: int, size: int) -> SimpleNamespace:
        proof = SimpleNamespace(
            log_index=index,
            tree_size=size,
            hashes=inclusion_proof(index, size, BIG.get_node),
            root_hash=root_at(size, BIG.get_node),
        )
        return SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=b"entry %d" % index))


def test_a_size_beyond_63_bits_is_refused() -> None:
    with pytest.raises(ProofError):
        verify_inclusion(EMPTY_ROOT, 0, merkle.MAX_SIZE + 1, [], EMPTY_ROOT)
