"""A case becomes public only step by step: its reporter agrees, an officer decides, the days pass, the guard allows."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.cases.actions import answer, assignment, erasing, follow_up, privacy, publishing, reporter, verification
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.actions.confining import restrict
from kentongan.cases.actions.publication import Prepared, keep_public_picture, prepare_publication
from kentongan.cases.models import Case, Event, Publication, PublicVersion
from kentongan.cases.publication import publishable_texts
from kentongan.cases.queries.published import PublicFilter, public_case, public_page, public_rows, withheld
from kentongan.cases.queries.publishing import Standing, publication_now
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.documents.covering import Region, cover
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.data_rights import DataRequest, ErasedWhy
from kentongan.rules.publication import Consent, PictureStage, TakenOff
from kentongan.rules.redaction import propose, redact
from kentongan.rules.types import Move, Outcome, Refused, Route, Urgency
from kentongan.villages import log_keys
from kentongan.villages.models import Category, Hamlet
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, NON_SUPERVISORY, REPORTER, Office, lodge, make_village

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SEALED = {"restricted": True, "route": Route.UNIT}
STORY = "Pak Warsito (wa 0812-3456-7890) membiarkan jalan berlubang, dua anak sudah jatuh."


@pytest.fixture(autouse=True)
def _checkpoints(settings: Any, tmp_path: Path) -> None:
    settings.KENTONGAN_CHECKPOINTS = tmp_path / "checkpoints"


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def a_case(office: Office, *, when: datetime = MONDAY, consent: bool | None = True, **extra: Any) -> Case:
    """Lodge and verify; the reporter agrees to publication."""
    hamlet = extra.pop("hamlet", Hamlet.objects.get(village=office.village, position=1))
    case = lodge(office.village, when=when, story=STORY, title="Jalan", hamlet=hamlet, publish=consent, **extra).case
    category = Category.objects.get(village=office.village, name="Infrastruktur & jalan")
    verification.verify(
        case=case, by=office.sari, at=when + DAY, case_class=NON_SUPERVISORY, category=category, urgency=Urgency.NORMAL
    )
    return case


def redacted(office: Office, case: Case, at: datetime) -> int:
    parts = {}
    for source in publishable_texts(case):
        spans = propose(source.text)
        parts[source.part] = Prepared(source.text, spans, (), redact(source.text, spans).text)
    return prepare_publication(case=case, by=office.sari, at=at, parts=parts)


def approved(office: Office, case: Case, at: datetime = MONDAY + 2 * DAY) -> Publication:
    redacted(office, case, at)
    return publishing.decide_publication(case=case, by=office.tono, at=at)


def answered(office: Office, case: Case, at: datetime, text: str = "Jalan sudah ditambal.") -> None:
    assignment.assign(
        case=case, by=office.tono, at=at, handler=office.joko, instruction="Perbaiki.", due_on=at.date() + 3 * DAY
    )
    answer.propose(case=case, by=office.joko, at=at, outcome=Outcome.SETTLED, text=text)
    answer.answer(case=case, by=office.tono, at=at, outcome=Outcome.SETTLED, text=text)


def published(office: Office, count: int = 5, **extra: Any) -> list[Case]:
    """So many cases of one cell stand in public."""
    cases = [a_case(office, **extra) for _ in range(count)]
    for case in cases:
        approved(office, case)
    assert publishing.publish_due(village=office.village, at=MONDAY + 12 * DAY) == count
    return cases


def ids(office: Office) -> set[str]:
    return {row.id for row in public_rows(office.village, today=MONDAY.date())}


def test_five_alike_stand_with_hamlet_and_quarter_and_fewer_wait(office: Office) -> None:
    cases = [a_case(office) for _ in range(4)]
    for case in cases:
        approved(office, case)
    assert publishing.publish_due(village=office.village, at=MONDAY + 12 * DAY) == 0
    today = (MONDAY + 12 * DAY).date()
    assert publication_now(cases[0], today).standing is Standing.COMPANY
    approved(office, a_case(office))
    assert publishing.publish_due(village=office.village, at=MONDAY + 13 * DAY) == 5
    row = next(public_rows(office.village, today=today))
    assert (row.group, row.hamlet, row.period) == ("Infrastruktur & jalan", "Dusun Satu", "2026-Q3")
    assert publication_now(cases[0], today).standing is Standing.PUBLIC


def test_nothing_is_published_before_the_days_have_passed_and_the_reporter_was_told(office: Office) -> None:
    case = a_case(office)
    row = approved(office, case, MONDAY + 2 * DAY)
    assert row.due_on == (MONDAY + 9 * DAY).date()
    assert publishing.publish_due(village=office.village, at=MONDAY + 8 * DAY) == 0
    told = OutboxMessage.objects.get(village=office.village, payload__move=Move.PUBLISH_DECIDE)
    assert told.subject == case.id
    assert Event.objects.get(case=case, move=Move.PUBLISH_DECIDE).to_reporter
    seen = publication_now(case, MONDAY.date())
    assert [each.text for each in seen.texts] == ["Jalan", PublicVersion.objects.get(case=case, part="story").text]


def test_the_reporter_stops_it_without_giving_a_reason(office: Office) -> None:
    case = a_case(office)
    approved(office, case)
    publishing.set_consent(case=case, at=MONDAY + 3 * DAY, consent=Consent.NO, token="a")
    with pytest.raises(AlreadyDone):
        publishing.set_consent(case=case, at=MONDAY + 3 * DAY, consent=Consent.NO, token="a")
    assert publication_now(case, MONDAY.date()).standing is Standing.OFF
    assert publishing.publish_due(village=office.village, at=MONDAY + 30 * DAY) == 0
    with pytest.raises(Refused, match="no_consent"):
        publishing.decide_publication(case=case, by=office.tono, at=MONDAY + 4 * DAY)


@pytest.mark.parametrize(("consent", "code"), [(None, "not_asked"), (False, "no_consent")])
def test_without_consent_nothing_is_approved(office: Office, consent: bool | None, code: str) -> None:
    case = a_case(office, consent=consent)
    redacted(office, case, MONDAY + 2 * DAY)
    with pytest.raises(Refused, match=code):
        publishing.decide_publication(case=case, by=office.tono, at=MONDAY + 3 * DAY)


def test_an_officer_notes_what_he_was_told_but_not_against_the_reporters_own_no(office: Office) -> None:
    case = a_case(office, consent=None)
    with pytest.raises(Refused, match="missing_reason"):
        publishing.set_consent(case=case, by=office.sari, at=MONDAY + DAY, consent=Consent.YES)
    publishing.set_consent(case=case, by=office.sari, at=MONDAY + DAY, consent=Consent.YES, how="Ditanya di loket.")
    assert case.publish_consent == Consent.YES
    publishing.set_consent(case=case, at=MONDAY + 2 * DAY, consent=Consent.NO)
    with pytest.raises(Refused, match="reporter_said_no"):
        publishing.set_consent(case=case, by=office.sari, at=MONDAY + 3 * DAY, consent=Consent.YES, how="Ditelepon.")
    in_form = a_case(office, consent=False)
    with pytest.raises(Refused, match="reporter_said_no"):
        publishing.set_consent(case=in_form, by=office.sari, at=MONDAY + DAY, consent=Consent.YES, how="Ditelepon.")


@pytest.mark.parametrize("words", ["di dusun satu", "di RT 03", "tanggal 5 Juli", "sejak 05-07-2026", "bulan Juli"])
def test_a_text_that_says_hamlet_day_or_number_is_sent_back(office: Office, words: str) -> None:
    case = a_case(office)
    parts = {source.part: Prepared(source.text, (), (), f"Jalan rusak {words}.") for source in publishable_texts(case)}
    prepare_publication(case=case, by=office.sari, at=MONDAY + 2 * DAY, parts=parts)
    with pytest.raises(Refused, match="tells_too_much"):
        publishing.decide_publication(case=case, by=office.tono, at=MONDAY + 3 * DAY)


def test_a_new_answer_makes_the_version_stale_and_the_approved_texts_go_on_standing(office: Office) -> None:
    cases = published(office)
    case, at = cases[0], MONDAY + 14 * DAY
    key = Publication.objects.get(case=case).public_id
    answered(office, case, at)
    now = public_case(office.village, key, today=at.date())
    assert now is not None
    assert (now.answers, now.row.status.value) == ((), "answered")
    with pytest.raises(Refused, match="stale"):
        publishing.decide_publication(case=case, by=office.tono, at=at)
    approved(office, case, at)
    assert publication_now(case, at.date()).standing is Standing.PUBLIC
    assert publication_now(case, at.date()).next
    assert public_case(office.village, key, today=at.date()) == now
    assert publishing.publish_due(village=office.village, at=at + 7 * DAY) == 1
    later = public_case(office.village, key, today=at.date())
    assert later is not None
    assert later.answers == ("Jalan sudah ditambal.",)
    assert (later.row.period, later.row.hamlet) == (now.row.period, now.row.hamlet)


def test_days_are_counted_up_to_publication_only(office: Office) -> None:
    """Who sees a step happen could count back from it to the day of receipt."""
    cases = [a_case(office) for _ in range(5)]
    answered(office, cases[0], MONDAY + 4 * DAY)
    for case in cases:
        approved(office, case, MONDAY + 4 * DAY)
    publishing.publish_due(village=office.village, at=MONDAY + 12 * DAY)
    answered(office, cases[1], MONDAY + 14 * DAY)
    days = {row.id: row.days_to_answer for row in public_rows(office.village, today=MONDAY.date())}
    key = {case.id: Publication.objects.get(case=case).public_id for case in cases}
    assert days[key[cases[0].id]] == 4
    assert days[key[cases[1].id]] is None
    steps = public_case(office.village, key[cases[1].id], today=MONDAY.date()).steps  # type: ignore[union-attr]
    assert [(step.move, step.after_days) for step in steps] == [
        (Move.RECEIVE, 0),
        (Move.VERIFY, 1),
        (Move.ASSIGN, None),
        (Move.ANSWER, None),
    ]


def test_what_is_taken_off_leaves_the_others_with_company_or_unshown(office: Office) -> None:
    cases = published(office, 6)
    publishing.unpublish(case=cases[0], by=office.tono, at=MONDAY + 13 * DAY, reason="Pelapor mudah dikenali.")
    assert len(ids(office)) == 5
    with pytest.raises(Refused, match="not_published"):
        publishing.unpublish(case=cases[0], by=office.tono, at=MONDAY + 13 * DAY, reason="Lagi.")
    publishing.set_consent(case=cases[1], at=MONDAY + 14 * DAY, consent=Consent.NO)
    assert ids(office) == set()  # four alone would name each other
    for _ in range(3):  # with the two that were taken off, five stay behind: nobody is told apart among them
        a_case(office, consent=False)
    approved(office, a_case(office))
    publishing.publish_due(village=office.village, at=MONDAY + 20 * DAY)
    assert len(ids(office)) == 5


def _restrict(office: Office, case: Case) -> None:
    restrict(case=case, by=office.tono, at=MONDAY + 20 * DAY, reason="Menyangkut kekerasan.")


def _erase(office: Office, case: Case) -> None:
    del office
    erasing.erase(case=case, at=MONDAY + 20 * DAY, why=ErasedWhy.REQUEST)


def _limit(office: Office, case: Case) -> None:
    request = privacy.ask(case=case, at=MONDAY + 20 * DAY, kind=DataRequest.RESTRICTION)
    privacy.decide(request=request, by=office.tono, at=MONDAY + 20 * DAY, granted=True, reason="Baik.")


def _merge(office: Office, case: Case) -> None:
    verification.merge(case=case, by=office.tono, at=MONDAY + 20 * DAY, into=a_case(office))


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (_restrict, TakenOff.RESTRICTED),
        (_erase, TakenOff.ERASED),
        (_limit, TakenOff.LIMITED),
        (_merge, TakenOff.MERGED),
    ],
)
def test_what_may_not_be_public_is_taken_off_in_the_same_act(office: Office, act: Any, why: TakenOff) -> None:
    cases = published(office, 6)
    key = Publication.objects.get(case=cases[0]).public_id
    act(office, cases[0])
    row = Publication.objects.get(case=cases[0])
    assert row.taken_off_why == why
    assert public_case(office.village, key, today=MONDAY.date()) is None
    assert key not in ids(office)
    assert row.words == ""
    if why in (TakenOff.RESTRICTED, TakenOff.ERASED):
        assert not PublicVersion.objects.filter(case=cases[0]).exclude(text="").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"restricted": True, "route": "unit"},
        {"processing_limited": True},
        {"erased_at": MONDAY},
        {"publish_consent": "no"},
        {"publish_consent": ""},
    ],
)
def test_the_queries_ask_again_whether_a_case_may_stand(office: Office, change: dict[str, Any]) -> None:
    """Whatever an action forgot: nothing of such a case is handed out."""
    cases = published(office, 6)
    key = Publication.objects.get(case=cases[0]).public_id
    Case.objects.filter(pk=cases[0].pk).update(**change)
    assert public_case(office.village, key, today=MONDAY.date()) is None
    assert key not in ids(office)
    assert key not in {card.public_id for card in public_page(office.village, today=MONDAY.date()).cases}


def _values(thing: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(thing):
        for each in dataclasses.fields(thing):
            yield from _values(getattr(thing, each.name))
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from _values(each)
    else:
        yield thing


def test_nothing_handed_out_holds_a_day_a_number_a_name_or_a_contact(office: Office) -> None:
    cases = [a_case(office, when=MONDAY - n * DAY, rt="03", place="Depan rumah Warsito") for n in range(5)]
    for case in cases:
        answered(office, case, MONDAY + 3 * DAY)
        reporter.rate(case=case, at=MONDAY + 4 * DAY, satisfied=True, stars=5, words="Terima kasih Joko.")
        approved(office, case, MONDAY + 5 * DAY)
    publishing.publish_due(village=office.village, at=MONDAY + 20 * DAY)
    today = (MONDAY + 20 * DAY).date()
    page = public_page(office.village, today=today)
    found = [public_case(office.village, card.public_id, today=today) for card in page.cases]
    values = list(_values([page.cases, found, list(public_rows(office.village, today=today))]))
    published_on = (MONDAY + 20 * DAY).date()
    assert {value for value in values if isinstance(value, date)} == {published_on}
    words = " ".join(str(value) for value in values)
    names = [word for officer in vars(office).values() for word in str(getattr(officer, "name", "")).split()]
    secret = [*REPORTER.as_dict().values(), *names, "Warsito", "0812", "Depan rumah", "RT 03", "Terima kasih"]
    assert [word for word in secret if word and re.search(rf"\b{re.escape(word)}\b", words)] == []
    assert not any(case.number in words or str(case.id) in words for case in cases)
    assert not re.search(r"2026-\d\d", words.replace(published_on.isoformat(), ""))
    assert found[0] is not None
    assert found[0].row.confirmed_solved


def test_pictures_stand_only_as_covered_copies_that_an_officer_chose(office: Office) -> None:
    cases = [a_case(office) for _ in range(5)]
    at = MONDAY + 2 * DAY
    (picture,) = store.take_in(village=office.village, uploads=[clean(jpeg())], by=None, at=MONDAY)
    follow_up.add_evidence(case=cases[0], at=MONDAY + DAY, documents=[picture])
    made = cover(store.read(picture), [Region(10, 10, 40, 40)])
    (copy,) = store.take_in(village=office.village, uploads=[made], by=office.sari.id, at=at)
    keep_public_picture(
        case=cases[0], by=office.sari, at=at, original=picture, copy=copy, regions=1, stage=PictureStage.BEFORE
    )
    for case in cases:
        approved(office, case)
    publishing.publish_due(village=office.village, at=MONDAY + 12 * DAY)
    key = Publication.objects.get(case=cases[0]).public_id
    found = public_case(office.village, key, today=at.date())
    assert found is not None
    assert ([photo.document for photo in found.before], found.after) == ([copy.id], ())


def test_the_list_is_read_by_pages_filters_and_words_with_the_same_queries(office: Office) -> None:
    published(office, 7)
    today = MONDAY.date()
    first = public_page(office.village, limit=3, today=today)
    second = public_page(office.village, after=first.next, limit=3, today=today)
    third = public_page(office.village, after=second.next, limit=3, today=today)
    keys = [card.public_id for page in (first, second, third) for card in page.cases]
    assert (len(keys), len(set(keys)), third.next) == (7, 7, "")
    for filters, count in (
        (PublicFilter(words="berlubang ANAK"), 7),
        (PublicFilter(words="warsito"), 0),
        (PublicFilter(hamlet="Dusun Satu", period="2026", group="Infrastruktur & jalan"), 7),
        (PublicFilter(hamlet="Dusun Dua"), 0),
        (PublicFilter(period="2026-Q2"), 0),
    ):
        assert len(public_page(office.village, filters, today=today).cases) == count
    queries = []
    for limit in (1, 7):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            public_page(office.village, limit=limit, today=today)
        queries.append(len(asked))
    assert queries == [4, 4]


def counted(office: Office) -> list[tuple[int | None, bool, int | None, int]]:
    return [(each.year, each.imported, each.count, each.below) for each in withheld(office.village)]


def test_all_others_are_counted_without_attributes(office: Office) -> None:
    published(office)
    for number in range(5):
        a_case(office, consent=number > 2)
    assert counted(office) == [], "before the first checkpoint nothing is told"
    log_keys.make_checkpoint(office.village, MONDAY + 60 * DAY)
    assert counted(office) == [(None, False, 5, 0)]


def test_lodging_changes_no_public_number_before_the_next_slot(office: Office) -> None:
    for _ in range(5):
        lodge(office.village)
    slot = log_keys.make_checkpoint(office.village, MONDAY + DAY).at
    lodge(office.village, when=slot)
    lodge(office.village, when=slot + timedelta(hours=1))
    assert counted(office) == [(None, False, 5, 0)]
    log_keys.make_checkpoint(office.village, MONDAY + 2 * DAY)
    assert counted(office) == [(None, False, 7, 0)]


def test_sealing_a_case_that_is_not_public_changes_no_number(office: Office) -> None:
    case, *_ = [a_case(office) for _ in range(6)]
    log_keys.make_checkpoint(office.village, MONDAY + 2 * DAY)
    assert counted(office) == [(None, False, 6, 0)]
    restrict(case=case, by=office.bpd, at=MONDAY + 2 * DAY, reason="Pelapor diancam.")
    assert counted(office) == [(None, False, 6, 0)]


@pytest.mark.parametrize("why", ["sealed", "his own no", "the office"])
def test_a_case_that_goes_changes_the_numbers_alike_whatever_the_reason(office: Office, why: str) -> None:
    case = published(office)[0]
    at = MONDAY + 60 * DAY
    log_keys.make_checkpoint(office.village, at)
    assert counted(office) == [(None, False, None, 5)]
    case.refresh_from_db()
    match why:
        case "sealed":
            restrict(case=case, by=office.bpd, at=at, reason="Pelapor diancam.")
        case "his own no":
            publishing.set_consent(case=case, at=at, consent=Consent.NO)
        case _:
            publishing.unpublish(case=case, by=office.tono, at=at, reason="Keliru.")
    assert len(list(public_rows(office.village, today=at.date()))) == 0
    assert counted(office) == [(None, False, 5, 0)]


def test_none_and_few_that_are_withheld_are_told_alike(office: Office) -> None:
    told = []
    for number in range(6):
        log_keys.make_checkpoint(office.village, MONDAY + (number + 1) * DAY)
        told.append(counted(office))
        lodge(office.village, when=MONDAY + (number + 1) * DAY)
    few, enough = [(None, False, None, 5)], [(None, False, 5, 0)]
    assert told == [few, few, few, few, few, enough]


def test_imported_cases_are_counted_by_claimed_year_sealed_ones_too(office: Office) -> None:
    for number in range(12):
        case = lodge(office.village).case
        received = MONDAY.replace(year=2020 if number < 7 else 2021 if number < 10 else 2022)
        Case.objects.filter(pk=case.pk).update(imported=True, received_at=received, **(SEALED if number == 0 else {}))
    log_keys.make_checkpoint(office.village, MONDAY + DAY)
    assert counted(office) == [(None, False, None, 5), (None, True, 5, 0), (2020, True, 7, 0)]
    Case.objects.filter(received_at__year=2022).update(**SEALED)
    assert counted(office) == [(None, False, None, 5), (None, True, 5, 0), (2020, True, 7, 0)]


def test_each_act_leaves_one_entry_in_the_ledger(office: Office) -> None:
    case = a_case(office, consent=None)
    redacted(office, case, MONDAY + 2 * DAY)

    def entries() -> int:
        return len(list(ledger.entries_for(case.pk, log=office.village.log)))

    acts = (
        lambda: publishing.set_consent(case=case, at=MONDAY + 2 * DAY, consent=Consent.YES),
        lambda: publishing.decide_publication(case=case, by=office.tono, at=MONDAY + 2 * DAY),
        lambda: publishing.unpublish(case=case, by=office.tono, at=MONDAY + 3 * DAY, reason="Salah naskah."),
        lambda: publishing.set_consent(case=case, at=MONDAY + 4 * DAY, consent=Consent.NO),
    )
    for act in acts:
        before = entries()
        act()
        assert entries() == before + 1
