"""Measure everything in one run, print it, and write docs/reference/benchmarks.md. See `--help`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import bare, service
from bench.report import Report

ROOT = service.ROOT
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
PAGES = {
    "inbox, all open": "/meja/?daftar=terbuka",
    "inbox, my turn": "/meja/?daftar=saya",
    "inbox, ended": "/meja/?daftar=selesai",
    "search, two words": "/meja/?cari=jembatan+banjir",
    "search, one very common word": "/meja/?cari=jalan",
    "figures": "/meja/angka/",
    "month of due dates": "/meja/kalender/",
    "register book, a month": "/meja/buku/",
}
REGISTER = "/meja/buku/"


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--engines", default="sqlite,postgres")
    options.add_argument("--sizes", default="1k,10k,100k")
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--only", default="", help="flows, pages, import, log, memory, browser; separated by commas")
    options.add_argument("--helpdesk", type=Path, help="Python of an environment with django-helpdesk")
    options.add_argument("--write", action="store_true", help="write docs/reference/benchmarks.md")
    args = options.parse_args()
    report = Report(machine())
    wanted = set(filter(None, args.only.split(",")))
    with tempfile.TemporaryDirectory(prefix="kentongan-bench-") as scratch:
        for engine in args.engines.split(","):
            for name, measure in {"flows": flows, "import": imports, "pages": pages}.items():
                if not wanted or name in wanted:
                    measure(report, engine, Path(scratch), args)
                    keep(report, args)
        for name, measure_once in {"log": log, "memory": memory, "browser": browser}.items():
            if not wanted or name in wanted:
                measure_once(report, Path(scratch))
                keep(report, args)
    print(report.text())


def keep(report: Report, args: argparse.Namespace) -> None:
    """Write down what is known so far: a long run that is broken off has not been in vain."""
    if args.write:
        (ROOT / "docs/reference/benchmarks.md").write_text(report.text(), encoding="utf-8")


def machine() -> str:
    """What this was measured on."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def flows(report: Report, engine: str, scratch: Path, args: argparse.Namespace) -> None:
    """Lodging and looking up at concurrency 8, beside a bare server, raw inserts and django-helpdesk."""
    seconds = args.seconds
    with service.site(engine, scratch / f"flows-{engine}") as found, service.database(engine) as url:
        report.raw(engine, bare.postgres_inserts(url, 3) if url else bare.sqlite_inserts(scratch, 3))
        port = service.free_port()
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        with service.granian(sys.executable, "bench.bare:application", env, port):
            report.bare(service.load(port, "get", seconds=3, path="/"))
        port = service.free_port()
        found.run("-m", "bench.holders")
        with service.kentongan(found, port, workers=2):
            service.load(port, "lodging", seconds=2)  # the first ones load what is loaded once
            report.flow(engine, "lodging: form, post, receipt", service.load(port, "lodging", seconds=seconds))
            service.load(port, "sealed", seconds=1)
            report.flow(engine, "lodging about an official, sealed", service.load(port, "sealed", seconds=seconds))
            report.flow(engine, "lodging, one villager at a time", service.load(port, "lodging", seconds=4, visitors=1))
        verified = json.loads(found.run("-m", "kentongan.cli", "verify", "--json").splitlines()[-1])
        assert verified["ok"], verified
    with service.site(engine, scratch / f"lookups-{engine}") as found:
        filled = json.loads(found.run("-m", "bench.fill", "5000").splitlines()[-1])
        port = service.free_port()
        with service.kentongan(found, port, workers=2):
            service.load(port, "code", seconds=1, codes=filled["codes"])
            report.flow(engine, "look-up of a code", service.load(port, "code", seconds=seconds, codes=filled["codes"]))
            first_page(report, engine, port)
    if args.helpdesk:
        helpdesk(report, engine, scratch, args)


def first_page(report: Report, engine: str, port: int) -> None:
    """Drawn for each reader who has a form open, and from memory for everybody else."""
    drawn = service.load(port, "get", seconds=4, path="/", cookies=["csrftoken=abc"])
    report.flow(engine, "first page, drawn for each", drawn)
    # Three times, for on a busy machine the best one tells most.
    for name, unchanged in {
        "first page, from the micro-cache (best of three)": False,
        "the same, not changed since: 304 (best of three)": True,
    }.items():
        seen = [service.gallop(port, "/", seconds=3, unchanged=unchanged) for _ in range(3)]
        report.flow(engine, name, max(seen, key=lambda one: one["per_second"]))


def helpdesk(report: Report, engine: str, scratch: Path, args: argparse.Namespace) -> None:
    """PyPI's django-helpdesk, through its own public form."""
    with service.database(engine) as url:
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HELPDESK_DATABASE": url or str(scratch / "helpdesk.sqlite3"),
            "DJANGO_SETTINGS_MODULE": "bench.helpdesk.settings",
        }
        subprocess.run([args.helpdesk, "-m", "bench.helpdesk.prepare"], env=env, cwd=ROOT, check=True)
        port = service.free_port()
        with service.granian(str(args.helpdesk), "bench.helpdesk.wsgi:application", env, port):
            service.load(port, "ticket", seconds=2)
            name = "django-helpdesk: form, post, ticket page"
            report.flow(engine, name, service.load(port, "ticket", seconds=args.seconds))


def imports(report: Report, engine: str, scratch: Path, args: argparse.Namespace) -> None:
    """Rows of an old register per second."""
    with service.site(engine, scratch / f"import-{engine}") as found:
        rows = 5_000
        found.run("-m", "bench.work", str(rows), str(found.folder))
        begun = time.perf_counter()
        table, mapping = found.folder / "lama.csv", found.folder / "lama.toml"
        said = found.run("-m", "kentongan.cli", "import", str(table), "--map", str(mapping), "--json")
        took = time.perf_counter() - begun
        assert json.loads(said.splitlines()[-1])["created"] == rows
        report.line(engine, "import", f"{rows / took:,.0f} rows/s ({rows:,} rows in {took:.1f} s, start included)")


def pages(report: Report, engine: str, scratch: Path, args: argparse.Namespace) -> None:
    """The desk's pages over more and more cases, one officer at a time."""
    for size in args.sizes.split(","):
        with service.site(engine, scratch / f"pages-{engine}-{size}") as found:
            filled = json.loads(found.run("-m", "bench.fill", str(SIZES[size])).splitlines()[-1])
            print(f"{engine} {size}: filled in {filled['written_seconds']:.0f} s", file=sys.stderr)
            folding = SIZES[size] / max(filled["folded_seconds"], 0.001)
            report.line(engine, f"figures made anew at {size}", f"{folding:,.0f} cases/s")
            port = service.free_port()
            with service.kentongan(found, port, workers=2):
                for name, path in PAGES.items():
                    wish: dict[str, Any] = {"path": path, "cookies": [filled["cookies"]["ketua"]], "visitors": 1}
                    service.load(port, "get", seconds=1, **wish)
                    report.page(engine, size, name, service.load(port, "get", seconds=args.seconds / 2, **wish))
                wish = {"codes": filled["codes"], "seconds": 3}
                report.page(engine, size, "look-up of a code, 8 at once", service.load(port, "code", **wish))
            printed = json.loads(found.run("-m", "bench.book", "1000").splitlines()[-1])
            report.page_seconds(engine, size, f"register PDF of {printed['lines']:,} entries", printed["seconds"])
        shutil.rmtree(scratch / f"pages-{engine}-{size}", ignore_errors=True)


def memory(report: Report, scratch: Path) -> None:
    """Proportional set size of the whole process tree, jobs included, a while after the start and after some visits."""
    for workers in (1, 2):
        with service.site("sqlite", scratch / f"memory-{workers}") as found:
            port = service.free_port()
            with service.kentongan(found, port, workers=workers, jobs=True) as process:
                time.sleep(10)
                idle = bare.memory(process.pid)
                service.load(port, "lodging", seconds=3)
                time.sleep(2)
                used = bare.memory(process.pid)
        word = "worker" if workers == 1 else "workers"
        report.line(
            "sqlite", f"memory, {workers} {word}", f"{idle:.0f} MB idle, {used:.0f} MB after some hundred flows"
        )


def log(report: Report, scratch: Path) -> None:
    """The transparency log: appending, proofs, and the verification of the whole, at a million entries."""
    folder = scratch / "log"
    folder.mkdir()
    environment = os.environ | {"KENTONGAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "kentongan.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.log"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    entries = f"{seen['entries']:,} entries"
    report.line("sqlite", f"log of {entries}: append", f"{seen['append_cpu_ms']} ms of CPU at the median")
    report.line("sqlite", f"log of {entries}: proof", f"{seen['proof_ms']} ms, p95 {seen['proof_p95_ms']} ms")
    report.line("sqlite", f"log of {entries}: verification of the whole", f"{seen['verify_s']} s")


def browser(report: Report, scratch: Path) -> None:
    """The first page in Chromium on a slow line."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        report.line("browser", "first page", "not measured: no Chromium found")
        return
    with service.site("sqlite", scratch / "browser") as found:
        port = service.free_port()
        with service.kentongan(found, port, workers=1):
            url = f"http://127.0.0.1:{port}/"
            done = subprocess.run(
                [sys.executable, "-m", "bench.browser", url, chromium], cwd=ROOT, capture_output=True, text=True
            )
            if done.returncode:
                raise RuntimeError(done.stderr[-2000:])
            seen = json.loads(done.stdout.splitlines()[-1])
    report.line(
        "browser",
        "first page at 400 kbit/s and 400 ms",
        f"{seen['bytes']:,.0f} bytes in all, ready after {seen['ready_ms']:,.0f} ms",
    )


if __name__ == "__main__":
    begun = datetime.now(UTC)
    main()
    print(f"measured in {(datetime.now(UTC) - begun).total_seconds():.0f} s", file=sys.stderr)
