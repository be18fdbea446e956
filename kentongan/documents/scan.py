"""What a virus scanner says of evidence, where one is set up (`KENTONGAN_CLAMD`).

What it knows as harmful is refused. When it is silent nobody's complaint waits for it: the file is taken in, marked
`pending`, and asked about again by a job; a sealed one when it is next opened, since only then can it be read.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db.models import Count, Q

from kentongan.documents import shelf, store
from kentongan.documents.kinds import Scan
from kentongan.documents.models import Document
from kentongan.documents.refusal import UploadRefused
from kentongan.support import clamd
from kentongan.villages.models import Village

logger = logging.getLogger(__name__)

SECONDS = 20.0  # for one file; large films take some seconds on an old PC
_AT_ONCE = 200


def address() -> clamd.Address | None:
    """Return where the scanner listens, None where none is set up."""
    found: clamd.Address | None = settings.KENTONGAN_CLAMD
    return found


def look(data: bytes) -> Scan | None:
    """Ask the scanner about `data`: CLEAN, PENDING when it is silent, None without a scanner.

    Raises UploadRefused (`infected`).
    """
    verdict = _verdict(data)
    if verdict is Scan.INFECTED:
        raise UploadRefused("infected")
    return verdict


def _verdict(data: bytes) -> Scan | None:
    where = address()
    if where is None:
        return None
    try:
        return Scan.INFECTED if clamd.is_harmful(data, where, seconds=SECONDS) else Scan.CLEAN
    except clamd.TooLargeForScanner:
        logger.warning("a file of %d bytes is larger than the virus scanner takes (StreamMaxLength)", len(data))
    except clamd.ScannerSilent:
        logger.warning("the virus scanner does not answer")
    return Scan.PENDING


def look_again(document: Document, data: bytes) -> Scan | None:
    """Ask once more about a document that is still pending, now that its bytes are open; the row is updated."""
    if document.scan != Scan.PENDING:
        return Scan(document.scan) if document.scan else None
    verdict = _verdict(data)
    if verdict in (Scan.CLEAN, Scan.INFECTED):
        document.scan = verdict
        Document.objects.filter(id=document.id, scan=Scan.PENDING).update(scan=verdict)
    return verdict


def rescan() -> int:
    """Ask about what is pending and lies open, in every village; return how many files were settled.

    Stops as soon as the scanner is silent about two in a row: it is asked again next time.
    """
    if address() is None:
        return 0
    settled = silent = 0
    for village in Village.objects.all():
        waiting = Document.objects.filter(village=village, scan=Scan.PENDING, sealed_to="", destroyed_at__isnull=True)
        for document in waiting.order_by("id")[:_AT_ONCE]:
            try:
                data = shelf.path_of(document).read_bytes()
                if document.original_to == store.installation_recipient():
                    data += store.read_original(document)  # harm may lie in what was cleaned away
            except (FileNotFoundError, store.DocumentMissing):
                continue
            if look_again(document, data) is Scan.PENDING:
                silent += 1
                if silent > 1:
                    return settled
            else:
                settled, silent = settled + 1, 0
    return settled


def counts(village: Village | None = None) -> tuple[int, int]:
    """Return how many documents wait for the scanner, and how many it found harmful (one query)."""
    rows = Document.objects.filter(destroyed_at__isnull=True, scan__in=[Scan.PENDING, Scan.INFECTED])
    if village is not None:
        rows = rows.filter(village=village)
    found = rows.aggregate(pending=Count("id", filter=Q(scan=Scan.PENDING)), bad=Count("id", filter=Q(scan="infected")))
    return found["pending"], found["bad"]
