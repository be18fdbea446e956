"""`make fuzz`: schemathesis over both interfaces of a served village, with and without a key; no answer may be a 5xx.

Schemathesis lives in an environment of its own (--tool): its many libraries are nothing a village needs. What it sends
is counted by the service's own door (bench.fuzz_door), not by the tool's report.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.service import ROOT, Site, free_port, served, site

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> int:
    """Fuzz until enough was sent; 1 when something was answered with a 5xx, or not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", default=".venv-schema/bin/schemathesis", help="the schemathesis to run")
    parser.add_argument("--engine", default="sqlite", choices=["sqlite", "postgresql"])
    parser.add_argument("--requests", type=int, default=20_000, help="at least so many")
    parser.add_argument("--examples", type=int, default=700, help="of one operation and one run of the tool")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kentongan-fuzz-") as folder, site(args.engine, Path(folder)) as found:
        found.run("-m", "django", "collectstatic", "--noinput")
        return fuzz(found, found.run("-m", "bench.fuzz_village").splitlines()[-1], args)


def fuzz(found: Site, known: str, args: argparse.Namespace) -> int:
    """Run the tool again and again, with the key and without by turns."""
    port, counts = free_port(), found.folder / "answers"
    env = {**found.env, "KENTONGAN_FUZZ_COUNTS": str(counts)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    command += ["--blocking-threads", "4", "--no-ws", "--log-level", "error", "bench.fuzz_door:application"]
    bad, turn = 0, 0
    with served(command, env, port, "/sehat/"):
        while not bad and sum(answers(counts).values()) < args.requests:
            bad = run_tool(args, found.folder, port, known, turn)
            turn += 1
    told = answers(counts)
    print(
        f"{sum(told.values())} requests on {args.engine}: " + ", ".join(f"{n} × {s}" for s, n in sorted(told.items()))
    )
    failed = sum(count for status, count in told.items() if status.startswith("5"))
    return 1 if failed or bad else 0


def run_tool(args: argparse.Namespace, folder: Path, port: int, known: str, turn: int) -> int:
    """Run schemathesis once, in even turns with the key; return its exit status."""
    base = f"http://127.0.0.1:{port}"
    command = [str(ROOT / args.tool), "run", f"{base}/api/v1/openapi.json", "--checks", CHECKS, "--workers", "2"]
    command += ["--max-examples", str(args.examples), "--seed", str(turn + 1), "--continue-on-failure", "--no-color"]
    command += ["--phases", "examples,fuzzing", "--suppress-health-check", "all", "--warnings", "off"]
    command += ["--generation-database", "none", "--no-shrink"]
    if turn % 2 == 0:
        command += ["-H", f"X-Api-Key: {json.loads(known)['key']}"]
    env = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "bench.fuzz_hooks",
        "KENTONGAN_FUZZ_KNOWN": known,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(command, cwd=folder, env=env).returncode


def answers(counts: Path) -> dict[str, int]:
    """Return how often each status was answered."""
    found: dict[str, int] = {}
    for path in counts.parent.glob(f"{counts.name}.*"):
        for status in path.read_text().split():
            found[status] = found.get(status, 0) + 1
    return found


if __name__ == "__main__":
    sys.exit(main())
