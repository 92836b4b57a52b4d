"""The words that this site brought for slots, in the language that fits best. A file changed by hand never breaks anybody's page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from halfkilo.measures.installed import Installed, installed
from halfkilo.strict import Malformed
from halfkilo.words import ENGLISH

log = logging.getLogger("halfkilo.measures")


def brought(data: Path) -> Mapping[str, Mapping[str, Installed]]:
    """By slot and language; nothing where a file no longer fits (`problem` says which)."""
    try:
        found = installed(data)
    except (Malformed, OSError) as error:
        log.warning("words of a questionnaire can't be read: %s", error)
        return {}
    by_slot: dict[str, dict[str, Installed]] = {}
    for (slug, tongue), one in found.items():
        by_slot.setdefault(slug, {})[tongue] = one
    return by_slot


def problem(data: Path) -> str:
    """What keeps the words from being read; empty when nothing does."""
    try:
        installed(data)
    except (Malformed, OSError) as error:
        return str(error)
    return ""


def words_for(data: Path, slug: str, tongue: str) -> Installed | None:
    """In the person's language, else in English, else in any that was brought."""
    found = brought(data).get(slug, {})
    by_tongue = {code.partition("-")[0]: one for code, one in found.items()}
    return by_tongue.get(tongue) or by_tongue.get(ENGLISH) or next(iter(found.values()), None)
