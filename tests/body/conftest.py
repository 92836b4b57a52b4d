"""Each movement is solved once per worker, whatever number of questions is asked about it."""

from __future__ import annotations

from functools import cache

from halfkilo.body.motion import Motion, solve_file
from halfkilo.body.review import Review, review
from halfkilo.exercises.catalogue import HERE

SLUGS = sorted(path.parent.name for path in HERE.glob("*/movement.toml"))


@cache
def solved(slug: str) -> Motion:
    """The motion of an exercise that ships."""
    return solve_file(HERE / slug / "movement.toml")


@cache
def reviewed(slug: str) -> Review:
    """What the battery looks at."""
    return review(HERE / slug, solved(slug))
