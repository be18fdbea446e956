"""The words of messages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pytest_django import Settings

from kentongan.gateway import letters
from kentongan.rules.numbering import code_from_bytes, format_code
from kentongan.rules.types import Move
from kentongan.villages.models import Village
from tests.factories import MONDAY

CODE = code_from_bytes(bytes(range(16)))
NUMBER = "012/ADU/33.03.13.2003/2026"


@pytest.fixture
def karangbawang() -> Village:
    """Return the village, without a database."""
    return Village(
        code="33.03.13.2003",
        name="Karangbawang",
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        phone="0281-123456",
        created_at=MONDAY,
    )


def payload_of(template: str) -> dict[str, Any]:
    if template == "watch_digest":  # tests/watching/test_digests looks at its lines
        return {"name": NUMBER, "changes": [], "today": "2026-08-17", "stop": "/pemantau/"}
    return {"number": NUMBER, "move": "answer", "due_on": "2026-08-17"} | {"template": template}


@pytest.mark.parametrize("template", sorted(letters.TEMPLATES))
def test_every_letter_is_complete_and_names_number_and_village(karangbawang: Village, template: str) -> None:
    code = CODE if letters.needs_code(template) else None
    letter = letters.write(template, village=karangbawang, payload=payload_of(template), code=code)
    if template != "tray":  # it is about many
        assert NUMBER in letter.subject
        assert NUMBER in letter.body
    assert "\n" not in letter.subject
    assert "Karangbawang" in letter.body
    assert not re.search(r"[{}%]|\n\n\n|&\w+;|None", letter.body)
    assert max(map(len, letter.subject.splitlines())) < 90


@pytest.mark.parametrize("move", list(Move))
def test_every_move_has_a_kind_sentence(karangbawang: Village, move: Move) -> None:
    letter = letters.write("case_news", village=karangbawang, payload={"number": NUMBER, "move": str(move)})
    assert re.search(r"[A-Z][^.]+(laporan|keberatan|pesan|Keberatan|Laporan)[^.]*\.", letter.body)


def test_only_the_facts_of_a_letter_can_appear_in_it(karangbawang: Village) -> None:
    payload = payload_of("case_news") | {"story": "Jalan berlubang", "name": "Warsiti", "status": "answered"}
    letter = letters.write("case_news", village=karangbawang, payload=payload)
    assert "berlubang" not in letter.body
    assert "Warsiti" not in letter.body


def test_a_code_stands_in_no_other_letter_than_the_one_that_was_asked_for(karangbawang: Village) -> None:
    for template in letters.TEMPLATES:
        letter = letters.write(template, village=karangbawang, payload=payload_of(template), code=CODE)
        assert (format_code(CODE) in letter.body) == letters.needs_code(template)
        assert format_code(CODE) not in letter.subject
        assert format_code(CODE) not in repr(letter)


def test_a_letter_that_needs_a_code_is_not_written_without(karangbawang: Village) -> None:
    with pytest.raises(ValueError, match="needs a code"):
        letters.write("new_code", village=karangbawang, payload={"number": NUMBER})


def test_dates_are_written_as_people_say_them(karangbawang: Village) -> None:
    letter = letters.write("assigned", village=karangbawang, payload=payload_of("assigned"))
    assert "Senin, 17 Agustus 2026" in letter.body


@pytest.mark.parametrize(
    ("hostname", "https", "url", "expected"),
    [
        (None, False, "", None),
        (None, False, "https://aduan.example.id/", "https://aduan.example.id/desa/33.03.13.2003/lacak/"),
        ("karangbawang.example.id", True, "https://aduan.example.id", "https://karangbawang.example.id/lacak/"),
        ("karangbawang.lan", False, "", "http://karangbawang.lan/lacak/"),
    ],
)
def test_the_link_leads_to_the_villages_own_page(
    karangbawang: Village, settings: Settings, hostname: str | None, https: bool, url: str, expected: str | None
) -> None:
    karangbawang.hostname = hostname
    settings.KENTONGAN_HTTPS, settings.KENTONGAN_URL = https, url
    letter = letters.write("case_news", village=karangbawang, payload=payload_of("case_news"))
    if expected is None:
        assert "http" not in letter.body
    else:
        assert expected in letter.body.splitlines()
