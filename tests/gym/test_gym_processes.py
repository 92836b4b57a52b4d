"""Real processes, really killed: the load reaches zero on the machine's own clock, and nothing comes back by itself."""

from __future__ import annotations

import json
import os
import signal
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest

from halfkilo.gym.bench import quantile, time_stops
from halfkilo.gym.bounds import LEASE_MS, PRESENCE_MS, RELEASE_MS, RENEW_MS
from halfkilo.gym.client import SiteLink
from halfkilo.gym.errors import NotReady
from halfkilo.gym.launch import start_machine
from halfkilo.gym.ticket import Role, sign
from halfkilo.units import Side
from tests.gym.stage import Stage

pytestmark = pytest.mark.xdist_group("gym processes")  # on one worker, since one stage serves them all
PERIOD_MS = 1
GRAMS = 3_000


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    """The stage that stands now, if one does: starting one takes longer than most of what is played on it."""
    standing = []
    yield standing
    for stage in standing:
        stage.close()


@pytest.fixture
def stage(stages, tmp_path_factory):
    """Everything running and at rest: the stage of the test before if it was left so, else a new one."""
    if stages and not stages[0].cleared():
        stages.pop().close()
    if not stages:
        stages.append(Stage(tmp_path_factory.mktemp("stage")))
    return stages[0]


@pytest.fixture
def loaded(stage):
    screen = stage.screen()
    screen.load(GRAMS)
    return screen


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_without_its_supervisor_the_machine_lets_go_and_the_next_one_only_releases(stage, loaded, how):
    os.kill(stage.supervisor.process.pid, how)
    seen = stage.until_zero()
    assert seen["zero_at"] - seen["renewed_at"] <= LEASE_MS + RELEASE_MS + PERIOD_MS
    stage.supervisor.kill()
    stage.restart_supervisor()
    screen = stage.screen()
    hazard = screen.phase("hazard")["hazard"]
    assert hazard["cause"] == "restarted_under_load" and hazard["left"] == GRAMS
    screen.say("arm")
    screen.say("hold", left=500, right=500)
    screen.until(lambda one: len([m for m in one.heard if m["is"] == "refused"]) == 2, "refused twice")
    assert {one["reason"] for one in screen.heard if one["is"] == "refused"} == {"hazard"}
    assert stage.order(do="look")["held"] == [0, 0]
    stage.order(do="rest")
    screen.wait(1.2)
    screen.cleared()
    screen.phase("validated")


@pytest.mark.hazard("H07")
def test_a_supervisor_that_is_told_to_leave_lets_go_first_and_leaves_no_hazard(stage, loaded):
    stage.supervisor.stop()
    assert stage.supervisor.process.returncode == 0, "it left by itself and wasn't killed"
    assert stage.order(do="look")["held"] == [0, 0]
    stage.restart_supervisor()
    assert stage.screen().phase("validated")["hazard"] is None


def test_the_bench_measures_stops(stage):
    stops = time_stops(stage.url, 50)
    print(f"stop p50 {quantile(stops, 0.5):.2f} ms, p99 {quantile(stops, 0.99):.2f} ms")
    assert len(stops) == 50 and quantile(stops, 0.5) <= quantile(stops, 0.99)


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H48")
@pytest.mark.parametrize("how", ["closed", "hidden"])
def test_without_its_screen_the_load_goes(stage, loaded, how):
    before = stage.order(do="look")["ms"]
    if how == "closed":
        loaded.close()
    seen = stage.until_zero()
    assert seen["zero_at"] - before <= PRESENCE_MS + RENEW_MS + LEASE_MS + RELEASE_MS + PERIOD_MS
    assert seen["why"] == "asked"


@pytest.mark.hazard("H01")
def test_without_the_site_the_load_goes_and_the_supervisor_goes_on(stage, loaded):
    stage.site.kill()
    stage.until_zero()
    assert loaded.phase("released")["site"] is False
    assert stage.supervisor.process.poll() is None
    loaded.say("arm")
    assert loaded.answer("refused")["reason"] == "no_site"


@pytest.mark.hazard("H08")
def test_a_machine_that_slept_for_a_moment_lets_go_and_its_clock_lost_nothing(stage, loaded):
    """A clock that lost some would make every reading look late, and a machine that is well be taken for silent."""
    before = stage.order(do="look")["ms"]
    os.kill(stage.machine.process.pid, signal.SIGSTOP)
    time.sleep(0.7)
    os.kill(stage.machine.process.pid, signal.SIGCONT)
    after = stage.order(do="look")
    assert after["ms"] - before >= 700
    assert stage.until_zero()["held"] == [0, 0]


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H07")
def test_a_machine_that_dies_is_a_hazard_on_disk_and_on_screen(stage, loaded):
    stage.machine.kill()
    assert loaded.phase("hazard")["hazard"]["cause"] == "link_lost_under_load"
    kept = json.loads((stage.folder / "state" / "hazards.json").read_text())
    assert kept["units"]["simulated"]["hazard"]["cause"] == "link_lost_under_load"
    loaded.say("stop")
    assert loaded.answer("stopping")["units"][0] == {"unit": "simulated", "outcome": "unknown", "believed": GRAMS}
    stage.restart_machine()
    loaded.until(lambda one: one.now["known"], "heard again")
    assert loaded.now["phase"] == "hazard"
    loaded.say("clear_hazard")
    loaded.phase("validated")
    got = []
    link = SiteLink(stage.url, stage.key, got.extend)
    link.fetch()
    assert [one.kind for one in got][-3:] == ["hazard_raised", "set_counted", "hazard_cleared"]
    assert link.fetch() == 0


@pytest.mark.hazard("H02")
@pytest.mark.hazard("H06")
def test_anybody_may_stop_and_nobody_else_may_load(stage, loaded):
    other = stage.screen(person="mallory")
    other.until(lambda one: one.heard, "welcome")
    assert other.heard[0]["writer"] is False
    other.say("hold", left=500, right=500)
    assert other.answer("refused")["reason"] == "not_the_writer"
    with urlopen(Request(stage.url + "/stop", method="POST"), timeout=5) as answer:
        assert json.load(answer)["units"] == [{"unit": "simulated", "outcome": "released", "believed": 0}]
    assert stage.order(do="look")["held"] == [0, 0]


@pytest.mark.hazard("H45")
def test_letting_go_of_the_handles_reaches_the_screen(stage, loaded):
    stage.order(do="let_go")
    now = loaded.phase("released")
    assert now["why"] in {"let_go", "at_rest"} and now["hazard"] is None


@pytest.mark.hazard("H31")
def test_forged_old_heavy_and_foreign_asks_are_refused(stage):
    now = time.time_ns() // 1_000_000
    other_key = sign(b"x" * 32, "asha", "s1", Role.TRAIN, "row", Side.BOTH, 20_000, now + 60_000)
    old = sign(stage.key, "asha", "s1", Role.TRAIN, "row", Side.BOTH, 20_000, now - 1)
    for ticket, reason in ((other_key, "ticket_forged"), (old, "ticket_expired"), ("nonsense", "ticket_forged")):
        assert stage.screen(ticket=ticket).answer("refused")["reason"] == reason
    assert stage.screen(origin="http://evil.example").answer("refused")["reason"] == "wrong_origin"
    screen = stage.screen(most=4_000)
    screen.load(2_000)
    screen.say("hold", left=4_500, right=0)
    assert screen.answer("refused")["reason"] == "above_ticket"
    with pytest.raises(HTTPError, match="401"):
        urlopen(stage.url + "/outbox?after=0", timeout=5)


def test_both_processes_stay_small(stage, loaded):
    sizes = {name: psutil.Process(running.process.pid).memory_info().rss / 1e6
             for name, running in (("machine", stage.machine), ("supervisor", stage.supervisor))}
    print(sizes)
    assert sizes["machine"] < 30 and sizes["supervisor"] < 40


def test_speed_is_for_tests_only(monkeypatch):
    monkeypatch.delenv("HALFKILO_TEST", raising=False)
    with pytest.raises(NotReady):
        start_machine(speed=5.0)


def test_two_supervisors_do_not_share_a_folder(stage):
    with pytest.raises(NotReady):
        stage._supervise()
