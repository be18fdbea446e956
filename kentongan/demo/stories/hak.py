"""Protection, and the reporters' rights over their data."""

from __future__ import annotations

from typing import Final

from kentongan.demo.acts import SETTLED, answer, assign, forward, progress, reads, satisfied, verify
from kentongan.demo.people import bu, pak
from kentongan.demo.places import AIR, JALAN, KALI, KAMTIBMAS, LAMPU, RANDU, SAMPAH, SAWAH, TUGEL
from kentongan.demo.rights import (
    asks_data,
    corrects_phone,
    grants_data,
    lifts,
    pass_on,
    restrict,
    revokes_data,
)
from kentongan.demo.stage import Story
from kentongan.rules.data_rights import CorrectionOf, DataRequest
from kentongan.rules.triage import TriageReason

STORIES: Final = (
    Story(
        key="selep-padi",
        days=34,
        title="Mesin selep padi bunyinya sampai malam",
        words="""Mesin selep padi di tepi jalan bunyinya sampai jam sepuluh malam, rumah saya persis di
sebelahnya. Mohon diatur jamnya, yang penting masih bisa tidur.""",
        category=SAMPAH,
        hamlet=SAWAH,
        reporter=bu("Ratinah", 50),
        life=(
            verify(33),
            answer(31, SETTLED, "Pemilik selep sudah kami temui. Mulai pekan ini mesin berhenti jam tujuh malam."),
            reads(31),
            satisfied(30, 5, "Sudah sepi. Matur nuwun."),
            asks_data(20, DataRequest.ERASURE, "Saya pindah rumah. Laporan saya mohon dihapus saja."),
            grants_data(18, DataRequest.ERASURE, "Laporan sudah selesai, tidak ada yang masih memerlukannya."),
        ),
    ),
    Story(
        key="pipa-pecah",
        days=15,
        title="Pipa air pecah di gang belakang",
        words="""Pipa air di gang belakang pecah, airnya menggenang dan gangnya licin. Rumah yang di atas jadi tidak
kebagian air.""",
        category=AIR,
        hamlet=TUGEL,
        reporter=pak("Wagiman", 51),
        life=(
            verify(14),
            asks_data(
                13,
                DataRequest.RESTRICTION,
                "Alamat saya di laporan ini keliru. Mohon jangan dipakai dulu sampai dibetulkan.",
            ),
            grants_data(12, DataRequest.RESTRICTION, "Alamatnya kami cocokkan dulu; identitas tidak dibuka."),
            lifts(9, "Alamatnya sudah cocok, dan pelapor setuju penanganan diteruskan."),
            assign(9, "kadus1", "Ganti pipanya bersama pengurus air. Pipa cadangan ada di gudang.", within=9),
            progress(7, "Pipa sudah disambung sementara. Pipa baru dipasang begitu tukangnya datang."),
        ),
    ),
    Story(
        key="lampu-pos",
        days=12,
        title="Lampu pos ronda mati",
        words="""Lampu di pos ronda mati, kalau giliran jaga kami memakai senter. Mohon bohlamnya diganti.""",
        category=LAMPU,
        hamlet=RANDU,
        reporter=pak("Kasno", 52),
        life=(
            verify(11),
            asks_data(
                10,
                DataRequest.CORRECTION,
                "Nomor telepon saya salah satu angka di belakang. Nanti saya ke loket.",
                about=CorrectionOf.IDENTITY,
            ),
            grants_data(9, DataRequest.CORRECTION, "Silakan datang ke loket dengan KTP."),
            corrects_phone(8, "+6281200000099", "Pelapor datang ke loket dan menunjukkan KTP."),
            asks_data(7, DataRequest.ERASURE, "Tidak usah disimpan."),
            revokes_data(6, DataRequest.ERASURE),
            answer(5, SETTLED, "Bohlam pos ronda sudah diganti dan menyala."),
            reads(5),
        ),
    ),
    Story(
        key="antre-hujan",
        days=4,
        title="Banjir di pertigaan sehabis hujan deras",
        words="""Sehabis hujan deras pertigaan banjir selutut, motor banyak yang mogok. Saluran di kanan jalan penuh
lumpur.""",
        category=JALAN,
        hamlet=KALI,
        tray=TriageReason.PRESSURE,
        reporter=bu("Sumiyati", 53),
        life=(
            pass_on(3),
            verify(3),
            assign(3, "kadus2", "Keruk saluran bersama warga, pinjam alat di balai desa.", within=6),
        ),
    ),
    Story(
        key="penagih-pinjaman",
        days=7,
        title="Penagih pinjaman datang terus ke rumah",
        words="""Penagih pinjaman daring datang terus ke rumah dan berteriak di depan tetangga. Yang meminjam
saudara saya, bukan saya. Keluarga jadi takut dan malu.""",
        category=KAMTIBMAS,
        hamlet=SAWAH,
        reporter=bu("Lestari Ningrum", 54),
        life=(
            restrict(6, "Menyangkut nama baik satu keluarga; cukup dibaca petugas jalurnya."),
            verify(6),
            forward(
                6,
                "Polsek",
                "Penagihan dengan ancaman ditangani kepolisian. Hari ini kami teruskan secara tertutup, dan "
                "Bhabinkamtibmas akan menghubungi Anda.",
            ),
        ),
    ),
)
