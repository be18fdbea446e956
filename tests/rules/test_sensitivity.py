"""Texts whose content is sealed: levies, and violence against women and children."""

from __future__ import annotations

import pytest

from kentongan.rules.sensitivity import Sensitive, find_sensitive

pytestmark = pytest.mark.once
LEVY, VIOLENCE = frozenset({Sensitive.LEVY}), frozenset({Sensitive.VIOLENCE})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ada PUNGLI di balai desa", LEVY),
        ("pungutan liar saat ambil KTP", LEVY),
        ("diminta uang pelicin", LEVY),
        ("ada biaya siluman", LEVY),
        ("gratifikasi", LEVY),
        ("petugas minta uang 50 ribu untuk surat", LEVY),
        ("BLT saya disunat 100 ribu", LEVY),
        ("perangkate njaluk duwit", LEVY),
        ("dia memberi suap", LEVY),
        ("korban KDRT", VIOLENCE),
        ("tetangga saya dipukuli suaminya tiap malam", VIOLENCE),
        ("bojone digebugi saben dina", VIOLENCE),
        ("bocahe digepuki bapake", VIOLENCE),
        ("anak saya dianiaya gurunya", VIOLENCE),
        ("anak itu diperkosa", VIOLENCE),
        ("pelecehan di angkot", VIOLENCE),
        ("pencabulan", VIOLENCE),
        ("suami melakukan KDRT dan minta uang suap", LEVY | VIOLENCE),
    ],
)
def test_dangerous_matters_are_recognised(text: str, what: frozenset[Sensitive]) -> None:
    assert find_sensitive(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "Jalan rusak, anak sekolah jatuh dari motor",
        "istri saya datang pukul 8 pagi, anak menunggu",
        "listrik padam pukul 18.00 anak belajar gelap",
        "makan disuapi ibunya",
        "bantuan belum cair, mohon dibantu uang sekolah",
        "pohon ditebang, lampu dipukul angin",
        "iuran sampah naik",
    ],
)
def test_ordinary_complaints_are_not(text: str) -> None:
    assert find_sensitive(text) == frozenset()
