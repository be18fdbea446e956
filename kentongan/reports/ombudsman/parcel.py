"""The file with copies of the evidence in one ZIP, written as it is sent: nothing of it ever lies on the disk."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from io import RawIOBase

from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.documents.store import DocumentMissing, Opener


class _Sink(RawIOBase):
    """Takes what the ZIP writer writes and hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()

    def writable(self) -> bool:
        """It can be written to; it cannot be wound back, and the ZIP writer minds that."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # any bytes will do
        """Hold until taken."""
        self.held += data
        return len(data)

    def take(self) -> bytes:
        """Return what was written since."""
        taken = bytes(self.held)
        self.held.clear()
        return taken


def size_of(documents: Sequence[Document]) -> int:
    """Return how many bytes the copies take."""
    return sum(document.size for document in documents)


def parcel(paper: bytes, documents: Sequence[Document], *, opener: Opener | None = None) -> Iterator[bytes]:
    """Yield a ZIP of the paper, the evidence as it is stored, and its checksums (SHA256SUMS); one file at a time.

    A file that is missing on the disk is left out, and its line of the checksums says so.
    """
    sink = _Sink()
    lines = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as pack:
        pack.writestr("berkas-ombudsman.pdf", paper)
        yield sink.take()
        for number, document in enumerate(documents, start=1):
            name = f"bukti/{number:02d}-{document.name}"
            try:
                data = store.read(document, opener)
                pack.writestr(name, data)
            except DocumentMissing:
                lines.append(f"# {document.sha256}  {name}: berkasnya tidak ditemukan di penyimpanan desa\n")
                continue
            lines.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
            yield sink.take()
        pack.writestr("SHA256SUMS", "".join(lines))
    yield sink.take()
