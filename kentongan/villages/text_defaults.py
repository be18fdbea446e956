"""The program's own words for every public text. A village edits its rows (`Village.texts`), never this file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class PublicText:
    """One text. `help` says where it is read, `most` counts letters; `line` has neither paragraphs nor lists."""

    key: str
    group: str
    title: str
    help: str
    default: str = ""
    most: int = 400
    line: bool = True


_HOME, _HOW, _FAQ, _DATA, _FORM = (
    "Halaman depan",
    "Halaman Cara kerja",
    "Pertanyaan yang sering diajukan",
    "Halaman Data Anda",
    "Formulir dan tanda terima",
)

PLEDGE_EXAMPLE: Final = (
    "Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar yang telah ditetapkan, dan apabila "
    "tidak menepati janji ini, kami siap menerima sanksi sesuai peraturan perundang-undangan."
)

DEFAULTS: Final = (
    PublicText(
        "welcome",
        _HOME,
        "Kalimat pembuka",
        "Di bawah judul halaman depan; yang pertama dibaca warga.",
        "Sampaikan di sini. Setiap laporan mendapat nomor, ditangani, dan dijawab. Gratis, tanpa akun, boleh tanpa "
        "nama.",
    ),
    PublicText(
        "step_tell",
        _HOME,
        "Langkah 1: Anda bercerita",
        "Di bawah gambar pertama, juga di halaman Cara kerja.",
        "Tulis apa yang terjadi, dengan bahasa sehari-hari. Foto boleh disertakan.",
        most=200,
    ),
    PublicText(
        "step_record",
        _HOME,
        "Langkah 2: Kami mencatat",
        "Di bawah gambar kedua.",
        "Anda langsung mendapat nomor registrasi dan kode lacak. Tidak ada yang hilang.",
        most=200,
    ),
    PublicText(
        "step_work",
        _HOME,
        "Langkah 3: Kami menangani",
        "Di bawah gambar ketiga.",
        "Laporan diperiksa dan diserahkan kepada petugas. Setiap langkah dikabarkan.",
        most=200,
    ),
    PublicText(
        "step_judge",
        _HOME,
        "Langkah 4: Anda menilai",
        "Di bawah gambar keempat.",
        "Anda menerima jawaban. Belum puas? Laporan dibuka kembali.",
        most=200,
    ),
    PublicText(
        "counter_note",
        _HOME,
        "Catatan di bawah alamat kantor",
        "Di bawah alamat, telepon, dan jam pelayanan.",
        "Petugas mencatat pengaduan Anda. Nomor dan tanda terimanya sama.",
        most=300,
    ),
    PublicText(
        "footer",
        _HOME,
        "Kalimat di kaki halaman",
        "Di bagian paling bawah setiap halaman.",
        "Layanan ini gratis. Halaman ini tidak memasang pelacak dan tidak memuat apa pun dari pihak lain.",
        most=300,
    ),
    PublicText(
        "how_lead",
        _HOW,
        "Kalimat pembuka",
        "Di bawah judul halaman Cara kerja.",
        "Dulu orang menabuh kentongan supaya satu desa mendengar. Layanan ini meneruskannya: siapa pun boleh "
        "menyampaikan, dan setiap laporan dijawab.",
    ),
    PublicText(
        "pledge",
        _HOW,
        "Maklumat pelayanan",
        "Janji pelayanan yang ditandatangani Kepala Desa (UU 25/2009 pasal 22). Kosong: tidak ditampilkan. Contoh: "
        f"“{PLEDGE_EXAMPLE}”",
        most=1500,
        line=False,
    ),
    PublicText(
        "rights",
        _HOW,
        "Hak Anda",
        "Daftar hak pelapor. Satu hak satu baris, diawali tanda - dan spasi.",
        "- Mendapat tanda terima, nomor, dan jawaban tertulis, tanpa biaya.\n"
        "- Tahu sampai di mana laporan Anda, kapan saja.\n"
        "- Melapor tanpa nama.\n"
        "- Mencabut laporan, dan membatalkan pencabutan dalam 3 hari kerja.\n"
        "- Meminta dibuka kembali atau mengajukan keberatan sampai 30 hari setelah laporan ditutup. Keberatan "
        "diputuskan orang yang tidak ikut menangani.\n"
        "- Mengadu ke Ombudsman Republik Indonesia bila tetap tidak ditangani.",
        most=2000,
        line=False,
    ),
    PublicText(
        "not_done",
        _HOW,
        "Yang tidak kami lakukan",
        "Daftar di samping hak pelapor. Satu hal satu baris, diawali tanda - dan spasi.",
        "- Menolak laporan karena “bukan urusan desa”. Kami catat, teruskan, dan jelaskan.\n"
        "- Menyerahkan laporan kepada orang yang dilaporkan.\n"
        "- Menghapus laporan dari buku register.",
        most=1500,
        line=False,
    ),
    PublicText(
        "faq_cost",
        _FAQ,
        "Apakah ada biaya?",
        "Jawaban di halaman Cara kerja dan Tanya.",
        "Tidak ada. Bila ada yang meminta uang, laporkan.",
    ),
    PublicText(
        "faq_anonymous",
        _FAQ,
        "Bolehkah tanpa nama?",
        "Jawaban di halaman Cara kerja dan Tanya.",
        "Boleh. Pilih anonim. Petugas tetap bisa bertanya dan Anda tetap bisa menjawab lewat kode lacak.",
    ),
    PublicText(
        "faq_not_ours",
        _FAQ,
        "Bagaimana bila bukan urusan desa?",
        "Jawaban di halaman Cara kerja dan Tanya.",
        "Tetap kami catat. Kami salurkan ke instansi yang berwenang dan kami jelaskan kepada Anda.",
    ),
    PublicText(
        "faq_official",
        _FAQ,
        "Bagaimana bila yang dilaporkan orang pemerintah desa?",
        "Jawaban di halaman Cara kerja dan Tanya.",
        "Katakan di formulir. Begitu petugas mencatatnya, orang yang dilaporkan tidak bisa lagi membuka dan menangani "
        "laporan itu. Bila ia sendiri penerima laporan, pilih anonim, atau sampaikan langsung kepada Ketua BPD.",
        most=800,
    ),
    PublicText(
        "faq_unsatisfied",
        _FAQ,
        "Bagaimana bila saya tidak puas?",
        "Jawaban di halaman Cara kerja dan Tanya.",
        "Setelah dijawab, Anda menilai. Bila belum puas, laporan dibuka kembali. Anda juga boleh mengajukan keberatan, "
        "yang diputuskan orang lain, atau mengadu ke Ombudsman Republik Indonesia.",
        most=800,
    ),
    PublicText(
        "faq_more",
        _FAQ,
        "Pertanyaan lain dari desa",
        "Pertanyaan di baris pertama, jawabannya di baris berikutnya, lalu satu baris kosong sebelum pertanyaan "
        "selanjutnya.",
        most=4000,
        line=False,
    ),
    PublicText(
        "privacy_lead",
        _DATA,
        "Kalimat pembuka",
        "Di bawah judul halaman Data Anda.",
        "Kami tulis sejujurnya, supaya Anda bisa memilih.",
        most=300,
    ),
    PublicText(
        "data_rights",
        _DATA,
        "Cara menggunakan hak atas data",
        "Di bawah daftar hak atas data. Sebut siapa yang bisa ditanya, misalnya petugas pelindungan data desa.",
        "Tidak perlu alasan, tidak ada biaya. Kode hilang, atau melapor dengan surat? Datanglah ke kantor desa dengan "
        "KTP; petugas membantu Anda.",
        most=600,
    ),
    PublicText(
        "privacy_more",
        _DATA,
        "Keterangan tambahan desa",
        "Di akhir bagian “Yang perlu Anda tahu”: misalnya siapa petugas pelindungan data desa. Yang dilakukan program "
        "dengan data sudah tertulis di halaman itu dan tidak dapat diubah di sini. Kosong: tidak ditampilkan.",
        most=2000,
        line=False,
    ),
    PublicText(
        "lodge_lead",
        _FORM,
        "Pembuka formulir Lapor",
        "Di bawah judul “Sampaikan laporan”.",
        "Tulis seperti Anda bercerita. Yang wajib hanya empat: jenis laporan, ceritanya, "
        "apakah ini tentang orang pemerintah desa, dan bagaimana Anda ingin melapor.",
    ),
    PublicText(
        "ask_lead",
        _FORM,
        "Pembuka formulir Tanya",
        "Di bawah judul “Tanya kepada desa”.",
        "Minta informasi atau data. Pertanyaan Anda mendapat nomor dan dijawab tertulis.",
    ),
    PublicText(
        "receipt_closing",
        _FORM,
        "Penutup tanda terima",
        "Kalimat terakhir di halaman tanda terima. Kosong: tidak ditampilkan.",
        "Matur nuwun sudah peduli pada desa kita.",
        most=300,
    ),
    PublicText(
        "ombudsman_contact",
        "Hak pelapor",
        "Kontak Ombudsman",
        "Di halaman lacak, di surel, dan pada berkas untuk Ombudsman. Periksa dulu di situs ombudsman.go.id; selama "
        "belum Anda tulis sendiri, warga dianjurkan memeriksanya lagi.",
        "telepon 137, WhatsApp 0821-3737-3737, surel pengaduan@ombudsman.go.id",
        most=300,
    ),
    PublicText(
        "ombudsman_office",
        "Hak pelapor",
        "Kantor perwakilan Ombudsman",
        "Kepada siapa berkas untuk Ombudsman dialamatkan, dengan alamatnya. Kosong: Ombudsman Republik Indonesia "
        "Perwakilan (nama provinsi).",
        most=300,
    ),
)
