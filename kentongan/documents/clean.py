"""One upload in, something harmless out, or a sentence why not. Only what went through here is ever stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from kentongan.documents import kinds, pictures, sniff
from kentongan.documents.kinds import DocumentKind, Scan
from kentongan.documents.limits import MAX_FILE_BYTES
from kentongan.documents.refusal import UploadRefused

__all__ = ["Cleaned", "UploadRefused", "clean"]

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
    scan: Scan = Scan.NONE


def clean(data: bytes) -> Cleaned:
    """Check `data` by content and return it cleaned.

    Pictures are decoded and encoded anew (`pictures`). PDF and sound are checked and kept as they are.
    Raises UploadRefused with a sentence for people.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UploadRefused("too_big")
    form = sniff.detect(data)
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
    elif sniff.hides_zip(data):
        raise UploadRefused("audio_mixed")
    return Cleaned(form.kind, form.media_type, form.extension, data)


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-_PDF_TAIL:]:
        raise UploadRefused("pdf_broken")
    head = data[:_PDF_HEAD].lower()
    if sniff.hides_zip(data) or any(mark in head for mark in _MARKUP_IN_HEAD):
        raise UploadRefused("pdf_mixed")
