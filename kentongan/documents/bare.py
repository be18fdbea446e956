"""Take the metadata out of pictures before they are decoded.

So no decoder of ours parses a stranger's EXIF, thumbnails, colour profiles, compressed texts or further pictures. What
is handed on of them is the block in which the camera says how it was held.

Every walk is bounded: a file made of a million tiny pieces is not a picture.
"""

from __future__ import annotations

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
