"""Two villages of the same name, and the people of their offices."""

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
    """The other Karangbawang lies in Banyumas."""
    return Office(make_village(code="33.02.14.2009"))
