"""Full-text index over the cases: FTS5 on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE cases_search USING fts5(
    case_id UNINDEXED, village, body, tokenize = "unicode61 remove_diacritics 2", prefix = '3'
)
"""
POSTGRESQL = "CREATE INDEX cases_search ON cases_case USING gin (to_tsvector('simple', search_text))"


def forward(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def backward(apps, schema_editor):
    kind = "TABLE" if schema_editor.connection.vendor == "sqlite" else "INDEX"
    schema_editor.execute(f"DROP {kind} cases_search")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
