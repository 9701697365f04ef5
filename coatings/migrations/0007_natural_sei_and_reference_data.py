from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coatings', '0005_series_and_purpose'),
    ]

    operations = [
        migrations.AddField(
            model_name='material',
            name='air_sensitivity',
            field=models.CharField(blank=True, choices=[('stable in air', 'Stable'), ('changes slowly in air', 'Slowly'), ('air-sensitive', 'Sensitive')], db_default='', default='', max_length=21),
        ),
        migrations.AddField(
            model_name='material',
            name='in_natural_sei',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='materialevent',
            name='air_sensitivity',
            field=models.CharField(blank=True, choices=[('stable in air', 'Stable'), ('changes slowly in air', 'Slowly'), ('air-sensitive', 'Sensitive')], db_default='', default='', max_length=21),
        ),
        migrations.AddField(
            model_name='materialevent',
            name='in_natural_sei',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='material',
            name='reference',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='materialevent',
            name='reference',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='substrate',
            name='reference',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='substrateevent',
            name='reference',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
