"""Own line icons on a 24 × 24 grid, and the kentongan mark; inline SVG, so no request and no font.

Icons are decoration: they are hidden from screen readers, and a label in words always stands beside them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: Final[dict[str, str]] = {
    "alert": "M12 4 2.8 20h18.4zM12 10v4.5m0 2.6v.1",
    "archive": "M3.5 5h17v4h-17zM5 9v10h14V9M10 13h4",
    "back": "M19 12H5m6-6-6 6 6 6",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3v4m7-4v4",
    "camera": "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "chart": "M4 4v16h16M8.5 16v-5m4.5 5V7m4.5 9v-7",
    "chat": "M4 5h16v11H10l-5 4v-4H4z",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "clip": "m19 11-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1L14 7.5",
    "clock": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
    "copy": "M9 9h11v11H9zM15 9V4H4v11h5",
    "cross": "m6 6 12 12M18 6 6 18",
    "doc": "M6 3h8l4.5 4.5V21H6zM14 3v5h4.5M9 13h6m-6 4h6",
    "down": "m6 9.5 6 6 6-6",
    "edit": "m4 20 1-4.5L16 4.5l3.5 3.5L8.5 19zM14 6.5l3.5 3.5",
    "filter": "M4 6h16M7 12h10m-7 6h4",
    "flag": "M5 21V4h13l-2.5 4.5L18 13H5",
    "forward": "M5 12h14m-6-6 6 6-6 6",
    "gear": "M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12 3v3m0 12v3M3 12h3m12 0h3M5.6 5.6l2.2 2.2"
    "m8.4 8.4 2.2 2.2M18.4 5.6l-2.2 2.2m-8.4 8.4-2.2 2.2",
    "hourglass": "M7 3.5h10M7 20.5h10M8 3.5c0 5 8 5.5 8 8.5s-8 3.5-8 8.5m8-17c0 5-8 5.5-8 8.5s8 3.5 8 8.5",
    "house": "m3.5 11.5 8.5-8 8.5 8M6 9.5V20h12V9.5M10 20v-6h4v6",
    "inbox": "m4 13 2.5-8h11L20 13v6H4zm0 0h4.5l1.5 2.5h4L15.5 13H20",
    "info": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5.5m0-9v.1",
    "key": "M8 16.5a4.5 4.5 0 1 1 4.3-5.8H21v3.8h-3v-1.5h-5.7A4.5 4.5 0 0 1 8 16.5zM8 12v.1",
    "leave": "M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4",
    "link": "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7m2 3a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17",
    "lock": "M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
    "mail": "M3.5 6h17v12.5h-17zm.5.5 8 6.5 8-6.5",
    "mic": "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
    "minus": "M5 12h14",
    "note": "M5 4h14v10.5L14 20H5zm14 10.5h-5V20M8.5 9h7m-7 4H12",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.3-4 3-6 6.5-6s6.2 2 6.5 6"
    "M16 4.5a3.5 3.5 0 0 1 0 6.2M17.5 14.3c2.3.6 3.8 2.6 4 5.7",
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.4-4.5 3.5-6.5 7.5-6.5s7.1 2 7.5 6.5",
    "phone": "M6 3.5h3l1.5 4.5L8.3 9.7a12 12 0 0 0 6 6l1.7-2.2 4.5 1.5v3"
    "c0 1.5-1.2 2.5-2.5 2.5A15 15 0 0 1 3.5 6C3.5 4.7 4.5 3.5 6 3.5z",
    "pin": "M12 21c-4.5-5-6.5-8.2-6.5-11a6.5 6.5 0 0 1 13 0c0 2.8-2 6-6.5 11z"
    "M12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
    "plus": "M12 5v14m-7-7h14",
    "print": "M7 8.5V3.5h10v5M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z",
    "question": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z"
    "M9.5 9.5a2.5 2.5 0 1 1 3.8 2.2c-.9.5-1.3 1-1.3 2m0 2.8v.1",
    "redo": "M20 12a8 8 0 1 1-2.5-5.8M20 3v4.5h-4.5",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21",
    "send": "m3.5 11.5 17-8-6 17-3.5-6.5zm7.5 2.5 5-5",
    "shield": "M12 3.5 4.5 6.5v5.5c0 4.5 3 7.5 7.5 9 4.5-1.5 7.5-4.5 7.5-9V6.5zM8.5 12l2.5 2.5 4.5-5",
    "star": "m12 3.5 2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6L3.4 9.8l6-.8z",
    "undo": "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
}

# The slit drum on its cord, with its mallet: body in the accent, slit cut out, mallet in wood.
MARK: Final = mark_safe(
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<path d="M9.5 6.5v-2a3 3 0 0 1 6 0v2" fill="none" stroke="#b8793a" stroke-width="1.8"/>'
    '<path class="d-a" fill-rule="evenodd" d="'
    "M12.5 5.5c4.6 0 7 2.4 7 6v13c0 3.6-2.4 6-7 6s-7-2.4-7-6v-13c0-3.6 2.4-6 7-6z"
    'm0 5.5a1.5 1.5 0 0 0-1.5 1.5v11a1.5 1.5 0 0 0 3 0v-11a1.5 1.5 0 0 0-1.5-1.5z"/>'
    '<path d="m29 5-5 11" stroke="#b8793a" stroke-width="2.2" stroke-linecap="round"/>'
    '<ellipse cx="23.5" cy="17.5" rx="2.6" ry="3.4" transform="rotate(24 23.5 17.5)" class="d-w"/></svg>'
)


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return an icon as inline SVG, hidden from screen readers.

    Raises:
        KeyError: there is no such icon.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )
