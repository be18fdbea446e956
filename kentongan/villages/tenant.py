"""Which village is meant: by host name, by the path prefix /desa/<kode>/, the main one, or the only one there is.

The prefix is stripped before URLs are resolved and set as script prefix, so that every `reverse()` and every link is
right in both modes and no view needs to know.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from copy import copy
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

from kentongan.villages.models import Village

PREFIX = re.compile(r"^/desa/(?P<code>[0-9.]{13})(?P<rest>/.*)?$")
MOST_KNOWN = 500
WITHOUT_VILLAGE = frozenset({"/", "/sehat/"})


class TenantMiddleware:
    """Sets `request.village` (a Village, or None on the installation's own front page)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the village, then pass on.

        Raises:
            Http404: the address belongs to no village.
        """
        before = get_script_prefix()
        village = self._find(request)
        if village is None and request.path_info not in WITHOUT_VILLAGE:
            raise Http404
        request.village = village  # type: ignore[attr-defined]  # Django's own way to hand things on
        if village is not None:
            timezone.activate(village.zone)  # people read times in the village's own zone
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)
            timezone.deactivate()

    def _find(self, request: HttpRequest) -> Village | None:
        match = PREFIX.match(request.path_info)
        if match:
            village = _known(request, match["code"], lambda: Village.objects.filter(code=match["code"]).first())
            if village is None:
                raise Http404
            set_script_prefix(get_script_prefix().rstrip("/") + f"/desa/{village.code}/")
            request.path_info = match["rest"] or "/"
            return village
        host = request.get_host().rsplit(":", 1)[0].lower() if _named(request) else ""
        return _known(request, f"//{host}", lambda: _by_host(host))


_known_villages: dict[str, tuple[float, Village]] = {}


def _known(request: HttpRequest, key: str, find: Callable[[], Village | None]) -> Village | None:
    """Return the village under this key; for citizens it may be as it was a moment ago, for officers never.

    Whoever changes a setting sees it at once; on pages of citizens it shows after KENTONGAN_VILLAGE_SECONDS.
    """
    seconds = settings.KENTONGAN_VILLAGE_SECONDS
    if not seconds or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return find()
    now = time.monotonic()
    known = _known_villages.get(key)
    if known is None or now - known[0] > seconds:
        village = find()
        if village is None:  # anybody can ask for nonsense: only what is there is remembered
            return None
        if len(_known_villages) >= MOST_KNOWN:  # a host can be anything
            _known_villages.clear()
        known = _known_villages[key] = (now, village)
    return copy(known[1])


def _by_host(host: str) -> Village | None:
    if host:
        by_host = Village.objects.filter(hostname=host).first()
        if by_host is not None:
            return by_host
    found = list(Village.objects.order_by("-is_main", "code")[:2])
    return found[0] if found and (found[0].is_main or len(found) == 1) else None


def _named(request: HttpRequest) -> bool:
    """Tell whether the host is a name (an address or localhost never names a village)."""
    host = request.get_host().rsplit(":", 1)[0]
    return not (host == "localhost" or host.startswith("[") or host.replace(".", "").isdigit())


def village_of(request: HttpRequest) -> Village:
    """Return the village of a request.

    Raises:
        Http404: the request belongs to no village.
    """
    village = getattr(request, "village", None)
    if village is None:
        raise Http404
    return village  # type: ignore[no-any-return]  # set by TenantMiddleware


def village_context(request: HttpRequest) -> dict[str, Any]:
    """Give templates the village (template context processor)."""
    return {"village": getattr(request, "village", None)}
