"""`halfkilo gym conformance`: results, exit codes, and no load without a person's typed yes."""

from __future__ import annotations

import dataclasses
import json

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.commands import gym_conformance
from halfkilo.gym.devices.simulated.machine import Gym
from tests.gym.devices.test_link_conformance import NoLease, Room, TakesOldNumbers

COMMAND = ["gym", "conformance", "127.0.0.1:1"]


def asked(monkeypatch, room, *words, real=False, typed=""):
    """Run the command against a machine in the same room, which may claim to be no simulation."""
    monkeypatch.setattr(gym_conformance, "SocketReach", lambda address: room)
    if real:
        who = gym_conformance.who
        monkeypatch.setattr(gym_conformance, "who", lambda reach: dataclasses.replace(who(reach), simulated=False))
    return CliRunner().invoke(app, [*COMMAND, *words], input=typed)


def results(done):
    return {one["name"]: one["outcome"] for one in json.loads(done.stdout[done.stdout.index("{"):])["results"]}


def test_a_sound_machine_ends_with_nothing_missed(monkeypatch):
    done = asked(monkeypatch, Room(Gym(person=True)), "--only", "old_number", "--json")
    assert done.exit_code == 0 and results(done) == {"identity": "met", "old_number": "met"}


def test_a_broken_machine_is_shown_and_ends_with_one(monkeypatch):
    room = Room(Gym(person=True, firmware=TakesOldNumbers()))
    done = asked(monkeypatch, room, "--only", "old_number")
    assert done.exit_code == gym_conformance.MISSED and "missed" in done.stdout and "old_sequence" in done.stdout


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(("real", "words", "typed", "loads"), [
    (False, [], "", False), (False, ["--load"], "", True), (True, ["--load"], "", False), (True, ["--load"], "y\n", False),
    (True, ["--load"], "yes\n", True), (True, [], "yes\n", False),
])
def test_nothing_is_loaded_without_the_word_and_a_persons_yes(monkeypatch, real, words, typed, loads):
    room = Room(Gym(person=True, firmware=NoLease()))
    done = asked(monkeypatch, room, "--only", "lease_ends", "--json", *words, real=real, typed=typed)
    assert (room.gym.firmware.renewed_at > 0) is loads
    assert results(done)["lease_ends"] == ("missed" if loads else "not_run")
    assert done.exit_code == (gym_conformance.MISSED if loads else 0)


def test_what_could_pull_too_hard_is_never_asked_of_a_real_machine(monkeypatch):
    room = Room(Gym(person=True))
    done = asked(monkeypatch, room, "--only", "above_most", "--load", "--json", real=True, typed="yes\n")
    assert results(done)["above_most"] == "not_run"


def test_nobody_there_is_told():
    done = CliRunner().invoke(app, COMMAND)
    assert done.exit_code == gym_conformance.UNREACHED and "no machine on the link" in done.output


def test_an_unknown_requirement_is_told():
    assert "there is no requirement" in CliRunner().invoke(app, [*COMMAND, "--only", "heavier"], env={"COLUMNS": "300"}).output
