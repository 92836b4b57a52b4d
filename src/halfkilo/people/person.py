"""A simulated person: asked in the morning, trains, sleeps. Seeded: the same parameters, seed and life give the same answers.

Loads go in as whole grams, answers come out as whole numbers, as with a real person. Nothing here knows the dose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from random import Random

from halfkilo.exercises import Count, Exercise
from halfkilo.journal.fields import Finder, Soreness, Why
from halfkilo.limits import DEMAND_HEARD
from halfkilo.people import biology
from halfkilo.people.parameters import Manner, Parameters
from halfkilo.people.tissue import Tissue
from halfkilo.units import Joint, Region, Side, Tool


@dataclass(frozen=True)
class Effort:
    """What a person did and says about one exercise: amounts done per set, effort of the last set, worst pain, why it was stopped.
    peaks: the worst pain place by place, for the places it was about."""

    done: tuple[int, ...]
    effort: int
    peak: int
    stopped: Why | None = None
    peaks: Mapping[Region, int] = field(default_factory=dict)


@dataclass
class Muscle:
    """Strength of one joint: share gained over the fresh strength, stimulus of today, days since it was trained."""

    gain: float = 0.0
    today: float = 0.0
    idle: int = 0


@dataclass
class VirtualPerson:
    """One simulated person. Call `morning`, `train` and `night` in the order of a day."""

    parameters: Parameters
    seed: int
    day: int = 0
    sessions: int = 0
    left: bool = False
    fear: float = field(init=False)
    random: Random = field(init=False, repr=False)
    tissues: dict[Region, Tissue] = field(init=False)
    muscles: dict[Joint, Muscle] = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(f"life {self.seed}")
        self.fear = self.parameters.fear
        self.tissues = {place.region: Tissue(place, place.tolerance) for place in self.parameters.places}
        self.muscles = {joint: Muscle() for joint in Joint}
        self._trained = False
        for tissue in self.tissues.values():
            tissue.noise = self.random.gauss(0.0, tissue.place.sd)

    # --- answers ----------------------------------------------------------------------------------------------------
    def morning(self, day: int) -> dict[Region, int]:
        """Usual pain since yesterday, by region, as answered on day `day` (days lived, from 0)."""
        self.day = day
        return self.pain()

    def pain(self) -> dict[Region, int]:
        """Pain now, by region, as answered."""
        return {region: self._answer(self._level(region)) for region in self.tissues}

    def soreness(self) -> Soreness | None:
        """What a raised morning feels like; None where nothing is raised."""
        worst = max(self.tissues.values(), key=lambda tissue: tissue.sore)
        raised = any(self._level(region) > biology.usual(self.parameters, tissue.place.usual, self.day, self.sessions) + 1.5
                     for region, tissue in self.tissues.items())
        if not raised:
            return None
        return Soreness.MUSCLE if worst.sore >= 0.8 else Soreness.NOT_SURE if worst.sore >= 0.3 else Soreness.USUAL

    def flares(self, region: Region) -> bool:
        """Whether this feels like a flare to the person."""
        return self.tissues[region].flare > 1.0

    def activity(self, start: float) -> int:
        """An own activity (PSFS 0-10) that stood at `start` on the first day."""
        p = self.parameters
        change = sum(self._level(region) - tissue.place.usual for region, tissue in self.tissues.items()) / len(self.tissues)
        return _whole(biology.function(p, start, self.sessions, change) + self.random.gauss(0.0, 0.4))

    def mood(self) -> int:
        """Own low-mood item, 0-10: follows pain and fear."""
        worst = max(self._level(region) for region in self.tissues)
        return _whole(0.5 * worst + 4.0 * self.fear - 0.5 + self.random.gauss(0.0, 0.7))

    # --- behaviour --------------------------------------------------------------------------------------------------
    def comes(self) -> bool:
        """Whether the person does today's session: habit, less on bad days, never after leaving."""
        bad = sum(self.flares(region) for region in self.tissues) > 0
        return not self.left and self.random.random() < self.parameters.attends * (0.75 if bad else 1.0)

    def replies(self) -> bool:
        """Whether this morning is answered."""
        return not self.left and self.random.random() < self.parameters.answers

    def accepts(self) -> bool:
        """Whether an offer gets a yes: less often while afraid."""
        return self.random.random() < self.parameters.accepts * (1.0 - 0.4 * self.fear)

    # --- training ---------------------------------------------------------------------------------------------------
    def strength(self, exercise: Exercise, tool: Tool, fresh: bool = False) -> int:
        """What could be lifted once, grams per cable or dumbbell; 0 where nothing is lifted. fresh: as on the first day."""
        variant = exercise.variant(tool)
        if variant is None or not variant.loaded:
            return 0
        first = variant.first * self.parameters.finder_share * self.parameters.strength
        return round(first * (1.0 if fresh else self._grown(exercise)))

    def train(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool = Tool.CABLE,
              side: Side = Side.BOTH) -> Effort:
        """`sets` sets of `target` (in the exercise's count) with `grams`. Ends early at pain, fear or the end of strength."""
        done: list[int] = []
        asked = self._asked(exercise, side)
        effort, peaks, stopped = 0.0, {region: self._level(region) for region in asked}, None
        for number in range(sets):
            load, able = self._load(exercise, tool, grams, target), self._able(exercise, number)
            reps, stopped = self._reps(exercise, load, able, target)
            rose, levels = self._bear(exercise, side, asked, biology.demand(load, self._as_reps(exercise, reps)))
            peaks = {region: max(peaks[region], levels[region]) for region in asked}
            effort = self._effort(exercise, load, able, reps)
            done.append(reps)
            stopped = stopped or self._scared(rose, max(levels.values()))
            if stopped is not None:
                break
        self._grow(exercise, grams, tool, max(done))
        said = _whole(effort + self.random.gauss(0.0, self.parameters.effort_sd))
        told = {region: self._answer(level) for region, level in peaks.items()}
        return Effort(tuple(done), said, max(told.values()), stopped, told)

    def try_load(self, exercise: Exercise, grams: int, reps: int, *, tool: Tool = Tool.CABLE, side: Side = Side.BOTH,
                 effort_most: int = 4) -> Finder:
        """One step of the comfortable-load finder."""
        before = max(self._answer(self._level(region)) for region in self.tissues)
        felt = self.train(exercise, grams, reps, 1, tool=tool, side=side)
        if felt.stopped is Why.PAIN or felt.peak > before + 1:
            return Finder.HURTS
        return Finder.COMFORTABLE if felt.effort >= effort_most else Finder.MORE

    def flare(self, region: Region, days: float) -> None:
        """Begin a flare now: for stories told on purpose."""
        self.tissues[region].flare = days

    def night(self) -> None:
        """The day ends."""
        p = self.parameters
        for tissue in self.tissues.values():
            tissue.night(p, self.random)
        for muscle in self.muscles.values():
            muscle.gain = biology.gain(p, muscle.gain, muscle.today) if muscle.today else biology.fade(p, muscle.gain, muscle.idle)
            muscle.idle = 0 if muscle.today else muscle.idle + 1
            muscle.today = 0.0
        if self._trained:
            self.sessions += 1
            self.fear = max(0.0, self.fear - p.fear_eases * self.fear)
        weekly = p.leaves_early if self.day < 28 else p.leaves_later
        self.left = self.left or self.random.random() < 1.0 - (1.0 - weekly) ** (1.0 / 7.0)
        self._trained = False
        self.day += 1

    # --- inside -----------------------------------------------------------------------------------------------------
    def _level(self, region: Region) -> float:
        return self.tissues[region].level(self.parameters, self.day, self.sessions)

    def _answer(self, level: float) -> int:
        p = self.parameters
        bias = {Manner.PLAIN: 0.0, Manner.DENIES: -p.bias, Manner.ENLARGES: p.bias / 2.0}[p.manner]
        return _whole(level + bias + self.random.gauss(0.0, p.answer_sd))

    def _grown(self, exercise: Exercise) -> float:
        """Strength for an exercise over the fresh one: the mean of its joints, weighted by what they carry."""
        demand = exercise.demand.own
        whole = sum(demand.values())
        if whole == 0:
            return 1.0
        return 1.0 + sum(share * self.muscles[joint].gain for joint, share in demand.items()) / whole

    def _able(self, exercise: Exercise, number: int) -> float:
        """Strength now, as a share of the fresh one, after `number` sets of this exercise."""
        return self._grown(exercise) * (1.0 - self.parameters.set_tires * number)

    def _load(self, exercise: Exercise, tool: Tool, grams: int, target: int) -> float:
        """The load as a share of the fresh strength. With body weight a fixed one; times are shares of what can be borne."""
        strength = self.strength(exercise, tool, fresh=True)
        if exercise.facts.count is not Count.REPS:
            return max(0.05, 0.75 * min(1.2, target / self._limit(exercise)))
        if strength == 0:
            return self.parameters.body_share / sqrt(self.parameters.strength)
        return max(0.02, grams / strength)

    def _limit(self, exercise: Exercise) -> float:
        return self.parameters.cardio_minutes if exercise.facts.count is Count.MINUTES else self.parameters.hold_seconds

    def _as_reps(self, exercise: Exercise, amount: int) -> float:
        return float(amount) if exercise.facts.count is Count.REPS else 0.0

    def _reps(self, exercise: Exercise, load: float, able: float, target: int) -> tuple[int, Why | None]:
        """How much of the target is done: strength may end first."""
        if exercise.facts.count is not Count.REPS:
            return (target, None) if load <= able else (round(target * able / load), Why.FATIGUE)
        most = int(biology.positive(biology.reserve(load, 0.0, able)))
        return (target, None) if most >= target else (most, Why.FATIGUE)

    def _effort(self, exercise: Exercise, load: float, able: float, reps: int) -> float:
        left = biology.reserve(load, self._as_reps(exercise, reps), able)
        return biology.effort(self.parameters, load, left, able) + self.fear * 0.5

    def _asked(self, exercise: Exercise, side: Side) -> tuple[Region, ...]:
        """The places "worst pain during it" is about: those the exercise loads, else all."""
        loaded = tuple(region for region in self.tissues if exercise.demand_on(region, side) >= DEMAND_HEARD.first)
        return loaded or tuple(self.tissues)

    def _bear(self, exercise: Exercise, side: Side, asked: tuple[Region, ...], exertion: float) -> tuple[float, dict[Region, float]]:
        """Each place bears its share: the largest rise, and the pain reached in the places asked about."""
        rises, levels = [0.0], dict.fromkeys(asked, 0.0)
        for region, tissue in self.tissues.items():
            share = exercise.demand_on(region, side) / 100.0
            before = self._level(region) - self.parameters.session_left * tissue.risen
            rose = tissue.bear(self.parameters, share * exertion) if share > 0.0 else 0.0
            scatter = abs(self.random.gauss(0.0, self.parameters.peak_sd)) * share
            rises.append(rose)
            if region in asked:
                levels[region] = before + rose + scatter
        return max(rises), levels

    def _scared(self, rose: float, highest: float) -> Why | None:
        """Whether a sharp rise ends the exercise, by its pain or by fear of it."""
        if rose < 1.5:
            return None
        self.fear = min(1.0, self.fear + self.parameters.fear_grows * (1.0 - self.fear))
        if highest >= 8.0 or rose >= 3.0:
            return Why.PAIN
        return Why.FEAR if self.random.random() < self.fear * self.parameters.fear_stop else None

    def _grow(self, exercise: Exercise, grams: int, tool: Tool, amount: int) -> None:
        """Leave today's stimulus with the joints that carried the movement."""
        self._trained = True
        load = self._load(exercise, tool, grams, amount)
        relative = biology.demand(load, self._as_reps(exercise, amount)) / self._able(exercise, 0)
        felt = biology.stimulus(self.parameters, relative)
        for joint, share in exercise.demand.own.items():
            self.muscles[joint].today = max(self.muscles[joint].today, felt * min(1.0, share / 50.0))


def _whole(score: float) -> int:
    """A score as people give it: a whole number from 0 to 10."""
    return min(10, max(0, round(score)))
