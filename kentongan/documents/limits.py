"""What may be sent as evidence, said once: forms, upload handler, cleaning and sentences all take it from here."""

from __future__ import annotations

from datetime import timedelta

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 15 * MEGABYTE
# A film of half a minute as telephones make them, or of some minutes as WhatsApp sends them.
MAX_VIDEO_BYTES = 40 * MEGABYTE
MAX_FILES = 10
MAX_TOTAL_BYTES = 40 * MEGABYTE

# A scanned letter has some hundred objects, a long report some ten thousand; more only keeps the machine busy.
MAX_PDF_OBJECTS = 50_000
MAX_PDF_SECONDS = 20
MAX_PDF_MEMORY = 1024 * MEGABYTE

# The bodies of refused files are read and thrown away, so that the typed text beside them survives; beyond this much
# (about twenty full lodgings) nobody is sending evidence any more and reading stops.
MAX_REQUEST_BYTES = 800 * MEGABYTE
MAX_REQUEST_FILES = 300

# Phones sold in villages take up to 64 MP (9248 × 6944); decoding more than that would not fit an old office PC.
MAX_PIXELS = 65_000_000
# PNG and WebP cannot be decoded at a smaller scale and take 4 bytes per pixel several times; a 600 dpi A4 scan fits.
MAX_PIXELS_UNSCALED = 36_000_000
# A4 letters photographed by phone stay readable, also printed; files stay around 1 MB.
MAX_SIDE = 3000
JPEG_QUALITY = 85
PREVIEW_SIDE = 480
PREVIEW_QUALITY = 75
# A progressive JPEG has about ten scans; hundreds of empty ones over a large picture are a way to burn CPU.
MAX_JPEG_SCANS = 100

# A form may be finished the next morning; after that its files are gone.
STAGED_FOR = timedelta(hours=24)
# A document that no case took (the form was never finished after all).
UNATTACHED_FOR = timedelta(hours=24)
# Drafts are a courtesy: they must never take the last room on the disk from real complaints.
MIN_FREE_BYTES_FOR_DRAFTS = 500 * MEGABYTE


def megabytes(size: int) -> str:
    """Return `size` (bytes) as people say it, e.g. `15 MB` or `1,4 MB` (decimal comma)."""
    if size % MEGABYTE == 0:
        return f"{size // MEGABYTE} MB"
    if size < MEGABYTE // 10:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB".replace(".", ",")


SENTENCE = (
    f"Anda boleh mengirim sampai {MAX_FILES} berkas: foto, PDF, rekaman suara, atau video. "
    f"Satu berkas paling besar {megabytes(MAX_FILE_BYTES)} (video {megabytes(MAX_VIDEO_BYTES)}), "
    f"semuanya bersama paling besar {megabytes(MAX_TOTAL_BYTES)}."
)

# For `<input type="file" accept="…">`: a hint to the browser's file chooser, never a check.
ACCEPT = (
    "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf,audio/*,"
    "video/mp4,video/3gpp,video/quicktime,video/webm,.heic,.amr,.opus,.m4a,.3gp,.mov"
)
