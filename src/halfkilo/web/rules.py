"""The numbers of the dose that hold for everybody on this site: its own file's, else ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from halfkilo.dose import STANDARD, Policy
from halfkilo.dose.numbers import read


def in_force() -> Policy:
    """The site's policy, read once: a file that is changed counts from the next start on.

    Raises:
        Malformed, OSError: the file can't be used. `serve` and every worker look at it before the first answer.
    """
    return STANDARD if settings.RULES is None else _read(settings.RULES)


@cache
def _read(path: Path) -> Policy:
    return read(path)
