"""The words each kind of paper begins with, for villages that have not written their own (official letter style)."""

from collections.abc import Mapping
from types import MappingProxyType

from .papers import Word
from .types import PaperKind

_NATURE = Word("nature", "Sifat", "Biasa", hint="Misalnya Biasa, Segera, atau Rahasia.")
_ATTACHMENT = Word("attachment", "Lampiran", "–", hint="Misalnya “1 (satu) berkas”, atau tanda – bila tidak ada.")
_COPIES = Word("copies", "Tembusan", "", rows=3, hint="Satu penerima satu baris. Kosongkan bila tidak ada.")
_CLOSING = "Demikian kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, kami mengucapkan terima kasih."
_PARTIES_HINT = (
    "Satu orang satu baris: nama, koma, lalu kedudukannya. Pelapor cukup ditulis “Pelapor aduan nomor …”; "
    "namanya hanya muncul bila dicetak dengan nama. Paling banyak 20 orang."
)

RIGHTS = (
    "Bila belum puas, Bapak/Ibu berhak, tanpa biaya:\n"
    "1. meminta aduan dibuka kembali lewat halaman lacak ({alamat_lacak}) atau di kantor desa, paling lambat 30 hari "
    "sesudah aduan selesai;\n"
    "2. mengajukan keberatan, yang diputuskan oleh orang yang tidak ikut menangani aduan ini;\n"
    "3. melapor kepada Ombudsman Republik Indonesia: telepon 137, WhatsApp 0821-3737-3737, atau "
    "pengaduan@ombudsman.go.id."
)


def _letter(
    *between: Word, subject: str, opening: str, body: str, closing: str = _CLOSING, to: tuple[Word, ...] = ()
) -> tuple[Word, ...]:
    return (
        *to,
        _NATURE,
        _ATTACHMENT,
        Word("subject", "Hal", subject),
        Word("opening", "Pembuka", opening, rows=5),
        Word("body", "Isi", body, rows=12),
        *between,
        Word("closing", "Penutup", closing, rows=3),
        _COPIES,
    )


def _minutes(what: str, result: str, hint: str) -> tuple[Word, ...]:
    return (
        Word("subject", "Perihal", f"{what} aduan nomor {{nomor}}"),
        Word("when", "Hari, tanggal, dan jam", "{hari}, {tanggal}, pukul …"),
        Word("where", "Tempat", "Kantor Desa {desa}"),
        Word(
            "opening",
            "Pembuka",
            f"Pada hari dan tanggal tersebut di atas telah dilaksanakan {what.lower()} atas aduan nomor {{nomor}} "
            "tentang {pokok_aduan}, yang diterima Pemerintah Desa {desa} pada {tanggal_terima}, dan dihadiri oleh:",
            rows=4,
        ),
        Word("parties", "Yang hadir", "Pelapor aduan nomor {nomor}\n{petugas}", rows=5, hint=_PARTIES_HINT),
        Word(
            "said", "Yang disampaikan", "", rows=10, hint="Apa yang dikatakan masing-masing pihak, seringkas mungkin."
        ),
        Word("agreement", result, "", rows=6, hint=hint),
        Word(
            "closing",
            "Penutup",
            "Demikian berita acara ini dibuat dengan sebenarnya, dibacakan kembali, disetujui, dan ditandatangani oleh "
            "yang hadir.",
            rows=3,
        ),
    )


WORDS: Mapping[PaperKind, tuple[Word, ...]] = MappingProxyType(
    {
        PaperKind.RECEIPT: (
            Word("opening", "Kalimat pembuka", "Terima kasih. Aduan Anda sudah kami terima dan kami catat."),
            Word(
                "note",
                "Catatan di bawah",
                "Layanan ini gratis. Bila ada yang meminta uang, atau Anda ditekan karena melapor, beri tahu kami.",
                rows=3,
                hint="Tanda terima harus muat di satu lembar A5.",
                most=250,
            ),
        ),
        PaperKind.DISPOSITION: (
            Word("nature", "Sifat", "Biasa", hint="Misalnya Biasa, Segera, atau Rahasia."),
            Word("subject", "Perihal", "{pokok_aduan}"),
            Word("recipient", "Diteruskan kepada", "{petugas}", rows=3),
            Word("body", "Isi disposisi", "{arahan}", rows=6),
            Word("due", "Diminta selesai", "{batas_waktu}"),
            Word("note", "Catatan", "", rows=4),
        ),
        PaperKind.CLARIFICATION_REQUEST: _letter(
            subject="Permintaan klarifikasi atas aduan nomor {nomor}",
            opening="Dengan hormat,\n\nMenindaklanjuti aduan yang Bapak/Ibu sampaikan pada {tanggal_terima} dan "
            "tercatat dengan nomor {nomor}, kami masih memerlukan keterangan berikut agar dapat "
            "menanganinya dengan tepat:",
            body="{pertanyaan}",
            closing="Jawaban dapat disampaikan lewat halaman lacak ({alamat_lacak}) dengan kode lacak Bapak/Ibu, atau "
            "langsung di kantor desa, paling lambat {batas_jawab} (Pasal 44 Undang-Undang Nomor 25 Tahun 2009). "
            "Sesudahnya aduan dianggap dicabut, tetapi masih dapat dilanjutkan.\n\n"
            "Atas kerja sama Bapak/Ibu, kami mengucapkan terima kasih.",
        ),
        PaperKind.ANSWER_LETTER: _letter(
            Word("rights", "Hak pelapor", RIGHTS, rows=8),
            subject="Tanggapan atas aduan nomor {nomor}",
            opening="Dengan hormat,\n\nMenindaklanjuti aduan yang Bapak/Ibu sampaikan kepada Pemerintah Desa {desa} "
            "pada {tanggal_terima} dan tercatat dengan nomor {nomor}, bersama ini kami sampaikan hasil penanganannya: "
            "{hasil}.",
            body="{tanggapan}",
        ),
        PaperKind.FORWARDING_LETTER: _letter(
            to=(Word("recipient", "Kepada", "Yth. Kepala {instansi}\ndi tempat", rows=3),),
            subject="Penyaluran aduan masyarakat nomor {nomor}",
            opening="Dengan hormat,\n\nPada {tanggal_terima} Pemerintah Desa {desa} menerima aduan masyarakat yang "
            "tercatat dengan nomor {nomor}. Setelah kami periksa, pokok aduan tersebut menjadi wewenang {instansi}. "
            "Karena itu, aduan ini kami salurkan dengan penjelasan berikut.",
            body="Pokok aduan: {pokok_aduan}\n\nUraian: {uraian}\n\nPenjelasan kami: {penjelasan}",
            closing="Kami mohon aduan ini ditindaklanjuti, dan hasilnya diberitahukan kepada kami agar dapat kami "
            "teruskan kepada pelapor. Identitas pelapor kami simpan tersegel dan tidak kami sertakan, kecuali bila "
            "mutlak diperlukan untuk penanganannya.\n\nAtas perhatian dan kerja sama Bapak/Ibu, kami mengucapkan "
            "terima kasih.",
        ),
        PaperKind.CLARIFICATION_MINUTES: _minutes(
            "Klarifikasi", "Kesimpulan", "Apa yang menjadi jelas, dan langkah berikutnya."
        ),
        PaperKind.MEDIATION_MINUTES: _minutes(
            "Mediasi",
            "Kesepakatan",
            "Apa yang disepakati, siapa mengerjakan apa, dan kapan. Bila belum sepakat, tulis.",
        ),
    }
)
"""Every part of each kind of paper, in the order in which the officer edits it."""


def words_of(kind: PaperKind, own: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words of a kind: the village's own where it wrote some, else these. Unknown keys are left out."""
    return {word.key: own.get(word.key, word.default) for word in WORDS[kind]}
