"""The service with a counter of its answers before it, for `bench.fuzz`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from kentongan.wsgi import application as service

_counts = open(f"{os.environ['KENTONGAN_FUZZ_COUNTS']}.{os.getpid()}", "a", buffering=1)  # noqa: SIM115 -- until the end


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Pass on, and note the status."""

    def start(status: str, *more: Any) -> Any:
        _counts.write(status[:3] + "\n")
        return start_response(status, *more)

    return service(environ, start)  # type: ignore[no-any-return]  # as WSGI has it
