"""Listing witnesses at the desk: whose key, where, and what came of asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kentongan.desk.settings.areas.witnesses import PAGE, WitnessForm
from kentongan.ledger import tree
from kentongan.people import set_up
from kentongan.rules.types import Refused
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.note import Signer
from kentongan.villages import log_keys, witnesses
from kentongan.villages.changes import Area
from kentongan.villages.models import Witness
from tests.factories import MONDAY, Office, lodge

KEY = Cosigner("saksi.example/bpd", b"\x01" * 32)
GOOD = {"name": "BPD", "vkey": KEY.vkey, "url": "https://saksi.example/", "active": "on", "seen": ""}


def form(office: Office, **typed: Any) -> WitnessForm:
    return WitnessForm(GOOD | typed, village=office.village, row=PAGE.fresh(office.village))


def store(office: Office, **typed: Any) -> None:
    filled = form(office, **typed)
    assert filled.is_valid(), filled.errors
    set_up.change(
        village=office.village, area=Area.WITNESSES, row=None, values=filled.values(), by=office.admin, at=MONDAY
    )


def test_a_witness_is_listed_with_what_it_signed_last(office: Office) -> None:
    store(office, vkey=f"{KEY.vkey[:30]}\n {KEY.vkey[30:]}")
    assert "Belum pernah menandatangani" in PAGE.lines(office.village, "")[0].facts
    lodge(office.village)
    made = log_keys.make_checkpoint(office.village, MONDAY)
    at = MONDAY + timedelta(minutes=5)
    tree.add_cosignature(office.village.log, made.size, KEY.cosign(made.checkpoint.format(), int(at.timestamp())).line)
    Witness.objects.update(trouble="tidak dapat dihubungi")

    (line,) = PAGE.lines(office.village, "")

    assert line.title == "BPD"
    assert any("6 Juli 2026" in fact for fact in line.facts)
    assert [badge.text for badge in line.badges] == ["Ada kendala"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Tulis nama"),
        ("vkey", "", "Tempelkan"),
        ("vkey", KEY.vkey[:-2], "keliru"),
        ("vkey", Signer("desa.example/log", bytes(32)).vkey, "kunci log, bukan kunci saksi"),
        ("url", "saksi.example", "alamat lengkap"),
        ("url", "ftp://saksi.example/", "alamat lengkap"),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(office: Office, field: str, value: str, said: str) -> None:
    filled = form(office, **{field: value})

    assert list(filled.errors) == [field]
    assert said in filled.errors[field][0]


def test_the_same_key_is_not_listed_twice(office: Office) -> None:
    store(office)

    with pytest.raises(Refused, match="sudah ada"):
        store(office, name="LSM")


def test_a_witness_that_comes_by_itself_has_no_address_and_is_never_asked(office: Office) -> None:
    store(office, url="")

    assert "mengambil sendiri" in PAGE.lines(office.village, "")[0].facts
    assert witnesses.waiting(limit=5) == []
