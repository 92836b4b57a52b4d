"""The hash of the biology, so that a report says which one it is of."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

ROOM = Path(__file__).parents[1]

BIOLOGY = ("biology.py", "parameters.py", "tissue.py", "muscle.py", "bout.py", "person.py", "seen.py", "population.py")
"""Everything that decides how a simulated person lives."""


def fingerprint() -> str:
    """SHA-256 over the source text of the biology, file after file."""
    return sha256(b"".join((ROOM / name).read_bytes() for name in BIOLOGY)).hexdigest()
