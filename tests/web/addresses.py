"""Every address of the site, as the URLconf has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def pages() -> list[tuple[str, URLPattern]]:
    """Every page's path with its pattern."""
    return [(path, pattern) for pattern, path in leaves(get_resolver().url_patterns, "/") if is_page(pattern)]


def is_page(pattern: URLPattern) -> bool:
    """Whether it is shown to people, not the API and not for machines."""
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return str(view.__module__).startswith("halfkilo.web.pages")


def leaves(patterns: list, prefix: str) -> Iterator[tuple[URLPattern, str]]:
    """Every pattern below `patterns` with its whole path, placeholders as `<name>`."""
    for pattern in patterns:
        path = prefix + re.sub(r"<(\w+:)?(\w+)>", r"<\2>", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns, path)
        else:
            yield pattern, path
