"""Two offices and a browser that shows what it is told."""

import pytest

from kentongan.villages.models import Village
from tests.factories import Office, make_village


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


@pytest.fixture
def elsewhere(db: None) -> Office:
    """The other Karangbawang lies in Banyumas; with two villages, a village is named by path."""
    return Office(make_village(code="33.02.14.2009"))
