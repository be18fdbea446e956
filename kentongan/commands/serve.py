"""`kentongan serve`: the site, with the jobs beside it."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from kentongan.commands import console
from kentongan.commands.processes import (
    Companion,
    end_with,
    heed_first_stop_only,
    hold_port,
    let_children_end_from_the_start,
)

HELP = "menjalankan layanan (situs, meja, dan pekerjaan berkala)"
_KILL_AFTER = 15  # seconds for requests in hand
_MOST_LISTED = 10
# A request holds its thread while its body arrives: a photo on a weak signal takes minutes, and must stop nobody else.
_THREADS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_address(parser)
    parser.add_argument("--no-jobs", action="store_true", help="tanpa pekerjaan berkala (lihat kentongan work)")
    console.add_json(parser)


def add_address(parser: argparse.ArgumentParser) -> None:
    """Declare where and with how many workers to serve."""
    parser.add_argument("--host", default="127.0.0.1", help="alamat (bawaan 127.0.0.1; 0.0.0.0 untuk seluruh jaringan)")
    parser.add_argument("--port", type=_port, default=8000, help="porta (bawaan 8000)")
    parser.add_argument("--workers", type=_positive, help="jumlah proses (bawaan: menurut prosesor, paling banyak 2)")


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; 1 when the port is taken."""
    return serve(args, jobs=not args.no_jobs)


def serve(args: argparse.Namespace, *, jobs: bool) -> int:
    """Serve with an already prepared database."""
    from kentongan.commands.statics import collect_if_changed
    from kentongan.commands.verify import erase_again

    with hold_port(args.host, args.port) as held:
        if collect_if_changed():
            console.progress(args, "Berkas tampilan disiapkan.")
        if again := erase_again():
            console.progress(args, f"Isi {again} aduan yang sudah pernah dihapus ada lagi; dihapus lagi.")
        url = _url(args.host, args.port)
        console.say(args, _welcome(url), {"ok": True, "url": url, "pid": os.getpid()})
        _load_program()
        _serve(args, held.getsockname()[0], Companion(_work) if jobs else None)
    return console.OK


def _serve(args: argparse.Namespace, address: str, companion: Companion | None) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # It warns of more threads than processors can use; ours are for waiting.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    server = Granian(
        "kentongan.wsgi:application",
        address=address,  # a number, also where a name was given
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers or min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1),
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_AFTER,
        websockets=False,
        log_access=False,  # who reads the logs must not learn who complained
        log_level=LogLevels.warning,
    )
    if companion is not None:
        server.on_startup(companion.start)
        server.on_shutdown(companion.stop)
    let_children_end_from_the_start()
    server.on_startup(partial(_end_with_terminal, server, signal.getsignal(signal.SIGHUP)))
    try:
        server.serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)
    except SystemExit:
        # Told to end together with us, a worker may be the faster; that is no failure.
        if not server.interrupt_signal:
            raise console.Problem("Layanan berhenti: prosesnya gagal berulang kali. Lihat pesan di atas.") from None


def _application(parent: int) -> Callable[..., Any]:
    """In a worker: bind its life to the server's, and give it the site."""
    heed_first_stop_only()
    end_with(parent)
    from kentongan.support.passing import keep_forgetting
    from kentongan.wsgi import application

    keep_forgetting()
    return application


def _end_with_terminal(server: Any, before: Any) -> None:
    """Closing the window ends the service; the server itself would take the signal for a wish to reload."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN if before is signal.SIG_IGN else server.signal_handler_interrupt)


def _work() -> None:
    from kentongan.commands.work import work

    work()


def _load_program() -> None:
    """Load everything before the workers fork, so that it lies in memory once; no connection is carried over."""
    from django.db import connections
    from django.urls import get_resolver

    import kentongan.jobs.loop
    import kentongan.wsgi  # noqa: F401

    _ = get_resolver().url_patterns
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    gc.collect()
    gc.freeze()


def _welcome(url: str) -> str:
    from kentongan.villages.models import Village

    villages = list(Village.objects.order_by("code")[: _MOST_LISTED + 1])
    lines = [f"Kentongan melayani di {url} (hentikan dengan Ctrl+C)."]
    if len(villages) > 1:
        lines += [f"  {village.name}: {url}desa/{village.code}/" for village in villages[:_MOST_LISTED]]
    return "\n".join(lines)


def _url(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("porta antara 1 dan 65535")
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("sedikitnya 1")
    return number
