"""The visit report, the calendar's address and the programme's figures on the site: one's own, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.exchange.calendar import Feed, Plan, feed
from halfkilo.insight import release, rows
from halfkilo.insight.evaluation import SMALL, evaluate
from halfkilo.journal.kinds import adverse_event, morning, note, plan_chosen, session_opened
from halfkilo.units import Region
from halfkilo.web import access, erasure, notes, programme, service
from halfkilo.web.pages.visit import feed as pages
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.life import STORE, begin, entry, months, someone


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own; the database is not rewritten inside the test's transaction."""
    settings.DATA = tmp_path
    monkeypatch.setattr(erasure, "scrub", lambda: None)


QUESTION = "May I lift my grandson again?"
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_question_stands_on_the_report_and_is_kept_once(cast: Cast) -> None:
    asha = signed_in(cast.asha)
    before = STORE.seq(cast.asha.pk)
    for _ in range(2):
        assert asha.post("/visit/", {"question": f"  {QUESTION}\n"}).status_code == 302
    assert STORE.seq(cast.asha.pk) == before + 1 and notes.newest(cast.asha, "visit_question") == QUESTION
    page = asha.get("/visit/?weeks=6&language=de&named=yes").content.decode()
    assert QUESTION in page and "weeks=6&amp;language=de&amp;named=yes" in page
    assert asha.post("/visit/", {"question": "x" * 301}).status_code == 422 and STORE.seq(cast.asha.pk) == before + 1


def test_the_file_and_its_picture_are_what_was_asked_for(cast: Cast) -> None:
    STORE.append(cast.asha.pk, months(20, {"seated_row": 8000}))
    asha = signed_in(cast.asha)
    answer = asha.get("/visit/report.pdf?weeks=6&language=hi")
    assert answer.content.startswith(b"%PDF") and b"/Lang(hi)" in answer.content
    assert answer.headers["Content-Type"] == "application/pdf" and "asha" not in answer.headers["Content-Disposition"].lower()
    assert asha.get("/visit/first-page.png?weeks=6").content.startswith(b"\x89PNG")
    assert asha.get("/visit/report.pdf?weeks=7&language=xx").status_code == 200, "what is not offered is as usual"


@pytest.mark.hazard("H34")
def test_a_clinician_with_a_grant_reads_it_and_asks_nothing_and_strangers_find_nothing(cast: Cast) -> None:
    signed_in(cast.asha).post("/visit/", {"question": QUESTION})
    whose, before = f"?person={cast.asha.pk}", STORE.seq(cast.asha.pk)
    rao = signed_in(cast.rao)
    page = rao.get(f"/visit/{whose}").content.decode()
    assert QUESTION in page and "<textarea" not in page and f"person={cast.asha.pk}" in page
    assert rao.get(f"/visit/report.pdf{whose}").content.startswith(b"%PDF")
    assert rao.post(f"/visit/{whose}", {"question": "mine"}).status_code == 404
    assert f'href="/visit/{whose}"' in rao.get(f"/clinic/{cast.asha.pk}/").content.decode()
    access.share(cast.asha, cast.rao, "clinician", ",".join(access.PARTS))
    assert rao.get(f"/visit/report.pdf{whose}").status_code == 200
    access.share(cast.asha, cast.rao, "clinician", "training,pain")
    assert rao.get(f"/visit/report.pdf{whose}").status_code == 404, "a part is not enough for all of it"
    before = STORE.seq(cast.asha.pk)
    access.unshare(cast.asha, cast.rao)
    for client in (rao, signed_in(cast.mallory)):
        for place in ("", "report.pdf", "first-page.png"):
            assert client.get(f"/visit/{place}{whose}").status_code == 404
    assert STORE.seq(cast.asha.pk) == before + 1, "only the end of sharing was written"


# --- the calendar's address -----------------------------------------------------------------------------------------------


def made_address(client: Client, start: str = "18:30") -> str:
    page = client.post("/calendar/", {"start": start}).content.decode()
    found = re.search(r">http://testserver(/calendar/[^<]+\.ics)<", page)
    assert found, page
    return found[1]


def read(data: bytes) -> list[dict[str, str]]:
    """Events as a strict reader has them: lines end in CRLF, fold at 75 octets, every block closes, every property stands once."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    open_blocks: list[str] = []
    events: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon and re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z-]+)?", name), line
        if name == "BEGIN":
            open_blocks.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_blocks.pop() == value
        elif open_blocks == ["VCALENDAR", "VEVENT"]:
            assert name not in events[-1], line
            events[-1][name] = value
    assert open_blocks == [] and text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert all({"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS"} <= one.keys() for one in events)
    assert len({one["UID"] for one in events}) == len(events)
    return events


def moment(event: dict[str, str], name: str = "DTSTART") -> datetime:
    return datetime.strptime(event[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@pytest.mark.hazard("H34")
def test_the_address_is_shown_once_works_without_signing_in_and_ends_at_once(cast: Cast) -> None:
    asha, anybody = signed_in(cast.asha), Client()
    first = made_address(asha)
    assert first not in asha.get("/calendar/").content.decode() and first.split("/")[-1][:-4] not in str(erasure.folder(cast.asha.pk))
    kept = (erasure.folder(cast.asha.pk) / "calendar.json").read_text()
    assert first.split("/")[-1].removesuffix(".ics") not in kept
    answer = anybody.get(first)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar") and len(read(answer.content)) > 30
    second = made_address(asha)
    assert anybody.get(first).status_code == 404 and anybody.get(second).status_code == 200
    asha.post("/calendar/", {"end": "yes"})
    gone = anybody.get(second)
    nobody = anybody.get("/calendar/00000000-0000-4000-8000-000000000000/guess.ics")
    assert gone.status_code == nobody.status_code == 404 and gone.content == nobody.content


@pytest.mark.hazard("H34")
def test_nothing_of_health_stands_in_the_feed_and_another_persons_key_opens_nothing(cast: Cast) -> None:
    mine, bens = made_address(signed_in(cast.asha)), made_address(signed_in(cast.ben))
    events = read(Client().get(mine).content)
    assert {one["SUMMARY"] for one in events} == {"halfkilo session"}
    assert not any({"DESCRIPTION", "LOCATION"} & one.keys() for one in events)
    mixed = "/".join([*mine.split("/")[:3], bens.split("/")[3]])
    assert Client().get(mixed).status_code == 404
    erasure.erase(cast.asha)
    assert Client().get(mine).status_code == 404 and Client().get(bens).status_code == 200


def test_guessing_is_slowed_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "READ_FROM", replace(pages.READ_FROM, most=20))
    address, client = made_address(signed_in(cast.asha)), Client(REMOTE_ADDR="10.1.1.1")
    codes = [client.get(f"/calendar/{cast.asha.pk}/guess{number}.ics").status_code for number in range(21)]
    assert codes == [404] * 20 + [429] and client.get(address).status_code == 429
    assert Client(REMOTE_ADDR="10.1.1.2").get(address).status_code == 200


def test_a_time_that_is_none_makes_no_address(cast: Cast, db: None) -> None:
    assert signed_in(cast.asha).post("/calendar/", {"start": "25:00"}).status_code == 422
    assert not (erasure.folder(cast.asha.pk) / "calendar.json").exists()
    assert signed_in(someone("Nora")).post("/calendar/", {"start": "18:00"}).status_code == 302


def test_a_changed_plan_cancels_days_under_their_old_names(cast: Cast) -> None:
    address = made_address(signed_in(cast.asha))
    before = {one["UID"]: one for one in read(Client().get(address).content)}
    service.write(cast.asha, "plan_chosen", plan_chosen.Body("low_back", 2, 30, (1, 3)))
    after = {one["UID"]: one for one in read(Client().get(address).content)}
    cancelled = {uid for uid, one in after.items() if one["STATUS"] == "CANCELLED"}
    assert cancelled and cancelled <= before.keys() <= after.keys()
    assert all(int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"]) for uid in cancelled)
    assert {moment(one).weekday() for one in after.values() if one["STATUS"] == "CONFIRMED" and one["SEQUENCE"] == "1"} == {1, 3}
    assert all(moment(after[uid]).weekday() in (0, 2, 4) for uid in cancelled)


@pytest.mark.hazard("H25")
def test_half_past_six_stays_half_past_six_when_clocks_change() -> None:
    plan = Plan(date(2026, 10, 1), tuple(range(7)), 20, datetime(2026, 10, 1, tzinfo=UTC))
    for first in (date(2026, 10, 22), date(2027, 3, 25)):
        events = read(feed(Feed("asha", (plan,), time(18, 30), first, first + timedelta(days=6), BERLIN), "halfkilo session"))
        local = [moment(one).astimezone(BERLIN) for one in events]
        assert [f"{at:%H:%M}" for at in local] == ["18:30"] * 7 and len({at.utcoffset() for at in local}) == 2
        assert all(moment(one, "DTEND") - moment(one) == timedelta(minutes=20) for one in events)


ZONES = ("Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia", "UTC")


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_every_training_day_is_one_event_of_its_own_day(hour: int, minute: int, zone: str, first: date) -> None:
    plan = Plan(date(2025, 1, 1), (0, 3, 6), 30, datetime(2025, 1, 1, tzinfo=UTC))
    asked = Feed("asha", (plan,), time(hour, minute), first, first + timedelta(days=27), ZoneInfo(zone))
    events = read(feed(asked, "halfkilo session"))
    assert len(events) == 12 and feed(asked, "halfkilo session") == feed(asked, "halfkilo session")
    assert all(moment(one).astimezone(ZoneInfo(zone)).weekday() in (0, 3, 6) for one in events)


# --- the programme in figures ---------------------------------------------------------------------------------------------


def members(count: int, before: str = "person") -> list:
    people = [someone(f"{before}{number}") for number in range(count)]
    for person in people:
        begin(person, "low_back")
        STORE.append(person.pk, [entry("note", note.Body("evaluation", "yes")), entry("session_opened", session_opened.Body("s", day()))])
    return people


def day() -> date:
    return datetime.now(UTC).date()


@pytest.mark.hazard("H34")
def test_only_who_runs_the_site_sees_the_figures_and_only_of_who_agreed(db: None) -> None:
    people = members(6)
    assert people[0].account.is_staff and not people[1].account.is_staff
    page = signed_in(people[0]).get("/evaluation/").content.decode()
    assert "6 people are counted" in page and all(one.name not in page for one in people[1:])
    assert signed_in(people[1]).get("/evaluation/").status_code == 404
    assert Client().get("/evaluation/").status_code == 302


def test_counting_in_is_asked_and_taken_back(db: None) -> None:
    nora = someone("Nora")
    client = signed_in(nora)
    assert "You are not counted" in client.get("/evaluation/mine/").content.decode() and list(programme.agreed()) == []
    client.post("/evaluation/mine/", {"evaluation": "yes"})
    assert list(programme.agreed()) == [nora] and "You are counted" in client.get("/evaluation/mine/").content.decode()
    before = STORE.seq(nora.pk)
    client.post("/evaluation/mine/", {"evaluation": "yes", "stopping_reason": "nonsense"})
    assert STORE.seq(nora.pk) == before
    client.post("/evaluation/mine/", {"stopping_reason": "time"})
    assert programme.row_of(nora).left == "time"
    client.post("/evaluation/mine/", {"evaluation": "no"})
    assert list(programme.agreed()) == []


@pytest.mark.hazard("H34")
def test_two_tables_never_differ_by_one_person(db: None, tmp_path: Path) -> None:
    people, today = members(6), day()
    first = programme.table(today)
    assert first.figures.people == 6
    more = members(1, "more")
    STORE.append(more[0].pk, [entry("adverse_event", adverse_event.Body(today, adverse_event.Severity.HOSPITAL, "fell"))])
    assert programme.table(today + timedelta(days=1)) == first, "a table stands for four weeks"
    later = programme.table(today + timedelta(days=30))
    assert later.made == today + timedelta(days=30) and later.figures.people == 6, "one newcomer waits"
    erasure.erase(people[2])
    assert programme.table(today + timedelta(days=60)) == later, "one who has gone can't be told from the difference"
    members(4, "even_more")
    last = programme.table(today + timedelta(days=61))
    assert last.figures.people == 10 and last.made == today + timedelta(days=61)
    kept = (tmp_path / "evaluation.json").read_text()
    assert str(people[2].pk) not in kept and str(more[0].pk) not in kept


@given(st.lists(st.tuples(st.sampled_from("+-"), st.integers(0, 30)), max_size=60))
def test_whoever_comes_and_goes_tables_are_of_the_same_or_of_five_others(moves: list[tuple[str, int]]) -> None:
    agreed: set[str] = set(map(str, range(6)))
    shown: list[frozenset[str]] = []
    for what, who in moves:
        agreed = agreed | {str(who)} if what == "+" else agreed - {str(who)}
        chosen = release.renewed(frozenset(agreed), shown)
        if chosen is not None:
            assert chosen <= agreed and len(chosen) >= SMALL
            assert all(len(chosen ^ held) == 0 or len(chosen ^ held) >= SMALL for held in shown)
            shown.append(chosen)


def test_a_row_is_read_from_the_record_as_corrected() -> None:
    from halfkilo.insight.record import Line

    told = [Line("session_opened", "2026-01-05", {"on": "2026-01-05", "session": "a"}),
            Line("session_opened", "2026-01-07", {"on": "2026-01-07", "session": "b"}),
            *(Line("morning", on, {"on": on, "pain": {"low_back": 2, "neck": 9}}) for on in (f"2026-01-{at:02d}" for at in range(5, 19))),
            Line("morning", "2026-01-20", {"on": "2026-01-20", "pain": {"low_back": 1}}),
            Line("measured", "2026-01-06", {"on": "2026-01-06", "measure": "psfs", "values": {"stairs": 4, "garden": 6}}),
            Line("adverse_event", "2026-01-08", {"on": "2026-01-08", "severity": "none"}),
            Line("adverse_event", "2026-01-15", {"on": "2026-01-15", "severity": "clinician"})]
    found = rows.row(told, date(2026, 1, 1).toordinal())
    assert (found.sessions, found.left, found.events) == (2, "", {"clinician": 1})
    assert found.started == date(2026, 1, 5).toordinal() and found.last == date(2026, 1, 20).toordinal()
    assert found.scores["psfs"] == ((date(2026, 1, 6).toordinal(), 5.0),) and len(found.scores["pain"]) == 3
    assert evaluate([found] * 6, date(2026, 3, 1).toordinal()).people == 6


def test_the_command_prints_what_the_page_shows(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    import csv
    import json

    from halfkilo.commands import evaluate as command

    people = members(5)
    STORE.append(people[0].pk, [entry("morning", morning.Body(day(), {Region.LOW_BACK: 3}))])
    found = programme.table(day())
    told = list(command.rows(found.figures))
    assert {row["part"] for row in told} == {"engagement", "outcome", "events_per_1000_sessions", "events_per_year"}
    read_back = list(csv.DictReader(command._csv(found.figures).splitlines()))
    assert [row["name"] for row in read_back] == [row["name"] for row in told] and tuple(read_back[0]) == command.COLUMNS
    assert programme.read(json.loads(json.dumps(programme._kept()[-1]["table"]))) == found.figures
    assert any("5 people are counted" in line for line in command._text(found)) and capsys.readouterr().out == ""
