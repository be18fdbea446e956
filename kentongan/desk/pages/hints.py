"""Why something cannot be done just now, said before an officer wonders."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kentongan.cases import rights
from kentongan.cases.actions.base import state_of
from kentongan.cases.models import Case
from kentongan.people.models import Officer
from kentongan.rules.types import Move, Role, Status

_AT_WORK: Final = frozenset({Status.ASSIGNED, Status.IN_PROGRESS})


def hints_for(case: Case, officer: Officer, offered: Collection[Move]) -> tuple[str, ...]:
    """Return the sentences for this officer and case; none most of the time."""
    hints = []
    answers = officer.role_set & {Role.UNIT_HEAD, Role.VILLAGE_HEAD}
    if case.status in _AT_WORK and answers and Move.PROPOSE not in offered:
        who = case.handler.name if case.handler else "Petugas"
        hints.append(
            f"{who} sedang menangani aduan ini: ia mengusulkan tanggapan, lalu tanggapan itu diperiksa dan dikirim. "
            "Yang menangani dan yang memutuskan sengaja bukan orang yang sama. Berhalangan? Alihkan ke petugas lain."
        )
    if case.imported and case.code_generation == 1 and {Move.MESSAGE, Move.ASK} & set(offered):
        hints.append(
            "Dari buku lama: belum ada yang memegang kode lacak aduan ini, jadi pesan tidak akan terbaca. "
            "Hubungi pelapornya langsung, atau beri dia kode baru di loket lewat panel Pelapor."
        )
    if case.status == Status.UNDER_OBJECTION and not rights.deciders(case, state_of(case, case.village)):
        hints.append(
            f"Belum ada yang boleh memutuskan keberatan ini: {rights.NOBODY_DECIDES} Minta administrator membuatkan "
            "akun anggota BPD yang tidak terlibat, atau bawa keberatannya kepada Camat."
        )
    return tuple(hints)
