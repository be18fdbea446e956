"""The register book's PDF of a year's first entries: `python -m bench.book ENTRIES` prints one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from kentongan.cases.queries import book  # noqa: E402  (Django first)
from kentongan.cases.queries.book import Part  # noqa: E402
from kentongan.reports.register.columns import Reading, chosen  # noqa: E402
from kentongan.reports.register.pdf import Printing, Volume, register_pdf  # noqa: E402
from kentongan.rules.register_book import Period  # noqa: E402
from kentongan.villages.models import Village  # noqa: E402


def main() -> None:
    """Read and typeset one volume, as the desk does."""
    village, now = Village.objects.get(), datetime.now(UTC)
    period = Period(now.year - 1, 1, 12)
    begun = time.perf_counter()
    lines = list(book.lines(village, period, Part.ALL, limit=int(sys.argv[1])))
    printing = Printing(village, now, "Sekretaris Desa")
    made = register_pdf(Volume(period, "Buku utama"), [Reading(line) for line in lines], chosen(village), printing)
    print(json.dumps({"seconds": time.perf_counter() - begun, "bytes": len(made), "lines": len(lines)}))


if __name__ == "__main__":
    main()
