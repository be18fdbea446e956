"""Typesetting: whatever somebody typed comes out as text, on a tagged page, in the program's own fonts."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import chain

import pytest
from PIL import Image
from pypdf import PdfReader

from kentongan.people.roster import Signatory
from kentongan.reports import kop, plain, typeset
from kentongan.rules.types import Role
from kentongan.villages.models import Village

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PROBE = b"""
#import "kop.typ": *
#let data = json("data.json")
#show: lembar.with(data, kaki: data.footer)
#kop(data.head)
#judul("Lembar", nomor: "1")
#keterangan((("Hal", data.words),))
#kata(data.words)
#tanda-tangan((data.who,))
"""


@pytest.fixture
def _probe(monkeypatch: pytest.MonkeyPatch) -> None:
    library = {**typeset._library(), "probe.typ": PROBE}
    monkeypatch.setattr(typeset, "_library", lambda: library)


def village(**more: str) -> Village:
    told = {"regency": "Kabupaten Purbalingga", "district": "Rembang", "province": "Jawa Tengah", **more}
    return Village(code="33.03.13.2003", name="Karangbawang", **told)


def data(words: str = "Isi surat", logo: kop.Picture | None = None) -> dict[str, object]:
    who = kop.signature(Signatory(name="SUTRISNO", post="Kepala Desa", number=""), village=village())
    return {**kop.base(village(), "Contoh", footer="kaki", arms=logo), "words": words, "who": who}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.usefixtures("_probe")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('#eval("1+1") *tebal* _miring_ $x$ <label> @rujuk', '#eval("1+1") *tebal* _miring_ $x$ <label> @rujuk'),
        ("\\u{41} // bukan komentar /* juga bukan */ `kode`", "\\u{41} // bukan komentar /* juga bukan */ `kode`"),
        ("tombol\x00\x07\x1b mati", "tombol mati"),
        ("gambar\u202egpj.exe", "gambargpj.exe"),
        ("wajah \U0001fae0 dan aksara \ua98f\ua9ae", "wajah □ dan aksara □□"),
        ("senyum 😀", "senyum 😀"),
        ("bukan huruf \ufdd0\U000f0000\ue000", "bukan huruf □□□"),
        ("setengah pasangan \ud800 saja", "setengah pasangan  saja"),
    ],
)
def test_whatever_was_typed_comes_out_as_text(typed: str, shown: str) -> None:
    found = text_of(typeset.pdf("probe", data(typed), at=AT))
    assert " ".join(shown.split()) in " ".join(found.split())


@pytest.mark.usefixtures("_probe")
def test_arabic_is_shown_as_arabic() -> None:
    assert plain.shown("بسم الله") == "بسم الله"
    assert typeset.pdf("probe", data("بسم الله"), at=AT)


@pytest.mark.usefixtures("_probe")
def test_a_very_long_word_stays_on_the_page() -> None:
    reader = PdfReader(io.BytesIO(typeset.pdf("probe", data("A" * 600), at=AT)))
    lines = [line for line in reader.pages[0].extract_text().splitlines() if "AAAA" in line]
    assert len(lines) > 10
    assert max(map(len, lines)) < 80


@pytest.mark.usefixtures("_probe")
def test_letters_that_the_fonts_cannot_show_together_do_not_stop_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_covered", lambda _: True)
    assert "aksara □□" in text_of(typeset.pdf("probe", data("aksara \ua98f\ua9ae"), at=AT))


@pytest.mark.usefixtures("_probe")
def test_the_same_data_make_the_same_bytes() -> None:
    assert typeset.pdf("probe", data(), at=AT) == typeset.pdf("probe", data(), at=AT)


@pytest.mark.usefixtures("_probe")
def test_a_paper_is_tagged_titled_and_in_indonesian() -> None:
    reader = PdfReader(io.BytesIO(typeset.pdf("probe", data(), at=AT)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert reader.metadata is not None
    assert reader.metadata.title == "Contoh"


@pytest.mark.usefixtures("_probe")
def test_the_letterhead_shows_the_arms_and_what_the_village_has_filled_in() -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (30, 40), (200, 0, 0, 255)).save(picture, "PNG")
    logo = kop.Picture("logo.png", picture.getvalue())
    reader = PdfReader(io.BytesIO(typeset.pdf("probe", data(logo=logo), at=AT, files=logo.files)))
    assert reader.pages[0].images
    found = reader.pages[0].extract_text()
    assert "PEMERINTAH KABUPATEN PURBALINGGA" in found
    assert "KECAMATAN REMBANG" in found
    assert "Halaman 1 dari 1" in found
    assert "Telepon" not in found


def test_a_template_at_fault_is_told_apart_from_what_was_typed() -> None:
    with pytest.raises(typeset.NotTypeset):
        typeset.pdf("kop", {}, at=AT)  # a library is no paper: it has no title


@pytest.mark.parametrize(
    ("regency", "district", "first", "second"),
    [
        ("Kabupaten Purbalingga", "Rembang", "PEMERINTAH KABUPATEN PURBALINGGA", "KECAMATAN REMBANG"),
        ("Purbalingga", "Kecamatan Rembang", "PEMERINTAH KABUPATEN PURBALINGGA", "KECAMATAN REMBANG"),
        ("Kota Batu", "Bumiaji", "PEMERINTAH KOTA BATU", "KECAMATAN BUMIAJI"),
        ("Kabupaten Bantul", "Kapanewon Sewon", "PEMERINTAH KABUPATEN BANTUL", "KAPANEWON SEWON"),
    ],
)
def test_the_governments_above_the_village_are_named_rightly(
    regency: str, district: str, first: str, second: str
) -> None:
    head = kop.letterhead(village(regency=regency, district=district))
    assert (head["government"], head["district"]) == (first, second)


def test_a_village_head_signs_for_his_village() -> None:
    who = Signatory(name="", post="Kepala Desa", number="")
    assert kop.signature(who, village=village())["post"] == "Kepala Desa Karangbawang,"
    other = Signatory(name="", post="Sekretaris Desa", number="")
    assert kop.signature(other, village=village())["post"] == "Sekretaris Desa,"
    assert Role.VILLAGE_HEAD.label == who.post


def test_every_covered_range_is_sorted_and_apart() -> None:
    starts, ends = plain._ranges()
    edges = list(chain.from_iterable(zip(starts, ends, strict=True)))
    assert edges == sorted(edges)


def test_place_and_date_are_those_of_the_village() -> None:
    late = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # the next day at six in the morning in WIB
    assert kop.place_and_date(village(), late) == "Karangbawang, 23 November 2026"
    assert kop.place_and_date(village(seat="Rembang"), late).startswith("Rembang, ")
