"""Which mutants are tried: all of a file set, or an even sample of them, the same one for the same program."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scripts.mutation.mutants import Mutant, mutants


@dataclass(frozen=True)
class Choice:
    """keys: the mutants there are, by file."""

    keys: dict[str, list[str]]
    chosen: frozenset[str]

    @classmethod
    def of(cls, files: dict[str, Path], sample: int | None, seed: str = "") -> Choice:
        """All mutants of the files, or `sample` of them: those whose names have the smallest hashes. seed: another one draws others."""
        keys = {name: [mutant.key for mutant, _ in mutants(path, name)] for name, path in files.items()}
        every = sorted((key for names in keys.values() for key in names), key=lambda key: sha256((seed + key).encode()).digest())
        return cls(keys, frozenset(every[:sample]))

    def wants(self, mutant: Mutant) -> bool:
        """Whether a mutant is tried."""
        return mutant.key in self.chosen
