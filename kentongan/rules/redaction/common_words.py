"""Words that are no names although they stand where names stand: after "Bapak", with a capital letter, in a list."""

from __future__ import annotations

from typing import Final

from ..slang import STOP_WORDS, WORDS

_EVERYDAY = """
aamiin adik admin aduan agak ags agu agustus ahad ajak akhir akhirnya akibat aktif aku akun alamat alasan
alhamdulillah alhamdulillahirobbilalamin alias allah aman ambil amin ana anak ancaman anggap anggaran anggota antre
apabila apalagi aparat aplikasi apotek apr april arah asal asli asn aspal aspirasi asri assalamualaikum atap atas
atasnya atr aturan awal ayah ayo badan bae bagian bagus bahaya bahwasanya baik baiknya bakar balai balas balik ban
bangsa bangun bangunan banjir bank bantu bantuan bapak bapaknya bappeda barang barangkali barat baru batal batas bau
bawah bayar bca beberapa beda belakang beli beliau benar bendera bengkel berada berapa beras berat berbagai berhak
berharap berhenti berikut berita berjalan berlaku bernama bernomor bersama bersangkutan bersih berubah berupa besar
besok beton betul biar biasa biaya bicara bidan bidang bismillah bkd bkn bkpsdm blm blok blt bni bocor boleh bongkar
bpbd bpd bpjs bpkb bpn bri bro btn buat buddha budha buka bukit bukti bulog bumd bumdes bumn buruk butuh cair call
calon cara cc cek cepat cetak chat contoh contohnya cpns cukup cuma curug daerah daftar dahulu dalam darinya data
datang debu dekat demikianlah depan deposito dereng derita des desa desember dg dgn diam diberi dibuat dicek dinas
dindik diniyah dinkes dinsos dinyatakan diri disdik disdukcapil dishub dispenduk dispendukcapil ditolak dlh dll dlm
dong dpr dprd dpu dpupr dr dsb dst dukcapil dukung dulu durung dusun efek ekonomi email enak entah esdm facebook
fakultas feb februari foto ga gagal gaji gak gan gang ganggu ganti gapoktan gara garuda gedung gelap gelisah gereja gg
gimana gmail gorong got gratis gubug guna gunung habis hadapan hak hal halo hamil hampir hansip hanya harap hari
harusnya hasil hati hidup hilang hindu hormat hp hubungi hujan hukum hutan ialah ibu ibunya id idul ijin ijinkan iki
ikut ilegal indah indihome indonesia info informasi ingin ini inshaallah inspektorat instagram instansi insyaallah
internet inyong irigasi islam istilah istri izin jadwal jalan jalur jam jan janda janji januari jarang jatuh jauh jawa
jawab jelas jelek jembatan jenis jg jl jln jt jual juga jul juli jum'at jumat jun juni juta kab kabar kabilah kadang
kae kafilah kak kakak kakek kali kalian kamar kami kamis kampus kanan kantor kapolres kapolsek karang karo kartu
karyawan kasih kasihan kasus kata katolik kawan kayak kebetulan kebun keburu kec kecewa kecil kegiatan kejaksaan kel
kelompok keluar keluarga keluhan kemarin kembali kemenag kementerian kemerdekaan kenapa kendala kendaraan kepadanya
keponakan keras kerja kerjaan ketahui keterangan ketika khazanah khusus kidul kidule kim kip kira kiri kirim kis kk
kks klinik kodim kok kolam kominfo kondisi konfirmasi kontak koperasi koramil kosong kota kotor kpk kran kristen krn
ktp kua kuat kuburan kula kulo kulon kunci kurang kuwe lahan lahir lain laki lama lambat lampiran lampu langsung
lanjut lapak lapangan lapor laporan larang layanan lebar lebaran lebih lembaga lengkap lewat libur lihat lingkungan
link linmas listrik loh lokasi lor lore lpmd lpmk luar lubang lumayan ma maaf macam macet madin mahal main makam
maklum malah malam maling malu mandiri mantri mar marah maret masak masalah masjid masuk masyaallah masyarakat mati
matur mau mboten mbr mei mekanisme melapor melaporkan memang membuat meminta mencari mengadu mengajukan mengurus
menikah meninggal menit menteri menunggu menyampaikan merah merasa mertua merupakan mesin meskipun mi min minggu minim
minta miskin mk mobil mohon monggo motor mpr mts muda mudah mulai muncul murah mushola musholla nama nang nanti natal
nb ndak negara nenek nggak nggih ngurus nib nih nik nikah nip nisn njih no nohp nomer nomor nop nov november npwp
numpang nusantara nuwun nyuwun offline okt oktober ombudsman online ora orangtua organisasi ortu padahal pagi paham
pak pakai paling panas pancasila panggil panggilan panitia pantai pantas parah parkir partai pasang pasar pasti patut
paud paving pbb pd pdam pecah pejabat pelaksana pelaku pelanggan pelapor pelayanan pelebaran pembeli pemda pemdes
pemerintah pemilik pemkab pemkot pemohon pemprov pencuri penduduk penerima pengadilan pengaduan pengelola pengguna
penghuni pengirim pengurus penjual pensiun penuh penyewa perangkat perawat perbaikan percaya perempuan perihal
perkenalkan perkenankan perlu permai permisi permohonan pernah perorangan pertama pertamina pertanian pertanyaan
perusahaan peserta petugas pihak pindah pinjam pipa pkh pkk pln pns pohon pokok poktan polisi polres polsek posisi
posyandu pp ppdb pppk presiden pribadi prihal prosedur proses prov proyek ps pungli pungutan punya pusat puskesmas
putih putus rabu rakyat ramadan ramadhan ramai rapat rapi rasulullah rawat raya rb regency rekan rekanan republik
resah residence resmi retak ribu ribut ributnya rp rs rsu rsud rt rumah rusak rw sabtu sah sakinah sakit salah salam
saluran sama samaran sambil sampah samping sampun sangatlah saran satpam satpol saudara sawah saya sbb sd sdh sdn
sebab sebagai sebagian sebaiknya sebelum sebelumnya sebentar sebut sedih sedikit segera sehat sehingga sehubungan
sejahtera sejak sejati sekali sekalian sekeluarga sekiranya sekitar sekolah sekolahan selain selaku selalu selamat
selasa selatan selokan seluruh semadi semangat semoga sempat sempit semua semuanya sendiri sengaja seniman senin
seorang sep seperti september sering serius sesuai setahu setempat setiap setuju siang siap siapa sidak silahkan
silakan silsilah sim siman sing singkat sinyal sis siswa sktm sma sman smk smkn smp smpn sms solusi sopan sore spbu
stasiun status stnk suami suara subhanallah sudah sukses sulit sungai supaya surat surel survei susah suwun sy syukur
tahu tahun takut taman tambah tamu tanah tanaman tanda tandatangan tangan tanggal tanggap tani tante tanya taruh
taruna tdk tegas telepon telkom telp telpon teman tembusan tempat tengah tentu tepat terakhir terbit terdaftar
terganggu terhormat teriak terimakasih terjadi terkait terlalu terlambat terminal ternyata terpaksa tersebut terus
tetangga tetap tgl tiba tidak tidur tiga tim timur tindak tindakan tinggal tinggi tinja tk tolong tpa tpq trans tsb
ttl tua tugas tuhan tuju tujuan tukang tuli turun tutup uang ujung umkm umum umur undangan universitas untungnya up
urus urusan usaha usia utang utara utk wa wae wakil waktu walau walaupun wali warga waspada wassalam wassalamualaikum
wb website wetan whatsapp wifi wilayah wis wong wr ya yah yakni ybs yg youtube yth yuk zaman
"""
_OFFICES = """
anggota babinsa bayan bekel bendahara bhabinkamtibmas bidan bos bup bupati bupatinya camat carik dewan direktur dokter
dosen gub gubernur guru hakim imam jaksa jogoboyo juragan kabag kabid kades kadinas kadindik kadinsos kadis kadus
kamituwo kapus kasek kasi kasubag kasun kaum kaur kayim kepala kepsek ketua kiai kontraktor kuasa kyai lebe linmas
lurah manager manajer mandor mantri modin operator pamong panitia pejabat pemborong pendamping pengurus penyuluh
perangkat perawat pimpinan pimpinannya polisi rt rw sales satpam security sekda sekdes sekretariat sekretaris sopir
staf staff supir takmir tentara ulu ustad ustadz ustadzah wabup wakil wali walikota walikotanya
"""
_PLACE_WORDS = """
aliyah alun apartemen apotek badan balai bandara bank barisan bendung bendungan blok bmt brigade bukit citraland curug
cv daerah desa dinas dkh ds dsn dukuh dusun embung flyover fraksi gang gapoktan gedung gereja gg goa gor griya grumbul
gua gunung halte hotel iain ibtidaiyah idul institut jalan jalannya jembatan jenderal jl jln jurusan kab kabupaten
kali kampung kantor kartu kavling kawasan kb kec kecamatan kel kelompok kelurahan kementerian klinik kloter kodim
komplek kompleks koperasi koramil kota kp kpr ksp langgar lapangan lembaga lomba ma madrasah makam man masjid mi min
mts mtsn mushalla mushola musholla paket pantai partai pasar paud pelabuhan pelindo pemdes pemkab pemkot perempatan
persil pertigaan perum perumahan pesantren piala poktan politeknik polres polsek pondok ponpes posyandu program
propinsi prov provinsi pt pulau pura puskesmas pustu ra raya residence restoran rs rsia rsu rsud rt ruas rusun
rusunawa rw sakit sanggar sd sdi sdit sdn shelter simpang situ slb sma sman smk smkn smp smpn stadion stasiun stie
stikes stk sungai surau taman tani telaga terminal tk tol tpq tpu tsanawiyah ud uin underpass univ universitas unsoed
vihara villa waduk wilayah wisata yayasan
"""
_PLACES = """
aceh ambon asemrowo bali balikpapan bandung bangka bangkalan banjarmasin banjarnegara banten bantul banyumas
banyuwangi batam batang batu bekasi belitung bengkulu benowo blitar blora bobotsari bogor bojonegoro bojongsari
bondowoso boyolali brebes bubutan bukateja bulak ciamis cianjur cilacap cilegon cimahi cirebon demak denpasar depok
dukuh flores garut gayungan genteng gorontalo gresik grobogan gubeng gunungkidul indramayu jakarta jambangan jambi
jayapura jember jepara jogja jogjakarta jombang kaligondang kalimanah kalimantan karanganyar karangjambu karangmoncol
karangpilang karangreja karawang kebumen kediri kejobong kemangkon kendal kendari kenjeran kertanegara klaten
krembangan kudus kuningan kupang kutasari lakarsantri lamongan lampung lombok lumajang madiun madura magelang magetan
majalengka makassar malang maluku manado mataram medan mojokerto mrebet mulyorejo nganjuk ngawi pabean pacitan
padamara padang pakal palangkaraya palembang palu pamekasan papua pasuruan pati pekalongan pekanbaru pemalang
pengadegan ponorogo pontianak probolinggo purbalingga purwakarta purwodadi purwokerto purworejo rembang riau rungkut
salatiga samarinda sambikerep sampang sawahan semampir semarang serang sidoarjo simokerto situbondo sleman solo sragen
subang sukabumi sukoharjo sukolilo sukomanunggal sulawesi sumatera sumatra sumedang sumenep surabaya surakarta
tambaksari tandes tangerang tasikmalaya tegal tegalsari temanggung trenggalek tuban tulungagung wiyung wonocolo
wonogiri wonokromo wonosari wonosobo yogyakarta
"""


def _words(*tables: str) -> frozenset[str]:
    return frozenset(word for table in tables for word in table.split())


OFFICES: Final = _words(_OFFICES)
"""Posts: after "Pak" they are no name, and the name may follow them ("Pak RT Slamet")."""

PLACE_WORDS: Final = _words(_PLACE_WORDS)
"""What stands after one of these is called so, and is no person: "Desa Sukamaju", "Jalan Jenderal Sudirman"."""

PLACES: Final = _words(_PLACES)

EVERYDAY: Final = (_words(_EVERYDAY, _OFFICES) | STOP_WORDS | frozenset(WORDS)) - frozenset(
    "ana min mi ma ra ani ari eko".split()  # noqa: SIM905  (a list of words)
)
"""No names, unless somebody writes "atas nama" before them."""
