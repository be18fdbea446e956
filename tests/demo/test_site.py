"""The demo as a visitor meets it: both villages under their own addresses, and nothing of one shows in the other."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kentongan.cases.actions import intake
from kentongan.cases.models import Case
from kentongan.demo import make
from kentongan.demo.make import DemoReport, make_demo
from kentongan.demo.people import PASSWORD
from kentongan.demo.stage import token_of
from kentongan.documents.models import Document
from kentongan.rules.types import Status
from kentongan.villages.models import Village

LOSARI = "/desa/33.03.13.2005"
KARANGBAWANG = "/desa/33.03.13.2003"


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoReport]:
    """The demo, made now and once for all tests of this module."""
    data = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(KENTONGAN_FILES=data / "files", KENTONGAN_DEMO=True),
        transaction.atomic(),
    ):
        yield make_demo(data, timezone.now())
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: DemoReport, db: None) -> DemoReport:
    return told


def sign_in(client: Client, prefix: str, username: str) -> int:
    """Sign in through the door; return the status of the desk afterwards."""
    client.post(f"{prefix}/masuk/", {"username": username, "password": PASSWORD})
    return client.get(f"{prefix}/meja/").status_code


def code_at_losari() -> str:
    receipt = intake.receipt_for_token(
        village=Village.objects.get(code="33.03.13.2005"), token=token_of("losari-pompa")
    )
    assert receipt is not None
    return receipt.code


def test_the_front_page_is_karangbawangs_and_losari_lives_under_its_path(demo: DemoReport) -> None:
    client = Client()
    for url in ("/", f"{KARANGBAWANG}/"):
        page = client.get(url).content.decode()
        assert "Karangbawang" in page
        assert "Losari" not in page
    page = client.get(f"{LOSARI}/").content.decode()
    assert "Losari" in page
    assert "Karangbawang" not in page
    assert f'href="{LOSARI}/lapor/' in page
    assert 'href="/lapor/' not in page


def test_the_shown_codes_open_their_cases(demo: DemoReport) -> None:
    for shown in demo.codes:
        client = Client()
        answer = client.post("/lacak/", {"code": shown.code})
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        assert shown.number in page


def test_a_code_of_one_village_opens_nothing_in_the_other(demo: DemoReport) -> None:
    assert Client().post(f"{LOSARI}/lacak/", {"code": demo.codes[0].code}).status_code == 422
    assert Client().post("/lacak/", {"code": code_at_losari()}).status_code == 422
    assert Client().post(f"{LOSARI}/lacak/", {"code": code_at_losari()}).status_code == 302


def test_following_in_one_village_shows_nothing_in_the_other(demo: DemoReport) -> None:
    client = Client()
    client.post(f"{LOSARI}/lacak/", {"code": code_at_losari()})
    answer = client.get("/lacak/kasus/")
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == "/lacak/"


def test_an_officer_signs_in_at_home_only(demo: DemoReport) -> None:
    client = Client()
    assert sign_in(client, LOSARI, "demo-sekdes") == 200
    page = client.get(f"{LOSARI}/meja/").content.decode()
    assert "Lampu gang Dusun II putus" in page
    assert "Balapan liar" not in page
    assert client.get("/meja/").status_code in {302, 403, 404}
    assert client.get(f"{KARANGBAWANG}/meja/").status_code in {302, 403, 404}


def test_no_case_and_no_picture_of_the_other_village_opens(demo: DemoReport) -> None:
    client = Client()
    assert sign_in(client, LOSARI, "demo-sekdes") == 200
    for case in Case.objects.filter(village__code="33.03.13.2003")[:8]:
        assert client.get(f"{LOSARI}/meja/aduan/{case.id}/").status_code == 404
    for document in Document.objects.filter(village__code="33.03.13.2003")[:8]:
        for path in (f"{LOSARI}/berkas/{document.id}/", f"{LOSARI}/meja/berkas/{document.id}/"):
            assert client.get(path).status_code in {302, 404}


def test_every_role_has_a_desk_and_every_case_of_the_demo_opens(demo: DemoReport) -> None:
    for account in demo.accounts:
        client = Client()
        client.post("/masuk/", {"username": account.username, "password": PASSWORD})
        answer = client.get("/meja/", follow=True)
        assert answer.status_code == 200, account.username
    village = Village.objects.get(code="33.03.13.2003")
    clients = {"demo-sekdes": Client(), "demo-bpd": Client()}
    for username, client in clients.items():
        assert sign_in(client, "", username) == 200
    for case in Case.objects.filter(village=village):
        members = set(case.members.values_list("officer__username", flat=True))
        shut_out = set(case.conflicts.values_list("officer__username", flat=True))
        for username, client in clients.items():
            page = client.get(f"/meja/aduan/{case.id}/")
            if username in shut_out or (case.restricted and username not in members):
                assert page.status_code == 404, (case, username)
            else:
                assert page.status_code == 200, (case, username)
                assert Status(case.status).label in page.content.decode(), case
        assert not case.restricted or members & clients.keys(), case


def test_every_follow_up_page_of_the_demo_opens(demo: DemoReport) -> None:
    village = Village.objects.get(code="33.03.13.2003")
    for story in make.STORIES:
        receipt = intake.receipt_for_token(village=village, token=token_of(story.key))
        assert receipt is not None
        if not receipt.code:
            continue  # its code was reissued at the counter
        client = Client()
        answer = client.post("/lacak/", {"code": receipt.code}, follow=True)
        assert receipt.case.number in answer.content.decode(), story.key


@override_settings(KENTONGAN_DEMO=True)
def test_the_door_says_whom_one_can_be(demo: DemoReport, client: Client) -> None:
    page = client.get(f"{KARANGBAWANG}/masuk/").content.decode()
    for shown in (PASSWORD, *(account.username for account in demo.accounts)):
        assert shown in page


@override_settings(KENTONGAN_DEMO=False)
def test_outside_a_demo_the_door_says_nothing(demo: DemoReport, client: Client) -> None:
    assert PASSWORD not in client.get(f"{KARANGBAWANG}/masuk/").content.decode()
