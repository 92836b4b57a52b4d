"""The first confirmed comfortable set as seen by cable or camera: the person's own form to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Slug
from halfkilo.strict import Many, Range, Text
from halfkilo.units import Side


@dataclass(frozen=True)
class Body:
    """features: whole numbers in the form room's units, by name. form: the table that later repetitions are compared with, as text
    (`form.live.kept`)."""

    exercise: Slug
    side: Side
    features: Annotated[dict[Annotated[str, Text(60)], Annotated[int, Range(-1_000_000, 1_000_000)]], Many(80)]
    form: Annotated[str, Text(4000)] = ""


EXAMPLE = Body("chair_stand", Side.BOTH, {"range_mm": 410})
