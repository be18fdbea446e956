"""A process that appends to a log: `python -m tests.ledger.appender DATABASE LOG TRANSACTIONS`.

DATABASE is an entry of Django's DATABASES as JSON. After each commit the last index is printed: it is acknowledged.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def set_up(database: dict[str, Any]) -> None:
    from django.conf import settings

    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["kentongan.ledger"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    import django

    django.setup()


def main() -> None:
    database, log, transactions = json.loads(sys.argv[1]), UUID(sys.argv[2]), int(sys.argv[3])
    set_up(database)
    from django.core.management import call_command
    from django.db import transaction

    from kentongan.ledger import log as ledger

    if transactions == 0:
        call_command("migrate", verbosity=0)
        return
    for _ in range(transactions):
        with transaction.atomic():
            for number in range(2):
                entry = ledger.append(
                    log=log,
                    action="note",
                    subject=None,
                    actor=None,
                    public={},
                    private={"number": number},
                    at=datetime.now(UTC),
                )
        print(entry.index, flush=True)  # noqa: T201  (this is how the parent learns of it)
    found = ledger.verify(log)
    assert found.ok, found


if __name__ == "__main__":
    main()
