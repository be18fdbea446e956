"""What a village's suggestions were learnt from its verified cases."""

import django.db.models.deletion
import kentongan.support.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_held_after_a_restore'),
        ('villages', '0013_learn_suggestions'),
    ]

    operations = [
        migrations.CreateModel(
            name='LearntModel',
            fields=[
                ('id', models.UUIDField(default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('forgotten', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0)),
                ('learnt_at', models.DateTimeField(null=True)),
                ('entries', models.PositiveBigIntegerField(default=0)),
                ('cases', models.PositiveIntegerField(default=0)),
                ('labels', models.JSONField(default=dict)),
                ('categories', models.BinaryField(null=True)),
                ('urgency', models.BinaryField(null=True)),
                ('village', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='villages.village')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('village',), name='one_learnt_model_of_a_village')],
            },
        ),
    ]
