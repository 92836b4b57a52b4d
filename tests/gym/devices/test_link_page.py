"""docs/link.md: every example is a message, and every kind, state, reason, check and requirement is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from halfkilo.gym import bounds
from halfkilo.gym.devices.link import codec
from halfkilo.gym.devices.link.codec import Unread, Why
from halfkilo.gym.devices.link.conformance.requirement import REQUIREMENTS
from halfkilo.gym.devices.link.conformance.run import run
from halfkilo.gym.devices.link.desk import HELLO_MS, WRITER_SILENT_MS
from halfkilo.gym.devices.simulated.watch import FAULTS

PAGE = (Path(__file__).parents[3] / "docs" / "link.md").read_text("utf-8")
EXAMPLES = [line for block in re.findall(r"```json\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
NAMED = set(re.findall(r"`([a-z_]+)`", PAGE))


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_read_and_written_exactly(line):
    kind = json.loads(line)["is"]
    message = codec.decode_command(line) if kind in codec.COMMANDS else codec.decode_report(line)
    assert not isinstance(message, Unread), message
    assert codec.encode(message) == line


def test_every_kind_of_message_has_an_example():
    assert {json.loads(line)["is"] for line in EXAMPLES} == set(codec.COMMANDS) | set(codec.REPORTS)


WORDS = [codec.COMMANDS, codec.REPORTS, codec.Refusal, codec.Why, codec.Check]


@pytest.mark.parametrize("words", WORDS, ids=["commands", "reports", "refusals", "reasons", "checks"])
def test_every_word_of_the_wire_is_explained(words):
    assert {str(word) for word in words if str(word)} <= NAMED


def test_every_state_is_in_the_chart():
    chart = PAGE.split("```mermaid")[1].split("```")[0]
    assert all(re.search(rf"\b{state}\b", chart) for state in codec.State)


def test_every_requirement_is_listed_as_it_is_and_in_order():
    assert callable(run)
    rows = [f"| `{one.name}` | {one.must} | {'yes' if one.loads else ''} |" for one in REQUIREMENTS.values()]
    assert "\n".join(rows) in PAGE


def test_the_figures_are_those_of_the_machine():
    assert (codec.LONGEST_LEASE_MS, bounds.RELEASE_MS, bounds.RENEW_MS, bounds.ARMED_MS, bounds.REST_MS) == (250, 100, 100, 15_000, 300)
    assert (HELLO_MS, WRITER_SILENT_MS, bounds.STALL_MS) == (5_000, 5_000, 200)
    assert (bounds.LET_GO_MM_S, bounds.BEYOND_MM, bounds.SWEEP_MM) == (1_600, 100, 150)
    assert (codec.LONGEST_TO_MACHINE, codec.LONGEST_TO_HOST, bounds.RAMP_UP, bounds.FLAT_MS) == (1_024, 16_384, 5_000, 1_000)
    faults = PAGE.split("and the faults")[1].split("or `other`")[0]
    assert {Why(word) for word in re.findall(r"`([a-z_]+)`", faults)} == FAULTS
