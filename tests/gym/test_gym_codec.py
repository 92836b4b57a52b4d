"""The simulated gym's wire: golden lines, there and back, and everything that is not a message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from halfkilo.gym.bounds import LONGEST_LINE
from halfkilo.gym.devices.simulated import codec
from halfkilo.gym.driver import Garbled

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
seqs = st.integers(1, 2**53 - 1)
loads = st.integers(0, 100_000)
leases = st.integers(1, 250)
words = st.text(max_size=60).filter(lambda text: "\x00" not in text and text.isprintable())
measured = st.integers(-1_000_000, 1_000_000)
counts = st.integers(0, 2**53 - 1)
_WIDE = codec.CableNow(-1_000_000, -1_000_000, -1_000_000, 100_000, 2**53 - 1)
cables = st.builds(codec.CableNow, measured, measured, measured, loads, counts)
commands = st.one_of(
    st.builds(codec.Hello, seqs), st.builds(codec.Arm, seqs, leases), st.builds(codec.Hold, seqs, loads, loads, leases),
    st.builds(codec.Release, seqs), st.builds(codec.SelfTest, seqs),
)
reports = st.one_of(
    st.builds(codec.Answered, seqs, st.booleans(), words),
    st.builds(codec.Telemetry, counts, words, words, st.booleans(), st.integers(0, 250), cables, cables),
)


@pytest.mark.parametrize("vector", VECTORS["lines"], ids=lambda vector: vector["name"])
def test_golden_lines_are_read_and_written_exactly(vector):
    line = vector["line"].encode()
    decode = codec.decode_command if vector["to"] == "machine" else codec.decode_report
    message = decode(line)
    assert type(message).__name__ == vector["kind"]
    assert codec.encode(message) == line + b"\n"


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["name"])
def test_lines_that_are_not_messages_are_refused(vector):
    line = vector["line"].encode("latin-1")
    assert isinstance(codec.decode_command(line), Garbled)
    assert vector["says"] in codec.decode_command(line).problem


@given(commands)
def test_commands_survive_the_wire(command):
    assert codec.decode_command(codec.encode(command)) == command


@given(reports)
@example(codec.Telemetry(0, "\U0001d400" * 60, "\U0001d400" * 60, True, 250, _WIDE, _WIDE))
def test_reports_survive_the_wire(report):
    assert codec.decode_report(codec.encode(report)) == report


@pytest.mark.hazard("H33")
@given(commands, st.data())
@settings(max_examples=300)
def test_a_damaged_command_never_asks_for_more(command, data):
    """One byte changed, cut or doubled: refused, or a message whose every field is still in its bounds."""
    line = bytearray(codec.encode(command).rstrip(b"\n"))
    at = data.draw(st.integers(0, len(line) - 1))
    line[at:at + 1] = data.draw(st.binary(max_size=2))
    read = codec.decode_command(bytes(line))
    if isinstance(read, codec.Hold):
        assert 0 <= read.left <= 100_000 and 0 <= read.right <= 100_000 and 1 <= read.lease_ms <= 250
    else:
        assert isinstance(read, Garbled | codec.Hello | codec.Arm | codec.Release | codec.SelfTest)


@given(st.lists(commands, max_size=8), st.data())
def test_lines_are_cut_wherever_the_stream_breaks(messages, data):
    stream = b"".join(codec.encode(message) for message in messages)
    lines, found = codec.Lines(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += lines.feed(stream[:size])
        stream = stream[size:]
    assert [codec.decode_command(line) for line in found] == messages


@pytest.mark.hazard("H33")
def test_an_endless_line_does_not_fill_the_memory():
    lines = codec.Lines()
    found = [line for _ in range(50) for line in lines.feed(b"x" * 1000)]
    assert found and all(isinstance(codec.decode_command(line), Garbled) for line in found)
    assert len(lines._rest) <= LONGEST_LINE
