"""A printed list of one-time codes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.people import accounts, paper_codes, second_factor
from kentongan.people.factors import factors_of
from kentongan.people.models import PaperCode
from kentongan.rules.types import Refused
from tests.factories import MONDAY, Office
from tests.people.helpers import entered, told

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=1)


def a_list(office: Office) -> list[str]:
    codes = paper_codes.new_list()
    paper_codes.turn_on(officer=office.sari, codes=codes, typed=f" {codes[0][:4]} {codes[0][4:]}", at=MONDAY)
    return codes


def test_a_list_counts_once_its_first_code_was_typed(office: Office) -> None:
    codes = paper_codes.new_list()
    assert len(set(codes)) == 20
    with pytest.raises(Refused, match="wrong_code"):
        paper_codes.turn_on(officer=office.sari, codes=codes, typed=codes[1], at=MONDAY)
    assert not second_factor.is_on(office.sari)
    paper_codes.turn_on(officer=office.sari, codes=codes, typed=codes[0], at=MONDAY)
    assert factors_of(office.sari.pk).paper_left == 19
    assert entered(office.sari) == [("paper_codes_on", office.sari.id)]
    assert len(told(office.village)) == 1


def test_each_code_opens_once_in_any_order_and_only_its_owner_s_account(office: Office) -> None:
    codes = a_list(office)
    paper_codes.turn_on(officer=office.tono, codes=(other := paper_codes.new_list()), typed=other[0], at=MONDAY)
    assert second_factor.check_code(officer=office.sari, code=codes[19], at=LATER) == "paper"
    for officer, code in ((office.sari, codes[19]), (office.sari, codes[0]), (office.tono, codes[5])):
        with pytest.raises(Refused, match="wrong_code"):
            second_factor.check_code(officer=officer, code=code, at=LATER)


def test_a_list_that_is_used_up_still_keeps_the_password_alone_out(office: Office) -> None:
    a_list(office)
    PaperCode.objects.update(used_at=MONDAY)
    assert second_factor.is_on(office.sari)
    accounts.reset_officer(officer=office.sari, at=LATER, by=office.admin)
    assert not second_factor.is_on(office.sari)


def test_a_new_list_voids_the_old_and_codes_lie_hashed(office: Office) -> None:
    old, new = a_list(office), a_list(office)
    with pytest.raises(Refused, match="wrong_code"):
        second_factor.check_code(officer=office.sari, code=old[7], at=LATER)
    stored = str(list(PaperCode.objects.values()))
    assert not [code for code in new if code in stored]
