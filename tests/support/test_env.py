"""The environment's readers: typed, and loud when something is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kentongan.support import env

POSTGRES = "django.db.backends.postgresql"


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KENTONGAN_X", raising=False)


def test_a_missing_variable_has_its_default() -> None:
    assert env.optional("KENTONGAN_X") is None
    assert env.string("KENTONGAN_X", default="") == ""
    assert env.strings("KENTONGAN_X", default=["a"]) == ["a"]
    assert env.integer("KENTONGAN_X", default=7) == 7
    assert env.boolean("KENTONGAN_X", default=True) is True
    assert env.path("KENTONGAN_X", default=Path("/srv")) == Path("/srv")


@pytest.mark.parametrize("reader", [env.string, env.strings, env.integer, env.boolean, env.path])
def test_a_missing_variable_without_default_is_named(reader: Any) -> None:
    with pytest.raises(env.SettingError, match="KENTONGAN_X"):
        reader("KENTONGAN_X")


def test_an_empty_variable_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_X", "  ")
    assert env.integer("KENTONGAN_X", default=3) == 3


@pytest.mark.parametrize(
    ("text", "wanted"), [("1", True), ("Ya", True), ("TRUE", True), ("off", False), ("tidak", False), ("0", False)]
)
def test_yes_and_no_can_be_written_in_several_ways(monkeypatch: pytest.MonkeyPatch, text: str, wanted: bool) -> None:
    monkeypatch.setenv("KENTONGAN_X", text)
    assert env.boolean("KENTONGAN_X") is wanted


def test_lists_numbers_and_paths_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_X", " a.id, b.id ,,")
    assert env.strings("KENTONGAN_X") == ["a.id", "b.id"]
    monkeypatch.setenv("KENTONGAN_X", "42")
    assert env.integer("KENTONGAN_X", least=1, most=42) == 42
    monkeypatch.setenv("KENTONGAN_X", "~/data")
    assert env.path("KENTONGAN_X") == Path.home() / "data"


@pytest.mark.parametrize("text", ["empat", "1.5", "0", "43"])
def test_a_wrong_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("KENTONGAN_X", text)
    with pytest.raises(env.SettingError, match="KENTONGAN_X"):
        env.integer("KENTONGAN_X", least=1, most=42)


def test_a_wrong_yes_or_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_X", "mungkin")
    with pytest.raises(env.SettingError, match="mungkin"):
        env.boolean("KENTONGAN_X", default=True)


def test_without_an_address_the_database_is_the_sqlite_file() -> None:
    found = env.database(None, default_sqlite=Path("/srv/k.sqlite3"))
    assert found["ENGINE"] == "kentongan.support.sqlite"
    assert found["NAME"] == "/srv/k.sqlite3"


def test_an_address_may_name_a_sqlite_file() -> None:
    found = env.database("sqlite:////srv/desa%20kita.sqlite3", default_sqlite=Path("/x"))
    assert found["NAME"] == "/srv/desa kita.sqlite3"


def test_a_postgres_address_is_taken_apart() -> None:
    url = "postgres://siti:r%40hasia@10.0.0.2:5433/aduan?sslmode=require&pool=8"
    found = env.database(url, default_sqlite=Path("/x"))
    assert found["ENGINE"] == POSTGRES
    assert (found["USER"], found["PASSWORD"]) == ("siti", "r@hasia")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("10.0.0.2", "5433", "aduan")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["max_size"] == 8


def test_a_postgres_address_may_name_a_socket_and_no_pool() -> None:
    found = env.database("postgresql:///aduan?host=/run/postgresql&pool=0", default_sqlite=Path("/x"))
    assert found["HOST"] == "/run/postgresql"
    assert "pool" not in found["OPTIONS"]
    assert found["CONN_MAX_AGE"] is None


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:secret@h/db",
        "postgres://u:secret@h/",
        "postgres://u:secret@h:port/db",
        "postgres://u:secret@h/db?sslmod=require",
        "postgres://u:secret@h/db?pool=many",
        "sqlite://secret/db",
        "secret",
    ],
)
def test_an_address_not_understood_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(env.SettingError) as refused:
        env.database(url, default_sqlite=Path("/x"))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["http://u.example/{z}/{x}/{y}.png", "https://u.example/{z}/{x}", "https://a;b/{z}/{x}/{y}"]
)
def test_a_tile_server_is_an_https_address_with_all_three_numbers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert env.tiles("KENTONGAN_X") == ""
    monkeypatch.setenv("KENTONGAN_X", "https://u.example/{z}/{x}/{y}.png")
    assert env.tiles("KENTONGAN_X") == "https://u.example/{z}/{x}/{y}.png"
    monkeypatch.setenv("KENTONGAN_X", text)
    with pytest.raises(env.SettingError, match="KENTONGAN_X"):
        env.tiles("KENTONGAN_X")
