"""The invented people of the demo: officers with accounts, and villagers.

Nobody here exists. Telephone numbers are mostly zeros, NIKs name a sub-district 99 that there is not, and addresses
end in `.example`, so that nothing can ever reach a real person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kentongan.cases.lodging import Person
from kentongan.people import accounts, roster
from kentongan.people.models import Officer
from kentongan.rules.types import Role
from kentongan.villages.models import Village

# Shown at every start of the demo. It opens nothing outside a demo: people.sign_in refuses demo villages elsewhere.
PASSWORD: Final = "sugeng-rawuh"  # noqa: S105


@dataclass(frozen=True)
class DemoOfficer:
    """One account of the demo. `key` is how stories call the person."""

    key: str
    username: str
    name: str
    post: str
    roles: tuple[Role, ...]
    number: str = ""  # NIPD, all zeros like every number of the demo


KARANGBAWANG: Final = (
    DemoOfficer("kades", "demo-kades", "Sutarno Hadi", "Kepala Desa", (Role.VILLAGE_HEAD,), "NIPD 0000.0001"),
    DemoOfficer("sekdes", "demo-sekdes", "Wahyu Prasetya", "Sekretaris Desa", (Role.UNIT_HEAD,), "NIPD 0000.0002"),
    DemoOfficer("pelayanan", "demo-pelayanan", "Siti Rokhayah", "Kasi Pelayanan", (Role.INTAKE, Role.HANDLER)),
    DemoOfficer("kesra", "demo-kesra", "Turyanto", "Kasi Kesejahteraan", (Role.HANDLER,)),
    DemoOfficer("kadus1", "demo-kadus1", "Ratmo Wibowo", "Kepala Dusun Randu Alas", (Role.HANDLER,)),
    DemoOfficer("kadus2", "demo-kadus2", "Endang Sulastri", "Kepala Dusun Kali Wening", (Role.HANDLER,)),
    DemoOfficer("bpd", "demo-bpd", "Kusno Aji", "Ketua BPD", (Role.BPD,)),
    DemoOfficer("operator", "demo-operator", "Dimas Nurcahyo", "Operator Desa", (Role.ADMIN,)),
    DemoOfficer("camat", "demo-kecamatan", "Retno Palupi", "Kasi Pemerintahan Kecamatan", (Role.OVERSEER,)),
)

LOSARI: Final = (
    DemoOfficer("kades", "demo-kades", "Warsono", "Kepala Desa", (Role.VILLAGE_HEAD,)),
    DemoOfficer("sekdes", "demo-sekdes", "Nur Halimah", "Sekretaris Desa", (Role.UNIT_HEAD,)),
    DemoOfficer("pelayanan", "demo-pelayanan", "Yuli Astuti", "Kasi Pelayanan", (Role.INTAKE,)),
    DemoOfficer("kadus1", "demo-kadus1", "Slamet Riyadi Putra", "Kepala Dusun I", (Role.HANDLER,)),
    DemoOfficer("bpd", "demo-bpd", "Tarsum", "Ketua BPD", (Role.BPD,)),
)


def open_accounts(village: Village, people: Sequence[DemoOfficer], *, at: datetime) -> dict[str, Officer]:
    """Open an account for each, by the same slips as anywhere, and return the officers by their key."""
    officers = {}
    for person in people:
        slip = accounts.add_officer(
            village=village,
            username=person.username,
            name=person.name,
            post=person.post,
            number=person.number,
            roles=person.roles,
            at=at,
            by=None,
        )
        officer = roster.find(village=village, username=person.username)
        accounts.start_account(officer=officer, code=slip.code, password=PASSWORD, at=at + timedelta(minutes=10))
        officers[person.key] = roster.find(village=village, username=person.username)
    _show_at_the_door(village, people)
    return officers


def _show_at_the_door(village: Village, people: Sequence[DemoOfficer]) -> None:
    """Let the sign-in page of this demo say whom one can be; elsewhere it never does (desk.sign_in.door)."""
    shown = [
        {"username": person.username, "who": f"{person.post} ({', '.join(role.label for role in person.roles)})"}
        for person in people
    ]
    village.texts = {**village.texts, "demo_sign_in": {"password": PASSWORD, "accounts": shown}}
    village.save(update_fields=["texts"])


def bu(name: str, number: int, *, email: str = "", nik: str = "", address: str = "") -> Person:
    """Return an invented woman with an unreachable telephone number."""
    return _villager(name, "f", number, email, nik, address)


def pak(name: str, number: int, *, email: str = "", nik: str = "", address: str = "") -> Person:
    """Return an invented man with an unreachable telephone number."""
    return _villager(name, "m", number, email, nik, address)


def _villager(name: str, gender: str, number: int, email: str, nik: str, address: str) -> Person:
    phone = f"+62812000000{number:02d}"
    return Person(name=name, gender=gender, phone=phone, email=email, nik=nik, address=address)
