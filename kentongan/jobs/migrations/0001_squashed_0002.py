"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.support.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("jobs", "0001_initial"), ("jobs", "0002_witness_alarms")]

    initial = True

    dependencies = [
        ("villages", "0001_squashed_0012"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackupRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("rows", models.BigIntegerField()),
                ("files", models.BigIntegerField()),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="JobSlot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("job", models.CharField(max_length=40)),
                ("slot", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["-started_at"], name="job_slot_newest")],
                "constraints": [models.UniqueConstraint(fields=("job", "slot"), name="one_run_per_slot")],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clock", "Jam komputer"),
                            ("ledger", "Catatan tindakan"),
                            ("job", "Pekerjaan berkala"),
                            ("witness", "Saksi catatan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=40)),
                ("sentence", models.CharField(max_length=400)),
                ("raised_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "village",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("village", "kind", "about"),
                        name="one_open_alarm_of_a_kind",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
