"""Where the files of a document lie, and how they are written and removed. Only `store` and `housekeeping` come here.

Beside the file itself (its storage key) lie its preview (`.preview`) and its original (`.asli`, always an age file).
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kentongan.documents.models import Document
from kentongan.support import age
from kentongan.support.faults import describe
from kentongan.support.fs import shred, sync_folder, write_durably

logger = logging.getLogger(__name__)

PREVIEW_SUFFIX = ".preview"
ORIGINAL_SUFFIX = ".asli"


def root() -> Path:
    """Return the folder of all stored files."""
    return Path(settings.KENTONGAN_FILES)


def path_of(document: Document) -> Path:
    """Return where the bytes of `document` lie."""
    return root() / document.storage_key


def preview_path_of(document: Document) -> Path:
    """Return where the preview of `document` lies (if it `has_preview`)."""
    return root() / f"{document.storage_key}{PREVIEW_SUFFIX}"


def original_path_of(document: Document) -> Path:
    """Return where the sealed original of `document` lies (if its `original_size` is not 0)."""
    return root() / f"{document.storage_key}{ORIGINAL_SUFFIX}"


def paths_of(document: Document) -> list[Path]:
    """Return all places where something of `document` may lie."""
    return [path_of(document), preview_path_of(document), original_path_of(document)]


def key_of(path: Path) -> str:
    """Return the storage key that a file of the store belongs to."""
    return path.relative_to(root()).as_posix().removesuffix(PREVIEW_SUFFIX).removesuffix(ORIGINAL_SUFFIX)


def new_key(village: UUID, document: UUID, *, again: bool = False) -> str:
    """Return a storage key; `again` makes another one for a document that has a file already."""
    # The random end of the id spreads the files; its beginning is the time and would fill one folder.
    key = f"{village}/{document.hex[-2:]}/{document}"
    return f"{key}-{secrets.token_hex(4)}" if again else key


def put(document: Document, data: bytes, preview: bytes, *, seal_to: str | None) -> None:
    """Write file and preview durably, sealed if asked; note on `document` how they lie. Raises OSError."""
    stored = _sealed(data, seal_to)
    document.sealed_to = seal_to or ""
    document.sha256 = hashlib.sha256(stored).hexdigest()
    write_durably(path_of(document), stored)
    if preview:
        write_durably(preview_path_of(document), _sealed(preview, seal_to))


def put_original(document: Document, original: bytes, *, seal_to: str) -> None:
    """Write the original durably, as an age file; note it on `document`. Raises OSError."""
    write_durably(original_path_of(document), _sealed(original, seal_to))
    document.original_size, document.original_to = len(original), seal_to


def _sealed(data: bytes, seal_to: str | None) -> bytes:
    return age.encrypt_to(data, [seal_to]) if seal_to else data


def sync(village: UUID) -> None:
    """Make the folders of a village durable. Raises OSError.

    Another process may have just made one and not yet synced its parent: then its name is not safe yet.
    """
    sync_folder(root() / str(village))
    sync_folder(root())


def shred_after_commit(paths: Sequence[Path]) -> None:
    """Overwrite and remove files once the transaction is committed; what fails then, `housekeeping` finds."""

    def remove() -> None:
        for path in paths:
            try:
                shred(path)
            except OSError as error:
                logger.error("a file of a document could not be removed: %s", describe(error))

    transaction.on_commit(remove)
