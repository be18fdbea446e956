"""`kentongan check-receipt`, as somebody runs it who has nothing but the file and a key on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Kentongan
from tests.proofs.world import FORK, SIGNER, promised, proved, receipt

pytestmark = pytest.mark.once


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tanda-terima.txt"
    path.write_text(receipt(proved()).format())
    return path


def test_a_proved_receipt_is_called_so_and_the_key_on_paper_decides(kentongan: Kentongan, file: Path) -> None:
    said = kentongan("check-receipt", str(file), "--key", SIGNER.vkey)

    assert (said.status, "TERBUKTI" in said.out) == (0, True)
    assert "kunci yang Anda berikan" in said.out


def test_without_a_key_it_asks_to_compare_the_one_in_the_file(kentongan: Kentongan, file: Path) -> None:
    said = kentongan("check-receipt", str(file))

    assert SIGNER.vkey in said.out
    assert "Bandingkan" in said.out


def test_a_fork_shown_by_the_village_breaks_it(kentongan: Kentongan, file: Path, tmp_path: Path) -> None:
    shown = tmp_path / "checkpoint"
    shown.write_text(FORK.checkpoint(15))

    said = kentongan("check-receipt", str(file), "--checkpoint", str(shown), "--json")

    assert (said.status, said.facts["state"]) == (1, "broken")
    assert said.facts["parts"][0]["reasons"][-1] == "split"


def test_a_promise_that_waits_is_no_problem(kentongan: Kentongan, file: Path) -> None:
    file.write_text(receipt(promised()).format())

    said = kentongan("check-receipt", str(file), "--json")

    assert (said.status, said.facts["state"], said.facts["key_given"]) == (0, "promised", False)


def test_what_is_no_receipt_or_no_key_is_a_wrong_command(kentongan: Kentongan, file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\xff\xfe")
    empty = tmp_path / "empty.txt"
    empty.write_text("")

    for argv in ([broken], [empty], [tmp_path / "none.txt"], [file, "--key", "x"], [file, "--log", "ftp://x/"]):
        said = kentongan("check-receipt", *map(str, argv))
        assert said.status != 0
        assert said.err.strip()
