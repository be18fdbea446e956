"""Pages leave compressed, whatever stands before us: the first page must fit into one round trip on a weak signal."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from kentongan.support import micro_cache


class TextGZipMiddleware(GZipMiddleware):
    """Django's own compression (with its random padding against BREACH), for texts only.

    Pictures and recordings are compressed already, and an answer to a Range request must stay as it is.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a whole text; leave everything else alone."""
        if response.status_code == 206 or not response.headers.get("Content-Type", "").startswith(micro_cache.TEXTS):
            return response
        if micro_cache.is_offered(request.META) and _is_packed_before_us(request, response):
            return response
        return super().process_response(request, response)


def _is_packed_before_us(request: HttpRequest, response: HttpResponseBase) -> bool:
    headers = [*response.items(), *(("Set-Cookie", name) for name in response.cookies)]
    return micro_cache.will_keep(request.META, response.status_code, headers)
