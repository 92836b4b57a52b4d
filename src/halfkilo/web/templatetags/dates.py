"""Dates for people: `{{ "2026-11-02"|day }}` is "2 November", with the year once it is another one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import get_language

from halfkilo.web import clock
from halfkilo.words import say, tongue

register = template.Library()


@register.filter
def day(value: Any) -> str:
    """value: a date or its ISO text; anything else is left as it is, nothing becomes nothing."""
    try:
        on = value if isinstance(value, date) else date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return str(value or "")
    language = (get_language() or "en").partition("-")[0]
    form = tongue(language).short_date if on.year == clock.now().year else tongue(language).short_date_year
    return form.format(day=on.day, month=say(f"month.{on.month}", language), year=on.year)
