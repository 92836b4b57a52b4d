"""A simulated person to whom the events of a scenario happen: what is true changes, or what is told of it; and harm is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from halfkilo.cohort.scenario.cast import Cast
from halfkilo.cohort.scenario.happening import Event, What
from halfkilo.cohort.scenario.harm import Harm, Ledger
from halfkilo.exercises import Exercise
from halfkilo.journal.fields import Finder
from halfkilo.people import Effort, VirtualPerson, biology
from halfkilo.people.tissue import Tissue
from halfkilo.screening import BY_ID, LoadClass, Need
from halfkilo.units import Region, Side, Tool

EASY = 3
"""Effort that a flattering answer gives at most."""

HIGH, RISE = 5.0, 2.0
"""True pain that is loud, and a rise above the usual that matters (evidence 1.1; 10.1097/BRS.0b013e31815e3a10)."""


@dataclass(frozen=True)
class Closed:
    """What this body is closed to: by the screen, and by what the person can't do."""

    classes: frozenset[LoadClass] = frozenset()
    needs: frozenset[Need] = frozenset()

    def to(self, exercise: Exercise) -> bool:
        """Whether an exercise is among it."""
        return not self.classes.isdisjoint(exercise.facts.classes) or not self.needs.isdisjoint(exercise.facts.needs)


def closed_by(screen: Iterable[str], cannot: Iterable[Need]) -> Closed:
    """From the items of the screen that are true, and what can't be done."""
    return Closed(frozenset(one for item in screen for one in BY_ID[item].leaves_out), frozenset(cannot))


@dataclass
class Hurt:
    """A place that bears less for a while: what it bore before, and until when."""

    tissue: Tissue
    before: float
    last: int


@dataclass(frozen=True)
class Lift:
    """What was lifted of one exercise on one side, truly: grams, target, amounts done; finding: while a first load was looked for."""

    exercise: str
    side: Side
    grams: int
    target: int
    done: tuple[int, ...]
    finding: bool


class Subject(VirtualPerson):
    """One person of a scenario. Call `wake` first on every day."""

    def __init__(self, one: Cast, events: tuple[Event, ...], closed: Closed) -> None:
        super().__init__(one.parameters, one.seed)
        self.name, self.events, self.closed_to = one.name, events, closed
        self.harm, self.ledger = Harm(), Ledger()
        self.spared = self.sign_stands = False
        self.hurt: list[Hurt] = []
        self.lifts: list[Lift] = []
        self._finding = False

    # --- the day ----------------------------------------------------------------------------------------------------
    def wake(self, day: int) -> None:
        """A day begins: what heals by then heals, what begins today begins."""
        self.day = day
        self.lifts.clear()
        for one in [one for one in self.hurt if day > one.last]:
            one.tissue.tolerance = max(one.tissue.tolerance, one.before)
            self.hurt.remove(one)
        for event in self.events:
            if event.first == day:
                self._begins(event)
            if event.what is What.DRIFT and day in event and (day - event.first) % 7 == 0:
                self._drifts(event)
            if event.what is What.BREAK and day == event.last:
                for tissue in self._at(event):
                    tissue.tolerance *= event.percent / 100.0

    def now(self, what: What) -> Event | None:
        """The event of this kind that goes on today."""
        return next((event for event in self.events if event.what is what and self.day in event), None)

    def _begins(self, event: Event) -> None:
        if event.what is What.FLARE:
            for tissue in self._at(event):
                tissue.flare = max(tissue.flare, float(event.last - event.first + 1))
        elif event.what in (What.INJURY, What.ILLNESS):
            for tissue in self._at(event):
                self.hurt.append(Hurt(tissue, tissue.tolerance, event.last))
                tissue.tolerance *= event.percent / 100.0
        elif event.what is What.STOP_SIGN:
            self.sign_stands = True

    def _drifts(self, event: Event) -> None:
        for tissue in self._at(event):
            tissue.place = replace(tissue.place, usual=min(9.0, tissue.place.usual + event.by / 10.0))
            tissue.tolerance *= event.percent / 100.0

    def _at(self, event: Event) -> list[Tissue]:
        """The place an event is about; without one, or where this person has no such place, all of them."""
        named = event.told.place
        return [self.tissues[named]] if named in self.tissues else list(self.tissues.values())

    def true_pain(self, region: Region) -> float:
        """Pain now, as it is."""
        return self._level(self.tissues[region])

    # --- what is told -----------------------------------------------------------------------------------------------
    def pain(self) -> dict[Region, int]:
        """Pain now, as this person tells it today."""
        return self._as_told(super().pain())

    def replies(self) -> bool:
        """Whether this morning is answered."""
        answers = super().replies()
        return answers and self.now(What.SILENT) is None

    def flares(self, region: Region) -> bool:
        """Whether it is said to be a flare."""
        return super().flares(region) and self.now(What.UNSAID) is None

    def comes(self) -> bool:
        """Whether the person comes today."""
        comes = super().comes()
        return comes and self.now(What.BREAK) is None

    def accepts(self) -> bool:
        """Whether an offer gets a yes."""
        yes = super().accepts()
        return yes or self.now(What.YES_TO_ALL) is not None

    def _as_told(self, pain: dict[Region, int]) -> dict[Region, int]:
        frozen = self.now(What.FROZEN)
        if frozen is not None:
            return dict.fromkeys(pain, frozen.told.pain or 0)
        less = sum(event.by for what in (What.DENIAL, What.PAINKILLER) if (event := self.now(what)) is not None)
        told = {region: max(0, level - less) for region, level in pain.items()}
        return {_mirrored(region, told): level for region, level in told.items()} if self.now(What.WRONG_SIDE) else told

    def _effort_told(self, felt: Effort) -> Effort:
        frozen = self.now(What.FROZEN)
        effort = min(felt.effort, EASY) if self.now(What.FLATTERING) else felt.effort
        peaks = self._as_told(dict(felt.peaks))
        peak = max(peaks.values(), default=felt.peak)
        return replace(felt, effort=frozen.told.effort or 0 if frozen else effort, peak=peak, peaks=peaks)

    # --- what is lifted ---------------------------------------------------------------------------------------------
    def train(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool = Tool.CABLE,
              side: Side = Side.BOTH) -> Effort:
        """Lift, count the harm in it, and tell of it."""
        bears = {region: tissue.bears(self.parameters) for region, tissue in self.tissues.items()}
        felt = super().train(exercise, grams, target, sets, tool=tool, side=side)
        done = [amount for amount in felt.done if amount > 0]
        for amount in done:
            asked = self.stress(exercise, grams, amount, tool=tool, side=side)
            self.harm.excess += max((round(grams * (1.0 - bears[region] / stress)) for region, stress in asked.items()
                                     if stress > bears[region]), default=0)
        self.harm.under_sign += len(done) * self.sign_stands
        self.harm.closed += len(done) * self.closed_to.to(exercise)
        self.lifts.append(Lift(exercise.slug, side, grams, target, felt.done, self._finding))
        if self._finding:
            self.ledger.anew(exercise.slug, tool, side)
            return felt
        self.harm.unasked += self.ledger.lifted(exercise.slug, tool, side, grams, self.spared)
        return self._effort_told(felt)

    def try_load(self, exercise: Exercise, grams: int, reps: int, *, tool: Tool = Tool.CABLE, side: Side = Side.BOTH,
                 effort_most: int = 4) -> Finder:
        """One step of the finder; flattering answers ask for more for ever."""
        self._finding = True
        how = super().try_load(exercise, grams, reps, tool=tool, side=side, effort_most=effort_most)
        self._finding = False
        return Finder.MORE if self.now(What.FLATTERING) is not None else how

    def night(self) -> None:
        """The day's harm is counted, and it ends."""
        p, usual = self.parameters, self._relieved()
        stressed = [tissue for tissue in self.tissues.values() if tissue.stress > 0.0]
        peaks = [(self._level(tissue) + (1.0 - p.session_left) * tissue.risen, biology.usual(tissue.place.usual, usual))
                 for tissue in stressed]
        self.harm.loud += any(peak > HIGH for peak, _ in peaks)
        self.harm.risen += any(peak > level + RISE for peak, level in peaks)
        self.harm.over += any(biology.together(tissue.stress) > tissue.bears(p) for tissue in stressed)
        super().night()
        self.harm.load_flares, self.harm.flare_days = self.load_flares, self.flare_days


def _mirrored(region: Region, told: dict[Region, int]) -> Region:
    """The same place on the other side, where the person has both."""
    if region.side is Side.BOTH:
        return region
    other = Region(f"{region.joint}_{region.side.other}")
    return other if other in told else region
