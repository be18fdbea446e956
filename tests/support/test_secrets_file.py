"""The installation's secrets."""

from __future__ import annotations

import json
import stat
import threading
from dataclasses import fields
from pathlib import Path

import pytest

from kentongan.support import age, secrets_file
from kentongan.support.secrets_file import Secrets, SecretsError, load_or_create


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "secrets.json"


def test_the_first_start_makes_secrets_that_later_starts_find(file: Path) -> None:
    first = load_or_create(file)
    assert load_or_create(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_every_secret_is_long_and_differs_in_each_installation(tmp_path: Path) -> None:
    one, other = load_or_create(tmp_path / "a" / "s"), load_or_create(tmp_path / "b" / "s")
    assert len(one.secret_key) >= 50
    assert {len(key) for key in (one.code_key, one.staging_key, one.root_key)} == {32}
    assert age.recipient_of(one.vault_identity).startswith("age1")
    for field in fields(Secrets):
        assert getattr(one, field.name) != getattr(other, field.name)


def test_a_traceback_shows_no_secret(file: Path) -> None:
    assert repr(load_or_create(file)) == "Secrets()"


def test_of_several_processes_starting_at_once_one_wins(file: Path) -> None:
    found: list[Secrets] = []
    threads = [threading.Thread(target=lambda: found.append(load_or_create(file))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(secrets == found[0] for secrets in found)
    assert [path.name for path in file.parent.iterdir()] == ["secrets.json"]


def test_a_file_that_others_may_read_is_refused(file: Path) -> None:
    load_or_create(file)
    file.chmod(0o640)
    with pytest.raises(SecretsError, match="chmod 600"):
        load_or_create(file)


@pytest.mark.parametrize(
    "change",
    [
        {"code_key": "c2hvcnQ="},
        {"root_key": "not base64 RAHASIA!"},
        {"secret_key": "pendek"},
        {"vault_identity": "AGE-SECRET-KEY-1RAHASIA"},
        {"staging_key": None},
        {"version": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_damaged_file_is_never_replaced_and_never_quoted(file: Path, change: dict[str, object]) -> None:
    load_or_create(file)
    damaged = json.dumps({**json.loads(file.read_text()), **change})
    file.write_text(damaged)
    with pytest.raises(SecretsError, match=str(file)) as refused:
        load_or_create(file)
    assert "RAHASIA" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert file.read_text() == damaged


def test_an_empty_file_is_damaged(file: Path) -> None:
    file.parent.mkdir()
    file.touch(mode=0o600)
    with pytest.raises(SecretsError, match="cadangan"):
        load_or_create(file)


def test_derived_keys_differ_by_purpose_and_stay_the_same() -> None:
    known = Secrets("x" * 50, bytes(32), bytes(32), bytes(range(32)), "unused")
    # Final: keys derived today must be derived the same for ever, or what they sealed is lost.
    assert known.derive("mfa").hex() == "4198ef927df4ce658d97fe61f38d6d58e0e64c01142dbde496d014e9f7e0933b"
    assert known.derive("mfa") != known.derive("mfa2")
    assert (
        known.keyed_hash("phone", "+6281234567890").hex()
        == "242d99d04b538085e5eb48459760ce435ec43690cc1dd3e7e5282621388a5467"
    )
    assert secrets_file.generate().derive("mfa") != known.derive("mfa")
