"""Many people on arrays live as each of them does alone, and a fixed way of training does what it says."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from halfkilo.people import biology, draw, draw_anybody
from halfkilo.people.many import BLOCK, Crowd, Generated, Schedule, live
from halfkilo.people.muscle import Half
from halfkilo.people.tissue import Tissue

PEOPLE = [draw(seed) for seed in range(30)]
HARD = Schedule(0.7, 10, 2, demand=0.6)


class Same:
    """The chances that tissues with these seeds meet; nobody leaves."""

    def __init__(self, count: int) -> None:
        self.each, self.calls, self.drawn = [Random(seed) for seed in range(count)], 0, np.zeros(count, np.float32)

    def normal(self):
        return np.array([one.gauss(0.0, 1.0) for one in self.each], np.float32)

    def uniform(self):
        self.calls += 1
        if self.calls % 2 == 0:
            return np.ones(len(self.each), np.float32)
        both = [(one.random(), one.gauss(0.0, 1.0)) for one in self.each]
        self.drawn = np.array([length for _, length in both], np.float32)
        return np.array([chance for chance, _ in both])

    def lengths(self, hit):
        return self.drawn[hit]


def test_arrays_and_scalars_agree():
    crowd = Crowd(PEOPLE, Same(len(PEOPLE)))
    alone = [(p, Tissue(p.places[0], p.places[0].tolerance, Random(seed)), Half()) for seed, p in enumerate(PEOPLE)]
    for p, tissue, _ in alone:
        tissue.wake(p)
    trained = 0
    for day in range(70):
        relieved = [biology.relief(p, day, trained, trained) for p, _, _ in alone]
        levels = [tissue.level(p, share) for (p, tissue, _), share in zip(alone, relieved, strict=True)]
        assert crowd.level() == pytest.approx(np.array(levels), abs=2e-4)
        if day % 7 in (0, 2, 4) and day < 50:
            crowd.train(HARD, np.ones(len(PEOPLE), np.bool_))
            trained += 1
            for p, tissue, half in alone:
                exertion = biology.demand(HARD.load, HARD.reps)
                for _ in range(HARD.sets * HARD.exercises):
                    tissue.bear(p, HARD.demand * exertion)
                half.today = biology.stimulus(p, exertion / (1.0 + half.gain)) * biology.dosed(p, HARD.sets)
        crowd.night()
        for p, tissue, half in alone:
            tissue.night(p)
            half.night(p)
    assert crowd.tolerance == pytest.approx(np.array([tissue.tolerance for _, tissue, _ in alone]), rel=1e-4)
    assert crowd.gain == pytest.approx(np.array([half.gain for _, _, half in alone]), rel=1e-4)
    assert crowd.gain.min() > 0.0 and crowd.tolerance.mean() > crowd.fresh.mean()
    for name in ("load_flares", "own_flares", "flare_days"):
        assert list(getattr(crowd, name)) == [getattr(tissue, name) for _, tissue, _ in alone]
    assert crowd.load_flares.sum() >= 10 and crowd.own_flares.sum() >= 5, "there was something to agree about"


def test_all_columns_stay_single_precision():
    """Half the memory, twice the speed; one stray double column makes all others double."""
    crowd = Crowd(PEOPLE, Generated(3, len(PEOPLE)))
    for _ in live(crowd, Schedule(0.5), 30):
        pass
    kinds = {name: value.dtype for name, value in vars(crowd).items() if isinstance(value, np.ndarray) and value.dtype.kind == "f"}

    assert len(kinds) >= 12 and set(kinds.values()) == {np.dtype(np.float32)}, kinds


def test_a_schedule_is_kept():
    people = [draw_anybody(seed) for seed in range(300)]
    trained, visited, idle = (Crowd(people, Generated(4, len(people))) for _ in range(3))
    for crowd, schedule in ((trained, Schedule(0.5, attends=1.0, days=28)), (visited, Schedule(0.0, attends=1.0)), (idle, None)):
        for _ in live(crowd, schedule, 56):
            pass
    assert 10.5 < trained.moved.mean() <= 12.0 and trained.gain.mean() > 0.02
    assert visited.moved.sum() == 0 and 20.0 < visited.contacts.mean() <= 24.0 and visited.load_flares.sum() == 0
    assert idle.contacts.sum() == 0 and idle.gain.sum() == 0.0 and idle.flare_days.sum() > 0
    assert 0.0 < idle.left.mean() < 0.25 and BLOCK >= 1024
