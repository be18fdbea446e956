"""Serving: the port, the tree of processes, its end."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from pytest_django import Settings

from kentongan.commands import processes, serve, statics
from kentongan.commands.console import Problem
from kentongan.jobs.models import JobSlot
from tests.commands.conftest import Kentongan, environment, program
from tests.factories import make_village


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def test_a_port_in_use_is_said_even_if_its_holder_would_share_it(free_port: int) -> None:
    with socket.socket() as left_over:
        left_over.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        left_over.bind(("127.0.0.1", free_port))
        left_over.listen()
        with pytest.raises(Problem, match=f"Porta {free_port} di 127.0.0.1 sedang dipakai"):
            processes.hold_port("127.0.0.1", free_port)


def test_a_held_port_is_open_to_our_own_workers_and_closed_to_a_second_service(free_port: int) -> None:
    with processes.hold_port("127.0.0.1", free_port), socket.socket() as worker:
        with pytest.raises(Problem, match="sedang dipakai"):
            processes.hold_port("127.0.0.1", free_port)
        worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        worker.bind(("127.0.0.1", free_port))
        worker.listen()
        with pytest.raises(Problem, match="sedang dipakai"):
            processes.hold_port("127.0.0.1", free_port)
        with socket.create_connection(("127.0.0.1", free_port), timeout=5):
            worker.accept()[0].close()


@pytest.mark.parametrize("host", ["192.0.2.1", "::2"])
def test_an_address_that_is_not_ours_is_said(free_port: int, host: str) -> None:
    with pytest.raises(Problem, match="tidak dapat dipakai di komputer ini"):
        processes.hold_port(host, free_port)


@pytest.mark.django_db
def test_serve_says_a_port_in_use_and_ends_with_1(
    kentongan: Kentongan, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_village()
    monkeypatch.setattr(serve, "_serve", lambda *_: pytest.fail("it serves on a port in use"))
    with processes.hold_port("127.0.0.1", free_port):
        said = kentongan("serve", "--port", str(free_port), "--json")
    assert said.status == 1
    assert f"--port {free_port + 1}" in said.facts["error"]


def test_static_files_are_collected_only_when_they_changed(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert statics.collect_if_changed()
    assert (tmp_path / "static" / "ui" / "base.css").is_file()
    assert not statics.collect_if_changed()
    (tmp_path / "static" / ".collected").write_text("older")
    assert statics.collect_if_changed()


@pytest.mark.django_db
def test_work_once_does_what_is_due(kentongan: Kentongan) -> None:
    make_village()
    said = kentongan("work", "--once", "--json")
    assert said.status == 0
    assert "clockwork" in said.facts["jobs"]
    assert JobSlot.objects.filter(job="clockwork", finished_at__lte=timezone.now()).exists()


# From here on with real processes.


FORKS = """
import os, signal, time
from kentongan.commands.processes import let_children_end_from_the_start
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: None)  # as a server takes note of a stop
let_children_end_from_the_start()
for _ in range(50):
    child = os.fork()
    if not child:
        time.sleep(30)
        os._exit(7)
    os.kill(child, signal.SIGINT)
    os.kill(child, signal.SIGTERM)  # most likely before the child has run at all
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGTERM
"""


@pytest.mark.processes
@pytest.mark.once
def test_a_child_told_to_end_in_its_first_moment_ends() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", FORKS], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village of its own in a folder of its own."""
    folder = tmp_path_factory.mktemp("pemasangan") / "data"
    said = program(folder, "init", "--code", "33.03.13.2003", "--admin-name", "Dewi", "--admin-username", "dewi")
    assert said.status == 0, said
    return folder


class Service:
    """A running `kentongan serve`."""

    def __init__(self, folder: Path, port: int, *argv: str) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kentongan.cli", "serve", "--json", "--port", str(port), *argv],
            env=environment(folder),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.announced = json.loads(self.process.stdout.readline())

    def wait_until_it_answers(self) -> None:
        for _ in range(600):
            try:
                asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                asked.request("GET", "/sehat/")
                assert asked.getresponse().status == 200
                asked.close()
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail("the service does not answer")

    def children(self) -> list[int]:
        task = Path(f"/proc/{self.process.pid}/task")
        return [int(pid) for thread in task.iterdir() for pid in (thread / "children").read_text().split()]

    def all_gone(self, children: list[int], seconds: float = 10) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not any(_lives(pid) for pid in children):
                return True
            time.sleep(0.05)
        return False


def _is_free_again(port: int, seconds: float = 10) -> bool:
    """Tell whether the port becomes free: an orphan's last threads may close their sockets a moment after it ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            processes.hold_port("127.0.0.1", port).close()
        except Problem:
            time.sleep(0.1)
        else:
            return True
    return False


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def service(installation: Path, free_port: int) -> Iterator[Service]:
    running = Service(installation, free_port, "--workers", "2")
    running.wait_until_it_answers()
    yield running
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait()
    if running.process.stdout is not None:
        running.process.stdout.close()


@pytest.mark.processes
@pytest.mark.once
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["SIGTERM to the parent", "Ctrl+C to all", "SIGTERM to all", "SIGKILL to the parent"])
def test_the_service_ends_as_a_whole_and_frees_its_port(service: Service, how: str) -> None:
    assert service.announced["url"] == f"http://127.0.0.1:{service.port}/"
    end = time.monotonic() + 30  # on a busy machine the last part comes a moment after the first answer
    while time.monotonic() < end and len(service.children()) < 3:
        time.sleep(0.2)
    children = service.children()
    assert len(children) == 3  # two workers, and the jobs
    number = {"SIGT": signal.SIGTERM, "Ctrl": signal.SIGINT, "SIGK": signal.SIGKILL}[how[:4]]
    (os.killpg if how.endswith("all") else os.kill)(service.process.pid, number)
    status = service.process.wait(30)
    assert status == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    assert service.all_gone(children)
    assert _is_free_again(service.port)


@pytest.mark.processes
@pytest.mark.once
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_part_that_dies_is_started_again(service: Service) -> None:
    before = set(service.children())
    os.kill(max(before), signal.SIGKILL)  # a worker
    os.kill(min(before), signal.SIGKILL)  # the jobs
    end = time.monotonic() + 45
    while time.monotonic() < end and len(set(service.children()) - before) < 2:
        time.sleep(0.2)
    assert len(service.children()) == 3
    service.wait_until_it_answers()
    service.process.terminate()
    assert service.process.wait(12) == 0


SENDER, INVENTED = "203.0.113.77", "198.51.100.66"


@pytest.mark.processes
@pytest.mark.once
def test_no_address_and_no_request_of_a_reporter_is_left_anywhere(
    installation: Path, tmp_path: Path, free_port: int
) -> None:
    """Behind a proxy that we believe: what it says of the sender is counted with, and stands in no log and no file."""
    folder, log = installation, tmp_path / "out"
    proxy = {"KENTONGAN_TRUST_PROXY": "1", "KENTONGAN_TRUSTED_PROXIES": "127.0.0.1"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "kentongan.cli", "serve", "--port", str(free_port), "--workers", "2"],
            env=environment(folder, **proxy),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + 60
        while _asked(free_port, "GET", "/sehat/")[0] != 200 and time.monotonic() < end:
            time.sleep(0.1)
        met = [_asked(free_port, "GET", path)[0] for path in ("/", "/lapor/", "/lacak/", "/tidak-ada/", "/keluar/")]
        assert met == [200, 200, 200, 404, 302]
        _, cookie, page = _asked(free_port, "GET", "/lapor/")
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
        words = {"kind": "aspiration", "story": "Mohon lampu di pos ronda.", "identity_mode": "anonymous"}
        for number in range(3):
            body = urlencode(fields | words | {"about_official": "no", "place": str(number)})
            assert _asked(free_port, "POST", "/lapor/", body, cookie)[0] in (200, 422)
        assert _asked(free_port, "POST", "/lacak/", urlencode(fields | {"code": "2" * 18}), cookie)[0] == 422
        # Too much: refused, or the line is closed while it is still being sent (then the answer may not arrive).
        refused = _asked(free_port, "POST", "/lapor/", "x" * 3_000_000, cookie)[0]
        assert refused == 0 or refused >= 400
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
    written = {path: path.read_bytes() for path in [log, *folder.rglob("*")] if path.is_file()}
    assert any(b"Mohon lampu di pos ronda." in body for body in written.values()), "it was stored at all"
    said = written[log].decode()
    for trace in (SENDER, INVENTED, "/lapor/", "/lacak/", "/keluar/"):
        assert trace not in said
    for trace in (SENDER, INVENTED):
        assert [path.name for path, body in written.items() if trace.encode() in body] == []


def _asked(port: int, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    """Ask as a proxy does for somebody; return status, cookie and page. 0: nobody answers."""
    headers = {
        "X-Forwarded-For": f"{INVENTED}, {SENDER}",
        "X-Real-IP": SENDER,
        "Cookie": cookie,
        "Origin": f"http://localhost:{port}",
        "Host": f"localhost:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0], answer.read().decode()
    except OSError:
        return 0, "", ""
    finally:
        line.close()
