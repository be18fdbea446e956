"""Moving to another database: every row arrives, the ledger verifies there, the old one stays as it was."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.utils import timezone

from kentongan.commands import move_database
from kentongan.jobs.models import JobSlot
from tests.commands.conftest import Kentongan, program
from tests.factories import make_village

CODE = "33.03.13.2003"


@pytest.fixture
def target() -> Iterator[str]:
    """An empty database: on the tests' PostgreSQL."""
    import psycopg

    url = os.environ["KENTONGAN_TEST_DATABASE_URL"]

    name = f"kentongan_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.processes
@pytest.mark.skipif("KENTONGAN_TEST_DATABASE_URL" not in os.environ, reason="needs PostgreSQL")
def test_everything_is_there_afterwards(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "data"
    began = program(folder, "init", "--code", CODE, "--admin-name", "Dewi", "--admin-username", "dewi")
    assert began.status == 0, began
    said = program(folder, "move-database", "--to", target, "--json")
    assert said.status == 0, said
    assert said.facts["rows"] > 50
    assert not list(folder.glob(".move-*"))
    old = program(folder, "verify", "--json")
    new = program(folder, "verify", "--json", KENTONGAN_DATABASE_URL=target)
    assert [one["ok"] for one in old.facts["logs"]] == [True]
    # The move itself is one entry of the new place; the old one says what it said.
    assert [one | {"size": one["size"] + 1} for one in old.facts["logs"]] == new.facts["logs"]
    again = program(folder, "move-database", "--to", target, "--json")
    assert again.status == 1
    assert "tidak kosong" in again.facts["error"]


@pytest.mark.django_db
def test_a_running_service_is_not_moved_under_its_feet(kentongan: Kentongan) -> None:
    make_village()
    now = timezone.now()
    JobSlot.objects.create(job="clockwork", slot=now, started_at=now, claimed_until=now)
    said = kentongan("move-database", "--to", "postgres://siapa@127.0.0.1/baru", "--json")
    assert said.status == 1
    assert "masih berjalan" in said.facts["error"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["mysql://siapa@localhost/x", "postgres://siapa@127.0.0.1/"])
def test_an_address_that_is_none_is_said(kentongan: Kentongan, url: str) -> None:
    make_village()
    assert kentongan("move-database", "--to", url, "--json").status == 2


@pytest.mark.django_db
def test_the_same_database_is_no_move(kentongan: Kentongan, monkeypatch: pytest.MonkeyPatch) -> None:
    make_village()
    monkeypatch.setattr(move_database, "_is_running", lambda: pytest.fail("it goes on"))
    from django.conf import settings

    now = settings.DATABASES["default"]
    url = (
        f"sqlite:///{now['NAME']}"
        if "sqlite" in now["ENGINE"]
        else f"postgres://{now['USER']}@{now['HOST']}:{now['PORT']}/{now['NAME']}"
    )
    said = kentongan("move-database", "--to", url, "--json")
    assert said.status == 2
    assert "sama dengan yang sekarang" in said.facts["error"]
