"""The citizen's file for the Ombudsman: all that the law asks for, blank lines for the rest, and nothing kept."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import pytest

from kentongan.cases.actions import verification
from kentongan.cases.lodging import IdentityMode
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.documents.models import Document
from kentongan.forms.ombudsman import Filled, OmbudsmanForm
from kentongan.reports.ombudsman import file_of, parcel
from kentongan.reports.ombudsman.contents import contents
from kentongan.rules.types import ArchiveReason
from kentongan.villages.models import Village
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, at, lodge, make_village

pytestmark = pytest.mark.django_db

FILLED = Filled(
    name="Warsiti Ningsih",
    birth_place="Purbalingga",
    birth_date="15 Agustus 1980",
    marital_status="Kawin",
    occupation="Pedagang",
    address="RT 2 RW 1 Karangbawang",
    loss="Motor rusak, Rp350.000.",
    hide_identity=True,
)


@pytest.fixture
def village() -> Village:
    return make_village()


def with_photo(village: Village, **extra: object) -> tuple[object, Document]:
    (photo,) = store.take_in(village=village, uploads=[clean(jpeg())], by=None, at=MONDAY)
    return lodge(village, documents=(photo,), **extra).case, photo


def test_it_holds_what_the_law_asks_for(village: Village) -> None:
    case, photo = with_photo(village, settlement="Jalan ditambal.", incident_on=date(2026, 7, 5))
    data = contents(case, FILLED, at(date(2026, 7, 14)))  # type: ignore[arg-type]
    assert data["person"][:5] == [
        ["Nama lengkap", "Warsiti Ningsih"],
        ["Tempat, tanggal lahir", "Purbalingga, 15 Agustus 1980"],
        ["Status perkawinan", "Kawin"],
        ["Pekerjaan", "Pedagang"],
        ["Alamat lengkap", "RT 2 RW 1 Karangbawang"],
    ]
    assert data["hide_identity"] is True
    assert "Jalan di depan pos ronda" in data["story"]
    assert (data["loss"], data["wish"]) == ("Motor rusak, Rp350.000.", "Jalan ditambal.")
    assert "belum menerima jawaban" in data["opening"]
    assert data["late"] == [
        "Pemeriksaan awal laporan saya: batasnya 9 Juli 2026, belum dipenuhi (terlambat 3 hari kerja)."
    ]
    assert [row["sha256"] for row in data["documents"]] == [photo.sha256]
    assert data["steps"][0]["title"] == "Laporan diterima"
    assert data["office"] == "Ombudsman Republik Indonesia Perwakilan Jawa Tengah"


def test_an_answer_is_proof_that_the_village_was_asked_first(village: Village) -> None:
    office = Office(village)
    case = lodge(village).case
    verification.archive(
        case=case, by=office.tono, at=MONDAY, reason=ArchiveReason.TOO_GENERAL, explanation="Mohon dirinci."
    )
    data = contents(case, Filled(), at(date(2026, 7, 14)))
    assert "Lampiran 2" in data["opening"]
    assert [(row["detail"], row["text"]) for row in data["answers"]] == [
        ("Terlalu umum untuk ditindaklanjuti", "Mohon dirinci.")
    ]
    assert not any("Tono" in str(value) for value in data.values())


def test_an_anonymous_reporter_gets_a_file_with_lines_to_fill_in(village: Village) -> None:
    case = lodge(village, identity_mode=IdentityMode.ANONYMOUS, reporter=None).case
    data = contents(case, Filled(), at(date(2026, 7, 14)))
    assert all(value == "" for _, value in data["person"])
    paper = file_of(case, Filled(), at=at(date(2026, 7, 14)))
    assert paper.startswith(b"%PDF")


def test_nobody_is_named_who_did_not_type_it(village: Village) -> None:
    case = lodge(village).case
    assert "Warsiti" not in str(contents(case, Filled(), at(date(2026, 7, 14))))


def test_odd_words_do_not_break_it(village: Village) -> None:
    case, _ = with_photo(village, story="#let x = 1 \\ $ @ * _ ` 😀 " + "a" * 300)
    filled = Filled(name="= + - @ #quit", loss="baris\n\nbaris " * 50)
    assert file_of(case, filled, at=MONDAY).startswith(b"%PDF")  # type: ignore[arg-type]


def test_the_parcel_holds_the_evidence_and_its_checksums(village: Village) -> None:
    _, photo = with_photo(village)
    chunks = list(parcel(b"%PDF-berkas", [photo]))
    assert len(chunks) > 1
    with zipfile.ZipFile(io.BytesIO(b"".join(chunks))) as pack:
        assert pack.testzip() is None
        names = pack.namelist()
        assert names == ["berkas-ombudsman.pdf", f"bukti/01-{photo.name}", "SHA256SUMS"]
        assert hashlib.sha256(pack.read(names[1])).hexdigest() == photo.sha256
        assert pack.read("SHA256SUMS").decode() == f"{photo.sha256}  {names[1]}\n"


def test_the_form_may_stay_empty_and_asks_about_evidence_only_where_there_is_some(village: Village) -> None:
    case = lodge(village, settlement="Ditambal.").case
    form = OmbudsmanForm({}, case=case, evidence="")
    assert form.is_valid()
    assert "with_evidence" not in form.fields
    assert form.filled() == Filled()
    assert OmbudsmanForm(case=case, evidence="1 berkas").initial["wish"] == "Ditambal."
    assert "Warsiti" not in repr(FILLED)
