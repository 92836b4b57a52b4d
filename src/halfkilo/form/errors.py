"""What can be amiss with landmarks and what is derived from them."""

from __future__ import annotations

from pathlib import Path


class FormError(ValueError):
    """The root of all that this room raises."""


class Unreadable(FormError):
    """A landmark file that does not fit. `path`, `place` (a line, a column or an array) and `why` are kept; the message names all three."""

    def __init__(self, path: Path, place: str, why: str) -> None:
        super().__init__(f"{path}: {place}: {why}" if place else f"{path}: {why}")
        self.path, self.place, self.why = path, place, why


class TooFew(FormError):
    """Not enough to go by. `what`, `found` and `needed` are kept."""

    def __init__(self, what: str, found: int, needed: int) -> None:
        super().__init__(f"{what}: {found}, and at least {needed} are needed")
        self.what, self.found, self.needed = what, found, needed


class NoSignal(FormError):
    """Nothing moves there and back enough to tell one repetition from the next. `what` is kept."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: no repeated movement to count by")
        self.what = what


class StaleSignal(FormError):
    """A `signal.json` that no longer follows from its clip. `path` and `why` are kept."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; run `python -m halfkilo.form make {path.parent.name}`")
        self.path, self.why = path, why
