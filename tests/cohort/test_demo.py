"""The demo person: ten weeks that the engine itself made, the same each time, believable, and quick to make."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from halfkilo.cohort.demo import demo_journal, main
from halfkilo.cohort.live import live
from halfkilo.cohort.story import Story
from halfkilo.dose import Status, today
from halfkilo.journal.entry import parse
from halfkilo.journal.fold import check, fold
from halfkilo.people import VirtualPerson, draw
from halfkilo.units import Region

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def entries():
    return demo_journal(DAY)


def test_it_is_the_same_life_every_time(entries):
    assert [entry.line for entry in demo_journal(DAY)] == [entry.line for entry in entries]
    shifted = demo_journal(DAY + timedelta(days=3))
    assert [entry.kind for entry in shifted] == [entry.kind for entry in entries]
    assert {entry.id for entry in shifted}.isdisjoint({entry.id for entry in entries})


def test_every_entry_could_have_been_written_by_the_site(entries):
    for entry in entries:
        check(entry)
        assert parse(entry.line) == entry
    assert len({entry.id for entry in entries}) == len(entries)
    assert [entry.order for entry in entries] == sorted(entry.order for entry in entries)
    assert all(entry.author == ("site" if entry.kind == "proposed" else "person") for entry in entries)


def test_it_ends_yesterday_and_today_is_a_training_day(entries):
    assert entries[0].at[:10] == (DAY - timedelta(days=70)).isoformat()
    assert entries[-1].at[:10] == (DAY - timedelta(days=1)).isoformat()
    session = today(fold(entries), DAY)

    assert session.status is Status.READY and session.exercises >= 4 and not session.locked


def test_it_is_believable(entries):
    kinds = [entry.kind for entry in entries]
    sessions = [entry.body for entry in entries if entry.kind == "session_opened"]
    pains = [entry.body["pain"]["low_back"] for entry in entries if entry.kind == "morning"]

    assert 24 <= len(sessions) <= 30 and 60 <= len(pains) <= 70
    assert kinds.count("flare_opened") == 1 and 1 <= sum(one.get("mode") == "rescue" for one in sessions) <= 6
    assert sum(one.get("away") == "travel" for one in sessions) >= 1
    assert len(set(pains)) >= 4 and max(pains) <= 8
    assert 0.2 <= sum(pains[:14]) / 14 - sum(pains[-14:]) / 14 <= 2.0, "better, and no miracle"


def test_loads_rise_slowly_and_only_by_a_yes(entries):
    rows = [entry.body for entry in entries if entry.kind == "set_done" and not entry.body.get("finder")]
    row = [one["grams"] for one in rows if one["exercise"] == "seated_row" and one["tool"] == "cable"]
    answers = [entry.body["answer"] for entry in entries if entry.kind == "answered" and entry.body["question"] == "offer"]

    assert len(row) >= 8 and max(row) <= 1.3 * row[0]
    assert answers.count("accept") >= 8


def test_the_command_writes_lines(tmp_path, capsys):
    out = tmp_path / "asha.jsonl"
    main(["--out", str(out), "--today", DAY.isoformat()])
    lines = out.read_text(encoding="utf-8").splitlines()

    assert json.loads(lines[0])["kind"] == "screened" and "seated_row" in capsys.readouterr().out


@pytest.mark.parametrize("programme", ["knee", "neck_shoulder", "widespread"])
def test_others_can_live_with_the_engine_too(programme):
    region = {"knee": Region.KNEE_LEFT, "neck_shoulder": Region.NECK, "widespread": Region.WIDESPREAD}[programme]
    person = VirtualPerson(draw(21, (region,)), 21)
    entries = live(person, programme, 28, date(2026, 1, 5), Story(name=programme, weekdays=(), tells_flares=False))

    assert any(entry.kind == "morning" for entry in entries)
    assert fold(entries)["regions"][region.value]["tracked"]
