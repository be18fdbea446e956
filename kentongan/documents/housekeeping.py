"""What lies about unused, and what is missing: for the nightly job and for `kentongan doctor`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kentongan.documents import shelf, staging
from kentongan.documents.limits import UNATTACHED_FOR
from kentongan.documents.models import Document
from kentongan.support.fs import shred
from kentongan.villages.models import Village

_BATCH = 500


@dataclass(frozen=True)
class Tidied:
    """How much was deleted."""

    unattached_documents: int
    files_without_row: int
    drafts: int


@dataclass(frozen=True)
class Damage:
    """A document whose file is not what the row says. `problem` is `missing` or `changed`."""

    document: UUID
    village: UUID
    problem: str


def unattached(at: datetime) -> list[Document]:
    """Return documents that no action took within UNATTACHED_FOR before `at`: the form was never finished after all."""
    return list(Document.objects.filter(subject__isnull=True, added_at__lt=at - UNATTACHED_FOR))


def files_without_row(at: datetime) -> Iterator[Path]:
    """Yield files in the store, older than UNATTACHED_FOR, that belong to no row (a lodging that broke off).

    So do those whose row says that they were destroyed, and those from before a document was sealed anew.
    """
    latest = (at - UNATTACHED_FOR).timestamp()
    root = shelf.root()
    for village in Village.objects.values_list("id", flat=True):
        rows = Document.objects.filter(village_id=village, destroyed_at__isnull=True)
        old = (path for path in (root / str(village)).glob("*/*") if _is_older(path, latest))
        for batch in _batches(old):
            keys = {path: shelf.key_of(path) for path in batch}
            known = set(rows.filter(storage_key__in=keys.values()).values_list("storage_key", flat=True))
            yield from (path for path, key in keys.items() if key not in known)


def _is_older(path: Path, moment: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < moment
    except FileNotFoundError:  # another process tidies too
        return False


def tidy(at: datetime) -> Tidied:
    """Delete what nobody needs: old unattached documents, files without a row, drafts of forms never finished.

    Attached documents are never touched. Rows go before their files, so that a crash in between leaves only a file
    without a row, which the next run finds.
    """
    documents = _delete_unattached(at)
    for document in documents:
        for path in shelf.paths_of(document):
            shred(path)
    files = 0
    for path in files_without_row(at):
        shred(path)
        files += 1
    return Tidied(len(documents), files, staging.discard_old(at))


def _delete_unattached(at: datetime) -> list[Document]:
    with transaction.atomic():
        # Locked: an action that attaches one at this moment is either before us (it is kept) or waits (and is refused).
        rows = Document.objects.select_for_update().filter(subject__isnull=True, added_at__lt=at - UNATTACHED_FOR)
        documents = list(rows)
        Document.objects.filter(id__in=[document.id for document in documents]).delete()
    return documents


def kept() -> QuerySet[Document]:
    """Return the documents whose files must be there."""
    return Document.objects.filter(destroyed_at__isnull=True)


def is_whole(document: Document) -> bool:
    """Whether a document's file is there and holds the bytes that were taken in; read in pieces."""
    try:
        with shelf.path_of(document).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == document.sha256
    except OSError:
        return False


def damages() -> Iterator[Damage]:
    """Yield every document whose file is missing or differs from what was taken in (reads all files: takes a while)."""
    for document in kept().order_by("village", "id").iterator(chunk_size=_BATCH):
        try:
            same = hashlib.sha256(shelf.path_of(document).read_bytes()).hexdigest() == document.sha256
        except FileNotFoundError:
            yield Damage(document.id, document.village_id, "missing")
        else:
            if not same:
                yield Damage(document.id, document.village_id, "changed")


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    remaining = iter(paths)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
