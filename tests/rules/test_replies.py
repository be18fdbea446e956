"""Reply templates: what may stand in them, what becomes of it, and that nothing half-filled is sent."""

from __future__ import annotations

import pytest

from kentongan.rules import replies
from kentongan.rules.replies import ReplyField
from kentongan.rules.types import Refused


def test_fields_become_what_they_stand_for_however_they_are_written() -> None:
    values = {ReplyField.NUMBER: "001/ADU/2026", ReplyField.DUE: "Senin, 23 November 2026"}
    words = replies.render("Aduan {nomor} dijawab sebelum { Batas Waktu }.", values)
    assert words == "Aduan 001/ADU/2026 dijawab sebelum Senin, 23 November 2026."


def test_what_has_no_value_stays_visible() -> None:
    body = "Paling lambat {batas_waktu}, {isi: sebabnya}, {lain}."
    assert replies.render(body, {ReplyField.DUE: ""}) == body


def test_a_value_that_looks_like_a_field_is_not_filled_in_again() -> None:
    assert replies.render("{kategori}", {ReplyField.CATEGORY: "{nomor}", ReplyField.NUMBER: "1"}) == "{nomor}"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty_template"),
        ("   \n", "empty_template"),
        ("x" * (replies.MAX_BODY + 1), "template_too_long"),
        ("Aduan {nomor", "braces"),
        ("Aduan nomor}", "braces"),
        ("Aduan {{nomor}}", "braces"),
        ("Aduan {number}", "unknown_field"),
        ("Aduan {}", "unknown_field"),
        ("{isi:}", "unknown_field"),
        ("Kepada {nama}", "name_field"),
        ("Kepada {Nama Pelapor}", "name_field"),
        ("{NIK}", "name_field"),
    ],
)
def test_a_template_that_would_not_work_is_refused_with_a_sentence(body: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        replies.check(body)
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("body", ["Terima kasih.", "{nomor} {Desa} {isi}", "{isi: hari, tanggal, dan jam}"])
def test_a_good_template_is_accepted(body: str) -> None:
    replies.check(body)


def test_words_with_a_hole_are_not_sent() -> None:
    assert replies.unfilled("{nomor} dan {isi: sebab} dan {nomor} dan {gurauan}") == ("{nomor}", "{isi: sebab}")
    with pytest.raises(Refused, match="unfilled"):
        replies.check_sendable("Karena {isi: sebabnya}.")
    replies.check_sendable("Kurung {kurawal} yang bukan isian boleh.")


def test_no_field_speaks_of_the_reporter() -> None:
    labels = " ".join(field.label for field in ReplyField)
    assert "pelapor" not in labels
    assert not {"nama", "pelapor", "nik"} & set(ReplyField)
