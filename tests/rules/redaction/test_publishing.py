"""What is published carries marks of no telling length, and the check finds what survived in another writing."""

from __future__ import annotations

import random

import pytest

from kentongan.rules.redaction import Span, SpanKind, check_no_number, check_published, propose, redact
from kentongan.rules.types import Refused
from tests.rules.redaction import variants as v

pytestmark = pytest.mark.once


def span(text: str, hidden: str, kind: SpanKind) -> Span:
    start = text.index(hidden)
    return Span(start, start + len(hidden), kind, "")


def test_marks_stand_in_place_of_what_is_hidden() -> None:
    text = "Pak Warsito (hp0812-3456-7890) dan Budi Santoso"
    spans = [
        span(text, "Warsito", SpanKind.NAME),
        span(text, "0812-3456-7890", SpanKind.PHONE),
        span(text, "Budi Santoso", SpanKind.NAME),
    ]
    redacted = redact(text, spans)
    assert redacted.text == "Pak [nama] (hp [nomor HP]) dan [nama]"
    assert redacted.counts == {SpanKind.NAME: 2, SpanKind.PHONE: 1}
    assert "Warsito" not in repr(redacted)


def test_the_length_of_a_mark_betrays_nothing() -> None:
    short, long = "Pak Adi datang", "Pak Adiwijaya Kusumaningrat datang"
    assert (
        redact(short, [span(short, "Adi", SpanKind.NAME)]).text
        == redact(long, [span(long, "Adiwijaya Kusumaningrat", SpanKind.NAME)]).text
    )


def test_overlapping_and_neighbouring_spans_become_one_mark() -> None:
    text = "Budi Santoso Wijaya"
    spans = [Span(0, 12, SpanKind.NAME, ""), Span(5, 12, SpanKind.NAME, ""), Span(13, 19, SpanKind.NAME, "")]
    assert redact(text, spans).text == "[nama]"


def test_a_span_outside_the_text_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="outside"):
        redact("pendek", [Span(2, 99, SpanKind.NAME, "")])


@pytest.mark.parametrize(
    ("kind", "hidden", "published"),
    [
        (SpanKind.NAME, "Warsito Slamet", "kata warsito begitu"),
        (SpanKind.NAME, "Warsito Slamet", "SLAMETnya pergi"),
        (SpanKind.NAME, "Warsito", "W a r s i t o"),
        (SpanKind.NAME, "Warsito", "pakWarsito"),
        (SpanKind.NAME, "Warsito", "War\u200bsito"),
        (SpanKind.NAME, "Warsito", "warsitone wingi teka"),
        (SpanKind.NAME, "Indah Lestari", "Bu Indah"),
        (SpanKind.PHONE, "081234567890", "0812-3456"),
        (SpanKind.PHONE, "0812 3456 7890", "tiga empat lima enam tujuh delapan"),
        (SpanKind.PHONE, "nol delapan satu dua tiga empat lima enam", "08123456"),
        (SpanKind.NIK, "3303080209049055", "akhiran 049055"),
        (SpanKind.NIK, "3303080209049055", "３３０３０８"),
        (SpanKind.EMAIL, "warsito878@contoh.example", "warsito878 at contoh dot example"),
        (SpanKind.EMAIL, "warsito878@contoh.example", "akun warsito878"),
        (SpanKind.PLATE, "R 1234 AB", "r1234ab"),
        (SpanKind.ADDRESS, "Jl. Melati No. 12", "jl melati no 12"),
        (SpanKind.OTHER, "si rambut merah", "SI RAMBUT  MERAH"),
        (SpanKind.BIRTH, "17 Maret 1961", "lahir 17-maret-1961"),
    ],
)
def test_what_is_written_otherwise_is_found_and_refused(kind: SpanKind, hidden: str, published: str) -> None:
    original = f"x {hidden} y"
    with pytest.raises(Refused) as refused:
        check_published(original, [span(original, hidden, kind)], ["Judul bersih", f"Isi: {published}."])
    assert refused.value.code == "hidden_survives"
    assert kind.label.lower() in refused.value.sentence.lower()
    assert not any(part.lower() in refused.value.sentence.lower() for part in hidden.split() if len(part) > 5)


@pytest.mark.parametrize(
    ("kind", "hidden", "published"),
    [
        (SpanKind.NAME, "Adi", "Kami ada di sini"),
        (SpanKind.NAME, "Indah Lestari", "pemandangan yang indah dan lestari"),
        (SpanKind.NAME, "Budi", "budidaya ikan"),
        (SpanKind.PHONE, "081234567890", "Rp 567.000 pada 2023"),
        (SpanKind.NAME, "Nama Warsito", "Pak [nama] pergi"),
        (SpanKind.EMAIL, "budi@contoh.example", "surat elektronik dihapus"),
    ],
)
def test_what_is_harmless_is_not_refused(kind: SpanKind, hidden: str, published: str) -> None:
    original = f"x {hidden} y"
    check_published(original, [span(original, hidden, kind)], [published])


@pytest.mark.parametrize("seed", range(60))
def test_what_redact_made_passes_the_check_and_what_leaks_does_not(seed: int) -> None:
    chance = random.Random(seed)
    digits, told = v.phone(chance), v.nik(chance)
    writing = chance.choice([name for name in v.WRITINGS if not name.startswith("glued")])
    text = (
        f"Nama saya Sukirman, NIK {v.WRITINGS[writing](chance, told)} dan wa {v.WRITINGS[writing](chance, digits)} ya"
    )
    spans = propose(text)
    published = redact(text, spans).text
    check_published(text, spans, [published])
    again = chance.choice(list(v.WRITINGS))
    with pytest.raises(Refused):
        check_published(text, spans, [published, f"sisa {v.WRITINGS[again](chance, digits)}"])


def test_numbers_typed_anew_are_refused_unless_they_are_the_offices_own() -> None:
    text = "Hubungi 0812-3456-7890 atau 0813 1111 2222"
    with pytest.raises(Refused, match="number_survives"):
        check_no_number(text, propose(text), allowed=["081234567890"])
    check_no_number(text, propose(text), allowed=["0812 3456 7890", "081311112222"])
    nik = "NIK 3303080209049055"
    with pytest.raises(Refused, match="number_survives"):
        check_no_number(nik, propose(nik), allowed=["3303080209049055"])
