"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.support.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("vault", "0001_initial"), ("vault", "0002_name_tokens"), ("vault", "0003_case_and_holder_keys")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("case", models.UUIDField()),
                ("recipient", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
                ("renewal_due", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "vault_case_key",
                "indexes": [models.Index(fields=["village", "case"], name="vault_key_of_case")],
            },
        ),
        migrations.CreateModel(
            name="HolderKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("officer", models.UUIDField()),
                ("recipient", models.CharField(max_length=80)),
                ("wrapped", models.BinaryField()),
                ("kdf", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("shares_printed_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_why", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "db_table": "vault_holder_key",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("village", "officer"),
                        name="vault_one_key_per_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", True), ("retired_why", "")),
                            models.Q(("retired_at__isnull", False), models.Q(("retired_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="vault_retired_key_says_why",
                    ),
                ],
            },
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
                (
                    "case_key",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.casekey"
                    ),
                ),
            ],
            options={
                "db_table": "vault_record",
                "indexes": [
                    models.Index(
                        condition=models.Q(("case_key__isnull", False)), fields=["case_key"], name="vault_record_of_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NameToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("token", models.BinaryField(max_length=16)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="vault.sealedrecord"
                    ),
                ),
            ],
            options={
                "db_table": "vault_name_token",
                "constraints": [
                    models.UniqueConstraint(fields=("village", "token", "record"), name="vault_token_once_per_record")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unlocking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("officer", models.UUIDField()),
                ("sealed", models.BinaryField()),
                ("ends_at", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="vault.holderkey"
                    ),
                ),
            ],
            options={
                "db_table": "vault_unlocking",
                "indexes": [models.Index(fields=["ends_at"], name="vault_unlocking_ends")],
            },
        ),
        migrations.CreateModel(
            name="Wrap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("village", models.UUIDField()),
                ("reader", models.CharField(max_length=10)),
                ("officer", models.UUIDField(null=True)),
                ("recipient", models.CharField(max_length=80)),
                ("sealed", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "case_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wraps", to="vault.casekey"
                    ),
                ),
            ],
            options={
                "db_table": "vault_wrap",
                "indexes": [models.Index(fields=["village", "officer", "recipient"], name="vault_wraps_of_officer")],
                "constraints": [
                    models.UniqueConstraint(fields=("case_key", "recipient"), name="vault_wrap_once_per_reader"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("officer__isnull", False), ("reader", "officer")),
                            models.Q(("officer__isnull", True), ("reader__in", ["reporter", "service"])),
                            _connector="OR",
                        ),
                        name="vault_wrap_names_its_reader",
                    ),
                ],
            },
        ),
    ]
