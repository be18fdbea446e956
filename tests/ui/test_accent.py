"""Whatever colour a village chooses, people can read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.ui.accent import DEFAULT, accent, contrast

WHITE, PAPER = (255, 255, 255), (251, 249, 245)


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@given(st.integers(0, 0xFFFFFF))
def test_text_on_the_accent_and_the_accent_on_paper_are_readable(number: int) -> None:
    made = accent(f"#{number:06x}")
    assert contrast(rgb(made.base), WHITE) >= 4.5
    assert contrast(rgb(made.base), PAPER) >= 4.5
    assert contrast(rgb(made.strong), rgb(made.soft)) >= 4.5


@pytest.mark.parametrize("odd", ["", "red", "#12345", "#1234567", "}body{display:none", "#12345g"])
def test_what_is_no_colour_becomes_the_default_and_never_css(odd: str) -> None:
    assert accent(odd) == accent(DEFAULT)


def test_a_dark_accent_is_left_as_it_is() -> None:
    assert accent("#1b6b4a").base == "#1b6b4a"
