"""Checkpoints, tiles, proofs and witnesses against the C2SP tools aics-tlog and aics-witness, both ways."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.note import Signer
from kentongan.witness.core import Witness
from kentongan.witness.store import Store
from tests.support.tlog.aics import environment
from tests.witness.serving import serving

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(environment.python() is None, reason=environment.MISSING),
]

KEY = Cosigner("saksi.example/bpd", b"\x02" * 32)


def test_ours_and_the_c2sp_tools_believe_each_other(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.watch(Signer("kentongan.desa.id/log/3302050001/1", bytes(32)).vkey)
    with serving(Witness(KEY, store)) as url:
        done = subprocess.run(
            [environment.python(), "-m", "tests.support.tlog.aics.cross", url, KEY.vkey],
            cwd=environment.ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )

    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines() == [
        "held: our tiles and bundles",
        "held: our proofs",
        "held: our keys, checkpoint and cosignature",
        "held: their proofs",
        "held: their tiles and bundles",
        "held: their keys, checkpoint and cosignature",
        "held: their witness cosigns for ours",
        "held: our witness cosigns for theirs",
    ]
