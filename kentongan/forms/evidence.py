"""The files of a form: what it holds already, what came just now, and what could not be taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest

from kentongan.documents import limits, pick, staging, store
from kentongan.documents.models import Document
from kentongan.documents.pick import PickedFile
from kentongan.documents.refusal import UploadRefused
from kentongan.documents.staging import StagedFile
from kentongan.villages.models import Village

FIELD = "evidence"
DROP = "buang"  # ids the sender takes back
SHOWN = "disimpan"  # ids the form listed: if one is gone meanwhile, that is said


@dataclass(frozen=True)
class Evidence:
    """Files of one form, held under its token. `problems` are sentences, each about one file."""

    token: str
    kept: tuple[StagedFile, ...] = ()
    fresh: tuple[PickedFile, ...] = ()
    problems: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

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
    picked = pick.pick_from(request, FIELD, already=kept)
    shown = tuple(name for name in request.POST.getlist(SHOWN) if name not in unwanted)
    return Evidence(token=token, kept=tuple(kept), fresh=picked.files, problems=picked.problems, shown=shown)


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
    """Store the files of a form as documents of a reporter, sealed to a case's key where it has one.

    Raises:
        UploadRefused: too many or too big together, the disk is full, or a file the form listed is gone.
    """
    if not evidence and not evidence.shown:
        return []
    held = staging.take_staged(evidence.token, shown=evidence.shown) if evidence.kept or evidence.shown else []
    uploads = [*held, *(file.cleaned for file in evidence.fresh)]
    return store.take_in(village=village, uploads=uploads, by=None, at=at, seal_to=seal_to)


def let_go(evidence: Evidence) -> None:
    """Forget the drafts after the case has the files."""
    if evidence.kept:
        staging.discard_staged(evidence.token)
