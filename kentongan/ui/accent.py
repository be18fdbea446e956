"""The village's accent colour, made safe to read: every pair it is used in reaches WCAG 2.2 AA contrast."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

DEFAULT: Final = "#1b6b4a"
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
_TEXT_CONTRAST: Final = 4.6  # WCAG 2.2 SC 1.4.3 asks 4.5; a little more survives rounding
_STRONG_CONTRAST: Final = 7.5
_PAPER: Final = (251, 249, 245)

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Accent:
    """Colours derived from one accent, as CSS hex strings."""

    base: str
    strong: str
    soft: str

    def css(self) -> str:
        """Return the rule that sets the accent on a page."""
        return f":root{{--accent:{self.base};--accent-strong:{self.strong};--accent-soft:{self.soft}}}"


def contrast(first: Rgb, second: Rgb) -> float:
    """Return the WCAG contrast ratio (1–21) of two colours."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def accent(colour: str) -> Accent:
    """Return readable colours for a village's accent; what is no `#rrggbb` becomes the default.

    The accent is darkened, never refused: white text on it, and it on the page, both reach 4.5 : 1.
    """
    rgb = _parse(colour if _HEX.match(colour or "") else DEFAULT)
    base = _darken(rgb, against=_PAPER, ratio=_TEXT_CONTRAST)
    strong = _darken(_mix(base, (0, 0, 0), 0.25), against=_PAPER, ratio=_STRONG_CONTRAST)
    return Accent(_hex(base), _hex(strong), _hex(_mix(base, (255, 255, 255), 0.9)))


def _parse(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _darken(rgb: Rgb, *, against: Rgb, ratio: float) -> Rgb:
    while contrast(rgb, against) < ratio:
        rgb = _mix(rgb, (0, 0, 0), 0.06)
    return rgb


def _luminance(rgb: Rgb) -> float:
    parts = [(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in (value / 255 for value in rgb)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@dataclass(frozen=True)
class Judged:
    """A colour somebody chose: its contrast with the page (1–21), and the colour that is used."""

    chosen: str
    ratio: float
    used: str

    @property
    def is_readable(self) -> bool:
        """Whether it can be used as it is."""
        return self.used == self.chosen


def judge(colour: str) -> Judged:
    """Say how well a chosen colour can be read, and what it becomes where it cannot."""
    colour = colour.lower()
    ratio = contrast(_parse(colour), _PAPER) if _HEX.match(colour) else 1.0
    return Judged(colour, ratio, accent(colour).base)
