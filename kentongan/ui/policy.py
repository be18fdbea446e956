"""The Content-Security-Policy, with the few styles a page holds itself named by their hash.

A hash lets through exactly one text, where a nonce lets through whatever carries it; and it is the same for every
reader, so that a page can be kept. The accent of the village is always allowed: forms drawn earlier hold it as well.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any, Final

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kentongan.ui.accent import accent

_OWN: Final = ("_csp_exempt", "_csp_config", "_csp_update", "_csp_replace")


@lru_cache(maxsize=1000)
def hash_of(css: str) -> str:
    """Return the CSP source that allows this very text in a style element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


def allow_style(request: HttpRequest | None, css: str) -> None:
    """Let this text stand in a style element of the page that answers this request."""
    if request is not None:
        vars(request).setdefault("_styles", set()).add(hash_of(css))


class PolicyMiddleware(CSPMiddleware):
    """django-csp's middleware; where a view changed nothing, the policy is put together once and not each time."""

    def process_request(self, _request: HttpRequest) -> None:
        """Nothing: there are no nonces."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header."""
        if HEADER in response.headers:
            return response
        if any(hasattr(response, name) for name in _OWN):
            return super().process_response(request, response)
        response.headers[HEADER] = _policy(_styles(request, response))
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Add the hashes to what a view wants changed."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        styles = _styles(request, response)
        if styles and not report_only:
            changed: dict[str, Any] = {**(parts.update or {})}
            more = changed.get("style-src", ())
            parts.update = changed | {"style-src": [*([more] if isinstance(more, str) else more), *styles]}
        return parts


def _styles(request: HttpRequest, response: HttpResponseBase) -> tuple[str, ...]:
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return ()
    found = set(vars(request).get("_styles", ()))
    village = getattr(request, "village", None)
    if village is not None:
        found.add(hash_of(accent(village.accent).css()))
    return tuple(sorted(found))


@lru_cache(maxsize=1000)
def _policy(styles: tuple[str, ...]) -> str:
    return str(build_policy(update={"style-src": list(styles)} if styles else None))
