"""A blind index over reporters' names and telephone numbers; filled for older records in the background."""

import django.db.models.deletion
from django.db import migrations, models

import kentongan.support.ids


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [
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
                    models.UniqueConstraint(
                        fields=("village", "token", "record"), name="vault_token_once_per_record"
                    )
                ],
            },
        ),
    ]
