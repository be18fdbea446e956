"""The register book's own order, and blank forms that were spoiled."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kentongan.cases.models.case
import kentongan.support.ids

# One statement for each village, also where there are a million cases. The zones of Indonesia know no summer time.
SQLITE = (
    "UPDATE cases_case SET book_key = series || printf('%%04d', year)"
    " || strftime('%%m', received_at, %s) || printf('%%08d', seq) WHERE village_id = %s"
)
POSTGRESQL = (
    "UPDATE cases_case SET book_key = series || lpad(year::text, 4, '0')"
    " || to_char((received_at AT TIME ZONE 'UTC') + %s::interval, 'MM') || lpad(seq::text, 8, '0')"
    " WHERE village_id = %s"
)


def fill(apps, schema_editor):
    connection = schema_editor.connection
    village_model = apps.get_model("villages", "Village")
    key = village_model._meta.pk
    for village in village_model.objects.only("id", "timezone"):
        offset = datetime(2026, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(village.timezone)).utcoffset()
        minutes = f"{int(offset.total_seconds() // 60):+d} minutes"
        with connection.cursor() as cursor:
            sql = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
            cursor.execute(sql, [minutes, key.get_db_prep_value(village.pk, connection)])


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_papers_forms_escalation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("villages", "0002_office_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="book_key",
            field=kentongan.cases.models.case.BookKey(default="", editable=False, max_length=30),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["village", "book_key"], name="case_in_book"),
        ),
        migrations.CreateModel(
            name="FormVoid",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                ("voided_at", models.DateTimeField()),
                (
                    "village",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village"),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["year", "seq"]},
        ),
        migrations.AddConstraint(
            model_name="formvoid",
            constraint=models.UniqueConstraint(fields=("village", "year", "seq"), name="form_void_once"),
        ),
        migrations.AddConstraint(
            model_name="formvoid",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="void_form_says_why"
            ),
        ),
    ]
