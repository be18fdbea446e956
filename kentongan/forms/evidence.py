"""The files of a form: what it holds already, what came just now, and what could not be taken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest

from kentongan.documents import limits, pick, staging, store
from kentongan.documents.clean import Cleaned
from kentongan.documents.models import Document
from kentongan.documents.pick import PickedFile
from kentongan.documents.refusal import UploadRefused
from kentongan.documents.staging import StagedFile
from kentongan.villages.models import Village

FIELD = "evidence"
DROP = "buang"  # ids the sender takes back
ORIGINALS = "asli"  # the sender wants what he sent kept as well, sealed
SHOWN = "disimpan"  # ids the form listed: if one is gone meanwhile, that is said


@dataclass(frozen=True)
class Evidence:
    """Files of one form, held under its token. `problems` are sentences, each about one file."""

    token: str
    kept: tuple[StagedFile, ...] = ()
    fresh: tuple[PickedFile, ...] = ()
    problems: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    originals: bool = False

    def __bool__(self) -> bool:
        return bool(self.kept or self.fresh)

    @property
    def says(self) -> str:
        """What may be sent, in one sentence."""
        return limits.SENTENCE

    @property
    def max_bytes(self) -> int:
        """The largest file, in bytes."""
        return limits.MAX_FILE_BYTES

    @property
    def max_film_bytes(self) -> int:
        """The largest video, in bytes."""
        return limits.MAX_VIDEO_BYTES

    @property
    def max_files(self) -> int:
        """How many files at once."""
        return limits.MAX_FILES

    @property
    def accept(self) -> str:
        """What the browser's file chooser offers."""
        return limits.ACCEPT


def gather(request: HttpRequest, token: str) -> Evidence:
    """Read the files of a submitted form; files the sender marked are dropped first."""
    unwanted = request.POST.getlist(DROP)
    if unwanted:
        staging.discard_staged(token, unwanted)
    kept = staging.staged(token)
    originals = ORIGINALS in request.POST
    picked = pick.pick_from(request, FIELD, already=kept, with_originals=originals)
    shown = tuple(name for name in request.POST.getlist(SHOWN) if name not in unwanted)
    return Evidence(token, tuple(kept), picked.files, picked.problems, shown, originals)


def keep(evidence: Evidence) -> Evidence:
    """Hold the files encrypted under the form's token, for the form that is shown again."""
    if not evidence.fresh:
        return evidence
    try:
        kept = staging.stage(evidence.token, evidence.fresh)
    except UploadRefused as refused:
        return replace(evidence, fresh=(), problems=(*evidence.problems, refused.sentence))
    return replace(evidence, kept=tuple(kept), fresh=())


def take_in(evidence: Evidence, village: Village, at: datetime, *, seal_to: str | None = None) -> list[Document]:
    """Store the files of a form as documents of a reporter, sealed to the key `seal_to` of a sealed case.

    Originals are kept only if he asked for it, always sealed: to the case's key, else to the installation's.

    Raises:
        UploadRefused: too many or too big together, the disk is full, or a file the form listed is gone.
    """
    if not evidence and not evidence.shown:
        return []
    held = staging.take_staged(evidence.token, shown=evidence.shown) if evidence.kept or evidence.shown else []
    originals_to = (seal_to or store.installation_recipient()) if evidence.originals else None
    return store.take_in(
        village=village,
        uploads=uploads_of(evidence, held),
        by=None,
        at=at,
        seal_to=seal_to,
        originals_to=originals_to,
    )


def uploads_of(evidence: Evidence, held: Sequence[Cleaned]) -> list[Cleaned]:
    """Return held and fresh files as one; a file sent once more, now with its original, replaces the held one."""
    fresh = {file.sha256: file.cleaned for file in evidence.fresh}
    taken = [fresh.pop(hashlib.sha256(one.data).hexdigest(), one) for one in held] if fresh else list(held)
    return [*taken, *fresh.values()]


def let_go(evidence: Evidence) -> None:
    """Forget the drafts after the case has the files."""
    if evidence.kept:
        staging.discard_staged(evidence.token)
