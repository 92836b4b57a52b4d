"""What programmes say, in the person's language, and what a part of a session is for. English stands in the files of the programmes, and a
session carries the English sentence of its slot; the others stand in words/<language>/programmes.toml under
`programme.<programme>.title` (`who`, `evidence`) and `purpose.<programme>.<slot>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from halfkilo.dose import Item
from halfkilo.dose.explain import why
from halfkilo.programmes import Programme, programmes
from halfkilo.words import ENGLISH, has, say


def purpose(english: str, language: str) -> str:
    """The sentence in this language; the English one as it is where nothing else stands for it."""
    key = keys().get(english, "")
    return say(key, language) if language != ENGLISH and has(key, language) else english


def told(one: Programme, what: Literal["title", "who", "evidence"], language: str) -> str:
    """The title of a programme, who it is for, or what is known about it; English where the language does not say it."""
    key = f"programme.{one.slug}.{what}"
    return say(key, language) if language != ENGLISH and has(key, language) else str(getattr(one.say(ENGLISH), what))


def with_aim(english: str, items: Sequence[Item], language: str) -> str:
    """The sentence, and which of the person's own activities the exercises are for."""
    aims = (why(reason, language) for item in items for reason in item.reasons if reason.rule == "towards")
    return " ".join(one for one in (purpose(english, language), *dict.fromkeys(aims)) if one)


@cache
def keys() -> Mapping[str, str]:
    """The key of every purpose by its English sentence; where programmes share one, the last of them."""
    return {text: f"purpose.{slug}.{slot}" for slug, one in programmes().items() for slot, text in one.say(ENGLISH).purpose.items()}
