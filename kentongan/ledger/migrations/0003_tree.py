"""The tree over the log: kept hashes, origins, keys, checkpoints, cosignatures. None of the ledger's tables is altered."""

from uuid import UUID

from django.db import migrations, models

from kentongan.ledger import nodes


def fill(apps, schema_editor):
    """Keep the hashes of logs that are there already, one subtree at a time (about ten seconds for a million entries)."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT log FROM ledger_head")
        logs = [UUID(str(log)) for (log,) in cursor.fetchall()]
    for log in logs:
        nodes.fill(log, connection)



class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_processing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('pk', models.CompositePrimaryKey('log', 'number', 'slot', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('log', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('slot', models.DateTimeField()),
                ('key', models.CharField(max_length=400)),
                ('line', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'ledger_cosignature',
            },
        ),
        migrations.CreateModel(
            name='LogKey',
            fields=[
                ('pk', models.CompositePrimaryKey('log', 'number', 'generation', blank=True, editable=False, primary_key=True, serialize=False)),
                ('log', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('generation', models.PositiveIntegerField()),
                ('vkey', models.CharField(max_length=400)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'ledger_key',
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('pk', models.CompositePrimaryKey('log', 'number', 'slot', blank=True, editable=False, primary_key=True, serialize=False)),
                ('log', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('slot', models.DateTimeField()),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField()),
                ('note', models.TextField()),
            ],
            options={
                'db_table': 'ledger_checkpoint',
                'indexes': [models.Index(fields=['log', 'number', 'size', 'slot'], name='ledger_checkpoint_size')],
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('pk', models.CompositePrimaryKey('log', 'level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('log', models.UUIDField()),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'db_table': 'ledger_node',
                'constraints': [models.CheckConstraint(condition=models.Q(('index__gte', 0), ('level__gte', 1)), name='ledger_node_place')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('pk', models.CompositePrimaryKey('log', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('log', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('origin', models.CharField(max_length=300)),
                ('start', models.BigIntegerField()),
                ('previous', models.CharField(blank=True, max_length=300)),
                ('previous_size', models.BigIntegerField(null=True)),
                ('previous_root', models.BinaryField(null=True)),
                ('lost_from', models.BigIntegerField(null=True)),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'ledger_origin',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lost_from__isnull', True), ('number', 1), ('previous_root__isnull', True), ('previous_size__isnull', True)), models.Q(('lost_from__isnull', False), ('number__gt', 1), ('previous_root__isnull', False), ('previous_size__isnull', False)), _connector='OR'), name='ledger_origin_names_the_one_before')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
