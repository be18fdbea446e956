"""The other way round, for a witness that nobody can reach: fetch the log, check it, cosign, hand the cosignature in.

The same decision is made as when a log comes by itself (`core`); nothing that is fetched is believed before that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from kentongan.support import plain_http
from kentongan.support.plain_http import Unreachable
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.cosignature import parse_lines
from kentongan.support.tlog.merkle import consistency_proof
from kentongan.support.tlog.note import MAX_BYTES, NoteError
from kentongan.support.tlog.note import parse as parse_note
from kentongan.support.tlog.tiles import Tile, TileError, TileNodes
from kentongan.support.tlog.witnessing import format_request
from kentongan.witness.core import Witness
from kentongan.witness.store import Log


@dataclass(frozen=True)
class Round:
    """What came of asking one log. `trouble` is an Indonesian sentence, "" when the checkpoint was cosigned."""

    origin: str
    size: int | None
    trouble: str
    handed_in: bool


def follow(witness: Witness, *, at: int) -> list[Round]:
    """Ask each log that has an address once."""
    return [_one(witness, log, at) for log in witness.store.logs() if log.url and not _replaced(witness, log)]


def forever(witness: Witness, *, every: int, tell: Callable[[Round], None]) -> None:
    """Ask all logs again and again, `every` seconds apart."""
    while True:
        for one in follow(witness, at=int(time.time())):
            tell(one)
        time.sleep(every)


def _replaced(witness: Witness, log: Log) -> bool:
    """Whether the log began anew under its next number: then its address serves that one."""
    return any(other.restart_of == log.origin for other in witness.store.logs())


def _one(witness: Witness, log: Log, at: int) -> Round:
    size, origin, trouble, lines, note = None, log.origin, "", "", ""
    try:
        note = _fetch(log.url, "checkpoint", MAX_BYTES).decode()
        shown, _signed = checkpoints.parse_signed(note)
        origin, size = shown.origin, shown.size
        answer = witness.add_checkpoint(_request(witness, log, note).encode(), at)
        lines, trouble = (answer.body, "") if answer.status == 200 else ("", _WORDS.get(answer.status, _WORDS[422]))
    except Unreachable as problem:
        trouble = f"Log tidak dapat diambil ({problem})."
    except (NoteError, UnicodeDecodeError):
        trouble = "Yang diterima dari alamat log bukan checkpoint."
    handed_in = bool(lines) and _hand_in(log.url, note, lines)
    if lines and not handed_in:
        trouble = "Sudah dikosigna, tetapi situs desa belum menerima kosigna ini. Apakah kunci saksi sudah didaftarkan?"
    witness.store.note_asked(origin if lines else log.origin, at, trouble)
    return Round(origin, size, trouble, handed_in)


_WORDS = {
    403: "Checkpoint tidak ditandatangani oleh kunci log yang dikenal.",
    404: "Log memakai asal (origin) baru yang belum didaftarkan di sini.",
    409: "ALARM: log menyusut, atau ada dua versi. Lihat: kentongan witness status",
    400: "ALARM: log menyusut. Lihat: kentongan witness status",
    422: "ALARM: log tidak melanjutkan yang pernah dikosigna. Lihat: kentongan witness status",
}


def _request(witness: Witness, log: Log, note: str) -> str:
    """The request that a log would have sent, its proof made from the log's tiles."""
    shown, _signed = checkpoints.parse_signed(note)
    head = witness.store.head(shown.origin)
    if head is None or head.size >= shown.size:
        return format_request(head.size if head else 0, [], note)
    nodes = TileNodes(shown.size, lambda tile: _tile(log.url, tile))
    try:
        proof = consistency_proof(head.size, shown.size, nodes.get_node)
    except TileError:
        proof = [bytes(32)]  # tiles of a wrong length are no proof, which the decision then says
    return format_request(head.size, proof, note)


def _tile(url: str, tile: Tile) -> bytes:
    return _fetch(url, tile.path, tile.width * 32)


def _fetch(url: str, path: str, limit: int) -> bytes:
    answer = plain_http.ask(urljoin(_base(url), path), limit=limit, seconds=20)
    if answer.status != 200:
        raise Unreachable(f"status {answer.status}")
    return answer.body


def _hand_in(url: str, note: str, lines: str) -> bool:
    body = parse_note(note).plus(parse_lines(lines)).format()
    try:
        return plain_http.ask(urljoin(_base(url), "cosignature"), body=body.encode()).status == 200
    except Unreachable:
        return False


def _base(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
