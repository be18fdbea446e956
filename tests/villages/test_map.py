"""The boundary as a shape: inside, outside, and from a touch on the drawing back to degrees."""

from __future__ import annotations

from typing import Any

import pytest

from kentongan.villages import areas
from kentongan.villages.map import contains, middle, place_at, village_map

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [
        [[109.0, -8.0], [110.0, -8.0], [110.0, -7.0], [109.0, -7.0], [109.0, -8.0]],
        [[109.4, -7.6], [109.6, -7.6], [109.6, -7.4], [109.4, -7.4], [109.4, -7.6]],
    ],
}
TWO_ISLANDS = {
    "type": "MultiPolygon",
    "coordinates": [
        [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]],
        [[[5.0, 0.0], [7.0, 0.0], [7.0, 1.0], [5.0, 1.0], [5.0, 0.0]]],
    ],
}


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        (-7.2, 109.2, True),
        (-7.5, 109.5, False),  # in the hole
        (-7.5, 109.3, True),
        (-7.5, 109.7, True),
        (-6.9, 109.5, False),
        (-8.1, 109.5, False),
        (-7.5, 108.9, False),
        (-7.5, 110.1, False),
    ],
)
def test_a_place_is_inside_or_outside(latitude: float, longitude: float, inside: bool) -> None:
    assert contains(SQUARE, latitude, longitude) is inside


def test_a_place_on_the_second_island_is_inside() -> None:
    assert contains(TWO_ISLANDS, 0.5, 6.0)
    assert not contains(TWO_ISLANDS, 0.5, 3.0)


@pytest.mark.parametrize("nothing", [None, {}, {"type": "Point", "coordinates": [1, 1]}, {"type": "Polygon"}])
def test_without_a_boundary_nothing_is_inside(nothing: dict[str, Any] | None) -> None:
    assert not contains(nothing, 0.0, 0.0)
    assert middle(nothing) is None
    assert village_map(nothing) is None


def test_the_middle_of_every_packed_village_lies_within_it() -> None:
    shape = areas.polygon("33.03.13.2003")
    found = middle(shape)
    assert found is not None
    assert contains(shape, float(found[0]), float(found[1]))
    assert middle(TWO_ISLANDS) == middle({"type": "Polygon", "coordinates": TWO_ISLANDS["coordinates"][1]})


def test_a_touch_on_the_drawing_comes_back_to_the_same_metre() -> None:
    shape = areas.polygon("33.03.13.2003")
    drawing = village_map(shape)
    place = middle(shape)
    assert drawing is not None
    assert place is not None
    x, y = drawing.place(float(place[0]), float(place[1]))
    assert drawing.shows(float(place[0]), float(place[1]))
    assert place_at(drawing, x, y) == place


def test_north_is_up_and_east_is_right() -> None:
    drawing = village_map(SQUARE)
    assert drawing is not None
    west_north, east_south = place_at(drawing, 0, 0), place_at(drawing, drawing.width, drawing.height)
    assert west_north[0] > east_south[0]
    assert west_north[1] < east_south[1]
