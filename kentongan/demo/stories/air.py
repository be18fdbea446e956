"""Lamps, water and rubbish."""

from __future__ import annotations

from typing import Final

from kentongan.demo.acts import (
    SETTLED,
    answer,
    assign,
    progress,
    propose,
    reads,
    reply,
    split,
    unsatisfied,
    verify,
)
from kentongan.demo.people import bu, pak
from kentongan.demo.places import AIR, BENCANA, KALI, LAMPU, RANDU, SAMPAH, SAWAH
from kentongan.demo.stage import Story

STORIES: Final = (
    Story(
        key="lampu-perempatan",
        days=21,
        title="Lampu perempatan mati, gelap sekali",
        words="""Lampu jalan di perempatan Kali Wening mati sudah hampir tiga minggu. Ibu-ibu yang pulang pengajian
takut lewat situ. Kemarin malam ada motor hampir nabrak orang jalan kaki. Mohon diganti lampunya.""",
        category=LAMPU,
        hamlet=KALI,
        place="Perempatan dekat mushola",
        spot=(0.55, 0.6),
        pictures=("dark_lamp",),
        clock="20.48",
        life=(
            verify(20),
            assign(19, "kadus2", "Cek apakah lampunya yang putus atau kabelnya. Stok bohlam ada di balai desa."),
            progress(
                16,
                "Bohlam sudah kami ganti sore ini dan menyala. Terima kasih sudah mengabari.",
                pictures=("lit_lamp",),
            ),
            propose(10, SETTLED, "Lampu di perempatan Kali Wening sudah diganti dan menyala kembali."),
            answer(9),
            reads(9),
            unsatisfied(
                2,
                2,
                "Nyalanya cuma seminggu, sekarang mati lagi. Sepertinya kabelnya yang rusak, bukan lampunya.",
            ),
        ),
    ),
    Story(
        key="air-kaliwening",
        days=17,
        title="Air PAM desa sering macet sore hari",
        words="""Air bersih dari bak desa di RT 03 Kali Wening kalau sore tidak keluar, padahal iuran tetap bayar.
Kami harus nunggu sampai jam sembilan malam baru bisa nampung. Bocah-bocah ora bisa adus. Kepriwe kiye, Pak, Bu?""",
        wish="Dibuatkan giliran yang adil, atau pipanya dicek.",
        category=AIR,
        hamlet=KALI,
        rt="03",
        rw="02",
        spot=(0.6, 0.5),
        reporter=bu("Tri Wahyuni", 2),
        pictures=("dry_tap",),
        happened="Kira-kira sejak sebulan ini, tiap sore",
        life=(
            verify(16),
            assign(15, "kadus2", "Periksa jalur pipa dari bak ke RT 03 bersama pengurus air.", within=8),
            progress(13, "Kami sudah menelusuri pipa bersama pengurus air. Ada sambungan bocor di dekat kebun salak."),
            progress(8, "Sambungan sudah diganti. Kami pantau tekanannya tiga sore berturut-turut."),
            propose(
                5,
                SETTLED,
                "Sambungan pipa yang bocor sudah diganti. Tiga sore terakhir air di RT 03 mengalir sejak pukul empat. "
                "Jadwal giliran saat kemarau ditempel di pos RT.",
            ),
            answer(4),
            reads(4),
        ),
    ),
    Story(
        key="sampah-kali",
        days=25,
        title="Sampah menumpuk di bawah jembatan",
        words="""Di bawah jembatan kali ada yang membuang sampah pakai karung, sudah numpuk dan bau. Kalau banjir
nyangkut di tiang jembatan. Pelakunya malam-malam, kami tidak tahu siapa. Mohon dipasang larangan dan dibersihkan.""",
        category=SAMPAH,
        hamlet=SAWAH,
        place="Jembatan kecil sebelum sawah",
        spot=(0.35, 0.65),
        pictures=("trash",),
        life=(
            verify(23),
            assign(22, "kesra", "Koordinasi dengan karang taruna untuk bersih kali, siapkan papan larangan."),
            progress(
                19,
                "Karang taruna siap kerja bakti. Kami sedang menyiapkan papan larangan dan tempat membuang hasilnya.",
            ),
            reply(
                6,
                "Nuwun sewu, niki kepriwe kabare? Sampahnya malah tambah. Kalau butuh tenaga kami siap ikut.",
                clock="19.12",
            ),
        ),
    ),
    Story(
        key="irigasi-sawah",
        days=14,
        title="Saluran irigasi jebol, sawah bawah tidak kebagian air",
        words="""Saluran irigasi di blok Sawah Amba jebol kira-kira satu meter. Airnya lari ke kali, sawah yang di
bawah kering padahal padi sedang butuh air. Kalau seminggu lagi belum diperbaiki bisa gagal panen.""",
        category=AIR,
        hamlet=SAWAH,
        rt="04",
        rw="03",
        spot=(0.3, 0.75),
        reporter=pak("Sanmiarja", 5),
        pictures=("irrigation",),
        clock="12.20",
        life=(
            verify(12),
            assign(11, "kadus1", "Tinjau dengan kelompok tani. Bila bisa ditambal swadaya, bantu semennya.", within=9),
            progress(8, "Sementara sudah ditutup karung pasir bersama kelompok tani, air mulai naik ke sawah bawah."),
            progress(
                3,
                "Semen dan batu sudah dikirim. Perbaikan permanen dikerjakan kelompok tani mulai besok pagi.",
                pictures=("irrigation",),
            ),
        ),
    ),
    Story(
        key="bak-sampah",
        days=4,
        title="Minta bak sampah di dekat pasar krempyeng",
        words="""Setiap habis pasar pagi, sampah plastik dan daun berserakan karena tidak ada bak. Pedagang sebenarnya
mau membuang di tempatnya kalau ada. Nyong siap mbantu nyapu saben esuk.""",
        category=SAMPAH,
        hamlet=RANDU,
        rt="01",
        rw="01",
        reporter=bu("Darwen", 10),
        life=(verify(2),),
    ),
    Story(
        key="lampu-makam",
        days=5,
        clock="09.30",
        title="Penerangan jalan ke makam",
        words="""(Surat) Dengan hormat, jalan menuju makam belum ada penerangan sama sekali. Bila ada warga yang
meninggal dan dimakamkan sore atau malam, kami memakai senter. Kami mohon dua titik lampu. Kedua, pagar makam sebelah
utara roboh sejak hujan pekan lalu, kambing bebas keluar masuk. Hormat kami, pengurus RT 03.""",
        category=LAMPU,
        channel="letter",
        recorded_by="pelayanan",
        waited=3,
        hamlet=SAWAH,
        rt="03",
        rw="03",
        reporter=pak("Suparjo", 11, address="RT 03 RW 03 Sawah Amba"),
        pictures=("paper",),
        life=(
            split(
                4,
                "Pagar makam roboh",
                "Pagar makam sebelah utara roboh sejak hujan pekan lalu, kambing bebas keluar masuk.",
                BENCANA,
            ),
        ),
    ),
    Story(
        key="selokan-lama",
        days=52,
        title="Selokan depan mushola mampet, air naik ke jalan",
        words="""Selokan depan mushola Kali Wening mampet di gorong-gorongnya. Tiap hujan air naik ke jalan dan masuk
tempat wudu. Sudah dikeruk warga, tapi gorong-gorongnya ambles jadi cepat mampet lagi.""",
        wish="Gorong-gorongnya diganti sebelum musim hujan.",
        category=AIR,
        place="Depan mushola",
        reporter=pak("Sarno Wibowo", 14),
        life=(
            verify(51),
            assign(50, "kadus2", "Periksa gorong-gorong bersama Ketua RT, usulkan perbaikannya."),
            progress(45, "Sudah kami periksa. Gorong-gorong perlu diganti dua ruas; kami hitung dulu biayanya."),
        ),
    ),
)
