"""Who signs, and who is what in the complaint unit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import TestCase

from kentongan.people import accounts
from kentongan.people.models import Officer
from kentongan.people.roster import Signatory, signatory
from kentongan.rules.types import Refused, Role
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, make_officer


def test_the_village_head_signs_with_name_post_and_number(office: Office) -> None:
    Officer.objects.filter(pk=office.kades.pk).update(number="NIPD 33.03.001")
    with TestCase().assertNumQueries(1):
        found = signatory(office.village, Role.VILLAGE_HEAD)
    assert found == Signatory("Suharto Wiryo", "Kepala Desa", "NIPD 33.03.001", office.kades.id)


def test_a_role_without_a_holder_leaves_a_line_for_the_pen(village: Village) -> None:
    assert signatory(village, Role.VILLAGE_HEAD) == Signatory("", "Kepala Desa", "")
    assert signatory(village, Role.BPD) == Signatory("", "Ketua BPD", "")


def test_of_several_holders_the_one_with_the_usual_post_signs_and_else_the_first(office: Office) -> None:
    first = office.bpd
    Officer.objects.filter(pk=first.pk).update(post="Anggota BPD")
    chair = make_officer(office.village, "Yanti Lestari", Role.BPD, post="ketua bpd")
    Officer.objects.filter(pk=chair.pk).update(created_at=MONDAY + timedelta(days=9))
    assert signatory(office.village, Role.BPD).name == "Yanti Lestari"
    Officer.objects.filter(pk=chair.pk).update(post="Anggota BPD")
    assert signatory(office.village, Role.BPD).name == "Marsudi Utomo"


def test_who_is_in_conflict_or_has_left_does_not_sign(office: Office) -> None:
    assert signatory(office.village, Role.VILLAGE_HEAD, excluding=[office.kades.id]).name == ""
    accounts.deactivate(officer=office.kades, at=MONDAY, by=office.admin)
    assert signatory(office.village, Role.VILLAGE_HEAD).name == ""


def test_the_signatory_of_a_neighbour_is_not_ours(office: Office, elsewhere: Office) -> None:
    assert signatory(elsewhere.village, Role.VILLAGE_HEAD).id == elsewhere.kades.id


def test_a_number_is_kept_and_left_alone_by_who_does_not_speak_of_it(office: Office) -> None:
    change = {"officer": office.sari, "name": "Sari W.", "post": "", "email": "", "at": MONDAY, "by": office.admin}
    assert accounts.change_details(number=" 19800101  200501 2 001 ", **change)  # type: ignore[arg-type]
    assert not accounts.change_details(**change)  # type: ignore[arg-type]
    assert Officer.objects.get(pk=office.sari.pk).number == "19800101 200501 2 001"


@pytest.mark.parametrize("number", ["<b>", "1" * 31, "=1+1"])
def test_a_number_that_is_none_is_refused(office: Office, number: str) -> None:
    with pytest.raises(Refused, match="number"):
        accounts.change_details(
            officer=office.sari, name="Sari", post="", email="", number=number, at=MONDAY, by=office.admin
        )
