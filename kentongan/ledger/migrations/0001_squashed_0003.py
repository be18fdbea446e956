"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

from django.db import migrations, models

from kentongan.ledger import guards


def raise_guards(apps, schema_editor):
    guards.raise_guards(schema_editor.connection)


def lower_guards(apps, schema_editor):
    guards.lower_guards(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [("ledger", "0001_initial"), ("ledger", "0002_processing"), ("ledger", "0003_tree")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "number", "slot", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("slot", models.DateTimeField()),
                ("key", models.CharField(max_length=400)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_cosignature",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("log", models.UUIDField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("chain_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_head",
            },
        ),
        migrations.CreateModel(
            name="LogKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "number", "generation", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("generation", models.PositiveIntegerField()),
                ("vkey", models.CharField(max_length=400)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "ledger_key",
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "number", "slot", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("slot", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
            ],
            options={
                "db_table": "ledger_checkpoint",
                "indexes": [models.Index(fields=["log", "number", "size", "slot"], name="ledger_checkpoint_size")],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("index", models.BigIntegerField()),
                ("action", models.CharField(max_length=64)),
                ("subject", models.UUIDField(null=True)),
                ("public_salt", models.BinaryField()),
                ("public", models.BinaryField()),
                ("private_salt", models.BinaryField(null=True)),
                ("private", models.BinaryField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "ledger_content",
                "indexes": [
                    models.Index(
                        condition=models.Q(("subject__isnull", False)),
                        fields=["log", "subject", "index"],
                        name="ledger_content_subject",
                    ),
                    models.Index(
                        condition=models.Q(("action", "private_erased")),
                        fields=["log", "index"],
                        name="ledger_content_erasures",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "action__in",
                                (
                                    "identity_opened",
                                    "identities_opened",
                                    "correct_identity",
                                    "register_made",
                                    "processing_exported",
                                    "data_restored",
                                    "data_moved",
                                    "erase",
                                    "data_decide",
                                    "retention_approved",
                                    "breach_noted",
                                ),
                            )
                        ),
                        fields=["log", "index"],
                        name="ledger_content_processing",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at__isnull", True), ("private__isnull", False), ("private_salt__isnull", False)
                            ),
                            models.Q(
                                ("erased_at__isnull", False), ("private__isnull", True), ("private_salt__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="ledger_content_erased_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("index", models.BigIntegerField()),
                ("entry", models.BinaryField()),
                ("chain_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_entry",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("index__gte", 0)), name="ledger_entry_index")
                ],
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_node",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("index__gte", 0), ("level__gte", 1)), name="ledger_node_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("origin", models.CharField(max_length=300)),
                ("start", models.BigIntegerField()),
                ("previous", models.CharField(blank=True, max_length=300)),
                ("previous_size", models.BigIntegerField(null=True)),
                ("previous_root", models.BinaryField(null=True)),
                ("lost_from", models.BigIntegerField(null=True)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_origin",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lost_from__isnull", True),
                                ("number", 1),
                                ("previous_root__isnull", True),
                                ("previous_size__isnull", True),
                            ),
                            models.Q(
                                ("lost_from__isnull", False),
                                ("number__gt", 1),
                                ("previous_root__isnull", False),
                                ("previous_size__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_origin_names_the_one_before",
                    )
                ],
            },
        ),
        migrations.RunPython(raise_guards, lower_guards),
    ]
