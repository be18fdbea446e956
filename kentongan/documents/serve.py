"""Answer a browser with a document: typed, named, sandboxed, never cached where the next person at the phone finds it.

Whether the viewer may see it is the caller's question, asked before.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from kentongan.documents import scan
from kentongan.documents.kinds import JPEG, PDF, DocumentKind, Scan
from kentongan.documents.models import Document
from kentongan.documents.store import (
    DocumentDestroyed,
    DocumentHarmful,
    DocumentMissing,
    DocumentSealed,
    Opener,
    read,
    read_preview,
)

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
# Our own JPEGs and papers; sound and video, which a browser only plays. A PDF from outside is only ever downloaded.
_MAY_BE_INLINE = frozenset(
    {DocumentKind.PICTURE, DocumentKind.AUDIO, DocumentKind.VIDEO, DocumentKind.PAPER, DocumentKind.PUBLIC}
)
# A browser shows no PDF within a sandbox.
_PAPER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


_STATUS: dict[type[Exception], int] = {DocumentDestroyed: 410, DocumentHarmful: 403}


def document_response(
    document: Document,
    *,
    inline: bool,
    preview: bool = False,
    range_header: str | None = None,
    opener: Opener | None = None,
) -> HttpResponseBase:
    """Return the response with the document's bytes, or with its small picture if `preview`.

    `inline` is granted to pictures and sound only; all else is a download. `range_header` is the request's `Range`
    (players on iPhones ask for it): one byte range is honoured, anything else gets the whole. `opener` opens a sealed
    document; without it the answer is a sentence (403), and what it raises is the caller's. A file that is missing on
    the disk gives a 404 with a sentence and an error in the log; one that was erased, a 410.
    """
    small = preview and document.has_preview
    media_type = JPEG.media_type if small else document.media_type
    try:
        data = read_preview(document, opener) if small else read(document, opener)
        if not small and scan.look_again(document, data) is Scan.INFECTED:
            raise DocumentHarmful
    except DocumentSealed as sealed:
        return _said(sealed.sentence, 403)
    except DocumentMissing as missing:
        if type(missing) is DocumentMissing:
            logger.error("Document %s has a row but no file", document.id)
        return _said(missing.sentence, _STATUS.get(type(missing), 404))
    response = _respond(data, media_type, range_header)
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


def _said(sentence: str, status: int) -> HttpResponse:
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _HEADERS["Cache-Control"]
    return response


def _respond(data: bytes, media_type: str, range_header: str | None) -> HttpResponseBase:
    size = len(data)
    wanted = _byte_range(range_header, size)
    if wanted is None:
        # Whole (at most MAX_FILE_BYTES): the server then sends it by itself. Streamed, a listener on a slow line would
        # hold one of the few threads until he is done.
        return HttpResponse(data, content_type=media_type, headers={"Content-Length": str(size)})
    first, last = wanted
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Content-Type": media_type})
    part = data[first : last + 1]
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
