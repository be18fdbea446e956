"""Run in a process of its own: prepare a data folder, lodge many complaints, or report what is there.

Every lodging is printed only after the action returned: that is the moment at which the reporter sees a number.
"""

import hashlib
import json
import os
import sys
from datetime import UTC, datetime

import django


def prepare() -> None:
    from django.core.management import call_command

    from tests.factories import make_village

    call_command("migrate", verbosity=0)
    make_village()


def lodge_many(name: str, count: int) -> None:
    from kentongan.cases.actions import intake
    from kentongan.documents import store
    from kentongan.documents.clean import clean
    from kentongan.villages.models import Village
    from tests.documents import uploads
    from tests.factories import a_lodging

    village = Village.objects.get()
    pdf = clean(uploads.pdf())
    for turn in range(count):
        now = datetime.now(tz=UTC)
        documents = store.take_in(village=village, uploads=[pdf], by=None, at=now)
        lodging = a_lodging(story=f"Laporan {turn} dari {name}", documents=tuple(documents))
        receipt = intake.lodge(village=village, lodging=lodging, channel="web", at=now)
        print(receipt.case.number, flush=True)  # noqa: T201 (this is how the parent sees an acknowledgement)


def report() -> None:
    from django.db import connection

    from kentongan.cases.models import Case
    from kentongan.documents import store
    from kentongan.documents.models import Document
    from kentongan.ledger import log as ledger
    from kentongan.villages.models import Village

    village = Village.objects.get()
    broken = [
        str(document.id)
        for document in Document.objects.filter(subject__isnull=False)
        if hashlib.sha256(store.path_of(document).read_bytes()).hexdigest() != document.sha256
    ]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit")
        synchronous = cursor.fetchone()[0]
    verification = ledger.verify(village.log)
    print(  # noqa: T201 (read by the parent)
        json.dumps(
            {
                "numbers": list(Case.objects.order_by("seq").values_list("number", flat=True)),
                "seqs": list(Case.objects.order_by("seq").values_list("seq", flat=True)),
                "documents": Document.objects.filter(subject__isnull=False).count(),
                "broken": broken,
                "ledger": [verification.ok, verification.size],
                "synchronous": synchronous,
            }
        )
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.settings"
    django.setup()
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["lodge", name, count]:
            lodge_many(name, int(count))
        case _:
            report()
