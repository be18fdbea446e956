"""The files of a desk form: held encrypted while the form is shown again, stored in the officer's name."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from kentongan.documents import staging, store
from kentongan.documents.models import Document
from kentongan.forms import evidence as form_files
from kentongan.forms.evidence import Evidence, keep, let_go
from kentongan.people.models import Officer
from kentongan.villages.models import Village

__all__ = ["gather", "keep", "let_go", "take_in"]


def gather(request: HttpRequest, token: str, wanted: bool) -> Evidence:
    """Read the files of a submitted form; nothing for a form that takes none."""
    return form_files.gather(request, token) if wanted else Evidence(token=token)


def take_in(
    evidence: Evidence, village: Village, by: Officer, at: datetime, *, seal_to: str | None = None
) -> list[Document]:
    """Store the files of a form as documents added by an officer, sealed to the key `seal_to` of a sealed case.

    Raises:
        UploadRefused: too many or too big together, or the disk is full.
    """
    if not evidence:
        return []
    held = staging.take_staged(evidence.token) if evidence.kept else []
    uploads = form_files.uploads_of(evidence, held)
    return store.take_in(village=village, uploads=uploads, by=by.id, at=at, seal_to=seal_to)
