"""Sentences in templates: `{% say "key" fact=value %}`, and the names of places: `{% region name %}`."""

from __future__ import annotations

from typing import Any

from django import template

from halfkilo.words import say as sentence

register = template.Library()


@register.simple_tag(name="say", takes_context=True)
def say(context: template.Context, key: str, **facts: Any) -> str:
    """The sentence under `key` in the page's language."""
    return sentence(key, _language(context), **facts)


@register.simple_tag(takes_context=True)
def region(context: template.Context, name: str) -> str:
    """A place in words: knee_left is "left knee"."""
    return sentence(f"region.{name}", _language(context))


def _language(context: template.Context) -> str:
    return str(context.get("LANGUAGE_CODE", "en")).partition("-")[0]
