"""Encrypting and decrypting beside the work, in a thread, through a pipe: memory stays small whatever the size."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from kentongan.support import age

_CHUNK = 1 << 20


class _Beside(threading.Thread):
    """A thread that keeps what it raised."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(name="age", daemon=True)
        self.work = work
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.work()
        except BaseException as error:  # whatever it is, the one who waits for us must learn of it
            self.error = error


@contextmanager
def encrypting(target: BinaryIO, *, recipient: str) -> Iterator[BinaryIO]:
    """Yield a stream; what is written to it goes encrypted into `target`.

    Raises OSError if `target` cannot be written. After an error within the block `target` is not a whole file.
    """
    reading, writing = os.pipe()

    def work() -> None:
        with os.fdopen(reading, "rb", buffering=0) as source:
            age.encrypt_stream(source, target, recipient=recipient)

    beside = _Beside(work)
    beside.start()
    try:
        with os.fdopen(writing, "wb") as stream:
            yield stream
    except BrokenPipeError:
        pass  # the other side gave up; its own error, raised below, says why
    finally:
        beside.join()
    if beside.error is not None:
        raise beside.error


class Opened:
    """What comes out of an archive. At its end it knows whether the seal was whole, and says so."""

    def __init__(self, stream: BinaryIO, beside: _Beside) -> None:
        self._stream = stream
        self._beside = beside

    def read(self, size: int = -1) -> bytes:
        """Read on. Raises NotOpened at the end of a file that is for another key, was changed or cut off."""
        data = self._stream.read(size)
        if len(data) < size or size < 0:
            self._beside.join()
            if self._beside.error is not None:
                raise self._beside.error
        return data

    def read_to_the_end(self) -> None:
        """Read and drop what is left."""
        while self.read(_CHUNK):
            pass


@contextmanager
def decrypting(source: BinaryIO, *, identity: str) -> Iterator[Opened]:
    """Yield a stream of what `source` holds."""
    reading, writing = os.pipe()

    def work() -> None:
        with os.fdopen(writing, "wb", buffering=0) as target:
            age.decrypt_stream(source, target, identity=identity)

    beside = _Beside(work)
    beside.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield Opened(stream, beside)
    finally:
        beside.join()  # a reader who leaves early closes the pipe, and the work ends by that
