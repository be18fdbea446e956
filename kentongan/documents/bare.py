"""Take the metadata out of pictures before they are decoded.

So no decoder of ours parses a stranger's EXIF, thumbnails, colour profiles, compressed texts or further pictures. What
is handed on of them is the block in which the camera says how it was held.

Every walk is bounded: a file made of a million tiny pieces is not a picture.
"""

from __future__ import annotations

from kentongan.documents.media.boxes import boxes
from kentongan.documents.refusal import UploadRefused

_MAX_PIECES = 20_000  # a 15 MB PNG written in 4 KB pieces has fewer than four thousand


def jpeg(data: bytes) -> tuple[bytes, bytes]:
    """Return the JPEG without its metadata segments, and the EXIF block that was among them (empty if there was none).

    Of the application segments only APP0 (JFIF) and APP14 (Adobe: how colours are coded) stay. Raises UploadRefused.
    """
    kept, exif, at = [data[:2]], b"", 2
    for _ in range(_MAX_PIECES):
        at = data.find(b"\xff", at)
        marker = data[at + 1 : at + 2]
        if at < 0 or not marker:
            break
        if marker == b"\xda":  # the picture itself begins
            return b"".join((*kept, data[at:])), exif
        if marker in (b"\xff", b"\x00", b"\x01") or b"\xd0" <= marker <= b"\xd8":
            at += 1 if marker == b"\xff" else 2  # padding, or a marker without content
            continue
        end = at + 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        if marker == b"\xe1" and data[at + 4 : at + 10] == b"Exif\x00\x00":
            exif = exif or data[at + 4 : end]
        if not (b"\xe1" <= marker <= b"\xed" or marker in (b"\xef", b"\xfe")):
            kept.append(data[at:end])
        at = end
    raise UploadRefused("picture_broken")


def png(data: bytes) -> tuple[bytes, bytes]:
    """Return the PNG with nothing but header, palette, transparency and pixels, and its EXIF block (or empty).

    Raises UploadRefused for a file that is cut off between two chunks or made of too many.
    """
    kept, exif, at = [data[:8]], b"", 8
    for _ in range(_MAX_PIECES):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            kept.append(data[at:end])
        elif kind == b"eXIf":
            exif = exif or data[at + 8 : end - 4]
        if kind == b"IEND":
            return b"".join(kept), exif
        if not kind or end > len(data):
            break
        at = end
    raise UploadRefused("picture_broken")


_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # TEM and the restart marks: markers without content


def whole_jpeg(data: bytes) -> bytes:
    """Return a JPEG as it lies in a PDF, pixels untouched, without metadata segments and without anything behind it.

    Raises UploadRefused (`picture_broken`).
    """
    begin = data.find(b"\xff\xd8")
    if begin < 0:
        raise UploadRefused("picture_broken")
    kept, at = [b"\xff\xd8"], begin + 2
    for _ in range(_MAX_PIECES):
        at = data.find(b"\xff", at)
        marker = data[at + 1] if 0 <= at < len(data) - 1 else -1
        if marker < 0 or marker == 0xD9:
            return b"".join((*kept, b"\xff\xd9"))
        if marker == 0xFF or marker == 0x00 or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        if marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at:end])
        at = end
    raise UploadRefused("picture_broken")


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the marker after the coded pixels stands (restarts and stuffed zeros belong to them)."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] and data[at + 1] != 0xFF and data[at + 1] not in _STANDALONE:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def jpeg2000(data: bytes) -> bytes:
    """Return a JPEG 2000 file with header and pixels only (ISO/IEC 15444-1 annex I); a bare codestream as it is.

    Raises UploadRefused (`picture_broken`).
    """
    if data.startswith(b"\xff\x4f\xff\x51"):
        return data
    kept = [data[at:stop] for kind, at, _, stop in boxes(data, 0, len(data)) if kind in _JPEG2000]
    if not kept:
        raise UploadRefused("picture_broken")
    return b"".join(kept)


_JPEG2000 = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
