"""What was measured, as a page of the documentation."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

_ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
_HEAD = """# Benchmarks

Written by `make bench` on {day}. Machine: {machine}; the load generator, the service and the database share it.
All numbers are of one run. `p95` is the time within which 95 of 100 requests were answered, in milliseconds.

A flow is what a villager does: open the form, send it with its CSRF and form tokens, receive the receipt, by which time
case, clocks, sealed identity, ledger entry and search entry are durable on disk.
"""


class Report:
    """Collects numbers and lays them out."""

    def __init__(self, machine: str) -> None:
        self.machine = machine
        self.flows: list[tuple[str, str, dict[str, float]]] = []
        self.raws: dict[str, float] = {}
        self.bares: list[dict[str, float]] = []
        self.pages: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self.sizes: dict[str, None] = {}
        self.lines: list[tuple[str, str, str]] = []

    def flow(self, engine: str, name: str, seen: dict[str, float]) -> None:
        """A rate."""
        self.flows.append((engine, name, seen))

    def raw(self, engine: str, rate: float) -> None:
        """Durable inserts a second."""
        self.raws[engine] = rate

    def bare(self, seen: dict[str, float]) -> None:
        """The server without an application."""
        self.bares.append(seen)

    def page(self, engine: str, size: str, name: str, seen: dict[str, float]) -> None:
        """A page over so many cases."""
        self.sizes[size] = None
        self.pages[engine, name][size] = f"{seen['p50_ms']:.0f} / {seen['p95_ms']:.0f}"

    def page_seconds(self, engine: str, size: str, name: str, seconds: float) -> None:
        """Something long over so many cases."""
        self.sizes[size] = None
        self.pages[engine, name][size] = f"{seconds:.1f} s"

    def line(self, engine: str, name: str, value: str) -> None:
        """Anything else."""
        self.lines.append((engine, name, value))

    def text(self) -> str:
        """The page."""
        parts = [_HEAD.format(day=datetime.now(UTC).date().isoformat(), machine=self.machine)]
        if self.flows:
            parts.append(self._flows())
        if self.pages:
            parts.append(self._pages())
        if self.lines:
            rows = [f"| {_ENGINES.get(engine, engine)} | {name} | {value} |" for engine, name, value in self.lines]
            parts.append("\n".join(["## Other work", "", "| where | what | measured |", "|---|---|---|", *rows]))
        return "\n".join(parts).rstrip() + "\n"

    def _flows(self) -> str:
        rows = [
            "## Flows, eight at once unless said otherwise",
            "",
            "| engine | what | per second | p50 ms | p95 ms | p99 ms |",
            "|---|---|---:|---:|---:|---:|",
        ]
        for engine, rate in self.raws.items():
            rows.append(f"| {_ENGINES[engine]} | raw engine: durable transactions of one insert | {rate:,.0f} | | | |")
        for seen in self.bares[:1]:
            rows.append(f"| | bare server: 12 kB from memory | {seen['per_second']:,.0f} | {_times(seen)} |")
        for engine, name, seen in self.flows:
            rows.append(f"| {_ENGINES[engine]} | {name} | {seen['per_second']:,.0f} | {_times(seen)} |")
        for engine in _ENGINES:
            ours = self._rate(engine, "lodging: ")
            theirs = self._rate(engine, "django-helpdesk")
            if ours and theirs:
                rows += ["", f"{_ENGINES[engine]}: {ours / theirs:.1f} lodging flows to one of django-helpdesk."]
        return "\n".join(rows) + "\n"

    def _rate(self, engine: str, beginning: str) -> float | None:
        return next((seen["per_second"] for e, n, seen in self.flows if e == engine and n.startswith(beginning)), None)

    def _pages(self) -> str:
        rows = [
            "## Pages over many cases, one officer at a time",
            "",
            "Each cell: p50 / p95 in milliseconds, over HTTP with the officer's session.",
            "",
            f"| engine | page | {' | '.join(self.sizes)} |",
            f"|---|---|{'---:|' * len(self.sizes)}",
        ]
        for (engine, name), cells in self.pages.items():
            rows.append(f"| {_ENGINES[engine]} | {name} | {' | '.join(cells.get(s, '–') for s in self.sizes)} |")
        return "\n".join(rows) + "\n"


def _times(seen: dict[str, float]) -> str:
    return f"{seen['p50_ms']:.1f} | {seen['p95_ms']:.1f} | {seen['p99_ms']:.1f}"
