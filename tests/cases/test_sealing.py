"""What is sealed, to whom, and that nothing of it stands anywhere in clear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kentongan.cases import ready, register, verifying
from kentongan.cases.actions import (
    answer,
    assignment,
    confining,
    follow_up,
    identity,
    intake,
    objection,
    papers,
    protecting,
    reporter,
    verification,
)
from kentongan.cases.actions.rewriting import paper_data
from kentongan.cases.codes import new_token
from kentongan.cases.lodging import AboutOfficial, IdentityMode
from kentongan.cases.models import Case, CaseMember, Event
from kentongan.cases.queries.case_page import case_page
from kentongan.cases.queries.tracking import tracking
from kentongan.cases.sealing import opener, seal_to, shown
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.people.models import KeyHolder, Officer
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Outcome, PaperKind, Refused, Role, Route, Urgency
from kentongan.vault import case_keys
from kentongan.vault import door as vault
from kentongan.vault.keyring import NO_KEYS, Keyring, service_ring
from kentongan.vault.models import CaseKey, SealedRecord, Wrap
from kentongan.villages import remembered
from kentongan.villages.models import Category
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, REPORTER, Office, lodge, make_officer, make_village
from tests.guarded import Guarded, everything_stored, key_for, ring_of_code

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLANTED = "kuitansi-palsu-lumbung-7731"
STORY = f"Pak Kades meminta uang, buktinya {PLANTED}."


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    """The office, and nothing remembered afterwards."""
    yield Guarded()
    remembered.forget()


def about_the_head(office: Office, **extra: object) -> intake.Receipt:
    """Lodge against the village head."""
    return lodge(office.village, story=STORY, about_official=AboutOfficial.YES, about_whom="Kepala Desa", **extra)


def test_what_is_told_of_an_official_is_sealed_and_goes_to_those_who_are_not_meant(guarded: Guarded) -> None:
    receipt = about_the_head(guarded)
    case = Case.objects.get()
    assert (case.restricted, case.route, case.series) == (True, Route.OVERSIGHT, register.RESTRICTED)
    assert case.number.startswith("K-")
    assert set(case.members.values_list("officer", flat=True)) == {guarded.bpd.id, guarded.bpd2.id}
    assert list(case.conflicts.values_list("officer", flat=True)) == [guarded.kades.id]
    assert PLANTED.encode() not in everything_stored()
    assert receipt.case.story == STORY
    assert shown(case, guarded.ring(guarded.bpd)).story == STORY
    assert shown(case, ring_of_code(case, receipt.code)).story == STORY
    for ring in (guarded.ring(guarded.sari), service_ring(), NO_KEYS):
        assert shown(case, ring).locked
        assert PLANTED not in shown(case, ring).story


def test_an_opened_case_cannot_be_saved(guarded: Guarded) -> None:
    about_the_head(guarded)
    opened = shown(Case.objects.get(), guarded.ring(guarded.bpd))
    with pytest.raises(RuntimeError):
        opened.save()


def test_an_officer_of_the_office_is_taken_up_by_the_others_of_the_unit(guarded: Guarded) -> None:
    make_officer(guarded.village, "Endang Lestari", Role.UNIT_HEAD, post="Kaur Umum")
    KeyHolder.objects.create(
        village=guarded.village, route=Route.UNIT, officer=Officer.objects.get(username="endang"), since=MONDAY
    )
    remembered.forget()
    lodge(guarded.village, story="Bu Sari Wulandari menahan surat saya.", about_official=AboutOfficial.YES)
    case = Case.objects.get()
    assert case.route == Route.UNIT
    assert guarded.sari.id not in set(case.members.values_list("officer", flat=True))
    assert guarded.sari.id in set(case.conflicts.values_list("officer", flat=True))
    assert guarded.sari.id not in case_keys.readers_of(case.key)  # type: ignore[arg-type]  # it is sealed


@pytest.mark.parametrize(
    ("extra", "route"),
    [
        ({"about_official": AboutOfficial.UNSAID}, Route.OVERSIGHT),
        ({"about_official": AboutOfficial.YES}, Route.OVERSIGHT),
        ({"story": "Saya dipukuli suami dan diancam akan dibunuh, anak saya dianiaya."}, Route.UNIT),
    ],
)
def test_who_takes_up_what_is_sealed_on_receipt(guarded: Guarded, extra: dict[str, object], route: Route) -> None:
    lodge(guarded.village, **extra)
    assert Case.objects.get().route == route


def test_a_chosen_restricted_category_seals(guarded: Guarded) -> None:
    levy = Category.objects.get(village=guarded.village, restricted=True)
    lodge(guarded.village, restricted_category=levy.id)
    assert Case.objects.get().restricted


def test_an_ordinary_complaint_is_not_sealed(guarded: Guarded) -> None:
    lodge(guarded.village)
    case = Case.objects.get()
    assert (case.restricted, case.key, case.series) == (False, None, register.MAIN)


def test_a_confidential_name_opens_only_with_an_officers_key(guarded: Guarded) -> None:
    lodge(guarded.village, identity_mode=IdentityMode.CONFIDENTIAL)
    case = Case.objects.get()
    assert not case.restricted
    assert not case.notify_by_email
    with pytest.raises(Refused, match="locked"):
        identity.open_identity(case=case, by=guarded.sari, at=MONDAY, reason="meninjau lokasi")
    held = identity.open_identity(
        case=case, by=guarded.sari, at=MONDAY, reason="meninjau lokasi", keys=guarded.ring(guarded.sari)
    )
    assert held["name"] == REPORTER.name
    assert [step.move for step in tracking(case, MONDAY).steps][-1] == Move.OPEN_IDENTITY
    haystack = everything_stored()
    for planted in (REPORTER.name, REPORTER.email, REPORTER.phone, REPORTER.nik):
        assert planted.encode() not in haystack


def test_only_with_consent_a_confidential_reporters_address_stays_openable(guarded: Guarded) -> None:
    lodge(guarded.village, identity_mode=IdentityMode.CONFIDENTIAL, notices=True)
    case = Case.objects.get()
    assert case.notice_record == case.contact
    held = vault.contact(case.contact, village=case.village_id, purpose="kabar", at=MONDAY)  # type: ignore[arg-type]
    assert held == {"email": REPORTER.email}


def test_the_whole_life_of_a_sealed_case_leaves_no_word_in_clear(guarded: Guarded) -> None:
    receipt = about_the_head(guarded, identity_mode=IdentityMode.CONFIDENTIAL)
    case, head, second = Case.objects.get(), guarded.bpd, guarded.bpd2
    keys, code = guarded.ring(head), ring_of_code(case, receipt.code)
    category = Category.objects.filter(village=guarded.village, restricted=False).get()
    say = iter(f"{PLANTED}-{number}" for number in range(20))
    verification.verify(
        case=case,
        by=head,
        at=MONDAY,
        case_class=CaseClass.SUPERVISORY,
        category=category,
        urgency=Urgency.URGENT,
        note=next(say),
    )
    assignment.assign(
        case=case,
        by=head,
        at=MONDAY,
        handler=guarded.joko,
        instruction=next(say),
        due_on=MONDAY.date() + DAY,
        keys=keys,
    )
    follow_up.progress(case=case, by=guarded.joko, at=MONDAY + DAY, text=next(say), for_reporter=True)
    follow_up.note(case=case, by=second, at=MONDAY + DAY, text=next(say))
    reporter.reply(case=case, at=MONDAY + DAY, text=next(say))
    answer.propose(case=case, by=guarded.joko, at=MONDAY + 2 * DAY, outcome=Outcome.PARTLY, text=next(say))
    assert PLANTED in case_page(Case.objects.get(), head, MONDAY, keys=keys).case.proposed_text
    answer.answer(case=case, by=head, at=MONDAY + 3 * DAY, outcome=Outcome.PARTLY, text=next(say))
    paper = papers.reserve(case=case, by=head, at=MONDAY, kind=PaperKind.ANSWER_LETTER, data={"body": next(say)})
    reporter.object_(case=case, at=MONDAY + 4 * DAY, reason=next(say))
    objection.decide(case=case, by=second, at=MONDAY + 5 * DAY, upheld=False, reasons=next(say))
    reporter.rate(case=case, at=MONDAY + 6 * DAY, satisfied=True, stars=4, words=next(say))
    assert PLANTED.encode() not in everything_stored()

    case = Case.objects.get()
    page = case_page(case, second, MONDAY, keys=guarded.ring(second))
    told = " ".join(entry.event.text + str(entry.event.data) for entry in page.entries)
    told += page.assignments[0].instruction + page.objections[0].reason + page.objections[0].reasons
    told += page.ratings[0].words + str(paper_data(paper, case, keys))
    for number in range(11):
        assert f"{PLANTED}-{number}" in told, number
    seen = " ".join(step.text for step in tracking(case, MONDAY, code).steps)
    assert f"{PLANTED}-2" in seen
    assert f"{PLANTED}-3" not in seen  # the internal note
    locked = case_page(case, guarded.bpd, MONDAY)
    assert PLANTED not in str([entry.event.text for entry in locked.entries])


def test_evidence_of_a_sealed_case_is_sealed_on_the_disk(guarded: Guarded) -> None:
    about_the_head(guarded)
    case = Case.objects.get()
    upload = clean(jpeg())
    taken = store.take_in(village=guarded.village, uploads=[upload], by=None, at=MONDAY, seal_to=seal_to(case))
    follow_up.add_evidence(case=case, at=MONDAY, documents=taken)
    assert store.path_of(taken[0]).read_bytes().startswith(b"age-encryption.org/")
    assert store.read(taken[0], opener(case, guarded.ring(guarded.bpd))) == upload.data
    with pytest.raises(store.DocumentSealed):
        store.read(taken[0])


def test_files_that_came_in_clear_are_sealed_with_the_lodging(guarded: Guarded) -> None:
    upload = clean(jpeg())
    taken = store.take_in(village=guarded.village, uploads=[upload], by=None, at=MONDAY)
    about_the_head(guarded, documents=tuple(taken))
    case = Case.objects.get()
    held = store.for_subject(case.id, village=guarded.village)[0]
    assert held.sealed_to == seal_to(case)
    assert list(verifying.check(guarded.village)) == []  # the entry commits to the bytes that lie there


def named_later(office: Guarded) -> tuple[Case, intake.Receipt]:
    """An ordinary case, handled by Joko, in which it turns out that Sari is meant."""
    receipt = lodge(office.village, story=f"Surat saya tidak selesai: {PLANTED}.")
    case = Case.objects.get()
    category = Category.objects.filter(village=office.village, restricted=False).get()
    verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY,
        case_class=CaseClass.NON_SUPERVISORY,
        category=category,
        urgency=Urgency.NORMAL,
        note=f"{PLANTED} catatan",
    )
    follow_up.message(case=case, by=office.tono, at=MONDAY, text=f"{PLANTED} pesan")
    verification.name_reported(
        case=case, by=office.tono, at=MONDAY + DAY, whom=f"Petugas {PLANTED}", officers=[office.sari]
    )
    return Case.objects.get(), receipt


def test_a_conflict_found_later_seals_the_case_and_says_who_could_open_it(guarded: Guarded) -> None:
    case, receipt = named_later(guarded)
    assert case.restricted
    assert case.series == register.MAIN  # its line in the book stays, as "Dibatasi"
    assert guarded.sari.id not in set(case.members.values_list("officer", flat=True))
    assert PLANTED.encode() not in everything_stored()
    opened = tracking(case, MONDAY + DAY, ring_of_code(case, receipt.code))
    assert PLANTED in opened.case.story
    said = next(step for step in opened.steps if step.move == Move.NAME_REPORTED)
    assert "Kasi Pelayanan" in said.detail
    entries = ledger.entries_for(case.id, log=case.village.log)
    entry = next(each for each in entries if each.action == Move.NAME_REPORTED)
    assert str(guarded.sari.id) in entry.private["could"]
    assert str(guarded.sari.id) in entry.private["did"]
    with pytest.raises(Refused, match=r"restricted|conflict"):
        follow_up.note(case=case, by=guarded.sari, at=MONDAY, text="Saya masih di sini.")


def test_who_is_named_in_a_sealed_case_loses_his_key_and_the_case_gets_a_new_one(guarded: Guarded) -> None:
    about_the_head(guarded)
    case = Case.objects.get()
    before, former = case.key, guarded.ring(guarded.bpd2)
    with pytest.raises(Refused, match="locked"):
        verification.name_reported(case=case, by=guarded.bpd, at=MONDAY, whom="Anggota BPD", officers=[guarded.bpd2])
    verification.name_reported(
        case=case,
        by=guarded.bpd,
        at=MONDAY,
        whom="Anggota BPD",
        officers=[guarded.bpd2, guarded.kades],
        keys=guarded.ring(guarded.bpd),
    )
    case = Case.objects.get()
    assert case.key != before
    assert not CaseKey.objects.filter(pk=before).exists()
    assert shown(case, Keyring(former._identities, officer=guarded.bpd2.id)).locked
    assert shown(case, guarded.ring(guarded.bpd)).about_whom == "Anggota BPD"


def test_a_case_that_touches_nobody_is_released_with_an_ordinary_number(guarded: Guarded) -> None:
    lodge(guarded.village, story="Saya sudah lapor Pak Kades, lampu jalan tetap mati.")
    case = Case.objects.get()
    special = case.number
    with pytest.raises(Refused, match="locked"):
        confining.release(case=case, by=guarded.bpd, at=MONDAY, reason="Tidak menyangkut siapa pun", keys=NO_KEYS)
    confining.release(
        case=case, by=guarded.bpd, at=MONDAY, reason="Tidak menyangkut siapa pun", keys=guarded.ring(guarded.bpd)
    )
    case = Case.objects.get()
    assert (case.restricted, case.sealed, case.series, case.restricted_number) == (False, False, "A", special)
    assert case.story.startswith("Saya sudah lapor")
    assert not case.conflicts.exists()
    held = identity.open_identity(
        case=case, by=guarded.sari, at=MONDAY, reason="menghubungi", keys=guarded.ring(guarded.sari)
    )
    assert held["name"] == REPORTER.name


def test_what_names_an_officer_is_not_released(guarded: Guarded) -> None:
    case, _ = named_later(guarded)
    with pytest.raises(Refused, match="still_reported"):
        confining.release(case=case, by=guarded.bpd, at=MONDAY, reason="x", keys=guarded.ring(guarded.bpd))


def test_a_restricted_category_found_at_verification_seals(guarded: Guarded) -> None:
    lodge(guarded.village)
    case = Case.objects.get()
    levy = Category.objects.get(village=guarded.village, restricted=True)
    verification.verify(
        case=case,
        by=guarded.sari,
        at=MONDAY,
        case_class=CaseClass.SUPERVISORY,
        category=levy,
        urgency=Urgency.NORMAL,
    )
    case = Case.objects.get()
    assert (case.restricted, case.route) == (True, Route.UNIT)
    assert shown(case, guarded.ring(guarded.tono)).story


def test_somebody_is_let_in_by_one_who_can_open(guarded: Guarded) -> None:
    about_the_head(guarded)
    case = Case.objects.get()
    confining.admit(
        case=case,
        by=guarded.bpd,
        at=MONDAY,
        officer=guarded.tono,
        reason="perlu orang kedua",
        keys=guarded.ring(guarded.bpd),
    )
    assert not shown(Case.objects.get(), guarded.ring(guarded.tono)).locked
    with pytest.raises(Refused, match="conflict"):
        confining.admit(
            case=case, by=guarded.bpd, at=MONDAY, officer=guarded.kades, reason="x", keys=guarded.ring(guarded.bpd)
        )


def test_a_later_holder_opens_no_earlier_case(guarded: Guarded) -> None:
    about_the_head(guarded)
    late = make_officer(guarded.village, "Baru Datang", Role.BPD)
    KeyHolder.objects.create(village=guarded.village, route=Route.OVERSIGHT, officer=late, since=MONDAY + DAY)
    remembered.forget()
    ring = key_for(late)
    case = Case.objects.get()
    confining.adopt(village=guarded.village.id, at=MONDAY + DAY, keys=service_ring())
    assert shown(case, ring).locked
    assert not CaseMember.objects.filter(officer=late).exists()


def test_without_keys_the_service_seals_and_the_first_officers_take_over() -> None:
    office = Office(make_village())
    remembered.forget()
    assert not ready.confidential_is_ready(office.village)
    about_the_head(office)
    case = Case.objects.get()
    assert PLANTED.encode() not in everything_stored()
    assert shown(case, service_ring()).story == STORY
    ring = key_for(office.bpd)
    assert confining.adopt(village=office.village.id, at=MONDAY, keys=service_ring()) == 1
    assert shown(case, service_ring()).locked
    assert shown(case, ring).story == STORY


def test_protection_is_only_ever_added(guarded: Guarded) -> None:
    receipt = lodge(guarded.village)
    case = Case.objects.get()
    protecting.protect_more(case=case, at=MONDAY, mode=IdentityMode.CONFIDENTIAL, keep_contact=True)
    case = Case.objects.get()
    assert REPORTER.name.encode() not in everything_stored()
    assert SealedRecord.objects.get(pk=case.identity).case_key_id == case.key
    assert case.notice_record == case.contact
    with pytest.raises(Refused, match="less_protection"):
        protecting.protect_more(case=case, at=MONDAY, mode=IdentityMode.OPEN)
    protecting.protect_more(case=case, at=MONDAY, mode=IdentityMode.ANONYMOUS)
    case = Case.objects.get()
    assert (case.identity, case.contact, case.notify_by_email) == (None, None, False)
    assert not SealedRecord.objects.exists()
    assert receipt.code


def test_retaliation_is_an_urgent_case_that_bypasses_everybody_named(guarded: Guarded) -> None:
    receipt = about_the_head(guarded)
    first = Case.objects.get()
    protecting.report_retaliation(
        case=first, at=MONDAY + DAY, text="Pak Marsudi Utomo mengancam saya.", token=new_token()
    )
    case = Case.objects.get(retaliation_for=first)
    assert (case.restricted, case.urgency) == (True, Urgency.URGENT)
    assert {guarded.kades.id, guarded.bpd.id} <= set(case.conflicts.values_list("officer", flat=True))
    assert guarded.bpd.id not in set(case.members.values_list("officer", flat=True))
    clock = case.clocks.get(kind=ClockKind.RETALIATION)
    assert (clock.due_on - clock.started_on).days == 1
    seen = tracking(first, MONDAY + DAY, ring_of_code(first, receipt.code))
    assert [each.number for each in seen.family] == [first.number, case.number]
    assert not Event.objects.filter(case=first, at=MONDAY + DAY).exists()


def test_a_new_code_opens_what_is_sealed_and_the_old_one_does_not(guarded: Guarded) -> None:
    receipt = about_the_head(guarded)
    case = Case.objects.get()
    with pytest.raises(Refused, match="locked"):
        identity.reissue_at_counter(case=case, by=guarded.bpd, at=MONDAY, reason="KTP cocok")
    code = identity.reissue_at_counter(
        case=case, by=guarded.bpd, at=MONDAY, reason="KTP cocok", keys=guarded.ring(guarded.bpd)
    )
    case = Case.objects.get()
    assert shown(case, ring_of_code(case, code)).story == STORY
    assert shown(case, ring_of_code(case, receipt.code)).locked


def test_keys_are_renewed_after_an_officer_left(guarded: Guarded) -> None:
    about_the_head(guarded)
    case = Case.objects.get()
    before = case.key
    CaseMember.objects.filter(case=case, officer=guarded.bpd2).delete()
    case_keys.forget_officer(village=guarded.village.id, officer=guarded.bpd2.id)
    confining.tend(case, keys=guarded.ring(guarded.sari), at=MONDAY)  # cannot open it
    assert Case.objects.get().key == before
    confining.tend(case, keys=guarded.ring(guarded.bpd), at=MONDAY)
    case = Case.objects.get()
    assert case.key != before
    assert shown(case, guarded.ring(guarded.bpd)).story == STORY
    assert not Wrap.objects.filter(officer=guarded.bpd2.id).exists()


def test_two_archive_a_supervisory_complaint_also_on_the_overseers_route(guarded: Guarded) -> None:
    about_the_head(guarded)
    case = Case.objects.get()
    category = Category.objects.filter(village=guarded.village, restricted=False).get()
    verification.verify(
        case=case,
        by=guarded.bpd,
        at=MONDAY,
        case_class=CaseClass.SUPERVISORY,
        category=category,
        urgency=Urgency.NORMAL,
    )
    unclear = ArchiveReason.UNCLEAR
    verification.archive(case=case, by=guarded.bpd, at=MONDAY, reason=unclear, explanation="Tidak jelas.")
    with pytest.raises(Refused, match="second_person_needed"):
        verification.archive(case=case, by=guarded.bpd, at=MONDAY, reason=unclear, explanation="Tidak jelas.")
    assert Case.objects.get().status == "verified"
    verification.archive(case=case, by=guarded.bpd2, at=MONDAY, reason=unclear, explanation="Setuju.")
    assert Case.objects.get().status == "archived"


def test_only_the_route_is_written_to(guarded: Guarded) -> None:
    Officer.objects.update(email="petugas@example.org")
    about_the_head(guarded)
    told = set(OutboxMessage.objects.filter(template="new_case").values_list("to_officer", flat=True))
    assert told == {guarded.bpd.id, guarded.bpd2.id}
