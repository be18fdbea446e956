"""A flood from one address, on this computer only: all of it numbered, none lost, and a neighbour lodges as ever.

`python -m bench.flood [--count 400]`: a village in a temporary folder, the real server with two workers, and a proxy's
word for who sends. Prints what became of it, and ends with 1 when something is not as it must be.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench import service
from bench.client import Visitor, lodging

FLOOD, NEIGHBOUR = "203.0.113.9", "198.51.100.7"
MOST = 2_000
COUNT = """
import json, django; django.setup()
from kentongan.cases.models import Case
rows = list(Case.objects.order_by("seq").values_list("seq", "triage", "triage_reason"))
print(json.dumps({"seqs": [row[0] for row in rows], "reasons": [row[2] if row[1] else "" for row in rows]}))
"""


def flood(port: int, count: int, visitors: int) -> float:
    """Lodge `count` reports from one address, over several connections; return the seconds it took."""
    numbers = iter(range(count))
    lock = threading.Lock()

    def visit() -> None:
        visitor = Visitor(port, FLOOD)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            lodging(visitor, number)

    begun = time.monotonic()
    threads = [threading.Thread(target=visit) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - begun


def main() -> int:
    """Flood, and look at what is there."""
    options = argparse.ArgumentParser(prog="python -m bench.flood", description=__doc__)
    options.add_argument("--count", type=int, default=400)
    args = options.parse_args()
    count = min(max(args.count, 100), MOST)
    with (
        tempfile.TemporaryDirectory(prefix="kentongan-flood-") as scratch,
        service.site("sqlite", Path(scratch)) as found,
    ):
        found.env["KENTONGAN_TRUSTED_PROXIES"] = "127.0.0.1"
        port = service.free_port()
        with service.kentongan(found, port, workers=2):
            lodging(Visitor(port, NEIGHBOUR), 1_000_001)
            seconds = flood(port, count, visitors=6)
            begun = time.perf_counter()
            lodging(Visitor(port, NEIGHBOUR), 1_000_002)
            waited = time.perf_counter() - begun
        outcome = json.loads(found.run("-c", COUNT).splitlines()[-1])
        verified = json.loads(found.run("-m", "kentongan.cli", "verify", "--json").splitlines()[-1])
    seqs, reasons = outcome["seqs"], outcome["reasons"]
    listed, tray = reasons.count(""), sum(bool(reason) for reason in reasons)
    print(f"{count} reports from one address in {seconds:.1f} s ({count / seconds:.0f} a second).")
    print(f"In the list: {listed}; in the tray: {tray}; numbers without a gap: {seqs == list(range(1, count + 3))}.")
    print(
        f"The neighbour's reports, before and after: {reasons[0] or 'list'}, {reasons[-1] or 'list'}; {waited:.2f} s."
    )
    print(f"The ledger holds: {verified['ok']}.")
    right = (
        seqs == list(range(1, count + 3)) and tray >= count - 31 and reasons[0] == reasons[-1] == "" and verified["ok"]
    )
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
