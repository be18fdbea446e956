"""The vault's tables."""

from django.db import migrations, models

import kentongan.support.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealedRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("log", models.UUIDField()),
                ("kind", models.CharField(max_length=32)),
                ("sealed", models.BinaryField()),
                ("created_at", models.DateTimeField()),
            ],
            options={"db_table": "vault_record"},
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("record", models.UUIDField()),
                ("what", models.CharField(max_length=16)),
                ("by", models.UUIDField(null=True)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "vault_opening",
                "indexes": [models.Index(fields=["village", "record", "at"], name="vault_opening_of_record")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="vault_opening_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["whole", "contact"])), name="vault_opening_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", "whole"), ("by__isnull", True), _connector="OR"),
                        name="vault_opening_by_whom",
                    ),
                ],
            },
        ),
    ]
