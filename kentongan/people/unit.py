"""The complaint unit: who is what, and what it still lacks (RULES §3, the unit)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kentongan.people.models import Officer
from kentongan.rules.types import Role
from kentongan.villages.models import Village


@dataclass(frozen=True)
class Part:
    """One part of the unit with those who hold it, by name."""

    role: Role
    title: str
    task: str
    members: tuple[Officer, ...]


@dataclass(frozen=True)
class Unit:
    """The unit as it is now. `missing`: one sentence for each thing about its people to put right."""

    parts: tuple[Part, ...]
    missing: tuple[str, ...]


# role, title, task, what is said when nobody holds it
PARTS: Final = (
    (
        Role.VILLAGE_HEAD,
        "Penanggung jawab",
        "Bertanggung jawab atas pelayanan pengaduan dan menandatangani surat.",
        "Belum ada penanggung jawab: beri peran Kepala Desa kepada satu akun.",
    ),
    (
        Role.UNIT_HEAD,
        "Ketua unit",
        "Memverifikasi, membagi tugas, dan memeriksa tanggapan.",
        "Belum ada ketua unit: aduan tidak bisa diverifikasi, dibagikan, dan ditanggapi.",
    ),
    (
        Role.INTAKE,
        "Petugas penerima",
        "Menerima dan mencatat aduan yang datang langsung, lewat telepon, surat, atau kotak saran.",
        "Belum ada petugas penerima: aduan lisan dan surat tidak ada yang mencatat.",
    ),
    (
        Role.HANDLER,
        "Anggota",
        "Menangani aduan sesuai bidang atau dusunnya.",
        "Belum ada anggota yang menangani aduan.",
    ),
    (
        Role.BPD,
        "Pengawas (BPD)",
        "Mengawasi, dan memutus keberatan serta aduan tentang kepala desa.",
        "Belum ada pengawas dari BPD: aduan tentang kepala desa tidak punya jalan.",
    ),
    (
        Role.OVERSEER,
        "Pengawas luar",
        "Dari kecamatan atau inspektorat: memegang jalur pengawas bersama BPD, untuk aduan tentang kepala desa.",
        "",  # a village may do without, as long as its routes have two holders each (people.routes)
    ),
)
_DOES_THE_WORK: Final = frozenset({Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER, Role.VILLAGE_HEAD})


def unit_of(village: Village) -> Unit:
    """Return the unit of a village (two queries)."""
    officers = list(Officer.objects.of_office(village).prefetch_related("roles"))
    parts = tuple(
        Part(role, title, task, tuple(officer for officer in officers if role in officer.role_set))
        for role, title, task, _ in PARTS
    )
    shown = tuple(part for part in parts if part.members or part.role is not Role.OVERSEER)
    return Unit(parts=shown, missing=tuple(_missing(parts, officers)))


def _missing(parts: tuple[Part, ...], officers: list[Officer]) -> Iterable[str]:
    for part, (_, _, _, sentence) in zip(parts, PARTS, strict=True):
        if not part.members and sentence:
            yield sentence
        if part.role is Role.VILLAGE_HEAD and len(part.members) > 1:
            yield "Lebih dari satu akun berperan Kepala Desa: surat ditandatangani oleh salah satu saja."
    for officer in officers:
        if officer.role_set & {Role.BPD, Role.OVERSEER} and officer.role_set & _DOES_THE_WORK:
            yield f"{officer.name} mengawasi sekaligus menangani: tidak boleh mengawasi pekerjaannya sendiri."
        if officer.role_set - {Role.ADMIN} and not officer.post:
            yield f"Jabatan {officer.name} belum diisi: pelapor hanya mengenal petugas dari jabatannya."
