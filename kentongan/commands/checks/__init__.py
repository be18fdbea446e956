"""The checks of `kentongan doctor`: the machine, the database, and what the village does with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kentongan.jobs.health import Finding

__all__ = ["Finding", "check_all"]


def check_all(at: datetime, *, deep: bool = False) -> list[Finding]:
    """Run every check. Where the database is away, those that need it are left out."""
    return list(_findings(at, deep))


def _findings(at: datetime, deep: bool) -> Iterator[Finding]:
    from kentongan.commands.checks import address, storage
    from kentongan.jobs.health import machine, upkeep

    yield from machine.findings(at)
    yield from address.findings(at)
    reachable = True
    for finding in storage.findings(at, deep=deep):
        reachable = reachable and not (finding.name in storage.NEEDED and finding.level == "problem")
        yield finding
    if reachable:
        yield from upkeep.findings(at)
