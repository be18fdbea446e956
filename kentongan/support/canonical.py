"""Canonical JSON: one object, one sequence of bytes, for ever.

The output is RFC 8785 (JCS) restricted to what we need: no floats, integers within ±(2^53 - 1). So anyone can recompute
our commitments with a JCS library of his own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_MAX_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """The object has something that canonical JSON refuses."""


def dumps(obj: Json) -> bytes:
    """The canonical bytes: keys sorted by UTF-16 code units, no spaces, UTF-8.

    Raises NotCanonical for floats, NaN, bytes, dates, keys that are not strings, lone surrogates and integers beyond
    ±(2^53 - 1), which other languages cannot read exactly.
    """
    try:
        return json.dumps(_ordered(obj), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds a lone surrogate") from error


def _ordered(obj: Any) -> Any:
    if obj is None or isinstance(obj, bool | str):
        return obj
    if isinstance(obj, int):
        if abs(obj) > _MAX_INTEGER:
            raise NotCanonical(f"the integer {obj} is beyond 2^53 - 1")
        return obj
    if isinstance(obj, Mapping):
        if not all(isinstance(key, str) for key in obj):
            raise NotCanonical("every key must be a string")
        try:
            return {key: _ordered(obj[key]) for key in sorted(obj, key=lambda key: key.encode("utf-16-be"))}
        except UnicodeEncodeError as error:
            raise NotCanonical("a key holds a lone surrogate") from error
    if isinstance(obj, list | tuple):
        return [_ordered(item) for item in obj]
    raise NotCanonical(f"{type(obj).__name__} is not canonical JSON")
