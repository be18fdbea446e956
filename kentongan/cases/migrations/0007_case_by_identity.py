"""From a record of the vault to its case: for who looks for a reporter by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_search_words")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("identity__isnull", False)),
                fields=["village", "identity"],
                name="case_by_identity",
            ),
        ),
    ]
