"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.cases.lodging
import kentongan.cases.models.case
import kentongan.rules.types
import kentongan.support.ids
from django.conf import settings
from django.db import migrations, models


SQLITE = """
CREATE VIRTUAL TABLE cases_search USING fts5(
    case_id UNINDEXED, words, content = '', contentless_delete = 1, contentless_unindexed = 1, detail = none,
    tokenize = 'ascii', prefix = '3 4 5'
)
"""
POSTGRESQL = (
    "CREATE TABLE cases_search (case_id uuid PRIMARY KEY, village uuid NOT NULL, key bigint NOT NULL,"
    " words tsvector NOT NULL)",
    "CREATE INDEX cases_search_newest ON cases_search (village, key DESC)",
    # A short list of pending entries: every search has to read it through.
    "CREATE INDEX cases_search_words ON cases_search USING gin (words) WITH (gin_pending_list_limit = 256)",
)


def forward(apps, schema_editor):
    statements = (SQLITE,) if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    schema_editor.execute("DROP TABLE cases_search")


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_search"),
        ("cases", "0003_papers_forms_escalation"),
        ("cases", "0004_register_book"),
        ("cases", "0005_climbing"),
        ("cases", "0006_search_words"),
        ("cases", "0007_case_by_identity"),
        ("cases", "0008_moves_of_the_office"),
        ("cases", "0009_restricted_and_sealed"),
        ("cases", "0010_rights_over_data"),
        ("cases", "0011_triage_tray"),
        ("cases", "0012_public_versions"),
        ("cases", "0013_numbers_papers_and_readings"),
        ("cases", "0014_moves_in_all"),
        ("cases", "0015_published"),
        ("cases", "0016_programs"),
    ]

    initial = True

    dependencies = [
        ("documents", "0001_squashed_0005"),
        ("villages", "0001_squashed_0012"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.CharField(default="A", max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("book_key", kentongan.cases.models.case.BookKey(default="", editable=False, max_length=30)),
                ("number", models.CharField(max_length=80, verbose_name="nomor registrasi")),
                ("old_number", models.CharField(blank=True, max_length=120, verbose_name="nomor di buku lama")),
                ("form_number", models.CharField(blank=True, max_length=20, verbose_name="nomor formulir")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Pengaduan"),
                            ("aspiration", "Aspirasi"),
                            ("information", "Permintaan informasi"),
                        ],
                        max_length=20,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "case_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supervisory", "Pengaduan berkadar pengawasan"),
                            ("non_supervisory", "Pengaduan tidak berkadar pengawasan"),
                            ("aspiration", "Aspirasi"),
                            ("information", "Permintaan informasi"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="klasifikasi",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "Biasa"), ("urgent", "Mendesak")],
                        default=kentongan.rules.types.Urgency["NORMAL"],
                        max_length=10,
                        verbose_name="urgensi",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Diterima"),
                            ("verified", "Terverifikasi"),
                            ("waiting", "Menunggu keterangan pelapor"),
                            ("assigned", "Sudah ada petugasnya"),
                            ("in_progress", "Sedang ditangani"),
                            ("answer_proposed", "Tanggapan sedang diperiksa"),
                            ("answered", "Sudah ditanggapi"),
                            ("closed", "Selesai"),
                            ("forwarded", "Disalurkan ke instansi lain"),
                            ("archived", "Diarsipkan"),
                            ("under_objection", "Keberatan sedang diperiksa"),
                            ("reopened", "Dibuka kembali"),
                            ("withdrawn", "Dicabut"),
                            ("merged", "Digabung dengan aduan lain"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "previous_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Diterima"),
                            ("verified", "Terverifikasi"),
                            ("waiting", "Menunggu keterangan pelapor"),
                            ("assigned", "Sudah ada petugasnya"),
                            ("in_progress", "Sedang ditangani"),
                            ("answer_proposed", "Tanggapan sedang diperiksa"),
                            ("answered", "Sudah ditanggapi"),
                            ("closed", "Selesai"),
                            ("forwarded", "Disalurkan ke instansi lain"),
                            ("archived", "Diarsipkan"),
                            ("under_objection", "Keberatan sedang diperiksa"),
                            ("reopened", "Dibuka kembali"),
                            ("withdrawn", "Dicabut"),
                            ("merged", "Digabung dengan aduan lain"),
                        ],
                        max_length=20,
                        null=True,
                    ),
                ),
                ("deemed_withdrawn", models.BooleanField(default=False)),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="putaran")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Situs"),
                            ("counter", "Loket"),
                            ("phone", "Telepon"),
                            ("letter", "Surat"),
                            ("box", "Kotak aduan"),
                            ("meeting", "Musyawarah"),
                            ("email", "Surel"),
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                            ("sms", "SMS"),
                            ("api", "Aplikasi lain"),
                            ("register", "Buku register lama"),
                        ],
                        max_length=20,
                        verbose_name="media",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                ("date_unknown", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat")),
                ("imported", models.BooleanField(default=False)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="judul")),
                ("story", models.TextField(verbose_name="uraian")),
                ("settlement", models.TextField(blank=True, verbose_name="penyelesaian yang diminta")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="tempat")),
                ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ("incident_on", models.DateField(blank=True, null=True, verbose_name="tanggal kejadian")),
                ("incident_text", models.CharField(blank=True, max_length=200, verbose_name="waktu kejadian")),
                (
                    "about_official",
                    models.CharField(
                        choices=[("yes", "Ya"), ("no", "Tidak"), ("unsaid", "Tidak ingin menjawab")],
                        default=kentongan.cases.lodging.AboutOfficial["NO"],
                        max_length=10,
                    ),
                ),
                ("about_whom", models.CharField(blank=True, max_length=300, verbose_name="terlapor")),
                (
                    "identity_mode",
                    models.CharField(
                        choices=[("open", "Terbuka"), ("confidential", "Rahasia"), ("anonymous", "Anonim")],
                        max_length=12,
                    ),
                ),
                ("identity", models.UUIDField(blank=True, editable=False, null=True)),
                ("proxy", models.BooleanField(default=False, verbose_name="melalui kuasa")),
                ("notify_by_email", models.BooleanField(default=False)),
                ("contact", models.UUIDField(blank=True, editable=False, null=True)),
                ("restricted", models.BooleanField(default=False, verbose_name="terbatas")),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[("unit", "Unit pengaduan"), ("oversight", "Jalur pengawas")],
                        max_length=12,
                        verbose_name="jalur",
                    ),
                ),
                ("key", models.UUIDField(blank=True, editable=False, null=True)),
                ("sealed_content", models.BinaryField(null=True)),
                ("restricted_number", models.CharField(blank=True, max_length=80, verbose_name="nomor khusus")),
                ("code_hash", models.CharField(editable=False, max_length=64)),
                ("code_public", models.CharField(blank=True, editable=False, max_length=64)),
                ("code_generation", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("submission_hash", models.CharField(editable=False, max_length=64, null=True)),
                ("triage", models.BooleanField(default=False, verbose_name="di baki pemilahan")),
                (
                    "triage_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("caller", "Sangat banyak laporan dari satu sambungan internet dalam sepuluh menit"),
                            ("repeat", "Isi yang sama dikirim berkali-kali"),
                            ("pressure", "Laporan sedang masuk sangat banyak sekaligus"),
                        ],
                        max_length=20,
                    ),
                ),
                ("triage_alike", models.CharField(blank=True, editable=False, max_length=24)),
                ("handler_due_on", models.DateField(blank=True, null=True, verbose_name="diminta selesai")),
                (
                    "archive_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_general", "Terlalu umum untuk ditindaklanjuti"),
                            ("not_relevant", "Tidak berkaitan dengan pelayanan"),
                            ("duplicate", "Sama dengan aduan yang sudah ada"),
                            ("unclear", "Tetap tidak jelas setelah diklarifikasi"),
                            ("abusive", "Berisi SARA atau caci maki"),
                            ("in_court", "Sedang diproses di pengadilan"),
                        ],
                        max_length=20,
                    ),
                ),
                ("archive_proposed_by", models.UUIDField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "Sudah diselesaikan"),
                            ("partly", "Diselesaikan sebagian"),
                            ("not_founded", "Tidak terbukti"),
                            ("not_possible", "Belum dapat dipenuhi"),
                        ],
                        max_length=20,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "proposed_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "Sudah diselesaikan"),
                            ("partly", "Diselesaikan sebagian"),
                            ("not_founded", "Tidak terbukti"),
                            ("not_possible", "Belum dapat dipenuhi"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proposed_text", models.TextField(blank=True)),
                ("withdrawal_due_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_solved", models.BooleanField(default=False)),
                (
                    "publish_consent",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Boleh diterbitkan tanpa nama"), ("no", "Tidak diterbitkan")],
                        max_length=3,
                        verbose_name="boleh diterbitkan",
                    ),
                ),
                ("processing_limited", models.BooleanField(default=False, verbose_name="pengolahan dibatasi")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="isinya dihapus")),
                ("next_due_on", models.DateField(blank=True, null=True)),
                ("next_clock", models.CharField(blank=True, max_length=30)),
                ("is_open", models.BooleanField(default=True)),
                ("inbox_key", kentongan.cases.models.case.InboxKey(editable=False, max_length=48)),
                ("updated_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="villages.body"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="villages.category"
                    ),
                ),
                (
                    "hamlet",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="villages.hamlet"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_cases",
                        to="cases.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retaliation_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retaliation_cases",
                        to="cases.case",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_cases",
                        to="cases.case",
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["village", "is_open", "inbox_key"], name="case_inbox"),
                    models.Index(fields=["village", "handler", "is_open", "inbox_key"], name="case_by_handler"),
                    models.Index(fields=["village", "status", "is_open", "inbox_key"], name="case_by_status"),
                    models.Index(fields=["village", "category", "is_open", "inbox_key"], name="case_by_category"),
                    models.Index(fields=["village", "is_open", "next_due_on"], name="case_due"),
                    models.Index(fields=["village", "-received_at", "-id"], name="case_newest"),
                    models.Index(fields=["village", "book_key"], name="case_in_book"),
                    models.Index(
                        condition=models.Q(("identity__isnull", False)),
                        fields=["village", "identity"],
                        name="case_by_identity",
                    ),
                    models.Index(
                        condition=models.Q(("triage_alike", ""), _negated=True),
                        fields=["village", "triage_alike"],
                        name="case_alike_in_tray",
                    ),
                    models.Index(
                        condition=models.Q(("old_number", ""), _negated=True),
                        fields=["village", "old_number"],
                        name="case_by_old_number",
                    ),
                    models.Index(
                        condition=models.Q(("restricted", True)),
                        fields=["village", "received_at"],
                        name="case_restricted_by_time",
                    ),
                    models.Index(
                        condition=models.Q(("restricted_number", ""), _negated=True),
                        fields=["village", "restricted_number"],
                        name="case_by_restricted_number",
                    ),
                    models.Index(
                        condition=models.Q(("withdrawal_due_on__isnull", False)),
                        fields=["village", "withdrawal_due_on"],
                        name="case_withdrawal_due",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False), ("erased_at__isnull", True)),
                        fields=["village", "closed_at", "id"],
                        name="case_ended_with_contents",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "series", "year", "seq"), name="register_number_once"),
                    models.UniqueConstraint(fields=("village", "number"), name="register_number_text_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("form_number", ""), _negated=True),
                        fields=("village", "form_number"),
                        name="form_number_once",
                    ),
                    models.UniqueConstraint(fields=("village", "code_hash"), name="tracking_code_once"),
                    models.UniqueConstraint(fields=("village", "submission_hash"), name="one_case_per_submission"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="point_has_both_coordinates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", kentongan.rules.types.Status["MERGED"]), _negated=True),
                            ("merged_into__isnull", False),
                            _connector="OR",
                        ),
                        name="merged_names_the_other_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", kentongan.rules.types.Status["WAITING"]), _negated=True),
                            ("previous_status__isnull", False),
                            _connector="OR",
                        ),
                        name="waiting_knows_where_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("triage", False), ("triage_alike", "")),
                            models.Q(
                                ("status", kentongan.rules.types.Status["RECEIVED"]),
                                ("triage", True),
                                models.Q(("triage_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tray_holds_received_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("identity_mode", kentongan.cases.lodging.IdentityMode["ANONYMOUS"]), _negated=True
                            ),
                            ("proxy", False),
                            _connector="OR",
                        ),
                        name="anonymous_names_no_proxy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_content__isnull", True),
                            models.Q(
                                ("about_whom", ""),
                                ("hamlet__isnull", True),
                                ("incident_on__isnull", True),
                                ("incident_text", ""),
                                ("key__isnull", False),
                                ("latitude__isnull", True),
                                ("place", ""),
                                ("restricted", True),
                                ("rt", ""),
                                ("rw", ""),
                                ("settlement", ""),
                                ("story", ""),
                            ),
                            _connector="OR",
                        ),
                        name="sealed_stands_nowhere_in_clear",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("restricted", False), models.Q(("route", ""), _negated=True), _connector="OR"
                        ),
                        name="restricted_names_its_route",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("instruction", models.TextField()),
                ("due_on", models.DateField()),
                ("assigned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["assigned_at"],
                "indexes": [models.Index(fields=["village", "handler", "case"], name="assignment_of_handler")],
            },
        ),
        migrations.CreateModel(
            name="CaseClock",
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
                            ("verify", "Verifikasi aduan"),
                            ("first_follow_up", "Tindak lanjut pertama"),
                            ("answer", "Tanggapan"),
                            ("completeness", "Kabar tentang kelengkapan"),
                            ("reporter_completes", "Pelapor melengkapi keterangan"),
                            ("decision", "Keputusan penyelesaian"),
                            ("tell_decision", "Pemberitahuan keputusan"),
                            ("auto_close", "Balasan pelapor atas tanggapan"),
                            ("objection", "Keputusan atas keberatan"),
                            ("retaliation", "Penanganan tindakan balasan"),
                            ("withdrawal", "Masa tunggu pencabutan"),
                            ("data_access", "Jawaban atas permintaan akses data"),
                            ("data_correction", "Jawaban atas permintaan perbaikan data"),
                            ("data_restriction", "Jawaban atas permintaan pembatasan data"),
                            ("data_erasure", "Jawaban atas permintaan penghapusan data"),
                            ("erasure_wait", "Masa tunggu penghapusan data"),
                        ],
                        max_length=30,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("run", models.PositiveSmallIntegerField(default=1)),
                ("started_on", models.DateField()),
                ("amount", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(choices=[("working", "hari kerja"), ("calendar", "hari")], max_length=10)),
                ("citation", models.CharField(max_length=200)),
                ("pauses", models.JSONField(default=list)),
                ("extended_to", models.DateField(blank=True, null=True)),
                ("stopped_on", models.DateField(blank=True, null=True)),
                ("cancelled", models.BooleanField(default=False)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("climb_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="cases.case"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["round", "started_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled", False), ("stopped_on__isnull", True)),
                        fields=["village", "kind", "due_on"],
                        name="clock_running",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("cancelled", False), ("climb_on__isnull", False), ("stopped_on__isnull", True)
                        ),
                        fields=["village", "climb_on"],
                        name="clock_to_climb",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("village", "case", "round", "kind", "run"), name="clock_once_per_round_and_run"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseConflict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("presumed", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to="cases.case"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "case", "officer"), name="conflict_once_per_officer")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("of_route", models.BooleanField(default=True)),
                ("since", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="cases.case"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "officer", "case"), name="case_member_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReading",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="cases.case",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="villages.village"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "case", "officer", "hour"), name="read_once_an_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawnNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.CharField(max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("seq", models.PositiveIntegerField()),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="villages.village"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "series", "year", "seq"), name="number_drawn_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("request", "(dihapus atas permintaan pelapor)"),
                            ("retention", "(dihapus karena masa simpannya berakhir)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("destroyed", models.JSONField(default=dict)),
                ("repeated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="cases.case"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["village", "at"], name="erasure_newest")],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("step", models.UUIDField()),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("handler", "Petugas yang menangani"),
                            ("unit_head", "Ketua unit pengaduan"),
                            ("village_head", "Kepala Desa"),
                            ("bpd", "BPD"),
                            ("district", "Camat"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField()),
                ("late", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="cases.case"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="cases.caseclock"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["village", "case", "at"], name="escalation_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "clock", "step", "due_on"), name="each_rung_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("receive", "Penerimaan"),
                            ("ask", "Permintaan keterangan"),
                            ("complete", "Keterangan dilengkapi"),
                            ("verify", "Verifikasi"),
                            ("reclassify", "Perubahan klasifikasi"),
                            ("forward", "Penyaluran"),
                            ("body_answered", "Jawaban instansi"),
                            ("archive", "Pengarsipan"),
                            ("assign", "Disposisi"),
                            ("decline", "Disposisi dikembalikan"),
                            ("handover", "Alih tugas"),
                            ("progress", "Tindak lanjut"),
                            ("extend", "Perpanjangan waktu"),
                            ("propose", "Usulan tanggapan"),
                            ("return", "Usulan dikembalikan"),
                            ("answer", "Tanggapan"),
                            ("rate_satisfied", "Pelapor puas"),
                            ("rate_unsatisfied", "Pelapor belum puas"),
                            ("reopen", "Dibuka kembali"),
                            ("object", "Keberatan"),
                            ("decide_objection", "Keputusan atas keberatan"),
                            ("withdraw_ask", "Permintaan mencabut aduan"),
                            ("withdraw_revoke", "Batal mencabut aduan"),
                            ("withdraw", "Aduan dicabut"),
                            ("deem_withdrawn", "Dianggap mencabut"),
                            ("resume", "Dilanjutkan kembali"),
                            ("auto_close", "Selesai tanpa balasan"),
                            ("merge", "Penggabungan"),
                            ("unmerge", "Penggabungan dibatalkan"),
                            ("split", "Pemecahan aduan"),
                            ("message", "Pesan"),
                            ("note", "Catatan internal"),
                            ("evidence", "Bukti tambahan"),
                            ("name_reported", "Pencatatan terlapor"),
                            ("open_identity", "Identitas pelapor dibuka"),
                            ("reissue_code", "Kode lacak baru"),
                            ("tell", "Tanggapan disampaikan"),
                            ("paper", "Surat dibuat"),
                            ("void_paper", "Surat dibatalkan"),
                            ("escalate", "Eskalasi"),
                            ("district_told", "Camat diberi tahu"),
                            ("protect_more", "Pelindungan ditambah"),
                            ("restrict", "Aduan dibatasi"),
                            ("admit", "Akses diberikan"),
                            ("release", "Aduan dilepas ke penanganan biasa"),
                            ("report_retaliation", "Laporan tindakan balasan"),
                            ("data_ask", "Permintaan hak data"),
                            ("data_decide", "Keputusan permintaan hak data"),
                            ("data_revoke", "Permintaan hak data dicabut"),
                            ("data_lift", "Pembatasan pengolahan diakhiri"),
                            ("correct_identity", "Data diri pelapor diperbaiki"),
                            ("erase", "Isi dihapus"),
                            ("pass_triage", "Diteruskan dari baki pemilahan"),
                            ("redact", "Naskah terbitan disiapkan"),
                            ("publish_consent", "Izin penerbitan"),
                            ("publish_decide", "Penerbitan disetujui"),
                            ("publish", "Aduan diterbitkan"),
                            ("unpublish", "Aduan ditarik dari terbitan"),
                        ],
                        max_length=30,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "actor",
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
                            ("reporter", "Pelapor"),
                            ("system", "Sistem"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Diterima"),
                            ("verified", "Terverifikasi"),
                            ("waiting", "Menunggu keterangan pelapor"),
                            ("assigned", "Sudah ada petugasnya"),
                            ("in_progress", "Sedang ditangani"),
                            ("answer_proposed", "Tanggapan sedang diperiksa"),
                            ("answered", "Sudah ditanggapi"),
                            ("closed", "Selesai"),
                            ("forwarded", "Disalurkan ke instansi lain"),
                            ("archived", "Diarsipkan"),
                            ("under_objection", "Keberatan sedang diperiksa"),
                            ("reopened", "Dibuka kembali"),
                            ("withdrawn", "Dicabut"),
                            ("merged", "Digabung dengan aduan lain"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("received", "Diterima"),
                            ("verified", "Terverifikasi"),
                            ("waiting", "Menunggu keterangan pelapor"),
                            ("assigned", "Sudah ada petugasnya"),
                            ("in_progress", "Sedang ditangani"),
                            ("answer_proposed", "Tanggapan sedang diperiksa"),
                            ("answered", "Sudah ditanggapi"),
                            ("closed", "Selesai"),
                            ("forwarded", "Disalurkan ke instansi lain"),
                            ("archived", "Diarsipkan"),
                            ("under_objection", "Keberatan sedang diperiksa"),
                            ("reopened", "Dibuka kembali"),
                            ("withdrawn", "Dicabut"),
                            ("merged", "Digabung dengan aduan lain"),
                        ],
                        max_length=20,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("to_reporter", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("submission_hash", models.CharField(editable=False, max_length=64, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="cases.case"
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
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["village", "case", "at", "id"], name="event_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "submission_hash"), name="one_event_per_submission"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "actor__in",
                                [kentongan.rules.types.Role["REPORTER"], kentongan.rules.types.Role["SYSTEM"]],
                            ),
                            ("officer__isnull", False),
                            _connector="OR",
                        ),
                        name="officer_event_names_officer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_document",
                        to="documents.document",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="event_documents", to="cases.event"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "indexes": [models.Index(fields=["village", "event"], name="document_of_event")],
            },
        ),
        migrations.CreateModel(
            name="FormBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("printed_at", models.DateTimeField()),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["-printed_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "year", "first"), name="form_batch_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="form_batch_runs_forward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormVoid",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                ("voided_at", models.DateTimeField()),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
                (
                    "voided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["year", "seq"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "year", "seq"), name="form_void_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="void_form_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("file_name", models.CharField(max_length=200)),
                ("file_sha256", models.CharField(max_length=64)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=120)),
                ("row", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("kept", models.UUIDField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_rows",
                        to="cases.importbatch",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="cases.case"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "source", "key"), name="a_row_becomes_one_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexState",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
                ("done_down_to", models.UUIDField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name",), name="one_state_of_an_index")],
            },
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
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("lodged_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("upheld", models.BooleanField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["lodged_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("upheld__isnull", True)
                            ),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by__isnull", False), ("upheld__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="objection_is_decided_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
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
                            ("receipt", "Tanda terima"),
                            ("disposition", "Lembar disposisi"),
                            ("clarification_request", "Permintaan klarifikasi"),
                            ("answer_letter", "Surat tanggapan"),
                            ("forwarding_letter", "Surat penyaluran"),
                            ("clarification_minutes", "Berita acara klarifikasi"),
                            ("mediation_minutes", "Berita acara mediasi"),
                            ("ombudsman_file", "Berkas untuk Ombudsman"),
                        ],
                        max_length=30,
                    ),
                ),
                ("series", models.CharField(default="P", max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=80, verbose_name="nomor surat")),
                ("data", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="cases.case"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="documents.document",
                    ),
                ),
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
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
                "indexes": [models.Index(fields=["village", "case", "made_at"], name="paper_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "series", "year", "seq"), name="paper_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                            models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="void_paper_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
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
                            ("access", "Melihat data yang disimpan"),
                            ("correction", "Memperbaiki data"),
                            ("restriction", "Membatasi pengolahan"),
                            ("erasure", "Menghapus isi laporan"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[("story", "Isi laporan saya"), ("identity", "Nama, alamat, atau kontak saya")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("lodged_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Dikabulkan"),
                            ("refused", "Tidak dikabulkan"),
                            ("revoked", "Dicabut pelapor"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("legal_process", "Masih ada proses hukum atau pemeriksaan yang memerlukan data ini"),
                            ("law_keeps", "Undang-undang mewajibkan data ini disimpan"),
                            ("others_rights", "Menyangkut hak orang lain dalam laporan ini"),
                            ("not_held", "Data yang dimaksud tidak kami simpan"),
                            ("not_proven", "Pemohon belum dapat dipastikan sebagai pelapor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("effective_on", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="privacy_requests", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["lodged_at", "id"],
                "indexes": [
                    models.Index(fields=["village", "case", "lodged_at"], name="privacy_request_of_case"),
                    models.Index(
                        condition=models.Q(("outcome", "")),
                        fields=["village", "due_on", "id"],
                        name="privacy_request_open",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True), ("kind", "erasure"), ("outcome", "granted")),
                        fields=["village", "effective_on"],
                        name="privacy_erasure_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("village", "case", "kind"),
                        name="one_open_request_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="privacy_request_is_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "refused"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_request_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("public_id", models.CharField(editable=False, max_length=16)),
                ("version", models.PositiveIntegerField(default=0)),
                ("pictures", models.JSONField(blank=True, default=list)),
                ("next_version", models.PositiveIntegerField(default=0)),
                ("next_pictures", models.JSONField(blank=True, default=list)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="terbit paling cepat")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("shown_group", models.CharField(blank=True, max_length=100)),
                ("shown_category", models.CharField(blank=True, max_length=100)),
                ("shown_period", models.CharField(blank=True, max_length=7)),
                ("withheld", models.BooleanField(default=False)),
                ("words", models.TextField(blank=True, editable=False)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                (
                    "taken_off_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reporter", "Pelapor tidak menghendakinya"),
                            ("officer", "Ditarik oleh petugas"),
                            ("restricted", "Menjadi aduan terbatas"),
                            ("limited", "Pengolahan datanya dibatasi"),
                            ("erased", "Isinya dihapus"),
                            ("merged", "Digabung dengan aduan lain"),
                        ],
                        max_length=12,
                    ),
                ),
                ("page_key", models.CharField(blank=True, editable=False, max_length=24)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publication", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shown_hamlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.hamlet",
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("published_at__isnull", False), ("taken_off_at__isnull", True), ("withheld", False)
                        ),
                        fields=["village", "page_key"],
                        name="published_newest",
                    ),
                    models.Index(
                        fields=["village", "shown_group", "shown_hamlet", "shown_period", "page_key"],
                        name="published_cell",
                    ),
                    models.Index(fields=["village", "shown_hamlet", "page_key"], name="published_by_hamlet"),
                    models.Index(
                        condition=models.Q(("due_on__isnull", False)),
                        fields=["village", "due_on", "id"],
                        name="publication_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "public_id"), name="public_id_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            models.Q(("version__gte", 1), models.Q(("page_key", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="published_has_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", True), ("next_version", 0)),
                            models.Q(("due_on__isnull", False), ("next_version__gte", 1)),
                            _connector="OR",
                        ),
                        name="what_waits_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_off_at__isnull", True), ("taken_off_why", "")),
                            models.Q(("taken_off_at__isnull", False), models.Q(("taken_off_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="taken_off_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicPicture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("regions", models.PositiveSmallIntegerField()),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[("before", "Sebelum"), ("after", "Sesudah")],
                        max_length=6,
                        verbose_name="menunjukkan",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="public_pictures", to="cases.case"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_picture",
                        to="documents.document",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["made_at", "id"],
                "indexes": [models.Index(fields=["village", "case", "made_at"], name="public_picture_of_case")],
            },
        ),
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("part", models.CharField(max_length=60)),
                ("text", models.TextField(blank=True)),
                ("hidden", models.JSONField(blank=True, default=dict)),
                ("source_mark", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="public_versions", to="cases.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["version", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("village", "case", "version", "part"), name="public_part_once_per_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("satisfied", models.BooleanField()),
                ("stars", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="cases.case"
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("village", "case", "round"), name="one_rating_per_round"),
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="stars_from_one_to_five"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterCounter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.CharField(default="A", max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("village", "series", "year"), name="one_counter_per_series_and_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("due_on", models.DateField()),
                ("listed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("second_at", models.DateTimeField(blank=True, null=True)),
                ("erase_from", models.DateField(blank=True, null=True)),
                ("kept_until", models.DateField(blank=True, null=True)),
                ("keep_reason", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="retention", to="cases.case"
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["village", "due_on", "id"],
                        name="retention_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="retention_is_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by__isnull", True),
                            models.Q(("second_by", models.F("approved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="retention_second_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kept_until__isnull", True), models.Q(("keep_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="retention_kept_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("known_at", models.DateTimeField(verbose_name="diketahui")),
                ("due_at", models.DateTimeField(verbose_name="paling lambat diberitahukan")),
                ("happened", models.CharField(max_length=2000, verbose_name="kapan dan bagaimana terjadi")),
                ("kinds", models.JSONField(default=list, verbose_name="jenis data")),
                ("people", models.CharField(max_length=200, verbose_name="berapa orang")),
                ("consequences", models.CharField(max_length=2000, verbose_name="akibat yang mungkin")),
                ("measures", models.CharField(max_length=2000, verbose_name="yang sudah dan akan dilakukan")),
                (
                    "advice",
                    models.CharField(blank=True, max_length=2000, verbose_name="yang sebaiknya dilakukan warga"),
                ),
                ("contact", models.CharField(max_length=300, verbose_name="kontak")),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("subjects_told_at", models.DateTimeField(blank=True, null=True)),
                ("authority_told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("village", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="villages.village")),
            ],
            options={
                "ordering": ["-known_at", "-id"],
                "indexes": [models.Index(fields=["village", "-known_at", "-id"], name="breach_newest")],
            },
        ),
        migrations.RunPython(forward, backward),
    ]
