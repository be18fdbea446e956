"""`kentongan verify --url`: read a village's whole log as it is served, and believe nothing but its key.

Entries and tiles are fetched one after the other and forgotten; only the right edge of the tree is held. With --state
the newest checkpoint is remembered, and next time the log must begin with it.
"""

from __future__ import annotations

import argparse
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from kentongan.commands import console
from kentongan.ledger import form
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import tiles
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.merkle import CompactRange, leaf_hash
from kentongan.support.tlog.note import NoteError, Verifier
from kentongan.support.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Tile

SECONDS: Final = 30
MOST_BYTES: Final = 1 << 20
Fetch = Callable[[str], bytes | None]
"""What stands at a path below the log's address; None if there is nothing."""


class NotWhole(Exception):
    """The served log is not what it must be. The text is for people."""


def run(args: argparse.Namespace) -> int:
    """Check a served log; 1 when it is not whole, or is another than remembered."""
    if urlsplit(args.url).scheme not in ("http", "https"):
        raise console.Problem("Alamat catatan dimulai dengan https://", console.USAGE)
    key = _key(args.key)
    state = _remembered(args.state)
    try:
        seen, told = verify(
            _fetcher(args.url), key=key, known=state, progress=lambda text: console.progress(args, text)
        )
    except NotWhole as problem:
        raise console.Problem(f"TIDAK UTUH. {problem}") from problem
    restarted = bool(state) and seen.checkpoint.origin not in state
    _remember(args.state, state, seen)
    text = f"Catatan {seen.checkpoint.origin} utuh: {seen.checkpoint.size} entri. {told}"
    if restarted:
        text += (
            " PERHATIAN: namanya baru, jadi catatan ini pernah dipulihkan dari cadangan. Baca di halamannya apa yang "
            "hilang; yang Anda ingat dengan nama lama tetap tersimpan."
        )
    facts = {
        "ok": not restarted,
        "origin": seen.checkpoint.origin,
        "size": seen.checkpoint.size,
        "signed": key is not None,
        "restarted": restarted,
    }
    console.say(args, text, facts)
    return console.PROBLEM if restarted else console.OK


@dataclass(frozen=True)
class Seen:
    """What was served."""

    checkpoint: Checkpoint
    note: str


def verify(
    fetch: Fetch, *, key: Verifier | None, known: dict[str, str], progress: Callable[[str], None] = lambda _: None
) -> tuple[Seen, str]:
    """Read the whole log; return its checkpoint and what was compared. `known`: a remembered note by origin.

    Raises:
        NotWhole: something does not fit.
    """
    note = (_wanted(fetch, "checkpoint")).decode("utf-8", "replace")
    try:
        head, _ = checkpoints.parse_signed(note) if key is None else _opened(note, key)
    except NoteError as problem:
        raise NotWhole("Tanda catatan tidak ditandatangani dengan kunci itu, atau rusak.") from problem
    before = _before(known.get(head.origin), head)
    reading = _Reading(fetch, head, before)
    for number in range(-(-head.size // TILE_WIDTH)):
        if number and number % 100 == 0:
            progress(f"{number * TILE_WIDTH} dari {head.size} entri …")
        reading.bundle(number)
    reading.finish()
    told = (
        "Tanda tangannya cocok dengan kunci itu." if key else "Tanda tangannya tidak diperiksa: beri --key dari kertas."
    )
    if before is not None:
        told += f" Awalnya sama dengan yang diingat ({before.size} entri)."
    return Seen(head, note), told


def _opened(note: str, key: Verifier) -> tuple[Checkpoint, object]:
    head, signed = checkpoints.opened(note, [key])
    if head.origin != key.name:
        raise NoteError("the key is of another log")
    return head, signed


def _before(note: str | None, head: Checkpoint) -> Checkpoint | None:
    if note is None:
        return None
    try:
        before, _ = checkpoints.parse_signed(note)
    except NoteError as problem:
        raise NotWhole("Tanda yang diingat di berkas --state rusak.") from problem
    if before.size > head.size:
        raise NotWhole(f"Catatan menyusut: dulu {before.size} entri, sekarang {head.size}.")
    return before


@dataclass
class _Reading:
    """The log being read, entry by entry, with the tiles beside it."""

    fetch: Fetch
    head: Checkpoint
    before: Checkpoint | None
    tree: CompactRange = field(default_factory=CompactRange)
    rows: dict[int, list[bytes]] = field(default_factory=dict)  # by level: the hashes of the tile that is being filled
    log: bytes = b""

    def bundle(self, number: int) -> None:
        """Read one bundle of entries. Raises NotWhole."""
        tile = tiles.tile_of(None, number, self.head.size)
        if tile is None:
            return
        self._remembered()
        try:
            entries = tiles.decode_entries(_tile(self.fetch, tile))[: tile.width]
        except tiles.TileError as problem:
            raise NotWhole(f"Berkas {tile.path} rusak.") from problem
        if len(entries) != tile.width:
            raise NotWhole(f"Di berkas {tile.path} ada {len(entries)} entri, seharusnya {tile.width}.")
        for entry in entries:
            self._entry(entry)

    def finish(self) -> None:
        """Compare what is left. Raises NotWhole."""
        self._remembered()
        for level in sorted(self.rows):
            if self.rows[level]:
                self._compare(level, (self.head.size >> TILE_HEIGHT * level) // TILE_WIDTH, self.rows[level])
        if self.tree.size != self.head.size or self.tree.root() != self.head.root:
            raise NotWhole("Isi catatan bukan yang ditandatangani: sidik seluruhnya berbeda.")

    def _entry(self, entry: bytes) -> None:
        index = self.tree.size
        try:
            parts = form.unpack(entry)
        except form.MalformedEntry as problem:
            raise NotWhole(f"Entri {index} rusak.") from problem
        self.log = self.log or parts.log.bytes
        if parts.index != index or parts.log.bytes != self.log:
            raise NotWhole(f"Entri {index} bukan entri urutan ini.")
        for level, place, value in self.tree.append(leaf_hash(entry)):
            if level % TILE_HEIGHT == 0:
                row = self.rows.setdefault(level // TILE_HEIGHT, [])
                row.append(value)
                if len(row) == TILE_WIDTH:
                    self._compare(level // TILE_HEIGHT, place // TILE_WIDTH, row)
                    row.clear()
        self._remembered()

    def _remembered(self) -> None:
        if self.before is not None and self.before.size == self.tree.size and self.before.root != self.tree.root():
            raise NotWhole(
                f"Catatan berbeda dengan yang dulu Anda lihat: {self.before.size} entri pertamanya sudah diubah."
            )

    def _compare(self, level: int, number: int, row: list[bytes]) -> None:
        tile = Tile(level, number, len(row))
        if _tile(self.fetch, tile)[: len(row) * 32] != b"".join(row):
            raise NotWhole(f"Berkas {tile.path} tidak cocok dengan entrinya.")


def _tile(fetch: Fetch, tile: Tile) -> bytes:
    """A tile's bytes; of a partial one that is gone the full one, as the specification has it."""
    found = fetch(tile.path)
    if found is None and tile.width < TILE_WIDTH:
        found = fetch(tiles.tile_path(tile.level, tile.n))
    if found is None:
        raise NotWhole(f"Berkas {tile.path} tidak disajikan.")
    return found


def _wanted(fetch: Fetch, path: str) -> bytes:
    found = fetch(path)
    if found is None:
        raise NotWhole(f"Berkas {path} tidak disajikan di alamat itu.")
    return found


def _fetcher(url: str) -> Fetch:
    base = url if url.endswith("/") else f"{url}/"

    def fetch(path: str) -> bytes | None:
        request = urllib.request.Request(base + path, headers={"User-Agent": "kentongan-verify"})  # noqa: S310  (http or https, checked)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  (as above)
                found: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 404:
                    return None
                raise console.Problem(f"{base}{path} menjawab {error.code}.") from error
        except OSError as error:
            raise console.Problem(f"{base}{path} tidak dapat diambil: {error}.") from error
        if len(found) > MOST_BYTES:
            raise NotWhole(f"Berkas {path} terlalu besar.")
        return found

    return fetch


def _key(text: str | None) -> Verifier | None:
    try:
        return Verifier.parse(text.strip()) if text else None
    except NoteError as problem:
        raise console.Problem("Kunci itu salah tulis. Salin seluruhnya dari kertas.", console.USAGE) from problem


def _remembered(file: Path | None) -> dict[str, str]:
    if file is None or not file.exists():
        return {}
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return {str(origin): str(note) for origin, note in found["checkpoints"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as problem:
        raise console.Problem(f"Berkas {file} rusak atau bukan berkas ingatan.", console.USAGE) from problem


def _remember(file: Path | None, known: dict[str, str], seen: Seen) -> None:
    if file is None:
        return
    fresh = file.with_name(f".{file.name}.new")
    try:
        fresh.write_text(
            json.dumps({"checkpoints": known | {seen.checkpoint.origin: seen.note}}, indent=1), encoding="utf-8"
        )
        fresh.replace(file)
    except OSError as problem:
        raise console.Problem(f"Berkas {file} tidak dapat ditulis.") from problem
