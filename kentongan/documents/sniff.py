"""Tell the format of an upload by its content alone: names and declared types are the sender's words, not facts."""

from __future__ import annotations

from kentongan.documents import kinds, sound
from kentongan.documents.kinds import Format
from kentongan.documents.refusal import UploadRefused

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_HEVC_BRANDS = _HEIC_BRANDS - {b"mif1", b"msf1"}
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# Known beginnings that are refused, each with the sentence that helps most.
_REFUSED = (
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "archive"),  # Word and Excel before 2007
    (b"{\\rtf", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"dex\n", "program"),
    (b"#!/", "program"),
    (b"GIF8", "other_picture"),
    (b"II*\x00", "other_picture"),
    (b"MM\x00*", "other_picture"),
    (b"BM", "other_picture"),
    (b"\x00\x00\x01\x00", "other_picture"),
    (b"\xff\x0a", "other_picture"),
    (b"\x00\x00\x00\x0cJXL ", "other_picture"),
    (b"\x00\x00\x01\xba", "video"),
    (b"\x00\x00\x01\xb3", "video"),
    (b"FLV\x01", "video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"),
)


def detect(data: bytes) -> Format:
    """Return the format of `data`; raise UploadRefused for everything that is not on the list of DESIGN's evidence."""
    if not data:
        raise UploadRefused("empty")
    for recognise in (_picture, _iso_media, _sound):
        found = recognise(data)
        if found is not None:
            return found
    if data.startswith(b"%PDF-"):
        return kinds.PDF
    _refuse_known(data)
    raw_stream = sound.mpeg_stream(data)
    if raw_stream is not None:
        return raw_stream
    raise UploadRefused("unknown_type")


def _picture(data: bytes) -> Format | None:
    if data.startswith(b"\xff\xd8\xff"):
        return kinds.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return kinds.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return kinds.WEBP
    return None


def _iso_media(data: bytes) -> Format | None:
    """HEIC, MP4, M4A, 3GP and QuickTime share one container (ISO/IEC 14496-12)."""
    if data[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return sound.iso_media(data)  # QuickTime without a `ftyp` box
    if data[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(data[:4], "big"), 512)
    major = data[8:12]
    brands = {major, *(data[at : at + 4] for at in range(16, size, 4))}
    if major in _HEIC_BRANDS and (brands & _HEVC_BRANDS) and b"avif" not in brands:
        return kinds.HEIC
    if major in (b"avif", b"avis", b"mif1", b"msf1", b"jxl ", b"crx "):
        raise UploadRefused("other_picture")
    return sound.iso_media(data)


def _sound(data: bytes) -> Format | None:
    if data.startswith(b"OggS"):
        return sound.ogg_sound(data)
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return sound.matroska_media(data)
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return kinds.AMR
    if data.startswith(b"RIFF"):
        return sound.riff_sound(data)
    if data.startswith(b"ID3"):
        return sound.tagged_sound(data)
    return None


def _refuse_known(data: bytes) -> None:
    for beginning, code in _REFUSED:
        if data.startswith(beginning):
            raise UploadRefused(code)
    text = data[:512].lstrip(b"\x00 \t\r\n")
    for mark in _BYTE_ORDER_MARKS:
        text = text.removeprefix(mark)
    if text.replace(b"\x00", b"").lstrip().startswith(b"<"):
        raise UploadRefused("markup")


def hides_zip(data: bytes) -> bool:
    """Return whether a ZIP archive ends in `data`: such a file is two things at once (documents, JAR, APK)."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end < 0 or len(data) < end + 22:
        return False
    directory_size = int.from_bytes(data[end + 12 : end + 16], "little")
    start = end - directory_size
    return start >= 0 and (directory_size == 0 or data[start : start + 4] == b"PK\x01\x02")
