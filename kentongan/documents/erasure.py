"""Destroying files for good, for a lawful erasure. One door, so that how it is done can change in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import transaction

from kentongan.documents import store
from kentongan.documents.models import Document


def destroy(documents: Sequence[Document], *, at: datetime) -> int:
    """Destroy the files of documents, and their rows; return how many.

    Must be inside the action's transaction. The files go after its commit; what a crash leaves then is a file without a
    row, which `housekeeping` deletes. Nothing may point to the rows any more.
    """
    del at  # for a store that keeps the rows and marks them
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("documents are destroyed inside the action's transaction")
    paths = [path for each in documents for path in (store.path_of(each), store.preview_path_of(each))]
    Document.objects.filter(pk__in=[each.pk for each in documents]).delete()
    transaction.on_commit(partial(_unlink, paths))
    return len(documents)


def _unlink(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
