"""The areas of the settings that are rows: what their forms take, refuse and store. Rules are tested in villages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.desk.settings.areas import bodies, calendar, categories, deadlines, escalation, replies
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import RowsPage
from kentongan.desk.settings.registry import BY_SLUG
from kentongan.people import set_up
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Role
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.villages import change_words, limits
from kentongan.villages.calendar import local_date
from kentongan.villages.changes import Area
from kentongan.villages.holidays import refresh_holidays
from kentongan.villages.models import (
    Body,
    Category,
    DeadlineRuleRow,
    EscalationStep,
    Holiday,
    HolidaySource,
    ReplyTemplate,
    SettingsChange,
    Village,
    Witness,
)
from kentongan.villages.remembered import forget
from tests.factories import Office, make_officer

FAR = date(2031, 1, 1)


def today_of(village: Village) -> date:
    return local_date(village, timezone.now())


def bound(form: type[SettingForm], village: Village, row: Any, **typed: Any) -> SettingForm:
    """The form as it comes back: what it began with, with some of it typed over."""
    blank = form(village=village, row=row)
    first = {name: "" if blank[name].value() is None else blank[name].value() for name in blank.fields}
    data = {**first, **typed}
    return form({name: value for name, value in data.items() if value is not False}, village=village, row=row)


def errors(form: SettingForm) -> dict[str, list[str]]:
    return {name: list(found) for name, found in form.errors.items()}


def stored(form: SettingForm, office: Office, row: Any) -> SettingsChange | None:
    assert form.is_valid(), errors(form)
    return set_up.change(
        village=office.village,
        area=form.area,
        row=None if row._state.adding else row.pk,
        values=form.values(),
        by=office.admin,
        at=timezone.now(),
    )


def rule_of(village: Village, clock: str = "verify", **which: Any) -> Any:
    return deadlines.revise(
        DeadlineRuleRow.objects.select_related("village").get(village=village, clock=clock, **which)
    )


def test_a_changed_limit_is_a_new_row_and_the_old_one_stays(office: Office) -> None:
    row = rule_of(office.village)
    form = bound(deadlines.RuleForm, office.village, row, amount="2", citation="SK Kepala Desa 4/2026", certainty="own")
    done = stored(form, office, row)
    assert done is not None
    rows = DeadlineRuleRow.objects.filter(village=office.village, clock="verify").order_by("valid_from")
    assert [(found.amount, found.starts) for found in rows] == [(3, ["received"]), (2, ["received"])]
    assert rows[1].valid_from == today_of(office.village)
    again = bound(deadlines.RuleForm, office.village, row, amount="1")
    assert "Sudah ada aturan yang mulai pada hari itu" in errors(again)["valid_from"][0]


def test_a_limit_goes_back_to_the_law_whatever_else_is_typed(office: Office) -> None:
    row = rule_of(office.village, "answer", case_class="supervisory")
    form = bound(deadlines.RuleForm, office.village, row, source="law", amount="oops", citation="", unit="week")
    assert form.is_valid(), errors(form)
    law = limits.law_of(ClockKind.ANSWER, row.case_class)
    assert law is not None
    assert (form.values()["amount"], form.values()["citation"]) == (60, law.citation)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "366"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"unit": "week"}, "unit"),
        ({"citation": "  "}, "citation"),
        ({"amount": "30"}, "citation"),  # the words that gave three days do not give thirty
        ({"certainty": "sure"}, "certainty"),
        ({"valid_from": "31/02/2026"}, "valid_from"),
        ({"valid_from": "2199-01-01"}, "valid_from"),
        ({"valid_from": "2020-01-01"}, "why"),
        ({"valid_from": "2020-01-01", "why": "x" * 80, "citation": "y" * 190}, "citation"),
    ],
)
def test_a_limit_that_makes_no_sense_comes_back_with_a_sentence(
    office: Office, typed: dict[str, str], field: str
) -> None:
    form = bound(deadlines.RuleForm, office.village, rule_of(office.village), **typed)
    assert list(errors(form)) == [field]


def test_a_limit_for_the_past_carries_its_reason(office: Office) -> None:
    row = rule_of(office.village)
    form = bound(deadlines.RuleForm, office.village, row, valid_from="2026-01-05", why="salah ketik")
    assert form.is_valid(), errors(form)
    assert form.values()["citation"].endswith("; berlaku surut karena salah ketik")


def test_a_limit_looser_than_the_law_is_pointed_out(office: Office) -> None:
    row = rule_of(office.village)
    for amount, said in ((3, ""), (4, "3 hari kerja")):
        row.amount = amount
        assert (deadlines.PAGE.preview(row) if deadlines.PAGE.preview else {})["looser"] == said


def test_a_class_may_get_a_limit_of_its_own(office: Office) -> None:
    row = deadlines.PAGE.fresh(office.village)
    typed = {"clock": "verify", "case_class": "supervisory", "amount": "1", "citation": "SK 4/2026"}
    done = stored(bound(deadlines.RuleForm, office.village, row, **typed), office, row)
    assert done is not None
    assert done.label == "Batas waktu: Verifikasi aduan (pengaduan berkadar pengawasan), 1 hari kerja"


def test_the_preview_of_a_limit_is_counted_by_the_real_engine(office: Office) -> None:
    shown = deadlines.PAGE.preview(rule_of(office.village)) if deadlines.PAGE.preview else {}
    day, left = today_of(office.village), 3
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and not Holiday.objects.filter(day=day).exists()
    assert shown["new_due"] == shown["old_due"] == day
    assert shown["start_words"] == "aduan diterima"


def test_a_touched_day_becomes_the_villages_own_and_an_untouched_one_does_not(office: Office) -> None:
    row = Holiday.objects.create(
        village=office.village, day=date(2027, 3, 10), name="Idul Fitri", source="national", is_certain=False
    )
    same = bound(calendar.HolidayForm, office.village, row)
    assert stored(same, office, row) is None
    moved = bound(calendar.HolidayForm, office.village, row, day="2027-03-11", is_certain="on")
    assert stored(moved, office, row) is not None
    row.refresh_from_db()
    assert (row.day, row.source, row.is_certain) == (date(2027, 3, 11), HolidaySource.VILLAGE, True)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day": "2026-08-17"}, "day", "Hari Kemerdekaan"),
        ({"day": "2026-09-12"}, "day", "memang sudah libur"),  # a Saturday
        ({"day": "2026-09-14", "kind": "working"}, "day", "memang hari kerja"),
        ({"day": "2026-09-14", "kind": "asleep"}, "kind", "Pilih"),
        ({"day": "2026-09-14", "name": " "}, "name", "Tulis"),
        ({"day": "besok"}, "day", "Tulis tanggal"),
    ],
)
def test_a_day_that_changes_nothing_is_refused(office: Office, typed: dict[str, str], field: str, words: str) -> None:
    row = calendar.PAGE.fresh(office.village)
    form = bound(calendar.HolidayForm, office.village, row, **{"name": "Piket", "kind": "off", **typed})
    assert list(errors(form)) == [field]
    assert words in errors(form)[field][0]


def test_a_weekend_can_be_worked(office: Office) -> None:
    row = calendar.PAGE.fresh(office.village)
    form = bound(calendar.HolidayForm, office.village, row, day="2026-09-12", name="Piket", kind="working")
    stored(form, office, row)
    drawn = calendar.drawn_year(office.village, "2026")
    cells = [cell for week in drawn["months"][8].weeks for cell in week if cell and cell.day == 12]
    assert [(cell.kind, cell.title) for cell in cells] == [("worked", "Piket")]


def test_the_drawn_year_counts_its_working_days_and_marks_guesses(office: Office) -> None:
    refresh_holidays(office.village, [2027])
    drawn = calendar.drawn_year(office.village, "2027")
    assert drawn["working"] == 242
    kinds = {cell.kind for month in drawn["months"] for week in month.weeks for cell in week if cell}
    assert kinds == {"", "weekend", "off", "guess"}


def test_a_step_of_the_ladder_is_read_as_a_sentence_and_laid_on_real_days(office: Office) -> None:
    row = escalation.PAGE.fresh(office.village)
    typed = {"side": "before", "distance": "2", "unit": "working", "rung": "handler", "clock": "-", "case_class": "-"}
    form = bound(escalation.StepForm, office.village, row, **typed)
    stored(form, office, row)
    step = EscalationStep.objects.get(village=office.village)
    assert str(step) == "2 hari kerja sebelum batas waktu → Petugas yang menangani"
    assert (step.days, step.clock, step.case_class) == (-2, "", None)
    assert bound(escalation.StepForm, office.village, step)["side"].value() == "before"
    shown = escalation.PAGE.preview(office.village) if escalation.PAGE.preview else {}
    assert [entry["day"] < shown["due_on"] for entry in shown["ladder"]] == [True]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"side": "after", "distance": ""}, "distance"),
        ({"side": "before", "distance": "61"}, "distance"),
        ({"side": "after", "distance": "9999"}, "distance"),
        ({"side": "before", "distance": "1", "tells_reporter": "on"}, "tells_reporter"),
        ({"rung": "governor"}, "rung"),
        ({"clock": "auto_close"}, "clock"),  # the reporter's own time is nobody's lateness
    ],
)
def test_a_step_that_makes_no_sense_is_refused(office: Office, typed: dict[str, str], field: str) -> None:
    form = bound(escalation.StepForm, office.village, escalation.PAGE.fresh(office.village), **typed)
    assert list(errors(form)) == [field]


def test_a_category_names_its_usual_handler_out_of_those_who_handle(office: Office) -> None:
    row = Category.objects.filter(village=office.village).first()
    assert row is not None
    form = bound(categories.CategoryForm, office.village, row, default_handler=str(office.joko.pk), problem_code="02")
    stored(form, office, row)
    row.refresh_from_db()
    assert (row.default_handler, row.problem_code) == (office.joko.pk, "02")
    assert any("biasanya Joko" in fact for line in categories.PAGE.lines(office.village, "") for fact in line.facts)
    for stranger in (office.admin, make_officer(office.village, "Budi", Role.BPD)):
        bad = bound(categories.CategoryForm, office.village, row, default_handler=str(stranger.pk))
        assert list(errors(bad)) == ["default_handler"]


def test_a_name_stands_only_once_in_each_list(office: Office) -> None:
    village = office.village
    ReplyTemplate.objects.create(village=village, name="Salam", body="Terima kasih.")
    for form, page, name in (
        (categories.CategoryForm, categories.PAGE, "INFRASTRUKTUR  & jalan"),
        (bodies.BodyForm, bodies.PAGE, "dinas pekerjaan umum"),
        (replies.ReplyForm, replies.PAGE, "salam"),
    ):
        typed = {"name": name, "body": "Terima kasih.", "use": "message"}
        assert "name" in errors(bound(form, village, page.fresh(village), **typed))  # type: ignore[arg-type]


def test_contacts_to_check_are_those_of_the_region(office: Office) -> None:
    shown = bodies.PAGE.preview(Body(village=office.village)) if bodies.PAGE.preview else {}
    assert {"Ombudsman RI", "Lapor Mas Bup (Purbalingga)"} <= {name for name, _ in shown["hints"]}
    elsewhere = Village(code="32.01.01.2001")
    assert [name for name, _ in bodies.PAGE.preview(elsewhere)["hints"]] == ["Ombudsman RI", "SP4N-LAPOR!"]  # type: ignore[misc]


def test_a_template_is_shown_with_an_example_and_a_bad_field_is_named(office: Office) -> None:
    good = ReplyTemplate(village=office.village, name="A", body="Desa {desa}, aduan {nomor}, {isi: sebab}")
    shown = replies.PAGE.preview(good) if replies.PAGE.preview else {}
    assert shown["rendered"] == "Desa Karangbawang, aduan 012/ADU/33.03.13.2003/2026, {isi: sebab}"
    form = bound(replies.ReplyForm, office.village, replies.PAGE.fresh(office.village), name="B", body="{nama}")
    assert "identitas pelapor tersegel" in errors(form)["body"][0]


@pytest.mark.parametrize(
    "slug", ["kategori", "instansi", "batas-waktu", "kalender", "eskalasi", "templat-balasan", "saksi"]
)
def test_every_list_and_form_opens_also_with_nonsense_in_the_address(office: Office, slug: str) -> None:
    Witness.objects.create(village=office.village, name="BPD", vkey=Cosigner("saksi.example", bytes(32)).vkey)
    EscalationStep.objects.create(village=office.village, days=1, rung="unit_head")
    ReplyTemplate.objects.create(village=office.village, name="A", body="Terima kasih.")
    client = Client()
    client.force_login(office.admin)
    base = f"/meja/pengaturan/{slug}/"
    for address in (base, f"{base}?pilih=nonsense", f"{base}?pilih=99999999", f"{base}tambah/"):
        assert client.get(address).status_code == 200, address
    line = first_line(client.get(base).content.decode(), base)
    assert client.get(f"{base}{line}/").status_code == 200
    looked = client.post(f"{base}{line}/", {"lihat": "1"})
    assert looked.status_code == 422  # nothing typed, everything kept, no traceback


def first_line(page: str, base: str) -> UUID:
    """The first row that the page links to."""
    for part in page.split(f'href="{base}')[1:]:
        try:
            return UUID(part.split("/")[0])
        except ValueError:
            continue
    raise AssertionError("no row on the page")


@pytest.mark.parametrize("slug", ["kategori", "instansi", "batas-waktu", "kalender", "eskalasi", "templat-balasan"])
def test_a_list_asks_the_database_as_often_for_many_rows_as_for_one(office: Office, slug: str) -> None:
    page, village = BY_SLUG[slug], office.village
    assert isinstance(page, RowsPage)
    counts = []
    for batch in ("a", "b"):
        for number in range(3):
            one_more(page.area, village, f"{batch}{number}", len(counts) * 3 + number)
        village.refresh_from_db()
        forget()
        with CaptureQueriesContext(connection) as queries:
            page.lines(village, page.tabs(village)[0][0] if page.tabs(village) else "")
            page.missing(village)
            if page.preview is not None:
                page.preview(village)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def one_more(area: Area, village: Village, name: str, number: int) -> None:
    """Add a row to an area."""
    match area:
        case Area.CATEGORIES:
            Category.objects.create(village=village, name=name)
        case Area.BODIES:
            Body.objects.create(village=village, name=name)
        case Area.DEADLINES:
            row = limits.next_row(
                DeadlineRuleRow.objects.get(village=village, clock="verify", amount=3), valid_from=FAR
            )
            row.valid_from, row.amount = FAR + timedelta(days=number), 9
            row.save()
        case Area.CALENDAR:
            Holiday.objects.create(village=village, name=name, day=today_of(village) + timedelta(days=number))
        case Area.ESCALATION:
            EscalationStep.objects.create(village=village, days=number, rung="unit_head")
        case _:
            ReplyTemplate.objects.create(village=village, name=name, body="Terima kasih.")


def test_licence_and_opened_steps_of_the_open_data_are_settings_with_a_history(office: Office) -> None:
    page = BY_SLUG["penerbitan"]
    form = bound(page.form, office.village, office.village, data_licence="CC0-1.0", data_steps=True)
    done = stored(form, office, office.village)
    assert done is not None
    assert done.after == {"data_licence": "CC0-1.0", "data_steps": True}
    assert change_words.say(Area.PUBLICATION, "data_licence", "CC0-1.0") == "Creative Commons Zero 1.0 (domain publik)"
    assert "data_licence" in errors(bound(page.form, office.village, office.village, data_licence="milik-kami"))
