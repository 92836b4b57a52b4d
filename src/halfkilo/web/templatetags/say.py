"""Sentences in templates: `{% say "key" fact=value %}`, and the names of places: `{% region name %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from halfkilo.words import ENGLISH
from halfkilo.words import say as sentence

register = template.Library()

HERE = "\ue000"
"""Stands for a piece of markup while its sentence is put together; no language writes it."""


@register.simple_tag(name="say")
def say(key: str, **facts: Any) -> str:
    """The sentence under `key` in the page's language."""
    return sentence(key, _language(), **facts)


@register.simple_tag
def linked(key: str, address: str) -> SafeString:
    """The sentence under `key` with a link where its `{link}` stands; the link's words stand under `<key>_link`."""
    return _around(key, "link", format_html('<a href="{}">{}</a>', reverse(address), say(f"{key}_link")))


@register.simple_tag
def typed(key: str, command: str) -> SafeString:
    """The sentence under `key` with what is to be typed on the machine where its `{command}` stands."""
    return _around(key, "command", format_html('<b class="numbers">{}</b>', command))


@register.simple_tag(takes_context=True)
def frame_say(context: template.Context, key: str, **facts: Any) -> str:
    """The sentence under `key` in the person's language, for the frame around a page that may speak another one."""
    return sentence(key, str(context.get("tongue") or ENGLISH), **facts)


@register.simple_tag
def region(name: str) -> str:
    """A place in words: knee_left is "left knee"."""
    return sentence(f"region.{name}", _language())


def _around(key: str, fact: str, piece: SafeString) -> SafeString:
    before, _, after = say(key, **{fact: HERE}).partition(HERE)
    return format_html("{}{}{}", before, piece, after)


def _language() -> str:
    return (get_language() or ENGLISH).partition("-")[0]
