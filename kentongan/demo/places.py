"""Invented hamlets of the demo villages (how many the real ones have is not known to us), and category names."""

from __future__ import annotations

from typing import Final

RANDU, KALI, SAWAH, TUGEL = "Randu Alas", "Kali Wening", "Sawah Amba", "Gunung Tugel"
HAMLETS: Final = (RANDU, KALI, SAWAH, TUGEL)
LOSARI_HAMLETS: Final = ("Dusun I", "Dusun II")

JALAN: Final = "Infrastruktur & jalan"
LAMPU: Final = "Penerangan jalan"
AIR: Final = "Air bersih & irigasi"
SAMPAH: Final = "Sampah & lingkungan"
BANSOS: Final = "Bansos (PKH/BPNT/BLT-DD)"
SURAT: Final = "Administrasi kependudukan & surat"
PERANGKAT: Final = "Pelayanan/perilaku perangkat"
APBDES: Final = "APBDes/Dana Desa"
PUNGLI: Final = "Pungli/gratifikasi"
TANAH: Final = "Pertanahan & batas"
KAMTIBMAS: Final = "Kamtibmas"
SEHAT: Final = "Kesehatan & posyandu/BPJS"
SEKOLAH: Final = "Pendidikan"
EKONOMI: Final = "BUMDes & ekonomi"
BENCANA: Final = "Bencana"
KEKERASAN: Final = "Kekerasan perempuan/anak"
LAINNYA: Final = "Lainnya"
