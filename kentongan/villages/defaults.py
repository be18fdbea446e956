"""What a village starts with: categories and bodies to forward to. A village edits its rows, never this file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.rules.types import CaseClass, Urgency


@dataclass(frozen=True)
class CategoryDefault:
    """One category (RULES §6) with the class and urgency the verifier is offered first.

    `problem_code` is the kode masalah of RULES §4 (01 Penyalahgunaan wewenang … 10 Umum). `group`: with which others it
    is shown in public where a category alone has too few cases.
    """

    name: str
    problem_code: str
    group: str
    case_class: CaseClass = CaseClass.NON_SUPERVISORY
    urgency: Urgency = Urgency.NORMAL
    restricted: bool = False


@dataclass(frozen=True)
class BodyDefault:
    """One body outside the village government. `name` may use {district}, {regency}."""

    name: str
    competence: str


CATEGORIES: Final = (
    CategoryDefault("Infrastruktur & jalan", "02", "Jalan & penerangan"),
    CategoryDefault("Penerangan jalan", "02", "Jalan & penerangan"),
    CategoryDefault("Air bersih & irigasi", "02", "Air & lingkungan"),
    CategoryDefault("Sampah & lingkungan", "09", "Air & lingkungan"),
    CategoryDefault("Bansos (PKH/BPNT/BLT-DD)", "02", "Bantuan sosial"),
    CategoryDefault("Administrasi kependudukan & surat", "02", "Layanan kantor desa"),
    CategoryDefault("Pelayanan/perilaku perangkat", "04", "Layanan kantor desa"),
    CategoryDefault("APBDes/Dana Desa", "01", "Keuangan & usaha desa", CaseClass.SUPERVISORY),
    CategoryDefault("Pungli/gratifikasi", "03", "Layanan kantor desa", CaseClass.SUPERVISORY, restricted=True),
    CategoryDefault("Pertanahan & batas", "05", "Ketertiban & keselamatan"),
    CategoryDefault("Kamtibmas", "06", "Ketertiban & keselamatan"),
    CategoryDefault("Kesehatan & posyandu/BPJS", "02", "Kesehatan & pendidikan"),
    CategoryDefault("Pendidikan", "02", "Kesehatan & pendidikan"),
    CategoryDefault("BUMDes & ekonomi", "10", "Keuangan & usaha desa"),
    CategoryDefault("Bencana", "10", "Ketertiban & keselamatan", urgency=Urgency.URGENT),
    CategoryDefault(
        "Kekerasan perempuan/anak", "06", "Ketertiban & keselamatan", urgency=Urgency.URGENT, restricted=True
    ),
    CategoryDefault("Lainnya", "10", "Lainnya"),
)

# No telephone numbers: they change, and a wrong one is worse than none. The village adds those it has checked.
BODIES: Final = (
    BodyDefault("Kecamatan {district}", "Pembinaan desa, urusan antardesa, aduan tentang kepala desa"),
    BodyDefault("Polsek {district}", "Keamanan, tindak pidana, lalu lintas"),
    BodyDefault("Puskesmas {district}", "Kesehatan, rujukan, wabah"),
    BodyDefault("DPUPR {regency}", "Jalan dan jembatan kabupaten, irigasi, tata ruang"),
    BodyDefault("Dinas Sosial {regency}", "PKH, BPNT, data penerima bantuan, rehabilitasi sosial"),
    BodyDefault("Dinas Kependudukan dan Catatan Sipil {regency}", "KTP, KK, akta, pindah datang"),
    BodyDefault("Dinas Lingkungan Hidup {regency}", "Pencemaran, pengangkutan sampah"),
    BodyDefault("Dinas Pendidikan {regency}", "Sekolah, biaya pendidikan, guru"),
    BodyDefault("Inspektorat {regency}", "Pemeriksaan keuangan desa dan perangkat desa"),
    BodyDefault("BPBD {regency}", "Penanggulangan bencana"),
    BodyDefault("UPTD PPA {regency}", "Perlindungan perempuan dan anak korban kekerasan"),
    BodyDefault("Kantor Pertanahan (BPN) {regency}", "Sertifikat, pengukuran, sengketa tanah"),
    BodyDefault("Perumda Air Minum {regency}", "Air bersih perpipaan"),
    BodyDefault("PLN (unit layanan setempat)", "Jaringan listrik, tiang, meteran"),
)
