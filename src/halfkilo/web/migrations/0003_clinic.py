"""Inviting by code, suggestions that wait for a yes, and the trail of who looked."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


def _of(name: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to="web.person")


class Migration(migrations.Migration):
    """Three tables."""

    dependencies = [("web", "0002_figure")]
    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64, unique=True)),
                ("role", models.CharField(max_length=20)),
                ("scope", models.CharField(default="all", max_length=200)),
                ("until", models.BigIntegerField()),
                ("person", _of("invitations")),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("body", models.TextField()),
                ("reason", models.CharField(default="", max_length=200)),
                ("made", models.BigIntegerField()),
                ("answer", models.CharField(default="", max_length=8)),
                ("answered", models.BigIntegerField(null=True)),
                ("person", _of("suggestions")),
                ("who", _of("suggested")),
            ],
            options={"indexes": [models.Index(fields=["person", "answer", "made"], name="suggestion_open")]},
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20)),
                ("what", models.CharField(max_length=40)),
                ("about", models.CharField(default="", max_length=80)),
                ("at", models.BigIntegerField()),
                ("person", _of("trail")),
                ("who", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="web.person")),
            ],
            options={"indexes": [models.Index(fields=["person", "who", "what", "at"], name="trace_last")]},
        ),
    ]
