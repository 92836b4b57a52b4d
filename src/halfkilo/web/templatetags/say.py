"""Sentences in templates: `{% say "key" fact=value %}`, and the names of places: `{% region name %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from halfkilo.words import ENGLISH
from halfkilo.words import say as sentence

register = template.Library()


@register.simple_tag(name="say")
def say(key: str, **facts: Any) -> str:
    """The sentence under `key` in the page's language."""
    return sentence(key, _language(), **facts)


@register.simple_tag(takes_context=True)
def frame_say(context: template.Context, key: str, **facts: Any) -> str:
    """The sentence under `key` in the person's language, for the frame around a page that may speak another one."""
    return sentence(key, str(context.get("tongue") or ENGLISH), **facts)


@register.simple_tag
def region(name: str) -> str:
    """A place in words: knee_left is "left knee"."""
    return sentence(f"region.{name}", _language())


def _language() -> str:
    return (get_language() or ENGLISH).partition("-")[0]
