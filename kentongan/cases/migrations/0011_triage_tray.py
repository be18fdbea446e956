"""Reports beyond a limit wait, numbered, in the triage tray."""

import kentongan.rules.types
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_rights_over_data"),
        ("villages", "0006_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="triage",
            field=models.BooleanField(default=False, verbose_name="di baki pemilahan"),
        ),
        migrations.AddField(
            model_name="case",
            name="triage_alike",
            field=models.CharField(blank=True, editable=False, max_length=24),
        ),
        migrations.AddField(
            model_name="case",
            name="triage_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("caller", "Sangat banyak laporan dari satu sambungan internet dalam sepuluh menit"),
                    ("repeat", "Isi yang sama dikirim berkali-kali"),
                    ("pressure", "Laporan sedang masuk sangat banyak sekaligus"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="move",
            field=models.CharField(
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
                    ("pass_triage", "Diteruskan dari baki pemilahan"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("triage_alike", ""), _negated=True),
                fields=["village", "triage_alike"],
                name="case_alike_in_tray",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
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
        ),
    ]
