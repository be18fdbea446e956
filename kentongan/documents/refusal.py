"""The refusal of an upload, with the sentence that people read."""

from __future__ import annotations

from kentongan.documents.limits import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES, MAX_VIDEO_BYTES, megabytes

_CAN_BE_SENT = (
    "Yang bisa dikirim: foto (JPG, PNG, WebP, HEIC), PDF, rekaman suara, dan video (MP4, 3GP, MOV, WebM), "
    f"paling besar {megabytes(MAX_FILE_BYTES)} per berkas, video {megabytes(MAX_VIDEO_BYTES)}."
)

SENTENCES = {
    "empty": "Berkas ini kosong. Silakan pilih lagi berkasnya.",
    "too_big": (
        f"Berkas ini lebih besar dari {megabytes(MAX_FILE_BYTES)}. "
        "Silakan kirim foto yang lebih kecil, atau bagi menjadi beberapa berkas."
    ),
    "video_too_big": (
        f"Video ini lebih besar dari {megabytes(MAX_VIDEO_BYTES)}. Potong bagian yang penting saja, atau kirim dulu "
        "lewat WhatsApp ke diri sendiri supaya mengecil. Simpan baik-baik video lengkapnya."
    ),
    "too_many": f"Paling banyak {MAX_FILES} berkas sekali kirim. Sisanya bisa Anda susulkan nanti.",
    "total_too_big": (
        f"Semua berkas bersama paling besar {megabytes(MAX_TOTAL_BYTES)}. Sisanya bisa Anda susulkan nanti."
    ),
    "unknown_type": f"Jenis berkas ini belum bisa kami terima. {_CAN_BE_SENT}",
    "markup": f"Berkas ini halaman web atau gambar SVG, bukan foto. {_CAN_BE_SENT}",
    "archive": (
        "Berkas ZIP, Word, atau Excel belum bisa kami terima. "
        "Silakan simpan sebagai PDF, atau foto lembarnya, lalu kirim lagi."
    ),
    "program": f"Berkas ini program, bukan bukti yang bisa dibuka. {_CAN_BE_SENT}",
    "other_picture": "Jenis gambar ini belum bisa kami terima. Silakan simpan sebagai JPG atau PNG, lalu kirim lagi.",
    "video": (
        "Jenis video ini belum bisa kami terima. Silakan simpan sebagai MP4, lalu kirim lagi. "
        "Simpan baik-baik video aslinya."
    ),
    "picture_broken": "Foto ini rusak atau terpotong dan tidak bisa dibuka. Silakan kirim lagi atau ambil foto baru.",
    "picture_too_large": (
        "Gambar ini terlalu besar: lebih dari {millions} juta titik (megapiksel). "
        "Silakan kirim dengan ukuran lebih kecil."
    ),
    "pdf_broken": "PDF ini rusak atau terpotong. Silakan buat atau unduh lagi PDF-nya, lalu kirim.",
    "pdf_locked": (
        "PDF ini dikunci dengan kata sandi, jadi tidak bisa kami periksa. "
        "Buka dulu, simpan ulang tanpa kata sandi, lalu kirim lagi."
    ),
    "pdf_too_complex": (
        "PDF ini terlalu rumit untuk diperiksa. Silakan cetak ulang menjadi PDF baru, atau foto lembarnya, lalu kirim."
    ),
    "pdf_unchecked": "PDF ini belum bisa kami periksa saat ini. Coba lagi sebentar lagi, atau foto lembarnya.",
    "pdf_mixed": "PDF ini juga berisi berkas jenis lain, jadi belum bisa kami terima. Silakan simpan ulang PDF-nya.",
    "audio_broken": "Rekaman suara ini rusak atau terpotong. Silakan kirim lagi rekamannya.",
    "audio_mixed": "Rekaman suara ini juga berisi berkas jenis lain, jadi tidak bisa kami terima.",
    "video_broken": "Video ini rusak atau terpotong. Silakan kirim lagi videonya.",
    "video_mixed": "Video ini juga berisi berkas jenis lain, jadi tidak bisa kami terima.",
    "infected": (
        "Pemeriksa virus menemukan bahaya di dalam berkas ini, jadi tidak bisa kami terima. "
        "Silakan kirim foto atau tangkapan layarnya."
    ),
    "draft_lost": "Berkas yang tadi Anda pilih sudah tidak tersimpan. Silakan pilih lagi berkasnya, lalu kirim.",
    "no_room": (
        "Tempat penyimpanan sedang penuh, jadi berkas belum bisa disimpan. "
        "Anda tetap bisa mengirim tanpa berkas; buktinya bisa disusulkan nanti."
    ),
}


class UploadRefused(Exception):
    """A file that is not taken in. `code` is stable; `sentence` is for people and says the limit, if there is one."""

    def __init__(self, code: str, **facts: int) -> None:
        self.code = code
        self.sentence = SENTENCES[code].format(**facts)
        super().__init__(code)
