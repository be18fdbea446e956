"""Papers: numbers that never double, words with fields, and who makes which."""

import pytest

from kentongan.rules import numbering
from kentongan.rules.paper_words import WORDS, words_of
from kentongan.rules.papers import PAPERS, PaperField, check_maker, check_words, fill, without_numbers
from kentongan.rules.types import PaperKind, Refused, Role


def refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        check_words(text)
    assert refused.value.sentence.endswith(".")
    return refused.value.code


def test_a_number_bears_the_kind_the_village_and_the_year() -> None:
    pattern = "{seq:03d}/{kind}/{code}/{year}"
    assert numbering.paper_number(pattern, seq=7, kind="TGP", code="33.03.13.2003", year=2026) == (
        "007/TGP/33.03.13.2003/2026"
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "{seq}",
        "{year}",
        "{seq}/{seq}/{year}",
        "{seq}/{kind}/{kind}/{year}",
        "{seq}/{nama}/{year}",
        "{seq}/{year",
        "x" * 60,
    ],
)
def test_a_pattern_that_could_number_two_papers_alike_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        numbering.validate_paper_pattern(pattern)


def test_a_register_number_still_knows_no_kind() -> None:
    with pytest.raises(ValueError, match="hanya mengenal"):
        numbering.validate_pattern("{seq}/{kind}/{year}")


def test_every_kind_of_paper_but_receipt_and_ombudsman_file_is_numbered_and_has_words() -> None:
    assert set(PaperKind) - set(PAPERS) == {PaperKind.RECEIPT, PaperKind.OMBUDSMAN_FILE}
    assert set(WORDS) == {*PAPERS, PaperKind.RECEIPT}
    shorts = [rule.short for rule in PAPERS.values()]
    assert len(set(shorts)) == len(shorts)
    assert all(len(short) <= 4 for short in shorts)


@pytest.mark.parametrize("kind", WORDS)
def test_the_words_a_paper_begins_with_hold_only_known_fields_and_fit(kind: PaperKind) -> None:
    for word in WORDS[kind]:
        check_words(word.default)
        assert len(word.default) <= word.limit


def test_the_answer_letter_tells_the_rights() -> None:
    rights = words_of(PaperKind.ANSWER_LETTER, {})["rights"]
    assert "keberatan" in rights
    assert "Ombudsman" in rights


def test_a_village_replaces_some_words_and_keeps_the_others() -> None:
    words = words_of(PaperKind.ANSWER_LETTER, {"subject": "Balasan", "tidak_ada": "x"})
    assert words["subject"] == "Balasan"
    assert words["closing"].startswith("Demikian")
    assert "tidak_ada" not in words


def test_wrong_fields_are_refused_each_with_its_own_sentence() -> None:
    assert refusal("Yth. {nama}") == "name_field"
    assert refusal("{nomer}") == "unknown_field"
    assert refusal("{nomor") == "braces"
    check_words("Nomor {Nomor} tanggal {tanggal terima}")


def test_fields_are_filled_in_once_and_what_a_case_says_is_never_a_field() -> None:
    values = {PaperField.TITLE: "Jalan {nomor}", PaperField.NUMBER: "7"}
    assert fill("{pokok_aduan}, {nomor}, {tempat}", values) == "Jalan {nomor}, 7, …"


def test_telephone_numbers_and_nik_in_a_story_are_masked() -> None:
    told = "HP saya 0812-3456-7890, NIK 3303135508800001, atau +62 812 3456 7890. Rp 1.500.000 pada 12-03-2026."
    assert without_numbers(told) == (
        "HP saya [disamarkan], NIK [disamarkan], atau [disamarkan]. Rp 1.500.000 pada 12-03-2026."
    )


def test_only_who_may_makes_a_paper() -> None:
    assert check_maker(PaperKind.DISPOSITION, frozenset({Role.UNIT_HEAD})).short == "DISP"
    for kind, roles, code in [
        (PaperKind.DISPOSITION, {Role.HANDLER}, "not_your_paper"),
        (PaperKind.ANSWER_LETTER, {Role.HANDLER, Role.ADMIN}, "not_your_paper"),
        (PaperKind.RECEIPT, {Role.INTAKE}, "no_such_paper"),
    ]:
        with pytest.raises(Refused) as refused:
            check_maker(kind, frozenset(roles))
        assert refused.value.code == code
