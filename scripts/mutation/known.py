"""What was found out about mutants, kept between runs as long as it is still about the same program and the same tests."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

ROOMS = ("halfkilo", "tests", "conftest")


@dataclass
class Known:
    """What was found out: seconds and lines (`path:line`) of every test, and who noticed each mutant (None: nobody).

    sources: the hash of every file that this was found out with, by its place.
    """

    file: Path
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    noticed: dict[str, str | None] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Known:
        """What a file holds; nothing where there is none."""
        return cls(file, **json.loads(file.read_text(encoding="utf-8"))) if file.exists() else cls(file)

    def write(self) -> None:
        """Keep it; what was kept stays whole until the new is."""
        told = {"seconds": self.seconds, "lines": self.lines, "noticed": self.noticed, "sources": self.sources}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(told), encoding="utf-8")
        fresh.replace(self.file)

    def only_about(self, sources: dict[str, str]) -> None:
        """Forget what was found out with other sources: all of it where the program or a helper of the tests is another one. Where only
        tests are, forget what these did, and whom nobody noticed, because a new test may."""
        changed = {place for place in sources.keys() | self.sources.keys() if sources.get(place) != self.sources.get(place)}
        if not all(_is_test(place) for place in changed):
            self.seconds, self.lines, self.noticed = {}, {}, {}
        elif changed:
            self.seconds = {name: one for name, one in self.seconds.items() if _file(name) not in changed}
            self.lines = {name: one for name, one in self.lines.items() if _file(name) not in changed}
            self.noticed = {key: who for key, who in self.noticed.items() if who is not None and _file(who) not in changed}
        self.sources = sources


def sources(root: Path, beside: Iterable[str] = ()) -> dict[str, str]:
    """The hash of every file of ours that is loaded, and of those `beside` that there are, by its place under the root."""
    found = {*_loaded(), *(root / one for one in beside)}
    return {one.relative_to(root).as_posix(): sha256(one.read_bytes()).hexdigest()
            for one in sorted(found) if one.is_relative_to(root) and one.exists()}


def _loaded() -> Iterator[Path]:
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and name.split(".")[0] in ROOMS:
            yield Path(file)


def _file(test: str) -> str:
    return test.split("::")[0]


def _is_test(place: str) -> bool:
    return place.startswith("tests/") and place.rsplit("/", 1)[-1].startswith("test_")
