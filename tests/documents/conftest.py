"""Villages, and a data folder of its own for every test."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

AT = datetime(2026, 3, 13, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> Path:
    """Files and drafts lie in the test's own folder."""
    settings.KENTONGAN_DATA = tmp_path
    settings.KENTONGAN_FILES = tmp_path / "files"
    settings.KENTONGAN_STAGING = tmp_path / "staging"
    return tmp_path


def make_village(code: str, name: str) -> Village:
    """One village with what a row needs."""
    return Village.objects.create(
        code=code, name=name, district="Rembang", regency="Purbalingga", province="Jawa Tengah", created_at=AT
    )


@pytest.fixture
def village(db: None) -> Village:
    """Karangbawang."""
    return make_village("33.03.13.2003", "Karangbawang")


@pytest.fixture
def other_village(db: None) -> Village:
    """Its neighbour."""
    return make_village("33.03.13.2004", "Wanogara Kulon")


@pytest.fixture
def case() -> UUID:
    """The opaque id of Bu Tarmi's case."""
    return uuid7()
