"""Money, officials, land, peace in the neighbourhood, and wishes for the village."""

from __future__ import annotations

from typing import Final

from kentongan.cases.lodging import AboutOfficial
from kentongan.demo.acts import (
    NOT_POSSIBLE,
    SETTLED,
    answer,
    archive,
    ask,
    asks_withdrawal,
    assign,
    decide,
    forward,
    message,
    name_reported,
    note,
    objects,
    progress,
    reclassify,
    reply,
    revokes_withdrawal,
    satisfied,
    told,
    verify,
)
from kentongan.demo.people import bu, pak
from kentongan.demo.places import (
    AIR,
    APBDES,
    EKONOMI,
    KALI,
    KAMTIBMAS,
    KEKERASAN,
    LAINNYA,
    PUNGLI,
    RANDU,
    SAWAH,
    TANAH,
    TUGEL,
)
from kentongan.demo.rights import admit, retaliates
from kentongan.demo.stage import Story
from kentongan.rules.types import ArchiveReason, CaseClass, Kind

STORIES: Final = (
    Story(
        key="pungli-surat-pindah",
        days=27,
        clock="21.30",
        title="Dimintai uang lelah untuk tanda tangan",
        words="""Waktu mengurus surat pindah, saya dimintai uang lelah seratus ribu oleh Kadus, katanya untuk bensin.
Kalau tidak diberi, tanda tangannya ditunda terus. Tetangga saya juga mengalami. Tolong jangan sampai ketahuan saya
yang lapor, kami masih bertetangga.""",
        category=PUNGLI,
        about_official=AboutOfficial.YES,
        about_whom="Kepala Dusun",
        happened="Sekitar dua minggu yang lalu",
        life=(
            verify(26),
            name_reported(26, "Kepala Dusun Kali Wening", "kadus2"),
            assign(
                25,
                "pelayanan",
                "Periksa dengan hati-hati dan tertutup. Jangan menyebut siapa pun yang melapor.",
                within=20,
            ),
            progress(22, "Kami mulai meminta keterangan dari beberapa warga yang pernah mengurus surat serupa."),
            ask(20, "Apakah Anda ingat tanggalnya, dan apakah diberi kuitansi? Jawab di sini saja, aman.", by="kesra"),
            reply(
                18,
                "Hari Rabu pagi, di rumahnya. Tidak ada kuitansi. Ada pesan WA-nya, saya lampirkan.",
                pictures=("paper",),
            ),
            progress(14, "Tiga warga lain bercerita hal yang sama. Siapkan berita acara klarifikasi.", internal=True),
            message(
                13, "Terima kasih keterangannya. Pemeriksaan masih berjalan, nama Anda tidak kami ketahui.", by="kesra"
            ),
            retaliates(1, "Surat saya ditahan lagi. Katanya, siapa suruh banyak bicara."),
        ),
    ),
    Story(
        key="drainase-dana-desa",
        days=48,
        title="Drainase dana desa tidak sesuai papan",
        words="""Di papan proyek tertulis drainase 120 meter, setelah kami ukur bersama cuma 85 meter. Semennya juga
sudah rontok padahal belum setahun. Yang mengerjakan masih keluarga Pak Kades. Mohon diperiksa yang berwenang.""",
        category=APBDES,
        hamlet=RANDU,
        about_official=AboutOfficial.YES,
        about_whom="Kepala Desa",
        pictures=("ditch", "paper"),
        spot=(0.45, 0.42),
        life=(
            verify(47),
            name_reported(47, "Kepala Desa", "kades"),
            forward(
                46,
                "Inspektorat",
                "Karena laporan ini menyangkut Kepala Desa, pemeriksaannya tidak kami lakukan sendiri. Kami salurkan "
                "ke Inspektorat dan BPD ikut mengawasi. Kepala Desa tidak dapat membuka laporan ini.",
            ),
            note(30, "BPD menanyakan perkembangan ke Inspektorat; masih penjadwalan pemeriksaan lapangan.", by="bpd"),
            message(12, "Inspektorat memberi tahu bahwa tim akan mengukur ke lapangan bulan ini.", by="sekdes"),
        ),
    ),
    Story(
        key="desa-gini",
        days=18,
        title="Desa kok begini-begini saja",
        words="""Desa kok dari dulu begini-begini saja, tidak ada kemajuan. Tolong yang benar kerjanya.""",
        category=LAINNYA,
        life=(
            ask(17, "Terima kasih sudah jujur. Hal apa yang paling mengganjal menurut Anda? Satu contoh saja cukup."),
            reply(15, "Ya pokoknya semuanya. Lihat saja sendiri.", clock="22.10"),
            archive(
                14,
                ArchiveReason.TOO_GENERAL,
                "Kami memahami kekecewaan Anda. Supaya bisa kami tangani, kami perlu satu hal yang jelas. Laporan ini "
                "kami simpan, dan Anda boleh mengirim laporan baru kapan saja atau datang ke musyawarah dusun.",
            ),
        ),
    ),
    Story(
        key="isu-bumdes",
        days=40,
        title="Kabar uang BUMDes dipakai pribadi",
        words="""Saya dengar-dengar uang BUMDes dipakai pribadi oleh pengurus. Mohon diselidiki.""",
        category=EKONOMI,
        about_official=AboutOfficial.UNSAID,
        life=(
            verify(39),
            reclassify(
                39,
                CaseClass.SUPERVISORY,
                EKONOMI,
                "Bila benar, hal ini menyangkut penyalahgunaan uang desa, jadi perlu pemeriksaan.",
            ),
            ask(38, "Adakah hal yang bisa kami telusuri: tahun berapa, kegiatan apa, atau siapa yang mengetahui?"),
            reply(30, "Saya cuma dengar dari obrolan di warung, tidak tahu persisnya."),
            archive(
                27,
                ArchiveReason.UNCLEAR,
                "Laporan keuangan BUMDes dua tahun terakhir sudah kami baca dan tidak kami temukan kejanggalan, "
                "sedangkan "
                "keterangannya belum bisa ditelusuri. Bila ada petunjuk baru, silakan melapor lagi.",
            ),
            archive(26, ArchiveReason.UNCLEAR, "Setuju diarsipkan; laporan keuangan sudah saya baca juga.", by="camat"),
        ),
    ),
    Story(
        key="waris-pengadilan",
        days=32,
        title="Tanah warisan dikuasai paman",
        words="""Tanah warisan simbah dikuasai paman sendiri, padahal ahli warisnya lima. Sudah didaftarkan gugatan ke
pengadilan. Kami minta desa menarik surat keterangan yang dulu dibuat.""",
        category=TANAH,
        hamlet=TUGEL,
        reporter=pak("Sugeng Raharjo", 40),
        life=(
            archive(
                30,
                ArchiveReason.IN_COURT,
                "Karena perkaranya sedang diperiksa pengadilan, desa tidak boleh ikut memutus. Bila pengadilan meminta "
                "keterangan, kami siap memberikannya apa adanya.",
            ),
            objects(21, "Yang kami minta bukan memutus waris, tapi menarik surat desa yang keliru."),
            decide(
                12,
                upheld=False,
                reasons="Surat itu sudah menjadi bukti di pengadilan, jadi tidak boleh ditarik sepihak oleh desa. "
                "Keberatan Anda kami pahami; sampaikan kekeliruannya kepada hakim, dan kami bersedia hadir.",
                by="kades",
            ),
        ),
    ),
    Story(
        key="batas-tanah",
        days=10,
        title="Patok batas pekarangan bergeser",
        words="""Patok batas pekarangan saya dengan tetangga bergeser kira-kira setengah meter setelah dia membangun
pagar. Saya tidak ingin ribut, maunya diukur ulang disaksikan perangkat desa.""",
        wish="Diukur ulang secara kekeluargaan.",
        category=TANAH,
        hamlet=RANDU,
        rt="04",
        rw="01",
        spot=(0.48, 0.3),
        reporter=bu("Ngatinah", 41),
        life=(
            ask(
                8,
                "Apakah Anda memegang sertifikat atau Letter C? Fotonya boleh dilampirkan di sini. "
                "Hari apa Anda dan tetangga bisa hadir bersama?",
            ),
        ),
    ),
    Story(
        key="knalpot-brong",
        days=9,
        clock="23.20",
        title="Balapan liar dan knalpot brong tiap malam Minggu",
        words="""Tiap malam Minggu jalan depan lapangan dipakai balapan, knalpotnya brong, sampai jam dua pagi. Bayi
saya kaget terus. Sudah ditegur warga malah ngece. Nyuwun tulung dirondani.""",
        category=KAMTIBMAS,
        hamlet=SAWAH,
        place="Jalan depan lapangan",
        spot=(0.33, 0.6),
        life=(
            verify(8),
            assign(7, "kadus1", "Koordinasi dengan Linmas dan Bhabinkamtibmas untuk ronda malam Minggu."),
        ),
    ),
    Story(
        key="karaoke-malam",
        days=22,
        title="Karaoke tetangga sampai larut malam",
        words="""Tetangga saya karaoke pakai sound besar hampir tiap malam sampai jam dua belas. Anak saya mau ujian
tidak bisa belajar. Saya sungkan menegur karena beliau lebih tua.""",
        category=KAMTIBMAS,
        hamlet=KALI,
        reporter=bu("Wiwit Handayani", 42),
        life=(
            verify(21),
            assign(20, "kadus2", "Bertamu baik-baik bersama Ketua RT. Jangan menyebut siapa yang melapor."),
            progress(18, "Kami sudah bertamu. Beliau bersedia mengecilkan suara setelah jam sembilan."),
            asks_withdrawal(
                15, "Alhamdulillah sekarang sudah rukun, malah kemarin diundang karaoke bareng. Dicabut saja."
            ),
        ),
    ),
    Story(
        key="ayam-tetangga",
        days=6,
        title="Kandang ayam dekat dapur, bau sekali",
        words="""Tetangga membuat kandang ayam persis di samping dapur saya. Baunya masuk rumah dan banyak lalat. Saya
punya anak kecil. Mohon dibantu bicara, saya ora kepenak.""",
        category="Sampah & lingkungan",
        hamlet=KALI,
        rt="02",
        rw="02",
        reporter=bu("Kusmiati", 43),
        life=(
            verify(5),
            asks_withdrawal(4, "Katanya mau dipindah, saya cabut dulu."),
            revokes_withdrawal(3),
            reply(3, "Ternyata tidak jadi dipindah. Mohon tetap dibantu.", clock="18.50"),
            assign(2, "kadus2", "Pertemukan kedua keluarga, tawarkan lahan kosong milik desa untuk kandang."),
        ),
    ),
    Story(
        key="anak-menangis",
        days=5,
        clock="06.10",
        title="Khawatir pada seorang anak",
        words="""Saya tetangga. Hampir tiap malam terdengar anak menangis ketakutan dan dibentak. Saya khawatir anak
itu disakiti. Saya tidak berani bertanya. Mohon ada yang menengok dengan cara yang aman untuk anaknya.""",
        category=KEKERASAN,
        life=(
            verify(5),
            forward(
                5,
                "UPTD PPA",
                "Terima kasih sudah peduli. Hal seperti ini ditangani petugas yang terlatih, jadi hari ini juga kami "
                "teruskan ke UPTD PPA secara tertutup. Bila keadaan darurat, segera hubungi polisi.",
            ),
            admit(4, "bpd", "Orang kedua yang mengikuti penanganannya selama Sekretaris Desa diklat."),
        ),
    ),
    Story(
        key="pos-ronda",
        days=15,
        clock="09.15",
        kind=Kind.ASPIRATION,
        title="Hidupkan lagi pos ronda dan kentongannya",
        words="""Usul dari musyawarah dusun: pos ronda dihidupkan lagi, dibuatkan kentongan baru dari nangka, dan
jadwal ronda digilir per RT. Warga siap iuran kopi.""",
        category=KAMTIBMAS,
        channel="meeting",
        recorded_by="pelayanan",
        hamlet=TUGEL,
        reporter=pak("Darmo Sukirno", 44),
        pictures=("gathering",),
        life=(
            verify(14),
            answer(
                11,
                SETTLED,
                "Kami dukung penuh. Kentongan dibuatkan tukang kayu desa, senter dan jas hujan dari anggaran Linmas. "
                "Jadwal ronda disusun RT masing-masing mulai bulan ini.",
            ),
            told(11, "Disampaikan lewat telepon"),
            satisfied(8, 4, "Mantep. Kentongane wis muni, tong tong tong!", clock="19.45"),
        ),
    ),
    Story(
        key="pasar-minggu",
        days=2,
        clock="16.20",
        kind=Kind.ASPIRATION,
        title="Pasar Minggu pagi untuk jajanan warga",
        words="""Bagaimana kalau lapangan dipakai pasar Minggu pagi untuk jajanan buatan warga: mendoan, cimplung,
buntil, es dawet. Pemuda yang mengatur parkirnya. Desa cukup memberi izin dan tempat sampah.""",
        category=EKONOMI,
        reporter=pak("Rizal Firmansyah", 45),
        life=(verify(1),),
    ),
    Story(
        key="kotak-parkir",
        days=6,
        clock="11.00",
        title="Parkir balai desa untuk kursi roda",
        words="""(Dari kotak aduan) Jalan masuk balai desa ada undakannya, susah untuk kursi roda. Ibu saya harus
digotong waktu mengambil bantuan. Tulung digawekna tanjakan sing landai.""",
        category=LAINNYA,
        channel="box",
        recorded_by="pelayanan",
        waited=4,
        pictures=("paper",),
        life=(
            verify(5),
            answer(
                3,
                NOT_POSSIBLE,
                "Bidang landai permanen baru bisa dibangun lewat perubahan anggaran. Mulai pekan ini ada papan landai "
                "kayu di pintu samping, dan bantuan dapat diantar ke rumah. Cukup telepon balai desa.",
            ),
        ),
    ),
    Story(
        key="anjing-sd",
        days=0,
        minutes_ago=140,
        title="Anjing liar di dekat SD",
        words="""Ada tiga anjing liar di belakang SD, tadi pagi mengejar anak yang berangkat sekolah. Belum ada yang
digigit tapi anak-anak takut.""",
        category=KAMTIBMAS,
        hamlet=RANDU,
        spot=(0.36, 0.38),
    ),
    Story(
        key="banyu-keruh",
        days=0,
        minutes_ago=35,
        title="Banyu PAM buthek",
        words="""Banyu PAM kawit mau esuk buthek, werna coklat, ora bisa nggo masak. Ndean pipane bocor maning. Tulung
ditiliki.""",
        category=AIR,
        hamlet=KALI,
        rt="03",
        rw="02",
        reporter=bu("Tumirah", 46),
        pictures=("dry_tap",),
    ),
)
