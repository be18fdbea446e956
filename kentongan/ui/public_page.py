"""`@public_page()`: a page that is the same for every reader may be handed out from memory (support.micro_cache)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kentongan.support import micro_cache

SECONDS: Final = 2.0  # with the village's own two and the grace of one, a change shows within five
PUBLIC: Final = "public, no-cache"  # whoever keeps it asks each time whether it is still so (ETag, 304)
PRIVATE: Final = "private, no-cache"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public_page(seconds: float = SECONDS, query: Sequence[str] = ()) -> Callable[[View], View]:
    """Mark a view whose answer hangs on nothing but address, village, htmx or not, and the parameters of `query`.

    It must hold no form with a token, no message, nothing of a reader or officer; an answer that is not 200, sets a
    cookie or varies with anything else is not kept. A Cache-Control the view sets itself stays (it must say "public" to
    be kept); whoever comes with a cookie of ours gets a page of his own.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                nobody = not request.COOKIES or micro_cache.is_offered(request.META)
                response.headers.setdefault("Cache-Control", PUBLIC if nobody else PRIVATE)
                micro_cache.take(request.META, seconds, query)
            return response

        return cast("View", shown)

    return mark
