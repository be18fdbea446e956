"""The public address, asked: does it answer, and with a certificate that browsers take?"""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from kentongan.jobs.health import Finding
from kentongan.jobs.health.address import ABOUT
from kentongan.support.reach import reach_of

_SECONDS = 8
_SOON = timedelta(days=14)


def findings(at: datetime) -> Iterator[Finding]:
    """Yield what is found by asking there; only the service's own address is asked, nobody else's."""
    url: str = settings.KENTONGAN_URL
    if url:
        if reach_of(url).https:
            yield _tls(url, at)
        yield _answers(url)
    yield _time_service()


def _tls(url: str, at: datetime) -> Finding:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), timeout=_SECONDS) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=host) as secure,
        ):
            certificate = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Finding("tls", "Sertifikat", "problem", f"tidak dipercaya peramban ({error.verify_message}).")
    except OSError as error:
        return Finding("tls", "Sertifikat", "warning", f"tidak dapat diperiksa dari komputer ini ({_reason(error)}).")
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), tz=UTC)
    said = f"berlaku sampai {ends:%d-%m-%Y}."
    if ends - at < _SOON:
        return Finding("tls", "Sertifikat", "warning", f"{said} Segera perpanjang.")
    return Finding("tls", "Sertifikat", "ok", said)


def _answers(url: str) -> Finding:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        line = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
        try:
            line.request("GET", "/sehat/")
            answer = line.getresponse()
            body = answer.read(64)
        finally:
            line.close()
    except (OSError, http.client.HTTPException) as error:
        # Some routers let nobody inside knock at their own outside.
        sentence = f"belum menjawab dari komputer ini ({_reason(error)}). Coba buka dari ponsel."
        return Finding("answers", ABOUT, "warning", sentence)
    if answer.status != http.client.OK or body.strip() != b"ok":
        return Finding("answers", ABOUT, "problem", f"dijawab program lain, bukan Kentongan (status {answer.status}).")
    return Finding("answers", ABOUT, "ok", "menjawab.")


def _time_service() -> Finding:
    """Deadlines and receipts hang on the clock; ask systemd, where it is, whether anybody sets it."""
    about = "Penyetel jam"
    try:
        done = subprocess.run(
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],  # noqa: S607  (wherever the system has it)
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return Finding("time_service", about, "ok", "tidak dapat ditanyakan di komputer ini.")
    if done.stdout.strip() == "no":
        sentence = "jam komputer tidak disetel otomatis. Jalankan: timedatectl set-ntp true"
        return Finding("time_service", about, "warning", sentence)
    return Finding("time_service", about, "ok", "jam disetel otomatis." if done.stdout.strip() else "tidak diketahui.")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
