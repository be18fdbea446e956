"""Letters, social aid, health, schools and information."""

from __future__ import annotations

from typing import Final

from kentongan.demo.acts import (
    NOT_FOUNDED,
    NOT_POSSIBLE,
    PARTLY,
    SETTLED,
    answer,
    ask,
    asks_withdrawal,
    assign,
    decide,
    forward,
    hand_over,
    message,
    objects,
    open_identity,
    progress,
    propose,
    reads,
    reissue,
    reply,
    resumes,
    satisfied,
    send_back,
    told,
    told_at_counter,
    verify,
)
from kentongan.demo.people import bu, pak
from kentongan.demo.places import (
    APBDES,
    BANSOS,
    EKONOMI,
    KALI,
    PERANGKAT,
    RANDU,
    SAWAH,
    SEHAT,
    SURAT,
    TANAH,
    TUGEL,
)
from kentongan.demo.stage import Story
from kentongan.rules.types import Kind

STORIES: Final = (
    Story(
        key="blt-janda",
        days=30,
        title="Tetangga janda tua tidak dapat BLT",
        words="""Mbah Rasem sudah tua, janda, tidak punya penghasilan, tapi namanya tidak ada di daftar BLT. Padahal
yang lebih mampu malah dapat. Kami kasihan, tiap hari makannya dikirim tetangga.""",
        wish="Mohon didata ulang dan dimasukkan.",
        category=BANSOS,
        hamlet=KALI,
        rt="04",
        rw="02",
        reporter=bu("Partini", 20),
        life=(
            verify(29),
            assign(28, "kesra", "Kunjungi rumahnya, cek datanya, dan bandingkan dengan syarat penerima."),
            progress(25, "Kami sudah berkunjung. Datanya kami cocokkan dengan daftar penerima bantuan lain."),
            propose(
                19,
                NOT_POSSIBLE,
                "Kuota BLT tahun ini sudah ditetapkan dalam musyawarah desa, jadi belum bisa ditambah di tengah jalan. "
                "Nama beliau kami usulkan untuk tahun depan, dan sementara ini dibantu beras dari lumbung RT.",
            ),
            answer(18),
            reads(18),
            objects(
                9,
                "Ada penerima yang bulan lalu meninggal, berarti ada tempat kosong. Kenapa harus menunggu tahun depan?",
            ),
        ),
    ),
    Story(
        key="pkh-ganda",
        days=45,
        title="Satu keluarga dapat bantuan ganda",
        words="""Ada satu keluarga yang mendapat tiga macam bantuan sekaligus, sementara tetangganya satu pun tidak.
Kami tidak iri, cuma ingin adil. Mohon dicek datanya.""",
        category=BANSOS,
        hamlet=SAWAH,
        clock="20.15",
        life=(
            verify(44),
            assign(43, "kesra", "Cek nama-nama penerima di RT itu, jangan sampai pelapornya ketahuan."),
            progress(40, "Kami sedang mencocokkan tiga daftar penerima di wilayah itu."),
            propose(
                36,
                NOT_FOUNDED,
                "Menurut daftar di balai desa, keluarga tersebut hanya menerima satu macam bantuan.",
            ),
            answer(35),
            reads(35),
            objects(
                27,
                "Yang dicek hanya daftar di balai desa. Bantuan dari pusat daftarnya lain, ada di pendamping.",
                clock="19.20",
            ),
            decide(
                13,
                upheld=True,
                reasons="Keberatan beralasan: daftar dari pendamping belum dicek. Pemeriksaan diulang oleh petugas "
                "lain.",
                by="bpd",
            ),
            assign(12, "pelayanan", "Minta daftar dari pendamping PKH, lalu cocokkan lagi.", within=9),
            progress(9, "Daftar dari pendamping sudah kami terima dan sedang dicocokkan."),
            propose(
                2,
                SETTLED,
                "Benar, ada dua bantuan yang tercatat ganda. Datanya sudah kami usulkan untuk diperbaiki, dan satu "
                "bantuan dialihkan lewat musyawarah. Terima kasih sudah gigih mengingatkan.",
            ),
        ),
    ),
    Story(
        key="surat-domisili",
        days=23,
        clock="08.25",
        title="Surat keterangan domisili salah nama",
        words="""Pelapor datang ke loket: surat keterangan domisili yang diterima kemarin salah menulis nama ayah.
Surat itu untuk melamar kerja, batasnya lusa. Dibacakan kembali dan dibenarkan pelapor.""",
        category=SURAT,
        channel="counter",
        recorded_by="pelayanan",
        hamlet=RANDU,
        reporter=pak("Ikhsan Maulana", 21, nik="3303990502020001"),
        life=(
            verify(23),
            answer(
                22, SETTLED, "Suratnya sudah diperbaiki dan diserahkan kepada Anda. Kami mohon maaf atas kekeliruannya."
            ),
            told(22, "Disampaikan langsung di loket"),
            reissue(20, "Lembar tanda terima hilang; pelapor menunjukkan KTP."),
        ),
    ),
    Story(
        key="ktp-rekam",
        days=11,
        title="Sudah rekam KTP tiga bulan belum jadi",
        words="""Anak saya sudah rekam KTP di kecamatan tiga bulan lalu, sampai sekarang belum jadi. Tiap ditanya
katanya blangko habis. Padahal butuh untuk daftar kerja.""",
        category=SURAT,
        hamlet=SAWAH,
        reporter=bu("Sri Mulyati", 22),
        life=(
            forward(
                10,
                "Dinas Kependudukan",
                "Pencetakan KTP adalah wewenang Dinas Dukcapil. Laporan Anda kami kirimkan hari ini beserta tanggal "
                "perekamannya. Sambil menunggu, Anda dapat meminta surat keterangan pengganti KTP.",
            ),
            message(5, "Kabar dari Dukcapil: blangko datang minggu ini. Nanti kami kabari bila bisa diambil."),
        ),
    ),
    Story(
        key="posyandu-timbangan",
        days=10,
        title="Timbangan posyandu sudah tidak akurat",
        words="""Timbangan bayi di Posyandu Kali Wening angkanya berubah-ubah. Anak saya ditimbang dua kali beda
setengah kilo. Kasihan kadernya, ditegur puskesmas terus padahal alatnya yang rusak.""",
        category=SEHAT,
        hamlet=KALI,
        reporter=bu("Novi Rahmawati", 23),
        life=(
            verify(9),
            assign(9, "kesra", "Cek semua timbangan posyandu. Bila perlu ajukan peneraan atau pembelian."),
            progress(
                6, "Dari empat posyandu, satu timbangan rusak dan satu perlu ditera. Kami pinjamkan dulu dari PKK."
            ),
            propose(
                1,
                SETTLED,
                "Timbangan baru untuk Posyandu Kali Wening sudah dibeli dari pos kesehatan dan dipakai mulai bulan "
                "ini. "
                "Timbangan lainnya sudah ditera.",
            ),
        ),
    ),
    Story(
        key="bpjs-simbok",
        days=28,
        title="BPJS simbok tiba-tiba tidak aktif",
        words="""Simbok saya umur 74 mau kontrol ke rumah sakit, ternyata BPJS-nya tidak aktif. Dulu dari pemerintah.
Simbok tidak bisa baca tulis, jadi saya yang melaporkan. Nyuwun pirsa kudu kepriwe.""",
        category=SEHAT,
        hamlet=TUGEL,
        rt="02",
        rw="04",
        reporter=pak("Teguh Santoso", 24, nik="3303991707850001"),
        represented=bu("Mbah Kasiyem", 25),
        representation="Anak kandung",
        life=(
            verify(27),
            assign(
                27, "kesra", "Bantu cek kepesertaan dan usulkan reaktivasi ke Dinas Sosial. Utamakan, beliau sakit."
            ),
            progress(26, "Kami sudah mengecek: kepesertaannya dinonaktifkan bulan lalu saat pemutakhiran data."),
            ask(
                25, "Kami butuh fotokopi KK dan surat kontrol dari rumah sakit. Bisa dibawa ke balai desa?", by="kesra"
            ),
            told_at_counter(24, "Fotokopi KK dan surat kontrol sudah diserahkan di loket.", pictures=("paper",)),
            progress(22, "Usul pengaktifan kembali sudah diterima Dinas Sosial. Biasanya tiga hari kerja."),
            propose(19, SETTLED, "BPJS ibu Anda sudah aktif kembali sejak kemarin. Semoga simbok lekas sehat."),
            answer(18),
            reads(18),
            satisfied(16, 5, "Alhamdulillah, simbok wis bisa kontrol. Maturnuwun Pak Tur sing wis wira-wiri."),
        ),
    ),
    Story(
        key="kk-pecah",
        days=36,
        title="Mau pecah KK tapi bingung syaratnya",
        words="""Saya mau pecah KK setelah menikah. Ditanya ke sana ke mari jawabannya lain-lain.""",
        category=SURAT,
        hamlet=RANDU,
        reporter=pak("Yoga Pratama", 26),
        life=(
            ask(35, "Apakah buku nikahnya sudah ada, dan istri Anda masih ber-KK di desa mana? Supaya kami siapkan."),
        ),
    ),
    Story(
        key="nikah-syarat",
        days=44,
        title="Surat pengantar nikah dipersulit",
        words="""Adik saya mau nikah, disuruh bolak-balik melengkapi surat pengantar, tiap datang ada saja yang
kurang. Kenapa tidak diberi tahu sekalian dari awal?""",
        category=SURAT,
        hamlet=SAWAH,
        reporter=pak("Bagus Setiaji", 27),
        life=(
            ask(43, "Mohon maaf sudah membuat repot. Surat apa saja yang diminta, dan siapa yang melayani waktu itu?"),
            resumes(8),
            reply(8, "Maaf baru balas, kemarin sibuk hajatan. Yang kurang katanya surat numpang nikah.", clock="17.50"),
            verify(7),
            assign(7, "pelayanan", "Hubungi adiknya, selesaikan suratnya sekali datang. Buat daftar syarat di papan."),
            progress(
                5, "Daftar syarat surat nikah sudah kami tempel di loket. Surat numpang nikah bisa diambil besok."
            ),
            hand_over(2, "kesra", "Kasi Pelayanan cuti sepekan."),
        ),
    ),
    Story(
        key="info-apbdes",
        days=13,
        kind=Kind.INFORMATION,
        title="Minta rincian APBDes untuk jalan",
        words="""Saya ingin tahu rincian APBDes tahun ini untuk pemeliharaan jalan: berapa dananya dan untuk RT mana
saja. Untuk bahan obrolan di arisan RT supaya tidak saling menduga.""",
        category=APBDES,
        reporter=pak("Hendra Gunawan", 28, email="hendra.g@surel.example"),
        life=(
            verify(12),
            assign(12, "pelayanan", "Siapkan ringkasan pos pemeliharaan jalan dari papan APBDes.", within=4),
            progress(11, "Ringkasannya kami lampirkan. Papan lengkapnya ada di depan balai desa.", pictures=("paper",)),
            propose(
                10,
                SETTLED,
                "Rincian pos pemeliharaan jalan ada di lampiran: dananya per ruas dan RT yang mendapat giliran. "
                "Salinan APBDes lengkap boleh dibaca di balai desa pada jam pelayanan.",
            ),
            answer(10),
            reads(10),
            satisfied(9, 5, "Cetha, jelas. Nanti saya bacakan di arisan.", clock="18.30"),
        ),
    ),
    Story(
        key="info-pupuk",
        days=9,
        kind=Kind.INFORMATION,
        title="Jatah pupuk bersubsidi per kelompok",
        words="""Mau tanya, jatah pupuk bersubsidi untuk kelompok tani di Sawah Amba itu berapa, dan bagaimana cara
masuk daftarnya? Kami anggota baru, belum pernah dapat.""",
        category=EKONOMI,
        hamlet=SAWAH,
        reporter=pak("Rusmanto", 29),
        clock="13.15",
        life=(verify(7),),
    ),
    Story(
        key="info-tanah-kas",
        days=4,
        kind=Kind.INFORMATION,
        title="Kapan lelang sewa tanah kas desa?",
        words="""Kapan lelang sewa tanah kas desa tahun ini dan apa syaratnya? Tahun lalu kami baru tahu setelah
selesai.""",
        category=TANAH,
        reporter=bu("Endah Susilowati", 30),
        life=(verify(3),),
    ),
    Story(
        key="kantor-kosong",
        days=16,
        clock="14.05",
        title="Jam kerja kok balai desa kosong",
        words="""Saya datang hari Selasa jam satu siang, balai desa kosong, hanya ada penjaga. Menunggu sampai jam dua
tidak ada yang datang. Saya izin kerja setengah hari untuk mengurus surat, jadi sia-sia.""",
        wish="Kalau istirahat bergiliran, jangan kosong semua.",
        category=PERANGKAT,
        hamlet=KALI,
        reporter=bu("Lilis Karlina Dewi", 31),
        pictures=("closed_office",),
        life=(
            verify(15),
            assign(15, "pelayanan", "Cek daftar piket hari itu dan susun aturan bergiliran."),
            progress(12, "Kami mohon maaf. Hari itu semua mengikuti rapat di kecamatan dan piketnya lupa diatur."),
            propose(6, SETTLED, "Ke depan petugas piket akan selalu ada."),
            send_back(
                5, "Tuliskan yang nyata: daftar piketnya mulai kapan, ditempel di mana, nomor mana yang bisa dihubungi."
            ),
            progress(3, "Daftar piket sudah disusun dan mulai berlaku pekan ini, termasuk jam istirahat."),
        ),
    ),
    Story(
        key="paud-pagar",
        days=8,
        kind=Kind.ASPIRATION,
        title="Usul pagar untuk PAUD di tepi jalan",
        words="""PAUD di Randu Alas halamannya langsung ke jalan. Anak-anak sering lari keluar waktu istirahat. Kami
para wali murid mengusulkan pagar sederhana, bambu pun tidak apa-apa.""",
        category="Pendidikan",
        hamlet=RANDU,
        reporter=bu("Anisa Fitriani", 32),
        spot=(0.4, 0.4),
        life=(
            verify(7),
            answer(
                5,
                PARTLY,
                "Usul yang baik. Bambu dari kebun desa boleh dipakai, dan karang taruna siap mengerjakan hari Minggu. "
                "Pagar permanen kami masukkan ke usulan musyawarah desa.",
            ),
            reads(5),
        ),
    ),
    Story(
        key="gas-melon",
        days=7,
        title="Gas tiga kilo langka dan mahal",
        words="""Gas melon di warung sekitar sini kosong sejak lima hari. Ada yang jual tapi harganya dua kali lipat.
Kami masak pakai kayu lagi. BUMDes katanya pangkalan, kok juga kosong?""",
        category=EKONOMI,
        hamlet=TUGEL,
        reporter=bu("Saminah", 33),
        life=(
            verify(6),
            assign(5, "kesra", "Tanyakan jadwal kiriman pangkalan BUMDes dan umumkan di grup RT."),
            asks_withdrawal(1, "Sudah dapat gas dari BUMDes kemarin sore, tidak usah diteruskan. Matur nuwun."),
        ),
    ),
    Story(
        key="nyamuk-dbd",
        days=3,
        clock="07.10",
        title="Dua anak kena demam berdarah di RT 01",
        words="""Dalam seminggu dua anak di RT 01 dirawat karena demam berdarah. Banyak tempat air tidak tertutup dan
ban bekas di bengkel. Mohon fogging dan gerakan bersih-bersih sebelum tambah korban.""",
        category=SEHAT,
        hamlet=RANDU,
        rt="01",
        rw="01",
        spot=(0.38, 0.32),
        reporter=bu("Umi Kulsum", 34),
        life=(
            verify(3, urgent=True),
            assign(3, "kesra", "Hubungi Puskesmas hari ini juga. Jadwalkan jumantik keliling bersama kader.", within=3),
            progress(
                2,
                "Puskesmas sudah memeriksa lingkungan dan menemukan jentik di lima rumah. Bubuk abate dibagikan hari "
                "ini. "
                "Hari Jumat kerja bakti satu RT, fogging menyusul sesuai hasil pemeriksaan.",
            ),
        ),
    ),
    Story(
        key="lansia-beras",
        days=1,
        clock="10.20",
        title="Beras bantuan Mbah Tarwen diambil orang lain",
        words="""Pelapor datang ke loket: beras bantuan untuk Mbah Tarwen dua kali diambil orang yang mengaku
keluarga, tetapi tidak pernah sampai. Mbah tinggal sendiri dan sulit berjalan. Dibacakan kembali dan dibenarkan
pelapor.""",
        category=BANSOS,
        channel="counter",
        recorded_by="pelayanan",
        hamlet=SAWAH,
        rt="01",
        rw="03",
        reporter=bu("Rumiyati", 35),
        life=(open_identity(1, "Menghubungi pelapor untuk menanyakan tanggal pengambilan beras."),),
    ),
)
