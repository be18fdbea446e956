"""Asking for one page as fast as it comes: a few connections kept open, one request in flight on each, nothing parsed.

`bench.client` reads headers and counts bytes as a browser does, which costs more than an answer from memory. Here a
process sends the same bytes on all its connections and then reads from each as many as the first answer had; every
answer must begin and end as the first did.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import socket
import sys
import time
from multiprocessing.connection import Connection

LENGTH = re.compile(rb"(?i)content-length: (\d+)")
ETAG = re.compile(rb'(?i)etag: ("[^"]+")')


def run(port: int, path: str, *, seconds: float, visitors: int, processes: int, unchanged: bool) -> dict[str, float]:
    """Ask with `visitors` connections from so many processes; return answers a second and their times (milliseconds).

    `unchanged`: ask as somebody who has the page already.
    """
    wish = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\n"
    if unchanged:
        line = _connect(port)
        etag = ETAG.search(_first(line, f"{wish}\r\n".encode()))
        line.close()
        assert etag, "no ETag: the page is not kept"
        wish += f"If-None-Match: {etag[1].decode()}\r\n"
    status = b"HTTP/1.1 304" if unchanged else b"HTTP/1.1 200"
    ends = []
    for _ in range(processes):
        mine, theirs = multiprocessing.Pipe()
        work = (theirs, port, f"{wish}\r\n".encode(), status, seconds, visitors // processes)
        process = multiprocessing.Process(target=_ride, args=work)
        process.start()
        ends.append((mine, process))
    rides = [mine.recv() for mine, _ in ends]
    for _, process in ends:
        process.join()
    took = max(ended for _, ended, _ in rides) - min(begun for begun, _, _ in rides)
    times = sorted(took for _, _, each in rides for took in each)
    return {
        "per_second": len(times) / took,
        "p50_ms": 1000 * times[len(times) // 2],
        "p95_ms": 1000 * times[int(len(times) * 0.95)],
        "p99_ms": 1000 * times[int(len(times) * 0.99)],
        "count": len(times),
    }


def _ride(end: Connection, port: int, request: bytes, status: bytes, seconds: float, visitors: int) -> None:
    lines = [_connect(port) for _ in range(visitors)]
    known = [len(_first(line, request)) for line in lines]
    times: list[float] = []
    begun = time.perf_counter()  # one clock for all processes
    while (now := time.perf_counter()) < begun + seconds:
        for line in lines:
            line.send(request)
        for line, length in zip(lines, known, strict=True):
            got = line.recv(1 << 16)
            assert got.startswith(status), got[:200]
            missing = length - len(got)
            while missing > 0:
                missing -= len(line.recv(1 << 16))
            assert missing == 0, "an answer of another length"
            times.append(time.perf_counter() - now)
    end.send((begun, now, times))


def _connect(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _first(line: socket.socket, request: bytes) -> bytes:
    """Read one whole answer."""
    line.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(1 << 16)
    found = LENGTH.search(got)
    whole = got.index(b"\r\n\r\n") + 4 + (int(found[1]) if found and b" 304 " not in got[:16] else 0)
    while len(got) < whole:
        got += line.recv(1 << 16)
    return got


if __name__ == "__main__":
    print(json.dumps(run(**json.loads(sys.argv[1]))))
