"""What stands on papers: a letter's parts, the rights, names only where they were asked for; receipts on one A5."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from kentongan.cases.actions import assignment, verification
from kentongan.cases.models import Case
from kentongan.cases.queries.tracking import Due
from kentongan.forms.receipt import ReceiptPage
from kentongan.people.models import Officer
from kentongan.people.roster import Signatory
from kentongan.reports.papers import compose
from kentongan.reports.papers.example import example
from kentongan.reports.papers.facts import beginning
from kentongan.reports.papers.receipt import OfficePart, example_pdf, receipt_pdf
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.paper_words import WORDS, words_of
from kentongan.rules.papers import PAPERS
from kentongan.rules.types import CaseClass, Kind, PaperKind, Urgency
from kentongan.villages.models import Category, Village
from tests.factories import MONDAY, Office, lodge, make_village

SITE = "https://aduan.karangbawang.example/lacak/"
HEAD = Signatory(name="SUHARTO WIRYO", post="Kepala Desa", number="NIP 1970")
IDENTITY = {"name": "WARSITI NINGSIH", "address": "Dusun Satu RT 02 RW 01", "phone": "+6281234567890"}
GROUPS = ("K7M", "4TQ", "9ZX", "B2C", "D3E", "F4G")
LETTERS = [PaperKind.ANSWER_LETTER, PaperKind.CLARIFICATION_REQUEST]
MINUTES = [PaperKind.CLARIFICATION_MINUTES, PaperKind.MEDIATION_MINUTES]


@pytest.fixture
def village() -> Village:
    return Village(
        code="33.03.13.2003",
        name="Karangbawang",
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        phone="(0281) 123456",
    )


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def shown(village: Village, kind: PaperKind, words: dict[str, str] | None = None) -> dict[str, Any]:
    return example(kind, {**words_of(kind, {}), **(words or {})}, village=village, signatory=HEAD, at=MONDAY, site=SITE)


def as_pdf(village: Village, data: dict[str, Any], **how: Any) -> bytes:
    return compose.pdf(data, village=village, at=MONDAY, **how)


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_has_letterhead_number_signature_and_page_numbers(village: Village, kind: PaperKind) -> None:
    found = text_of(as_pdf(village, shown(village, kind)))
    assert "DESA KARANGBAWANG" in found
    assert f"012/{PAPERS[kind].short}/33.03.13.2003/2026" in found
    assert "SUHARTO WIRYO" in found
    assert "Karangbawang, 6 Juli 2026" in found
    assert "Halaman 1 dari" in found
    assert "Keaslian surat ini" in found


@pytest.mark.parametrize("kind", PAPERS)
def test_whatever_the_officer_writes_the_paper_comes_out(village: Village, kind: PaperKind) -> None:
    hostile = "#eval(1) *tebal* $x$ \x07\u202e 😀🫠 " + "a" * 300 + "\n\n" + "baris\n1. satu\n- dua\n" * 5
    words = {word.key: hostile if word.rows > 1 else hostile[:90] for word in WORDS[kind]}
    assert "#eval(1) *tebal* $x$" in text_of(as_pdf(village, shown(village, kind, words)))
    assert as_pdf(village, shown(village, kind, dict.fromkeys(words, "")))


def test_the_answer_letter_tells_result_and_rights_in_the_order_of_a_letter(village: Village) -> None:
    found = text_of(as_pdf(village, shown(village, PaperKind.ANSWER_LETTER)))
    parts = [
        "Nomor",
        "Hal",
        "Yth. Pelapor aduan nomor",
        "Dengan hormat",
        "Lampu sudah diganti",
        "Hak Bapak/Ibu",
        "Demikian",
    ]
    places = [found.index(part) for part in parts]
    assert places == sorted(places)
    assert "Ombudsman" in found


def test_a_letter_in_large_type_says_the_same_in_bigger_letters(village: Village) -> None:
    data = shown(village, PaperKind.ANSWER_LETTER)
    normal, large = as_pdf(village, data), as_pdf(village, data, large=True)
    for part in (data["number"], "Lampu sudah diganti", "Ombudsman", "Demikian kami sampaikan"):
        assert part in text_of(large)
    assert len(PdfReader(io.BytesIO(large)).pages) > len(PdfReader(io.BytesIO(normal)).pages)


@pytest.mark.parametrize("stamp", [compose.DRAFT, compose.VOID])
def test_a_draft_and_a_void_paper_say_so_across_the_page(village: Village, stamp: str) -> None:
    assert stamp in text_of(as_pdf(village, shown(village, PaperKind.DISPOSITION), stamp=stamp))


@pytest.mark.parametrize("kind", [*LETTERS, *MINUTES, PaperKind.FORWARDING_LETTER])
def test_names_stand_on_a_paper_only_when_it_is_printed_with_them(village: Village, kind: PaperKind) -> None:
    data = shown(village, kind)
    assert "WARSITI" not in text_of(as_pdf(village, data))
    named = compose.with_names(data, IDENTITY)
    assert "WARSITI NINGSIH" in text_of(as_pdf(village, named))
    assert "WARSITI" not in str(data)


def test_a_reporter_who_left_no_name_is_addressed_by_his_number(village: Village) -> None:
    data = shown(village, PaperKind.ANSWER_LETTER)
    named = compose.with_names(data, {"phone": "+6281234567890"})
    assert named["recipient"] == data["recipient"]


def test_only_the_reporters_line_of_minutes_gets_his_name(village: Village) -> None:
    data = shown(
        village, PaperKind.MEDIATION_MINUTES, {"parties": "Pelapor aduan nomor 1\nJoko, S.Pd., Kepala Dusun I"}
    )
    assert data["parties"][1] == {"name": "Joko, S.Pd.", "post": "Kepala Dusun I"}
    named = compose.with_names(data, IDENTITY)
    assert [party["name"] for party in named["parties"]] == ["WARSITI NINGSIH", "Joko, S.Pd."]


def receipt(
    village: Village, *, office: bool, groups: tuple[str, ...] = GROUPS, site: str = SITE, long: bool = False
) -> bytes:
    story = "Lampu jalan di pertigaan balai dusun mati. " * (40 if long else 1)
    case = Case(village=village, number="012/ADU/33.03.13.2003/2026", received_at=MONDAY, story=story)
    next_ = Due(ClockKind.VERIFY, "Laporan selesai kami periksa", date(2026, 7, 9), False, False, "", False)
    page = ReceiptPage(
        number=case.number,
        groups=groups,
        code="-".join(groups),
        words=(),
        kind=Kind.COMPLAINT.label,
        story=story,
        received_at=MONDAY,
        next=(next_,) * (3 if long else 1),
        follow_url=site,
        anonymous=False,
        by_email=False,
        repeated=False,
        files=10 if long else 0,
    )
    receiver = Officer(name="Sari Wulandari " * (4 if long else 1), post="Kasi Pelayanan", number="NIP 1980")
    part = OfficePart(receiver=receiver, channel="Loket", name="WARSITI NINGSIH " * (4 if long else 1), read_back=True)
    return receipt_pdf(case, page, at=MONDAY, office=part if office else None)


@pytest.fixture
def _own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = {word.key: ("kata " * 100)[: word.limit] for word in WORDS[PaperKind.RECEIPT]}
    monkeypatch.setattr("kentongan.reports.papers.receipt.own_words", lambda *_: longest)


@pytest.mark.usefixtures("_own_words")
@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("office", [False, True])
def test_a_receipt_fits_on_one_sheet_a5_with_the_code_once(village: Village, office: bool, long: bool) -> None:
    site = (
        f"https://pengaduan-masyarakat.{'desa.' * 8}purbalinggakab.example/desa/33.03.13.2003/lacak/" if long else SITE
    )
    reader = PdfReader(io.BytesIO(receipt(village, office=office, long=long, site=site)))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (420, 595)
    found = reader.pages[0].extract_text()
    assert found.count("-".join(GROUPS)) == 1
    if office:
        assert found.index("-".join(GROUPS)) < found.index("Bagian untuk kantor")
        assert "WARSITI" not in found[found.index("Bagian untuk kantor") :]


@pytest.mark.usefixtures("_own_words")
def test_a_receipt_after_a_new_code_shows_none(village: Village) -> None:
    found = text_of(receipt(village, office=False, groups=()))
    assert "sudah pernah diganti" in found


def test_the_example_receipt_shows_the_words_that_are_being_written(village: Village) -> None:
    assert "Matur nuwun" in text_of(example_pdf(village, {"opening": "Matur nuwun", "note": ""}, at=MONDAY, site=""))


@pytest.mark.django_db
def test_a_paper_begins_with_what_the_case_says() -> None:
    office = Office(make_village())
    case = lodge(office.village, story="Jalan rusak. Hubungi saya di 081234567890.").case
    verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY,
        case_class=CaseClass.NON_SUPERVISORY,
        category=Category.objects.filter(village=office.village).order_by("name").first(),
        urgency=Urgency.NORMAL,
    )
    assignment.assign(
        case=case, by=office.tono, at=MONDAY, handler=office.joko, instruction="Tinjau.", due_on=date(2026, 7, 14)
    )
    words = beginning(case, PaperKind.DISPOSITION, at=MONDAY, site=SITE)
    assert words["recipient"] == "Joko Lelono, Kepala Dusun I"
    assert words["body"] == "Tinjau."
    assert words["due"] == "14 Juli 2026"
    assert words["subject"] == "Jalan rusak. Hubungi saya di [disamarkan]."
    assert "Warsiti" not in str(words)


@pytest.mark.django_db
def test_a_request_for_clarification_asks_the_question_and_says_until_when() -> None:
    office = Office(make_village())
    case = lodge(office.village).case
    verification.ask(case=case, by=office.sari, at=MONDAY, question="Di RT berapa?")
    words = beginning(case, PaperKind.CLARIFICATION_REQUEST, at=MONDAY, site=SITE)
    assert words["body"] == "Di RT berapa?"
    assert "paling lambat 5 Agustus 2026" in words["closing"]
