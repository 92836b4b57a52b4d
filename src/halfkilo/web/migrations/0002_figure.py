"""A person chooses the build and the skin of the figure that shows the movements."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two words per person; nothing means the middle one."""

    dependencies = [("web", "0001_initial")]
    operations = [
        migrations.AddField(model_name="person", name="shape", field=models.CharField(default="", max_length=12)),
        migrations.AddField(model_name="person", name="skin", field=models.CharField(default="", max_length=12)),
    ]
