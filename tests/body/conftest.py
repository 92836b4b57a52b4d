"""What the battery of movements looks at."""

from __future__ import annotations

from halfkilo.exercises.catalogue import HERE

SLUGS = sorted(path.parent.name for path in HERE.glob("*/movement.toml"))
