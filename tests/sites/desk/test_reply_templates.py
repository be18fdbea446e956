"""Reply templates on the case page, and the handler a category proposes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.cases.actions import assignment, verification
from kentongan.cases.models import Case, Event
from kentongan.desk.moves.handling import AssignForm
from kentongan.desk.moves.verification import VerifyForm
from kentongan.people.models import Officer
from kentongan.rules.types import Move, Status
from kentongan.ui.words import say_date
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Category, ReplyTemplate, ReplyUse
from kentongan.villages.remembered import forget
from tests.factories import MONDAY, Office
from tests.sites.desk.helpers import HOUR, case_in, make, text_of

DeskOf = Callable[[Officer], Client]


@pytest.fixture
def template(office: Office) -> ReplyTemplate:
    forget()
    return ReplyTemplate.objects.create(
        village=office.village,
        name="Sedang diperiksa",
        use=ReplyUse.MESSAGE,
        body="Aduan {nomor} diperiksa {petugas}, paling lambat {batas_waktu}. {instansi} {isi: hasil}",
    )


def words_in(page: str, name: str) -> str:
    """What stands in a form's text, as the browser shows it."""
    found = re.search(rf'<textarea[^>]*id="{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1].replace("&#x27;", "'").strip()


def choose(client: Client, case: Case, move: str, template: ReplyTemplate, **typed: Any) -> str:
    response = make(client, case, move, templat=template.id, pakai_templat="1", **typed)
    assert response.status_code == 200
    return text_of(response)


def test_a_template_follows_what_was_typed_and_sends_nothing(
    office: Office, desk_of: DeskOf, template: ReplyTemplate
) -> None:
    now = timezone.now()
    case = case_in(office, Status.VERIFIED, when=now - 3 * HOUR)
    due_on = local_date(office.village, now) + timedelta(days=7)
    assignment.assign(case=case, by=office.tono, at=now, handler=office.joko, instruction="Tinjau.", due_on=due_on)
    case.refresh_from_db()
    events = Event.objects.count()
    page = choose(desk_of(office.joko), case, "message", template, text="Selamat pagi.")
    words = words_in(page, "message_text")
    assert words.startswith("Selamat pagi.")
    assert case.next_due_on is not None
    assert f"Aduan {case.number} diperiksa Kepala Dusun I, paling lambat {say_date(case.next_due_on)}." in words
    assert words.endswith("{instansi} {isi: hasil}")  # what has no value stays to be seen
    assert Event.objects.count() == events


def test_a_deadline_that_has_passed_is_not_promised(office: Office, desk_of: DeskOf, template: ReplyTemplate) -> None:
    page = choose(desk_of(office.joko), case_in(office, Status.ASSIGNED), "message", template, text="")
    assert "paling lambat {batas_waktu}." in words_in(page, "message_text")


def test_all_else_that_was_chosen_is_kept_without_being_judged(office: Office, desk_of: DeskOf) -> None:
    forget()
    answer = ReplyTemplate.objects.create(
        village=office.village, name="Selesai", use=ReplyUse.ANSWER, body="Sudah selesai."
    )
    case = case_in(office, Status.IN_PROGRESS)
    page = choose(desk_of(office.joko), case, "propose", answer, outcome="partly", text="")
    assert words_in(page, "propose_text") == "Sudah selesai."
    assert re.search(r'value="partly"[^>]*checked', page)
    assert 'class="error"' not in page


def test_a_template_with_a_hole_is_not_sent(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.VERIFIED)
    events = Event.objects.count()
    response = make(desk_of(office.tono), case, "message", text="Karena {isi: sebabnya}.")
    assert response.status_code == 422
    assert "Masih ada isian yang belum diganti: {isi: sebabnya}" in text_of(response)
    assert Event.objects.count() == events


@pytest.mark.parametrize("chosen", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_choice_that_is_none_loses_nothing(office: Office, desk_of: DeskOf, chosen: str) -> None:
    case = case_in(office, Status.VERIFIED)
    response = make(desk_of(office.tono), case, "ask", templat=chosen, pakai_templat="1", question="Kapan?")
    assert response.status_code == 200
    assert words_in(text_of(response), "ask_question") == "Kapan?"


def test_only_templates_in_use_for_that_purpose_are_offered(
    office: Office, desk_of: DeskOf, template: ReplyTemplate
) -> None:
    case = case_in(office, Status.VERIFIED)
    client = desk_of(office.tono)
    page = text_of(client.get(f"/meja/aduan/{case.id}/"))
    assert page.count("Sedang diperiksa</option>") == 1
    ReplyTemplate.objects.filter(pk=template.pk).update(active=False)
    forget()
    assert "Sedang diperiksa</option>" not in text_of(client.get(f"/meja/aduan/{case.id}/"))


def test_the_usual_handler_is_chosen_beforehand_unless_he_is_in_conflict(office: Office) -> None:
    case = case_in(office, Status.VERIFIED)
    Category.objects.filter(pk=case.category_id).update(default_handler=office.rini.pk)
    case = Case.objects.select_related("category", "village").get(pk=case.pk)
    assert offered(case, office).count("selected") == 1
    assert f'value="{office.rini.pk}" selected' in offered(case, office)
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Rini", officers=[office.rini])
    case = Case.objects.select_related("category", "village").get(pk=case.pk)
    assert str(office.rini.pk) not in offered(case, office)


def test_a_category_offers_its_class_and_urgency_and_an_old_one_stays_to_choose(office: Office) -> None:
    case = case_in(office, Status.RECEIVED)
    grave = Category.objects.get(village=office.village, restricted=True)
    Category.objects.filter(pk=grave.pk).update(default_class="supervisory", default_urgency="urgent", active=False)
    Case.objects.filter(pk=case.pk).update(category=grave)
    case = Case.objects.select_related("category", "village").get(pk=case.pk)
    form = VerifyForm(case=case, officer=office.tono, today=MONDAY.date())
    assert [form[name].value() for name in ("case_class", "urgency", "category")] == [
        "supervisory",
        "urgent",
        grave.pk,
    ]
    assert grave in form.fields["category"].queryset  # type: ignore[attr-defined]


def offered(case: Case, office: Office) -> str:
    """The choice of handlers, as the page draws it."""
    form = AssignForm(case=case, officer=office.tono, today=MONDAY.date())
    assert form.move is Move.ASSIGN
    return str(form["handler"]).replace('value="" selected', "")
