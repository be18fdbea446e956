"""Answer a browser with a document: typed, named, sandboxed, never cached where the next person at the phone finds it.

Whether the viewer may see it is the caller's question, asked before.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from kentongan.documents.kinds import JPEG, PDF, DocumentKind
from kentongan.documents.models import Document
from kentongan.documents.store import DocumentMissing, path_of, preview_path_of

logger = logging.getLogger(__name__)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Even if a browser were talked into showing one as a page, nothing in it may run, load or be framed.
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
# Our own JPEGs and papers, and sound that a browser only plays. A PDF from outside can carry scripts: it is only ever
# downloaded.
_MAY_BE_INLINE = frozenset({DocumentKind.PICTURE, DocumentKind.AUDIO, DocumentKind.PAPER, DocumentKind.PUBLIC})
# A browser shows no PDF within a sandbox.
_PAPER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def document_response(
    document: Document, *, inline: bool, preview: bool = False, range_header: str | None = None
) -> HttpResponseBase:
    """Return the response with the document's bytes, or with its small picture if `preview`.

    `inline` is granted to pictures and sound only; all else is a download. `range_header` is the request's `Range`
    (players on iPhones ask for it): one byte range is honoured, anything else gets the whole. A file that is missing on
    the disk gives a 404 with a sentence and an error in the log.
    """
    small = preview and document.has_preview
    path = preview_path_of(document) if small else path_of(document)
    media_type = JPEG.media_type if small else document.media_type
    try:
        response = _respond(path, media_type, range_header)
    except FileNotFoundError:
        logger.error("Document %s has a row but no file", document.id)
        return HttpResponse(DocumentMissing.sentence, status=404, content_type="text/plain; charset=utf-8")
    for name, value in _HEADERS.items():
        response[name] = value
    shown = inline and document.kind in _MAY_BE_INLINE
    if document.kind == DocumentKind.PAPER:
        response["Content-Security-Policy"] = _PAPER_POLICY
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition("inline" if shown else "attachment", document.name)
    return response


def paper_response(data: bytes, name: str, *, inline: bool = True) -> HttpResponse:
    """Return a PDF made just now and kept nowhere: a preview, a paper with names, a receipt with its code.

    `inline` False asks the browser to save it: only for what the reader may keep on his own device.
    """
    response = HttpResponse(data, content_type=PDF.media_type, headers={"Content-Length": str(len(data))})
    for header, value in _HEADERS.items():
        response[header] = value
    response["Content-Security-Policy"] = _PAPER_POLICY
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = content_disposition("inline" if inline else "attachment", name)
    return response


def _respond(path: Path, media_type: str, range_header: str | None) -> HttpResponseBase:
    size = path.stat().st_size
    wanted = _byte_range(range_header, size)
    if wanted is None:
        # Whole (at most MAX_FILE_BYTES): the server then sends it by itself. Streamed, a listener on a slow line would
        # hold one of the few threads until he is done.
        return HttpResponse(path.read_bytes(), content_type=media_type, headers={"Content-Length": str(size)})
    first, last = wanted
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Content-Type": media_type})
    with path.open("rb") as file:
        file.seek(first)
        part = file.read(last - first + 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(len(part))}
    return HttpResponse(part, status=206, content_type=media_type, headers=headers)


def _byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return (first, last) of a single byte range (RFC 9110 §14.1.2), None if there is none that we honour."""
    match = re.fullmatch(r"bytes=(\d{0,12})-(\d{0,12})", (header or "").strip(), re.ASCII)
    if match is None or match[0] == "bytes=-":
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size - 1
    first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    return (first, last) if first <= last or first >= size else None


def content_disposition(disposition: str, name: str) -> str:
    """Return the header value: an ASCII name and, where that loses something, the full UTF-8 one too (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", name)
    value = f'{disposition}; filename="{plain}"'
    return value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe='')}"
