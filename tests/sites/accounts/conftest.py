"""Dewi, the administrator, at her computer."""

import pytest
from django.test import Client

from kentongan.villages.models import Village
from tests.factories import Office, make_village
from tests.people.helpers import with_password


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


@pytest.fixture
def elsewhere(db: None) -> Office:
    """The other Karangbawang lies in Banyumas."""
    return Office(make_village(code="33.02.14.2009"))


@pytest.fixture
def dewi(office: Office, client: Client) -> Client:
    client.force_login(with_password(office.admin))
    return client
