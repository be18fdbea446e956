"""Limits of a village: what may come in ten minutes, and where the quick exit leads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("villages", "0005_data_clocks_and_retention"),
    ]

    operations = [
        migrations.AddField(
            model_name="village",
            name="lodge_alike",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="batas isi yang sama"),
        ),
        migrations.AddField(
            model_name="village",
            name="lodge_caller",
            field=models.PositiveSmallIntegerField(default=30, verbose_name="batas dari satu sambungan"),
        ),
        migrations.AddField(
            model_name="village",
            name="lodge_pressure",
            field=models.PositiveSmallIntegerField(default=60, verbose_name="batas seluruh desa"),
        ),
        migrations.AddField(
            model_name="village",
            name="quit_to",
            field=models.URLField(blank=True, verbose_name="tujuan Tutup cepat"),
        ),
    ]
