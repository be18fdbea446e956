"""Give the village two officers with keys on each route, so that what is sealed is sealed as in a real one."""

from __future__ import annotations

from datetime import UTC, datetime

import django


def main() -> None:
    """Make four accounts and their keys."""
    django.setup()
    from kentongan.people.models import Officer
    from kentongan.rules.types import Role
    from kentongan.vault import holders
    from kentongan.villages.models import Village

    village = Village.objects.get()
    now = datetime.now(UTC)
    for name, role in (
        ("kepala", Role.UNIT_HEAD),
        ("penerima", Role.INTAKE),
        ("pengawas", Role.BPD),
        ("kecamatan", Role.OVERSEER),
    ):
        officer = Officer.objects.create_officer(
            village=village, username=name, name=name.title(), roles=(role,), created_at=now
        )
        draft = holders.draw(village=village, officer=officer, at=now)
        holders.activate(draft, village=village, officer=officer, at=now)


if __name__ == "__main__":
    main()
