"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.support.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_papers"),
        ("documents", "0003_sealed_scanned_video"),
        ("documents", "0004_scan_words"),
        ("documents", "0005_public_versions"),
    ]

    initial = True

    dependencies = [
        ("villages", "0001_squashed_0012"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.UUIDField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("picture", "Foto"),
                            ("pdf", "PDF"),
                            ("audio", "Rekaman suara"),
                            ("video", "Video"),
                            ("paper", "Surat"),
                            ("public", "Foto terbitan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("media_type", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("has_preview", models.BooleanField(default=False)),
                ("added_by", models.UUIDField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("storage_key", models.CharField(max_length=200)),
                ("sealed_to", models.CharField(blank=True, default="", max_length=120)),
                ("original_size", models.PositiveIntegerField(default=0)),
                ("original_to", models.CharField(blank=True, default="", max_length=120)),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[("clean", "Bersih"), ("pending", "Menunggu pemeriksaan"), ("infected", "Berbahaya")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "indexes": [
                    models.Index(fields=["village", "subject", "added_at", "id"], name="document_of_subject"),
                    models.Index(
                        condition=models.Q(("subject__isnull", True)),
                        fields=["village", "added_at"],
                        name="document_unattached",
                    ),
                    models.Index(
                        condition=models.Q(("scan__in", ["pending", "infected"])),
                        fields=["village", "id"],
                        name="document_to_look_at",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "storage_key"), name="one_document_per_file"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["picture", "pdf", "audio", "video", "paper", "public"])),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="document_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["", "clean", "pending", "infected"])),
                        name="document_scan_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("original_size", 0), ("original_to", "")),
                            models.Q(("original_size__gt", 0), models.Q(("original_to", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="original_only_sealed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("destroyed_at__isnull", True),
                            models.Q(("has_preview", False), ("original_size", 0)),
                            _connector="OR",
                        ),
                        name="destroyed_means_all_of_it",
                    ),
                ],
            },
        ),
    ]
