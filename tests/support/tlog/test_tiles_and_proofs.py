"""Tiles, proofs in one text, and what is said to a witness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.support.tlog import proof as proofs
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.merkle import (
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
)
from kentongan.support.tlog.note import NoteError, Signer, parse
from kentongan.support.tlog.proof import TlogProof
from kentongan.support.tlog.tiles import (
    Tile,
    TileError,
    TileNodes,
    decode_entries,
    encode_entries,
    parse_tile_path,
    split_hashes,
    tile_of,
    tile_path,
    tiles_of,
)
from kentongan.support.tlog.witnessing import format_request, parse_request
from tests.support.tlog.test_merkle import BIG

pytestmark = pytest.mark.once

LOG = Signer("kentongan.desa.id/log/3302050001/1", bytes(32))
WITNESS = Cosigner("saksi.example/bpd", b"\x01" * 32)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 999, 5), "tile/1/999.p/5"),
        (Tile(None, 1000, 255), "tile/entries/x001/000.p/255"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
    ],
)
def test_paths_are_written_and_read_as_the_specification_says(tile: Tile, path: str) -> None:
    assert tile_path(tile.level, tile.n, tile.width) == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/05",
        "tile/0/x000/001",
        "tile/0/001/x000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/entry/000",
        "tile/0/٠٠٠",
        "tile/0/000\n",
    ],
)
def test_no_other_spelling_of_a_path_is_read(path: str) -> None:
    with pytest.raises(TileError):
        parse_tile_path(path)


def test_a_tree_of_seventy_thousand_leaves_has_the_tiles_of_the_specification() -> None:
    found = list(tiles_of(70_000))

    assert len([tile for tile in found if tile.level == 0 and tile.width == 256]) == 273
    assert [tile for tile in found if tile.width < 256] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert tile_of(None, 273, 70_000) == Tile(None, 273, 112)
    assert tile_of(0, 274, 70_000) is None


def test_a_full_first_tile_has_a_tile_of_one_above_it() -> None:
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert decode_entries(encode_entries(entries)) == entries


def test_a_bundle_cut_short_is_noticed() -> None:
    bundle = encode_entries([b"one", b"two"])
    for wrong in (bundle[:-1], bundle + b"\x00", b"\x00\x05abc"):
        with pytest.raises(TileError):
            decode_entries(wrong)
    with pytest.raises(TileError):
        encode_entries([bytes(65_536)])


def fetch(tile: Tile) -> bytes:
    """The tile as a log would serve it."""
    level = (tile.level or 0) * 8
    return b"".join(BIG.get_node(level, tile.n * 256 + at) for at in range(tile.width))


@pytest.mark.parametrize(("old", "new"), [(1, 600), (256, 600), (300, 513), (599, 600)])
def test_proofs_can_be_made_from_tiles_alone(old: int, new: int) -> None:
    nodes = TileNodes(new, fetch)

    proof = consistency_proof(old, new, nodes.get_node)

    assert proof == consistency_proof(old, new, BIG.get_node)
    verify_consistency(old, root_at(old, nodes.get_node), new, root_at(new, nodes.get_node), proof)


def test_tiles_of_a_wrong_length_and_beyond_the_tree_are_refused() -> None:
    with pytest.raises(TileError):
        split_hashes(bytes(33), Tile(0, 0, 1))
    with pytest.raises(TileError):
        TileNodes(5, fetch).get_node(0, 5)
    with pytest.raises(TileError):
        TileNodes(5, fetch).get_node(3, 0)


def test_a_tile_is_fetched_once() -> None:
    asked: list[Tile] = []

    def counted(tile: Tile) -> bytes:
        asked.append(tile)
        return fetch(tile)

    inclusion_proof(3, 600, TileNodes(600, counted).get_node)

    assert len(asked) == len(set(asked)) <= 4


def _proof(index: int = 17, size: int = 127, extra: bytes = b"") -> TlogProof:
    head = Checkpoint(LOG.name, size, root_at(size, BIG.get_node))
    note = parse(head.signed(LOG)).plus([WITNESS.cosign(head.format(), 1000)]).format()
    return TlogProof(index, tuple(inclusion_proof(index, size, BIG.get_node)), note, extra)


def test_a_proof_survives_as_text_and_shows_who_saw_it_when() -> None:
    proof = proofs.parse(_proof(extra=b"more").format())

    found = proofs.verify(proof, leaf_hash(b"entry 17"), [LOG.verifier], [WITNESS.verifier], LOG.name)

    assert proof == _proof(extra=b"more")
    assert proof.format().startswith("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 17\n")
    assert (found.index, found.checkpoint.size, found.seen_by) == (17, 127, 1000)


def test_without_a_known_witness_nobody_saw_it() -> None:
    assert proofs.verify(_proof(), leaf_hash(b"entry 17"), [LOG.verifier]).seen_by is None


def test_the_proof_of_a_single_leaf_has_no_hashes() -> None:
    proof = proofs.parse(_proof(0, 1).format())

    assert proof.path == ()
    assert proofs.verify(proof, leaf_hash(b"entry 0"), [LOG.verifier]).checkpoint.size == 1


def test_a_proof_for_another_leaf_log_or_key_fails() -> None:
    stranger = Signer(LOG.name, b"\x07" * 32)
    with pytest.raises(ProofError):
        proofs.verify(_proof(), leaf_hash(b"entry 18"), [LOG.verifier])
    with pytest.raises(NoteError):
        proofs.verify(_proof(), leaf_hash(b"entry 17"), [stranger.verifier])
    with pytest.raises(NoteError):
        proofs.verify(_proof(), leaf_hash(b"entry 17"), [LOG.verifier], origin="another/log")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 17", "index 017"),
        ("index 17", "Index 17"),
        ("index 17", "extra AAAA\nextra AAAA\nindex 17"),
        ("index 17\n", "index 17\nAAAA\n"),
        ("\n\n", "\n"),
    ],
)
def test_what_is_nearly_a_proof_is_none(old: str, new: str) -> None:
    with pytest.raises(NoteError):
        proofs.parse(_proof().format().replace(old, new))


def test_a_request_to_a_witness_survives_as_text() -> None:
    note = _proof().checkpoint
    path = consistency_proof(5, 127, BIG.get_node)

    found = parse_request(format_request(5, path, note).encode())

    assert (found.old, list(found.proof), found.checkpoint) == (5, path, note)
    assert format_request(0, [], note).startswith("old 0\n\nkentongan.desa.id/log/")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 5\n",
        b"old 05\n\nx",
        b"old -1\n\nx",
        b"new 5\n\nx",
        b"old 5\nAAAA\n\nx",
        b"\xff\n\n",
        b"old 5\n" + b"A" * 43 + b"=\r\n\nx",
        b"old 5\n" + (b"A" * 43 + b"=\n") * 64 + b"\nx",
    ],
)
def test_what_is_nearly_a_request_is_none(body: bytes) -> None:
    with pytest.raises(NoteError):
        parse_request(body)


def test_the_tree_in_these_tests_is_a_tree() -> None:
    assert root_of(BIG.get_node(0, index) for index in range(600)) == root_at(600, BIG.get_node)
