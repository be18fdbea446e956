"""The ledger's tables and the triggers that guard them. Checked by hand: the form of what is stored is final."""

from django.db import migrations, models

from kentongan.ledger import guards


def raise_guards(apps, schema_editor):
    guards.raise_guards(schema_editor.connection)


def lower_guards(apps, schema_editor):
    guards.lower_guards(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("log", models.UUIDField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("chain_hash", models.BinaryField()),
            ],
            options={"db_table": "ledger_head"},
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
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at__isnull", True),
                                ("private__isnull", False),
                                ("private_salt__isnull", False),
                            ),
                            models.Q(
                                ("erased_at__isnull", False),
                                ("private__isnull", True),
                                ("private_salt__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_content_erased_whole",
                    )
                ],
            },
        ),
        migrations.RunPython(raise_guards, lower_guards),
    ]
