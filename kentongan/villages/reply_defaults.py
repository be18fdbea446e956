"""The reply templates a village starts with: polite, plain, and true for every case. A village edits its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.villages.models import ReplyUse


@dataclass(frozen=True)
class ReplyDefault:
    """One template; fields as in rules.replies."""

    name: str
    use: ReplyUse
    body: str


_THANKS: Final = "Terima kasih atas kepedulian Anda terhadap Desa {desa}."

REPLIES: Final = (
    ReplyDefault(
        "Aduan sedang diperiksa",
        ReplyUse.MESSAGE,
        "Bapak/Ibu yang kami hormati,\n\naduan Anda nomor {nomor} sudah kami baca dan sedang kami periksa. Kabar "
        "berikutnya kami sampaikan paling lambat {batas_waktu}. Anda tidak perlu datang ke kantor; perkembangannya "
        f"selalu tampak di halaman ini.\n\n{_THANKS}",
    ),
    ReplyDefault(
        "Permohonan maaf atas keterlambatan",
        ReplyUse.MESSAGE,
        "Bapak/Ibu yang kami hormati,\n\nmohon maaf, penanganan aduan nomor {nomor} lebih lama dari yang kami janjikan "
        "karena {isi: sebabnya}. Kami upayakan selesai paling lambat {isi: tanggal}. Bila Anda keberatan, sampaikan "
        "lewat halaman ini.",
    ),
    ReplyDefault(
        "Undangan klarifikasi",
        ReplyUse.MESSAGE,
        "Bapak/Ibu yang kami hormati,\n\nagar aduan nomor {nomor} dapat kami tangani dengan tepat, kami mengundang "
        "Anda bertemu pada {isi: hari, tanggal, dan jam} di {isi: tempat}. Datang tidak wajib dan boleh didampingi. "
        "Bila lebih nyaman, tulis saja keterangan Anda di halaman ini; aduan tetap kami tangani.",
    ),
    ReplyDefault(
        "Meminta tempat yang tepat",
        ReplyUse.ASK,
        "Bapak/Ibu yang kami hormati,\n\nagar petugas tidak salah tempat, di mana tepatnya kejadian pada aduan nomor "
        "{nomor}? Misalnya nama jalan, RT dan RW, atau bangunan di dekatnya. Bila bisa, sertakan foto.",
    ),
    ReplyDefault(
        "Meminta waktu dan urutan kejadian",
        ReplyUse.ASK,
        "Bapak/Ibu yang kami hormati,\n\nkapan kejadiannya, dan bagaimana urutannya? Perkiraan tanggal dan jam sudah "
        "cukup membantu. Bila ada orang lain yang melihat, sebutkan seperlunya.",
    ),
    ReplyDefault(
        "Meminta bukti pendukung",
        ReplyUse.ASK,
        "Bapak/Ibu yang kami hormati,\n\napakah ada foto, surat, kuitansi, atau rekaman tentang kejadian ini? Anda "
        "bisa mengirimkannya lewat halaman ini. Bila tidak ada, cukup tulis demikian; aduan Anda tetap kami periksa.",
    ),
    ReplyDefault(
        "Petugas meninjau lokasi",
        ReplyUse.PROGRESS,
        "{petugas} meninjau lokasi pada {isi: tanggal}. Hasilnya: {isi: apa yang ditemukan}. Langkah berikutnya: "
        "{isi: apa yang akan dilakukan dan kapan}.",
    ),
    ReplyDefault(
        "Dibahas dalam musyawarah",
        ReplyUse.PROGRESS,
        "Hal yang Anda sampaikan memerlukan anggaran, sehingga kami bawa ke musyawarah desa pada {isi: tanggal}. "
        "Hasilnya kami kabarkan di halaman ini.",
    ),
    ReplyDefault(
        "Pekerjaan dimulai",
        ReplyUse.PROGRESS,
        "Pekerjaan untuk menindaklanjuti aduan nomor {nomor} dimulai pada {isi: tanggal} dan kami perkirakan selesai "
        "{isi: tanggal}.",
    ),
    ReplyDefault(
        "Tanggapan: sudah diselesaikan",
        ReplyUse.ANSWER,
        "Bapak/Ibu yang kami hormati,\n\naduan Anda nomor {nomor} yang kami terima pada {tanggal_terima} sudah kami "
        "tindak lanjuti. Yang kami temukan: {isi: temuan}. Yang sudah kami lakukan: {isi: tindakan dan tanggalnya}.\n\n"
        f"Bila menurut Anda masih ada yang kurang, sampaikan lewat halaman ini. {_THANKS}",
    ),
    ReplyDefault(
        "Tanggapan: diselesaikan sebagian",
        ReplyUse.ANSWER,
        "Bapak/Ibu yang kami hormati,\n\nsebagian dari aduan Anda nomor {nomor} sudah kami selesaikan, yaitu "
        "{isi: yang sudah selesai}. Yang belum: {isi: yang belum, dan sebabnya}. Rencana kami: {isi: rencana dan "
        "waktunya}.\n\nMohon maaf atas kekurangan ini.",
    ),
    ReplyDefault(
        "Tanggapan: tidak terbukti",
        ReplyUse.ANSWER,
        "Bapak/Ibu yang kami hormati,\n\naduan Anda nomor {nomor} sudah kami periksa dengan cara {isi: caranya}. "
        "Dari pemeriksaan itu kami belum menemukan {isi: hal yang diadukan}. Bila Anda mempunyai keterangan atau bukti "
        "lain, sampaikan lewat halaman ini dan akan kami periksa kembali.",
    ),
    ReplyDefault(
        "Tanggapan: belum dapat dipenuhi",
        ReplyUse.ANSWER,
        "Bapak/Ibu yang kami hormati,\n\nkami sudah mempelajari aduan Anda nomor {nomor}. Mohon maaf, untuk saat ini "
        "belum dapat kami penuhi karena {isi: sebabnya}. Yang dapat kami lakukan: {isi: jalan lain}.",
    ),
    ReplyDefault(
        "Jawaban permintaan informasi",
        ReplyUse.ANSWER,
        "Bapak/Ibu yang kami hormati,\n\nmenjawab permintaan informasi nomor {nomor}: {isi: jawabannya}. Bila perlu "
        "salinannya, silakan datang ke kantor Desa {desa} pada jam pelayanan ({jam_pelayanan}); tidak dipungut biaya.",
    ),
)
