# The drafts of curation start from published versions, and published versions name their draft.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curation', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='paperversion',
            name='submission',
            field=models.ForeignKey(blank=True, help_text='the reviewed draft that became this version; null where loaded from a file', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='curation.submission'),
        ),
    ]
