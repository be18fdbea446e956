"""Read a request with files without ever filling memory or disk, and without losing the typed text beside them.

Django's own handler spills larger uploads in clear to the temporary folder; here nothing touches the disk before it is
cleaned. What exceeds a limit is read and forgotten, so that the form's other fields arrive.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from kentongan.documents.clean import looks_like_film
from kentongan.documents.limits import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_REQUEST_BYTES,
    MAX_REQUEST_FILES,
    MAX_TOTAL_BYTES,
    MAX_VIDEO_BYTES,
)
from kentongan.documents.names import shown_name
from kentongan.documents.refusal import UploadRefused


class LimitedUploadHandler(FileUploadHandler):
    """Keeps up to MAX_FILES files of MAX_FILE_BYTES (films: MAX_VIDEO_BYTES), MAX_TOTAL_BYTES in all."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refused: list[tuple[str, UploadRefused]] = []  # (name safe to show, why)
        self._kept: BytesIO | None = None
        self._kept_files = 0
        self._kept_bytes = 0
        self._seen_bytes = 0
        self._seen_files = 0
        self._is_film = False

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002  (Django's signature)
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,  # noqa: ARG002
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,
    ) -> None:
        """Refuse every encoding but the one of our pages: UTF-7 could smuggle in text that nobody can store.

        Raises BadRequest, as Django does for forms without files.
        """
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            raise BadRequest("a form is UTF-8")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; one too many is dropped from its first byte."""
        super().new_file(*args, **kwargs)
        self._seen_files += 1
        if self._seen_files > MAX_REQUEST_FILES:
            raise StopUpload(connection_reset=True)
        self._kept = BytesIO()
        if self._kept_files >= MAX_FILES:
            self._drop("too_many")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the chunk, or drop the whole file once it breaks a limit."""
        self._seen_bytes += len(raw_data)
        if self._seen_bytes > MAX_REQUEST_BYTES:
            if self._kept is not None:
                self._drop("total_too_big")
            raise StopUpload(connection_reset=True)
        if self._kept is None:
            return None
        if start == 0:
            self._is_film = looks_like_film(raw_data[:16])
        if start + len(raw_data) > (MAX_VIDEO_BYTES if self._is_film else MAX_FILE_BYTES):
            self._drop("video_too_big" if self._is_film else "too_big")
        elif self._kept_bytes + start + len(raw_data) > MAX_TOTAL_BYTES:
            self._drop("total_too_big")
        else:
            self._kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Return the kept file, None for a dropped one."""
        kept, self._kept = self._kept, None
        if kept is None:
            return None
        kept.seek(0)
        self._kept_files += 1
        self._kept_bytes += file_size
        return InMemoryUploadedFile(
            file=kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _drop(self, code: str) -> None:
        self._kept = None
        self.refused.append((shown_name(self.file_name or ""), UploadRefused(code)))


def refused_uploads(request: HttpRequest) -> list[tuple[str, UploadRefused]]:
    """Return what the handler dropped of this request: (name safe to show, why)."""
    _ = request.FILES  # only reading the request calls the handler
    return [
        refused
        for handler in request.upload_handlers
        if isinstance(handler, LimitedUploadHandler)
        for refused in handler.refused
    ]


def oversize_uploads(request: HttpRequest) -> list[str]:
    """Return the names (safe to show) of the files that this request carried beyond a limit."""
    return [name for name, _ in refused_uploads(request)]
