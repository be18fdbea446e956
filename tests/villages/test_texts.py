"""Public texts: the village's words or the program's; and safe whatever is typed."""

from __future__ import annotations

import pytest

from kentongan.rules.types import Refused
from kentongan.ui import plain_text
from kentongan.villages.models import Hamlet, Village
from kentongan.villages.neighbourhoods import neighbourhoods
from kentongan.villages.texts import TEXTS, check_texts, own_questions, text_of


def test_a_text_is_the_programs_until_the_village_words_it() -> None:
    village = Village(texts={"welcome": "Mangga pinarak.", "rights": "  "})
    assert text_of(village, "welcome") == "Mangga pinarak."
    assert text_of(village, "rights") == TEXTS["rights"].default
    assert text_of(None, "welcome") == TEXTS["welcome"].default


def test_every_text_fits_its_own_limit_and_says_where_it_is_read() -> None:
    assert [text.key for text in TEXTS.values() if len(text.default) > text.most or not text.help] == []


def test_a_village_may_ask_and_answer_questions_of_its_own() -> None:
    village = Village(texts={"faq_more": "Kapan buka?\nSetiap hari kerja.\n\nTanpa jawaban?\n\nDi mana?\nDi balai."})
    assert [(one.asked, one.answer) for one in own_questions(village)] == [
        ("Kapan buka?", "Setiap hari kerja."),
        ("Di mana?", "Di balai."),
    ]


def test_a_text_longer_than_its_limit_is_refused_and_unknown_keys_are_left_alone() -> None:
    check_texts({"welcome": "Selamat datang", "demo_sign_in": {"password": "x"}})
    with pytest.raises(Refused, match="invalid_setting"):
        check_texts({"welcome": "a" * 401})


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Satu\ndua\n\ntiga", "<p>Satu<br>dua</p><p>tiga</p>"),
        ("Hak:\n- gratis\n- **dijawab**", "<p>Hak:</p><ul><li>gratis</li><li><b>dijawab</b></li></ul>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("**<b>**", "<p><b>&lt;b&gt;</b></p>"),
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
        ("", ""),
    ],
)
def test_typed_text_becomes_paragraphs_lists_and_bold_and_nothing_else(typed: str, drawn: str) -> None:
    assert plain_text.block(typed) == drawn


def test_rt_and_rw_are_offered_once_with_their_hamlets() -> None:
    found = neighbourhoods(
        [
            Hamlet(name="Randu", neighbourhoods=[{"rw": "02", "rts": ["01", "02"]}]),
            Hamlet(name="Kali", neighbourhoods=[{"rw": "01", "rts": ["01"]}]),
        ]
    )
    assert [(one.value, one.where) for one in found.rws] == [("01", "Kali"), ("02", "Randu")]
    assert [(one.value, one.where) for one in found.rts] == [("01", "Randu, Kali"), ("02", "Randu")]
