"""Charts as inline SVG, drawn on the server: no script, no style attribute, colours by class (charts.css).

Series differ by pattern as well as by colour, every chart has a title and a description for screen readers, and the
page shows the numbers beside it. Coordinates are in units of a drawing 360 wide, so that letters are readable on a
small telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH: Final = 360
_TOP, _LEFT, _RIGHT, _FOOT = 12, 30, 4, 36
_PLOT: Final = 150  # height of the area for the columns
_STEPS: Final = (1, 2, 5)
_MEDIAN_LABEL: Final = 54

# Drawn over a fill so that it can be told apart without its colour.
_HATCHES: Final = mark_safe(
    '<pattern id="{0}-1" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0V5" stroke-width="2.4"/></pattern>'
    '<pattern id="{0}-2" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<circle class="dot" cx="2.5" cy="2.5" r="1.1"/></pattern>'
    '<pattern id="{0}-3" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<path class="hatch" d="M0 2H4" stroke-width="1.2"/></pattern>'
)
_HATCHES_OF: Final = {"s2": 1, "s4": 2, "s6": 3, "s7": 1, "s8": 2}


@dataclass(frozen=True)
class Series:
    """One kind of thing in a chart. `tone`: its class, s1 to s8 (s2, s4, s6, s7 and s8 carry a pattern)."""

    name: str
    tone: str
    values: Sequence[int]


@dataclass(frozen=True)
class Bin:
    """One column of a distribution, from `start` up to before `end` (None: all above)."""

    label: str
    start: int
    end: int | None
    count: int


def columns(
    key: str, title: str, about: str, labels: Sequence[tuple[str, str]], series: Sequence[Series], *, stacked: bool
) -> SafeString:
    """Draw columns over labels (each with a second line, often empty), side by side or on top of each other.

    `key` is unique on the page.
    """
    slots = len(labels)
    sums = [sum(one.values[slot] for one in series) for slot in range(slots)]
    highest = max(sums if stacked else [value for one in series for value in one.values], default=0)
    top, ticks = scale(highest)
    wide = (WIDTH - _LEFT - _RIGHT) / max(slots, 1)
    parts = []
    for slot in range(slots):
        left, base = _LEFT + slot * wide, 0.0
        for position, one in enumerate(series):
            value = one.values[slot]
            if not value:
                continue
            height = value / top * _PLOT
            across = wide * 0.72 if stacked else wide * 0.78 / len(series)
            x = left + (wide * 0.14 if stacked else wide * 0.11 + position * across)
            parts.append(_column(key, one.tone, x, _TOP + _PLOT - base - height, across, height))
            base += height if stacked else 0
    words = [
        (_round(_LEFT + (slot + 0.5) * wide), line, word)
        for slot, pair in enumerate(labels)
        for line, word in zip((14, 28), pair, strict=True)
        if word
    ]
    return _drawing(key, title, about, _grid(top, ticks), mark_safe("".join(parts)), _labels(words))  # noqa: S308 -- numbers only


def distribution(key: str, title: str, about: str, bins: Sequence[Bin], *, median: float | None) -> SafeString:
    """Draw how many fall into each bin, with a line at the median."""
    top, ticks = scale(max((each.count for each in bins), default=0))
    wide = (WIDTH - _LEFT - _RIGHT) / max(len(bins), 1)
    parts = [
        _column(key, "s1", _LEFT + slot * wide + wide * 0.06, _TOP + _PLOT - height, wide * 0.88, height)
        for slot, each in enumerate(bins)
        if (height := each.count / top * _PLOT)
    ]
    words = [
        (_round(_LEFT + (slot + 0.5) * wide), 14, each.label)
        for slot, each in enumerate(bins)
        if len(bins) <= 8 or slot % 2 == 0
    ]
    words.append((WIDTH / 2, 28, "hari"))
    line = mark_safe("")
    if median is not None:
        x = _round(_LEFT + _place(bins, median) * wide)
        at_right = x > WIDTH - _MEDIAN_LABEL
        line = format_html(
            '<path class="median" d="M{} {}V{}"/><text class="told" x="{}" y="{}" text-anchor="{}">median</text>',
            x,
            _TOP - 4,
            _TOP + _PLOT,
            x - 4 if at_right else x + 4,
            _TOP + 4,
            "end" if at_right else "start",
        )
    drawn = mark_safe("".join(parts))  # noqa: S308 -- numbers only
    return _drawing(key, title, about, _grid(top, ticks), drawn, _labels(words), line)


def bar(parts: Sequence[tuple[str, int]], most: int) -> SafeString:
    """Draw one lying bar of several parts (tone, value), as long as its share of `most`; the words stand beside it.

    It stretches to the width it is given and is hidden from screen readers.
    """
    drawn, x = [], 0.0
    for tone, value in parts:
        width = value / most * 100 if most else 0
        if width:
            drawn.append(f'<rect class="{tone}" x="{_round(x)}" width="{_round(width)}" height="10"/>')
        x += width
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        mark_safe("".join(drawn)),  # noqa: S308 -- tones and numbers of ours
    )


def swatch(key: str, tone: str) -> SafeString:
    """Draw the little box of a legend."""
    drawn = mark_safe(_column(key, tone, 0, 0, 14, 14))  # noqa: S308 -- tones and numbers of ours
    return format_html('<svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">{}</svg>', drawn)


def bins_of(days: Sequence[tuple[int, int]]) -> list[Bin]:
    """Put (days, how many) into at most twelve equal bins and one for what took much longer than most."""
    total = sum(count for _, count in days)
    if not total:
        return []
    seen, most = 0, 0
    for day, count in sorted(days):
        seen += count
        most = day
        if seen >= 0.95 * total:
            break
    wide = next(step for step in (1, 2, 3, 5, 7, 10, 14, 30, 60, 120, 365, most + 1) if step * 12 > most)
    found = []
    for start in range(0, most + 1, wide):
        count = sum(each for day, each in days if start <= day < start + wide)
        label = str(start) if wide == 1 else f"{start}–{start + wide - 1}"
        found.append(Bin(label, start, start + wide, count))
    end = found[-1].end or 0
    above = sum(each for day, each in days if day >= end)
    return [*found, Bin(f"≥{end}", end, None, above)] if above else found


def scale(highest: int) -> tuple[int, list[int]]:
    """The top of the axis and its marks: round numbers, at most five of them above nought."""
    step, power = 1, 1
    while True:
        for factor in _STEPS:
            step = factor * power
            if step * 4 >= highest:
                top = max(-(-highest // step), 1) * step
                return top, list(range(0, top + 1, step))
        power *= 10


def _place(bins: Sequence[Bin], value: float) -> float:
    """Where a value lies, in bins from the left; a whole day stands for the middle of its day."""
    for slot, each in enumerate(bins):
        if each.end is None:
            return slot + 0.5
        if value < each.end:
            return slot + (value - each.start + 0.5) / (each.end - each.start)
    return float(len(bins))


def _column(key: str, tone: str, x: float, y: float, width: float, height: float) -> str:
    box = f'x="{_round(x)}" y="{_round(y)}" width="{_round(width)}" height="{_round(height)}"'
    over = f'<rect {box} fill="url(#{key}-{_HATCHES_OF[tone]})"/>' if tone in _HATCHES_OF else ""
    return f'<rect class="{tone}" {box}/>{over}'


def _grid(top: int, ticks: Sequence[int]) -> SafeString:
    return format_html_join(
        "",
        '<path class="grid" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (_LEFT, y := _round(_TOP + _PLOT - tick / top * _PLOT), WIDTH - _RIGHT, _LEFT - 5, y + 3.5, tick)
            for tick in ticks
        ),
    )


def _labels(words: Sequence[tuple[float, int, str]]) -> SafeString:
    """Words under the columns: place, distance below the axis, text."""
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((x, _TOP + _PLOT + below, word) for x, below, word in words),
    )


def _drawing(key: str, title: str, about: str, *parts: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{0}-t {0}-d" viewBox="0 0 {1} {2}">'
        '<title id="{0}-t">{3}</title><desc id="{0}-d">{4}</desc><defs>{5}</defs>{6}</svg>',
        key,
        WIDTH,
        _TOP + _PLOT + _FOOT,
        title,
        about,
        format_html(_HATCHES, key),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _round(value: float) -> float:
    return round(value, 2)
