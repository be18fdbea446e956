"""Public pages from memory, in front of everything else: WSGI, knows neither Django nor complaints.

A view offers its answer to memory by `take`; the decorator `ui.public_page` does. Kept is only what anybody may have:
status 200, "Cache-Control: public", no cookie set, nothing that varies with the reader. A kept answer is handed out for
`seconds`, and for one second more (GRACE) while one request renews it, so that a crowd never draws the same page at
once. It carries a strong ETag of the very bytes that are sent, packed by gzip or not; If-None-Match is answered by 304.

Each worker process has a memory of its own, bounded in answers and bytes; what was used longest ago goes first. Answers
to queries have a place of their own, so that nonsense behind a question mark pushes no page out.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from kentongan.support.shelf import Shelf

Headers = Sequence[tuple[str, str]]
Key = tuple[str, ...]

LONGEST: Final = 4.0  # seconds an answer may be handed out before it is drawn anew
GRACE: Final = 1.0  # seconds more, while it is being drawn anew
LARGEST: Final = 512 * 1024  # bytes of one answer
MOST_BYTES: Final = 8 * 1024 * 1024  # of pages without a query, in each worker; of those with one half of it
MOST_ANSWERS: Final = 500
LONGEST_KEY: Final = 300  # characters of host, path or query; what is longer is nobody's bookmark
TEXTS: Final = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
)
_SMALLEST_PACKED: Final = 200
_VARIES: Final = frozenset({"", "accept-encoding", "hx-request"})  # what an answer may hang on: it is in the key
_OF_BODY: Final = frozenset({"content-length", "content-type", "content-encoding"})  # not in a 304
_OFFER: Final = "kentongan.micro_cache"
_GZIP: Final = re.compile(r"(?i)(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*(?!0(?:\.0*)?\s*(?:,|$))[0-9.]+\s*)?(?:,|$)")


@dataclass(slots=True)
class Offer:
    """Stands in the environ of a request whose answer may be kept; a view takes it."""

    seconds: float = 0.0
    query: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """An answer as it is sent, in one encoding."""

    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]


@dataclass(slots=True)
class Answer:
    """What is kept. `fresh_until` and `good_until` are readings of the cache's clock."""

    plain: Form
    packed: Form | None
    fresh_until: float
    good_until: float
    renewing: bool = False

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return 2000 + len(self.plain.body) + (len(self.packed.body) if self.packed else 0)


def is_offered(environ: WSGIEnvironment) -> bool:
    """Tell whether a memory stands before this request and would keep its answer."""
    return _OFFER in environ


def take(environ: WSGIEnvironment, seconds: float, query: Sequence[str] = ()) -> None:
    """Let the answer to this request be kept, if a memory stands before it.

    `query`: the only parameters the answer hangs on. All others are cut off before the view sees them, from the second
    request on (an address shared on Facebook carries one).
    """
    offer = environ.get(_OFFER)
    if isinstance(offer, Offer):
        offer.seconds, offer.query = min(seconds, LONGEST), tuple(query)


def will_keep(environ: WSGIEnvironment, status: int, headers: Iterable[tuple[str, str]]) -> bool:
    """Tell whether an answer is public beyond doubt and will be kept (and packed here, once for all readers)."""
    offer = environ.get(_OFFER)
    if not isinstance(offer, Offer) or offer.seconds <= 0 or status != 200:
        return False
    known: dict[str, str] = {}
    for name, value in headers:
        low = name.lower()
        known[low] = f"{known[low]}, {value}" if low in known else value
    control = known.get("cache-control", "").lower()
    length = known.get("content-length", "")
    return (
        "public" in control
        and "no-store" not in control
        and "private" not in control
        and not known.keys() & {"set-cookie", "content-encoding", "content-range", "www-authenticate"}
        and all(part.strip().lower() in _VARIES for part in known.get("vary", "").split(","))
        and "'nonce-" not in known.get("content-security-policy", "")
        and length.isdigit()
        and int(length) <= LARGEST
    )


class MicroCache:
    """A WSGI application before another one. `own_cookies`: who sends one of these always gets an answer of his own.

    `trust_proxy`: whether X-Forwarded-Proto and -Host mean anything to the application behind. `clock` gives seconds.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        trust_proxy: bool = False,
        own_cookies: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.application = application
        self._trust_proxy = trust_proxy
        names = "|".join(map(re.escape, own_cookies))
        self._own_cookie = re.compile(rf"(?:^|[;,\s])(?:{names})\s*=") if names else re.compile("")
        self._clock = clock
        self.pages: Shelf[Key, Answer] = Shelf(MOST_ANSWERS, MOST_BYTES)
        self.queried: Shelf[Key, Answer] = Shelf(MOST_ANSWERS, MOST_BYTES // 2)
        self._parameters: Shelf[Key, tuple[str, ...]] = Shelf(MOST_ANSWERS, MOST_ANSWERS)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or ask the application and perhaps remember."""
        page = self._page(environ)
        query = None if page is None else self._query(page, environ.get("QUERY_STRING", ""))
        if page is None or query is None:
            return self.application(environ, start_response)
        shelf, key, now = (self.queried if query else self.pages), (*page, query), self._clock()
        answer = shelf.get(key)
        if answer is not None and (now < answer.fresh_until or (answer.renewing and now < answer.good_until)):
            return _hand_out(answer, environ, start_response)
        if answer is not None:
            answer.renewing = True  # two at the very same instant may both draw it: no harm
        return self._ask(page, query, environ, start_response)

    def _page(self, environ: WSGIEnvironment) -> Key | None:
        """Return what names a page, or None where the answer may be one reader's own."""
        method = environ["REQUEST_METHOD"]
        if (method != "GET" and method != "HEAD") or "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return None
        if environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
            return None
        get = environ.get
        if (cookies := get("HTTP_COOKIE")) and self._own_cookie.search(cookies):
            return None
        if (htmx := get("HTTP_HX_REQUEST", "")) not in ("", "true"):
            return None
        proto, host = (
            (get("HTTP_X_FORWARDED_PROTO", ""), get("HTTP_X_FORWARDED_HOST", "")) if self._trust_proxy else ("", "")
        )
        page = (
            environ["wsgi.url_scheme"],
            get("HTTP_HOST") or f"{get('SERVER_NAME')}:{get('SERVER_PORT')}",
            proto,
            host,
            get("SCRIPT_NAME", ""),
            get("PATH_INFO", ""),
            htmx,
        )
        return None if any(len(part) > LONGEST_KEY for part in page) else page

    def _query(self, page: Key, query: str) -> str | None:
        """Return the query without what the page does not hang on; None where it should not be kept at all."""
        if not query:
            return ""
        names = self._parameters.get(page)
        if len(query) > LONGEST_KEY or not query.isascii():
            return None
        return query if names is None else _canonical(query, names)

    def _ask(self, page: Key, query: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = self._clock()  # before anything is read: what changes meanwhile must show in time
        offer = environ[_OFFER] = Offer()
        environ["QUERY_STRING"] = query
        kept: list[tuple[str, Headers]] = []
        late = False

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            if not late and will_keep(environ, int(status[:3]), headers):
                kept[:] = [(status, headers)]
                return lambda _: None
            return start_response(status, headers, *more)

        shelf, key = (self.queried if query else self.pages), (*page, query)
        try:
            body = self.application(environ, start)
        except BaseException:
            shelf.drop(key)
            raise
        late = True  # an application that begins only when its body is read is handed through
        if not kept:
            shelf.drop(key)  # what is no longer public is gone at once
            return body
        whole = _whole(body)
        status, headers = kept[0]
        if len(whole) != _length(headers):
            start_response(status, list(headers))  # a HEAD whose body was cut off: it tells nothing about the page
            return [whole]
        answer = _answer(whole, headers, begun, offer.seconds)
        self._parameters.put(page, offer.query, 1)
        if not query or _canonical(query, offer.query) == query:
            shelf.put(key, answer, answer.size)
        return _hand_out(answer, environ, start_response)


def _hand_out(answer: Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    form = answer.plain
    if answer.packed is not None and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_KEY]):
        form = answer.packed
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    # The tag is in quotes and 128 bits of a hash: where it stands in the list, weak or not, it is meant.
    if wanted and (form.etag in wanted or wanted.strip() == "*"):
        start_response("304 Not Modified", form.unchanged)
        return []
    start_response("200 OK", form.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Tell whether an Accept-Encoding names gzip without refusing it."""
    return _GZIP.search(accepted) is not None


def _canonical(query: str, names: Sequence[str]) -> str | None:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return None
    return urlencode(sorted((pair for pair in pairs if pair[0] in names), key=lambda pair: pair[0]))


def _length(headers: Headers) -> int:
    return next(int(value) for name, value in headers if name.lower() == "content-length")


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def _answer(body: bytes, headers: Headers, begun: float, seconds: float) -> Answer:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    packed = None
    if kind.startswith(TEXTS) and len(body) >= _SMALLEST_PACKED:
        # Without a time in it, so that both workers and the next drawing make the same bytes. Django's random padding
        # hides the length of a page with a secret in it (BREACH); a public page has none.
        smaller = gzip.compress(body, 6, mtime=0)
        packed = _form(smaller, headers, kind, "gzip") if len(smaller) < len(body) else None
    fresh = begun + seconds
    return Answer(_form(body, headers, kind, ""), packed, fresh, fresh + GRACE)


def _form(body: bytes, headers: Headers, kind: str, encoding: str) -> Form:
    etag = f'"{base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:18]).decode()}"'
    kept = [(n, v) for n, v in headers if n.lower() not in ("content-length", "content-encoding", "etag", "vary")]
    varies = [part.strip() for n, v in headers if n.lower() == "vary" for part in v.split(",") if part.strip()]
    if kind.startswith(TEXTS) and "accept-encoding" not in map(str.lower, varies):
        varies.append("Accept-Encoding")
    if varies:
        kept.append(("Vary", ", ".join(varies)))
    kept.append(("ETag", etag))
    unchanged = [(name, value) for name, value in kept if name.lower() not in _OF_BODY]
    if encoding:
        kept.append(("Content-Encoding", encoding))
    kept.append(("Content-Length", str(len(body))))
    return Form(body, etag, kept, unchanged)
