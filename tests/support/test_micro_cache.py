"""Public pages from memory: only what is public, never for long, never for the wrong reader."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from kentongan.support import micro_cache
from kentongan.support.micro_cache import MicroCache, take, takes_gzip
from kentongan.support.shelf import Shelf
from tests.support.wsgi import Seen, ask

pytestmark = pytest.mark.once
WORDS = "Laporan warga sudah ditindaklanjuti. " * 30


class Village:
    """An application: each answer says how many were drawn before it. Headers and status may be changed."""

    def __init__(self) -> None:
        self.drawn = 0
        self.queries: list[str] = []
        self.status = "200 OK"
        self.seconds = 2.0
        self.query: tuple[str, ...] = ()
        self.headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, no-cache"}
        self.words = WORDS

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.drawn += 1
        self.queries.append(environ["QUERY_STRING"])
        if self.seconds:
            take(environ, self.seconds, self.query)
        body = f"{self.drawn} {self.words}".encode()
        start(self.status, [*self.headers.items(), ("Content-Length", str(len(body)))])
        return [body]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(village: Village, clock: Clock) -> MicroCache:
    return MicroCache(village, own_cookies=["meja", "csrftoken"], clock=clock)


def number(seen: Seen) -> int:
    """Which drawing this is."""
    return int(seen.text.split()[0])


def test_a_crowd_gets_one_drawing_and_within_two_seconds_a_new_one(cache: MicroCache, clock: Clock) -> None:
    assert [number(ask(cache)) for _ in range(5)] == [1] * 5
    clock.now += 1.9
    assert number(ask(cache)) == 1
    clock.now += 0.2
    assert [number(ask(cache)) for _ in range(5)] == [2] * 5


def test_while_one_draws_anew_the_others_get_the_old_page_for_a_second_and_no_longer(
    cache: MicroCache, village: Village, clock: Clock
) -> None:
    ask(cache)
    met: list[int] = []

    def slow(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        cache.application = village  # whoever comes later would be drawn a page at once
        met.append(number(ask(cache)))
        clock.now += 1
        met.append(number(ask(cache)))
        return village(environ, start)

    cache.application = slow
    clock.now += 2
    ask(cache)
    assert met == [1, 2]


def test_no_view_can_have_a_page_kept_for_longer_than_five_seconds(
    cache: MicroCache, village: Village, clock: Clock
) -> None:
    village.seconds = 3600
    ask(cache)
    assert micro_cache.LONGEST + micro_cache.GRACE <= 5
    clock.now += micro_cache.LONGEST
    assert number(ask(cache)) == 2


def test_the_age_counts_from_before_the_drawing(cache: MicroCache, village: Village, clock: Clock) -> None:
    def slow(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = village(environ, start)
        clock.now += 3
        return body

    cache.application = slow
    assert [number(ask(cache)), number(ask(cache))] == [1, 2]


def test_each_encoding_has_a_strong_tag_of_its_own_and_both_are_one_drawing(cache: MicroCache) -> None:
    packed, plain = ask(cache, accept_encoding="gzip, deflate, br"), ask(cache)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4
    assert packed.headers["etag"] != plain.headers["etag"]
    for seen in (packed, plain):
        assert seen.headers["content-length"] == str(len(seen.body))
        assert seen.headers["vary"] == "Accept-Encoding"
        assert seen.headers["etag"].startswith('"')


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*", ' {} , W/"y"'])
def test_who_has_the_page_is_told_that_it_is_the_same(cache: MicroCache, form: str) -> None:
    first = ask(cache, accept_encoding="gzip")
    seen = ask(cache, accept_encoding="gzip", if_none_match=form.format(first.headers["etag"]))
    assert (seen.status, seen.body) == (304, b"")
    assert seen.headers["etag"] == first.headers["etag"]
    assert seen.headers["cache-control"] == "public, no-cache"
    assert not seen.headers.keys() & {"content-type", "content-length", "content-encoding"}


def test_a_tag_of_another_encoding_or_of_an_older_page_gets_the_page(cache: MicroCache, clock: Clock) -> None:
    packed = ask(cache, accept_encoding="gzip")
    assert ask(cache, if_none_match=packed.headers["etag"]).status == 200
    clock.now += 10
    newer = ask(cache, accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert (newer.status, number(newer)) == (200, 2)


def test_the_same_page_drawn_by_another_worker_has_the_same_tag(village: Village) -> None:
    def draw() -> Seen:
        village.drawn = 0
        return ask(MicroCache(village), accept_encoding="gzip")

    first, second = draw(), draw()
    assert first.headers["etag"] == second.headers["etag"]
    assert first.body == second.body


def test_head_tells_what_get_would_and_sends_nothing(cache: MicroCache, village: Village) -> None:
    head = ask(cache, method="HEAD", accept_encoding="gzip")
    got = ask(cache, accept_encoding="gzip")
    assert head.body == b""
    assert head.headers == got.headers
    assert village.drawn == 1


def test_a_head_whose_body_was_cut_off_is_no_page_for_the_next(cache: MicroCache, village: Village) -> None:
    def cut(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = village(environ, start)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    cache.application = cut
    assert ask(cache, method="HEAD").body == b""
    assert number(ask(cache)) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "meja=abc"},
        {"cookie": "_ga=1; csrftoken=abc"},
        {"cookie": "_ga=1;csrftoken = abc"},
        {"authorization": "Bearer abc"},
        {"range": "bytes=0-1"},
        {"hx_request": "nonsense"},
        {"host": "a" * 400},
    ],
)
def test_who_may_be_somebody_gets_a_page_of_his_own_and_leaves_none(
    cache: MicroCache, village: Village, headers: dict[str, str]
) -> None:
    assert [number(ask(cache, **headers)) for _ in range(2)] == [1, 2]
    assert "etag" not in ask(cache, **headers).headers
    assert not len(cache.pages)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_may_change_something_always_goes_through(cache: MicroCache, method: str) -> None:
    assert number(ask(cache)) == 1
    assert [number(ask(cache, method=method)) for _ in range(2)] == [2, 3]


def test_cookies_of_other_sites_under_the_same_domain_keep_nobody_from_the_memory(cache: MicroCache) -> None:
    assert [number(ask(cache, cookie="_ga=GA1.2.3; xmeja=1")) for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Set-Cookie", "csrftoken=abc"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Origin"),
        ("Vary", "*"),
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, no-cache"),
        ("Cache-Control", "public, no-store"),
        ("Content-Encoding", "br"),
        ("Content-Security-Policy", "style-src 'nonce-abc'"),
    ],
)
def test_an_answer_that_is_not_public_beyond_doubt_is_never_kept(
    cache: MicroCache, village: Village, header: str, value: str
) -> None:
    village.headers[header] = value
    seen = [ask(cache) for _ in range(2)]
    assert village.drawn == 2
    assert [each.headers[header.lower()] for each in seen] == [value, value]
    assert "etag" not in seen[1].headers


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "206 Partial Content", "500 Internal Server Error"])
def test_only_a_whole_page_is_kept(cache: MicroCache, village: Village, status: str) -> None:
    village.status = status
    assert [ask(cache).status for _ in range(2)] == [int(status[:3])] * 2
    assert village.drawn == 2


def test_nothing_is_kept_that_no_view_has_offered(cache: MicroCache, village: Village) -> None:
    village.seconds = 0
    assert [number(ask(cache)) for _ in range(2)] == [1, 2]


def test_a_page_that_is_taken_off_is_gone_with_the_first_who_learns_it(
    cache: MicroCache, village: Village, clock: Clock
) -> None:
    ask(cache)
    clock.now += 2
    village.status = "404 Not Found"
    assert [ask(cache).status for _ in range(2)] == [404, 404]


def test_a_failure_is_passed_on_and_the_next_one_tries_anew(cache: MicroCache, village: Village, clock: Clock) -> None:
    ask(cache)
    clock.now += 2

    def broken(_environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        raise OSError("disk")

    cache.application = broken
    with pytest.raises(OSError, match="disk"):
        ask(cache)
    cache.application = village
    assert number(ask(cache)) == 2


def test_hosts_paths_schemes_and_htmx_are_kept_apart(cache: MicroCache) -> None:
    ways: list[tuple[str, dict[str, str]]] = [
        ("/", {"host": "a.desa.id"}),
        ("/", {"host": "b.desa.id"}),
        ("/", {"host": "a.desa.id:8000"}),
        ("/desa/33.03.13.2003/", {"host": "a.desa.id"}),
        ("/desa/33.03.13.2005/", {"host": "a.desa.id"}),
        ("/", {"host": "a.desa.id", "hx_request": "true"}),
    ]
    for _ in range(2):
        assert [number(ask(cache, path, **headers)) for path, headers in ways] == [1, 2, 3, 4, 5, 6]


def test_a_forwarded_host_or_scheme_counts_only_behind_our_own_proxy(village: Village, clock: Clock) -> None:
    told = [{}, {"x_forwarded_host": "evil.example"}, {"x_forwarded_proto": "https"}]
    open_to_all = MicroCache(village, clock=clock)
    assert [number(ask(open_to_all, **headers)) for headers in told] == [1, 1, 1]
    village.drawn = 0
    behind = MicroCache(village, clock=clock, trust_proxy=True)
    assert [number(ask(behind, **headers)) for headers in told * 2] == [1, 2, 3] * 2


def test_parameters_the_page_does_not_hang_on_are_cut_off(cache: MicroCache, village: Village) -> None:
    village.query = ("status", "halaman")
    ask(cache)
    seen = [number(ask(cache, f"/?fbclid={n}")) for n in range(3)]
    assert seen == [1, 1, 1]
    ways = ["/?status=selesai&halaman=2", "/?halaman=2&status=selesai", "/?x=1&status=selesai&halaman=2"]
    assert [number(ask(cache, way)) for way in ways] == [2, 2, 2]
    assert number(ask(cache, "/?status=baru")) == 3
    assert village.queries == ["", "halaman=2&status=selesai", "status=baru"]


def test_a_first_visit_with_a_strange_query_leaves_nothing_behind(cache: MicroCache, village: Village) -> None:
    assert number(ask(cache, "/?next=//evil.example")) == 1
    assert number(ask(cache)) == 2
    assert number(ask(cache, "/?next=//evil.example")) == 2


@pytest.mark.parametrize("query", ["status=" + "a" * 400, "&".join(f"status={n}" for n in range(40)), "status=\xff"])
def test_a_query_that_nobody_means_is_not_kept(cache: MicroCache, village: Village, query: str) -> None:
    village.query = ("status",)
    ask(cache)
    assert [number(ask(cache, f"/?{query}")) for _ in range(2)] == [2, 3]
    assert not len(cache.queried)


def test_nonsense_queries_push_no_page_out_and_the_memory_stays_bounded(cache: MicroCache, village: Village) -> None:
    village.query = ("cari",)
    ask(cache)
    for n in range(micro_cache.MOST_ANSWERS + 50):
        ask(cache, f"/?cari={n}")
    assert len(cache.queried) <= micro_cache.MOST_ANSWERS
    assert cache.queried.size <= micro_cache.MOST_BYTES // 2
    assert number(ask(cache)) == 1


def test_a_very_long_page_is_handed_through_as_it_is(cache: MicroCache, village: Village) -> None:
    village.words = "a" * (micro_cache.LARGEST + 1)
    assert [len(ask(cache).body) > micro_cache.LARGEST for _ in range(2)] == [True, True]
    assert village.drawn == 2


def test_an_answer_without_a_length_is_handed_through_piece_by_piece(cache: MicroCache) -> None:
    def stream(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        take(environ, 2.0)
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "public, no-cache")])
        yield b"a"
        yield b"b"

    cache.application = stream
    seen = ask(cache)
    assert seen.body == b"ab"
    assert "etag" not in seen.headers


def test_an_application_that_begins_late_is_handed_through(cache: MicroCache) -> None:
    def late(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        take(environ, 2.0)
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "public"), ("Content-Length", "1")])
        yield b"a"

    cache.application = late
    assert [ask(cache).body for _ in range(2)] == [b"a", b"a"]
    assert not len(cache.pages)


def test_pictures_and_tiny_texts_are_not_packed(cache: MicroCache, village: Village) -> None:
    village.headers["Content-Type"] = "application/octet-stream"
    assert "content-encoding" not in ask(cache, "/log/tile/0/000", accept_encoding="gzip").headers
    village.headers["Content-Type"], village.words = "text/plain", ""
    assert "content-encoding" not in ask(cache, "/kecil", accept_encoding="gzip").headers


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("deflate,gzip ; q=1.0 ,br", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("br", False),
        ("notgzip", False),
        ("", False),
    ],
)
def test_gzip_is_sent_only_to_those_who_take_it(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


def test_a_shelf_lets_go_what_was_used_longest_ago() -> None:
    shelf: Shelf[str, int] = Shelf(3, 100)
    for place, key in enumerate("abc"):
        shelf.put(key, place, 10)
    shelf.get("a")
    shelf.put("d", 3, 10)
    assert [shelf.get(key) for key in "abcd"] == [0, None, 2, 3]
    shelf.put("e", 4, 90)
    assert [shelf.get(key) for key in "acde"] == [None, None, 3, 4]
    assert shelf.size == 100
    shelf.put("f", 5, 101)
    shelf.put("e", 6, 1)
    assert (shelf.get("f"), shelf.get("e"), shelf.size) == (None, 6, 11)


def test_many_threads_at_once_get_whole_pages(village: Village) -> None:
    from concurrent.futures import ThreadPoolExecutor

    cache: Any = MicroCache(village)
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(lambda n: ask(cache, f"/{n % 3}", accept_encoding="gzip"), range(300)))
    assert {len(each.text) > 1000 for each in seen} == {True}
    assert village.drawn <= 24
