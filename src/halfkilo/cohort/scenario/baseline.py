"""The harm of every scenario as it was when it was last looked at: a change of rules may not bring more (H37)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isqrt
from pathlib import Path

from halfkilo.cohort.scenario import cast
from halfkilo.cohort.scenario.file import Scenario
from halfkilo.cohort.scenario.harm import MEASURES, Harm, read_harm, total
from halfkilo.cohort.scenario.life import Arm
from halfkilo.cohort.scenario.run import ByPerson, Result
from halfkilo.dose import RULES
from halfkilo.people.calibrate import fingerprint
from halfkilo.strict import Malformed

FILE = "harm.json"

ACCEPT = "halfkilo cohort scenarios --write"
"""What accepts the harm of now, on purpose."""

MARGIN: Mapping[str, tuple[int, int]] = {
    "load_flares": (2, 15), "flare_days": (14, 15), "loud": (6, 15), "risen": (6, 15), "over": (8, 15), "excess": (6000, 15),
    "unasked": (0, 0), "under_sign": (0, 0), "closed": (0, 0)}
"""By how much harm may come out above what stands in the file: at least so much, or so many percent. What counts events moves by chance
whenever a decision changes; what no rule may let through has no margin."""


@dataclass(frozen=True)
class Baseline:
    """rules: version of the rule set; biology: hash of the simulated people; files: hash of each scenario; harm: by scenario, arm and
    person."""

    rules: str
    biology: str
    files: Mapping[str, str]
    harm: Mapping[str, Result]


def biology() -> str:
    """A short hash of what the simulated people are, the twelve among them: others come to other harm."""
    return sha256(fingerprint().encode() + Path(str(cast.__file__)).read_bytes()).hexdigest()[:12]


def written(found: Mapping[str, Scenario], results: Mapping[str, Result]) -> str:
    """The file's text. Zeros are left out."""
    harm = {name: {arm.value: {who: _short(one) for who, one in people.items()} for arm, people in result.items()}
            for name, result in sorted(results.items())}
    told = {"rules": RULES, "biology": biology(), "files": {name: found[name].digest for name in sorted(results)}, "harm": harm}
    return _by_person(json.dumps(told, indent=1)) + "\n"


def _by_person(text: str) -> str:
    """One line for each person, so that a change can be read as a difference of lines."""
    return re.sub(r"\{\s*([^{}]*?)\s*\}", lambda one: "{" + re.sub(r"\s*\n\s*", " ", one[1]) + "}", text)


def _short(harm: Harm) -> dict[str, int]:
    return {name: value for name, value in harm.values.items() if value}


def read_baseline(path: Path) -> Baseline:
    """The file as it stands.

    Raises:
        Malformed: it does not fit.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        harm = {name: {Arm(arm): {who: read_harm(one) for who, one in people.items()} for arm, people in arms.items()}
                for name, arms in raw["harm"].items()}
        return Baseline(str(raw["rules"]), str(raw["biology"]), dict(raw["files"]), harm)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Malformed(path.name, f"is not what `{ACCEPT}` writes: {error!r}") from error


def risen(base: Baseline, found: Mapping[str, Scenario], results: Mapping[str, Result], arm: Arm = Arm.FULL) -> Iterator[str]:
    """Every measure of every scenario that rose above the baseline by more than its margin, as a sentence. Only the people of `results`
    are compared."""
    for name, result in results.items():
        known, new = base.harm.get(name, {}).get(arm, {}), result[arm]
        if base.files.get(name) != found[name].digest or not set(new) <= set(known):
            yield f"{name}: no harm is written down for the scenario as it is now; `{ACCEPT}` does"
        else:
            yield from _above(name, known, new)


def _above(name: str, known: ByPerson, new: ByPerson) -> Iterator[str]:
    before, now = total(known[who] for who in new), total(new.values())
    for measure in MEASURES:
        old, value = getattr(before, measure), getattr(now, measure)
        allowed = most(measure, old, len(new), len(known))
        if value > allowed:
            worst = _worst(measure, known, new)
            yield (f"{name}: {measure} rose from {old} to {value} (most with its margin: {allowed}), above all for {worst}. "
                   f"Look at it with `halfkilo cohort scenario tests/scenarios/{name}.toml --step --person {worst}`; "
                   f"if it is meant, `{ACCEPT}` accepts it")


def most(measure: str, old: int, asked: int = 1, known: int = 1) -> int:
    """The most that passes when `asked` of `known` people were asked: the percentage grows with the square root, as chance does."""
    least, percent = MARGIN[measure]
    return old + max(least, old * isqrt(percent * percent * known // asked) // 100)


def _worst(measure: str, known: ByPerson, new: ByPerson) -> str:
    rises: Sequence[tuple[int, str]] = [(getattr(new[who], measure) - getattr(known[who], measure), who) for who in new]
    return max(rises)[1]
