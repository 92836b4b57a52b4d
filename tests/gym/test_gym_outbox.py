"""The outbox: nothing acknowledged is lost, nothing fetched twice is two things, a torn line was never there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.supervisor import outbox as outbox_module
from halfkilo.gym.supervisor.outbox import Kind, Outbox, uuid7


def filled(path, count=3):
    box = Outbox(path / "outbox.jsonl")
    for n in range(count):
        box.add(Kind.SET_COUNTED, n, "asha", "s1", {"reps_left": n})
    return box


@pytest.mark.hazard("H07")
def test_a_new_process_finds_the_same_entries(tmp_path):
    before = filled(tmp_path).after(0)
    assert Outbox(tmp_path / "outbox.jsonl").after(0) == before
    assert [item.n for item in before] == [1, 2, 3]


@pytest.mark.hazard("H07")
@given(st.integers(0, 400))
@settings(max_examples=40)
def test_a_crash_while_writing_drops_only_the_torn_line(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("box")
    filled(folder)
    path = folder / "outbox.jsonl"
    data = path.read_bytes()
    path.write_bytes(data[: max(0, len(data) - cut)])
    whole = path.read_bytes().count(b"\n")
    box = Outbox(path)
    assert [item.n for item in box.after(0)] == list(range(1, whole + 1))
    box.add(Kind.SET_COUNTED, 9, "asha", "s1", {})
    assert [item.n for item in Outbox(path).after(0)] == list(range(1, whole + 2))


def test_what_the_site_took_is_remembered_and_numbers_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(outbox_module, "KEEP_MOST", 2)
    box = filled(tmp_path, 5)
    box.take(3)
    box.take(99)
    again = Outbox(tmp_path / "outbox.jsonl")
    assert again.taken == 5 and again.last == 5
    assert again.add(Kind.HAZARD_CLEARED, 0, "", "", {}).n == 6
    assert [item.n for item in again.after(5)] == [6]


def test_ids_are_version_7_and_never_the_same():
    ids = {uuid7() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(one) == 36 and one[14] == "7" and one[19] in "89ab" for one in ids)
