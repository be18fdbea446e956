"""The people of the office: their pages lie elsewhere at the desk, but belong to the set-up."""

from __future__ import annotations

from kentongan.desk.settings.framework import LinkPage
from kentongan.people.unit import unit_of
from kentongan.rules.access import Right

UNIT = LinkPage(
    title="Unit pengaduan",
    slug="unit",
    sentence="Siapa penanggung jawab, ketua, petugas, anggota, dan pengawas; dengan lembar untuk papan pengumuman.",
    view="desk:unit",
    right=Right.MANAGE_SETTINGS,
    missing=lambda village: unit_of(village).missing,
)
PROGRAMS = LinkPage(
    title="Kunci program",
    slug="kunci-program",
    sentence="Program mana yang boleh mengirim laporan warga.",
    view="desk:settings_api_keys",
    right=Right.MANAGE_SETTINGS,
)
ACCOUNTS = LinkPage(
    title="Akun petugas",
    slug="akun",
    sentence="Siapa yang dapat masuk, dengan jabatan dan perannya.",
    view="desk:accounts",
    right=Right.MANAGE_ACCOUNTS,
)
