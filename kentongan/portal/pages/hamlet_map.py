"""The map of hamlets: how many published cases name each. Only what the published rows show is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from kentongan.reports.figures.tables import say
from kentongan.rules.public_figures import PublicFigures
from kentongan.ui.map_tiles import MapTile, tiles
from kentongan.ui.village_map import VillageMap, part_of, together, village_map
from kentongan.villages.models import Village

STEPS: Final = 4  # tones beside "none"


@dataclass(frozen=True)
class Shape:
    """A hamlet on the drawing."""

    name: str
    path: str
    x: float
    y: float
    tone: str
    number: str
    query: str


@dataclass(frozen=True)
class Row:
    """A line of the table; `query` asks the list for these cases, "" when there are none."""

    name: str
    number: str
    query: str


@dataclass(frozen=True)
class MapPage:
    """Everything of the page. `drawing` is None where no boundary is known, `shapes` is empty without hamlets'."""

    drawing: VillageMap | None
    shapes: tuple[Shape, ...]
    tiles: tuple[MapTile, ...]
    scale: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    elsewhere: str
    total: str
    about: str


def map_page(village: Village, hamlets: Iterable[tuple[str, Any]], found: PublicFigures, template: str) -> MapPage:
    """Put the page together. `hamlets`: name and GeoJSON polygon (or None) of each, in their order."""
    listed = list(hamlets)
    counts = {name: found.by_hamlet.get(name, 0) for name, _ in listed}
    counts |= {name: count for name, count in found.by_hamlet.items() if name}  # renamed or no longer in use
    bounds = _bounds(max(counts.values(), default=0))
    drawing = village_map(village.polygon or together(polygon for _, polygon in listed if polygon))
    shapes = []
    for name, polygon in listed:
        drawn = part_of(drawing, polygon) if drawing and polygon else None
        if drawn is not None:
            path, (x, y) = drawn
            tone, query = f"h{_step(counts[name], bounds)}", _query(name, counts[name])
            shapes.append(Shape(name, path, round(x), round(y), tone, say(counts[name]), query))
    return MapPage(
        drawing=drawing,
        shapes=tuple(shapes),
        tiles=tiles(drawing, template) if drawing else (),
        scale=_scale(bounds),
        rows=tuple(Row(name, say(count), _query(name, count)) for name, count in counts.items()),
        elsewhere=say(found.by_hamlet.get("", 0)),
        total=say(found.published),
        about=", ".join(f"{shape.name} {shape.number}" for shape in shapes),
    )


def _query(name: str, count: int) -> str:
    return urlencode({"dusun": name}) if count else ""


def _bounds(most: int) -> list[int]:
    """The highest number of each tone: equal steps of whole numbers."""
    if most <= 0:
        return []
    wide = -(-most // STEPS)
    return [wide * step for step in range(1, STEPS + 1) if wide * (step - 1) < most]


def _step(count: int, bounds: list[int]) -> int:
    return 0 if count == 0 else next(step for step, highest in enumerate(bounds, start=1) if count <= highest)


def _scale(bounds: list[int]) -> tuple[tuple[str, str], ...]:
    found, lowest = [("h0", "tidak ada")], 1
    for step, highest in enumerate(bounds, start=1):
        found.append((f"h{step}", str(highest) if highest == lowest else f"{lowest}–{highest}"))
        lowest = highest + 1
    return tuple(found)
