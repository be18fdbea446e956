"""Roads, bridges and landslides."""

from __future__ import annotations

from typing import Final

from kentongan.cases.lodging import IdentityMode
from kentongan.demo.acts import (
    NOT_POSSIBLE,
    SETTLED,
    answer,
    assign,
    body_answered,
    decline,
    evidence,
    extend,
    forward,
    merge,
    message,
    note,
    progress,
    propose,
    reads,
    reopen,
    reply,
    satisfied,
    unmerge,
    verify,
)
from kentongan.demo.people import bu, pak
from kentongan.demo.places import BENCANA, JALAN, KALI, RANDU, SAWAH, TUGEL
from kentongan.demo.rights import prepares, protects
from kentongan.demo.stage import Story

STORIES: Final = (
    Story(
        key="jalan-randu",
        days=38,
        title="Jalan masuk Randu Alas berlubang",
        words="""Jalan masuk Randu Alas, dari pertigaan sampai depan warung, lubangnya sudah tiga dan tambah lebar.
Kalau habis hujan tertutup air jadi tidak kelihatan. Minggu lalu anak SMP jatuh dari sepeda, untung cuma lecet. Nyuwun
tulung segera ditambal, sedurunge ana sing tiba maning.""",
        wish="Ditambal dulu yang paling dalam, yang dekat tikungan.",
        category=JALAN,
        hamlet=RANDU,
        rt="02",
        rw="01",
        place="Depan warung, dekat tikungan",
        spot=(0.42, 0.35),
        happened="Sudah sekitar dua bulan, makin parah sejak hujan",
        reporter=bu("Sukinah Lestari", 1, email="sukinah@surel.example"),
        pictures=("pothole",),
        life=(
            verify(37),
            assign(36, "kadus1", "Tinjau bersama Ketua RT 02, ukur lubangnya, dan hitung kebutuhan bahan."),
            progress(
                33,
                "Sudah kami tinjau bersama Pak RT. Ada tiga lubang, yang terbesar dua meter. "
                "Kami usahakan ditambal minggu depan dari pos pemeliharaan jalan.",
            ),
            progress(29, "Aspal dingin 6 sak tersedia di gudang desa; sisanya beli.", internal=True),
            progress(
                26,
                "Alhamdulillah, hari ini lubangnya sudah ditambal. Warga RT 02 ikut kerja bakti. "
                "Mohon pelan-pelan dulu sampai besok pagi.",
                pictures=("road_fixed",),
            ),
            propose(
                25,
                SETTLED,
                "Tiga lubang di jalan masuk Randu Alas sudah ditambal bersama warga. "
                "Bila dalam sebulan ambles lagi, kabari kami di sini, nanti kami perbaiki lagi.",
            ),
            answer(24),
            reads(24),
            satisfied(23, 5, "Matur nuwun sanget, cepet temenan. Dalane wis alus maning."),
            prepares(20),
        ),
    ),
    Story(
        key="talud-sawah",
        days=2,
        clock="21.10",
        title="Tebing longsor menutup jalan Gunung Tugel",
        words="""Barusan tebing di atas jalan Gunung Tugel longsor karena hujan dari sore. Tanah dan pohon bambu
menutup jalan, motor tidak bisa lewat. Dua rumah di bawahnya was-was, warganya sudah mengungsi ke rumah saudara.""",
        wish="Tolong segera dibersihkan dan rumah di bawahnya dicek.",
        category=BENCANA,
        hamlet=TUGEL,
        rt="01",
        rw="04",
        place="Tanjakan sebelum makam",
        spot=(0.7, 0.2),
        happened_days=0,
        reporter=pak("Karto Wijoyo", 3),
        pictures=("landslide",),
        life=(
            verify(1),
            assign(
                1,
                "kadus1",
                "Segera ke lokasi bersama Linmas. Pasang tanda bahaya, data warga yang mengungsi, siapkan kerja bakti.",
                within=2,
                by="kades",
            ),
            progress(
                1,
                "Pagi ini kami bersama Linmas dan warga sudah membuka separuh jalan, motor bisa lewat pelan-pelan. "
                "Dua keluarga menginap di balai RW, dapur umum sudah jalan. Mohon jangan lewat bila hujan deras.",
                pictures=("road_cleared",),
            ),
            evidence(1, "Foto sore ini, masih ada retakan di atas.", "landslide"),
            reply(
                1,
                "Nggih Pak, matur nuwun. Nanti malam kami ronda di situ, kalau ada retakan baru langsung kabar.",
                clock="19.25",
            ),
        ),
    ),
    Story(
        key="talud-kedua",
        days=1,
        clock="06.50",
        title="Dalan Gunung Tugel longsor",
        words="""Assalamualaikum, dalan meng Gunung Tugel kelongsoran lemah, wis ora bisa nggo liwat. Bocah sekolah
kudu mlaku liwat galengan. Tulung gagian diresiki.""",
        category=BENCANA,
        hamlet=TUGEL,
        reporter=pak("Mad Rusdi", 4),
        pictures=("fallen_tree",),
        life=(merge(1, "talud-sawah"),),
    ),
    Story(
        key="talud-sungai",
        days=1,
        clock="07.20",
        title="Talud sungai di bawah makam retak",
        words="""Pak, talud sungai di bawah makam Gunung Tugel retak panjang, kalau ambrol airnya bisa masuk ke sawah.
Belum longsor, tapi sebaiknya ditahan dulu dengan bronjong.""",
        category=BENCANA,
        hamlet=TUGEL,
        reporter=pak("Sarwono", 33),
        life=(
            merge(1, "talud-sawah"),
            unmerge(1, "Setelah dilihat ternyata talud yang lain: di tepi sungai, bukan di tepi jalan."),
        ),
    ),
    Story(
        key="gorong-mampet",
        days=3,
        title="Gorong-gorong mampet, halaman masjid kebanjiran",
        words="""Gorong-gorong depan masjid mampet oleh daun dan lumpur. Tiap hujan airnya meluap ke halaman masjid
dan masuk ke teras rumah Mbah Darsi. Sudah kami bersihkan sendiri tapi tengahnya tidak bisa dijangkau.""",
        category=JALAN,
        hamlet=KALI,
        rt="01",
        rw="02",
        spot=(0.52, 0.55),
        reporter=pak("Nasirun", 6),
        pictures=("ditch",),
        life=(
            verify(2),
            assign(2, "kadus2", "Lihat apakah perlu dibongkar. Ajak RT untuk jadwal kerja bakti hari Minggu."),
            protects(1, IdentityMode.CONFIDENTIAL),
        ),
    ),
    Story(
        key="pohon-doyong",
        days=2,
        clock="10.40",
        title="Pohon mahoni doyong ke arah jalan",
        words="""Pelapor menelepon: pohon mahoni besar di tepi jalan dekat lapangan doyong ke arah jalan dan kabel.
Akarnya sudah kelihatan. Khawatir roboh saat angin kencang. Sudah dibacakan kembali dan dibenarkan pelapor.""",
        category=BENCANA,
        channel="phone",
        recorded_by="pelayanan",
        hamlet=SAWAH,
        place="Tepi jalan dekat lapangan",
        reporter=pak("Eko Supriyono", 7),
    ),
    Story(
        key="jembatan-bambu",
        days=19,
        title="Jembatan bambu ke kebun sudah lapuk",
        words="""Jembatan bambu yang menyeberang ke kebun Gunung Tugel sudah lapuk, ada dua bilah yang patah. Tiap
hari dilewati ibu-ibu yang menderes dan anak yang ngarit. Kami minta dibuat yang lebih kuat.""",
        category=JALAN,
        hamlet=TUGEL,
        rt="02",
        rw="04",
        spot=(0.75, 0.3),
        reporter=bu("Warinah", 8),
        life=(
            verify(18),
            assign(17, "kadus1", "Periksa tingkat bahayanya. Untuk sementara pasang pegangan dan tanda.", within=10),
            progress(14, "Bilah yang patah sudah diganti dan dipasang pegangan. Untuk jembatan baru kami hitung dulu."),
            extend(
                6,
                15,
                "Jembatan baru memerlukan gambar dari pendamping desa, dan beliau baru bisa datang minggu depan.",
            ),
            progress(5, "Pendamping desa sudah dijadwalkan datang. Sementara ini jembatan aman dilewati bergantian."),
        ),
    ),
    Story(
        key="jalan-kabupaten",
        days=33,
        title="Jalan besar menuju kecamatan rusak panjang",
        words="""Jalan besar dari batas desa menuju kecamatan rusak kira-kira setengah kilo. Truk sering berhenti di
tengah. Kami tahu mungkin ini jalan kabupaten, tapi tidak tahu harus melapor ke mana.""",
        category=JALAN,
        place="Jalan kabupaten, dari batas desa ke timur",
        reporter=pak("Agus Triono", 9, email="agus.triono@surel.example"),
        pictures=("pothole",),
        life=(
            forward(
                31,
                "DPUPR",
                "Jalan ini milik kabupaten, jadi desa tidak boleh memperbaikinya. Laporan Anda lengkap dengan foto "
                "sudah kami kirim ke DPUPR, dan kami yang akan menanyakan kabarnya.",
            ),
            note(20, "Sudah ditelepon, masuk daftar pemeliharaan. Tanyakan lagi pekan depan."),
            body_answered(
                9,
                "DPUPR menjawab: ruas ini masuk pemeliharaan triwulan ini. Lubang yang dalam ditambal lebih dahulu, "
                "pengaspalan ulang menyusul sesuai jadwal.",
            ),
            reads(8),
        ),
    ),
    Story(
        key="tiang-miring",
        days=6,
        clock="06.35",
        title="Tiang listrik miring di tepi jurang",
        words="""Tiang listrik di belokan Gunung Tugel miring, tanah di bawahnya tergerus. Kabelnya kendor hampir kena
genteng rumah. Bahaya sekali kalau ambruk.""",
        category=BENCANA,
        hamlet=TUGEL,
        spot=(0.68, 0.25),
        reporter=pak("Rohmat Hidayat", 12),
        life=(
            verify(6, urgent=True),
            forward(
                6,
                "PLN",
                "Tiang listrik adalah milik PLN. Hari ini juga kami telepon dan kirim fotonya. "
                "Sambil menunggu, Kadus memasang tali pembatas. Mohon anak-anak dijauhkan dari situ.",
            ),
            message(4, "PLN menjanjikan petugas datang pekan ini. Kami ingatkan lagi besok pagi.", by="sekdes"),
        ),
    ),
    Story(
        key="selokan-saudara",
        days=12,
        title="Selokan ditutup cor oleh tetangga",
        words="""Selokan di samping rumah saya ditutup cor untuk parkir mobil tetangga. Sekarang kalau hujan airnya
masuk ke dapur saya. Sudah bicara baik-baik, katanya itu tanahnya sendiri.""",
        wish="Dibuatkan lubang kontrol supaya air tetap jalan.",
        category=JALAN,
        hamlet=RANDU,
        rt="03",
        rw="01",
        reporter=bu("Khotimah", 13),
        pictures=("ditch",),
        life=(
            verify(11),
            assign(10, "kadus1", "Pertemukan kedua keluarga, cari jalan tengah.", within=6),
            decline(9, "kadus1", "Yang menutup selokan masih adik ipar saya. Lebih baik ditangani orang lain."),
            note(8, "Betul, lebih adil petugas lain. Tunggu Kasi Kesejahteraan selesai diklat."),
        ),
    ),
    Story(
        key="lapangan-becek",
        days=29,
        title="Lapangan voli becek terus",
        words="""Lapangan voli RT 02 becek terus walaupun hujan cuma sebentar. Anak muda jadi tidak bisa latihan.
Kalau bisa diurug pasir atau dibuatkan saluran.""",
        category=JALAN,
        hamlet=SAWAH,
        rt="02",
        rw="03",
        reporter=pak("Fajar Nugroho", 14),
        life=(
            verify(28),
            answer(
                26,
                NOT_POSSIBLE,
                "Terima kasih usulnya. Dana pemeliharaan tahun ini sudah habis untuk jalan. "
                "Usul ini kami catat untuk musyawarah desa, dan pasir sisa proyek boleh dipakai bila ada.",
            ),
            reads(25),
            satisfied(22, 3, "Ya sudah dimaklumi, yang penting dijawab. Semoga tahun depan bisa.", clock="21.05"),
            reopen(
                8,
                "Kabar baik: pasir sisa proyek cukup untuk mengurug lapangan, jadi laporan ini dibuka lagi.",
            ),
            assign(7, "kadus1", "Atur pengangkutan pasir, ajak karang taruna."),
            progress(5, "Pasir mulai diangkut sore ini. Hari Minggu diratakan bersama anak-anak voli."),
        ),
    ),
)
