"""Whether the cases still are what their entries in the ledger say: every fact that an entry commits to is compared.

The ledger proves that its entries are those that were written; here it is proven that status, class, numbers, texts,
files, times and limits of the cases are those of the entries. Sealed words are compared as they are sealed; of what was
erased only what stays is. Works through one village a block of cases at a time, so memory does not grow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from kentongan.cases.actions.base import clocks_digest, story_digest, text_digest
from kentongan.cases.actions.papers import KEPT
from kentongan.cases.actions.rewriting import RESEALED
from kentongan.cases.models import Case, CaseClock, Event, EventDocument, Paper
from kentongan.documents import housekeeping
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.ledger.log import ReadEntry
from kentongan.rules.types import Move
from kentongan.vault.door import OPENED
from kentongan.villages.models import Village

IMPORT: Final = "import"
BORN: Final = (str(Move.RECEIVE), IMPORT)
# In both the event's data and its entry, with the same meaning.
_SAME: Final = ("outcome", "handler", "stars", "mode", "version", "hidden", "paper", "picture", "channel")
_BLOCK: Final = 100


@dataclass(frozen=True)
class Wrong:
    """A fact that is no longer what an entry says. `index` is None where no entry speaks of what is there."""

    index: int | None
    action: str
    what: str

    @property
    def sentence(self) -> str:
        """What is wrong, in plain Indonesian."""
        return self.what if self.index is None else f"Entri {self.index} ({self.action}): {self.what}"


def check(village: Village, *, files: bool = True) -> Iterator[Wrong]:
    """Compare every case of a village with its entries. `files`: read the stored files too, which takes longest."""
    keys = Case.objects.filter(village=village).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=1000)
    while block := list(islice(keys, _BLOCK)):
        yield from _block(village, block, files=files)
    yield from _deleted(village)


def _deleted(village: Village) -> Iterator[Wrong]:
    """Entries of receipt whose case is no more."""
    born = ledger.with_actions(village.log, BORN)
    while block := list(islice(born, _BLOCK)):
        there = set(
            Case.objects.filter(village=village, pk__in=[each.subject for each in block]).values_list("pk", flat=True)
        )
        for each in block:
            if each.subject not in there:
                yield Wrong(each.index, each.action, "aduan yang dicatat di sini tidak ada lagi.")


def _block(village: Village, keys: list[UUID], *, files: bool) -> Iterator[Wrong]:
    entries = ledger.entries_of(keys, log=village.log)
    events: dict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(case__in=keys):
        events[event.case_id].append(event)
    attached: dict[UUID, list[Document]] = defaultdict(list)
    for row in EventDocument.objects.filter(event__case__in=keys).select_related("document"):
        attached[row.event_id].append(row.document)
    clocks: dict[UUID, list[CaseClock]] = defaultdict(list)
    for clock in CaseClock.objects.filter(case__in=keys):
        clocks[clock.case_id].append(clock)
    papers = {str(row.pk): row for row in Paper.objects.filter(case__in=keys).select_related("document")}
    for case in Case.objects.filter(pk__in=keys).select_related("village").order_by("pk"):
        found = _Check(case, entries.get(case.pk, []), events[case.pk], attached, clocks[case.pk], papers, files)
        yield from found.run()


@dataclass
class _Check:
    """One case against its entries."""

    case: Case
    entries: list[ReadEntry]
    events: list[Event]
    attached: Mapping[UUID, list[Document]]
    clocks: list[CaseClock]
    papers: Mapping[str, Paper]
    files: bool
    # What the newest entry says of the words of an event, by its id; of what was told; of a document, by its id.
    texts: dict[str, tuple[ReadEntry, str | None]] = field(default_factory=dict)
    story: tuple[ReadEntry, str] | None = None
    documents: dict[str, tuple[ReadEntry, str]] = field(default_factory=dict)
    # Entries of moves whose private part was erased: (move, from, to, round) → entries not yet matched with an event.
    blind: dict[tuple[str, ...], list[ReadEntry]] = field(default_factory=lambda: defaultdict(list))

    def run(self) -> Iterator[Wrong]:
        """Yield all that is wrong."""
        if not any(entry.action in BORN for entry in self.entries):
            yield Wrong(None, "", f"Aduan {self.case.number} tidak punya entri penerimaan dalam catatan.")
            return
        by_id = {str(event.pk): event for event in self.events}
        for entry in self.entries:
            yield from self._entry(entry, by_id)
        yield from self._words(by_id)
        yield from self._without_entry()
        yield from self._newest()
        yield from self._files_of(by_id)

    def _entry(self, entry: ReadEntry, by_id: Mapping[str, Event]) -> Iterator[Wrong]:
        said = entry.private
        if said is None:
            if "to" in entry.public and entry.action != IMPORT:
                self.blind[_key(entry.action, entry.public)].append(entry)
            return
        if entry.action == RESEALED:
            self._resealed(entry, said)
            return
        if entry.action == KEPT:
            self.documents[f"paper:{said.get('paper')}"] = (entry, str(said.get("sha256")))
        if "story_sha256" in said:
            self.story = (entry, str(said["story_sha256"]))
        if entry.action in BORN:
            yield from self._receipt(entry, said)
        if "event" in said:
            event = by_id.get(str(said["event"]))
            if event is None:
                yield Wrong(entry.index, entry.action, "peristiwa yang dicatat di sini tidak ada lagi.")
            else:
                yield from _event(entry, said, event)
                digest = said.get("text_sha256")
                self.texts[str(event.pk)] = (entry, None if digest is None else str(digest))

    def _resealed(self, entry: ReadEntry, said: Mapping[str, Any]) -> None:
        self.story = (entry, str(said["story_sha256"]))
        self.texts.update({key: (entry, digest) for key, digest in said["texts"].items()})
        self.documents.update({key: (entry, sha256) for key, sha256 in said["documents"].items()})

    def _receipt(self, entry: ReadEntry, said: Mapping[str, Any]) -> Iterator[Wrong]:
        case = self.case
        # The zone in which it is written is that of who recorded it; the moment is what counts.
        if "received_at" in said and datetime.fromisoformat(str(said["received_at"])) != case.received_at:
            yield Wrong(entry.index, entry.action, "waktu diterimanya aduan bukan lagi yang dicatat.")
        for name, what in (("channel", "media"), ("form", "nomor formulir")):
            column = "form_number" if name == "form" else name
            if name in said and said[name] != str(getattr(case, column)):
                yield Wrong(entry.index, entry.action, f"{what} aduan bukan lagi yang dicatat.")
        if "about_official" in said and said["about_official"] != str(case.about_official):
            yield Wrong(entry.index, entry.action, "jawaban apakah ini tentang perangkat desa bukan lagi yang dicatat.")

    def _words(self, by_id: Mapping[str, Event]) -> Iterator[Wrong]:
        if self.case.erased_at is not None:
            erased = [entry for entry in self.entries if entry.action == Move.ERASE]
            if not erased:
                yield Wrong(None, "", f"Aduan {self.case.number} ditandai terhapus tanpa entri penghapusan.")
                return
            # What was written before is gone with its digests; what came later is compared.
            since = erased[-1].index
            self.texts = {key: value for key, value in self.texts.items() if value[0].index >= since}
            self.story, self.documents = None, {}
        if (
            self.story is not None
            and not self._excused(self.story[0])
            and _safe(story_digest, self.case) != (self.story[1])
        ):
            entry = self.story[0]
            yield Wrong(entry.index, entry.action, "uraian aduan bukan lagi yang dicatat.")
        for key, (entry, wanted) in self.texts.items():
            event = by_id.get(key)
            if event is None or self._excused(entry) or _safe(text_digest, event.text) == wanted:
                continue
            yield Wrong(entry.index, entry.action, "teks peristiwa bukan lagi yang dicatat.")

    def _excused(self, entry: ReadEntry) -> bool:
        """Whether the words were sealed anew later by a version that did not commit to them again."""
        if any(other.action == RESEALED for other in self.entries):
            return False
        again = [other for other in self.entries if _sealed_anew(other)]
        return bool(again) and entry.index <= again[-1].index

    def _without_entry(self) -> Iterator[Wrong]:
        openings = sum(entry.action == OPENED for entry in self.entries)
        imported = next((entry for entry in self.entries if entry.action == IMPORT), None)
        for event in self.events:
            if str(event.pk) in self.texts or self._claimed(event):
                continue
            if event.move == Move.OPEN_IDENTITY and openings:
                openings -= 1
                continue
            if imported is not None and event.data.get("imported") is True:
                continue
            kind = _key(str(event.move), {"from": event.from_status, "to": event.to_status, "round": event.round})
            if self.blind.get(kind):
                self.blind[kind].pop(0)
                continue
            yield Wrong(None, "", f"Peristiwa “{event.move}” pada aduan {self.case.number} tidak punya entri.")
        for entries in self.blind.values():
            for entry in entries:
                yield Wrong(entry.index, entry.action, "peristiwa yang dicatat di sini tidak ada lagi atau diubah.")

    def _claimed(self, event: Event) -> bool:
        return any(entry.private is not None and entry.private.get("event") == str(event.pk) for entry in self.entries)

    def _newest(self) -> Iterator[Wrong]:
        """The case as it stands, against the newest entry that speaks of each fact."""
        case = self.case
        moves = [entry for entry in self.entries if "to" in entry.public]
        last = moves[-1]
        for name, now, what in (
            ("to", str(case.status), "status aduan"),
            ("class", case.case_class or None, "klasifikasi aduan"),
            ("kind", str(case.kind), "jenis aduan"),
            ("round", case.round, "putaran penanganan"),
        ):
            if name in last.public and last.public[name] != now:
                yield Wrong(last.index, last.action, f"{what} bukan lagi yang dicatat.")
        open_ones = [(entry, entry.private) for entry in moves if entry.private is not None]
        for entry, said in reversed(open_ones):
            if "number" in said:
                if said["number"] != case.number:
                    yield Wrong(entry.index, entry.action, "nomor register bukan lagi yang dicatat.")
                break
        yield from self._limits(open_ones)
        mode = [(entry, said[key]) for entry, said in open_ones for key in ("identity_mode", "mode") if key in said]
        if mode and mode[-1][1] != str(case.identity_mode):
            yield Wrong(mode[-1][0].index, mode[-1][0].action, "cara melapor bukan lagi yang dicatat.")

    def _limits(self, entries: list[tuple[ReadEntry, Mapping[str, Any]]]) -> Iterator[Wrong]:
        if entries:
            entry, said = entries[-1]
            # Older entries have it as "due_on", where the move had no day of its own by that name.
            own = entry.action == Move.ASSIGN or "request" in said
            known = "next_due_on" in said or ("due_on" in said and not own)
            due = said.get("next_due_on", said.get("due_on"))
            now = self.case.next_due_on.isoformat() if self.case.next_due_on else None
            if known and due != now:
                yield Wrong(entry.index, entry.action, "batas waktu terdekat bukan lagi yang dicatat.")
        for entry, said in reversed(entries):
            if "clocks_sha256" in said:
                if said["clocks_sha256"] != clocks_digest(self.clocks):
                    yield Wrong(entry.index, entry.action, "batas-batas waktu aduan bukan lagi yang dicatat.")
                break

    def _files_of(self, by_id: Mapping[str, Event]) -> Iterator[Wrong]:
        if self.case.erased_at is not None:
            return
        for entry in self.entries:
            said = entry.private or {}
            event = by_id.get(str(said.get("event")))
            if event is None:
                continue
            listed: Any = said.get("documents", [])
            yield from self._of_event(entry, list(listed), self.attached.get(event.pk, []))
        for key, (entry, wanted) in self.documents.items():
            if key.startswith("paper:"):
                paper = self.papers.get(key.removeprefix("paper:"))
                if paper is None or paper.document is None:
                    yield Wrong(entry.index, entry.action, "surat yang dicatat di sini tidak ada lagi.")
                elif str(paper.document.pk) not in self.documents:
                    yield from self._file(entry, paper.document, wanted)

    def _of_event(self, entry: ReadEntry, wanted: list[str], documents: list[Document]) -> Iterator[Wrong]:
        if len(wanted) != len(documents):
            yield Wrong(entry.index, entry.action, "banyaknya berkas pada peristiwa ini bukan lagi yang dicatat.")
            return
        for document in documents:
            later = self.documents.get(str(document.pk))
            if later is not None and later[0].index > entry.index:
                yield from self._file(later[0], document, later[1])
            elif self._excused(entry):
                yield from self._file(entry, document, document.sha256)
            else:
                fits = document.sha256 if document.sha256 in wanted else "".join(wanted[:1])
                yield from self._file(entry, document, fits)

    def _file(self, entry: ReadEntry, document: Document, wanted: str) -> Iterator[Wrong]:
        if document.sha256 != wanted or document.destroyed_at is not None:
            yield Wrong(entry.index, entry.action, "berkas pada entri ini bukan lagi yang dicatat.")
        elif self.files and not housekeeping.is_whole(document):
            yield Wrong(entry.index, entry.action, "isi berkas di penyimpanan bukan lagi yang dicatat, atau hilang.")


def _event(entry: ReadEntry, said: Mapping[str, Any], event: Event) -> Iterator[Wrong]:
    """One event against its entry."""
    public = entry.public
    told: Iterable[tuple[object, object, str]] = (
        (entry.action, str(event.move), "jenis tindakan"),
        (entry.at, event.at, "waktu tindakan"),
        (entry.actor, event.officer_id, "pelaku tindakan"),
        (said.get("role"), str(event.actor), "peran pelaku"),
        (public.get("from"), str(event.from_status) or None, "status sebelum tindakan"),
        (public.get("to"), str(event.to_status), "status sesudah tindakan"),
        (public.get("round", event.round), event.round, "putaran tindakan"),
        *(
            (said[name], event.data[name], f"rincian tindakan ({name})")
            for name in _SAME
            if name in said and name in event.data
        ),
    )
    for wanted, found, what in told:
        if wanted != found:
            yield Wrong(entry.index, entry.action, f"{what} bukan lagi yang dicatat.")


def _key(move: str, public: Mapping[str, Any]) -> tuple[str, ...]:
    return (move, str(public.get("from") or ""), str(public.get("to") or ""), str(public.get("round", 1)))


def _sealed_anew(entry: ReadEntry) -> bool:
    """Whether an act of an older version sealed words anew, or laid them open."""
    return entry.action in (Move.RESTRICT, Move.RELEASE, "key_renewed") or "could" in (entry.private or {})


def _safe(digest: Any, of: Any) -> str | None:
    """The digest; "" for sealed words that a forger left undecodable."""
    try:
        found: str | None = digest(of)
    except ValueError:
        return ""
    return found
