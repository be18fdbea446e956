"""The virus scanner, where one is set up, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.documents import scan
from kentongan.jobs.health import Finding
from kentongan.support import clamd
from kentongan.villages.models import Village

ABOUT = "Pemeriksa virus"


def findings(village: Village | None = None) -> Iterator[Finding]:
    """Yield whether the scanner answers, and how many files of `village` (None: of all) wait or were found harmful."""
    where = scan.address()
    if where is None:
        yield Finding("scanner", ABOUT, "ok", "tidak dipasang (boleh; lihat KENTONGAN_CLAMD).")
    else:
        try:
            yield Finding("scanner", ABOUT, "ok", f"{clamd.version(where)} menjawab.")
        except clamd.ScannerSilent:
            sentence = f"tidak menjawab di {where}. Laporan tetap diterima; berkasnya diperiksa menyusul."
            yield Finding("scanner", ABOUT, "warning", sentence)
    pending, harmful = scan.counts(village)
    if pending:
        said = (
            f"{pending} berkas menunggu diperiksa. Yang tersegel diperiksa saat dibuka; yang melebihi batas pemeriksa "
        )
        yield Finding("scan_pending", ABOUT, "warning", f"{said}(StreamMaxLength) tetap menunggu.")
    if harmful:
        sentence = f"{harmful} berkas ternyata berbahaya dan tidak bisa dibuka lagi oleh siapa pun lewat layanan ini."
        yield Finding("scan_infected", ABOUT, "warning", sentence)
