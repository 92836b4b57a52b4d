"""What the guided page asks while it runs: is this zero, this pull, this stand clean?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from halfkilo import strict
from halfkilo.gym.sensing import Balance, Force
from halfkilo.gym.trials import balance, strength
from halfkilo.gym.trials.balance import Stance
from halfkilo.strict import Malformed, Many, Range
from halfkilo.web.pages.frame import language, me
from halfkilo.words import say

_Us = Annotated[int, Range(0, 2**53)]
_Small = Annotated[int, Range(-1_000_000, 1_000_000)]
LONGEST = 1_000_000
"""Bytes of one question: a minute of the plate is a tenth of it."""


@dataclass(frozen=True)
class GaugeRow:
    """One reading of a gauge."""

    at_us: _Us
    grams: _Small


@dataclass(frozen=True)
class PlateRow:
    """One reading of a plate."""

    at_us: _Us
    grams: _Small
    right_um100: _Small = 0
    forward_um100: _Small = 0
    corners: Annotated[tuple[_Small, ...], Many(4)] | None = None


@dataclass(frozen=True)
class PullAsked:
    """Readings with the strap slack, and those of one pull; without the second it is the zero that is asked about."""

    slack: Annotated[tuple[GaugeRow, ...], Many(20_000)]
    pull: Annotated[tuple[GaugeRow, ...], Many(20_000)] = ()


@dataclass(frozen=True)
class StandAsked:
    """Readings of a few quiet seconds with hands free, and those of one stand; without the second it is the weight that is asked about."""

    stance: Stance
    quiet: Annotated[tuple[PlateRow, ...], Many(20_000)]
    stand: Annotated[tuple[PlateRow, ...], Many(20_000)] = ()
    said: bool = False


@dataclass(frozen=True)
class Asked:
    """One of both."""

    strength: PullAsked | None = None
    balance: StandAsked | None = None


@require_POST
def judge(request: HttpRequest) -> JsonResponse:
    """`{clean, value, words}`: value in grams, or in tenths of mm/s; words say why one does not count."""
    me(request)
    try:
        if len(request.body) > LONGEST:
            raise Malformed("", "is too long")
        asked = strict.read(Asked, json.loads(request.body))
    except (Malformed, ValueError, RecursionError) as problem:
        return JsonResponse({"problem": str(problem)[:200]}, status=422)
    return JsonResponse(_answer(asked, language(request)))


def _answer(asked: Asked, tongue: str) -> dict[str, Any]:
    if asked.strength is not None:
        return _pull(asked.strength, tongue)
    return _stand(asked.balance, tongue) if asked.balance is not None else {"clean": False, "value": 0, "words": []}


def _pull(asked: PullAsked, tongue: str) -> dict[str, Any]:
    rest = strength.zero(strength.force_trace(_gauge(asked.slack)))
    if not asked.pull:
        return {"clean": rest.steady, "value": round(rest.grams), "words": []}
    found = strength.judge(strength.force_trace(_gauge(asked.pull)), rest)
    return {"clean": found.clean, "value": found.peak_g, "words": [say(f"trial.problem.{one}", tongue) for one in found.problems],
            "zero": strength.Problem.UNSTEADY_ZERO in found.problems}


def _stand(asked: StandAsked, tongue: str) -> dict[str, Any]:
    weight = balance.weighed(_plate(asked.quiet))
    if not asked.stand:
        return {"clean": weight is not None, "value": weight or 0, "words": []}
    found = balance.judge(_plate(asked.stand), asked.stance, weight, said=asked.said)
    keys = ["stand_short" if one is balance.Problem.TOO_SHORT else one.value for one in found.problems]
    return {"clean": found.clean, "value": found.velocity, "area_mm2": found.area_mm2, "right_percent": found.right_percent,
            "words": [say(f"trial.problem.{key}", tongue) for key in keys]}


def _gauge(rows: tuple[GaugeRow, ...]) -> list[Force]:
    return [Force(row.grams, row.at_us) for row in rows]


def _plate(rows: tuple[PlateRow, ...]) -> list[Balance]:
    return [Balance(row.right_um100, row.forward_um100, row.grams, row.at_us, _corners(row)) for row in rows]


def _corners(row: PlateRow) -> tuple[int, int, int, int] | None:
    if row.corners is None or len(row.corners) != 4:
        return None
    front_left, front_right, back_left, back_right = row.corners
    return front_left, front_right, back_left, back_right
