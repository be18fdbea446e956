"""The reporter's papers: his receipt as PDF without the code in any address, and the letters written to him."""

from __future__ import annotations

import io

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kentongan.cases.actions import papers
from kentongan.cases.models import Case, Paper
from kentongan.documents import papers as files
from kentongan.forms import token as form_token
from kentongan.people.roster import Signatory
from kentongan.portal import follow_cookie
from kentongan.reports.papers import compose
from kentongan.reports.papers.example import example
from kentongan.rules.numbering import format_code
from kentongan.rules.paper_words import words_of
from kentongan.rules.types import PaperKind
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, lodge, make_village


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


def words_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def letter(case: Case, office: Office, kind: PaperKind) -> Paper:
    who = Signatory(name="SUHARTO", post="Kepala Desa", number="")
    data = example(kind, words_of(kind, {}), village=case.village, signatory=who, at=MONDAY, site="")
    paper = papers.reserve(case=case, by=office.tono, at=MONDAY, kind=kind, data=data)
    document = files.keep(
        compose.pdf(paper.data, village=case.village, at=MONDAY), village=case.village, by=None, at=MONDAY
    )
    return papers.keep(paper=paper, document=document, at=MONDAY)


def following(case: Case) -> Client:
    client, response = Client(), HttpResponse()
    follow_cookie.remember(response, case, timezone.now(), secret=b"")  # nothing of it is sealed
    client.cookies[follow_cookie.NAME] = response.cookies[follow_cookie.NAME].value
    return client


def test_the_receipt_comes_from_the_token_and_is_stored_nowhere_on_the_way(village: Village) -> None:
    token = form_token.value_of_new()
    receipt = lodge(village, token=token)
    signed = form_token.sign(village, token, timezone.now())
    response = Client().post("/lapor/tanda-terima/", {"formulir": signed})
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith("attachment")
    found = words_of_pdf(response.content)
    assert format_code(receipt.code) in found
    assert receipt.case.number in found
    assert "Warsiti" not in found
    assert "Bagian untuk kantor" not in found


@pytest.mark.parametrize("formulir", ["", "bukan-token", "a.b.c"])
def test_without_a_token_of_ours_there_is_no_receipt(village: Village, formulir: str) -> None:
    response = Client().post("/lapor/tanda-terima/", {"formulir": formulir})
    assert response.status_code == 404
    assert "tidak kami simpan" in response.content.decode()


def test_letters_to_the_reporter_stand_on_his_page_and_open_only_for_him(village: Village) -> None:
    office = Office(village)
    case, other = lodge(village).case, lodge(village).case
    mine = letter(case, office, PaperKind.ANSWER_LETTER)
    internal = letter(case, office, PaperKind.DISPOSITION)
    client = following(case)
    page = client.get("/lacak/kasus/").content.decode()
    assert "Surat untuk Anda" in page
    assert f"/surat/{mine.id}/" in page
    assert f"/surat/{internal.id}/" not in page
    assert "Lampu sudah diganti" in words_of_pdf(client.get(f"/surat/{mine.id}/").content)
    assert client.get(f"/surat/{mine.id}/?besar")["Cache-Control"] == "no-store"
    assert client.get(f"/surat/{internal.id}/").status_code == 404
    assert following(other).get(f"/surat/{mine.id}/").status_code == 404
    assert Client().get(f"/surat/{mine.id}/").status_code == 302
