"""Villages that are there already get the ladder of lateness that a new one starts with."""

from typing import Any

from django.db import migrations


def add_ladder(apps: Any, schema_editor: Any) -> None:
    """Give every village without a single step the usual ones."""
    from kentongan.rules.escalation import DEFAULT_LADDER, LADDER_CITATION

    village_model = apps.get_model("villages", "Village")
    step_model = apps.get_model("villages", "EscalationStep")
    alias = schema_editor.connection.alias
    for village in village_model.objects.using(alias).filter(escalation_steps__isnull=True):
        step_model.objects.using(alias).bulk_create(
            step_model(
                village=village,
                clock="",
                case_class=None,
                days=step.days,
                unit=str(step.unit),
                rung=str(step.rung),
                tells_reporter=step.tells_reporter,
                citation=LADDER_CITATION,
                certainty="own",
            )
            for step in DEFAULT_LADDER
        )


class Migration(migrations.Migration):
    dependencies = [("villages", "0003_body_order_and_replies")]

    operations = [migrations.RunPython(add_ladder, migrations.RunPython.noop)]
