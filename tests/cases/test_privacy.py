"""The reporter's rights over his data: asked by code, answered in time, and erased so that nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import connection, transaction
from pytest_django import Settings

from kentongan.cases import search
from kentongan.cases.actions import clockwork, erasing, escalation, identity, papers, privacy, reporter, verification
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.erasing import journal
from kentongan.cases.models import Case, CaseClock, Erasure, Escalation, Event, PrivacyRequest
from kentongan.cases.queries.held_data import held_data
from kentongan.commands.archive import rows
from kentongan.documents import store
from kentongan.documents.clean import Cleaned
from kentongan.documents.kinds import DocumentKind
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage, State
from kentongan.rules.data_rights import CorrectionOf, DataRequest, ErasedWhy, RefusalGround
from kentongan.rules.types import Move, PaperKind, Refused, Role, Status
from kentongan.vault import door as vault
from kentongan.vault import names
from tests.cases.test_life import DAY, answered, in_progress
from tests.factories import MONDAY, Office, lodge, make_officer

# Words that stand nowhere else: whatever is left of them, somebody forgot.
PLANTED: Final = (
    "Warsiti", "081234567890", "6281234567890", "warsiti@example.org", "3303135508800001",
    "jalanrahasia", "minta ditambalrahasia", "pertigaanrahasia", "terlaporrahasia", "judulrahasia", "waktunyarahasia",
    "pesanrahasia", "catatanrahasia", "tanggapanrahasia", "arahanrahasia", "alasanbukarahasia", "kataratingrahasia",
    "suratrahasia", "keberatanrahasia", "putusanrahasia", "mintahapusrahasia",
)  # fmt: skip
TUESDAY = MONDAY + DAY


@pytest.fixture(autouse=True)
def own_journal(settings: Settings, tmp_path: Path) -> Path:
    """A journal for this test alone."""
    settings.KENTONGAN_ERASURES = tmp_path / "erasures"
    return tmp_path / "erasures" / journal.NAME


def everything() -> Iterator[tuple[str, str]]:
    """Every row of every table, and the index of words, as text."""
    for model in rows.saved_models(apps):
        fields = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*fields):
            plain = [
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value for value in row
            ]
            yield model._meta.label_lower, json.dumps(plain, default=str, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_search")
        for found in cursor.fetchall():
            yield "cases_search", str(found)


def left_of(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(table, word) for table, text in everything() for word in words if word.lower() in text.lower()]


def full_life(office: Office) -> Case:
    """A complaint with everything that can hold words: files, papers, notes, messages, openings, mails."""
    upload = Cleaned(
        kind=DocumentKind.PICTURE, media_type="image/jpeg", extension="jpg", data=b"\xff\xd8 gambar", preview=b"kecil",
        width=4, height=3,
    )  # fmt: skip
    documents = store.take_in(village=office.village, uploads=[upload], by=None, at=MONDAY)
    case = lodge(
        office.village,
        title="Judulrahasia",
        story="Lubang di jalanrahasia depan pos ronda.",
        settlement="Minta ditambalrahasia.",
        place="Pertigaanrahasia",
        incident_text="Waktunyarahasia",
        rt="02",
        documents=tuple(documents),
    ).case
    # Whom it is about is written by the office: told at lodging it would seal the case.
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Terlaporrahasia", officers=[])
    identity.open_identity(case=case, by=office.tono, at=MONDAY + timedelta(hours=1), reason="Alasanbukarahasia.")
    reporter.reply(case=case, at=MONDAY + timedelta(hours=2), text="Pesanrahasia dari saya.")
    answered(case, office)
    papers.reserve(
        case=case, by=office.tono, at=MONDAY + 4 * DAY, kind=PaperKind.ANSWER_LETTER, data={"body": "Suratrahasia"}
    )
    reporter.object_(case=case, at=MONDAY + 5 * DAY, reason="Keberatanrahasia.")
    Event.objects.filter(case=case, move=Move.ANSWER).update(text="Tanggapanrahasia")
    case.assignments.update(instruction="Arahanrahasia")
    case.objections.update(reasons="Putusanrahasia")
    case.ratings.create(village=office.village, round=9, satisfied=False, stars=1, words="Kataratingrahasia", at=MONDAY)
    Case.objects.filter(pk=case.pk).update(proposed_text="Catatanrahasia")
    case.refresh_from_db()
    return case


def granted_erasure(case: Case, office: Office, *, when: Any = TUESDAY) -> PrivacyRequest:
    request = privacy.ask(case=case, at=when, kind=DataRequest.ERASURE, text="Mintahapusrahasia")
    return privacy.decide(request=request, by=office.tono, at=when, granted=True, reason="Tidak ada proses hukum.")


@pytest.mark.parametrize("kind", DataRequest)
def test_each_request_has_its_clock_its_entry_and_an_answer(office: Office, kind: DataRequest) -> None:
    case = lodge(office.village).case
    about = CorrectionOf.STORY if kind is DataRequest.CORRECTION else None
    request = privacy.ask(case=case, at=TUESDAY, kind=kind, text="Mohon.", about=about, token="a-token")
    assert request.due_on == date(2026, 7, 10)  # three calendar days after the day of asking
    clock = CaseClock.objects.get(case=case, kind=f"data_{kind}")
    assert (clock.due_on, "27/2022" in clock.citation or kind is DataRequest.ERASURE) == (request.due_on, True)
    with pytest.raises(AlreadyDone):
        privacy.ask(case=case, at=TUESDAY, kind=kind, text="Mohon.", about=about, token="a-token")
    with pytest.raises(Refused, match="asked_already"):
        privacy.ask(case=case, at=TUESDAY, kind=kind, text="Mohon.", about=about)
    with pytest.raises(Refused, match="no_ground"):
        privacy.decide(request=request, by=office.tono, at=TUESDAY, granted=False, reason="Belum bisa.")
    privacy.decide(
        request=request, by=office.tono, at=TUESDAY, granted=False, reason="Masih diperiksa.",
        ground=RefusalGround.LEGAL_PROCESS,
    )  # fmt: skip
    clock.refresh_from_db()
    assert clock.stopped_on == date(2026, 7, 7)
    event = Event.objects.get(case=case, move=Move.DATA_DECIDE)
    assert (event.to_reporter, event.data["ground"]) == (True, "legal_process")
    assert [entry.action for entry in ledger.entries_for(case.pk, log=office.village.log)][-2:] == [
        "data_ask",
        "data_decide",
    ]
    with pytest.raises(Refused, match="request_gone"):
        privacy.decide(request=request, by=office.tono, at=TUESDAY, granted=True, reason="Boleh.")


def test_only_the_unit_head_or_the_council_decides_and_nobody_in_his_own_case(office: Office) -> None:
    case = lodge(office.village).case
    request = privacy.ask(case=case, at=MONDAY, kind=DataRequest.ACCESS)
    for nobody in (office.sari, office.kades):
        with pytest.raises(Refused, match="no_right"):
            privacy.decide(request=request, by=nobody, at=MONDAY, granted=True, reason="Boleh.")
    case.conflicts.create(village=office.village, officer=office.tono)
    with pytest.raises(Refused, match="conflict"):
        privacy.decide(request=request, by=office.tono, at=MONDAY, granted=True, reason="Boleh.")
    privacy.decide(request=request, by=office.bpd, at=MONDAY, granted=True, reason="Silakan datang ke loket.")


def test_lateness_of_an_answer_about_data_climbs_even_when_the_case_has_ended(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    reporter.rate(case=case, at=MONDAY + 5 * DAY, satisfied=True, stars=5)
    privacy.ask(case=case, at=MONDAY + 5 * DAY, kind=DataRequest.ACCESS)
    from kentongan.rules.escalation import DEFAULT_LADDER
    from kentongan.villages.ladder import ladder_row
    from kentongan.villages.models import EscalationStep

    EscalationStep.objects.bulk_create(ladder_row(office.village, each) for each in DEFAULT_LADDER)
    escalation.run_due(village=office.village, at=MONDAY + 12 * DAY)
    assert {row.clock.kind for row in Escalation.objects.filter(case=case)} == {"data_access"}


def test_an_erasure_waits_three_working_days_and_can_be_revoked_until_then(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    friday = MONDAY + 4 * DAY
    request = granted_erasure(case, office, when=friday)
    assert request.effective_on == date(2026, 7, 15)
    last_day = MONDAY + 9 * DAY
    assert privacy.run_due(village=office.village, at=last_day) == 0
    privacy.revoke(request=request, at=last_day)
    assert privacy.run_due(village=office.village, at=last_day + DAY) == 0
    case.refresh_from_db()
    assert (case.erased_at, case.story[:5]) == (None, "Jalan")
    assert clockwork.run_due(village=office.village, at=last_day + DAY) == 0
    with pytest.raises(Refused, match="nothing_to_revoke"):
        privacy.revoke(request=request, at=last_day + DAY)


def test_what_is_erased_is_nowhere_and_the_ledger_still_verifies(
    office: Office, own_journal: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = full_life(office)
    paths = [store.path_of(each) for each in store.for_subject(case.pk, village=office.village)]
    request = granted_erasure(case, office)
    hidden = ("Warsiti", "081234567890", "6281234567890", "warsiti@example.org", "3303135508800001")
    assert {word.lower() for _, word in left_of(PLANTED)} == {word.lower() for word in PLANTED if word not in hidden}
    assert all(path.exists() for path in paths)
    entries = ledger.size(office.village.log)
    number, received, moves = case.number, case.received_at, list(case.events.values_list("move", "at"))

    with django_capture_on_commit_callbacks(execute=True):
        assert privacy.run_due(village=office.village, at=MONDAY + 10 * DAY) == 1

    assert left_of(PLANTED) == []
    assert not any(path.exists() for path in paths)
    case.refresh_from_db()
    assert (case.number, case.received_at, case.identity, case.status) == (number, received, None, Status.WITHDRAWN)
    assert (case.story, case.is_open) == (ErasedWhy.REQUEST.label, False)
    assert list(case.events.values_list("move", "at"))[: len(moves)] == moves
    assert names.find(village=office.village.id, name="Warsiti", phone="", limit=5) == []
    assert not OutboxMessage.objects.filter(subject=case.pk, state=State.QUEUED).exists()
    outcome = ledger.verify(office.village.log)
    assert (outcome.ok, outcome.erased) == (True, len(moves))
    assert ledger.size(office.village.log) > entries + outcome.erased
    (last,) = [each for each in ledger.entries_for(case.pk, log=office.village.log) if each.erased_at is None]
    assert last.action == Move.ERASE
    assert last.private is not None
    assert last.private["opened"] == [{"by": str(office.tono.pk), "at": (MONDAY + timedelta(hours=1)).isoformat()}]
    request.refresh_from_db()
    assert request.done_at == MONDAY + 10 * DAY
    assert [line.case for line in journal.read()] == [case.pk]
    assert str(case.pk) in own_journal.read_text()
    found = search.matching(office.village, "jalanrahasia")
    assert not found


def test_nothing_can_be_done_with_what_is_erased(office: Office) -> None:
    case = lodge(office.village).case
    erasing.erase(case=case, at=TUESDAY, why=ErasedWhy.RETENTION)
    assert (case.story, case.status) == (ErasedWhy.RETENTION.label, Status.WITHDRAWN)
    for deed in (
        lambda: reporter.reply(case=case, at=TUESDAY, text="Halo"),
        lambda: privacy.ask(case=case, at=TUESDAY, kind=DataRequest.ACCESS),
        lambda: identity.reissue_at_counter(case=case, by=office.tono, at=TUESDAY, reason="KTP"),
        lambda: erasing.erase(case=case, at=TUESDAY, why=ErasedWhy.REQUEST),
    ):
        with pytest.raises(Refused, match="erased"):
            deed()


def test_an_erasure_comes_again_when_an_old_copy_brings_the_contents_back(office: Office) -> None:
    case = lodge(office.village, story="Cerita jalanrahasia.").case
    before = {name: getattr(case, name) for name in ("story", "identity", "status", "is_open")}
    erasing.erase(case=case, at=TUESDAY, why=ErasedWhy.REQUEST)
    assert erasing.replay(TUESDAY) == 0
    # As an older backup would have it: the contents are there, the tombstone is not.
    Erasure.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(erased_at=None, **{**before, "identity": None})
    assert erasing.replay(TUESDAY + DAY) == 1
    case.refresh_from_db()
    tomb = Erasure.objects.get(case=case)
    assert (case.story, case.erased_at, tomb.at, tomb.repeated_at) == (
        ErasedWhy.REQUEST.label,
        TUESDAY,
        TUESDAY,
        TUESDAY + DAY,
    )
    assert ledger.verify(office.village.log).ok


def test_a_lost_or_torn_journal_is_completed_from_the_tombstones(office: Office, own_journal: Path) -> None:
    first, second = (lodge(office.village).case for _ in range(2))
    for case in (first, second):
        erasing.erase(case=case, at=TUESDAY, why=ErasedWhy.REQUEST)
    own_journal.write_text(own_journal.read_text()[:60])  # a power failure in the middle of a line
    erasing.replay(TUESDAY)
    assert {line.case for line in journal.read()} == {first.pk, second.pk}


def test_without_a_journal_nothing_is_erased(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = lodge(office.village).case

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "add", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        erasing.erase(case=case, at=TUESDAY, why=ErasedWhy.REQUEST)
    case = Case.objects.get(pk=case.pk)
    assert (case.erased_at, case.identity is not None) == (None, True)


def test_restriction_shuts_the_identity_but_by_law_until_it_is_lifted(office: Office) -> None:
    case = in_progress(lodge(office.village).case, office)
    request = privacy.ask(case=case, at=MONDAY + 3 * DAY, kind=DataRequest.RESTRICTION, text="Saya takut.")
    privacy.decide(request=request, by=office.tono, at=MONDAY + 3 * DAY, granted=True, reason="Kami batasi.")
    running = CaseClock.objects.filter(case=case, kind="answer", stopped_on__isnull=True, cancelled=False)
    assert running.exists()  # its clocks go on
    with pytest.raises(Refused, match="processing_limited"):
        identity.open_identity(case=case, by=office.tono, at=MONDAY + 4 * DAY, reason="Menghubungi pelapor.")
    identity.open_identity(
        case=case, by=office.tono, at=MONDAY + 4 * DAY, reason="Menghubungi.", legal_basis="Perintah pengadilan 12/2026"
    )
    opening = Event.objects.get(case=case, move=Move.OPEN_IDENTITY)
    assert "Perintah pengadilan" in opening.text
    privacy.lift(case=case, by=office.tono, at=MONDAY + 5 * DAY, reason="Pelapor setuju.")
    identity.open_identity(case=case, by=office.tono, at=MONDAY + 5 * DAY, reason="Menghubungi pelapor.")
    request.refresh_from_db()
    assert request.done_at is not None


def test_the_reporter_ends_his_own_restriction(office: Office) -> None:
    case = lodge(office.village).case
    request = privacy.ask(case=case, at=MONDAY, kind=DataRequest.RESTRICTION)
    privacy.decide(request=request, by=office.tono, at=MONDAY, granted=True, reason="Kami batasi.")
    privacy.revoke(request=request, at=TUESDAY)
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.processing_limited, request.outcome) == (False, "granted")


def test_correcting_the_identity_replaces_the_record_and_destroys_the_old_one(office: Office) -> None:
    case = lodge(office.village).case
    old = case.identity
    assert old is not None
    request = privacy.ask(
        case=case, at=MONDAY, kind=DataRequest.CORRECTION, text="Nama saya salah.", about=CorrectionOf.IDENTITY
    )
    change = {"name": "Warsiti Rahayu", "email": ""}
    with pytest.raises(Refused, match="not_granted"):
        privacy.correct_identity(request=request, by=office.sari, at=MONDAY, changes=change, proof="KTP dicocokkan.")
    privacy.decide(request=request, by=office.tono, at=MONDAY, granted=True, reason="Silakan ke loket.")
    privacy.correct_identity(request=request, by=office.sari, at=TUESDAY, changes=change, proof="KTP dicocokkan.")
    case.refresh_from_db()
    assert case.identity not in (None, old)
    assert case.notify_by_email is False
    with transaction.atomic(), pytest.raises(vault.NoSuchRecord):
        vault.contact(old, village=office.village.id, purpose="uji", at=TUESDAY)
    data = identity.open_identity(case=case, by=office.sari, at=TUESDAY, reason="Uji.")
    assert (data["name"], data["phone"], "email" in data) == ("Warsiti Rahayu", "+6281234567890", False)
    assert names.find(village=office.village.id, name="Rahayu", phone="", limit=5) == [case.identity]
    told = Event.objects.get(case=case, move=Move.CORRECT_IDENTITY)
    assert (told.to_reporter, told.text) == (True, "KTP dicocokkan.")


def test_the_copy_tells_everything_of_the_case_and_nothing_of_who_the_reporter_is(office: Office) -> None:
    case = full_life(office)
    data = held_data(case, at=MONDAY + 6 * DAY)
    text = json.dumps(data, ensure_ascii=False)
    for word in ("jalanrahasia", "Terlaporrahasia", "Pesanrahasia", "Keberatanrahasia", "Alasanbukarahasia"):
        assert word in text
    for word in ("Warsiti", "6281234567890", "warsiti@example.org", "3303135508800001", "Catatanrahasia", "Tono"):
        assert word not in text
    assert data["identitas"]["jenis"] == ["nama", "NIK", "nomor telepon", "surel"]
    assert [each["oleh"] for each in data["pembukaan_identitas"]] == ["Sekretaris Desa"]
    assert data["yang_boleh"]["membuka_identitas"] == ["Kasi Pelayanan", "Sekretaris Desa"]
    assert len(data["berkas"]) == 1


def test_one_who_is_in_the_case_is_not_among_those_who_may_read_it(office: Office) -> None:
    make_officer(office.village, "Yanto Kedua", Role.UNIT_HEAD, post="Kaur Umum")
    case = lodge(office.village).case
    case.conflicts.create(village=office.village, officer=office.tono)
    assert "Sekretaris Desa" not in held_data(case, at=MONDAY)["yang_boleh"]["membaca_isi"]
