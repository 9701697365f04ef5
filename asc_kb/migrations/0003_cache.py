"""The table in which rate limits are counted, for every process together."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("asc_kb", "0002_request_count")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE IF NOT EXISTS asc_kb_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX IF NOT EXISTS asc_kb_cache_expires ON asc_kb_cache (expires);
            """,
            "DROP TABLE IF EXISTS asc_kb_cache;",
        )
    ]
