"""Bodies have an order; villages that are there already get the reply templates that a new one starts with."""

from typing import Any

from django.db import migrations, models


def add_replies(apps: Any, schema_editor: Any) -> None:
    """Give every village without a single template the usual ones."""
    from kentongan.villages.reply_defaults import REPLIES

    village_model = apps.get_model("villages", "Village")
    template_model = apps.get_model("villages", "ReplyTemplate")
    alias = schema_editor.connection.alias
    for village in village_model.objects.using(alias).filter(reply_templates__isnull=True):
        template_model.objects.using(alias).bulk_create(
            template_model(
                village=village, name=default.name, use=str(default.use), body=default.body, position=position
            )
            for position, default in enumerate(REPLIES, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("villages", "0002_office_settings")]

    operations = [
        migrations.AlterModelOptions(name="body", options={"ordering": ["position", "name"]}),
        migrations.AddField(
            model_name="body",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="urutan"),
        ),
        migrations.AlterField(
            model_name="body",
            name="active",
            field=models.BooleanField(default=True, verbose_name="dipakai"),
        ),
        migrations.RunPython(add_replies, migrations.RunPython.noop),
    ]
