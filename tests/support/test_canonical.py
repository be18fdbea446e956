"""Canonical JSON: the bytes that the ledger commits to, for ever."""

from __future__ import annotations

import enum
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.support import canonical


class Colour(enum.StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("obj", "wanted"),
    [
        ({}, b"{}"),
        ({"b": 1, "a": [True, False, None]}, b'{"a":[true,false,null],"b":1}'),
        ({"a": {"z": "", "A": -3}}, b'{"a":{"A":-3,"z":""}}'),
        ({"nama": "Pak Dé — kopi"}, '{"nama":"Pak Dé — kopi"}'.encode()),
        # RFC 8785 sorts by UTF-16 code units: the emoji (D83D…) comes before U+FB33.
        ({"\ufb33": 1, "😀": 2, "ö": 3, "\r": 4, "1": 5}, '{"\\r":4,"1":5,"ö":3,"😀":2,"\ufb33":1}'.encode()),
        ('"\\\b\f\n\r\t\x00\x1f\x7f/', b'"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7f/"'),
        ([2**53 - 1, -(2**53 - 1)], b"[9007199254740991,-9007199254740991]"),
        ((1, "satu"), b'[1,"satu"]'),
        ({"colour": Colour.RED}, b'{"colour":"red"}'),
    ],
)
def test_the_bytes_are_those_of_rfc_8785(obj: Any, wanted: bytes) -> None:
    assert canonical.dumps(obj) == wanted


@pytest.mark.parametrize(
    "obj",
    [
        1.5,
        float("nan"),
        {"a": [0.0]},
        2**53,
        -(2**53),
        {1: "a"},
        {None: "a"},
        b"bytes",
        {"a": {"set"}},
        Decimal(1),
        UUID(int=1),
        datetime(2026, 1, 1, tzinfo=UTC),
        "\ud800",
        {"\udfff": 1},
    ],
    ids=repr,
)
def test_what_other_languages_read_differently_is_refused(obj: Any) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.dumps(obj)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_what_is_written_is_read_back_and_written_the_same(obj: Any) -> None:
    data = canonical.dumps(obj)
    again = json.loads(data)
    assert again == obj
    assert canonical.dumps(again) == data


@given(st.dictionaries(st.text(), st.integers(-5, 5), min_size=2))
def test_the_order_of_keys_makes_no_difference(obj: dict[str, int]) -> None:
    assert canonical.dumps(dict(reversed(obj.items()))) == canonical.dumps(obj)
