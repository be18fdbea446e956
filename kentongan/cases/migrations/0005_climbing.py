"""Clocks know when the ladder of lateness concerns them next; the district head's report notes when it arrived."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import kentongan.support.ids

OFFICE = [
    "verify",
    "first_follow_up",
    "answer",
    "completeness",
    "decision",
    "tell_decision",
    "objection",
    "retaliation",
]


def look(apps, schema_editor):
    """Let every running clock that binds the office be looked at once."""
    clocks = apps.get_model("cases", "CaseClock").objects.using(schema_editor.connection.alias)
    running = clocks.filter(stopped_on__isnull=True, cancelled=False, due_on__isnull=False, kind__in=OFFICE)
    running.update(climb_on=F("started_on"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_register_book"), ("villages", "0004_escalation_ladder")]

    operations = [
        migrations.AddField(model_name="caseclock", name="climb_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(
            model_name="escalation", name="delivered_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(look, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="caseclock",
            index=models.Index(
                fields=["village", "climb_on"],
                name="clock_to_climb",
                condition=Q(stopped_on__isnull=True, cancelled=False, climb_on__isnull=False),
            ),
        ),
        migrations.CreateModel(
            name="LadderMark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("settings_version", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "village",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="villages.village"
                    ),
                ),
            ],
        ),
    ]
