"""What is compressed on its way out, and what is not."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kentongan.ui.compression import TextGZipMiddleware

BODY = b"kentongan " * 200


@pytest.mark.parametrize(
    ("content_type", "status", "compressed"),
    [
        ("text/html; charset=utf-8", 200, True),
        ("text/html; charset=utf-8", 422, True),
        ("application/json", 200, True),
        ("image/jpeg", 200, False),
        ("audio/mpeg", 206, False),
        ("text/plain", 206, False),
    ],
)
def test_only_whole_texts_are_compressed(content_type: str, status: int, compressed: bool) -> None:
    middleware = TextGZipMiddleware(lambda _: HttpResponse(BODY, content_type=content_type, status=status))
    response = middleware(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))
    assert (response.headers.get("Content-Encoding") == "gzip") == compressed
    assert (gzip.decompress(response.content) if compressed else response.content) == BODY
