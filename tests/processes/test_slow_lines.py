"""The villagers' signal is weak. A real service, and phones that take minutes to send a photo."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.commands.conftest import environment, program

SLOW_PHONES = 6
BEGINNING = (
    b"POST /lapor/ HTTP/1.1\r\nHost: desa.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000000\r\n\r\nstory=Jalan+di+depan+pos+ronda"
)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a running service."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
    folder = tmp_path / "data"
    begun = program(folder, "init", "--code", "33.03.13.2003", "--admin-name", "Dewi", "--admin-username", "dewi")
    assert begun.status == 0, begun
    with subprocess.Popen(
        [sys.executable, "-m", "kentongan.cli", "serve", "--json", "--no-jobs", "--port", str(number)],
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["ok"]
        wait_until_it_answers(number)
        yield number
        os.killpg(process.pid, signal.SIGKILL)


def wait_until_it_answers(port: int) -> None:
    for _ in range(300):
        try:
            assert knock(port) == 200
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the service does not answer")


def knock(port: int) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asked.request("GET", "/sehat/")
        return asked.getresponse().status
    finally:
        asked.close()


@pytest.mark.processes
@pytest.mark.once
def test_phones_that_send_slowly_stop_nobody(port: int) -> None:
    with ExitStack() as phones:
        for _ in range(SLOW_PHONES):
            phones.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(BEGINNING)
        time.sleep(0.5)  # until the workers have begun to read
        assert [knock(port) for _ in range(SLOW_PHONES)] == [200] * SLOW_PHONES
