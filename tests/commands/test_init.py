"""Founding a village from the command line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from kentongan.commands import backup_key
from kentongan.people import accounts, roster
from kentongan.rules.types import Role
from kentongan.villages.models import Hamlet, Village
from tests.commands.conftest import Kentongan

pytestmark = pytest.mark.django_db

FLAGS = ("--code", "33.03.13.2003", "--admin-name", "Dewi Operator", "--admin-username", "dewi")


def test_a_village_is_founded_by_flags_alone(kentongan: Kentongan, data: Path) -> None:
    said = kentongan("init", *FLAGS, "--hamlets", "Krajan, Kali Wening", "--phone", "0281000000", "--json")
    assert said.status == 0
    village = Village.objects.get()
    assert (village.name, village.district, village.regency) == ("Karangbawang", "Rembang", "Kabupaten Purbalingga")
    assert [hamlet.name for hamlet in Hamlet.objects.all()] == ["Krajan", "Kali Wening"]
    slip = said.facts["admin"]
    now = village.created_at
    assert accounts.check_slip(village=village, username="dewi", code=slip["code"], at=now).role_set == {Role.ADMIN}
    assert said.facts["backup_key"].startswith(backup_key.PREFIX)


def test_the_key_of_the_backups_is_shown_once_and_only_its_public_half_is_kept(
    kentongan: Kentongan, data: Path
) -> None:
    secret = kentongan("init", *FLAGS, "--json").facts["backup_key"]
    kept = b"".join(path.read_bytes() for path in (data / "keys").iterdir())
    assert secret.encode() not in kept
    assert backup_key.recipient(data) is not None
    again = kentongan("init", *FLAGS[:1], "33.03.13.2005", *FLAGS[2:], "--json")
    assert again.status == 0
    assert again.facts["backup_key"] is None


def test_what_is_missing_is_named(kentongan: Kentongan) -> None:
    said = kentongan("init", "--code", "33.03.13.2003")
    assert said.status == 2
    assert "--admin-name, --admin-username" in said.err
    assert not Village.objects.exists()


def test_a_village_that_is_not_in_the_list_must_be_described(kentongan: Kentongan) -> None:
    said = kentongan("init", "--code", "33.03.13.2999", *FLAGS[2:])
    assert said.status == 2
    assert "--name, --district, --regency, --province" in said.err


@pytest.mark.parametrize(("flag", "value"), [("--code", "tiga"), ("--admin-username", "Pak Dewi!")])
def test_what_the_rules_refuse_leaves_nothing_behind(kentongan: Kentongan, flag: str, value: str) -> None:
    place = ("--name", "X", "--district", "X", "--regency", "X", "--province", "X")
    assert kentongan("init", *FLAGS, *place, flag, value).status == 1
    assert not Village.objects.exists()


def test_a_village_is_founded_once(kentongan: Kentongan) -> None:
    kentongan("init", *FLAGS)
    said = kentongan("init", *FLAGS)
    assert said.status == 1
    assert "sudah terdaftar" in said.err


def test_a_demo_folder_takes_no_real_village(kentongan: Kentongan, settings: Settings) -> None:
    settings.KENTONGAN_DEMO = True
    said = kentongan("init", *FLAGS)
    assert said.status == 1
    assert "demo" in said.err


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Sit at a terminal and answer; an answer that is left over or missing fails the test."""
    waiting: list[str] = []
    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("builtins.input", lambda _: waiting.pop(0))
    yield waiting
    assert waiting == []


PLACE_KNOWN = ["", "", "", ""]
CONTACT = ["Jl. Raya 1", "53356", "", "", ""]
ADMIN = ["Dewi Operator", "", "", "dewi"]


def test_at_a_terminal_it_asks_and_knows_the_place_by_its_code(kentongan: Kentongan, answers: list[str]) -> None:
    answers += ["3303132003", *PLACE_KNOWN, *CONTACT, "Krajan", "", *ADMIN]
    said = kentongan("init")
    assert said.status == 0
    village = Village.objects.get()
    assert (village.code, village.name, village.address) == ("33.03.13.2003", "Karangbawang", "Jl. Raya 1")
    assert village.is_main
    assert roster.find(village=village, username="dewi").name == "Dewi Operator"
    assert "KUNCI CADANGAN KENTONGAN" in said.out
    assert "LEMBAR AKUN" in said.out
    assert "kentongan serve" in said.out


def test_who_does_not_know_the_code_picks_his_village_from_the_list(kentongan: Kentongan, answers: list[str]) -> None:
    answers += ["karangbawang", "2", *PLACE_KNOWN, *CONTACT, "", "", *ADMIN]
    said = kentongan("init")
    assert said.status == 0
    assert "33.02.14.2009  Karangbawang, Kecamatan Ajibarang" in said.out
    assert Village.objects.get().code == "33.03.13.2003"


def test_only_the_answer_that_was_refused_is_asked_for_again(kentongan: Kentongan, answers: list[str]) -> None:
    contact = ["Jl. Raya 1", "533", "53356", "kantor", "(0281) 123456", "1234", "0812 3456 7890", "desa@", ""]
    url = ["bukan alamat", "https://aduan.karangbawang.desa.id/"]
    admin = ["Dewi Operator", "Kaur TU", "juragan", "ketua-unit, penerima", "Bu Dewi!", "dewi"]
    answers += ["33.03", "3303132003", *PLACE_KNOWN, *contact, "Krajan, Krajan", *url, *admin]
    said = kentongan("init")
    assert said.status == 0
    village = Village.objects.get()
    assert (village.postcode, village.phone, village.whatsapp) == ("53356", "(0281) 123456", "+6281234567890")
    assert village.hostname == "aduan.karangbawang.desa.id"
    assert "KENTONGAN_URL=https://aduan.karangbawang.desa.id" in said.out
    dewi = roster.find(village=village, username="dewi")
    assert dewi.role_set == {Role.ADMIN, Role.UNIT_HEAD, Role.INTAKE}


def test_a_code_in_no_list_is_said_before_it_is_used(kentongan: Kentongan, answers: list[str]) -> None:
    place = ["Sumber Rejo", "Rembang", "Kabupaten Purbalingga", "Jawa Tengah"]
    answers += ["33.03.13.2999", "t", "33.03.13.2999", "ya", *place, *CONTACT, "", "", *ADMIN]
    said = kentongan("init")
    assert said.status == 0
    assert "tidak ada dalam daftar nasional" in said.out
    assert Village.objects.get().name == "Sumber Rejo"


def test_without_a_code_the_villages_of_that_name_are_listed(kentongan: Kentongan) -> None:
    said = kentongan("init", "--name", "Karangbawang", *FLAGS[2:])
    assert said.status == 2
    assert "33.02.14.2009  Karangbawang, Ajibarang" in said.err
    assert "33.03.13.2003  Karangbawang, Rembang" in said.err


@pytest.mark.parametrize(
    ("flag", "value"), [("--postcode", "12"), ("--email", "desa"), ("--url", "aduan/saya"), ("--admin-roles", "raja")]
)
def test_a_flag_that_cannot_be_read_is_named(kentongan: Kentongan, flag: str, value: str) -> None:
    said = kentongan("init", *FLAGS, flag, value)
    assert said.status == 1
    assert said.err.startswith(f"{flag}: ")
    assert not Village.objects.exists()


def test_the_second_village_is_not_the_main_one_and_shares_no_host(kentongan: Kentongan) -> None:
    url = ("--url", "https://aduan.example.id")
    assert kentongan("init", *FLAGS, *url).status == 0
    other = ("--code", "33.03.13.2005", *FLAGS[2:])
    assert kentongan("init", *other, *url).status == 1
    assert kentongan("init", *other).status == 0
    assert [village.is_main for village in Village.objects.all()] == [True, False]
