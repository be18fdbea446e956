"""One upload in, something harmless out, or a sentence why not. Only what went through here is ever stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from kentongan.documents import kinds, pdf, pictures, sniff
from kentongan.documents.kinds import DocumentKind, Format, Scan
from kentongan.documents.limits import MAX_FILE_BYTES, MAX_VIDEO_BYTES
from kentongan.documents.media import iso, matroska, ogg, plain
from kentongan.documents.refusal import UploadRefused

__all__ = ["Cleaned", "UploadRefused", "clean", "looks_like_film"]

_PDF_TAIL = 8 * 1024
_PDF_HEAD = 1024
_MARKUP_IN_HEAD = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")


@dataclass(frozen=True)
class Cleaned:
    """A file that may be stored. Pictures are JPEGs with a small `preview` and a size in pixels (0 for all else).

    `original` is what was sent, bit by bit: only there if the reporter asked to have it kept, and only ever sealed.
    """

    kind: DocumentKind
    media_type: str
    extension: str
    data: bytes = field(repr=False)
    preview: bytes = field(default=b"", repr=False)
    width: int = 0
    height: int = 0
    original: bytes = field(default=b"", repr=False)
    scan: Scan | None = None


def clean(data: bytes) -> Cleaned:
    """Check `data` by content and return it cleaned.

    Pictures are decoded and encoded anew (`pictures`), PDFs written anew without anything but their pages (`pdf`),
    sound and video kept as they are without tags, places and times (`media`).
    Raises UploadRefused with a sentence for people.
    """
    if len(data) > MAX_VIDEO_BYTES:
        raise UploadRefused("video_too_big" if looks_like_film(data) else "too_big")
    if len(data) > MAX_FILE_BYTES and not looks_like_film(data):
        raise UploadRefused("too_big")
    form = sniff.detect(data)
    if len(data) > MAX_FILE_BYTES and form.kind is not DocumentKind.VIDEO:
        raise UploadRefused("too_big")
    if form.kind is DocumentKind.PICTURE:
        picture = pictures.reencode(data, form)
        return Cleaned(
            kind=form.kind,
            media_type=kinds.JPEG.media_type,
            extension=kinds.JPEG.extension,
            data=picture.data,
            preview=picture.preview,
            width=picture.width,
            height=picture.height,
        )
    if form.kind is DocumentKind.PDF:
        _check_pdf(data)
        return Cleaned(form.kind, form.media_type, form.extension, pdf.rewritten(data))
    return Cleaned(form.kind, form.media_type, form.extension, _bare_media(data, form))


def looks_like_film(beginning: bytes) -> bool:
    """Whether the first bytes of a file may be those of a video: then it may be larger."""
    return beginning[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip") or beginning.startswith(
        b"\x1a\x45\xdf\xa3"
    )


def _bare_media(data: bytes, form: Format) -> bytes:
    called = "video" if form.kind is DocumentKind.VIDEO else "audio"
    if sniff.hides_zip(data):
        raise UploadRefused(f"{called}_mixed")
    try:
        return _BARE[form](data)
    except UploadRefused as refused:
        raise UploadRefused(f"{called}_broken") from refused


_BARE = {
    kinds.MP4: iso.bare,
    kinds.MOV: iso.bare,
    kinds.VIDEO_3GP: iso.bare,
    kinds.AUDIO_3GP: iso.bare,
    kinds.M4A: iso.bare,
    kinds.WEBM: matroska.bare,
    kinds.VIDEO_WEBM: matroska.bare,
    kinds.OGG: ogg.bare,
    kinds.WAV: plain.bare_wav,
    kinds.MP3: plain.bare_mpeg,
    kinds.AAC: plain.bare_mpeg,
    kinds.AMR: plain.bare_amr,
}


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-_PDF_TAIL:]:
        raise UploadRefused("pdf_broken")
    head = data[:_PDF_HEAD].lower()
    if sniff.hides_zip(data) or any(mark in head for mark in _MARKUP_IN_HEAD):
        raise UploadRefused("pdf_mixed")
