"""The people behind emulated measuring devices do what people do."""

from itertools import pairwise
from math import hypot
from statistics import mean, pstdev

import pytest

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.stand import Stander
from halfkilo.gym.bodies.workout import JOULE_A_KCAL, WORK_S, Worker


def pulled(puller, seconds):
    readings = []
    for _ in range(seconds * 80):
        puller.step(12_500)
        readings.append(puller.grams)
    return readings


def crossings(values):
    middle = mean(values)
    return sum((a < middle) != (b < middle) for a, b in pairwise(values))


class TestPulling:
    def test_waits_builds_up_holds_with_a_tremble_and_lets_go(self):
        readings = pulled(Puller(1), 12)
        held = readings[5 * 80 : 7 * 80]
        assert max(readings[: 3 * 80 - 2]) == 0
        assert readings[3 * 80 + 8] < 0.4 * mean(held)
        assert 18_000 < mean(held) < 28_000
        assert 0.005 < pstdev(held) / mean(held) < 0.05
        assert max(readings[10 * 80 :]) < 20

    def test_trembles_between_eight_and_twelve_times_a_second(self):
        puller = Puller(2, wait_s=0, hold_s=30)
        readings = pulled(puller, 25)[5 * 80 :]
        slow = [mean(readings[i : i + 8]) for i in range(len(readings) - 8)]
        fast = [now - past for now, past in zip(readings[4:], slow, strict=False)]
        assert 14 < crossings(fast) / 20 < 28

    def test_tires_and_rests(self):
        puller = Puller(3, wait_s=0, hold_s=30, rest_s=60)
        readings = pulled(puller, 30)
        assert mean(readings[27 * 80 :]) < 0.9 * mean(readings[2 * 80 : 5 * 80])
        tired = puller.tired
        pulled(puller, 60)
        assert puller.tired < 0.5 * tired

    def test_the_same_seed_pulls_the_same_however_time_is_cut(self):
        one, other = Puller(4), Puller(4)
        pulled(one, 4)
        for _ in range(400):
            other.step(10_000)
        assert one.grams == other.grams > 0


class TestStanding:
    @staticmethod
    def stood(seed):
        stander, points = Stander(seed), []
        for at in range(40 * 40):
            stander.step(25_000)
            if at >= 5 * 40:
                points.append((stander.right_m * 1000, stander.forward_m * 1000))
        return stander, points

    @pytest.mark.parametrize("seed", range(4))
    def test_sways_as_far_and_as_fast_as_quiet_people_do(self, seed):
        stander, points = self.stood(seed)
        smooth = [(mean(p[0] for p in points[i : i + 4]), mean(p[1] for p in points[i : i + 4])) for i in range(len(points) - 4)]
        speed = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(smooth)) / (len(smooth) / 40)
        assert 6 < speed < 30
        assert 1 < pstdev(p[0] for p in points) < pstdev(p[1] for p in points) < 8
        assert stander.grams == pytest.approx(stander.mass_g, rel=0.002)

    def test_steps_on_and_off_without_an_edge(self):
        stander, masses = Stander(5, wait_s=1, stay_s=3, away_s=2), []
        for _ in range(6 * 40):
            stander.step(25_000)
            masses.append(stander.grams)
        assert masses[30] == 0 == masses[-20]
        assert max(abs(b - a) for a, b in pairwise(masses)) < 0.15 * stander.mass_g


class TestWorking:
    def test_energy_goes_in_and_speed_comes_out(self):
        worker = Worker(1, watts=110, cadence=24, drive=0.4, drag=2.8)
        for _ in range(int(WORK_S) * 100):
            worker.step(10_000)
        assert worker.joules / WORK_S == pytest.approx(worker._watts, rel=0.03)
        assert 2.8 * (worker.metres / WORK_S) ** 3 == pytest.approx(worker._watts, rel=0.15)
        assert worker.turns == pytest.approx(WORK_S * worker.mean_cadence / 60, abs=2)
        assert worker.kcal * JOULE_A_KCAL * 0.23 == pytest.approx(worker.joules)

    def test_rests_and_the_heart_follows_late(self):
        worker = Worker(2, watts=110, cadence=24, drive=0.4, drag=2.8)
        worker.step(int(WORK_S * 1e6))
        beating, fast = worker.heart, worker.speed
        worker.step(20_000_000)
        assert worker.cadence == 0
        assert worker.speed < fast / 2
        assert 68 < worker.heart < beating
