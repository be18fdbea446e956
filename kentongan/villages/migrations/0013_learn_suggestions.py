"""Whether a village offers its officers a likely category."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('villages', '0012_open_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='village',
            name='suggest',
            field=models.BooleanField(default=False, verbose_name='usulan kategori untuk petugas'),
        ),
    ]
