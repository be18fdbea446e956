"""A village with a citizen at its door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from kentongan.portal import shells
from kentongan.villages.models import Village
from tests.factories import Office, make_village


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


@pytest.fixture
def citizen(village: Village) -> Client:
    """A browser that keeps cookies and is asked for its CSRF token, as a real one is."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _no_old_drawings() -> Iterator[None]:
    shells.forget()
    yield
    shells.forget()
