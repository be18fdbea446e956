"""One village office for the tests of cases."""

import pytest

from kentongan.villages.models import Village
from tests.factories import Office, make_village


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)
