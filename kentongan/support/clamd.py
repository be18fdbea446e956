"""Ask a running clamd whether bytes are known to be harmful (clamd(8): PING, VERSION, INSTREAM)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
_QUICK = 3.0  # seconds to be answered at all


class ScannerSilent(Exception):
    """The scanner could not be asked, or said nothing that can be used. Says nothing of the file."""


class TooLargeForScanner(ScannerSilent):
    """The file exceeds the scanner's own limit (`StreamMaxLength` of clamd.conf)."""


@dataclass(frozen=True)
class Address:
    """Where clamd listens: a Unix socket (`path`), or host and port."""

    path: str = ""
    host: str = ""
    port: int = 0

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.path else f"tcp:{self.host}:{self.port}"


def is_harmful(data: bytes, address: Address, *, seconds: float) -> bool:
    """Tell whether clamd knows `data` as harmful. `seconds` is how long it may think.

    Raises ScannerSilent, and TooLargeForScanner when its own limit is exceeded.
    """
    answer = _ask(address, b"zINSTREAM\x00", _framed(data), seconds)
    if answer.endswith(b"FOUND"):
        return True
    if answer.endswith(b"OK"):
        return False
    raise TooLargeForScanner if b"size limit exceeded" in answer else ScannerSilent


def version(address: Address) -> str:
    """Return what clamd says of itself and its signatures, `ClamAV 1.0.3/27100/Thu Nov 26 …`. Raises ScannerSilent."""
    answer = _ask(address, b"zVERSION\x00", iter(()), _QUICK)
    if not answer.startswith(b"ClamAV"):
        raise ScannerSilent
    return answer.decode("ascii", "replace")


def _framed(data: bytes) -> Iterator[bytes]:
    """Chunks with their length before them, and a chunk of no length at the end."""
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        yield len(chunk).to_bytes(4, "big") + chunk
    yield bytes(4)


def _ask(address: Address, command: bytes, chunks: Iterator[bytes], seconds: float) -> bytes:
    try:
        with _connected(address) as line:
            line.settimeout(seconds)
            try:
                line.sendall(command)
                for chunk in chunks:
                    line.sendall(chunk)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has heard enough (its limit); what it says about that can still be read
            answer = b""
            while b"\x00" not in answer and len(answer) < _LONGEST_ANSWER:
                part = line.recv(_LONGEST_ANSWER)
                if not part:
                    break
                answer += part
    except OSError as error:  # timeouts too
        raise ScannerSilent from error
    return answer.partition(b"\x00")[0].strip()


@contextmanager
def _connected(address: Address) -> Iterator[socket.socket]:
    family = socket.AF_UNIX if address.path else socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(_QUICK)
        line.connect(address.path or (address.host, address.port))
        yield line
