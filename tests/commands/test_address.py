"""The doctor and the public address: TLS, the proxy's promises, and who answers there."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from kentongan.commands.checks import Finding, address
from kentongan.jobs.health import address as settings_of

NOW = datetime.now(UTC)


class Answering(http.server.BaseHTTPRequestHandler):
    """Says "ok", or what another program would say."""

    says = b"ok\n"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.says)))
        self.end_headers()
        self.wfile.write(self.says)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(context: ssl.SSLContext | None = None, says: bytes = b"ok\n") -> Iterator[int]:
    handler = type("Handler", (Answering,), {"says": says})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused certificate is what we want
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file, key_file


Found = Callable[[str], Finding]


@pytest.fixture
def found() -> Found:
    return lambda name: next(
        finding for finding in (*settings_of.findings(), *address.findings(NOW)) if finding.name == name
    )


@pytest.mark.parametrize(("days", "level", "says"), [(90, "ok", "berlaku sampai"), (5, "warning", "Segera perpanjang")])
def test_a_certificate_and_when_it_ends(
    tmp_path: Path, settings: Settings, found: Found, monkeypatch: pytest.MonkeyPatch, days: int, level: str, says: str
) -> None:
    file, key = certificate(tmp_path, days)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(file, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))  # as if an authority had signed it
    with serving(theirs) as port:
        settings.KENTONGAN_URL = f"https://localhost:{port}"
        seen = found("tls")
        assert found("answers").level == "ok"
    assert (seen.level, says in seen.sentence) == (level, True)


def test_a_certificate_that_browsers_refuse_is_a_problem(tmp_path: Path, settings: Settings, found: Found) -> None:
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(*certificate(tmp_path, 90))
    with serving(theirs) as port:
        settings.KENTONGAN_URL = f"https://localhost:{port}"
        seen = found("tls")
    assert seen.level == "problem"
    assert "tidak dipercaya" in seen.sentence


def test_another_program_at_our_address_is_a_problem(settings: Settings, found: Found) -> None:
    with serving(says=b"<html>Selamat datang di nginx") as port:
        settings.KENTONGAN_URL = f"http://127.0.0.1:{port}"
        assert found("answers").level == "problem"


def test_nobody_answering_is_only_a_warning(settings: Settings, found: Found) -> None:
    with serving() as port:
        pass
    settings.KENTONGAN_URL = f"http://127.0.0.1:{port}"
    assert found("answers").level == "warning"


@pytest.mark.parametrize(
    ("url", "https", "trust", "level"),
    [
        ("https://aduan.example.id", True, True, "ok"),
        ("https://aduan.example.id", False, True, "problem"),
        ("https://aduan.example.id", True, False, "problem"),
        ("http://192.168.1.20", True, False, "problem"),
        ("http://192.168.1.20", False, False, "ok"),
    ],
)
def test_what_the_settings_say_of_the_proxy_must_fit_the_address(
    settings: Settings, found: Found, monkeypatch: pytest.MonkeyPatch, url: str, https: bool, trust: bool, level: str
) -> None:
    monkeypatch.setattr(address, "_tls", lambda *_: Finding("tls", "", "ok", ""))
    monkeypatch.setattr(address, "_answers", lambda *_: Finding("answers", "", "ok", ""))
    settings.KENTONGAN_URL, settings.KENTONGAN_HTTPS, settings.KENTONGAN_TRUST_PROXY = url, https, trust
    assert found("proxy").level == level


def test_without_an_address_the_doctor_says_what_an_office_computer_carries(settings: Settings, found: Found) -> None:
    settings.KENTONGAN_URL = ""
    assert found("url").level == "warning"
    assert found("carries_webhooks").sentence.startswith("tidak bisa.")
