"""`kentongan-buka.py` opens everything without Kentongan, with a passphrase or two sheets."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from django.db import connection

from kentongan.support.ids import uuid7
from kentongan.vault import case_keys, holders
from kentongan.vault.models import SealedRecord
from tests.factories import MONDAY, Office, make_village

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCRIPT = Path(__file__).parents[2] / "tools" / "kentongan-buka.py"
# Runs the script as a person would, where Kentongan cannot be had even though it is installed in this environment.
ALONE = """
import runpy, sys
sys.modules["kentongan"] = None
sys.modules["django"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def place(tmp_path: Path) -> tuple[holders.NewKey, Path]:
    """A database file with one sealed case of the BPD, and one of which he has no wrap."""
    office = Office(make_village())
    new = holders.make_key(village=office.village, officer=office.bpd, at=MONDAY)
    holders.make_key(village=office.village, officer=office.tono, at=MONDAY)
    mine, other = uuid7(), uuid7()
    (tmp_path / "files").mkdir()
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        copy.execute("CREATE TABLE cases_case (id char(32), number text, sealed_content blob, proposed_text text)")
        copy.execute("CREATE TABLE cases_event (id char(32), case_id char(32), text text, at text)")
        copy.execute("CREATE TABLE cases_paper (id char(32), case_id char(32), data text)")
        copy.execute(
            "CREATE TABLE documents_document (id char(32), subject char(32), name text, storage_key text, sealed_to)"
        )
        for case, officer, word in ((mine, office.bpd, "milik-saya"), (other, office.tono, "milik-tono")):
            seal, secret = case_keys.make(village=office.village.id, case=case, at=MONDAY)
            case_keys.wrap(
                seal, secret, village=office.village.id, officers=[officer.id], code_public_hex="", at=MONDAY
            )

            def text(said: str, seal: case_keys.Seal = seal) -> str:
                return "age:" + b64encode(seal.put(said, binding={"row": "x"})).decode()

            SealedRecord.objects.create(
                village=office.village.id,
                log=uuid7(),
                kind="identity",
                sealed=seal.put({"name": f"Warsiti {word}"}, binding={"row": "y"}),
                case_key_id=seal.key,
                created_at=MONDAY,
            )
            content = seal.put({"story": f"Pungli {word}"}, binding={"case": str(case)})
            copy.execute("INSERT INTO cases_case VALUES (?, ?, ?, ?)", (case.hex, f"K/{word}/2026", content, ""))
            copy.execute(
                "INSERT INTO cases_event VALUES (?, ?, ?, ?)", (uuid7().hex, case.hex, text(f"Pesan {word}"), "1")
            )
            paper = json.dumps({"sealed": text(f"Surat {word}")})
            copy.execute("INSERT INTO cases_paper VALUES (?, ?, ?)", (uuid7().hex, case.hex, paper))
            (tmp_path / "files" / word).write_bytes(
                case_keys.age.encrypt_to(b"gambar " + word.encode(), [seal.recipient])
            )
            document = (uuid7().hex, case.hex, "../../bukti foto.jpg", word, seal.key.hex)
            copy.execute("INSERT INTO documents_document VALUES (?, ?, ?, ?, ?)", document)
        with connection.cursor() as cursor:
            for table in ("vault_holder_key", "vault_case_key", "vault_wrap", "vault_record"):
                cursor.execute(f"SELECT * FROM {table}")
                columns = [f'"{column[0]}"' for column in cursor.description]
                copy.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
                places = ", ".join("?" * len(columns))
                copy.executemany(f"INSERT INTO {table} VALUES ({places})", cursor.fetchall())
    return new, tmp_path


def run(folder: Path, typed: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-c", ALONE, str(SCRIPT), "--database", "copy.sqlite3", "--files", "files"]
    return subprocess.run(
        [*command, "--into", "hasil", *more], input=typed, cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("way", ["passphrase", "sheets"])
def test_it_opens_all_that_this_officer_can_open_and_nothing_else(place: tuple[holders.NewKey, Path], way: str) -> None:
    new, folder = place
    if way == "passphrase":
        done = run(folder, new.passphrase.title() + "\n")
    else:
        short = " ".join(word[:4] for word in new.shares[2].split())
        done = run(folder, f"{new.shares[0]}\n{short}\n", "--sheets")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 aduan, 4 isi, dan 1 berkas" in done.stdout
    written = {path.relative_to(folder / "hasil"): path for path in (folder / "hasil").rglob("*") if path.is_file()}
    text = b"\n".join(path.read_bytes() for path in written.values())
    for word in ("Pungli", "Pesan", "Surat", "Warsiti", "gambar"):
        assert f"{word} milik-saya".encode() in text
    assert b"milik-tono" not in text
    assert all(path.stat().st_mode & 0o077 == 0 for path in written.values())
    assert {str(path.parent) for path in written} == {"K_milik-saya_2026", "K_milik-saya_2026/files"}


def test_what_does_not_fit_gets_a_sentence_and_writes_nothing(place: tuple[holders.NewKey, Path]) -> None:
    new, folder = place
    done = run(folder, " ".join(reversed(new.passphrase.split())) + "\n")
    assert done.returncode == 1
    assert done.stderr.startswith("Frasa sandi ini tidak membuka")
    assert list((folder / "hasil").iterdir()) == []
