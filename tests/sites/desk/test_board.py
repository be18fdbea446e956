"""The page of the notice board, and the borders of the hamlets from one file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.people.models import Officer
from kentongan.villages.models import Hamlet
from tests.factories import Office
from tests.villages.test_boundary import SQUARE

DeskOf = Callable[[Officer], Client]
BORDERS = "/meja/pengaturan/dusun/batas/"


def test_the_board_offers_both_sheets_and_the_snippet(office: Office, desk_of: DeskOf) -> None:
    desk = desk_of(office.sari)
    page = desk.get("/meja/papan/").content.decode()
    assert '&lt;iframe src="http://testserver/sematan/"' in page
    for paper in ("a4", "a3"):
        assert f'href="/meja/papan/lembar.pdf?kertas={paper}"' in page
        made = desk.get(f"/meja/papan/lembar.pdf?kertas={paper}")
        assert made["Content-Type"] == "application/pdf"
        assert f"-{paper}.pdf" in made["Content-Disposition"]
        assert made["Cache-Control"] == "no-store"
        assert made.content.startswith(b"%PDF")
    assert "-a4.pdf" in desk.get("/meja/papan/lembar.pdf?kertas=a0")["Content-Disposition"]


def features(*names: str, **extra: Any) -> SimpleUploadedFile:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    listed = [{"type": "Feature", "properties": {"no": 1, "NAMA": name}, "geometry": shape} for name in names]
    return SimpleUploadedFile("dusun.geojson", json.dumps({"type": "FeatureCollection", "features": listed}).encode())


def test_each_hamlet_takes_the_area_that_bears_its_name(office: Office, desk_of: DeskOf) -> None:
    desk = desk_of(office.admin)
    assert "Batas dusun belum ada" in desk.get(BORDERS).content.decode()
    assert desk.post(BORDERS, {"berkas": features("SATU", "Dukuh Lain")}).status_code == 302
    shapes = dict(Hamlet.objects.values_list("name", "polygon"))
    assert shapes == {"Dusun Satu": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}, "Dusun Dua": None}
    page = desk.get(BORDERS).content.decode()
    assert "Ada batasnya: Dusun Satu." in page
    assert "Belum ada batasnya: Dusun Dua." in page
    assert "Batas dusun (1 dusun)" in desk.get("/meja/pengaturan/dusun/").content.decode()
    assert "batas dengan" in desk.get("/meja/pengaturan/dusun/riwayat/").content.decode()
    desk.post(BORDERS, {"berkas": features("Dusun Dua")})
    assert Hamlet.objects.filter(polygon__isnull=False).count() == 2
    desk.post(BORDERS, {"kosong": "1"})
    assert Hamlet.objects.filter(polygon__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"dusun", "bukan GeoJSON"),
        (json.dumps({"type": "Polygon", "coordinates": [SQUARE]}).encode(), "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [7, {"properties": [1]}]}', "Tidak ada bidang yang bernama"),
        (
            b'{"features": [{"properties": {"n": "Dusun Satu"}, "geometry": {"type": "Point"}}]}',
            "tidak ada bidang (Polygon)",
        ),
    ],
)
def test_a_file_that_will_not_do_is_told_why(office: Office, desk_of: DeskOf, data: bytes, sentence: str) -> None:
    answer = desk_of(office.admin).post(BORDERS, {"berkas": SimpleUploadedFile("x.geojson", data)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Hamlet.objects.filter(polygon__isnull=False).count() == 0


def test_without_a_file_it_says_so(office: Office, desk_of: DeskOf) -> None:
    assert "Pilih dulu berkasnya." in desk_of(office.admin).post(BORDERS).content.decode()
