"""The rows and files of documents. Files are durable on disk before their rows are written, never the other way round.

Every door asks for the village: a document of another village is as good as not there. A file lies either cleaned in
clear, or (of a sealed case) as an age file; an original as it was sent only ever lies sealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kentongan.documents import shelf
from kentongan.documents.clean import Cleaned
from kentongan.documents.kinds import Scan
from kentongan.documents.limits import MAX_FILES, MAX_TOTAL_BYTES
from kentongan.documents.models import Document
from kentongan.documents.names import given_name
from kentongan.documents.refusal import UploadRefused
from kentongan.documents.shelf import path_of as path_of
from kentongan.documents.shelf import preview_path_of as preview_path_of
from kentongan.support import age
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

_OF_THE_FILES = ["sealed_to", "sha256", "storage_key", "has_preview", "original_size", "original_to"]

# Opens an age file of a sealed case: the key stays with who has it. May raise what it likes (say, `age.NotOpened`).
Opener = Callable[[bytes], bytes]


class DocumentMissing(Exception):
    """The row is there but its file is not (a restore without files, a damaged disk). `sentence` is for people."""

    sentence = "Berkas ini tidak ditemukan di penyimpanan. Beri tahu pengelola sistem."


class DocumentDestroyed(DocumentMissing):
    """The file was erased lawfully; only its row tells that it was there."""

    sentence = "Isi berkas ini sudah dihapus untuk selamanya, sesuai permintaan atau masa simpannya."


class DocumentHarmful(DocumentMissing):
    """The virus scanner found it harmful after it was taken in: it is handed to nobody."""

    sentence = "Pemeriksa virus menemukan bahaya di dalam berkas ini, jadi tidak ditampilkan."


class DocumentSealed(Exception):
    """The file is sealed to a key that the caller did not bring. `sentence` is for people."""

    sentence = "Berkas ini tersegel. Hanya pemegang kunci laporan ini yang bisa membukanya."


class AlreadyAttached(Exception):
    """A document belongs to another subject already, or is not of this village."""


def take_in(
    *,
    village: Village,
    uploads: Sequence[Cleaned],
    by: UUID | None,
    at: datetime,
    seal_to: str | None = None,
    originals_to: str | None = None,
) -> list[Document]:
    """Store cleaned `uploads` for `village` and return their documents, attached to nothing yet.

    All files are on the disk (file and folders synced) before the first row is written. `by` is the opaque id of the
    officer, None for the reporter. With `seal_to` (an age public key) files and previews are sealed to it. Originals
    that the uploads carry are kept only if `originals_to` names the key to seal them to (`installation_recipient` for
    ordinary cases).
    Raises UploadRefused when they are too many or too big together (`limits`), or when the disk is full; then no row is
    written, and files already written are found by `housekeeping`. Raises ValueError for a text that is no public key.
    Call it outside a transaction, so that slow disks do not hold up the queue of writers.
    """
    if len(uploads) > MAX_FILES:
        raise UploadRefused("too_many")
    if sum(len(upload.data) for upload in uploads) > MAX_TOTAL_BYTES:
        raise UploadRefused("total_too_big")
    for recipient in (seal_to, originals_to):
        if recipient is not None:
            age.check_recipient(recipient)
    numbers: Counter[str] = Counter()
    documents = []
    try:
        for upload in uploads:
            numbers[upload.kind] += 1
            document = _row(village, upload, numbers[upload.kind], by, at)
            shelf.put(document, upload.data, upload.preview, seal_to=seal_to)
            if upload.original and originals_to:
                shelf.put_original(document, upload.original, seal_to=originals_to)
            documents.append(document)
        if documents:
            shelf.sync(village.id)
    except OSError as error:
        raise UploadRefused("no_room") from error
    if documents:
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
        width=upload.width,
        height=upload.height,
        has_preview=bool(upload.preview),
        added_by=by,
        added_at=at,
        storage_key=shelf.new_key(village.id, document_id),
        scan=upload.scan or "",
    )


def attach(documents: Sequence[Document], subject: UUID, *, village: Village) -> list[Document]:
    """Attach `documents` to `subject` (a case of `village`), named on after those already there, and return them.

    Must be inside the action's transaction. Attaching again to the same subject changes nothing. Raises
    AlreadyAttached for a document of another subject or another village: the transaction must then roll back.
    """
    if not documents:
        return []
    _inside_a_transaction()
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


def installation_recipient() -> str:
    """Return the public key of the installation's own vault, for originals of ordinary cases."""
    return age.recipient_of(settings.KENTONGAN_SECRETS.vault_identity)


def read(document: Document, opener: Opener | None = None) -> bytes:
    """Return the bytes of `document`, opened.

    Raises DocumentMissing, DocumentDestroyed, DocumentHarmful, DocumentSealed (no `opener` for a sealed one), and what
    `opener` raises.
    """
    if document.scan == Scan.INFECTED:
        raise DocumentHarmful
    return _opened(document, path_of(document), opener)


def read_preview(document: Document, opener: Opener | None = None) -> bytes:
    """Return the small JPEG of a picture, opened. Raises as `read`; DocumentMissing also when there is none."""
    return _opened(document, preview_path_of(document), opener)


def read_original(document: Document, opener: Opener | None = None) -> bytes:
    """Return what was sent, bit by bit: hostile bytes, with the place where a photo was taken. Never for a browser.

    `opener` is needed where the original is sealed to a case, not to the installation. Raises as `read`;
    DocumentMissing also when none was kept.
    """
    path = shelf.original_path_of(document)
    if document.destroyed_at is not None:
        raise DocumentDestroyed
    if not document.original_size:
        raise DocumentMissing
    if opener is None and document.original_to == installation_recipient():
        opener = _open_as_installation
    if opener is None:
        raise DocumentSealed
    return opener(_read(path))


def _open_as_installation(sealed: bytes) -> bytes:
    return age.decrypt(sealed, identity=settings.KENTONGAN_SECRETS.vault_identity)


def _opened(document: Document, path: Path, opener: Opener | None) -> bytes:
    if document.destroyed_at is not None:
        raise DocumentDestroyed
    if not document.sealed_to:
        return _read(path)
    if opener is None:
        raise DocumentSealed
    return opener(_read(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentMissing from error


def reseal(documents: Sequence[Document], *, open_with: Opener | None, seal_to: str | None) -> list[Document]:
    """Seal `documents` (files, previews, originals) to another key, or for the first time; return them as they are now.

    Must be inside the action's transaction. The new files are durable before the rows change; the old ones are
    overwritten and removed after the commit, and stay when it is rolled back. `open_with` opens what is sealed to a
    case; None if nothing is. `seal_to` None: the case is sealed no more, and originals go to the installation's key. A
    file that is missing on the disk (or was destroyed) is passed over: there is nothing to seal, and a damaged disk
    must not keep a case from being protected.
    Raises DocumentSealed and what `open_with` raises, OSError when the disk refuses, ValueError for no public key.
    """
    _inside_a_transaction()
    if seal_to is not None:
        age.check_recipient(seal_to)
    fresh = [row for row in _locked(documents) if row.destroyed_at is None and _reseal(row, open_with, seal_to)]
    for village in {row.village_id for row in fresh}:
        shelf.sync(village)
    Document.objects.bulk_update(fresh, _OF_THE_FILES)
    return fresh


def _reseal(row: Document, open_with: Opener | None, seal_to: str | None) -> bool:
    """Write one document anew for another key; False if its file is missing."""
    old = shelf.paths_of(row)
    own = row.original_to == installation_recipient()
    data = _if_there(lambda: _opened(row, path_of(row), open_with))
    preview = _if_there(lambda: read_preview(row, open_with)) if row.has_preview else b""
    original = _if_there(lambda: read_original(row, None if own else open_with)) if row.original_size else b""
    if not data:
        return False
    row.storage_key = shelf.new_key(row.village_id, row.id, again=True)
    row.has_preview, row.original_size, row.original_to = bool(preview), 0, ""
    shelf.put(row, data, preview, seal_to=seal_to)
    if original:
        shelf.put_original(row, original, seal_to=seal_to or installation_recipient())
    shelf.shred_after_commit(old)
    return True


def _if_there(reading: Callable[[], bytes]) -> bytes:
    try:
        return reading()
    except DocumentMissing:
        return b""


def destroy(documents: Sequence[Document], *, at: datetime) -> list[Document]:
    """Erase the files of `documents` for good (a lawful erasure); return their rows, which stay and say since when.

    Must be inside the action's transaction; the files are overwritten and removed after its commit. What a crash leaves
    then, `housekeeping` removes. Destroying again changes nothing.
    """
    _inside_a_transaction()
    rows = _locked(documents)
    fresh = [row for row in rows if row.destroyed_at is None]
    for row in fresh:
        shelf.shred_after_commit(shelf.paths_of(row))
        row.destroyed_at = at
        row.sha256 = ""  # who holds a copy could prove by it that it was sent here
        row.has_preview, row.width, row.height = False, 0, 0
        row.original_size, row.original_to = 0, ""
        row.scan = ""
    Document.objects.bulk_update(fresh, [*_OF_THE_FILES, "destroyed_at", "width", "height", "scan"])
    return rows


def _locked(documents: Sequence[Document]) -> list[Document]:
    wanted = [document.id for document in documents]
    return list(Document.objects.select_for_update().filter(id__in=wanted).order_by("id"))


def _inside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("documents change inside the action's transaction")
