"""Names that are words of every day as well, and names that half the village bears."""

from __future__ import annotations

from typing import Final

from .slang import STOP_WORDS, WORDS

# Names that a complaint uses as words, or nearly: they mean a person only after an honorific or with a capital letter.
_ALSO_WORDS: Final = """
    adil agung ahad aman amin angin anggun arum asih asri baik baru bagus bakti barokah basuki batu berkah berlian
    bersih bintang budi bulan bumi bunga cahaya cahya cahyo cepat cinta citra dalam damai danang dharma desa dewa dewi
    dian dwi edi eka ekonomi elok emas empat esa fajar fitri gading ganda gati gemi gendis giat gunung guntur guruh hadi
    harapan hari harjo harta harum hasil hati hijau ibadah ikhlas ilham iman indah ingat jaya jati jujur juni karsa
    karya kasih kasmi kembang kencana kerja kuat kukuh kusuma langgeng lancar lestari lima ludira lurus maju makmur
    manis mawar maya mega melati menur merah mukti mulia mulya mulyo murah murni musim mustika nanda negara ningsih nova
    nur nyata oktober padi pagi paing pahing panca pandu panen paras pertiwi pon pribadi prima purnama purwa putih putra
    putri rahayu rahmat raja rame ratna rejeki restu rezeki rini rukun sabar sabtu safitri sahabat samudra sari sastra
    satria sehat sejahtera selamat selasa semi senin seno sentosa seri setia setya setyo sinar siswa slamet subuh subur
    suci sugeng suka sukses sumber sunar surya syukur tabah tani taman teguh tekad tenang tentrem terang tertib tirta
    tetap timur titi tresna tri tulus tunggal tunggul tuti tugas untung utama utomo wage wangi warna warsa wiji wahana
    waras wibawa wicara widya wiyata wulan yakin yasa yogya kliwon legi jumat kamis rabu minggu agustus maret april mei
    juli mangga salak pandan kopi jambu asem sawah kali kulon wetan lor kidul
    """
# Beginnings of many a name: alone they tell nobody apart ("Siti", "Muhammad"); the word after them does.
_OF_MANY: Final = """
    abdul abdullah achmad ahmad akhmad dwi eko eka md mohamad mohammad moch moh mochamad mochammad much muchamad muh
    muhamad muhammad nur nurul sri siti sitti tri
    """
# Words so near a word of ours that a slip of the pen would make one of the other.
_NEAR: Final = """
    kepada kelapa kepalan kepalang perangkap berangkat pelayaran layanan pelayan pemerintah keuangannya sekretariat
    seksama bendahara pelajaran penjabat pejabat pegawai petugas anggota urusan seksi operasi operator perencana
    pembangun perangko kemanan keadaan kegiatan kesehatan kelurahan kecamatan kabupaten masyarakat lingkungan
    peringkat peringkatnya enjang andang undang endapan
    bayangan bayaran sudarah saudara saudari sumarah suwarna sumanto sukarela suwasta swasta hartono kartini
    """

OF_MANY: Final = frozenset(_OF_MANY.split())
EVERYDAY: Final = frozenset({*_ALSO_WORDS.split(), *STOP_WORDS, *WORDS}) - OF_MANY
NEVER_A_SLIP: Final = EVERYDAY | frozenset(_NEAR.split())
