"""A POST to a stranger's address never enters our own network, by whatever name or spelling."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import Any

import pytest

from kentongan.support.outward import NotReached, obstacle, post_json
from kentongan.support.pinned import may_go_to
from tests.watching.receiver import Receiver

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("address", "public", "office"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("10.0.0.7", False, True),
        ("192.168.1.1", False, True),
        ("172.16.9.9", False, True),
        ("100.64.0.1", False, False),  # shared by a provider's customers: not ours either
        ("fd00::7", False, True),
        ("169.254.169.254", False, False),  # where clouds keep their secrets
        ("fe80::1", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("::ffff:10.0.0.7", False, True),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("64:ff9b::a00:7", False, True),
        ("2002:a00:7::", False, True),
        ("0.0.0.0", False, False),  # noqa: S104  (an address to refuse, none to listen on)
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("255.255.255.255", False, False),
        ("240.0.0.1", False, False),
    ],
)
def test_which_addresses_may_be_gone_to(address: str, public: bool, office: bool) -> None:
    number = ipaddress.ip_address(address)
    assert may_go_to(number, private=False) is public
    assert may_go_to(number, private=True) is office


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http://user:pass@example.org/",
        "http://example.org:25/",
        "http://example.org:22/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.2.3:8080/",
        "https://exa mple.org/",
        "https://",
        "",
        "http://example.org/\r\nX: y",
    ],
)
def test_what_is_refused_at_once(url: str) -> None:
    assert obstacle(url, private=False)


def test_what_is_taken() -> None:
    for url in ("https://example.org/hook", "http://example.org:8080/", "https://example.org:443/a?b=c"):
        assert obstacle(url, private=False) == ""


@pytest.mark.parametrize(
    "url", ["http://localhost:{}/", "http://127.1:{}/", "http://2130706433:{}/", "http://0x7f.1:{}/"]
)
def test_names_and_odd_spellings_of_this_machine_are_resolved_first(url: str) -> None:
    with Receiver() as receiver:
        port = receiver.url.rsplit(":", 1)[1].split("/")[0]
        with pytest.raises(NotReached):
            post_json(url.format(port), b"{}", {}, seconds=2, private=False)
        assert receiver.got == []


def test_one_inner_address_among_many_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answers)
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(NotReached, match="jaringan dalam"):
        post_json("http://rebind.example/", b"{}", {}, seconds=2, private=False)


def _never(*_args: Any, **_more: Any) -> Any:
    raise AssertionError("a connection was tried")


def test_the_name_is_asked_once_and_the_connection_goes_to_that_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, gone = [], []

    def once(host: str, port: int, *_args: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        number = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"  # a name server that changes its mind
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    def connect(where: tuple[str, int], **_more: Any) -> Any:
        gone.append(where)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", once)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotReached):
        post_json("http://rebind.example/", b"{}", {}, seconds=2, private=False)
    assert (asked, gone) == (["rebind.example"], [("93.184.216.34", 80)])


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with Receiver() as inner, Receiver(status=302, location=inner.url) as receiver:
        assert post_json(receiver.url, b"{}", {}, seconds=2, private=True) == 302
        assert (len(receiver.got), inner.got) == (1, [])


def test_who_answers_slowly_is_left_in_time() -> None:
    with Receiver(slow=1.5) as receiver:
        begun = time.monotonic()
        with pytest.raises(NotReached, match="terlalu lama"):
            post_json(receiver.url, b"{}", {}, seconds=0.2, private=True)
        assert time.monotonic() - begun < 1


def test_who_drips_byte_by_byte_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        thread = _dripping(server)
        begun = time.monotonic()
        with pytest.raises(NotReached):
            post_json(f"http://127.0.0.1:{port}/", b"{}", {}, seconds=0.4, private=True)
        assert time.monotonic() - begun < 1.5
        thread.join(3)


def _dripping(server: socket.socket) -> Any:
    import threading

    def drip() -> None:
        line, _ = server.accept()
        with line:
            for _ in range(20):
                try:
                    line.sendall(b"H")
                except OSError:
                    return
                time.sleep(0.1)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    return thread


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with Receiver(status=204) as receiver:
        assert post_json(receiver.url, b"{}", {"X-A": "b"}, seconds=2, private=True) == 204
        ((headers, body),) = receiver.got
        assert (headers["X-A"], headers["Content-Type"], body) == ("b", "application/json; charset=utf-8", b"{}")


def test_a_name_that_is_nowhere_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_args: Any, **_more: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(NotReached, match="tidak ditemukan"):
        post_json("https://nowhere.example/", b"{}", {}, seconds=2, private=False)
