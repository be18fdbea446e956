"""Under which licence a village publishes its open data, and whether it opens the log's entries of published cases."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('villages', '0011_witnesses'),
    ]

    operations = [
        migrations.AddField(
            model_name='village',
            name='data_licence',
            field=models.CharField(choices=[('CC-BY-4.0', 'Creative Commons Atribusi 4.0 Internasional'), ('CC0-1.0', 'Creative Commons Zero 1.0 (domain publik)'), ('ODC-BY-1.0', 'Open Data Commons Attribution 1.0')], default='CC-BY-4.0', max_length=20, verbose_name='lisensi data terbuka'),
        ),
        migrations.AddField(
            model_name='village',
            name='data_steps',
            field=models.BooleanField(default=False, verbose_name='buka langkah aduan terbit dari catatan'),
        ),
    ]
