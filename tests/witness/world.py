"""A log outside of any village, for witnesses to watch: it can be forked and cut short, and serves its tiles."""

from __future__ import annotations

from kentongan.support.tlog import merkle
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.merkle import CompactRange, consistency_proof, leaf_hash, root_at
from kentongan.support.tlog.note import Signer
from kentongan.support.tlog.tiles import Tile
from kentongan.support.tlog.witnessing import format_request

ORIGIN = "kentongan.desa.id/log/3302050001/1"


class WholeLog:
    """A log in memory with its signing key."""

    def __init__(self, entries: list[bytes], *, origin: str = ORIGIN, seed: bytes = bytes(32)) -> None:
        self.signer = Signer(origin, seed)
        self.nodes: dict[tuple[int, int], bytes] = {}
        edge = CompactRange()
        for entry in entries:
            for level, index, found in edge.append(leaf_hash(entry)):
                self.nodes[level, index] = found
        self.size = edge.size

    def get_node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]

    def checkpoint(self, size: int | None = None) -> str:
        size = self.size if size is None else size
        return Checkpoint(self.signer.name, size, root_at(size, self.get_node)).signed(self.signer)

    def request(self, old: int, new: int | None = None) -> bytes:
        new = self.size if new is None else new
        proof = consistency_proof(old, new, self.get_node) if old <= new else []
        return format_request(old, proof, self.checkpoint(new)).encode()

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return merkle.inclusion_proof(index, size, self.get_node)

    def tile(self, tile: Tile) -> bytes:
        level = (tile.level or 0) * 8
        return b"".join(self.get_node(level, tile.n * 256 + at) for at in range(tile.width))


def entries(size: int, *, forged: int | None = None) -> list[bytes]:
    """So many entries, one of them perhaps not what it was."""
    return [b"forged" if number == forged else b"entry %d" % number for number in range(size)]
