"""Names are found by what stands before them and by what they are; posts, places and ordinary words are not names."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kentongan.rules.redaction import SpanKind, propose

pytestmark = pytest.mark.once


def found(text: str, kind: SpanKind = SpanKind.NAME, known_names: tuple[str, ...] = ()) -> list[str]:
    return [text[s.start : s.end] for s in propose(text, known_names=known_names) if s.kind is kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kartu atas nama Zubrik belum jadi.", ["Zubrik"]),
        ("KTP a.n. SITI AMINAH hilang", ["SITI AMINAH"]),
        ("surat a/n sutrisno belum keluar", ["sutrisno"]),
        ("nama saya wahyu budi santoso dari dusun dua", ["wahyu budi santoso"]),
        ("perkenalkan saya Tumini, warga lama", ["Tumini"]),
        ("seorang ibu bernama Ngatinem jatuh", ["Ngatinem"]),
        ("Nama : DARTO SLAMET\nAlamat : sana", ["DARTO SLAMET"]),
        ("Kemarin Pak Warsito menebang pohon.", ["Warsito"]),
        ("bantuan dipotong pak sukirno", ["sukirno"]),
        ("Pak RT Joko Susilo minta uang", ["Joko Susilo"]),
        ("Bu Lurah Hj. Sulastri tidak ada", ["Sulastri"]),
        ("Mbah Karsinah belum dapat beras", ["Karsinah"]),
        ("ketua RT 03 Sugeng menolak", ["Sugeng"]),
        ("Saya lihat Bambang Haryanto di sana.", ["Bambang Haryanto"]),
        ("rumahnya dipakai yuni lestari berdagang", ["yuni lestari"]),
        ("Hubungi Qorrebit 0812-3456-7890", ["Qorrebit"]),
        ("Pak Tarmudi marah. Besoknya tarmudi datang lagi.", ["Tarmudi", "tarmudi"]),
        ("Sampah di kali. Kata Warsito sudah izin.", ["Warsito"]),
        ("laporan Moh. Subhan", ["Moh. Subhan"]),
    ],
)
def test_a_name_is_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Pak Lurah dan Bu RT tidak datang.",
        "Bapak Bupati yang terhormat, mohon jalan diperbaiki.",
        "Jalan Jenderal Sudirman rusak dari Desa Sidomulyo sampai Pasar Bobotsari.",
        "SD Negeri 2 Karangreja dan Masjid Nurul Huda kebanjiran.",
        "atas nama warga kami ucapkan terima kasih",
        "Saya mengajukan permohonan sejak Juli 2022 tetapi belum ada tindakan.",
        "Lampu jalan mati. Jembatan rusak. Sampah menumpuk.",
        "Dinas Sosial Kabupaten Purbalingga belum menjawab.",
        "SAYA MOHON JALAN DI DESA KAMI SEGERA DIPERBAIKI TERIMA KASIH",
        "Menteri ESDM dan Ketua RT 4 Bendul Merisi",
        "Istilah itu membuat warga gelisah.",
    ],
)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_names_known_to_the_village_are_found_wherever_they_stand() -> None:
    assert found("kata xylander begitu", known_names=("Drs. Xylander Qux",)) == ["xylander"]
    assert found("jalan yang indah", known_names=("Indah Qux",)) == []


@pytest.mark.parametrize(
    ("text", "kind", "hidden"),
    [
        ("motor R 1234 AB lewat", SpanKind.PLATE, ["R 1234 AB"]),
        ("mobil plat r-1234-xy", SpanKind.PLATE, ["r-1234-xy"]),
        ("blok B 2 C dan RT 3 RW 2", SpanKind.PLATE, []),
        ("norek BRI 1234-01-012345-53-4 a.n. Sari", SpanKind.ACCOUNT, ["1234-01-012345-53-4"]),
        ("Tgl lahir : 17 Maret 1961", SpanKind.BIRTH, ["17 Maret 1961"]),
        ("rapat tanggal 17 Maret 2021", SpanKind.BIRTH, []),
        ("Alamat : Jl. Melati No. 12 RT 01", SpanKind.ADDRESS, ["Jl. Melati No. 12 RT 01"]),
        ("rumah saya di RT 02 RW 04 kebanjiran", SpanKind.ADDRESS, ["RT 02 RW 04"]),
        ("jalan rusak sepanjang 200 meter di RT 02", SpanKind.ADDRESS, []),
    ],
)
def test_other_private_facts_are_found(text: str, kind: SpanKind, hidden: list[str]) -> None:
    assert found(text, kind) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "tanggal 17-08-2023 pukul 08:30 sampai 17-08-2024",
        "anggaran Rp 1.500.000.000 tahun 2019, 2020, 2021, 2022",
        "titik -7.38881, 109.36351",
        "1 2 3 4 5 6 7 8 9 10 11 12 13",
        "satu dua tiga orang, lima ratus ribu rupiah",
    ],
)
def test_dates_money_places_and_counting_are_no_numbers_of_anybody(text: str) -> None:
    assert propose(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no KK 3303080209049055", SpanKind.KK),
        ("3303080209049055 itu nomor KK saya", SpanKind.KK),
        ("NIK 3303080209049055, KK menyusul", SpanKind.NIK),
        ("3303080209049055", SpanKind.NIK),
    ],
)
def test_the_word_nearby_tells_a_nik_from_a_family_card(text: str, kind: SpanKind) -> None:
    assert [span.kind for span in propose(text)] == [kind]


def test_spans_lie_in_order_and_never_over_each_other() -> None:
    text = (
        "Nama: Budi Santoso, alamat Jl. Melati No. 3, hp 0812 3456 7890, budi@contoh.example NIK 3303080209049055 " * 3
    )
    spans = propose(text)
    assert len(spans) >= 15
    assert all(first.end <= second.start for first, second in pairwise(spans))
