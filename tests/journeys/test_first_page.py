"""The first page over a weak signal: as the real server sends it, with all that it loads, in one round trip."""

from __future__ import annotations

import re
import urllib.request

import pytest

from tests.journeys.server import Site

pytestmark = pytest.mark.once

ONE_ROUND_TRIP = 14_336  # bytes: ten TCP segments, RFC 6928


def fetched(url: str, encoding: str) -> tuple[bytes, str]:
    """The bytes of an answer as they travel, and how they are packed."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})  # noqa: S310 (our own http address)
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return answer.read(), answer.headers.get("Content-Encoding", "")


@pytest.mark.parametrize("encoding", ["gzip", "gzip, deflate, br"])
def test_the_first_page_with_all_it_loads_weighs_at_most_14_kilobytes(site: Site, encoding: str) -> None:
    plain, _ = fetched(f"{site.url}/", "identity")
    loaded = re.findall(rb'<(?:link|script|img|source|use)[^>]+?(?:href|src)="(/static/[^"#]+)', plain)
    assert len(loaded) >= 2
    weights = {}
    for path in ["/", *sorted({name.decode() for name in loaded})]:
        body, packed = fetched(f"{site.url}{path}", encoding)
        assert packed in ("gzip", "br"), path
        weights[path] = len(body)
    assert sum(weights.values()) <= ONE_ROUND_TRIP, weights


def test_what_the_page_loads_may_be_kept_for_good(site: Site) -> None:
    plain, _ = fetched(f"{site.url}/", "identity")
    name = re.findall(rb'href="(/static/ui/base[^"]+)"', plain)[0].decode()
    assert re.search(r"\.[0-9a-f]{12}\.css$", name), "hashed, so that a new version has a new name"
    with urllib.request.urlopen(f"{site.url}{name}") as answer:  # noqa: S310
        assert "immutable" in answer.headers["Cache-Control"]
