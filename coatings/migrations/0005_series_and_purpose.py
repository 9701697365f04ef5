"""Two migrations as one: a database where both are applied counts this one as applied."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('coatings', '0005_series'),
        ('coatings', '0006_purpose_not_stated'),
    ]

    dependencies = [
        ('coatings', '0004_films_in_full'),
        ('literature', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.AddField(
            model_name='coatingread',
            name='growth_per_cycle_fitted_high',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coatingread',
            name='growth_per_cycle_fitted_low',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coatingread',
            name='series_against',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='coatingread',
            name='series_of',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via_number', models.PositiveIntegerField(blank=True, help_text='number of the reporting paper in the list of `via`', null=True)),
                ('at', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('section', models.TextField(blank=True, db_default='', default='')),
                ('url', models.TextField(blank=True, db_default='', default='')),
                ('read_on', models.DateField(blank=True, null=True)),
                ('extraction', models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11)),
                ('note', models.TextField(blank=True)),
                ('scope', models.CharField(choices=[('record', 'Record'), ('class', 'Class')], db_default='record', default='record', max_length=6)),
                ('superseded', models.BooleanField(db_default=False, default=False)),
                ('property', models.CharField(max_length=40)),
                ('of', models.CharField(blank=True, max_length=3)),
                ('against', models.CharField(max_length=40)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('against_unit', models.CharField(blank=True, max_length=40)),
                ('given', models.JSONField()),
                ('points', models.JSONField()),
                ('measured_on', models.CharField(blank=True, choices=[('coated substrate', 'Substrate'), ('witness', 'Witness')], max_length=16)),
                ('conditions', models.JSONField(blank=True, default=dict)),
                ('position', models.PositiveSmallIntegerField()),
                ('coating', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='series', to='coatings.coating')),
                ('method', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='series', to='coatings.method')),
                ('via', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='literature.paper')),
            ],
            options={
                'ordering': ['coating', 'position'],
            },
        ),
        migrations.CreateModel(
            name='SeriesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('via_number', models.PositiveIntegerField(blank=True, help_text='number of the reporting paper in the list of `via`', null=True)),
                ('at', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('section', models.TextField(blank=True, db_default='', default='')),
                ('url', models.TextField(blank=True, db_default='', default='')),
                ('read_on', models.DateField(blank=True, null=True)),
                ('extraction', models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11)),
                ('note', models.TextField(blank=True)),
                ('scope', models.CharField(choices=[('record', 'Record'), ('class', 'Class')], db_default='record', default='record', max_length=6)),
                ('superseded', models.BooleanField(db_default=False, default=False)),
                ('property', models.CharField(max_length=40)),
                ('of', models.CharField(blank=True, max_length=3)),
                ('against', models.CharField(max_length=40)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('against_unit', models.CharField(blank=True, max_length=40)),
                ('given', models.JSONField()),
                ('points', models.JSONField()),
                ('measured_on', models.CharField(blank=True, choices=[('coated substrate', 'Substrate'), ('witness', 'Witness')], max_length=16)),
                ('conditions', models.JSONField(blank=True, default=dict)),
                ('position', models.PositiveSmallIntegerField()),
                ('coating', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coatings.coating')),
                ('method', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coatings.method')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='coatings.series')),
                ('via', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='literature.paper')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('coating', 'position'), name='series_has_its_place'),
        ),
        migrations.AlterField(
            model_name='coating',
            name='purpose',
            field=models.CharField(choices=[('protective barrier', 'Barrier'), ('artificial SEI', 'Artificial Sei'), ('prospective artificial SEI', 'Prospective'), ('solid electrolyte', 'Solid Electrolyte'), ('active electrode', 'Active Electrode'), ('not stated', 'Not Stated')], max_length=26),
        ),
        migrations.AlterField(
            model_name='coatingevent',
            name='purpose',
            field=models.CharField(choices=[('protective barrier', 'Barrier'), ('artificial SEI', 'Artificial Sei'), ('prospective artificial SEI', 'Prospective'), ('solid electrolyte', 'Solid Electrolyte'), ('active electrode', 'Active Electrode'), ('not stated', 'Not Stated')], max_length=26),
        ),
    ]
