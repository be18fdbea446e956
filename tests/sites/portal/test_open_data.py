"""/data/: what may be taken, in which version, and that caches ask whether it still stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kentongan.reports.open_data import store
from kentongan.villages.models import Village
from tests.factories import make_village
from tests.reports.open_village import inhabited, published_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.KENTONGAN_OPEN_DATA = tmp_path / "open-data"
    settings.KENTONGAN_CHECKPOINTS = tmp_path / "checkpoints"


@pytest.fixture
def village() -> Village:
    return make_village(is_main=True)


def taken(client: Client, address: str) -> tuple[Any, bytes]:
    """Fetch a file to its end."""
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    return response, content


def test_before_the_first_version_the_page_says_when_it_comes(village: Village, client: Client) -> None:
    page = client.get("/data/").content.decode()
    assert "Belum ada data yang diterbitkan" in page
    assert client.get("/data/v1/updated/aduan.csv").status_code == 404


def test_the_page_lists_every_file_with_size_digest_and_what_is_missing_and_why(
    village: Village, client: Client
) -> None:
    inhabited(village, published=1)
    version = published_version(village)
    page = client.get("/data/").content.decode()
    for file in version.files.values():
        assert f'href="/data/v1/{version.name}/{file.name}"' in page
        assert file.sha256 in page
    assert "Creative Commons Atribusi 4.0" in page
    assert f"dengan {version.size} baris" in page
    assert "aduan terbatasnya cukup banyak" in page
    assert "1 aduan terbit; 5 aduan tidak terbit" in page
    assert "pada hari apa sebuah langkah terjadi" in page
    assert "kentongan recompute http://testserver/ --key" in page
    for address in re.findall(r'href="(/data/[^"]+)"', page):
        assert taken(client, address)[0].status_code == 200


def test_every_file_is_asked_for_again_for_its_version_may_be_withdrawn(village: Village, client: Client) -> None:
    inhabited(village, published=1)
    version = published_version(village)
    fixed, whole = taken(client, f"/data/v1/{version.name}/aduan.csv")
    alias, same = taken(client, "/data/v1/updated/aduan.csv")
    assert whole == same == (version.folder / "aduan.csv").read_bytes()
    assert (fixed["Cache-Control"], alias["Cache-Control"]) == ("public, no-cache", "public, no-cache")
    assert fixed["ETag"] == alias["ETag"]
    assert fixed["Content-Type"] == "text/csv; charset=utf-8"
    assert fixed["Access-Control-Allow-Origin"] == "*"
    assert f"{village.code}-{version.name}-aduan.csv" in fixed["Content-Disposition"]
    again = client.get("/data/v1/updated/aduan.csv", headers={"If-None-Match": f"W/{alias['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    assert taken(client, "/data/v1/updated/skema/aduan.json")[0].status_code == 200
    store.remove(village, version.name)
    gone = client.get(f"/data/v1/{version.name}/aduan.csv", headers={"If-None-Match": fixed["ETag"]})
    assert gone.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "v2/updated/aduan.csv",
        "v1/updated/handled.json",
        "v1/updated/../handled.json",
        "v1/updated/%2e%2e/handled.json",
        "v1/2026-01-01.1.abcdef01/aduan.csv",
        "v1/../aduan.csv",
        "v1/.making-x/aduan.csv",
    ],
)
def test_what_is_no_file_of_a_version_is_not_found(village: Village, client: Client, path: str) -> None:
    inhabited(village, published=1)
    published_version(village)
    assert client.get(f"/data/{path}").status_code == 404


def test_a_neighbour_has_files_of_his_own(village: Village, client: Client) -> None:
    inhabited(village, published=1)
    version = published_version(village)
    other = make_village("Losari", "33.03.13.2005")
    assert taken(client, f"/desa/{other.code}/data/v1/{version.name}/aduan.csv")[0].status_code == 404
    assert taken(client, f"/desa/{village.code}/data/v1/{version.name}/aduan.csv")[0].status_code == 200
    assert store.names(other) == []
