"""A log tells where something broke, and not what a villager wrote."""

from __future__ import annotations

import logging
import sys

from django.conf import settings

from kentongan.support.faults import LogFormatter, describe

STORY = "Kepala dusun meminta uang kepada Warsiti"


def a_refused_row() -> None:
    raise ValueError(f"new row violates a constraint\nDETAIL:  Failing row contains (1, {STORY}).")


def logged() -> tuple[str, BaseException]:
    """Return what is logged of an error that came of another."""
    try:
        try:
            a_refused_row()
        except ValueError as error:
            raise RuntimeError("could not save") from error
    except RuntimeError as error:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "broken", (), sys.exc_info())
        return LogFormatter("%(levelname)s %(message)s").format(record), error


def test_a_traceback_keeps_its_places_but_no_row() -> None:
    text, _ = logged()
    assert STORY not in text
    assert text.startswith("ERROR broken\nTraceback:\n")
    assert "in a_refused_row" in text
    assert "builtins.ValueError: new row violates a constraint\n" in text
    assert text.endswith("builtins.RuntimeError: could not save")


def test_the_service_logs_in_this_way() -> None:
    assert settings.LOGGING["formatters"]["plain"]["class"] == f"{LogFormatter.__module__}.{LogFormatter.__qualname__}"


def test_an_error_is_named_by_kind_and_place() -> None:
    assert describe(logged()[1]).startswith("RuntimeError at test_faults.py:")
