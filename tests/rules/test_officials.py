"""Whom of village government a text speaks of, as people write it."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

import pytest

from kentongan.rules.officials import KnownOfficial, find_officials, is_official_post

pytestmark = pytest.mark.once

HEAD = KnownOfficial("head", "H. Sutarno Hadi, S.Sos.", "Kepala Desa", ("Pak Glondong",), is_village_head=True)
WAHYU = KnownOfficial("wahyu", "Wahyu Prasetya", "Sekretaris Desa")
SITI = KnownOfficial("siti", "Siti Rokhayah", "Kasi Pelayanan")
TURYANTO = KnownOfficial("turyanto", "Turyanto", "Kasi Kesejahteraan")
RATMO = KnownOfficial("ratmo", "Ratmo Wibowo", "Kepala Dusun Randu Alas", ("Mbah Gendon",))
SLAMET = KnownOfficial("slamet", "Slamet Riyadi", "Kepala Dusun II")
JOKO = KnownOfficial("joko", "Joko Lelono", "Kadus I")
BAGUS = KnownOfficial("bagus", "Bagus Purnomo", "Kaur Keuangan")
KUSNO = KnownOfficial("kusno", "Kusno Aji", "Ketua BPD")
DIMAS = KnownOfficial("dimas", "Dimas Nurcahyo", "Operator Desa")
KNOWN = (HEAD, WAHYU, SITI, TURYANTO, RATMO, SLAMET, JOKO, BAGUS, KUSNO, DIMAS)
NOBODY_IN_PARTICULAR = "?"


def found(text: str) -> set[str | UUID]:
    return {match.official.key if match.official else NOBODY_IN_PARTICULAR for match in find_officials(text, KNOWN)}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Pak kades ambil uang", {"head"}),
        ("PAK LURAH tidak mau", {"head"}),
        ("paklurah tidak mau", {"head"}),
        ("lurahe ora gelem", {"head"}),
        ("kepala dsa minta uang", {"head"}),
        ("Kepala\n  desa itu", {"head"}),
        ("kepaladesa itu", {"head"}),
        ("Sutarno korupsi", {"head"}),
        ("kata pak Tarno", {"head"}),
        ("Soetarno dan sutarmo", {"head"}),
        ("si glondong", {"head"}),
        ("Carik dan sekdes dan sekertaris desa", {"wahyu"}),
        ("bendahara desa pinjam uang", {"bagus"}),
        ("kaur keuangan", {"bagus"}),
        ("kasi kesra, pak modin, kayime", {"turyanto"}),
        ("pak kaum datang", {"turyanto"}),
        ("kasi pelayanan", {"siti"}),
        ("bu Siti marah", {"siti"}),
        ("ketua bpd diam", {"kusno"}),
        ("mas operator desa", {"dimas"}),
        ("sudah lapor Pak Kadus", {"ratmo", "slamet", "joko"}),
        ("Pak Bayan dan pak bau", {"ratmo", "slamet", "joko"}),
        ("Kepala Dusun II minta", {"slamet"}),
        ("kadus dua, kadus 02, kadus2", {"slamet"}),
        ("kadus Randu Alas", {"ratmo"}),
        ("kepala dusun randualas", {"ratmo"}),
        ("kadus Ratmo", {"ratmo"}),
        ("kadus kali ini diam", {"ratmo", "slamet", "joko"}),
        ("Kadus III tidak ada", {NOBODY_IN_PARTICULAR}),
        ("mbah gendon", {"ratmo"}),
        ("oknum perangkat desa", {NOBODY_IN_PARTICULAR}),
        ("para pamong dan perangkat2", {NOBODY_IN_PARTICULAR}),
        ("kaur perencanaan", {NOBODY_IN_PARTICULAR}),
        ("kami lihat Slamet mengambil", {"slamet"}),
        ("pak slamet mengambil", {"slamet"}),
        ("mas Bagus minta", {"bagus"}),
        ("slamet riyadi", {"slamet"}),
        ("pak RT 03 Sutarno Hadi", {"head"}),
    ],
)
def test_an_official_is_known_as_people_write_him(text: str, who: set[str]) -> None:
    assert found(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "Jalan rusak, sudah lapor pak RT dan ketua RW 02 tapi diam",
        "ketua RT 05 dan pak Rt Slamet, pak RT 03 Sutarno",
        "bau sampah menyengat sampai ke rumah",
        "kaum ibu minta lampu, tolong kasi tahu",
        "BLT Kesra belum cair",
        "semoga slamet dari banjir. Bagus sekali jalannya",
        "BAGUS SEKALI PELAYANANNYA",
        "siti dan muhammad anak saya",
        "perangkat komputer sekolah, satuan polisi pamong praja",
        "kepada desa kami, kelapa desa",
        "mohon pak, bagus kalau diperbaiki",
        "kelurahan, kecamatan, secarik kertas, urutan peringkat, kartu keluarga",
        "",
    ],
)
def test_everyday_words_mean_no_official(text: str) -> None:
    assert find_officials(text, KNOWN) == ()


def test_a_match_says_where_and_by_what_and_whether_it_is_an_address() -> None:
    text = "Kepada Yth. Bapak Kepala Desa. Saya melihat é Mbah Gendon."
    address, gendon = find_officials(text, KNOWN)
    assert (address.by, address.addressed, address.matched) == ("post", True, "Kepala Desa")
    assert (gendon.by, gendon.addressed, text[gendon.start : gendon.end]) == ("nickname", False, "Gendon")
    assert "Gendon" not in repr(gendon)[repr(gendon).index("start") :]


def test_a_nickname_of_the_village_is_stronger_than_the_post_it_sounds_like() -> None:
    known = (KnownOfficial(1, "Ratmo", "Kepala Dusun I", ("Pak Bayan",)), KnownOfficial(2, "Endang", "Kepala Dusun II"))  # type: ignore[arg-type]
    assert [match.official.key for match in find_officials("pak bayan", known) if match.official] == [1]


def test_his_circle_is_he_and_those_too_close() -> None:
    he, she = uuid4(), uuid4()
    assert KnownOfficial("x", "X", officer=he, related=frozenset({she})).circle == {he, she}
    assert KnownOfficial("x", "X", related=frozenset({she})).circle == {she}


@pytest.mark.parametrize(
    ("post", "under"),
    [("Kepala Desa", True), ("Kaur TU dan Umum", True), ("Staf Kaur Umum", True), ("Operator Desa", True),
     ("Ketua BPD", False), ("Anggota BPD", False), ("Camat Rembang", False), ("Ketua RT 02", False), ("", False)],
)  # fmt: skip
def test_who_is_under_the_village_head_shows_in_his_post(post: str, under: bool) -> None:
    assert is_official_post(post) is under


def test_a_long_text_takes_no_more_than_its_share() -> None:
    text = "Jalan di depan rumah rusak berat, kepala sekolah dan petugas sudah melihat, orang tua murid kecewa. " * 100
    worst = "kepala desa kadus 2 pak slamet " * 320
    find_officials(text, KNOWN)
    for one, most in ((text, 0.02), (worst, 1.0)):  # seconds; ten times what it takes on a slow machine
        started = time.process_time()
        find_officials(one, KNOWN)
        once = time.process_time() - started
        assert once < most
    started = time.process_time()
    find_officials(worst * 4, KNOWN)
    assert time.process_time() - started < 12 * max(once, 0.001)
