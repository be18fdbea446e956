"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.support.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_officer_number"),
        ("people", "0003_desk_habits"),
        ("people", "0004_officials_and_key_holders"),
        ("people", "0005_sign_in_safely"),
        ("people", "0006_observers"),
        ("people", "0007_programs"),
    ]

    initial = True

    dependencies = [
        ("villages", "0001_squashed_0012"),
    ]

    operations = [
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=40, verbose_name="nama akun")),
                ("login", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="nama lengkap")),
                ("post", models.CharField(blank=True, max_length=80, verbose_name="jabatan")),
                ("number", models.CharField(blank=True, default="", max_length=30, verbose_name="NIP/NIPD")),
                ("organisation", models.CharField(blank=True, default="", max_length=120, verbose_name="lembaga")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="surel")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                ("slip_hash", models.CharField(blank=True, max_length=64)),
                ("slip_expires_at", models.DateTimeField(blank=True, null=True)),
                ("session_round", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="officers", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "username"), name="username_once_per_village"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slip_expires_at__isnull", True), ("slip_hash", "")),
                            models.Q(models.Q(("slip_hash", ""), _negated=True), ("slip_expires_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="slip_has_hash_and_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("secret_hash", models.CharField(editable=False, max_length=64)),
                ("label", models.CharField(max_length=80, verbose_name="nama")),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="lembaga")),
                ("made_at", models.DateTimeField()),
                ("last_used_on", models.DateField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="villages.village"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "secret_hash"), name="api_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), ("officer__isnull", False)),
                            models.Q(("officer__isnull", True), models.Q(("body", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="api_key_belongs_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskHabits",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BooleanField(default=True)),
                ("shortcuts", models.BooleanField(default=True)),
                ("visited_at", models.DateTimeField(blank=True, null=True)),
                ("visited_before_at", models.DateTimeField(blank=True, null=True)),
                ("feed_hash", models.CharField(blank=True, max_length=64)),
                ("feed_made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="habits", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("feed_hash", ""), _negated=True),
                        fields=("village", "feed_hash"),
                        name="feed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("feed_hash", ""), ("feed_made_at__isnull", True)),
                            models.Q(models.Q(("feed_hash", ""), _negated=True), ("feed_made_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="feed_has_hash_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyHolder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[("unit", "Unit pengaduan"), ("oversight", "Jalur pengawas")],
                        max_length=12,
                        verbose_name="jalur",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="key_holders", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["route", "since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("village", "route", "officer"),
                        name="key_holder_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeSeen",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen_until", models.DateTimeField()),
                (
                    "officer",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
        ),
        migrations.CreateModel(
            name="OfficerRole",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("intake", "Petugas penerima"),
                            ("unit_head", "Ketua unit pengaduan"),
                            ("handler", "Petugas penanganan"),
                            ("village_head", "Kepala Desa"),
                            ("bpd", "Pengawas BPD"),
                            ("admin", "Administrator"),
                            ("overseer", "Pengawas luar"),
                            ("observer", "Pemantau"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "officer", "role"), name="role_once_per_officer")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_hash", models.CharField(max_length=64)),
                ("device", models.CharField(blank=True, max_length=60)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="villages.village")),
            ],
            options={
                "ordering": ["-seen_at", "-id"],
                "indexes": [models.Index(fields=["village", "officer"], name="officer_session_of")],
                "constraints": [models.UniqueConstraint(fields=("village", "key_hash"), name="officer_session_once")],
            },
        ),
        migrations.CreateModel(
            name="Official",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("post", models.CharField(blank=True, max_length=80, verbose_name="jabatan")),
                ("nicknames", models.CharField(blank=True, max_length=300, verbose_name="nama panggilan")),
                ("active", models.BooleanField(default=True, verbose_name="menjabat")),
                (
                    "officer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="officials", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "name", "post"), name="official_once_per_village")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficialTie",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("how", models.CharField(blank=True, max_length=80, verbose_name="hubungan")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="petugas",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="people.official",
                        verbose_name="perangkat desa",
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "official", "officer"), name="tie_once_per_pair")
                ],
            },
        ),
        migrations.CreateModel(
            name="OverseerNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("action", models.CharField(max_length=40)),
                ("sentence", models.CharField(max_length=800)),
                ("at", models.DateTimeField()),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["village", "-at", "-id"], name="overseer_notice_newest")],
            },
        ),
        migrations.CreateModel(
            name="PaperCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("code_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="villages.village")),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "officer", "position"), name="paper_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInEvent",
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
                            ("signed_in", "Masuk"),
                            ("wrong_password", "Kata sandi salah"),
                            ("wrong_code", "Kode masuk salah"),
                            ("wrong_key", "Kunci sandi ditolak"),
                            ("wrong_slip", "Kode lembar akun salah"),
                            ("locked", "Akun terkunci"),
                            ("started", "Akun dibuka dengan lembar akun"),
                            ("reset", "Akun disetel ulang"),
                            ("password_changed", "Kata sandi diganti"),
                            ("app_on", "Aplikasi kode dipasang"),
                            ("app_off", "Aplikasi kode dilepas"),
                            ("key_on", "Kunci sandi dipasang"),
                            ("key_off", "Kunci sandi dilepas"),
                            ("paper_on", "Daftar kode kertas dibuat"),
                            ("paper_off", "Daftar kode kertas dicabut"),
                            ("recovery_renewed", "Kode cadangan diganti"),
                            ("session_ended", "Sesi diakhiri"),
                        ],
                        max_length=20,
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="villages.village")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["village", "officer", "-at", "-id"], name="sign_in_newest"),
                    models.Index(fields=["village", "at"], name="sign_in_oldest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInTries",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name_hash", models.CharField(max_length=64)),
                ("failed", models.PositiveSmallIntegerField(default=0)),
                ("locks", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField()),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="villages.village")),
            ],
            options={
                "indexes": [models.Index(fields=["village", "last_at"], name="tries_oldest")],
                "constraints": [models.UniqueConstraint(fields=("village", "name_hash"), name="tries_once_per_name")],
            },
        ),
    ]
