"""Who signs, and who is what in the complaint unit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import TestCase

from kentongan.people import accounts
from kentongan.people.models import Officer
from kentongan.people.roster import Signatory, signatory
from kentongan.people.unit import unit_of
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


def test_the_unit_says_who_is_what_and_what_is_missing(office: Office) -> None:
    with TestCase().assertNumQueries(2):
        found = unit_of(office.village)
    names = {part.title: [officer.name for officer in part.members] for part in found.parts}
    assert names == {
        "Penanggung jawab": ["Suharto Wiryo"],
        "Ketua unit": ["Tono Prasetyo"],
        "Petugas penerima": ["Sari Wulandari"],
        "Anggota": ["Joko Lelono", "Rini Astuti"],
        "Pengawas (BPD)": ["Marsudi Utomo"],
    }
    assert found.missing == ()


def test_a_unit_with_gaps_says_each_in_a_sentence(village: Village) -> None:
    make_officer(village, "Wagimin Setu", Role.BPD, Role.HANDLER)
    make_officer(village, "Dewi Operator", Role.ADMIN)
    make_officer(village, "Suharto Wiryo", Role.VILLAGE_HEAD, post="Kepala Desa")
    make_officer(village, "Bambang Setya", Role.VILLAGE_HEAD, post="Pj. Kepala Desa")
    missing = " ".join(unit_of(village).missing)
    for words in (
        "Belum ada ketua unit",
        "Belum ada petugas penerima",
        "Lebih dari satu akun berperan Kepala Desa",
        "Wagimin Setu mengawasi sekaligus menangani",
        "Jabatan Wagimin Setu belum diisi",
    ):
        assert words in missing
    assert "Dewi" not in missing  # an administrator needs no post: no reporter meets him
    assert "Belum ada pengawas" not in missing


def test_who_has_left_is_in_the_unit_no_more(office: Office) -> None:
    accounts.deactivate(officer=office.joko, at=MONDAY, by=office.admin)
    names = [officer.name for part in unit_of(office.village).parts for officer in part.members]
    assert "Joko Lelono" not in names
