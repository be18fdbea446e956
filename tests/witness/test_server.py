"""The witness on HTTP: the protocol, its page, and what it does with rubbish."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kentongan.support import plain_http
from kentongan.support.plain_http import Unreachable
from kentongan.support.tlog.cosignature import Cosigner, cosignatures, parse_lines
from kentongan.support.tlog.note import parse
from kentongan.witness import server as servers
from kentongan.witness.core import Witness
from kentongan.witness.store import Store, StoreError, Writing
from tests.witness.serving import serving
from tests.witness.world import ORIGIN, WholeLog, entries

pytestmark = pytest.mark.once

TRUE = WholeLog(entries(40))
KEY = Cosigner("saksi.example/bpd", b"\x01" * 32)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    store = Store(tmp_path)
    store.watch(TRUE.signer.vkey)
    return Witness(KEY, store)


@pytest.fixture
def address(witness: Witness) -> Iterator[str]:
    with serving(witness) as url:
        yield url


def post(address: str, body: bytes) -> plain_http.Answer:
    return plain_http.ask(f"{address}add-checkpoint", body=body)


def raw(address: str, request: bytes) -> bytes:
    with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port), timeout=5) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(4096):
            found += part
    return found


def test_a_checkpoint_is_cosigned_over_http(address: str) -> None:
    answer = post(address, TRUE.request(0, 20))

    note = parse(TRUE.checkpoint(20)).plus(parse_lines(answer.body.decode()))
    assert (answer.status, answer.type) == (200, "text/plain")
    assert cosignatures(note, [KEY.verifier])


def test_a_conflict_says_the_size_in_the_type_of_the_specification(address: str) -> None:
    post(address, TRUE.request(0, 20))

    answer = post(address, TRUE.request(0, 30))

    assert (answer.status, answer.type, answer.body) == (409, "text/x.tlog.size", b"20\n")


def test_the_page_says_what_is_watched_and_cries_when_something_is_wrong(address: str, witness: Witness) -> None:
    post(address, TRUE.request(0, 20))
    quiet = plain_http.ask(address)
    post(address, TRUE.request(0, 15))
    loud = plain_http.ask(address)

    assert ORIGIN in quiet.body.decode()
    assert KEY.vkey.replace("+", "&#43;") in quiet.body.decode() or KEY.vkey in quiet.body.decode()
    assert b"ALARM!" not in quiet.body
    assert b"ALARM!" in loud.body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /add-checkpoint HTTP/1.0\r\n\r\n", b" 411 "),
        (b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: -5\r\n\r\n", b" 411 "),
        (b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 99999999\r\n\r\n", b" 413 "),
        (b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 50\r\n\r\nold", b" 400 "),
        (b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 3\r\n\r\n\xff\xfe\x00", b" 400 "),
        (b"POST /other HTTP/1.0\r\nContent-Length: 0\r\n\r\n", b" 404 "),
        (b"GET /other HTTP/1.0\r\n\r\n", b" 404 "),
        (b"PUT / HTTP/1.0\r\n\r\n", b" 501 "),
        (b"\x00\x01\x02\r\n\r\n", b"400"),
    ],
)
def test_rubbish_is_answered_and_does_no_harm(address: str, request_: bytes, status: bytes) -> None:
    assert status in raw(address, request_).split(b"\r\n")[0] + b" " + raw(address, request_)[:200]
    assert post(address, TRUE.request(0, 20)).status in (200, 409)


def test_who_says_nothing_is_not_waited_for_ever(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers.Handler, "timeout", 0.1)
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as silent:
        assert silent.recv(100) == b""
    assert plain_http.ask(address).status == 200


def test_of_two_that_come_at_once_one_is_cosigned_and_the_other_told_the_size(address: str, witness: Witness) -> None:
    begin, answers = threading.Barrier(6), []

    def come(size: int) -> None:
        begin.wait()
        answers.append((size, post(address, TRUE.request(0, size))))

    threads = [threading.Thread(target=come, args=(size,)) for size in range(11, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    cosigned = [size for size, answer in answers if answer.status == 200]
    head = witness.store.head(ORIGIN)
    assert head is not None
    assert cosigned == [head.size]
    assert {answer.body for _, answer in answers if answer.status != 200} == {b"%d\n" % head.size}


def test_what_cannot_be_remembered_is_not_signed(
    address: str, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_anything: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(Writing, "put_head", fails)

    answer = post(address, TRUE.request(0, 20))

    assert (answer.status, b"saksi.example" in answer.body) == (503, False)
    assert witness.store.head(ORIGIN) is None


def test_the_page_runs_no_script_and_asks_nobody(address: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    connection.request("GET", "/")
    answer = connection.getresponse()
    connection.close()

    assert "default-src 'none'" in str(answer.getheader("Content-Security-Policy"))
    assert answer.getheader("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://saksi.example/",
        "file:///etc/passwd",
        "http://user:word@saksi.example/",
        "http://",
        "http://saksi.example/ x",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    assert not plain_http.is_address(url)
    with pytest.raises(Unreachable):
        plain_http.ask(url)


def test_the_machines_own_link_is_never_asked() -> None:
    with pytest.raises(Unreachable, match="may not be asked"):
        plain_http.ask("http://169.254.169.254/latest/")


def test_who_answers_too_much_is_not_listened_to(address: str) -> None:
    with pytest.raises(Unreachable, match="too long"):
        plain_http.ask(address, limit=100)
