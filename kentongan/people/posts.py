"""Posts of a village: what is offered where somebody says what an officer is. Any other words are as good.

Officials (perangkat desa) by Permendagri 84/2015; the council and the bodies of the community are not officials, but
their members may serve in the complaint unit.
"""

from __future__ import annotations

from typing import Final

OFFICIALS: Final = (
    "Kepala Desa",
    "Pj. Kepala Desa",
    "Sekretaris Desa",
    "Kaur Tata Usaha dan Umum",
    "Kaur Keuangan",
    "Kaur Perencanaan",
    "Kasi Pemerintahan",
    "Kasi Kesejahteraan",
    "Kasi Pelayanan",
    "Kepala Dusun",
    "Staf Desa",
)
COMMUNITY: Final = (
    "Ketua BPD",
    "Wakil Ketua BPD",
    "Sekretaris BPD",
    "Anggota BPD",
    "Ketua LPMD",
    "Ketua TP PKK Desa",
    "Ketua Karang Taruna",
    "Anggota Linmas",
    "Ketua RW",
    "Ketua RT",
    "Operator Desa",
)
OUTSIDE: Final = ("Camat", "Kasi Pemerintahan Kecamatan", "Auditor Inspektorat")
ALL_POSTS: Final = OFFICIALS + COMMUNITY + OUTSIDE
