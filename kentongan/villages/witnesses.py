"""The witnesses of a village's log: who they are, sending them checkpoints, and taking their cosignatures.

What a witness answers is believed only where its own key signed it. That it cannot be reached stops nothing: it is
asked again at the next turn. A witness that has seen more than there is, or something else, is an alarm (`Lie`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin
from uuid import UUID

from django.db.models import F

from kentongan.ledger import tree
from kentongan.ledger.tree import Cosigned, StoredCheckpoint
from kentongan.support import plain_http
from kentongan.support.plain_http import Unreachable
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.cosignature import cosignatures, parse_lines
from kentongan.support.tlog.note import NoteError, Signature, Verifier, untimed
from kentongan.support.tlog.note import parse as parse_note
from kentongan.support.tlog.witnessing import SIZE_TYPE, format_request
from kentongan.villages.models import Village, Witness

SECONDS: Final = 5
"""So long one witness may take: the other jobs wait for it."""
_MOST_BYTES: Final = 16 * 1024


class Lie(StrEnum):
    """What a witness's answer may say about the village's own log."""

    SHRUNK = "shrunk"  # it has cosigned more entries than there are
    SPLIT = "split"  # it has cosigned another content of the same size
    FORKED = "forked"  # what it has cosigned does not continue into what there is


class Shown(Exception):
    """A witness has seen a log that is not the one we hold."""

    def __init__(self, lie: Lie) -> None:
        super().__init__(lie)
        self.lie = lie


@dataclass(frozen=True)
class WitnessLine:
    """A witness as it is listed: who, whose key, where, and what it cosigned last (None: nothing yet)."""

    id: UUID
    name: str
    key: str
    url: str
    active: bool
    last: Cosigned | None
    asked_at: datetime | None
    trouble: str

    @property
    def contradicts(self) -> bool:
        """Whether it said that our log is not the one it has seen."""
        return self.trouble in _SAID.values()


def witnesses(village: Village) -> tuple[WitnessLine, ...]:
    """Return the village's witnesses, those in use first (two queries)."""
    newest = tree.newest_cosignatures(village.log)
    rows = Witness.objects.filter(village=village).order_by("-active", "id")
    return tuple(
        WitnessLine(
            row.pk,
            row.name,
            row.vkey,
            row.url,
            row.active,
            newest.get(_key_of(Verifier.parse(row.vkey))),
            row.asked_at,
            row.trouble,
        )
        for row in rows
    )


def vkeys(village: Village) -> tuple[str, ...]:
    """Return the keys of all witnesses there ever were: old receipts have their lines (one query)."""
    return tuple(Witness.objects.filter(village=village).values_list("vkey", flat=True))


def take(village: Village, body: bytes, *, at: datetime) -> bool:
    """Take the newest checkpoint as witnesses cosigned it; False if none of the village's witnesses did.

    Raises NoteError for what is no checkpoint, or another than the newest.
    """
    checkpoint, note = checkpoints.parse_signed(body)
    newest = tree.checkpoint(village.log)
    if newest is None or newest.checkpoint != checkpoint:
        raise NoteError("another checkpoint")
    rows = {Verifier.parse(row.vkey): row for row in Witness.objects.filter(village=village, active=True)}
    found = {one.by for one in cosignatures(note, rows)}
    for verifier in found:
        _store(newest, verifier, note.signatures)
        _note(rows[verifier], at, newest, "")
    return bool(found)


def waiting(*, limit: int) -> list[Witness]:
    """Return witnesses with an address, those first that were not asked for longest (one query)."""
    rows = Witness.objects.filter(active=True).exclude(url="").select_related("village")
    return list(rows.order_by(F("asked_at").asc(nulls_first=True), "id")[:limit])


def ask(witness: Witness, *, at: datetime) -> bool:
    """Send the newest checkpoint, if the witness has not cosigned it; False if there was nothing to ask.

    What went wrong is noted on its row. Raises Shown when its answer says that our log is not the one it has seen.
    """
    newest = tree.checkpoint(witness.village.log)
    verifier = Verifier.parse(witness.vkey)
    if newest is None or any(each.key == _key_of(verifier) for each in newest.cosignatures):
        return False
    try:
        lines = _asked(witness, newest)
        note = parse_note(newest.note).plus(lines)
        signed = bool(cosignatures(note, [verifier]))
        trouble = "" if signed else "jawabannya tidak ditandatangani dengan kunci yang terdaftar"
        if signed:
            _store(newest, verifier, lines)
    except Unreachable as problem:
        trouble = f"tidak dapat dihubungi ({problem})"
    except NoteError:
        trouble = "jawabannya tidak dapat dibaca"
    except Shown as shown:
        _note(witness, at, None, _SAID[shown.lie])
        raise
    _note(witness, at, None if trouble else newest, trouble)
    return True


_SAID: Final = {
    Lie.SHRUNK: "menyatakan pernah melihat lebih banyak entri daripada yang ada",
    Lie.SPLIT: "menyatakan pernah melihat isi lain dengan ukuran yang sama",
    Lie.FORKED: "menyatakan catatan ini tidak melanjutkan yang pernah dilihatnya",
}


def _asked(witness: Witness, newest: StoredCheckpoint) -> tuple[Signature, ...]:
    """The lines that a witness answers; it is asked a second time when its last size is another than we thought."""
    known = witness.known_size if witness.known_origin == newest.origin else 0
    old = min(known, newest.size)
    answer = _post(witness, newest, old)
    if answer.status == 409:
        said = _size(answer)
        if said > newest.size:
            raise Shown(Lie.SHRUNK)
        if said == old:
            raise Shown(Lie.SPLIT)
        old = said
        answer = _post(witness, newest, old)
        if answer.status == 409:
            if _size(answer) == old == newest.size:
                raise Shown(Lie.SPLIT)
            raise Unreachable("keadaannya berubah terus")
    if answer.status == 422 and old:
        raise Shown(Lie.FORKED)
    if answer.status != 200:
        raise Unreachable(_REFUSED.get(answer.status, f"status {answer.status}"))
    try:
        return parse_lines(answer.body.decode())
    except UnicodeDecodeError as problem:
        raise NoteError("not UTF-8") from problem


_REFUSED: Final = {
    403: "tidak mengenal kunci log desa ini",
    404: "belum mengawasi log desa ini",
}


def _post(witness: Witness, newest: StoredCheckpoint, old: int) -> plain_http.Answer:
    try:
        proof = tree.consistency(newest.log, old, newest.size)
    except LookupError as problem:
        raise Unreachable("bukti tidak dapat disusun") from problem
    body = format_request(old, proof, newest.note)
    url = urljoin(witness.url if witness.url.endswith("/") else f"{witness.url}/", "add-checkpoint")
    return plain_http.ask(url, body=body.encode(), seconds=SECONDS, limit=_MOST_BYTES)


def _size(answer: plain_http.Answer) -> int:
    text = answer.body.decode("ascii", "replace").strip()
    if answer.type != SIZE_TYPE or not text.isdigit() or len(text) > 19:
        raise NoteError("a conflict says the size")
    return int(text)


def _store(newest: StoredCheckpoint, verifier: Verifier, lines: tuple[Signature, ...]) -> None:
    """Store the earliest of the witness's lines that are true: the caller knows that there is one."""
    good = []
    for line in lines:
        if (line.name, line.key_id) == (verifier.name, verifier.key_id):
            try:
                verifier.check(newest.checkpoint.format(), line.blob)
                good.append((untimed(line.blob)[0], line.line))
            except NoteError:
                continue
    if good:
        tree.add_cosignature(newest.log, newest.size, min(good)[1])


def not_asked(witness: Witness, trouble: str, *, at: datetime) -> None:
    """Note that asking failed, so that the others have their turn before it is asked again."""
    _note(witness, at, None, trouble)


def _note(witness: Witness, at: datetime, newest: StoredCheckpoint | None, trouble: str) -> None:
    values: dict[str, object] = {"asked_at": at, "trouble": trouble[:200]}
    if newest is not None:
        values |= {"known_size": newest.size, "known_origin": newest.origin}
    Witness.objects.filter(pk=witness.pk).update(**values)


def _key_of(verifier: Verifier) -> str:
    return f"{verifier.name}+{verifier.key_id.hex()}"
