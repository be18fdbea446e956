"""Runs in the environment of the C2SP tools: ours against theirs, theirs against ours. Prints what held, a line each.

Given are the address of a witness of ours and its vkey; of Kentongan only the pure library is imported.
"""

import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import aics_tlog
from aics_tlog import tree as their_tree
from aics_tlog.checkpoint import Checkpoint as TheirCheckpoint
from aics_tlog.checkpoint import sign_checkpoint
from aics_tlog.tiles import (
    MemoryTileReader,
    TileWriter,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    read_entry,
    tree_root_from_tiles,
)
from aics_witness import LogConfig, Witness, WitnessClient, WitnessStore, make_server
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner, cosignatures, parse_lines
from kentongan.support.tlog.merkle import (
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    verify_consistency,
    verify_inclusion,
)
from kentongan.support.tlog.note import Signer, Verifier, parse
from kentongan.support.tlog.tiles import Tile, TileNodes, decode_entries, encode_entries, parse_tile_path, tiles_of
from kentongan.support.tlog.witnessing import format_request

SIZE, OLD = 700, 300
ORIGIN = "kentongan.desa.id/log/3302050001/1"
ENTRIES = [b"entry %d" % number for number in range(SIZE)]
LOG = Signer(ORIGIN, bytes(32))
WITNESS = Cosigner("saksi.example/bpd", b"\x01" * 32)
NODES: dict[tuple[int, int], bytes] = {}


def node(level: int, index: int) -> bytes:
    return NODES[level, index]


def held(what: str) -> None:
    sys.stdout.write(f"held: {what}\n")
    sys.stdout.flush()


def our_tiles() -> dict[str, bytes]:
    found = {}
    for tile in tiles_of(SIZE):
        level = tile.level or 0
        found[tile.path] = b"".join(node(level * 8, tile.n * 256 + at) for at in range(tile.width))
        if level == 0:
            start = tile.n * 256
            bundle = Tile(None, tile.n, tile.width)
            found[bundle.path] = encode_entries(ENTRIES[start : start + tile.width])
    return found


def ours_read_by_theirs() -> None:
    root, old_root = root_at(SIZE, node), root_at(OLD, node)
    reader = MemoryTileReader(our_tiles())
    assert tree_root_from_tiles(reader, SIZE) == root
    assert read_entry(reader, 699, SIZE) == ENTRIES[699]
    assert inclusion_proof_from_tiles(reader, 17, SIZE) == inclusion_proof(17, SIZE, node)
    assert consistency_proof_from_tiles(reader, OLD, SIZE) == consistency_proof(OLD, SIZE, node)
    held("our tiles and bundles")
    for index in (0, 255, 256, 511, 698, 699):
        proof = inclusion_proof(index, SIZE, node)
        assert their_tree.verify_leaf_inclusion(ENTRIES[index], index, SIZE, proof, root)
    assert their_tree.verify_consistency(OLD, SIZE, old_root, root, consistency_proof(OLD, SIZE, node))
    held("our proofs")
    head = Checkpoint(ORIGIN, SIZE, root)
    now = int(time.time())
    note = parse(head.signed(LOG)).plus([WITNESS.cosign(head.format(), now)]).format()
    keys = [aics_tlog.parse_vkey(one) for one in (LOG.vkey, WITNESS.vkey)]
    found = aics_tlog.verify_checkpoint(aics_tlog.parse_note(note), keys[0], [keys[1]], 1)
    assert (found.ok, found.size, found.timestamps) == (True, SIZE, {WITNESS.name: now}), found
    forged = note.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n")
    assert not aics_tlog.verify_checkpoint(aics_tlog.parse_note(forged), keys[0], [keys[1]], 1).ok
    held("our keys, checkpoint and cosignature")


def theirs_read_by_ours() -> None:
    tree = aics_tlog.MerkleTree(ENTRIES)
    root = tree.root()
    for index in (0, 255, 256, 511, 699):
        verify_inclusion(leaf_hash(ENTRIES[index]), index, SIZE, tree.inclusion_proof(index), root)
    verify_consistency(OLD, tree.root(OLD), SIZE, root, tree.consistency_proof(OLD, SIZE))
    held("their proofs")
    tiles = TileWriter(ENTRIES).materialise()
    nodes = TileNodes(SIZE, lambda tile: tiles[tile.path])
    assert root_at(SIZE, nodes.get_node) == root
    assert all(parse_tile_path(path).path == path for path in tiles)
    last = max(path for path in tiles if path.startswith("tile/entries/"))
    assert decode_entries(tiles[last])[-1] == ENTRIES[-1]
    held("their tiles and bundles")
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    note = sign_checkpoint(TheirCheckpoint(origin=ORIGIN, size=SIZE, root=root), private, ORIGIN).serialise()
    vkey = aics_tlog.format_vkey(aics_tlog.vkey_from_ed25519(ORIGIN, public))
    _blob, line = aics_tlog.sign_cosignature(private, "their/witness", 1_700_000_000, ORIGIN, SIZE, root)
    witness = aics_tlog.format_vkey(aics_tlog.cosignature_vkey("their/witness", public))
    head, _signed = checkpoints.opened(note, [Verifier.parse(vkey)])
    cosigned = parse(aics_tlog.Note(parse(note).text, [*aics_tlog.parse_note(note).signatures, line]).serialise())
    assert head == Checkpoint(ORIGIN, SIZE, root)
    assert [one.at for one in cosignatures(cosigned, [Verifier.parse(witness)])] == [1_700_000_000]
    held("their keys, checkpoint and cosignature")


def their_witness_asked_by_ours() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = WitnessStore(Path(folder) / "w.sqlite3", create=True)
        theirs = Witness(
            "their/witness", Ed25519PrivateKey.generate(), store, [LogConfig.from_strings(ORIGIN, [LOG.vkey])]
        )
        server = make_server(theirs)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for old, new in ((0, OLD), (OLD, SIZE), (SIZE, SIZE)):
            note = Checkpoint(ORIGIN, new, root_at(new, node)).signed(LOG)
            body = format_request(old, consistency_proof(old, new, node), note)
            request = urllib.request.Request(f"{server.url}/add-checkpoint", data=body.encode())  # noqa: S310
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                lines = parse_lines(answer.read().decode())
            assert cosignatures(parse(note).plus(lines), [Verifier.parse(theirs.vkey_text)])
        server.shutdown()
        server.server_close()
        store.close()
    held("their witness cosigns for ours")


def our_witness_asked_by_theirs(url: str, vkey: str) -> None:
    with WitnessClient(url, vkey, max_attempts=1) as client:
        for size in (OLD, SIZE):
            note = Checkpoint(ORIGIN, size, root_at(size, node)).signed(LOG)
            lines = client.submit(note, lambda old, new: consistency_proof(old, new, node))
            assert lines.startswith("\u2014 ")
    with WitnessClient(url, vkey, max_attempts=1) as fresh:  # learns our size from the conflict
        note = Checkpoint(ORIGIN, SIZE, root_at(SIZE, node)).signed(LOG)
        assert fresh.submit(note, lambda old, new: consistency_proof(old, new, node))
    held("our witness cosigns for theirs")


def main() -> None:
    edge = CompactRange()
    for entry in ENTRIES:
        for level, index, found in edge.append(leaf_hash(entry)):
            NODES[level, index] = found
    ours_read_by_theirs()
    theirs_read_by_ours()
    their_witness_asked_by_ours()
    our_witness_asked_by_theirs(sys.argv[1], sys.argv[2])


if __name__ == "__main__":
    main()
