"""All tables of this room as they are after the migrations named below: a new database needs this one step alone."""

import django.db.models.deletion
import kentongan.rules.calendars
import kentongan.rules.types
import kentongan.support.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("villages", "0001_initial"),
        ("villages", "0002_office_settings"),
        ("villages", "0003_body_order_and_replies"),
        ("villages", "0004_escalation_ladder"),
        ("villages", "0005_data_clocks_and_retention"),
        ("villages", "0006_limits"),
        ("villages", "0007_restricted_least"),
        ("villages", "0008_checkpoints"),
        ("villages", "0009_publication"),
        ("villages", "0010_hamlet_polygons"),
        ("villages", "0011_witnesses"),
        ("villages", "0012_open_data"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=13, unique=True, verbose_name="kode Kemendagri")),
                ("name", models.CharField(max_length=100, verbose_name="nama desa")),
                ("district", models.CharField(max_length=100, verbose_name="kecamatan")),
                ("regency", models.CharField(max_length=100, verbose_name="kabupaten/kota")),
                ("province", models.CharField(max_length=100, verbose_name="provinsi")),
                (
                    "hostname",
                    models.CharField(blank=True, max_length=253, null=True, unique=True, verbose_name="nama host"),
                ),
                ("is_main", models.BooleanField(default=False, verbose_name="desa utama")),
                ("timezone", models.CharField(default="Asia/Jakarta", max_length=40, verbose_name="zona waktu")),
                ("polygon", models.JSONField(blank=True, null=True, verbose_name="batas desa")),
                ("accent", models.CharField(default="#1b6b4a", max_length=7, verbose_name="warna aksen")),
                ("motto", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="alamat kantor")),
                ("postcode", models.CharField(blank=True, max_length=5, verbose_name="kode pos")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telepon")),
                ("whatsapp", models.CharField(blank=True, max_length=20, verbose_name="WhatsApp")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="surel")),
                ("opening_hours", models.JSONField(blank=True, default=list, verbose_name="jam pelayanan")),
                (
                    "number_pattern",
                    models.CharField(
                        default="{seq:03d}/ADU/{code}/{year}", max_length=80, verbose_name="pola nomor registrasi"
                    ),
                ),
                ("village_head_answers", models.BooleanField(default=False, verbose_name="jawaban oleh kepala desa")),
                (
                    "restricted_least",
                    models.PositiveSmallIntegerField(default=5, verbose_name="angka terkecil aduan terbatas"),
                ),
                (
                    "publish_least",
                    models.PositiveSmallIntegerField(default=5, verbose_name="paling sedikit aduan serupa"),
                ),
                ("publish_delay", models.PositiveSmallIntegerField(default=7, verbose_name="hari sebelum terbit")),
                (
                    "publish_from",
                    models.DateField(blank=True, null=True, verbose_name="terbitkan aduan yang diterima sejak"),
                ),
                (
                    "data_licence",
                    models.CharField(
                        choices=[
                            ("CC-BY-4.0", "Creative Commons Atribusi 4.0 Internasional"),
                            ("CC0-1.0", "Creative Commons Zero 1.0 (domain publik)"),
                            ("ODC-BY-1.0", "Open Data Commons Attribution 1.0"),
                        ],
                        default="CC-BY-4.0",
                        max_length=20,
                        verbose_name="lisensi data terbuka",
                    ),
                ),
                (
                    "data_steps",
                    models.BooleanField(default=False, verbose_name="buka langkah aduan terbit dari catatan"),
                ),
                (
                    "paper_number_pattern",
                    models.CharField(
                        default="{seq:03d}/{kind}/{code}/{year}", max_length=80, verbose_name="pola nomor surat"
                    ),
                ),
                ("seat", models.CharField(blank=True, max_length=100, verbose_name="tempat kedudukan")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="situs")),
                ("unit_decree", models.CharField(blank=True, max_length=200, verbose_name="SK unit pengaduan")),
                ("logo", models.UUIDField(blank=True, null=True, verbose_name="logo")),
                ("register_columns", models.JSONField(blank=True, default=list, verbose_name="kolom buku register")),
                (
                    "lodge_caller",
                    models.PositiveSmallIntegerField(default=30, verbose_name="batas dari satu sambungan"),
                ),
                ("lodge_alike", models.PositiveSmallIntegerField(default=3, verbose_name="batas isi yang sama")),
                ("lodge_pressure", models.PositiveSmallIntegerField(default=60, verbose_name="batas seluruh desa")),
                (
                    "checkpoint_hours",
                    models.PositiveSmallIntegerField(default=6, verbose_name="jam antara dua tanda catatan"),
                ),
                (
                    "number_suffix",
                    models.CharField(blank=True, editable=False, max_length=8, verbose_name="akhiran nomor"),
                ),
                ("quit_to", models.URLField(blank=True, verbose_name="tujuan Tutup cepat")),
                ("settings_version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demo", models.BooleanField(default=False)),
                ("log", models.UUIDField(default=kentongan.support.ids.uuid7, editable=False, unique=True)),
                ("texts", models.JSONField(blank=True, default=dict, verbose_name="teks publik")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)), fields=("is_main",), name="one_main_village"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="kategori")),
                ("problem_code", models.CharField(blank=True, max_length=2, verbose_name="kode masalah")),
                ("group", models.CharField(blank=True, max_length=100, verbose_name="kelompok")),
                (
                    "default_class",
                    models.CharField(
                        choices=[
                            ("supervisory", "Pengaduan berkadar pengawasan"),
                            ("non_supervisory", "Pengaduan tidak berkadar pengawasan"),
                            ("aspiration", "Aspirasi"),
                            ("information", "Permintaan informasi"),
                        ],
                        default=kentongan.rules.types.CaseClass["NON_SUPERVISORY"],
                        max_length=20,
                        verbose_name="klasifikasi bawaan",
                    ),
                ),
                (
                    "default_urgency",
                    models.CharField(
                        choices=[("normal", "Biasa"), ("urgent", "Mendesak")],
                        default=kentongan.rules.types.Urgency["NORMAL"],
                        max_length=10,
                        verbose_name="urgensi bawaan",
                    ),
                ),
                ("restricted", models.BooleanField(default=False, verbose_name="terbatas")),
                ("default_handler", models.UUIDField(blank=True, null=True, verbose_name="petugas bawaan")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="categories", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [models.UniqueConstraint(fields=("village", "name"), name="category_once_per_village")],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nama instansi")),
                ("competence", models.CharField(blank=True, max_length=200, verbose_name="urusan")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="kontak")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("active", models.BooleanField(default=True, verbose_name="dipakai")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bodies", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [models.UniqueConstraint(fields=("village", "name"), name="body_once_per_village")],
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("vkey", models.CharField(max_length=250, verbose_name="kunci saksi")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("active", models.BooleanField(default=True, verbose_name="dipakai")),
                ("asked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("known_size", models.BigIntegerField(default=0, editable=False)),
                ("known_origin", models.CharField(blank=True, editable=False, max_length=250)),
                ("trouble", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="witnesses", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "vkey"), name="one_witness_per_key"),
                    models.CheckConstraint(condition=models.Q(("known_size__gte", 0)), name="witness_size_is_sane"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettingsChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("area", models.CharField(max_length=30)),
                ("row", models.UUIDField()),
                ("label", models.CharField(max_length=200)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("by", models.UUIDField(null=True)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="villages.settingschange",
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
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["village", "-at", "-id"], name="settings_change_newest"),
                    models.Index(fields=["village", "area", "-at", "-id"], name="settings_change_of_area"),
                    models.Index(fields=["village", "row", "-at", "-id"], name="settings_change_of_row"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                        name="settings_change_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(verbose_name="tahun disimpan sesudah selesai")),
                ("citation", models.CharField(max_length=200, verbose_name="dasar")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("S", "Naskah sumber sudah dibaca"),
                            ("S2", "Dari sumber kedua"),
                            ("G", "Pengetahuan umum, perlu diperiksa"),
                            ("own", "Ketentuan sendiri"),
                        ],
                        default="own",
                        max_length=3,
                        verbose_name="kepastian",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.category",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_rules",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", False)),
                        fields=("village", "category"),
                        name="one_retention_per_category",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("village",),
                        name="one_retention_for_the_rest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 30)), name="retention_years_are_sane"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nama")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("message", "Pesan kepada pelapor"),
                            ("ask", "Permintaan keterangan"),
                            ("answer", "Tanggapan"),
                            ("progress", "Kabar tindak lanjut"),
                        ],
                        default="message",
                        max_length=20,
                        verbose_name="dipakai untuk",
                    ),
                ),
                ("body", models.TextField(max_length=4000, verbose_name="isi")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("active", models.BooleanField(default=True, verbose_name="dipakai")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply_templates",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "name"), name="reply_template_once_per_village")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperText",
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
                        verbose_name="jenis surat",
                    ),
                ),
                ("words", models.JSONField(default=dict, verbose_name="isi")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper_texts", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["kind"],
                "constraints": [models.UniqueConstraint(fields=("village", "kind"), name="one_text_per_paper")],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField(verbose_name="tanggal")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("is_working", models.BooleanField(default=False, verbose_name="tetap hari kerja")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("national", "Libur nasional"),
                            ("joint_leave", "Cuti bersama"),
                            ("village", "Ketentuan desa"),
                        ],
                        default="village",
                        max_length=12,
                        verbose_name="asal",
                    ),
                ),
                ("is_certain", models.BooleanField(default=True, verbose_name="sudah pasti")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holidays", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [models.UniqueConstraint(fields=("village", "day"), name="one_holiday_row_per_day")],
            },
        ),
        migrations.CreateModel(
            name="Hamlet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nama dusun")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                ("neighbourhoods", models.JSONField(blank=True, default=list, verbose_name="RW dan RT")),
                ("polygon", models.JSONField(blank=True, null=True, verbose_name="batas dusun")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hamlets", to="villages.village"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [models.UniqueConstraint(fields=("village", "name"), name="hamlet_once_per_village")],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        blank=True,
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
                        verbose_name="jam",
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
                ("days", models.SmallIntegerField(verbose_name="hari terhadap batas waktu")),
                (
                    "unit",
                    models.CharField(
                        choices=[("working", "hari kerja"), ("calendar", "hari")],
                        default=kentongan.rules.calendars.Unit["WORKING"],
                        max_length=10,
                        verbose_name="satuan",
                    ),
                ),
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
                        verbose_name="diberitahukan kepada",
                    ),
                ),
                ("tells_reporter", models.BooleanField(default=False, verbose_name="pelapor diberi tahu")),
                ("citation", models.CharField(blank=True, max_length=200, verbose_name="dasar")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("S", "Naskah sumber sudah dibaca"),
                            ("S2", "Dari sumber kedua"),
                            ("G", "Pengetahuan umum, perlu diperiksa"),
                            ("own", "Ketentuan sendiri"),
                        ],
                        default="own",
                        max_length=3,
                        verbose_name="kepastian",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="berlaku")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalation_steps",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "ordering": ["days", "rung"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", -60), ("days__lte", 365)), name="escalation_days_are_sane"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineRuleRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "clock",
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
                        verbose_name="jam",
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
                ("amount", models.PositiveSmallIntegerField(verbose_name="jumlah hari")),
                (
                    "unit",
                    models.CharField(
                        choices=[("working", "hari kerja"), ("calendar", "hari")], max_length=10, verbose_name="satuan"
                    ),
                ),
                ("starts", models.JSONField(default=list)),
                ("stops", models.JSONField(default=list)),
                ("pauses", models.JSONField(default=list)),
                ("resumes", models.JSONField(default=list)),
                ("citation", models.CharField(max_length=200, verbose_name="dasar hukum")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("S", "Naskah sumber sudah dibaca"),
                            ("S2", "Dari sumber kedua"),
                            ("G", "Pengetahuan umum, perlu diperiksa"),
                            ("own", "Ketentuan sendiri"),
                        ],
                        max_length=3,
                        verbose_name="kepastian",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="berlaku sejak")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadline_rules",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "ordering": ["clock", "case_class", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("village", "clock", "case_class", "valid_from"),
                        name="one_deadline_rule_per_date",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 3650)), name="deadline_amount_is_sane"
                    ),
                ],
            },
        ),
    ]
