"""Uploads of every kind, honest and hostile, built at test time."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image

from kentongan.documents.clean import Cleaned, UploadRefused, clean

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"

GPS_IFD, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E


def outcome(data: bytes) -> Cleaned | UploadRefused:
    """What becomes of an upload; any other exception is a bug."""
    try:
        return clean(data)
    except UploadRefused as refused:
        return refused


def scene(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """A white picture with a red block in its upper left corner, so that one sees how it lies."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    return image.convert(mode)


def red_corner(image: Image.Image) -> str:
    """In which corner the red block lies."""
    rgb = image.convert("RGB")
    right, bottom = rgb.width - 5, rgb.height - 5
    corners = {
        "upper left": (5, 5),
        "upper right": (right, 5),
        "lower left": (5, bottom),
        "lower right": (right, bottom),
    }
    red = [name for name, at in corners.items() if (pixel := rgb.getpixel(at))[0] > 200 and pixel[1] < 90]  # type: ignore[index]
    return " and ".join(red)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture in a file format."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (400, 200), **options: Any) -> bytes:
    """A plain JPEG."""
    return encoded(scene(size), "JPEG", **options)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: place, maker, and how it was held."""
    block = Image.Exif()
    block[ORIENTATION] = orientation
    block[MAKE] = "KAMERA-RAHASIA"
    block[DESCRIPTION] = "rumah Bu Tarmi"
    block.get_ifd(GPS_IFD).update({1: "S", 2: (7.0, 17.0, 32.5), 3: "E", 4: (109.0, 29.0, 8.25)})
    return block


def jpeg_with_thumbnail(hidden: bytes) -> bytes:
    """A JPEG whose EXIF keeps a thumbnail: IFD1 with JPEGInterchangeFormat pointing at `hidden`."""
    ifd0 = struct.pack("<H", 1) + struct.pack("<HHIHH", ORIENTATION, 3, 1, 1, 0) + struct.pack("<I", 8 + 18)
    ifd1_at = 8 + len(ifd0)
    data_at = ifd1_at + 2 + 24 + 4
    ifd1 = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, data_at, 0x0202, 4, 1, len(hidden), 0)
    tiff = b"II*\x00\x08\x00\x00\x00" + ifd0 + ifd1 + hidden
    return jpeg(exif=b"Exif\x00\x00" + tiff)


def heic(image: Image.Image | None = None, **options: Any) -> bytes:
    """A HEIC picture as iPhones make it (turned by the container, not by its EXIF)."""
    pillow_heif.register_heif_opener()
    return encoded(image or scene(), "HEIF", **options)


def png_claiming(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header claims a size that its few bytes cannot fill."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP whose extended header claims a canvas."""
    extended = b"\x00" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    picture = encoded(scene(), "WEBP", lossless=True)[12:]
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + extended + picture
    return b"RIFF" + struct.pack("<I", len(body)) + body


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def zip_bomb() -> bytes:
    """Thirty megabytes of nothing in thirty kilobytes."""
    return zipped({"foto.jpg": b"\x00" * 30_000_000})


def pdf(inside: bytes = b"", *, end: bytes = b"%%EOF\n") -> bytes:
    """A small PDF."""
    return (
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + inside + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n" + end
    )


# Sound


def box(kind: bytes, *content: bytes) -> bytes:
    """One box of an ISO media file."""
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + kind + body


def iso_media(*handlers: bytes, brand: bytes = b"M4A ") -> bytes:
    """An MP4 family file with one track for each handler type."""
    tracks = [box(b"trak", box(b"mdia", box(b"hdlr", b"\x00" * 8, handler, b"\x00" * 13))) for handler in handlers]
    return (
        box(b"ftyp", brand, b"\x00\x00\x00\x00", brand)
        + box(b"mdat", b"\x21" * 100)
        + box(b"moov", box(b"mvhd", b"\x00" * 100), *tracks)
    )


def ogg(first_packet: bytes = b"OpusHead\x01\x01") -> bytes:
    """An Ogg stream: a page that begins it, and another."""

    def page(flags: int, body: bytes) -> bytes:
        return b"OggS" + bytes([0, flags]) + b"\x00" * 20 + bytes([1, len(body)]) + body

    return page(2, first_packet) + page(0, b"OpusTags") + page(4, b"\x11" * 60)


def element(kind: int, body: bytes, *, endless: bool = False) -> bytes:
    """One EBML element."""
    size = b"\x01" + b"\xff" * 7 if endless else (0x10000000 | len(body)).to_bytes(4, "big")
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + size + body


def matroska(*track_types: int, doc_type: bytes = b"webm") -> bytes:
    """A live-recorded WebM (segment of unknown size) with one track for each type: 1 video, 2 sound."""
    tracks = b"".join(element(0xAE, element(0xD7, b"\x01") + element(0x83, bytes([kind]))) for kind in track_types)
    segment = element(0x1549A966, element(0x4D80, b"Chrome")) + element(0x1654AE6B, tracks) + b"\x1f\x43\xb6\x75\xff"
    return element(0x1A45DFA3, element(0x4282, doc_type)) + element(0x18538067, segment, endless=True)


def mp3(*, tag: bytes = b"") -> bytes:
    """Four frames of silence (MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each), with an ID3 tag if given."""
    frames = (b"\xff\xfb\x90\x00" + b"\x00" * 413) * 4
    if not tag:
        return frames
    size = bytes([len(tag) >> 21 & 127, len(tag) >> 14 & 127, len(tag) >> 7 & 127, len(tag) & 127])
    return b"ID3\x03\x00\x00" + size + tag + frames


def aac() -> bytes:
    """Four ADTS frames of 100 bytes."""
    length = 100
    header = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 255, (length & 7) << 5 | 0x1F, 0xFC])
    return (header + b"\x00" * (length - 7)) * 4


def wav() -> bytes:
    """A tenth of a second of silence."""
    sound = b"\x00" * 1600
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body
