"""Calendars that other programs subscribe to (iCalendar, RFC 5545): whole-day events only, which need no time zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
_FOLD: Final = 75  # octets of a line, without its end (RFC 5545 section 3.1)


@dataclass(frozen=True)
class AllDay:
    """One day in the calendar. `uid` must stay the same for the same thing; `changed` is an aware time."""

    uid: str
    day: date
    summary: str
    changed: datetime
    description: str = ""
    url: str = ""


def calendar(*, name: str, product: str, events: Iterable[AllDay], refresh: timedelta) -> bytes:
    """Return a calendar as it is sent: lines folded and ended as the standard wants them."""
    hours = max(1, int(refresh.total_seconds() // 3600))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escape(product)}//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H",
        f"X-PUBLISHED-TTL:PT{hours}H",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(event: AllDay) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{event.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",  # the end is the first day it no longer is
        f"SUMMARY:{escape(event.summary)}",
        "TRANSP:TRANSPARENT",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escape(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]


def escape(text: str) -> str:
    """Return a text value as it may stand in a line (RFC 5545 section 3.3.11); control characters are left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(char for char in text if char == "\t" or (ord(char) >= 0x20 and ord(char) != 0x7F))


def fold(line: str) -> bytes:
    """Return a line with its end, folded so that no piece is longer than 75 octets and no letter is cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > _FOLD:
            pieces.append(piece)
            piece = b" "
        piece += octets
    pieces.append(piece)
    return b"\r\n".join(pieces) + b"\r\n"
