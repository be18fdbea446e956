"""The moves of the office: handing over, splitting, papers, lateness."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_case_by_identity"),
    ]

    operations = [
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
                ],
                max_length=30,
            ),
        ),
    ]
