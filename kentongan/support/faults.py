"""Naming an unexpected error without repeating its text, which may quote an address or a complaint."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

_LONGEST = 200


def describe(error: BaseException) -> str:
    """The kind of error and where it was raised: "ValueError at delivery.py:61"."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"


class LogFormatter(logging.Formatter):
    """Writes tracebacks with only the first line of each error's text: PostgreSQL quotes the whole row below it."""

    def formatException(  # noqa: N802  (logging's name)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the traceback of an error and of those that led to it, oldest first."""
        told = []
        error = ei[1]
        while error is not None:
            told.append("".join(["Traceback:\n", *traceback.format_tb(error.__traceback__), _named(error)]))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(told))


def _named(error: BaseException) -> str:
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__module__}.{type(error).__qualname__}: {first[:_LONGEST]}"
