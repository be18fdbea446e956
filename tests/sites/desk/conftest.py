"""A desk to sit at: one village office, and a browser for each of its people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kentongan.people.models import Officer
from kentongan.villages.models import Village
from tests.factories import Office, make_village


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    """Evidence and drafts of one test are not another's."""
    settings.KENTONGAN_FILES = tmp_path / "files"
    settings.KENTONGAN_STAGING = tmp_path / "staging"


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


@pytest.fixture
def desk_of() -> Callable[[Officer], Client]:
    """A browser in which this officer is signed in."""

    def sign_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return sign_in
