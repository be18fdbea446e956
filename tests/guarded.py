"""An office in which both routes have two officers with keys, and what a thief would carry away."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from kentongan.cases.models import Case
from kentongan.people.models import KeyHolder, Officer
from kentongan.rules import numbering
from kentongan.rules.types import Role, Route
from kentongan.support import age
from kentongan.vault import case_keys
from kentongan.vault.keyring import Keyring, reporter_ring, ring_of
from kentongan.vault.models import HolderKey
from kentongan.villages import remembered
from tests.factories import MONDAY, Office, make_officer, make_village


def key_for(officer: Officer) -> Keyring:
    """Give an officer a key (its passphrase does not matter here) and return his opened ring."""
    secret = age.new_identity()
    HolderKey.objects.create(
        village=officer.village_id,
        officer=officer.id,
        recipient=age.recipient_of(secret),
        wrapped=b"-",
        kdf={},
        created_at=MONDAY,
    )
    return ring_of(secret, officer=officer.id)


class Guarded(Office):
    """An office in which both routes have two officers with keys."""

    def __init__(self) -> None:
        super().__init__(make_village())
        self.bpd2 = make_officer(self.village, "Wagimin Santoso", Role.BPD, post="Anggota BPD")
        for route, officer in (
            (Route.UNIT, self.sari),
            (Route.UNIT, self.tono),
            (Route.OVERSIGHT, self.bpd),
            (Route.OVERSIGHT, self.bpd2),
        ):
            KeyHolder.objects.create(village=self.village, route=route, officer=officer, since=MONDAY)
        self.rings = {each.id: key_for(each) for each in (self.sari, self.tono, self.bpd, self.bpd2, self.joko)}
        remembered.forget()

    def ring(self, officer: Officer) -> Keyring:
        """The opened ring of an officer."""
        return self.rings[officer.id]


def ring_of_code(case: Case, code: str) -> Keyring:
    """The ring of a reporter."""
    return reporter_ring(case_keys.code_secret(case.village_id, numbering.normalise_code(code)))


def everything_stored() -> bytes:
    """All bytes of all rows of the database, and of all files, as one haystack."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            found += [bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in row]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_search")
        found += [str(row).encode() for row in cursor.fetchall()]
    for folder in (settings.KENTONGAN_FILES, settings.KENTONGAN_STAGING):
        found += [path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()]
    return b"\n".join(found)
