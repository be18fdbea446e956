"""The queue before every write to a SQLite database.

SQLite lets one connection write at a time, and others wait by sleeping longer and longer, so that the unlucky one waits
far too long. Here a writer first stands in line: at a lock among the threads of its process, then at a file lock
(flock) among processes, which the kernel grants in order of arrival and frees by itself when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from pathlib import Path

# Long enough for an import that writes ten thousand rows at once; a writer stuck beyond that is a fault to be told.
DEFAULT_TIMEOUT = 60.0


class WriteQueueTimeout(Exception):
    """Another writer held the database for too long."""


class _Line:
    """One database as this process sees it: the lock among its threads, and the file that other processes lock."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.threads = threading.Lock()
        self.descriptor: int | None = None

    def __del__(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)

    def lock_file(self, seconds: float) -> bool:
        """Take the file lock, waiting at most `seconds`. The caller holds `threads`."""
        if self.file is None:
            return True
        deadline = time.monotonic() + seconds
        while True:
            if self.descriptor is None:
                self.descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not self._wait(deadline - time.monotonic()):
                    return False
            if self._file_is_still_ours():
                return True

    def unlock_file(self) -> None:
        if self.descriptor is not None:
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def _file_is_still_ours(self) -> bool:
        """Whether the path still names the file we locked; after a restore or a clean-up it may be another one."""
        if self.file is None or self.descriptor is None:
            return True
        ours = os.fstat(self.descriptor)
        try:
            there = self.file.stat()
        except FileNotFoundError:
            there = None
        if there is not None and (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino):
            return True
        os.close(self.descriptor)
        self.descriptor = None
        return False

    def _wait(self, seconds: float) -> bool:
        """Stand in the kernel's line. flock knows no time limit, so a helper thread waits and we watch the clock."""
        descriptor = self.descriptor
        if descriptor is None or seconds <= 0:
            return False
        granted = threading.Event()
        guard = threading.Lock()
        gave_up = False

        def stand_in_line() -> None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            finally:
                with guard:
                    if gave_up:
                        os.close(descriptor)  # this also frees the lock that nobody waits for any more
                    else:
                        granted.set()

        threading.Thread(target=stand_in_line, name="write-queue", daemon=True).start()
        granted.wait(seconds)
        with guard:
            if granted.is_set():
                return True
            gave_up = True
            self.descriptor = None  # it belongs to the helper now
            return False


_lines: weakref.WeakValueDictionary[str, _Line] = weakref.WeakValueDictionary()
_lines_lock = threading.Lock()


def _forget_after_fork() -> None:
    """A child inherits its parent's open files and with them the parent's locks: it must open its own."""
    global _lines, _lines_lock
    _lines, _lines_lock = weakref.WeakValueDictionary(), threading.Lock()


os.register_at_fork(after_in_child=_forget_after_fork)


def _line_of(name: str, file: Path | None) -> _Line:
    with _lines_lock:
        line = _lines.get(name)
        if line is None:
            line = _lines[name] = _Line(file)
        return line


class WriteQueue:
    """One connection's place in the queue. Entering twice is entering once; leaving when outside does nothing."""

    def __init__(self, name: str, file: Path | None, timeout: float = DEFAULT_TIMEOUT) -> None:
        """`name` identifies the database within this process; `file` is the lock file (None: it lives in memory)."""
        self.name = name
        self.file = file
        self.timeout = timeout
        self.held = False
        self._line = _line_of(name, file)
        self._process = os.getpid()

    def enter(self) -> None:
        """Wait for our turn to write. Raises WriteQueueTimeout after `timeout` seconds."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._line = _line_of(self.name, self.file)
            self.held = False
        if self.held:
            return
        deadline = time.monotonic() + self.timeout
        if not self._line.threads.acquire(timeout=self.timeout):
            raise WriteQueueTimeout(self._too_long())
        taken = False
        try:
            taken = self._line.lock_file(max(deadline - time.monotonic(), 0.0))
        finally:
            if not taken:
                self._line.threads.release()
        if not taken:
            raise WriteQueueTimeout(self._too_long())
        self.held = True

    def leave(self) -> None:
        """Let the next one write."""
        if not self.held or self._process != os.getpid():
            return
        self.held = False
        try:
            self._line.unlock_file()
        finally:
            self._line.threads.release()

    def __del__(self) -> None:
        # A connection that was dropped without being closed must not block everyone else for ever.
        if getattr(self, "held", False):
            self.leave()

    def _too_long(self) -> str:
        return (
            f"Basis data sibuk: menunggu giliran menulis lebih dari {self.timeout:g} detik. "
            "Ada proses lain yang terlalu lama menulis."
        )
