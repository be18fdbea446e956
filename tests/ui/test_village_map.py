"""The village's own map."""

import pytest

from kentongan.ui.village_map import village_map

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[109.5, -7.3], [109.6, -7.3], [109.6, -7.4], [109.5, -7.4], [109.5, -7.3]]],
}


def test_a_place_in_the_middle_lies_in_the_middle_of_the_drawing() -> None:
    drawn = village_map(SQUARE)
    assert drawn is not None
    x, y = drawn.place(-7.35, 109.55)
    assert (x, y) == (pytest.approx(drawn.width / 2, abs=0.1), pytest.approx(drawn.height / 2, abs=0.1))
    assert drawn.shows(-7.35, 109.55)
    assert not drawn.shows(-6.2, 106.8)


def test_north_is_up_and_east_is_right() -> None:
    drawn = village_map(SQUARE)
    assert drawn is not None
    assert drawn.place(-7.31, 109.55)[1] < drawn.place(-7.39, 109.55)[1]
    assert drawn.place(-7.35, 109.51)[0] < drawn.place(-7.35, 109.59)[0]


def test_corners_nobody_can_see_are_dropped() -> None:
    many = [[109.5 + step / 10_000, -7.3] for step in range(1001)]
    drawn = village_map({"type": "Polygon", "coordinates": [[*many, [109.6, -7.4], [109.5, -7.4], [109.5, -7.3]]]})
    assert drawn is not None
    assert drawn.path.count("L") == 4


@pytest.mark.parametrize("nothing", [None, {}, {"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon"}])
def test_without_a_boundary_there_is_no_map(nothing: dict[str, object] | None) -> None:
    assert village_map(nothing) is None


def test_a_village_in_two_parts_is_drawn_whole() -> None:
    other = [[[x + 0.2, y] for x, y in SQUARE["coordinates"][0]]]
    drawn = village_map({"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], other]})
    assert drawn is not None
    assert drawn.path.count("M") == 2
