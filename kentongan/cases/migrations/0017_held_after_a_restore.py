"""A further reason why a publication does not stand: it was restored, and waits for a new decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_programs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="taken_off_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reporter", "Pelapor tidak menghendakinya"),
                    ("officer", "Ditarik oleh petugas"),
                    ("restricted", "Menjadi aduan terbatas"),
                    ("limited", "Pengolahan datanya dibatasi"),
                    ("erased", "Isinya dihapus"),
                    ("merged", "Digabung dengan aduan lain"),
                    ("restored", "Menunggu keputusan baru sesudah data dipulihkan dari cadangan"),
                ],
                max_length=12,
            ),
        ),
    ]
