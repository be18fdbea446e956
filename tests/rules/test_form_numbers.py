"""Numbers of blank forms: what is printed can be typed, and a slip of the pen is noticed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kentongan.rules.form_numbers import FormNumber, parse_form_number
from kentongan.rules.types import Refused

TWELVE = FormNumber(2026, 12)


def test_a_number_reads_like_the_line_on_which_it_stands() -> None:
    assert str(TWELVE) == f"F-0012/2026-{TWELVE.check}"
    assert parse_form_number(str(TWELVE)) == TWELVE


@pytest.mark.parametrize(
    "typed", ["f-0012/2026-{0}", " F0012/2026-{0} ", "12/2026-{0}", "F 12 / 2026 - {0}", "F.12/2026 {0}"]
)
def test_small_letters_spaces_and_missing_zeros_are_forgiven(typed: str) -> None:
    assert parse_form_number(typed.format(TWELVE.check)) == TWELVE


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "no_form_number"),
        ("duabelas", "no_form_number"),
        ("F-0012", "no_form_number"),
        ("F-0000/2026-0", "no_form_number"),
        ("F-123456/2026-1", "no_form_number"),
        ("F-0012/2026", "form_check_missing"),
        (f"F-0012/2026-{(TWELVE.check + 1) % 10}", "form_check_wrong"),
    ],
)
def test_what_cannot_be_a_form_is_refused_with_a_sentence(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_form_number(typed)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for seq in (1, 12, 345, 9876, 10203):
        right = f"{FormNumber(2026, seq)}"
        digits = [place for place, sign in enumerate(right) if sign.isdigit()]
        wrong = {right[:p] + d + right[p + 1 :] for p in digits for d in "0123456789" if d != right[p]}
        for p, q in pairwise(digits):
            if q == p + 1 and right[p] != right[q]:
                wrong.add(right[:p] + right[q] + right[p] + right[q + 1 :])
        for typed in wrong:
            with pytest.raises(Refused):
                parse_form_number(typed)
