"""Addresses of what the front-end build made: `{% front "base" %}`, `{% front_fonts %}`, `{% front_file "favicon.svg" %}`.

The build writes `static/dist/manifest.json` (Vite's format: source name to built file, its styles and imports).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
FONT = "-latin-{weight}-normal.woff2"

register = template.Library()


class Chunk(TypedDict, total=False):
    """One built file as the manifest names it."""

    file: str
    css: list[str]
    imports: list[str]


class NotBuiltError(LookupError):
    """The front end was not built, or has no such entry."""


@cache
def manifest() -> dict[str, Chunk]:
    """The build's manifest.

    Raises:
        NotBuiltError: there is none yet.
    """
    path = DIST / "manifest.json"
    try:
        read: dict[str, Chunk] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotBuiltError(f"{path.name} is missing: build the front end first (make front)") from error
    return read


def chunk(name: str) -> Chunk:
    """One file of the manifest.

    Raises:
        NotBuiltError: the build has no such entry.
    """
    try:
        return manifest()[name]
    except KeyError as error:
        raise NotBuiltError(f"the front end has no entry {name!r}: build it anew (make front)") from error


def _imports(name: str, seen: set[str]) -> Iterator[str]:
    for other in chunk(name).get("imports", []):
        if other not in seen:
            seen.add(other)
            yield other
            yield from _imports(other, seen)


def _address(file: str) -> str:
    return static(f"dist/{file}")


@register.simple_tag
def front(name: str) -> SafeString:
    """Styles, preloads and the module of one entry (base, start, charts, player, ...)."""
    entry, shared = f"{name}.ts", set[str]()
    others = list(_imports(entry, shared))
    styles = dict.fromkeys(css for one in [*others, entry] for css in chunk(one).get("css", []))
    return format_html(
        "{}{}<script type=\"module\" src=\"{}\"></script>",
        format_html_join("", '<link rel="stylesheet" href="{}">', ((_address(css),) for css in styles)),
        format_html_join("", '<link rel="modulepreload" href="{}">', ((_address(chunk(one)["file"]),) for one in others)),
        _address(chunk(entry)["file"]),
    )


@register.simple_tag
def front_fonts() -> SafeString:
    """Preloads of the two faces every page uses."""
    wanted = tuple(FONT.format(weight=weight) for weight in (400, 700))
    files = [one["file"] for source, one in manifest().items() if source.endswith(wanted)]
    link = '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>'
    return format_html_join("", link, ((_address(file),) for file in files))


@register.simple_tag
def front_file(name: str) -> str:
    """The address of a file copied as it is, such as the icon."""
    return _address(name)
