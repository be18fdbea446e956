"""New rows in one statement are what Django would have saved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from kentongan.cases.models import Case, RegisterCounter
from kentongan.support import rows
from kentongan.support.ids import uuid7
from kentongan.villages.models import Holiday
from tests.factories import lodge, make_village

pytestmark = pytest.mark.django_db


def test_a_row_reads_back_as_a_saved_one_would() -> None:
    first = lodge(make_village()).case
    saved = Case.objects.get(pk=first.pk)
    for column, value in {"id": uuid7(), "seq": 2, "number": "x", "code_hash": "y", "submission_hash": None}.items():
        setattr(saved, column, value)
    saved.latitude, saved.longitude, saved.incident_on = Decimal("-7.32"), Decimal("109.4"), date(2026, 7, 1)
    saved._state.adding = True
    rows.insert([saved])
    assert not saved._state.adding
    read = Case.objects.get(pk=saved.pk)
    for field in Case._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(saved, field.attname), field.name
    assert read.inbox_key.endswith(saved.pk.hex)  # fields that fill themselves do so


def test_many_rows_are_one_statement() -> None:
    village = make_village()
    days = [Holiday(village=village, day=date(2027, 1, day), name=f"Hari {day}") for day in (4, 5, 6)]
    with CaptureQueriesContext(connection) as queries:
        rows.insert(days)
    assert len(queries) == 1
    assert Holiday.objects.filter(day__year=2027).count() == 3
    rows.insert([])


def test_the_databases_own_rules_hold() -> None:
    village = make_village()
    with pytest.raises(IntegrityError):
        rows.insert([RegisterCounter(village=village, series="A", year=2026) for _ in range(2)])


def test_a_saved_row_can_be_saved_again() -> None:
    village = make_village()
    day = Holiday(village=village, day=date(2027, 1, 4), name="Hari")
    rows.insert([day])
    day.name = "Hari Desa"
    day.save()
    assert Holiday.objects.get(pk=day.pk).name == "Hari Desa"
