"""A number is read in every usual writing; words are not taken for numbers."""

from __future__ import annotations

import pytest

from kentongan.rules.form_numbers import FormNumber
from kentongan.rules.number_search import NumberAsked, read_number
from kentongan.rules.person_names import name_words

PATTERN = "{seq:03d}/ADU/{code}/{year}"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("005", NumberAsked(5)),
        ("no. 7", NumberAsked(7)),
        ("#12", NumberAsked(12)),
        ("12/2026", NumberAsked(12, 2026)),
        ("I-005", NumberAsked(5, None, "I")),
        ("i - 5 / 2025", NumberAsked(5, 2025, "I")),
        ("5/adu/33.03.13.2003/2026", NumberAsked(5, 2026, "A")),
        ("I-005/ADU/33.03.13.2003/2026", NumberAsked(5, 2026, "I")),
        ("F-0012/2026-4", NumberAsked(12, 2026, None, form=True)),
        ("f12", NumberAsked(12, None, None, form=True)),
        ("jalan 5", None),
        ("5 lampu", None),
        ("0", None),
        ("12/0000", None),
        ("99999999", None),
        ("", None),
    ],
)
def test_numbers_short_and_whole(text: str, asked: NumberAsked | None) -> None:
    assert read_number(text, pattern=PATTERN, code="33.03.13.2003", main_series="A") == asked


def test_a_pattern_of_another_time_leaves_the_short_forms() -> None:
    assert read_number("12/2026", pattern="{nonsense}", code="x", main_series="A") == NumberAsked(12, 2026)


def test_form_numbers_carry_their_check_digit() -> None:
    assert NumberAsked(12, 2026, form=True).form_numbers([2025]) == [str(FormNumber(2026, 12))]
    assert [number[:11] for number in NumberAsked(12, form=True).form_numbers([2025, 2026])] == [
        "F-0012/2025",
        "F-0012/2026",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bpk. Moch. Soekardjo", "Muhammad Sukarjo"),
        ("H. Abdurrachman", "abdurahman"),
        ("Yusup", "YUSUF"),
        ("Siti  Nurjannah", "siti nurjanah"),
        ("Tjokro", "Cokro"),
    ],
)
def test_names_are_compared_as_they_sound(one: str, other: str) -> None:
    assert name_words(one) == name_words(other) != ()


def test_titles_and_initials_are_no_names() -> None:
    assert name_words("Bu S. H. Ny 12") == ()
    assert len(name_words(" ".join(f"nama{'abcdefghij'[n]}" for n in range(10)))) == 8
