"""Preparing what may be read in public: kept in versions, proven clean, on record, and looked at again when stale."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from kentongan.cases.actions import follow_up
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.actions.publication import Prepared, keep_public_picture, prepare_publication
from kentongan.cases.models import Case, Event, PublicVersion
from kentongan.cases.publication import publishable_texts
from kentongan.cases.queries.publication import pictures_of, public_state
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.documents.covering import Region, cover
from kentongan.ledger.models import Content
from kentongan.rules.redaction import Span, propose, redact
from kentongan.rules.types import Move, Refused, Status
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, lodge, make_village
from tests.sites.desk.helpers import case_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
STORY = "Pak Warsito (wa 0812-3456-7890) membuang sampah di kali. Kata Warsito sudah izin."


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def decided(case: Case, **texts: str) -> dict[str, Prepared]:
    """Everything proposed is hidden; `texts` are typed by hand."""
    parts = {}
    for source in publishable_texts(case):
        spans = propose(source.text)
        text = texts.get(source.part, redact(source.text, spans).text)
        parts[source.part] = Prepared(original=source.text, hidden=spans, shown=(), text=text)
    return parts


def test_a_version_keeps_the_redacted_text_and_only_counts_of_what_is_hidden(office: Office) -> None:
    case = lodge(office.village, story=STORY, title="Sampah", place="Kali Gintung").case
    version = prepare_publication(case=case, by=office.sari, at=MONDAY + HOUR, parts=decided(case))
    rows = {row.part: row for row in PublicVersion.objects.filter(case=case, version=version)}
    assert rows["story"].text == "Pak [nama] (wa [nomor HP]) membuang sampah di kali. Kata [nama] sudah izin."
    assert rows["story"].hidden == {"phone": 1, "name": 2}
    assert rows["title"].text == "Sampah"
    case.refresh_from_db()
    assert case.story == STORY
    entry = Content.objects.get(log=case.village.log, action=Move.REDACT)
    private = bytes(entry.private or b"")
    assert hashlib.sha256(rows["story"].text.encode()).hexdigest().encode() in private
    assert b"Warsito" not in private
    assert b"0812" not in private
    event = Event.objects.get(case=case, move=Move.REDACT)
    assert (event.to_reporter, event.text, event.data["version"]) == (False, "", 1)
    assert "Warsito" not in str(event.data)


def test_versions_count_up_and_a_double_click_makes_one(office: Office) -> None:
    case = lodge(office.village, story=STORY).case
    first = prepare_publication(case=case, by=office.sari, at=MONDAY, parts=decided(case), token="t" * 20)
    with pytest.raises(AlreadyDone):
        prepare_publication(case=case, by=office.sari, at=MONDAY, parts=decided(case), token="t" * 20)
    second = prepare_publication(case=case, by=office.tono, at=MONDAY + HOUR, parts=decided(case))
    assert (first, second) == (1, 2)
    state = public_state(case)
    assert state is not None
    assert (state.version, state.stale, state.made.made_by) == (2, False, office.tono)


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [
        ("story", "Kata WARSITO begitu", "hidden_survives"),
        ("title", "Sampah Pak Warsito", "hidden_survives"),
        ("story", "nol delapan satu dua tiga empat", "hidden_survives"),
        ("title", "hubungi 0857 1111 2222", "number_survives"),
        ("title", "NIK 3303080209049055", "number_survives"),
        ("story", "a" * 20_001, "text_too_long"),
    ],
)
def test_what_would_betray_somebody_is_refused(office: Office, part: str, text: str, code: str) -> None:
    case = lodge(office.village, story=STORY, title="Sampah").case
    with pytest.raises(Refused) as refused:
        prepare_publication(case=case, by=office.sari, at=MONDAY, parts=decided(case, **{part: text}))
    assert refused.value.code == code
    assert "arsito" not in refused.value.sentence.lower()
    assert not PublicVersion.objects.exists()
    assert not Event.objects.filter(move=Move.REDACT).exists()


def test_nothing_to_publish_and_texts_that_changed_are_refused(office: Office) -> None:
    case = lodge(office.village, story=STORY).case
    with pytest.raises(Refused) as nothing:
        prepare_publication(case=case, by=office.sari, at=MONDAY, parts=decided(case, story=" "))
    assert nothing.value.code == "missing_text"
    parts = decided(case)
    Case.objects.filter(pk=case.pk).update(story="Lain sama sekali.")
    with pytest.raises(Refused, match="original_changed"):
        prepare_publication(case=case, by=office.sari, at=MONDAY, parts=parts)


def test_only_who_receives_and_the_head_of_the_unit_prepare_a_publication(office: Office) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    for officer in (office.joko, office.kades, office.bpd):
        with pytest.raises(Refused, match="no_right"):
            prepare_publication(case=case, by=officer, at=MONDAY, parts=decided(case))


def test_a_case_that_says_something_new_needs_another_look(office: Office) -> None:
    case = case_in(office, Status.ASSIGNED, story=STORY)
    prepare_publication(case=case, by=office.sari, at=MONDAY + 9 * HOUR, parts=decided(case))
    follow_up.progress(case=case, by=office.joko, at=MONDAY + 10 * HOUR, text="Sudah ditegur.", for_reporter=True)
    state = public_state(case)
    assert state is not None
    assert state.stale
    assert [part.split(":")[0] for part in state.changed] == ["event"]
    Case.objects.filter(pk=case.pk).update(story="Lain.")
    case.refresh_from_db()
    changed = public_state(case)
    assert changed is not None
    assert "story" in changed.changed


def test_letters_between_office_and_reporter_and_notes_are_never_offered(office: Office) -> None:
    case = case_in(office, Status.ANSWERED)
    follow_up.message(case=case, by=office.sari, at=MONDAY + 9 * HOUR, text="Bu, tolong ke kantor.")
    follow_up.note(case=case, by=office.tono, at=MONDAY + 9 * HOUR, text="Hati-hati.")
    texts = {part.text for part in publishable_texts(case)}
    assert "Sudah ditambal." in texts
    assert not texts & {"Bu, tolong ke kantor.", "Hati-hati."}
    assert all(part.text not in repr(part) for part in publishable_texts(case))


def test_a_covered_copy_is_kept_beside_the_original(office: Office) -> None:
    documents = store.take_in(village=office.village, uploads=[clean(jpeg())], by=None, at=MONDAY)
    case = lodge(office.village, documents=tuple(documents)).case
    original = pictures_of(case)[0].original
    before = store.read(original)
    made = cover(before, [Region(0, 0, 50, 50)])
    (copy,) = store.take_in(village=office.village, uploads=[made], by=office.sari.id, at=MONDAY)
    keep_public_picture(case=case, by=office.sari, at=MONDAY, original=original, copy=copy, regions=1)
    (state,) = pictures_of(case)
    assert state.copy is not None
    assert state.copy.document.name == "Foto terbitan 1.jpg"
    assert store.read(original) == before
    stranger = lodge(office.village).case
    with pytest.raises(Refused, match="no_such_picture"):
        keep_public_picture(case=stranger, by=office.sari, at=MONDAY, original=original, copy=copy, regions=1)


def test_spans_of_another_text_cannot_be_smuggled_in(office: Office) -> None:
    case = lodge(office.village, story=STORY).case
    parts = decided(case)
    parts["story"] = Prepared(original="lain", hidden=(Span(0, 2, propose(STORY)[0].kind, ""),), shown=(), text="x")
    with pytest.raises(Refused, match="original_changed"):
        prepare_publication(case=case, by=office.sari, at=MONDAY, parts=parts)
