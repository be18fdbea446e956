"""Ports, child processes, and how they end together."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from kentongan.commands.console import Problem

_PR_SET_PDEATHSIG = 1
_STOP_SECONDS = 15
_RESTART_SECONDS = 5
_LOOK_SECONDS = 2
_HANDLER_LOOKS, _HANDLER_SECONDS = 500, 0.02


def hold_port(host: str, port: int) -> socket.socket:
    """Take the port for our own workers, and keep it while the returned socket is open.

    The server's workers share their port (SO_REUSEPORT), and would share it just as silently with a server left over
    from yesterday, which would then answer half of the requests. So we first bind without sharing, which fails if
    anybody is there, and only then open our socket to our own workers. Raises Problem.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Connections of a server that ended a moment ago may linger; only a living one counts.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)  # or a second service could bind until we listen
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError as error:
        held.close()
        raise Problem(_why_not(error, host, port)) from error
    return held


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Porta {port} di {host} sedang dipakai program lain (mungkin Kentongan yang masih berjalan). "
            f"Hentikan program itu, atau pilih porta lain, misalnya: --port {port + 1 if port < 65535 else 8000}"
        )
    if error.errno == errno.EACCES:
        return f"Porta {port} hanya boleh dipakai administrator komputer. Pilih porta di atas 1023."
    return f"Alamat {host}:{port} tidak dapat dipakai di komputer ini ({error.strerror})."


def end_with(parent: int) -> None:
    """End this process when its parent ends, however that comes about (also by SIGKILL, which nobody can handle)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before we asked to be told
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def stop_on_signals() -> threading.Event:
    """An event that is set by SIGTERM or SIGINT."""
    stop = threading.Event()

    def handler(*_: object) -> None:
        # In a thread: the main one may hold the event's own lock at this very moment.
        threading.Thread(target=stop.set).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)
    return stop


def let_children_end_from_the_start() -> None:
    """From now on, let no forked child miss a SIGTERM that reaches it before it has a handler of its own.

    A child begins with its parent's handlers: told to end in its first moments, it would only take note of that as the
    parent would, and go on. So stops wait while we fork, and find the child with the system's own answer to them:
    it ends. Ctrl+C reaches every process of the terminal; it is for the parent alone, who ends his children.
    """
    stops = {signal.SIGTERM, signal.SIGINT}

    def before() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)

    def in_parent() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)

    def in_child() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)

    os.register_at_fork(before=before, after_in_parent=in_parent, after_in_child=in_child)


def heed_first_stop_only() -> None:
    """In a worker: pass on one SIGTERM to the server's own handler, and no more.

    A service manager tells every process to end, and then the parent ends its workers as well; the server's handler
    called within itself waits for a lock that it holds. So the signal is blocked, and a thread takes the first one.
    Ctrl+C reaches every process of the terminal, too; that one is for the parent alone.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not the handler inherited from the parent
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    threading.Thread(target=_pass_on, name="stop", daemon=True).start()


def _pass_on() -> None:
    signal.sigwait({signal.SIGTERM})
    for _ in range(_HANDLER_LOOKS):
        handler = signal.getsignal(signal.SIGTERM)
        if callable(handler):
            handler(signal.SIGTERM, None)
            return
        time.sleep(_HANDLER_SECONDS)  # the worker is still starting
    os._exit(0)


class Companion:
    """A child process beside the server, started again should it die."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work
        self._stopping = threading.Event()
        self._process: multiprocessing.process.BaseProcess | None = None
        # Forked, so that the program is in memory once.
        self._context = multiprocessing.get_context("fork")

    def start(self) -> None:
        """Start the child, and a thread that watches over it."""
        started = threading.Event()
        threading.Thread(target=self._keep, args=(started,), name="companion", daemon=True).start()
        started.wait()

    def stop(self) -> None:
        """End the child and wait for it."""
        self._stopping.set()
        process = self._process
        if process is None:
            return
        process.terminate()
        process.join(_STOP_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()

    def _keep(self, started: threading.Event) -> None:
        # One thread forks and stays: the child is told of the end of the thread that made it (PR_SET_PDEATHSIG).
        while not self._stopping.is_set():
            self._process = self._context.Process(target=_run, args=(self.work, os.getpid()), name="kentongan-jobs")
            self._process.start()
            started.set()
            self._process.join()
            self._stopping.wait(_RESTART_SECONDS)


def _run(work: Callable[[], None], parent: int) -> None:
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the parent ends us when its terminal goes
    end_with(parent)
    work()
