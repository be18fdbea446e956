"""What a text is found by: stems, abbreviations, spellings; and how a hit is shown."""

from __future__ import annotations

import pytest
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from kentongan.rules import searching
from kentongan.rules.searching import Piece, excerpt, index_words, marked, question
from kentongan.rules.slang import STOP_WORDS, WORDS
from kentongan.rules.stemming import Stemmer

FACTORY = StemmerFactory()
STEM = Stemmer(FACTORY.get_words())

# Words of complaints, on which the light stemmer and Sastrawi must agree.
_AGREED = (
    "diperbaiki perbaikan memperbaiki berlubang lubangnya penerangan tertutup genangan tergenang melaporkan "
    "pelaporan dilaporkan laporannya pengaduan diadukan pelayanan melayani pembangunan dibangun membangun bangunan "
    "membahayakan berbahaya kebersihan membersihkan pengairan perairan pembuangan membuang dibuang penanganan "
    "menangani kerusakan merusak dirusak pengangkutan mengangkut bantuan membantu penyaluran menyalurkan pungutan "
    "dipungut kehilangan menghilangkan pencurian mencuri kebisingan pembakaran membakar penebangan menebang "
    "kekeringan mengirim pengiriman menulis tertulis penulisan menyapu penyapu mengecat bekerja pekerjaan pelajar "
    "belajar perempatan kecelakaan keselamatan kesehatan pendidikan perumahan pertanian peternakan terjatuh "
    "tindakan "
)
AGREED = _AGREED.split()


def test_the_light_stemmer_agrees_with_sastrawi_on_the_words_of_complaints() -> None:
    sastrawi = FACTORY.create_stemmer()
    assert {word: STEM(word) for word in AGREED} == {word: sastrawi.stem(word) for word in AGREED}


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("memohon", "mohon"),  # not "pohon", a tree
        ("pemadaman", "padam"),
        ("menyala", "nyala"),
        ("menerangi", "terang"),
        ("jalan", "jalan"),
        ("karangbawang", "karangbawang"),
        ("paralonnya", "paralon"),
        ("di", "di"),
        ("x" * 80, "x" * 80),
        ("rt02", "rt02"),
        ("", ""),
    ],
)
def test_stems_that_matter(word: str, stem: str) -> None:
    assert STEM(word) == stem


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("jln rusak", "jalan"),
        ("Jl. Melati", "jalan"),
        ("lampu pju mati", "penerangan jalan"),
        ("penerangan jalan umum padam", "pju"),
        ("Jalannya berlubang-lubang", "lubang"),
        ("sudah diperbaiki", "perbaikan"),
        ("rusaaak parah", "rusak"),
        ("anak2 kecil", "anak"),
        ("mesjid", "masjid"),
        ("ijin usaha", "izin"),
        ("Café Délima", "cafe delima"),
        ("RT 02", "rt 2"),
        ("Karangbawang", "karangb"),
        ("jembatan", "jem"),
        ("TIDAK ada air", "yg air tdk"),
    ],
)
def test_what_is_written_is_found_by_what_is_searched(written: str, searched: str) -> None:
    asked, words = question(searched, STEM), index_words(written, STEM)
    assert asked.wanted
    assert all(wanted.fits(words) for wanted in asked.wanted)


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("pohon tumbang", "memohon bantuan"),
        ("tahun 2026", "20"),
        ("bantuannya banyak", "bantu sosial"),
        ("kabar baik", "perbaikan jalan"),
    ],
)
def test_what_should_not_be_found_is_not(written: str, searched: str) -> None:
    asked, words = question(searched, STEM), index_words(written, STEM)
    assert not all(wanted.fits(words) for wanted in asked.wanted)


def test_words_that_say_nothing_need_not_match_and_are_not_indexed() -> None:
    asked = question("yang sudah rusak", STEM)
    assert [wanted.exact for wanted in asked.wanted] == [("rusak",)]
    assert asked.ignored == ("yang", "sudah")
    assert question("yg tdk", STEM).only_stop_words
    assert index_words("yg tdk dan sudah", STEM) == []


def test_what_was_understood_is_told() -> None:
    assert question("jln pju", STEM).understood == (("jln", "jalan"), ("pju", "penerangan jalan umum"))


def test_no_more_than_eight_words_are_looked_for() -> None:
    asked = question("satu dua tiga empat lima enam tujuh delapan sembilan", STEM)
    assert (len(asked.wanted), asked.too_many) == (8, True)


def test_a_long_known_word_is_no_beginning_of_others() -> None:
    assert question("bantuan", STEM).wanted[0].beginning == ""
    assert question("air", STEM).wanted[0].beginning == "air"
    assert question("pemerint", STEM).wanted[0].beginning == "pemerint"


def test_a_very_long_story_is_indexed_by_its_beginning() -> None:
    story = " ".join(f"kata{number}x" for number in range(2 * searching.MAX_INDEXED_WORDS))
    assert len(index_words(story, STEM)) <= searching.MAX_INDEXED_WORDS + 2


def test_the_tables_are_sound() -> None:
    for short, meant in WORDS.items():
        assert short == short.lower()
        assert meant
        assert all(word not in WORDS for word in meant), short  # nothing stands for an abbreviation
    assert not STOP_WORDS & set(WORDS)


def test_hits_are_marked_where_they_stand_and_as_they_are_written() -> None:
    assert marked("Jln berlubang <b>", question("jalan lubang", STEM), STEM) == (
        Piece("Jln", hit=True),
        Piece(" "),
        Piece("berlubang", hit=True),
        Piece(" <b>"),
    )


def test_an_excerpt_is_cut_around_the_hits() -> None:
    story = "Kami warga melapor. " * 20 + "Lampu di depan pos ronda padam sejak kemarin. " + "Terima kasih. " * 20
    shown = excerpt(story, question("pos padam", STEM), STEM, width=120)
    text = "".join(piece.text for piece in shown)
    assert [piece.text for piece in shown if piece.hit] == ["pos", "padam"]
    assert len(text) <= 130
    assert text.startswith("… ")
    assert text.endswith(" …")


@pytest.mark.parametrize("text", ["", " ", "x" * 5000, "\x00", "🙂 🙂", "ﬁ²", "a\u0301" * 50, "۱۲"])
def test_any_text_can_be_indexed_searched_and_shown(text: str) -> None:
    asked = question(text, STEM)
    assert all(word and word.isalnum() for word in index_words(text, STEM))
    assert all(word.isalnum() for wanted in asked.wanted for word in (*wanted.exact, wanted.beginning or "x"))
    excerpt(text, asked, STEM, width=100)
