"""Words that usually speak for one of the categories a village starts with (RULES §6), Banyumasan among them.

Written by hand, so that a village is offered something before it has verified its first cases; each line is learnt
like one small complaint, and what the village itself decides soon weighs more. A category that was renamed has no
words here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CATEGORY_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "Infrastruktur & jalan": (
        "jalan rusak berlubang", "aspal mengelupas jalan hancur", "dalan rusak bolong", "dalan ajur ora diaspal",
        "jembatan putus ambrol", "jembatan reyot kreteg", "talud ambrol senderan", "gorong gorong mampet",
        "jalan becek licin", "perbaikan jalan kabupaten", "mbok dalane didandani", "rabat beton jalan gang",
        "pengaspalan jalan desa", "jalan bergelombang ambles", "batu kerikil jalan", "paving pecah", "drainase jalan",
        "selokan tepi jalan", "balai desa rusak atap bocor", "lapangan desa rusak", "pembangunan jalan kapan",
        "jalan poros desa", "jalan usaha tani", "pos ronda roboh", "trotoar rusak", "jalan tambal sulam",
        "akses jalan menuju sekolah rusak parah", "proyek jalan belum selesai",
    ),
    "Penerangan jalan": (
        "lampu jalan mati", "lampu penerangan jalan umum padam", "lampu dalan mati peteng",
        "jalan gelap gulita malam", "peteng ndedet ora ana lampu", "pasang lampu jalan", "bohlam lampu jalan putus",
        "tiang lampu miring", "lampu kedip kedip", "lampu taman mati", "listrik padam lampu", "lampune mati wis suwe",
    ),
    "Air bersih & irigasi": (
        "air bersih tidak mengalir", "air pdam mati keruh", "banyu ora mili", "banyune buthek", "sumur kering asat",
        "pamsimas macet", "pipa bocor", "meteran air", "kekeringan butuh tangki air", "irigasi tersumbat sawah",
        "saluran irigasi jebol", "sawah kekurangan air", "bendung rusak", "pompa air rusak", "kali asat banyu sawah",
        "air keruh bau", "pembagian air irigasi", "bak penampungan air bocor", "tagihan air",
    ),
    "Sampah & lingkungan": (
        "sampah menumpuk bau", "buang sampah sembarangan", "sampah numpuk ora diangkut",
        "limbah pabrik mencemari sungai", "bau kandang ayam", "mambu kandang", "asap pembakaran sampah",
        "polusi debu pabrik", "sungai tercemar limbah", "penebangan pohon liar", "pohon tumbang",
        "pohon rawan rubuh pangkas dahan", "lalat kandang peternakan", "selokan mampet sampah",
        "bank sampah tong sampah", "penambangan pasir liar galian", "banyu kali mambu limbah", "ranting pohon lebat",
        "truk sampah tidak datang", "rumput liar makam", "taman kotor", "racun ikan setrum sungai",
        "kebersihan lingkungan", "tempat pembuangan sampah",
    ),
    "Bansos (PKH/BPNT/BLT-DD)": (
        "bansos tidak tepat sasaran", "bantuan sosial belum dapat", "pkh dicoret", "bpnt tidak cair", "blt dana desa",
        "warga miskin tidak dapat bantuan", "wong sugih olih bantuan", "ora tau olih bantuan", "sembako bantuan",
        "beras raskin rastra", "data dtks penerima", "bantuan rumah tidak layak huni rtlh", "bedah rumah",
        "janda lansia miskin", "bantuan covid", "kartu keluarga sejahtera", "keluarga tidak mampu",
        "bantuan pemerintah tidak merata", "bantuane ora adil", "nama saya hilang dari penerima",
        "kurang mampu butuh bantuan", "penghasilan rendah susah makan", "disabilitas bantuan kursi roda",
    ),
    "Administrasi kependudukan & surat": (
        "ktp belum jadi", "cetak ktp blangko habis", "kartu keluarga salah nama", "akta kelahiran", "akta kematian",
        "surat pindah", "surat keterangan lama", "surat domisili", "legalisir", "rekam ktp elektronik",
        "gawe ktp suwe", "nik tidak terdaftar", "kia kartu identitas anak", "surat pengantar nikah", "dukcapil antri",
        "surat keterangan usaha", "capil pelayanan online", "syarat membuat kartu keluarga", "ganti status ktp",
        "sktm surat tidak mampu", "skck surat izin", "pengurusan surat dipersulit", "buku nikah",
    ),
    "Pelayanan/perilaku perangkat": (
        "pelayanan kantor desa lambat", "perangkat desa tidak ada di kantor", "perangkat kasar membentak",
        "petugas galak", "kantor tutup jam kerja", "kepala dusun tidak peduli", "pelayanane suwe",
        "perangkat jarang ngantor", "perangkate sengol ora ramah", "pak rt tidak adil", "kades sulit ditemui",
        "pelayanan buruk berbelit", "pegawai tidak disiplin", "kinerja perangkat desa", "aduan tidak ditanggapi",
        "antrean lama petugas main hp", "seleksi perangkat desa curang", "telepon tidak diangkat",
        "pegawai bolos saat jam dinas", "tenaga honorer pengangkatan", "penerimaan cpns pppk", "respon admin lambat",
        "gaji perangkat belum dibayar",
    ),
    "APBDes/Dana Desa": (
        "dana desa tidak transparan", "penyalahgunaan dana desa", "apbdes laporan anggaran",
        "anggaran desa tidak jelas", "korupsi dana desa", "pembangunan fiktif", "proyek mangkrak dana desa",
        "mark up anggaran", "papan proyek tidak ada", "laporan pertanggungjawaban keuangan desa",
        "duit desa nggo apa", "alokasi dana desa", "bantuan keuangan dikorupsi", "musrenbang tidak terbuka",
        "aset desa dijual", "tanah bengkok disewakan", "uang kas desa",
    ),
    "Pungli/gratifikasi": (
        "pungutan liar", "pungli surat", "diminta uang pelicin", "biaya tidak resmi", "bayar amplop petugas",
        "bantuan dipotong oknum", "suap", "gratifikasi", "dijaluki duit", "tarikan tidak jelas", "uang sogok",
        "dimintai biaya padahal gratis", "bansos disunat",
    ),
    "Pertanahan & batas": (
        "sengketa tanah", "batas tanah bergeser", "sertifikat tanah ptsl", "patok batas dipindah", "tanah warisan",
        "lemah dipek tangga", "balik nama sertifikat", "pajak bumi bangunan pbb sppt", "penyerobotan tanah",
        "tanah bengkok wakaf", "akses jalan ditutup tembok tetangga", "ukur tanah", "bangunan melewati batas",
        "letter c girik", "ahli waris tanah",
    ),
    "Kamtibmas": (
        "pencurian motor", "maling ayam", "judi togel", "miras mabuk mabukan", "balap liar knalpot brong",
        "tawuran remaja", "berisik karaoke malam", "suara bising mengganggu", "parkir liar",
        "pedagang kaki lima trotoar", "perkelahian", "preman memalak", "narkoba", "ronda siskamling",
        "orang gila mengganggu", "bocah nongkrong mabok", "prostitusi warung remang", "hewan ternak berkeliaran",
        "anjing galak", "penipuan", "mendem nang prapatan", "sound horeg keras", "petasan", "pengemis anak jalanan",
        "lalu lintas macet rambu", "truk ngebut muatan lebih", "izin keramaian orkes dangdut", "satpol pp tertibkan",
        "razia polisi", "galian ilegal truk melintas", "usaha tanpa izin",
    ),
    "Kesehatan & posyandu/BPJS": (
        "puskesmas pelayanan", "bpjs tidak aktif", "kartu indonesia sehat", "posyandu balita", "bidan desa tidak ada",
        "dokter tidak datang", "rumah sakit menolak", "demam berdarah fogging", "stunting gizi buruk",
        "imunisasi vaksin", "ambulans desa", "obat habis", "sakit ora duwe bpjs", "odgj gangguan jiwa berobat",
        "ibu hamil", "nyamuk", "rumah sakit antri lama", "pasien ditelantarkan", "lara ora bisa mriksa",
        "operasi biaya sakit",
    ),
    "Pendidikan": (
        "sekolah rusak", "biaya sekolah mahal", "guru tidak masuk", "iuran sekolah komite", "anak putus sekolah",
        "kip kartu indonesia pintar", "beasiswa siswa miskin", "paud tk", "zonasi ppdb", "seragam sekolah",
        "buku lks dijual", "guru honorer gaji", "ijazah ditahan", "madrasah tpq", "sekolahan murid",
        "sd negeri smp sma smk", "les ekstrakurikuler", "ruang kelas ambruk", "bocah sekolah mbayar",
        "guru wiyata bakti", "sertifikasi guru tunjangan", "kepala sekolah", "study tour piknik sekolah",
        "perpustakaan", "siswa bolos", "dinas pendidikan dan kebudayaan",
    ),
    "BUMDes & ekonomi": (
        "bumdes tidak jalan", "pasar desa sepi", "pinjaman usaha modal umkm", "harga pupuk mahal langka",
        "gas elpiji langka mahal", "lowongan kerja pengangguran", "harga sembako naik", "kios pasar pedagang",
        "petani gagal panen", "simpan pinjam macet", "rega gabah mudun", "pelatihan kerja", "upah buruh pabrik",
        "koperasi", "wisata desa", "thr karyawan gaji umr", "pabrik bulu mata rambut", "bibit ternak kelompok tani",
        "modal dagang", "subsidi pupuk kartu tani", "rentenir bank plecit",
    ),
    "Bencana": (
        "tanah longsor", "banjir rumah terendam", "angin puting beliung", "rumah roboh", "kebakaran rumah", "gempa",
        "tebing longsor menutup jalan", "kebanjiran banyu munggah", "omah rubuh", "pohon tumbang menimpa rumah",
        "retakan tanah", "pengungsi tenda", "sungai meluap", "lemah gerak", "tanggul jebol",
        "evakuasi sarang tawon ular",
    ),
    "Kekerasan perempuan/anak": (
        "kekerasan dalam rumah tangga", "kdrt suami memukul istri", "pelecehan seksual", "anak dipukul dianiaya",
        "pencabulan", "penelantaran anak", "pernikahan anak paksa", "perundungan anak", "bojo digebugi", "perkosaan",
    ),
    "Lainnya": (
        "terima kasih", "saran usul", "ucapan selamat", "informasi acara", "internet wifi sinyal", "lain lain",
    ),
}  # fmt: skip

URGENT_WORDS: Final = (
    "longsor menimpa rumah", "banjir air masuk rumah", "kebakaran", "darurat segera bahaya", "nyawa terancam",
    "rumah roboh", "kritis sekarat", "keracunan", "kabel listrik putus menjuntai", "korban luka", "orang hanyut",
    "jembatan putus", "tersengat listrik", "angin ribut", "mengungsi", "tanggul jebol", "anak hilang", "dianiaya",
    "wabah demam berdarah", "kecelakaan korban", "pohon menimpa", "tiang listrik roboh", "bahaya banget gawat",
    "omah rubuh", "ana sing tatu", "melahirkan tidak ada ambulans", "diancam dibunuh", "gas bocor", "kelaparan",
)  # fmt: skip
NORMAL_WORDS: Final = (
    "jalan rusak", "lampu mati", "sampah menumpuk", "surat lama", "ktp belum jadi", "bantuan tidak dapat",
    "usul saran", "pelayanan lambat", "mohon informasi", "air keruh", "biaya sekolah", "batas tanah", "parkir",
    "berisik", "pupuk mahal", "bpjs", "posyandu", "dana desa", "lapangan", "selokan", "pasar", "beasiswa",
    "pengaspalan", "taman", "aplikasi", "pajak", "sertifikat", "gaji", "pelatihan", "izin",
)  # fmt: skip
