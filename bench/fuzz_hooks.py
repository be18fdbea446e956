"""What schemathesis cannot guess: services, published cases and codes that are there, in half of what it sends.

`KENTONGAN_FUZZ_KNOWN` is what `bench.fuzz_village` has made, as JSON.
"""

from __future__ import annotations

import json
import os
import random
from typing import Any

import schemathesis  # type: ignore[import-not-found, unused-ignore]  # in an environment of its own

_chance = random.Random(311)
_known: dict[str, list[str]] = json.loads(os.environ["KENTONGAN_FUZZ_KNOWN"])


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Put services and codes into bodies."""
    return _with(body, {"service_code": "services", "code": "codes"})


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """Put names into addresses."""
    return _with(path_parameters, {"public_id": "published", "code": "services", "token_id": "tokens"})


def _with(sent: Any, names: dict[str, str]) -> Any:
    if isinstance(sent, dict) and _chance.random() < 0.5:
        for name, kind in names.items():
            if name in sent:
                sent[name] = _chance.choice(_known[kind])
    return sent
