"""What is mine: more, settings, my data in and out, limits, who may see, how loads are decided, deleting everything."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.mine import erase, how, importing, more, people, preferences, record, restraints

URLS = [
    path("more/", more.more, name="more"),
    path("how/", how.how, name="how"),
    path("rules/", how.rules, name="rules"),
    path("about/", more.about, name="about"),
    path("safety/", more.safety, name="safety"),
    path("settings/", preferences.settings_page, name="settings"),
    path("settings/figure/", preferences.figure, name="figure"),
    path("limits/", restraints.limits_page, name="limits"),
    path("people/", people.people, name="people"),
    path("data/", record.data, name="data"),
    path("data/journal.jsonl", record.export_lines, name="export-lines"),
    path("data/tables.zip", record.export_tables, name="export-tables"),
    path("data/as/<slug:form>", record.export_other, name="export-other"),
    path("data/fridge-sheet/", record.fridge_sheet, name="fridge-sheet"),
    path("data/diary/", record.diary, name="diary"),
    path("data/reminders.ics", record.reminders, name="reminders"),
    path("import/", importing.bring_in, name="import"),
    path("import/<uuid:identity>/", importing.look, name="import-file"),
    path("delete/", erase.delete, name="delete"),
    path("leave/", erase.leave, name="leave"),
    path("goodbye/", erase.goodbye, name="goodbye"),
]
