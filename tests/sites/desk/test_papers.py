"""Papers at the desk: from the case to the printer; names only with a reason, the code never on a disk."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kentongan.cases.models import Case, Event, Paper
from kentongan.desk.papers import making
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.reports.papers import compose
from kentongan.reports.typeset import NotTypeset
from kentongan.rules.types import Move, Role
from kentongan.villages.models import PaperText, Village
from tests.factories import MONDAY, Office, lodge
from tests.sites.desk.helpers import text_of
from tests.sites.desk.test_record import TOLD, carried, code_on, send

SAVED = {"langkah": "simpan", "dibacakan": "ya"}
DeskOf = Callable[[Officer], Client]
FORM = {
    "nature": "Biasa",
    "attachment": "–",
    "subject": "Tanggapan",
    "opening": "Dengan hormat,",
    "body": "Lubang sudah ditambal.",
    "rights": "Bapak/Ibu berhak mengajukan keberatan.",
    "closing": "Terima kasih.",
    "copies": "",
    "signer": "village_head",
}


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with mock.patch.object(timezone, "now", return_value=MONDAY):
        yield


@pytest.fixture
def case(village: Village) -> Case:
    return lodge(village).case


def words_of(response: object) -> str:
    reader = PdfReader(io.BytesIO(response.content))  # type: ignore[attr-defined]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def new(case: Case, kind: str = "answer_letter") -> str:
    return f"/meja/aduan/{case.id}/surat/{kind}/"


def made(client: Client, case: Case) -> Paper:
    assert client.post(new(case), FORM | {"langkah": "buat"}).status_code == 302
    return Paper.objects.get(case=case)


def test_a_letter_begins_with_the_case_is_looked_at_and_made(case: Case, office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.tono)
    page = text_of(client.get(new(case)))
    assert f"Tanggapan atas aduan nomor {case.number}" in page
    draft = client.post(new(case), FORM | {"langkah": "lihat"})
    assert draft["Content-Type"] == "application/pdf"
    assert draft["Cache-Control"] == "no-store"
    assert "PRATINJAU" in words_of(draft)
    assert not Paper.objects.exists()
    paper = made(client, case)
    found = words_of(client.get(f"/meja/surat/{paper.id}/berkas/"))
    assert "Lubang sudah ditambal." in found
    assert paper.number in found
    assert "PRATINJAU" not in found
    listed = text_of(client.get(f"/meja/aduan/{case.id}/"))
    assert "Surat tanggapan" in listed
    assert f"/meja/surat/{paper.id}/" in listed


def test_a_paper_is_no_evidence_of_the_case(case: Case, office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.tono)
    paper = made(client, case)
    assert paper.document is not None
    assert f"/meja/berkas/{paper.document.id}/" not in text_of(client.get(f"/meja/aduan/{case.id}/"))


def test_what_is_missing_is_said_and_what_was_typed_stays(case: Case, office: Office, desk_of: DeskOf) -> None:
    response = desk_of(office.tono).post(new(case), FORM | {"subject": "", "langkah": "buat"})
    assert response.status_code == 422
    page = text_of(response)
    assert "Bagian ini tidak boleh kosong." in page
    assert "Lubang sudah ditambal." in page
    assert not Paper.objects.exists()


@pytest.mark.parametrize("kind", ["receipt", "ombudsman_file", "nonsense"])
def test_what_is_no_numbered_paper_has_no_form(case: Case, office: Office, desk_of: DeskOf, kind: str) -> None:
    assert desk_of(office.tono).get(new(case, kind)).status_code == 404


def test_a_file_that_could_not_be_made_is_made_later_under_its_number(
    case: Case, office: Office, desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk_of(office.tono)

    def broken(*_: object, **__: object) -> Document:
        raise NotTypeset("mesin mati")

    monkeypatch.setattr(making.files, "keep", broken)
    assert client.post(new(case), FORM | {"langkah": "buat"}).status_code == 302
    paper = Paper.objects.get()
    assert paper.document is None
    assert "Selesaikan berkas" in text_of(client.get(f"/meja/surat/{paper.id}/"))
    monkeypatch.undo()
    client.post(f"/meja/surat/{paper.id}/selesaikan/")
    paper.refresh_from_db()
    assert paper.document is not None
    assert paper.seq == 1
    assert [each.action for each in ledger.entries_for(case.id, log=case.village.log)][-1] == "paper_kept"


def test_a_template_at_fault_costs_no_number(
    case: Case, office: Office, desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise NotTypeset("salah")

    monkeypatch.setattr(compose, "pdf", broken)
    response = desk_of(office.tono).post(new(case), FORM | {"langkah": "buat"})
    assert response.status_code == 422
    assert not Paper.objects.exists()


def test_a_name_is_printed_with_a_reason_and_nothing_of_it_is_kept(case: Case, office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.tono)
    paper = made(client, case)
    address = f"/meja/surat/{paper.id}/dengan-nama/"
    assert client.post(address, {"reason": " "}).status_code == 422
    printed = client.post(address, {"reason": "Diantar ke rumah."})
    assert printed["Cache-Control"] == "no-store"
    assert "Yth. Warsiti Ningsih" in words_of(printed)
    event = Event.objects.get(case=case, move=Move.OPEN_IDENTITY)
    assert event.to_reporter
    assert paper.number in event.text
    assert event.text.endswith("Diantar ke rumah.")
    assert [each.action for each in ledger.entries_for(case.id, log=case.village.log)][-1] == "identity_opened"
    paper.refresh_from_db()
    assert "Warsiti" not in str(paper.data)
    assert "Warsiti" not in words_of(client.get(f"/meja/surat/{paper.id}/berkas/"))


def test_a_void_paper_says_so_on_every_page_and_cannot_be_named(case: Case, office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.tono)
    paper = made(client, case)
    client.post(f"/meja/surat/{paper.id}/batalkan/", {"reason": "Salah hal."})
    assert "BATAL" in words_of(client.get(f"/meja/surat/{paper.id}/berkas/"))
    assert "Salah hal." in text_of(client.get(f"/meja/surat/{paper.id}/"))
    assert client.post(f"/meja/surat/{paper.id}/dengan-nama/", {"reason": "Ada."}).status_code == 404


def test_a_case_about_the_village_head_is_not_signed_by_him(case: Case, office: Office, desk_of: DeskOf) -> None:
    case.conflicts.create(village=office.village, officer=office.kades)
    page = text_of(desk_of(office.tono).get(new(case)))
    assert office.kades.name not in page
    assert "a.n. Kepala Desa" not in page
    assert "Tono Prasetyo, Sekretaris Desa" in page
    response = desk_of(office.tono).post(new(case), FORM | {"langkah": "buat"})
    assert response.status_code == 422


def test_the_village_writes_its_own_words_and_goes_back(
    village: Village, case: Case, office: Office, desk_of: DeskOf
) -> None:
    client, address = desk_of(office.tono), "/meja/pengaturan/naskah/answer_letter/"
    words = {key: text for key, text in FORM.items() if key != "signer"}
    wrong = client.post(address, words | {"subject": "Balasan {nomer}"})
    assert wrong.status_code == 422
    assert "{nomer} tidak dikenal" in text_of(wrong)
    assert "CONTOH" in words_of(client.post(address, words | {"subject": "Balasan {nomor}", "lihat": "1"}))
    assert not PaperText.objects.exists()
    assert client.post(address, words | {"subject": "Balasan {nomor}"}).status_code == 302
    assert f"Balasan {case.number}" in text_of(client.get(new(case)))
    client.post(address, {"asli": "1"})
    assert not PaperText.objects.filter(village=village).exists()


def test_the_settings_name_every_kind(office: Office, desk_of: DeskOf) -> None:
    page = text_of(desk_of(office.admin).get("/meja/pengaturan/naskah/"))
    assert "Tanda terima" in page
    assert "Berita acara mediasi" in page


def test_the_receipt_of_a_token_that_is_none_is_refused_politely(office: Office, desk_of: DeskOf) -> None:
    response = desk_of(office.sari).post("/meja/catat/tanda-terima/", {"formulir": "bukan"})
    assert response.status_code == 404
    assert "tidak dapat dicetak lagi" in text_of(response)


def test_the_receipt_is_printed_from_the_forms_token_by_who_recorded_it(office: Office, desk_of: DeskOf) -> None:
    sari = desk_of(office.sari)
    page = text_of(sari.post("/meja/catat/", carried(text_of(send(sari, "periksa", **TOLD))) | SAVED))
    code, token = code_on(page), carried(page)
    printed = sari.post("/meja/catat/tanda-terima/", token)
    assert printed["Cache-Control"] == "no-store"
    assert printed["Content-Disposition"].startswith("inline")
    found = words_of(printed)
    reporters, _, offices = found.partition("Bagian untuk kantor")
    assert code in reporters
    assert "Warsi Kartini" in reporters
    assert code not in offices
    assert "Warsi" not in offices
    kept = [path for path in Path(settings.KENTONGAN_FILES).rglob("*") if path.is_file()]
    assert kept == []
    office.tono.roles.create(village=office.village, role=Role.INTAKE)
    assert desk_of(office.tono).post("/meja/catat/tanda-terima/", token).status_code == 404
