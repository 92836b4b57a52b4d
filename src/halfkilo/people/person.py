"""A simulated person: asked in the morning, trains, sleeps. Seeded: the same parameters, seed and life give the same answers.

Loads go in as whole grams, answers come out as whole numbers, as with a real person. Nothing here knows the dose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from halfkilo.exercises import Exercise
from halfkilo.journal.fields import Finder, Soreness, Why
from halfkilo.people import biology
from halfkilo.people.bout import Bout, bout
from halfkilo.people.muscle import Muscle, muscle
from halfkilo.people.parameters import Manner, Parameters, Place
from halfkilo.people.seen import Seen
from halfkilo.people.tissue import Tissue
from halfkilo.units import Joint, Region, Side, Tool

HIGH = 5.0
"""A session with true pain above this is counted (evidence 1.1: the upper edge that all rules share)."""

SHARP = 1.5
"""A rise of pain in a set from here on frightens, NRS. Ours."""


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
class VirtualPerson(Seen):
    """One simulated person. Call `morning`, `train` and `night` in the order of a day.

    sessions: days with training so far. contacts: days with training or a `visit`. high_sessions: sessions in which true pain was above 5.
    make: what a painful place is made by; other biologies bring their own."""

    parameters: Parameters
    seed: int
    day: int = 0
    sessions: int = 0
    contacts: int = 0
    high_sessions: int = 0
    left: bool = False
    make: Callable[[Place, float, Random], Tissue] = Tissue
    fear: float = field(init=False)
    random: Random = field(init=False, repr=False)
    tissues: dict[Region, Tissue] = field(init=False)
    muscles: dict[Joint, Muscle] = field(init=False)

    def __post_init__(self) -> None:
        p = self.parameters
        self.random = Random(f"life {self.seed}")
        self._habit = Random(f"habit {self.seed}")
        self.fear = p.fear
        self.tissues = {place.region: self.make(place, place.tolerance, Random(f"{place.region} {self.seed}")) for place in p.places}
        self.muscles = {joint: muscle(joint) for joint in Joint}
        self._halves = tuple({id(half): half for one in self.muscles.values() for half in (one.left, one.right)}.values())
        self._bouts: dict[tuple[str, Tool, Side], Bout] = {}
        self._bias = {Manner.PLAIN: 0.0, Manner.DENIES: -p.bias, Manner.ENLARGES: p.bias / 2.0}[p.manner]
        self._relief: tuple[int, int, float] = (-1, -1, 0.0)
        self._today = self._visited = False
        self._highest = 0.0
        for tissue in self.tissues.values():
            tissue.wake(p)

    # --- answers ----------------------------------------------------------------------------------------------------
    def morning(self, day: int) -> dict[Region, int]:
        """Usual pain since yesterday, by region, as answered on day `day` (days lived, from 0)."""
        self.day = day
        return self.pain()

    def pain(self) -> dict[Region, int]:
        """Pain now, by region, as answered."""
        return {region: self._answer(self._level(tissue)) for region, tissue in self.tissues.items()}

    def soreness(self) -> Soreness | None:
        """What a raised morning feels like; None where nothing is raised."""
        raised = any(self._level(tissue) > biology.usual(tissue.place.usual, self._relieved()) + 1.5 for tissue in self.tissues.values())
        if not raised:
            return None
        worst = max(tissue.sore for tissue in self.tissues.values())
        return Soreness.MUSCLE if worst >= 0.8 else Soreness.NOT_SURE if worst >= 0.3 else Soreness.USUAL

    def flares(self, region: Region) -> bool:
        """Whether this feels like a flare to the person."""
        return self.tissues[region].flare > 1.0

    def activity(self, start: float) -> int:
        """An own activity (PSFS 0-10) that stood at `start` on the first day."""
        p = self.parameters
        change = sum(self._level(tissue) - tissue.place.usual for tissue in self.tissues.values()) / len(self.tissues)
        return _whole(biology.function(p, start, self.sessions, change) + self.random.gauss(0.0, 0.4))

    def mood(self) -> int:
        """Own low-mood item, 0-10: follows pain and fear."""
        worst = max(self._level(tissue) for tissue in self.tissues.values())
        return _whole(0.5 * worst + 4.0 * self.fear - 0.5 + self.random.gauss(0.0, 0.7))

    # --- behaviour --------------------------------------------------------------------------------------------------
    def comes(self) -> bool:
        """Whether the person does today's session: habit, less on bad days, never after leaving."""
        bad = any(tissue.flare > 1.0 for tissue in self.tissues.values())
        return not self.left and self._habit.random() < self.parameters.attends * (0.75 if bad else 1.0)

    def replies(self) -> bool:
        """Whether this morning is answered."""
        return not self.left and self.random.random() < self.parameters.answers

    def accepts(self) -> bool:
        """Whether an offer gets a yes: less often while afraid."""
        return self.random.random() < self.parameters.accepts * (1.0 - 0.4 * self.fear)

    def visit(self) -> None:
        """A contact without movement, such as an injection of saline: counts as taking part."""
        self._visited = True

    # --- training ---------------------------------------------------------------------------------------------------
    def strength(self, exercise: Exercise, tool: Tool, fresh: bool = False, side: Side = Side.BOTH) -> int:
        """What could be lifted once, grams per cable or dumbbell; 0 where nothing is lifted. fresh: as on the first day."""
        plan = self.bout(exercise, tool, side)
        return plan.fresh if fresh else round(plan.fresh * plan.grown())

    def train(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool = Tool.CABLE,
              side: Side = Side.BOTH) -> Effort:
        """`sets` sets of `target` (in the exercise's count) with `grams`. Ends early at pain, fear or the end of strength."""
        p, plan = self.parameters, self.bout(exercise, tool, side)
        load, grown, asked = plan.load(grams), plan.grown(), target / plan.unit
        done: list[int] = []
        felt, able, reps, stopped = dict.fromkeys(plan.heard, 0.0), grown, asked, None
        for number in range(sets):
            able = grown * (1.0 - p.set_tires * number)
            reps, stopped = _reps(load, able, asked)
            done.append(target if stopped is None else int(reps * plan.unit))
            rose, highest = self._bear(plan, biology.demand(load, reps), felt)
            stopped = stopped or (self._scared(rose, highest) if rose >= SHARP else None)
            if stopped is not None:
                break
        self._grow(plan, load, max(done) / plan.unit, len(done), grown)
        effort = biology.effort(p, load, biology.reserve(load, reps, able), able) + 0.5 * self.fear
        said = _whole(effort + self.random.gauss(0.0, p.effort_sd))
        told = {region: self._answer(level) for region, level in felt.items()}
        return Effort(tuple(done), said, max(told.values()), stopped, told)

    def try_load(self, exercise: Exercise, grams: int, reps: int, *, tool: Tool = Tool.CABLE, side: Side = Side.BOTH,
                 effort_most: int = 4) -> Finder:
        """One step of the comfortable-load finder."""
        before = max(self._answer(self._level(tissue)) for tissue in self.tissues.values())
        felt = self.train(exercise, grams, reps, 1, tool=tool, side=side)
        if felt.stopped is Why.PAIN or felt.peak > before + 1:
            return Finder.HURTS
        return Finder.COMFORTABLE if felt.effort >= effort_most else Finder.MORE

    def bout(self, exercise: Exercise, tool: Tool, side: Side) -> Bout:
        """What an exercise is for this person, worked out once."""
        key = exercise.slug, tool, side
        found = self._bouts.get(key)
        if found is None:
            found = self._bouts[key] = bout(self.parameters, self.tissues, self.muscles, exercise, tool, side)
        return found

    # --- the days ---------------------------------------------------------------------------------------------------
    def flare(self, region: Region, days: float) -> None:
        """Begin a flare now: for stories told on purpose."""
        self.tissues[region].flare = days

    def night(self) -> None:
        """The day ends."""
        p = self.parameters
        bad = any(tissue.flare > 1.0 for tissue in self.tissues.values())
        for tissue in self.tissues.values():
            tissue.night(p)
        for half in self._halves:
            half.night(p)
        if self._today:
            self.sessions += 1
            self.high_sessions += self._highest > HIGH
            self.fear -= p.fear_eases * self.fear
        self.contacts += self._today or self._visited
        weekly = p.leaves_early if self.day < 28 else p.leaves_later
        hazard = weekly / 7.0 * (1.0 + p.leaves_flaring * bad)
        self.left = self._habit.random() < hazard or self.left
        self._today = self._visited = False
        self._highest = 0.0
        self.day += 1

    # --- inside -----------------------------------------------------------------------------------------------------
    def _relieved(self) -> float:
        """Share of the usual pain that is relieved by now."""
        day, contacts, relieved = self._relief
        if day != self.day or contacts != self.contacts:
            relieved = biology.relief(self.parameters, self.day, self.contacts, self.sessions)
            self._relief = (self.day, self.contacts, relieved)
        return relieved

    def _level(self, tissue: Tissue) -> float:
        return tissue.level(self.parameters, self._relieved())

    def _answer(self, level: float) -> int:
        return _whole(level + self._bias + self.random.gauss(0.0, self.parameters.answer_sd))

    def _bear(self, plan: Bout, exertion: float, felt: dict[Region, float]) -> tuple[float, float]:
        """Each place bears its share: the largest rise and the highest pain. `felt` keeps the worst of the places asked about."""
        p, rises, highest = self.parameters, 0.0, 0.0
        for region, tissue, share in plan.places:
            level = self._level(tissue)
            rose = tissue.bear(p, share * exertion)
            level += rose + abs(self.random.gauss(0.0, p.peak_sd)) * share
            rises, highest = max(rises, rose), max(highest, level)
            if region in felt and level > felt[region]:
                felt[region] = level
        self._highest = max(self._highest, highest)
        return rises, highest

    def _scared(self, rose: float, highest: float) -> Why | None:
        """A sharp rise frightens, and may end the exercise, by its pain or by fear of it."""
        p = self.parameters
        self.fear = min(1.0, self.fear + p.fear_grows * (1.0 - self.fear))
        if highest >= 8.0 or rose >= 3.0:
            return Why.PAIN
        return Why.FEAR if self.random.random() < self.fear * p.fear_stop else None

    def _grow(self, plan: Bout, load: float, reps: float, sets: int, able: float) -> None:
        """Leave today's stimulus with the sides that worked."""
        self._today = True
        if reps <= 0.0:
            return
        p = self.parameters
        led = biology.stimulus(p, biology.demand(load, reps) / able) * biology.dosed(p, sets)
        for half, share in plan.train:
            if led * share > half.today:
                half.today = led * share


def _reps(load: float, able: float, asked: float) -> tuple[float, Why | None]:
    """How much is done, as repetitions: strength may end first."""
    most = max(0, int(biology.reserve(load, 0.0, able)))
    return (asked, None) if most >= asked else (float(most), Why.FATIGUE)


def _whole(score: float) -> int:
    """A score as people give it: a whole number from 0 to 10."""
    return min(10, max(0, round(score)))
