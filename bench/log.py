"""How long the log takes: `python -m bench.log [ENTRIES]` in a data folder of its own. Prints one line of JSON.

Appended are entries like those of a lodging, 500 to a transaction, so that the disk's fsync is not what is measured;
of each append the CPU time is taken. Then proofs at random places, and the whole verification.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
TOGETHER = 500
PROOFS = 300
LIMITS = {"append_cpu_ms": 1.0, "proof_ms": 5.0, "verify_s": 60.0}


def main() -> None:
    """Measure on the database of the settings."""
    import django

    django.setup()
    from kentongan.commands import database

    database.migrate()
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))


def measure(entries: int) -> dict[str, Any]:
    """Make a log of so many entries and measure it."""
    from kentongan.ledger import log as ledger
    from kentongan.ledger import tree
    from kentongan.ledger.heads import HeadWatch
    from kentongan.support.ids import uuid7
    from kentongan.support.tlog import merkle

    log = uuid7()
    appends = _append(log, entries)
    root = tree.root(log, entries)
    dice = random.Random(7)
    proofs: list[float] = []
    for _ in range(PROOFS):
        index, old = dice.randrange(entries), dice.randint(1, entries)
        begun = time.perf_counter()
        proof = tree.inclusion(log, index, entries)
        proofs.append(time.perf_counter() - begun)
        merkle.verify_inclusion(tree.leaf(log, index), index, entries, proof, root)
        begun = time.perf_counter()
        tree.consistency(log, old, entries)
        proofs.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    watch = HeadWatch(log, lambda _: [])
    outcome = ledger.verify(log, see=watch.see)
    took = time.perf_counter() - begun
    if not outcome.ok or watch.problems() or watch.tree.root() != root:
        raise SystemExit("the log of the measurement does not verify")
    return {
        "entries": entries,
        "append_cpu_ms": round(statistics.median(appends) * 1000, 3),
        "append_cpu_p99_ms": round(statistics.quantiles(appends, n=100)[98] * 1000, 3),
        "append_cpu_worst_ms": round(max(appends) * 1000, 1),
        "proof_ms": round(statistics.median(proofs) * 1000, 2),
        "proof_p95_ms": round(statistics.quantiles(proofs, n=20)[18] * 1000, 2),
        "verify_s": round(took, 1),
    }


def _append(log: Any, entries: int) -> list[float]:
    """Append, and return the CPU seconds of each."""
    from django.db import transaction

    from kentongan.ledger import log as ledger
    from kentongan.support.ids import uuid7

    took: list[float] = []
    public = {"kind": "complaint", "class": None, "from": None, "to": "received", "round": 1}
    private = {
        "number": "007/ADU/33.03.13.2003/2026",
        "channel": "web",
        "story_sha256": "0" * 64,
        "due_on": "2026-12-01",
    }
    while len(took) < entries:
        with transaction.atomic():
            for _ in range(min(TOGETHER, entries - len(took))):
                begun = time.process_time()
                ledger.append(
                    log=log, action="receive", subject=uuid7(), actor=None, public=public, private=private, at=AT
                )
                took.append(time.process_time() - begun)
    return took


if __name__ == "__main__":
    main()
