"""The search has a table of its own, filled in the background: words in their stems, newest received first."""

from django.db import migrations, models

import kentongan.support.ids

SQLITE = """
CREATE VIRTUAL TABLE cases_search USING fts5(
    case_id UNINDEXED, words, content = '', contentless_delete = 1, contentless_unindexed = 1, detail = none,
    tokenize = 'ascii', prefix = '3 4 5'
)
"""
POSTGRESQL = (
    "CREATE TABLE cases_search (case_id uuid PRIMARY KEY, village uuid NOT NULL, key bigint NOT NULL,"
    " words tsvector NOT NULL)",
    "CREATE INDEX cases_search_newest ON cases_search (village, key DESC)",
    # A short list of pending entries: every search has to read it through.
    "CREATE INDEX cases_search_words ON cases_search USING gin (words) WITH (gin_pending_list_limit = 256)",
)


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE cases_search")
        schema_editor.execute(SQLITE)
        return
    schema_editor.execute("DROP INDEX cases_search")
    for statement in POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_climbing")]
    operations = [
        migrations.RunPython(forward),
        migrations.RemoveField(model_name="case", name="search_text"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("old_number", ""), _negated=True),
                fields=["village", "old_number"],
                name="case_by_old_number",
            ),
        ),
        migrations.CreateModel(
            name="IndexState",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.support.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
                ("done_down_to", models.UUIDField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name",), name="one_state_of_an_index")],
            },
        ),
    ]
