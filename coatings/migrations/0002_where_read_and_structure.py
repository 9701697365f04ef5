"""Two migrations as one: a database where both are applied counts this one as applied."""

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('coatings', '0002_where_read'),
        ('coatings', '0003_material_structure'),
    ]

    dependencies = [
        ('coatings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='coating',
            name='read_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coating',
            name='section',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='coating',
            name='url',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='coatingevent',
            name='read_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coatingevent',
            name='section',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='coatingevent',
            name='url',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='measurement',
            name='read_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measurement',
            name='section',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='measurement',
            name='superseded',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='measurement',
            name='url',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='read_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='section',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='superseded',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='url',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='stepvalue',
            name='read_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='stepvalue',
            name='section',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='stepvalue',
            name='superseded',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='stepvalue',
            name='url',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='stepvalueevent',
            name='read_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='stepvalueevent',
            name='section',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='stepvalueevent',
            name='superseded',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='stepvalueevent',
            name='url',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AlterField(
            model_name='coating',
            name='extraction',
            field=models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11),
        ),
        migrations.AlterField(
            model_name='coatingevent',
            name='extraction',
            field=models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11),
        ),
        migrations.AlterField(
            model_name='measurement',
            name='extraction',
            field=models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11),
        ),
        migrations.AlterField(
            model_name='measurementevent',
            name='extraction',
            field=models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11),
        ),
        migrations.AlterField(
            model_name='stepvalue',
            name='extraction',
            field=models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11),
        ),
        migrations.AlterField(
            model_name='stepvalueevent',
            name='extraction',
            field=models.CharField(blank=True, choices=[('table', 'Table'), ('text', 'Text'), ('figure', 'Figure'), ('author file', 'Author File'), ('computed', 'Computed'), ('abstract', 'Abstract')], max_length=11),
        ),
        migrations.AddField(
            model_name='material',
            name='smiles',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='materialevent',
            name='smiles',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
    ]
