"""One exercise with one tool on one side, with everything the rules ask about it."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.gates import Gates
from halfkilo.dose.grid import Grid
from halfkilo.dose.judge import Judged, judge
from halfkilo.dose.kin import trains_the_same
from halfkilo.dose.once import Lazily, once
from halfkilo.dose.progress import Dose, demand_of, reps_range, week_base
from halfkilo.exercises import Count, Exercise, Variant
from halfkilo.journal.standing import reached, says
from halfkilo.journal.state import ExerciseState, Outing, key_of, parts_of
from halfkilo.units import Region, Side


@dataclass
class Case:
    """Read only. `sets` is what the programme plans."""

    day: Day
    gates: Gates
    exercise: Exercise
    variant: Variant
    side: Side
    sets: int

    @once
    def key(self) -> str:
        """Where its dose is kept."""
        return key_of(self.exercise.slug, self.variant.with_, self.side)

    @once
    def past(self) -> ExerciseState | None:
        """What the fold knows about it."""
        return self.day.state["exercises"].get(self.key)

    @once
    def loaded(self) -> bool:
        """Whether something is lifted."""
        return self.variant.loaded

    @once
    def grid(self) -> Grid:
        """The loads that can be made and are allowed."""
        return self.day.grid(self.exercise, self.variant, self.side)

    @once
    def regions(self) -> tuple[Region, ...]:
        """The tracked regions it obeys."""
        return self.day.loaded(self.exercise, self.side)

    @once
    def works(self) -> tuple[Outing, ...]:
        """Its outings before today that say where it stands, oldest first: no finder steps, and of rescue and gentle sessions only
        those that were stopped for pain."""
        loaded = self.loaded
        return tuple([one for one in self.before if (one["g"] > 0 or not loaded) and (not one.get("m", False) or one["x"] == "pain")])

    @once
    def before(self) -> tuple[Outing, ...]:
        """Every time it was done before, oldest first, without finder steps and without the session under way."""
        on, outings = self.day.on, self.past["outings"] if self.past else []
        return tuple([one for one in outings if "q" not in one and (one["d"] < on or self._over(one))])

    def _over(self, outing: Outing) -> bool:
        return outing["d"] < self.day.on or any(one["n"] == outing["n"] and one["closed"] for one in self.day.state["sessions"])

    @once
    def dose(self) -> Dose | None:
        """Where it stands: the last outing before today, so that a session under way does not move its own goal."""
        if self.works:
            last, asked = self.works[-1], self.past.get("lighter") if self.past else None
            lighter = asked is not None and asked[1] >= last["d"]
            grams = min(last["g"], int(asked[0])) if asked is not None and lighter else last["g"]
            return Dose(grams, min(last["t"], self.highest(grams)))
        standing = self.past["dose"] if self.past else None
        return Dose(standing["g"], standing["t"]) if standing and not self._begun_today else None

    def highest(self, grams: int) -> int:
        """The largest target that may stand at a load: E6 may go one above the range, nothing goes further."""
        return reps_range(*self.bounds, grams, self.exercise.facts.count is Count.REPS)[1] + 1

    @property
    def _begun_today(self) -> bool:
        return bool(self.past and self.past["outings"] and not self._over(self.past["outings"][-1]))

    @once
    def standing_sets(self) -> int:
        """The most sets of the outings we remember, so that one short day does not shrink the next; or as planned."""
        return max((one["s"] for one in self.works[-limits.SETS_REMEMBERED.first :]), default=self.sets)

    @once
    def judged(self) -> Lazily[Judged]:
        """Its outings judged, newest first; each when it is asked for, because most days the newest alone decides."""
        day, regions, works = self.day, self.regions, self.works
        return Lazily(len(works), lambda back: judge(day, regions, works[-1 - back]))

    @once
    def last(self) -> Judged | None:
        """The newest outing."""
        return self.judged[0] if self.works else None

    @once
    def demands(self) -> tuple[int, ...]:
        """The demand of every outing, newest first, none with more repetitions than may stand."""
        sure, highest = self.bounds[1], self.highest
        loads = [(one["g"], one["t"]) for one in reversed(self.works)]
        return tuple([demand_of(grams, target if target <= sure else min(target, highest(grams))) for grams, target in loads])

    def standing(self, outing: Outing) -> Dose:
        """The dose of an outing."""
        return Dose(outing["g"], min(outing["t"], self.highest(outing["g"])))

    @once
    def bounds(self) -> tuple[int, int]:
        """The exercise's own range of targets."""
        low, high = self.exercise.facts.range
        return low, high

    @once
    def range(self) -> tuple[int, int]:
        """The range at the load where it stands; minutes end where the session has no more room for them."""
        if self.exercise.facts.count is Count.MINUTES:
            planned = (self.day.state["plan"] or {}).get("minutes", 30)
            low, high = self.bounds
            return low, min(high, max(low, planned * limits.CARDIO_SHARE.first // 100))
        grams = self.dose.grams if self.dose else 0
        return reps_range(*self.bounds, grams, self.exercise.facts.count is Count.REPS)

    @once
    def week(self) -> Dose:
        """Where the dose stood before the rises of the last seven days."""
        now = self.dose or Dose(0, self.bounds[0])
        return week_base(self.past["rises"] if self.past else [], now, self.day.on)

    @once
    def days_off(self) -> int:
        """Days since it, or an exercise that trains the same, was last done before today; gentle and rescue sessions keep a break from
        growing and do not use it up."""
        gap = self.past.get("gap", 0) if self.past and self.before and self.before[-1].get("m") else 0
        own = max(gap, self.day.days_since(self.before[-1]["d"])) if self.before else 0
        if own <= limits.BREAK_BOUNDS[0] or self.kept_up is None:
            return own
        return min(own, self.day.days_since(self.kept_up))

    @once
    def kept_up(self) -> str | None:
        """The last day on which another exercise trained the same on this side, in a usual outing, and loaded every tracked place
        that this one loads."""
        newest = ""
        for key, past in self.day.state["exercises"].items():
            if past["last"] is not None and past["last"] <= newest:
                continue  # nothing in it is newer than what was found already
            if self._kept_up_by(key):
                newest = max([newest, *[one["d"] for one in past["outings"] if says(one) and self._over(one)]])
        return newest or None

    def _kept_up_by(self, key: str) -> bool:
        """Whether what is kept under `key` trains the same on this side and loads every tracked place that this one loads."""
        slug, _, side = parts_of(key)
        kin = self.day.catalogue.get(slug)
        if kin is None or side not in (self.side, Side.BOTH) or not trains_the_same(kin, self.exercise):
            return False
        heard = self.day.places.heard_at(key)
        return all(region in heard for region in self.regions)

    def running(self, fits: str, any_target: bool = False) -> int:
        """How many outings running, newest first, at the dose where it stands, have the property `fits`. any_target: at its
        load, whatever the target was (a clean outing adds a rep, so two easy ones seldom share one)."""
        if self.last is None or not getattr(self.last, fits):
            return 0
        count = 0
        for one in self.judged:
            load, target = one.outing["g"], min(one.outing["t"], self.highest(one.outing["g"]))
            same = self.dose is not None and load == self.dose.grams and (any_target or target == self.dose.target)
            same = same and reached(one.outing) == reached(self.works[-1])
            if not getattr(one, fits) or not same:
                break
            count += 1
        return count

    @once
    def easier(self) -> str | None:
        """The easier neighbour to ease to."""
        return self.day.easier(self.exercise, self.side)

    @once
    def light(self) -> bool:
        """Under 5 kg."""
        return self.dose is not None and self.dose.grams < limits.LIGHT.first
