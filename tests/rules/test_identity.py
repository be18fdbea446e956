"""NIK and telephone numbers as people write them (RULES §6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.identity import check_nik, normalise_phone

from .helpers import refusal_of


@pytest.mark.parametrize(
    ("typed", "gender", "birth"),
    [
        ("3303130101900001", "m", (1, 1, 90)),
        ("3303133112850002", "m", (31, 12, 85)),
        ("3303134101900003", "f", (1, 1, 90)),
        ("3303137112850004", "f", (31, 12, 85)),
        ("3303 1301 0190 0001", "m", (1, 1, 90)),
        ("33.03.13.010190.0001", "m", (1, 1, 90)),
        ("９１０３０１４１０１９０００１２", "f", (1, 1, 90)),  # full-width digits, issued in Papua
    ],
)
def test_a_nik_tells_day_of_birth_and_gender(typed: str, gender: str, birth: tuple[int, int, int]) -> None:
    nik = check_nik(typed)
    assert (nik.gender, nik.birth) == (gender, birth)


@pytest.mark.parametrize("area", ["110101", "330313", "317406", "940101", "990101"])
def test_the_place_of_issue_is_never_a_reason_to_refuse(area: str) -> None:
    assert check_nik(f"{area}0101900001").area == area


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "hanya berisi angka"),
        ("33031301019O0001", "hanya berisi angka"),
        ("٣٣٠٣١٣٠١٠١٩٠٠٠٠١", "hanya berisi angka"),
        ("330313010190001", "yang Anda tulis 15"),
        ("33031301019000011", "yang Anda tulis 17"),
        ("3303130001900001", "tanggal lahir"),
        ("3303133201900001", "tanggal lahir"),
        ("3303134001900001", "tanggal lahir"),
        ("3303137201900001", "tanggal lahir"),
        ("3303138101900001", "tanggal lahir"),  # stdnum accepts this one
        ("3303130100900001", "tanggal lahir"),
        ("3303130113900001", "tanggal lahir"),
        ("3303130101900000", "0000"),
    ],
)
def test_an_impossible_nik_is_refused_with_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        check_nik(typed)
    assert str(refused.value).endswith(".")


def test_a_nik_does_not_show_itself_in_a_log() -> None:
    nik = check_nik("3303134101900003")
    assert nik.number not in repr(nik)
    assert nik.masked == "330313••••••••03"
    with pytest.raises(ValueError, match="tanggal lahir") as refused:
        check_nik("3303138101900001")
    assert "3303138101900001" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("+62 (0)812 3456 7890", "+6281234567890"),
        ("62812.3456.7890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),  # a spreadsheet ate the zero
        ("0812345678", "+62812345678"),  # the shortest mobile
        ("0819876543210", "+62819876543210"),  # the longest but one
        ("(0281) 891234", "+62281891234"),  # the office of a neighbouring regency
        ("021-12345678", "+622112345678"),
        ("+60 12-345 6789", "+60123456789"),  # a villager working in Malaysia
        ("00852 5123 4567", "+85251234567"),  # and one in Hong Kong
    ],
)
def test_a_telephone_number_in_any_usual_writing(typed: str, e164: str) -> None:
    assert normalise_phone(typed) == e164


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nomor saya",
        "0812",
        "08023456789",
        "0812345678901234",
        "0112345678",
        "1708",
        "12345678",
        "+62",
        "+0812345678",
        "0812345678a",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_what_is_no_telephone_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="misalnya 0812 3456 7890") as refused:
        normalise_phone(typed)
    assert str(refused.value).endswith("(0281) 891234.")


@given(st.from_regex(r"(\+62|62|0)8[1-9][0-9]{7,10}", fullmatch=True))
def test_every_mobile_number_of_the_rule_is_accepted(typed: str) -> None:
    number = normalise_phone(typed)
    assert number.startswith("+628")
    assert normalise_phone(number) == number


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_a_number_or_a_sentence(text: str) -> None:
    for check in (check_nik, normalise_phone):
        sentence = refusal_of(check, text)
        assert sentence is None or sentence.endswith(".")
