"""Whatever an office does in random days, what is published of it agrees with the log, and with the count made anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kentongan.commands.recount import Missing, recount
from kentongan.rules.types import Status
from tests.factories import Office, make_village
from tests.reports.open_village import downloaded, publish, published_version
from tests.reports.simulation import Simulation


def read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as gone:
        raise Missing(name) from gone


@pytest.mark.django_db
def test_rows_steps_and_figures_agree_whatever_happened(tmp_path: Path, settings: Any) -> None:
    settings.KENTONGAN_OPEN_DATA, settings.KENTONGAN_CHECKPOINTS = tmp_path / "open", tmp_path / "checkpoints"
    village = make_village(publish_least=1, data_steps=True)
    life = Simulation(Office(village), seed=2)
    life.import_rows(5)
    for number in range(80):
        if number % 4 == 0:
            life.sleep()
        life.act()
    public = 0
    for number, case in enumerate(life.cases):
        case.refresh_from_db()
        if number % 4 and not case.restricted and case.status != Status.MERGED:
            publish(case, f"{number:016x}")
            public += 1
    version = published_version(village, when=life.now + timedelta(days=40))
    folder = downloaded(version, village, tmp_path / "copy")
    report = recount(lambda name: read(folder, name), lambda name: read(folder / "log", name))
    assert report.wrong == []
    assert report.facts["rows"] == public
    assert report.facts["steps"] >= public
