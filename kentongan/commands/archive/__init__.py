"""The backup: one age file to a key that the village keeps on paper, readable without Kentongan.

Decrypted it is a plain tar (`age -d -i KEY FILE | tar -x`):

    kentongan.json                 what this is: format, version, migrations, villages
    keys/…                         the installation's secrets
    erasures/journal.jsonl         which cases' contents were erased (opaque ids), where there are any
    checkpoints/<log>.jsonl        every checkpoint that was published of a log, where there are any
    tables/<app.model>/000001.jsonl
                                   first line {"model": …, "columns": […]}, then one JSON array per row:
                                   UUIDs, dates and decimals as text, bytes as base64, times in UTC
    files/…                        evidence and papers as they lie in the data folder
    end.json                       how many rows and files there must be

It holds no bytes of a database, so it can be read back into SQLite or PostgreSQL alike.
"""

FORMAT = 1
MANIFEST = "kentongan.json"
END = "end.json"
KEYS = "keys/"
ERASURES = "erasures/journal.jsonl"
CHECKPOINTS = "checkpoints/"
TABLES = "tables/"
FILES = "files/"
