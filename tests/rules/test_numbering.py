"""Register numbers, and tracking codes that forgive spaces but no mistakes."""

import secrets

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kentongan.rules.numbering import (
    ALPHABET,
    CODE_LENGTH,
    RANDOM_SYMBOLS,
    WORDS,
    CodeMistyped,
    code_from_bytes,
    format_code,
    normalise_code,
    register_number,
    spoken,
    validate_pattern,
)

from .helpers import refusal_of

CODE = "23456789ABCDEFGHJB"
"""A fixed, valid code."""

codes = st.binary(min_size=16, max_size=32).map(code_from_bytes)
places = st.integers(0, CODE_LENGTH - 1)


# --- register numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{seq:03d}/ADU/{code}/{year}", "007/ADU/33.03.13.2003/2026"),
        ("{seq}/{year}", "7/2026"),
        ("ADU-{year}-{seq:05d}", "ADU-2026-00007"),
        ("{year}{seq:04d}", "20260007"),
    ],
)
def test_a_village_chooses_how_its_numbers_look(pattern: str, number: str) -> None:
    assert register_number(pattern, seq=7, year=2026, code="33.03.13.2003") == number


def test_a_number_grows_beyond_its_width() -> None:
    assert register_number("{seq:03d}/{year}", seq=1234, year=2026, code="") == "1234/2026"


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "ADU/{year}",  # the same number for every case
        "{seq}",  # the same number every year
        "{seq}/{seq}/{year}",
        "{seq}/{year}/{year}",
        "{seq}/{year}/{code}/{code}",
        "{seq}/{year}/{name}",
        "{seq}/{year}/{0}",
        "{seq}/{year}/{}",
        "{seq.real}/{year}",
        "{seq[0]}/{year}",
        "{seq!r}/{year}",
        "{seq:x}/{year}",
        "{seq:99999999d}/{year}",
        "{seq:>5}/{year}",
        "{seq}/{year:x}",
        "{seq}/{year}/{code:50}",
        "{seq}/{year}/{",
        "{seq}/{year}}",
        "{{seq}}/{year}",
        "{seq}/{year}\n",
        "{seq}/{year}/<b>",
        "{seq}/{year}/" + "A" * 40,
    ],
)
def test_a_pattern_that_could_go_wrong_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"^(Pola|Bentuk|Nomor) .+"):
        validate_pattern(pattern)
    with pytest.raises(ValueError, match=r"^(Pola|Bentuk|Nomor) .+"):
        register_number(pattern, seq=1, year=2026, code="33.03.13.2003")


def test_numbers_begin_at_one() -> None:
    with pytest.raises(ValueError, match="dimulai dari 1"):
        register_number("{seq}/{year}", seq=0, year=2026, code="")


@given(st.text(max_size=40))
def test_any_pattern_is_either_good_or_refused_with_a_sentence(pattern: str) -> None:
    sentence = refusal_of(validate_pattern, pattern)
    if sentence is None:
        assert register_number(pattern, seq=1, year=2026, code="33.03.13.2003")
    else:
        assert sentence[0].isupper()


# --- tracking codes -------------------------------------------------------------------------------------------------


def test_the_alphabet_has_31_symbols_that_nobody_confuses_with_0_1_o_i_l() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("01OIL") & set(ALPHABET)
    assert 31**RANDOM_SYMBOLS > 2**80


def test_a_code_is_written_in_six_groups_of_three() -> None:
    assert format_code(CODE) == "234-567-89A-BCD-EFG-HJB"


def test_the_same_bytes_give_the_same_code_and_too_few_are_refused() -> None:
    data = bytes(range(16))
    assert code_from_bytes(data) == code_from_bytes(data)
    with pytest.raises(ValueError, match="16 random bytes"):
        code_from_bytes(bytes(15))


def test_every_symbol_can_stand_in_every_place() -> None:
    drawn = [code_from_bytes(secrets.token_bytes(16)) for _ in range(1500)]
    for place in range(CODE_LENGTH):
        assert {code[place] for code in drawn} == set(ALPHABET)


@given(codes, st.data())
def test_a_code_survives_any_usual_way_of_writing_it(code: str, data: st.DataObject) -> None:
    assert normalise_code(code) == code
    assert normalise_code(format_code(code)) == code
    separators = data.draw(
        st.lists(st.sampled_from(["", " ", "-", " - ", "–", ".", "_", "\u00a0"]), min_size=18, max_size=18)
    )
    loose = "".join(symbol + separator for symbol, separator in zip(code, separators, strict=True))
    assert normalise_code("  " + loose.lower() + "\n") == code


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_noticed(code: str, place: int, wrong: str) -> None:
    assume(code[place] != wrong)
    with pytest.raises(CodeMistyped):
        normalise_code(code[:place] + wrong + code[place + 1 :])


@given(codes, st.integers(0, CODE_LENGTH - 2))
def test_every_swap_of_two_neighbours_is_noticed(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    with pytest.raises(CodeMistyped):
        normalise_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def test_one_code_with_every_single_error_and_every_swap_of_any_two_symbols() -> None:
    wrong = [CODE[:p] + s + CODE[p + 1 :] for p in range(CODE_LENGTH) for s in ALPHABET if s != CODE[p]]
    for first in range(CODE_LENGTH):
        for second in range(first + 1, CODE_LENGTH):
            symbols = list(CODE)
            symbols[first], symbols[second] = symbols[second], symbols[first]
            if symbols != list(CODE):
                wrong.append("".join(symbols))
    assert len(wrong) > 600
    for code in wrong:
        with pytest.raises(CodeMistyped):
            normalise_code(code)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Tulis kode lacak"),
        ("  - – ", "Tulis kode lacak"),
        ("234-567-89A-BCD-EFG-HJ0", "“0”"),
        ("234-567-89A-BCD-EFG-HJ0", "kelompok ke-6"),
        ("234-O67-89A-BCD-EFG-HJB", "kelompok ke-2"),
        ("234-567-89A-BCD-EFG-HJé", "tidak dipakai dalam kode lacak, di kelompok ke-6"),
        ("234-567-89A-BCD-EFG-HJ", "kurang 1"),
        ("234-567-89A-BCD-EFG-HJ", "kelompok ke-6"),
        ("234-57-89A-BCD-EFG-HJB", "kelompok ke-2"),
        ("234-567-89A-BCD-EFG-HJB2", "kelebihan 1"),
        ("23456789ABCDEFGHJ", "kurang 1. Mohon"),
        ("234-567-89A-BCD-EFG-HJ3", "belum cocok"),
    ],
)
def test_a_mistyped_code_is_told_where_to_look(typed: str, says: str) -> None:
    with pytest.raises(CodeMistyped) as mistyped:
        normalise_code(typed)
    assert says in mistyped.value.sentence
    assert mistyped.value.sentence.endswith(".")


def test_a_swap_inside_a_group_is_located_when_nothing_else_would_explain_it() -> None:
    located = 0
    for seed in range(200):
        code = code_from_bytes(seed.to_bytes(2, "big") * 8)
        typed = code[:4] + code[5] + code[4] + code[6:]
        if typed == code:
            continue
        with pytest.raises(CodeMistyped) as mistyped:
            normalise_code(typed)
        located += "kelompok ke-2" in mistyped.value.sentence
    assert located > 20


@given(st.text(max_size=200))
def test_whatever_is_typed_gets_a_code_or_a_sentence(text: str) -> None:
    sentence = refusal_of(normalise_code, text)
    assert sentence is None or (sentence.endswith(".") and len(sentence) < 200)


@given(codes)
def test_a_code_can_be_read_over_the_telephone(code: str) -> None:
    words = spoken(format_code(code))
    assert len(words) == CODE_LENGTH
    assert all(word[0] == symbol for word, symbol in zip(words, code, strict=True) if symbol.isalpha())


def test_every_symbol_has_its_own_word() -> None:
    assert list(WORDS) == list(ALPHABET)
    assert len({word.casefold() for word in WORDS.values()}) == len(ALPHABET)
    assert spoken(CODE)[:3] == ("dua", "tiga", "empat")
    assert spoken(CODE)[-2:] == ("Jepara", WORDS["B"])
