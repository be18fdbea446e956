"""Who gets in with a password, and where."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, login
from django.contrib.auth.hashers import MD5PasswordHasher, identify_hasher, make_password
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from kentongan.people import sign_in
from kentongan.people.backend import VillageBackend
from kentongan.people.middleware import OfficerOfVillageMiddleware, officer_of
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office
from tests.people.helpers import PASSWORD, with_password

pytestmark = pytest.mark.django_db


def request_at(village: Village | None) -> HttpRequest:
    request = RequestFactory().get("/meja/")
    request.session = SessionStore()
    request.village = village  # type: ignore[attr-defined]
    return request


def test_siti_signs_in_at_her_own_village_only(office: Office, elsewhere: Office) -> None:
    with_password(office.sari)
    credentials = {"username": "sari", "password": PASSWORD, "at": MONDAY}
    assert authenticate(request_at(office.village), **credentials) == office.sari
    assert authenticate(request_at(elsewhere.village), **credentials) is None
    assert authenticate(request_at(None), **credentials) is None
    assert authenticate(None, **credentials) is None


@pytest.mark.parametrize("others", [{"email": "a@b.id"}, {"username": ""}, {"password": ""}, {"at": None}])
def test_other_credentials_open_nothing(office: Office, others: dict[str, object]) -> None:
    with_password(office.sari)
    credentials = {"username": "sari", "password": PASSWORD, "at": MONDAY, **others}
    assert VillageBackend().authenticate(request_at(office.village), **credentials) is None  # type: ignore[arg-type]


def test_an_account_without_a_password_opens_to_none(office: Office) -> None:
    for password in ("", "!", office.sari.password):
        with pytest.raises(Refused, match="wrong"):
            sign_in.check_password(village=office.village, username="sari", password=password, at=MONDAY)


def test_that_an_account_is_closed_is_said_only_with_its_password(office: Office) -> None:
    with_password(office.sari)
    Officer.objects.update(is_active=False)
    with pytest.raises(Refused, match="inactive"):
        sign_in.check_password(village=office.village, username="sari", password=PASSWORD, at=MONDAY)
    with pytest.raises(Refused, match="wrong"):
        sign_in.check_password(village=office.village, username="sari", password="salah", at=MONDAY)


def test_a_demo_village_opens_only_in_a_demo(office: Office, settings: Settings) -> None:
    with_password(office.sari)
    office.village.is_demo = True
    with pytest.raises(Refused, match="demo"):
        sign_in.check_password(village=office.village, username="sari", password=PASSWORD, at=MONDAY)
    settings.KENTONGAN_DEMO = True
    assert sign_in.check_password(village=office.village, username="sari", password=PASSWORD, at=MONDAY)


def test_an_unknown_name_costs_one_hash_like_a_known_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with_password(office.sari)
    counted: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: counted.append(password) or encode(self, password, salt),
    )
    costs = []
    for username in ("sari", "tidak.ada", "tono"):  # known, unknown, known without a password
        counted.clear()
        with pytest.raises(Refused, match="wrong"):
            sign_in.check_password(village=office.village, username=username, password="salah", at=MONDAY)
        costs.append(len(counted))
    assert costs == [1, 1, 1]


def test_passwords_are_hashed_with_argon2id_at_19_mib(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["kentongan.people.hashing.Argon2Hasher"]
    hashed = make_password("sawah hijau")
    assert hashed.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert not identify_hasher(hashed).must_update(hashed)


class TestMiddleware:
    """Who `request.user` is."""

    @staticmethod
    def through(request: HttpRequest) -> HttpRequest:
        AuthenticationMiddleware(lambda _: HttpResponse()).process_request(request)
        OfficerOfVillageMiddleware(lambda _: HttpResponse())(request)
        return request

    def signed_in(self, officer: Officer, village: Village | None) -> HttpRequest:
        first = self.through(request_at(officer.village))
        login(first, officer, backend="kentongan.people.backend.VillageBackend")
        request = request_at(village)
        request.session = first.session
        return self.through(request)

    def test_an_officer_is_there_at_his_own_village(self, office: Office) -> None:
        with_password(office.sari)
        assert officer_of(self.signed_in(office.sari, office.village)) == office.sari

    def test_an_officer_counts_as_signed_out_elsewhere(self, office: Office, elsewhere: Office) -> None:
        with_password(office.sari)
        assert officer_of(self.signed_in(office.sari, elsewhere.village)) is None
        assert officer_of(self.signed_in(office.sari, None)) is None

    def test_a_deactivated_officer_counts_as_signed_out(self, office: Office) -> None:
        with_password(office.sari)
        request = self.signed_in(office.sari, office.village)
        Officer.objects.update(is_active=False)
        assert officer_of(request) is None

    def test_a_new_session_round_ends_the_session(self, office: Office) -> None:
        with_password(office.sari)
        request = self.signed_in(office.sari, office.village)
        Officer.objects.update(session_round=1)
        assert officer_of(request) is None

    def test_a_demo_session_ends_with_the_demo(self, office: Office) -> None:
        with_password(office.sari)
        request = self.signed_in(office.sari, office.village)
        office.village.is_demo = True
        assert officer_of(request) is None

    def test_a_visitor_costs_no_query_and_touches_no_session(
        self, office: Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            request = self.through(request_at(office.village))
            assert not request.session.accessed
            assert officer_of(request) is None
