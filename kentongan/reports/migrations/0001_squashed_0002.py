"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.support.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("reports", "0001_figures"), ("reports", "0002_figures_indexes")]

    initial = True

    dependencies = [
        ("cases", "0001_squashed_0016"),
        ("villages", "0001_squashed_0012"),
    ]

    operations = [
        migrations.CreateModel(
            name="FiguresCursor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("next_index", models.BigIntegerField(default=0)),
                ("anew_until", models.BigIntegerField(default=0)),
                ("version", models.PositiveSmallIntegerField(default=0)),
                ("zone", models.CharField(blank=True, max_length=40)),
                ("folded_at", models.DateTimeField(null=True)),
                (
                    "village",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="villages.village"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountedCase",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("facts", models.JSONField()),
                ("due_on", models.DateField(null=True)),
                ("mark", models.CharField(blank=True, max_length=10)),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["village", "mark", "due_on"], name="counted_case_by_mark_due")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("period", models.PositiveIntegerField()),
                ("dimension", models.CharField(max_length=12)),
                ("value", models.CharField(blank=True, max_length=36)),
                ("received", models.PositiveIntegerField(default=0)),
                ("open", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("soon", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("closed", models.PositiveIntegerField(default=0)),
                ("confirmed", models.PositiveIntegerField(default=0)),
                ("archived", models.PositiveIntegerField(default=0)),
                ("withdrawn", models.PositiveIntegerField(default=0)),
                ("merged", models.PositiveIntegerField(default=0)),
                ("forwarded", models.PositiveIntegerField(default=0)),
                ("reopened", models.PositiveIntegerField(default=0)),
                ("undated", models.PositiveIntegerField(default=0)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("on_time", models.PositiveIntegerField(default=0)),
                ("extended", models.PositiveIntegerField(default=0)),
                ("overdue", models.PositiveIntegerField(default=0)),
                ("closed_in", models.PositiveIntegerField(default=0)),
                ("confirmed_in", models.PositiveIntegerField(default=0)),
                ("satisfied", models.PositiveIntegerField(default=0)),
                ("stars_1", models.PositiveIntegerField(default=0)),
                ("stars_2", models.PositiveIntegerField(default=0)),
                ("stars_3", models.PositiveIntegerField(default=0)),
                ("stars_4", models.PositiveIntegerField(default=0)),
                ("stars_5", models.PositiveIntegerField(default=0)),
                ("days", models.JSONField(default=dict)),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("village", "period", "dimension", "value"), name="one_tally_of_a_kind"
                    )
                ],
            },
        ),
    ]
