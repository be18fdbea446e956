"""`kentongan witness` on a stranger's computer: no village, no data folder, no settings."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.note import Verifier
from kentongan.witness import key as keys
from kentongan.witness.core import Witness
from kentongan.witness.store import Store
from tests.commands.conftest import Kentongan, Said, program
from tests.witness.world import ORIGIN, WholeLog, entries

pytestmark = pytest.mark.once

TRUE = WholeLog(entries(40))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "saksi"


def made(kentongan: Kentongan, folder: Path) -> Said:
    return kentongan("witness", "init", "saksi.example/bpd", "--folder", str(folder), "--json")


def test_a_key_is_made_once_and_only_its_owner_may_read_it(kentongan: Kentongan, folder: Path) -> None:
    first, second = made(kentongan, folder), made(kentongan, folder)

    assert (first.status, second.status) == (0, 1)
    assert Verifier.parse(first.facts["vkey"]) == keys.load(folder).verifier
    assert stat.S_IMODE((folder / keys.FILE).stat().st_mode) == 0o600


def test_a_key_that_others_may_read_or_that_is_damaged_is_not_used(kentongan: Kentongan, folder: Path) -> None:
    made(kentongan, folder)
    path = folder / keys.FILE
    path.chmod(0o644)
    assert kentongan("witness", "status", "--folder", str(folder)).status == 1
    path.chmod(0o600)
    path.write_text(path.read_text().replace("bpd", "lsm"))
    said = kentongan("witness", "status", "--folder", str(folder))
    assert "rusak" in said.err
    path.unlink()
    assert "witness init" in kentongan("witness", "status", "--folder", str(folder)).err


def test_it_watches_what_it_was_told_and_says_how_it_stands(kentongan: Kentongan, folder: Path) -> None:
    made(kentongan, folder)
    told = kentongan(
        "witness", "watch", TRUE.signer.vkey, "--url", "https://desa.example/log/", "--folder", str(folder)
    )
    witness = Witness(keys.load(folder), Store(folder))
    witness.add_checkpoint(TRUE.request(0, 20), 1000)
    quiet = kentongan("witness", "status", "--folder", str(folder), "--json")
    witness.add_checkpoint(TRUE.request(0, 10), 2000)
    loud = kentongan("witness", "status", "--folder", str(folder))

    assert (told.status, ORIGIN in told.out) == (0, True)
    assert (quiet.status, quiet.facts["logs"]) == (0, [{"origin": ORIGIN, "size": 20, "at": 1000}])
    assert (loud.status, "ALARM 1: Catatan menyusut" in loud.out) == (1, True)
    assert kentongan("witness", "acknowledge", "1", "--folder", str(folder)).status == 0
    assert kentongan("witness", "acknowledge", "1", "--folder", str(folder)).status == 1
    assert kentongan("witness", "status", "--folder", str(folder)).status == 0


@pytest.mark.parametrize(
    "argv",
    [
        ("init", "two words"),
        ("watch", "no-key"),
        ("watch", Cosigner("w", bytes(32)).vkey),
        ("watch", TRUE.signer.vkey, "--url", "ftp://x"),
        ("follow",),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(kentongan: Kentongan, folder: Path, argv: tuple[str, ...]) -> None:
    if argv[0] != "init":
        made(kentongan, folder)

    said = kentongan("witness", *argv, "--folder", str(folder))

    assert said.status in (1, 2)
    assert said.err.strip()


def test_a_log_that_cannot_be_fetched_is_said_and_noted(kentongan: Kentongan, folder: Path) -> None:
    made(kentongan, folder)
    kentongan("witness", "watch", TRUE.signer.vkey, "--url", "http://127.0.0.1:9/log/", "--folder", str(folder))

    said = kentongan("witness", "follow", "--folder", str(folder))

    assert (said.status, "tidak dapat diambil" in said.out) == (1, True)


def test_neither_a_witness_nor_a_checker_needs_a_village_or_makes_its_folder(tmp_path: Path) -> None:
    data = tmp_path / "var"

    said = program(data, "witness", "init", "saksi.example/bpd", "--folder", str(tmp_path / "saksi"))
    checked = program(data, "check-receipt", str(tmp_path / "none.txt"))

    assert (said.status, checked.status) == (0, 2)
    assert not data.exists()
