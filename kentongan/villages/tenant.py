"""Which village is meant: by host name, by the path prefix /desa/<kode>/, the main one, or the only one there is.

The prefix is stripped before URLs are resolved and set as script prefix, so that every `reverse()` and every link is
right in both modes and no view needs to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

from kentongan.villages.models import Village

PREFIX = re.compile(r"^/desa/(?P<code>[0-9.]{13})(?P<rest>/.*)?$")
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
            village = Village.objects.filter(code=match["code"]).first()
            if village is None:
                raise Http404
            set_script_prefix(get_script_prefix().rstrip("/") + f"/desa/{village.code}/")
            request.path_info = match["rest"] or "/"
            return village
        if _named(request):
            host = request.get_host().rsplit(":", 1)[0].lower()
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
