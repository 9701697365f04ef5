"""Two migrations as one: a database where both are applied counts this one as applied."""

import zlib

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import numpy as np
from django.db import migrations, models

_COLUMNS = (
    "capacity",
    "charge",
    "coulombic_efficiency",
    "current_density",
    "current",
    "cycle",
    "delithiation",
    "discharge",
    "energy_efficiency",
    "lithiation",
    "mean_charge_voltage",
    "mean_discharge_voltage",
    "overpotential",
    "plated",
    "plating_overpotential",
    "rate",
    "retention",
    "specific_current",
    "stripped",
    "stripping_overpotential",
    "time",
)


def pack(apps, schema_editor):
    """The arrays of a cell, one a column, become one field; as ``cycling.models.curve.packed``."""
    TestCurve = apps.get_model("cycling", "TestCurve")
    for row in TestCurve.objects.order_by("pk").iterator(chunk_size=100):
        columns = [getattr(row, f"{column}_values") or [] for column in row.columns]
        table = np.array(columns, dtype=np.float64)
        row.data = zlib.compress(table.view(np.uint8).reshape(-1, 8).T.tobytes())
        row.save(update_fields=["data"])


def unpack(apps, schema_editor):
    TestCurve = apps.get_model("cycling", "TestCurve")
    for row in TestCurve.objects.order_by("pk").iterator(chunk_size=100):
        plain = np.frombuffer(zlib.decompress(row.data), np.uint8).reshape(8, -1)
        table = np.ascontiguousarray(plain.T).view(np.float64).reshape(len(row.columns), -1)
        fields = [f"{column}_values" for column in row.columns]
        for field, values in zip(fields, table, strict=True):
            setattr(row, field, [None if value != value else value for value in values.tolist()])
        row.save(update_fields=fields)


class Migration(migrations.Migration):

    replaces = [
        ('cycling', '0006_series_readings'),
        ('cycling', '0007_packed_curves_and_profiles'),
    ]

    dependencies = [
        ('cycling', '0004_plating_and_films'),
        ('literature', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeriesReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='of the parts', max_length=64, unique=True)),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('reading', 'Reading'), ('kept', 'Kept'), ('refused', 'Refused')], default='waiting', max_length=8)),
                ('seconds', models.FloatField(default=0, help_text='how long its reader has been at it')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('refused', models.TextField(blank=True, help_text='why there is no series')),
                ('touched', models.DateTimeField(help_text='when its reader last gave a sign of life')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='testcurve',
            index=django.contrib.postgres.indexes.GinIndex(fields=['sha256'], name='curve_files'),
        ),
        migrations.AddIndex(
            model_name='seriesreading',
            index=models.Index(fields=['state', 'touched'], name='series_sweep'),
        ),
        migrations.AddConstraint(
            model_name='seriesreading',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'reading', 'kept', 'refused'])), name='series_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='seriesreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refused', ''), _negated=True), _connector='OR'), name='refused_series_says_why'),
        ),
        migrations.AddField(
            model_name='cyclingtest',
            name='profiles',
            field=models.JSONField(blank=True, db_default=[], default=list, help_text='voltage profiles in figures, as the document says'),
        ),
        migrations.AddField(
            model_name='cyclingtestevent',
            name='profiles',
            field=models.JSONField(blank=True, db_default=[], default=list, help_text='voltage profiles in figures, as the document says'),
        ),
        migrations.AddField(
            model_name='testcurve',
            name='data',
            field=models.BinaryField(default=b'', help_text='the columns in their order, packed'),
            preserve_default=False,
        ),
        migrations.RunPython(pack, unpack),
        *(migrations.RemoveField("testcurve", f"{column}_values") for column in _COLUMNS),
    ]
