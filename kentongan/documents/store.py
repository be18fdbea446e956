"""The rows and files of documents. Files are durable on disk before their rows are written, never the other way round.

Every door asks for the village: a document of another village is as good as not there.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kentongan.documents.clean import Cleaned
from kentongan.documents.limits import MAX_FILES, MAX_TOTAL_BYTES
from kentongan.documents.models import Document
from kentongan.documents.names import given_name
from kentongan.documents.refusal import UploadRefused
from kentongan.support.fs import sync_folder, write_durably
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

PREVIEW_SUFFIX = ".preview"


class DocumentMissing(Exception):
    """The row is there but its file is not (a restore without files, a damaged disk). `sentence` is for people."""

    sentence = "Berkas ini tidak ditemukan di penyimpanan. Beri tahu pengelola sistem."


class AlreadyAttached(Exception):
    """A document belongs to another subject already, or is not of this village."""


def root() -> Path:
    """Return the folder of all stored files."""
    return Path(settings.KENTONGAN_FILES)


def path_of(document: Document) -> Path:
    """Return where the bytes of `document` lie."""
    return root() / document.storage_key


def preview_path_of(document: Document) -> Path:
    """Return where the preview of `document` lies (if it `has_preview`)."""
    return root() / f"{document.storage_key}{PREVIEW_SUFFIX}"


def take_in(*, village: Village, uploads: Sequence[Cleaned], by: UUID | None, at: datetime) -> list[Document]:
    """Store cleaned `uploads` for `village` and return their documents, attached to nothing yet.

    All files are on the disk (file and folders synced) before the first row is written. `by` is the opaque id of the
    officer, None for the reporter. Raises UploadRefused when they are too many or too big together (`limits`), or when
    the disk is full; then no row is written, and files already written are found by `housekeeping`.
    Call it outside a transaction, so that slow disks do not hold up the queue of writers.
    """
    if len(uploads) > MAX_FILES:
        raise UploadRefused("too_many")
    if sum(len(upload.data) for upload in uploads) > MAX_TOTAL_BYTES:
        raise UploadRefused("total_too_big")
    numbers: Counter[str] = Counter()
    documents = []
    for upload in uploads:
        numbers[upload.kind] += 1
        documents.append(_row(village, upload, numbers[upload.kind], by, at))
    if documents:
        _write_files(village, documents, uploads)
        with transaction.atomic():
            Document.objects.bulk_create(documents)
    return documents


def _row(village: Village, upload: Cleaned, number: int, by: UUID | None, at: datetime) -> Document:
    document_id = uuid7()
    return Document(
        id=document_id,
        village=village,
        kind=upload.kind,
        media_type=upload.media_type,
        name=given_name(upload.kind, number, upload.extension),
        size=len(upload.data),
        sha256=hashlib.sha256(upload.data).hexdigest(),
        width=upload.width,
        height=upload.height,
        has_preview=bool(upload.preview),
        added_by=by,
        added_at=at,
        # The random end of the id spreads the files; its beginning is the time and would fill one folder.
        storage_key=f"{village.id}/{document_id.hex[-2:]}/{document_id}",
    )


def _write_files(village: Village, documents: Sequence[Document], uploads: Sequence[Cleaned]) -> None:
    try:
        for document, upload in zip(documents, uploads, strict=True):
            write_durably(path_of(document), upload.data)
            if upload.preview:
                write_durably(preview_path_of(document), upload.preview)
        # Another process may have just made our folder and not yet synced its parent: then its name is not safe yet.
        sync_folder(root() / str(village.id))
        sync_folder(root())
    except OSError as error:
        raise UploadRefused("no_room") from error


def attach(documents: Sequence[Document], subject: UUID, *, village: Village) -> list[Document]:
    """Attach `documents` to `subject` (a case of `village`), named on after those already there, and return them.

    Must be inside the action's transaction. Attaching again to the same subject changes nothing. Raises
    AlreadyAttached for a document of another subject or another village: the transaction must then roll back.
    """
    if not documents:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("documents are attached inside the action's transaction")
    wanted = list(dict.fromkeys(document.id for document in documents))
    rows = {row.id: row for row in Document.objects.select_for_update().filter(village=village, id__in=wanted)}
    if len(rows) != len(wanted) or any(row.subject not in (None, subject) for row in rows.values()):
        raise AlreadyAttached
    fresh = [row for row in rows.values() if row.subject is None]
    if fresh:
        numbers = Counter(Document.objects.filter(village=village, subject=subject).values_list("kind", flat=True))
        for row in sorted(fresh, key=lambda row: wanted.index(row.id)):
            numbers[row.kind] += 1
            row.subject = subject
            row.name = given_name(row.kind, numbers[row.kind], row.name.rsplit(".", 1)[-1])
        Document.objects.bulk_update(fresh, ["subject", "name"])
    for document in documents:  # what the caller holds shall say the same as the row
        document.subject, document.name = subject, rows[document.id].name
    return [rows[document_id] for document_id in wanted]


def get(document_id: UUID, *, village: Village, subject: UUID | None = None) -> Document | None:
    """Return the attached document of this village (and of `subject`, where given), or None.

    The caller checks that the viewer may see the subject; an unattached document is shown to nobody.
    """
    found = Document.objects.filter(id=document_id, village=village, subject__isnull=False)
    if subject is not None:
        found = found.filter(subject=subject)
    return found.first()


def for_subject(subject: UUID, *, village: Village) -> list[Document]:
    """Return the documents of a case, oldest first."""
    return list(Document.objects.filter(village=village, subject=subject))


def read(document: Document) -> bytes:
    """Return the bytes of `document`. Raises DocumentMissing."""
    return _read(path_of(document))


def read_preview(document: Document) -> bytes:
    """Return the small JPEG of a picture. Raises DocumentMissing, also when there is none."""
    return _read(preview_path_of(document))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentMissing from error
