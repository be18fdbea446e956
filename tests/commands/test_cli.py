"""The command itself: help, exit statuses, plain errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kentongan import cli
from tests.commands.conftest import Kentongan, program
from tests.factories import make_village

USER_ACTIONS = ("add", "reset", "unlock", "deactivate", "activate", "list")


@pytest.mark.parametrize("command", [[name] for name in cli.COMMANDS] + [["user", action] for action in USER_ACTIONS])
def test_every_command_explains_itself_and_speaks_json(kentongan: Kentongan, command: list[str]) -> None:
    said = kentongan(*command, "--help")
    assert said.status == 0
    assert said.err == ""
    assert "--json" in said.out or command in (["user"], ["log"], ["witness"])


def test_the_list_of_commands_tells_what_each_is_for(kentongan: Kentongan) -> None:
    said = kentongan("--help")
    assert said.status == 0
    assert all(name in said.out for name in cli.COMMANDS)
    assert "0 beres, 1 ada masalah, 2 perintah keliru" in said.out


@pytest.mark.parametrize(
    "argv", [[], ["nyanyi"], ["serve", "--port", "banyak"], ["serve", "--port", "70000"], ["user"]]
)
def test_a_wrong_command_ends_with_2_and_a_hint(kentongan: Kentongan, argv: list[str]) -> None:
    said = kentongan(*argv)
    assert said.status == 2
    assert "Perintah ini keliru atau kurang lengkap" in said.err
    assert "--help" in said.err


@pytest.mark.django_db
@pytest.mark.parametrize("argv", [["verify"], ["serve"], ["work", "--once"], ["user", "list"], ["backup", "--to", "x"]])
def test_without_a_village_the_first_step_is_named(kentongan: Kentongan, argv: list[str]) -> None:
    said = kentongan(*argv, "--json")
    assert said.status == 1
    assert said.facts["ok"] is False
    assert "kentongan init" in said.facts["error"]


@pytest.mark.django_db
def test_one_of_several_villages_must_be_named(kentongan: Kentongan) -> None:
    make_village()
    make_village("Tanalum", "33.03.13.2005")
    assert kentongan("user", "list").status == 2
    assert kentongan("user", "list", "--village", "33.03.13.2005").status == 0
    assert kentongan("user", "list", "--village", "33.03.13.9999").status == 2


def test_help_does_not_wait_for_django() -> None:
    code = "import sys, kentongan.cli as cli; cli.parser(); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.processes
def test_a_wrong_setting_is_said_in_a_sentence(tmp_path: Path) -> None:
    said = program(tmp_path, "verify", "--json", KENTONGAN_SMTP_PORT="surat")
    assert said.status == 1
    assert json.loads(said.out) == {"ok": False, "error": "KENTONGAN_SMTP_PORT harus bilangan bulat, bukan 'surat'."}
    assert "Traceback" not in said.err


@pytest.mark.processes
def test_a_database_that_is_away_is_said_in_a_sentence(tmp_path: Path) -> None:
    said = program(tmp_path, "verify", KENTONGAN_DATABASE_URL="postgres://nobody:rahasia@127.0.0.1:1/nothing?pool=0")
    assert said.status == 1
    assert "tidak dapat dihubungi" in said.err
    assert "rahasia" not in said.err
    assert "Traceback" not in said.err
