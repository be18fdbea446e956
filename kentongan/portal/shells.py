"""Blank forms, drawn once and handed out again for half a minute: only a few tokens differ between readers.

Drawing the lodging form's twenty fields costs more than recording a complaint. What is kept holds nothing of a reader:
CSRF token, form token and proof of work are cut out before and put in anew for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest
from django.middleware.csrf import get_token

GOOD_FOR: Final = timedelta(seconds=30)  # a change the village makes shows that soon
MOST: Final = 500  # villages × forms; beyond that the oldest drawings go

_CSRF_FIELD: Final = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*(")')
_CSRF = "\x00csrf\x00"


@dataclass(frozen=True)
class _Shell:
    html: str
    drawn_at: datetime


_shells: dict[Hashable, _Shell] = {}


def blank(request: HttpRequest, key: Hashable, values: tuple[str, ...], now: datetime, draw: Callable[[], str]) -> str:
    """Return a blank form for this reader: `draw()` with his tokens, or an earlier drawing with them put in.

    `values`: what stands once in the drawing as the value of an attribute, and is this reader's own; "" does not.
    """
    shell = _shells.get(key)
    if shell is not None and timedelta(0) <= now - shell.drawn_at < GOOD_FOR:
        html = shell.html.replace(_CSRF, get_token(request))
        for place, value in enumerate(values):
            html = html.replace(_mark(place), value)
        return html
    html = draw()
    cut = _cut(html, values)
    marks = [_CSRF, *(_mark(place) for place, value in enumerate(values) if value)]
    if all(cut.count(mark) == 1 for mark in marks):  # never keep one reader's token for the next
        while len(_shells) >= MOST:
            _shells.pop(next(iter(_shells)), None)
        _shells[key] = _Shell(cut, now)
    return html


def _mark(place: int) -> str:
    return f"\x00{place}\x00"


def _cut(html: str, values: tuple[str, ...]) -> str:
    # Django masks the CSRF token anew each time it is asked for, so it is found by its place, not by its value.
    html = _CSRF_FIELD.sub(rf"\g<1>{_CSRF}\g<2>", html)
    for place, value in enumerate(values):
        if value:
            html = html.replace(f'="{value}"', f'="{_mark(place)}"')
    return html


def forget() -> None:
    """Draw all forms anew from now on."""
    _shells.clear()
