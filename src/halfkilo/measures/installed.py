"""The words that a site brought for slots: kept in its data folder, never in the project, each with the right it says it has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from halfkilo.measures.measure import measures
from halfkilo.measures.questionnaire import Brought, read_questionnaire
from halfkilo.strict import Malformed, Text, plain, read

FOLDER = "measures"


@dataclass(frozen=True)
class Installed:
    """right: what the site said it may use these words by. source: SHA-256 of the file they came in."""

    measure: Annotated[str, Text(60, empty=False)]
    right: Annotated[str, Text(500, empty=False)]
    source: Annotated[str, Text(64, empty=False)]
    words: Brought


def install(data: Path, slug: str, file: bytes, right: str, language: str = "") -> Installed:
    """Check a file against its slot and keep its words in the data folder; an earlier one of the same language gives way.

    Raises:
        Malformed: the file does not fit, or no right was named. LookupError: no such slot. OSError: it can't be written.
    """
    if not right.strip():
        raise Malformed("right", "say by what right these words are used here: a licence, a permission, a public line")
    made = Installed(slug, right.strip(), hashlib.sha256(file).hexdigest(), read_questionnaire(file, measures()[slug], language))
    allowed = measures()[slug].languages
    if allowed and made.words.language not in allowed:
        raise Malformed("language", f"the licence allows {', '.join(allowed)} only")
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slug}.{made.words.language}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(plain(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    return made


def installed(data: Path) -> Mapping[tuple[str, str], Installed]:
    """What a data folder holds, by slug and language.

    Raises:
        Malformed: a file there was changed by hand so that it no longer fits; `place` begins with its name.
    """
    return {(one.measure, one.words.language): one for one in map(_one, sorted((data / FOLDER).glob("*.json")))}


def remove(data: Path, slug: str, language: str) -> bool:
    """Take the words of one language away again, whatever state their file is in; answers that were given stay. Whether they were there."""
    path = data / FOLDER / f"{slug}.{language}.json"
    if path not in set((data / FOLDER).glob("*.json")):
        return False
    path.unlink(missing_ok=True)
    return True


def _one(path: Path) -> Installed:
    try:
        found = read(Installed, json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"{FOLDER}/{path.name}", f"is not JSON: {error}") from error
    except Malformed as error:
        raise Malformed(f"{FOLDER}/{path.name}: {error.place}", error.problem) from error
    slot = measures().get(found.measure)
    if slot is None or slot.number != len(found.words.items):
        raise Malformed(f"{FOLDER}/{path.name}", "does not belong to a slot that is here")
    return found
