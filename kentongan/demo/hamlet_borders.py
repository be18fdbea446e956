"""Invented borders for the invented hamlets of the demo: the village's area, cut into one piece for each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

Point = tuple[float, float]
_ROUNDS: Final = 6


def cut(geometry: Mapping[str, Any], pieces: int) -> list[dict[str, Any]]:
    """Return so many GeoJSON polygons that fill the largest ring of an area (Voronoi cells, evened out)."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    ring: list[Point] = max(
        ([(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons), key=lambda one: abs(_area(one))
    )
    middle = _middle(ring)
    reach = max(math.dist(middle, point) for point in ring) / 2
    turns = [2 * math.pi * number / pieces for number in range(pieces)]
    seeds = [(middle[0] + reach * math.cos(turn), middle[1] + reach * math.sin(turn)) for turn in turns]
    cells = _cells(ring, seeds)
    for _ in range(_ROUNDS):
        seeds = [_middle(cell) if len(cell) >= 3 else seed for cell, seed in zip(cells, seeds, strict=True)]
        cells = _cells(ring, seeds)
    return [_polygon(cell) for cell in cells if len(cell) >= 3]


def _cells(ring: Sequence[Point], seeds: Sequence[Point]) -> list[list[Point]]:
    found = []
    for seed in seeds:
        cell = list(ring)
        for other in seeds:
            if other != seed and cell:
                cell = _nearer(cell, seed, other)
        found.append(cell)
    return found


def _nearer(ring: Sequence[Point], seed: Point, other: Point) -> list[Point]:
    """What of a ring lies nearer to the one than to the other (Sutherland and Hodgman)."""
    ax, ay = other[0] - seed[0], other[1] - seed[1]
    limit = (other[0] ** 2 - seed[0] ** 2 + other[1] ** 2 - seed[1] ** 2) / 2

    def beyond(point: Point) -> float:
        return point[0] * ax + point[1] * ay - limit

    found: list[Point] = []
    for here, following in zip(ring, [*ring[1:], ring[0]], strict=True):
        first, second = beyond(here), beyond(following)
        if first <= 0:
            found.append(here)
        if (first < 0 < second) or (second < 0 < first):
            share = first / (first - second)
            found.append((here[0] + share * (following[0] - here[0]), here[1] + share * (following[1] - here[1])))
    return found


def _area(ring: Sequence[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Sequence[Point]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _polygon(ring: Sequence[Point]) -> dict[str, Any]:
    rounded = [[round(x, 5), round(y, 5)] for x, y in ring]
    if rounded[0] != rounded[-1]:
        rounded.append(rounded[0])
    return {"type": "Polygon", "coordinates": [rounded]}
