"""Papers that the service itself made: kept like evidence, but nothing is left to clean."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kentongan.documents import store
from kentongan.documents.clean import Cleaned
from kentongan.documents.kinds import PDF, DocumentKind
from kentongan.documents.models import Document
from kentongan.villages.models import Village


def keep(pdf: bytes, *, village: Village, by: UUID | None, at: datetime, seal_to: str | None = None) -> Document:
    """Store a paper, attached to nothing yet, sealed if `seal_to` names a key. Call it outside a transaction.

    Raises UploadRefused (`no_room`).
    """
    made = Cleaned(kind=DocumentKind.PAPER, media_type=PDF.media_type, extension=PDF.extension, data=pdf)
    return store.take_in(village=village, uploads=[made], by=by, at=at, seal_to=seal_to)[0]
