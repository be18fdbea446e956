"""Whether the log still is what was published of it: every checkpoint's root is made anew from the entries themselves.

Looked at are the checkpoints in the database, those in the journal beside it, and those that somebody kept outside. Who
rewrites the whole log, and signs it with its own key, is exposed by the first of them that he did not reach. The kept
hashes of subtrees are compared too, for proofs and tiles are made of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kentongan.ledger import journal, nodes, origins
from kentongan.ledger import log as ledger
from kentongan.ledger.models import Checkpoint as CheckpointRow
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.merkle import CompactRange, leaf_hash
from kentongan.support.tlog.note import NoteError, Verifier

KeysOf = Callable[[str], Sequence[Verifier]]
"""The keys that may have signed under an origin's name."""


@dataclass(frozen=True)
class HeadProblem:
    """What is wrong with a published state, or with what proofs are made of. `size`: of how many entries it speaks."""

    size: int
    sentence: str


@dataclass
class HeadWatch:
    """Sees every entry of a log go by, and remembers only the right edge of the tree; then `problems` knows."""

    log: UUID
    keys: KeysOf
    outside: Iterable[str] = ()
    tree: CompactRange = field(default_factory=CompactRange)
    found: list[HeadProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read what was published."""
        self.origins = {origin.number: origin for origin in origins.origins(self.log)}
        self.wanted: dict[int, dict[bytes, str]] = defaultdict(dict)  # size → root → where it was found
        self.good = 0  # the largest published state that was borne out so far
        self._kept: dict[int, Iterator[tuple[int, bytes]]] = {}
        self._bad_levels: set[int] = set()
        seen: set[str] = set()
        for where, note, claimed in self._published():
            if note not in seen:
                seen.add(note)
                self._want(where, note, claimed)
        self._look()

    def see(self, entry: bytes) -> None:
        """Take the next entry."""
        for level, index, value in self.tree.append(leaf_hash(entry)):
            if level and level % nodes.HEIGHT == 0:
                self._compare(level // nodes.HEIGHT, index, value)
        self._look()

    def problems(self) -> list[HeadProblem]:
        """Return all that is wrong, once every entry was seen."""
        size = self.tree.size
        for missing in sorted(wanted for wanted in self.wanted if wanted > size):
            where = next(iter(self.wanted[missing].values()))
            self._bad(missing, f"{where} menyebut {missing} entri, padahal sekarang hanya ada {size}.")
        for level in sorted(self._kept):
            extra = None if level in self._bad_levels else next(self._kept[level], None)
            # What was appended while we read is in its place.
            if extra is not None and extra[0] >= ledger.size(self.log) >> (nodes.HEIGHT * level):
                self._bad(size, f"Ada sidik cabang tingkat {level} di luar catatan.")
        return self.found

    def _published(self) -> Iterator[tuple[str, str, tuple[int, bytes] | None]]:
        rows = CheckpointRow.objects.filter(log=self.log).order_by("number", "slot")
        for row in rows.iterator(chunk_size=500):
            yield f"Tanda {row.slot:%Y-%m-%d %H:%M} UTC", row.note, (row.size, bytes(row.root))
        for line in journal.read(self.log):
            yield f"Jurnal {line.at:%Y-%m-%d %H:%M} UTC", line.note, None
        for note in self.outside:
            yield "Tanda dari luar", note, None

    def _want(self, where: str, note: str, claimed: tuple[int, bytes] | None) -> None:
        try:
            head, _ = checkpoints.parse_signed(note)
            checkpoints.opened(note, self.keys(head.origin))
        except NoteError:
            self._bad(self.tree.size, f"{where}: tanda tangannya tidak sah.")
            return
        if claimed is not None and claimed != (head.size, head.root):
            self._bad(head.size, f"{where}: ukuran atau sidiknya di basis data bukan yang ditandatangani.")
        if not self._lost(where, head):
            self.wanted[head.size].setdefault(head.root, where)

    def _lost(self, where: str, head: Checkpoint) -> bool:
        """Whether this state went beyond what a restore brought back, and is announced as lost."""
        number = next((each.number for each in self.origins.values() if each.name == head.origin), None)
        if number is None:
            known = self.origins and any(
                each.previous and each.previous.origin == head.origin for each in self.origins.values()
            )
            if not known:
                self._bad(head.size, f"{where}: nama catatan {head.origin} tidak dikenal basis data ini.")
            return True
        after = next((self.origins[each] for each in sorted(self.origins) if each > number), None)
        if after is None or after.previous is None or head.size <= after.lost_from:
            return False
        if after.previous.origin == head.origin and head.size > after.previous.size:
            self._bad(
                head.size, f"{where} menyebut {head.size} entri: lebih banyak yang hilang daripada yang diumumkan."
            )
        return True

    def _look(self) -> None:
        roots = self.wanted.get(self.tree.size)
        if roots is None:
            return
        root = self.tree.root()
        for wanted, where in roots.items():
            if wanted != root:
                self._bad(
                    self.tree.size,
                    f"{where} ({self.tree.size} entri): isi catatan bukan lagi yang ditandatangani. Yang diubah ada di "
                    f"antara entri {self.good} dan {self.tree.size - 1}.",
                )
            else:
                self.good = self.tree.size

    def _compare(self, level: int, index: int, value: bytes) -> None:
        if level in self._bad_levels:
            return
        if level not in self._kept:
            self._kept[level] = nodes.kept(self.log, level)
        if next(self._kept[level], None) != (index, value):
            self._bad_levels.add(level)
            first = index * nodes.WIDTH**level
            self._bad(
                self.tree.size,
                f"Sidik cabang tingkat {level} nomor {index} (entri {first} sampai {self.tree.size - 1}) tidak cocok.",
            )

    def _bad(self, size: int, sentence: str) -> None:
        self.found.append(HeadProblem(size, sentence))
