"""Progress: what is missing stays missing, what can't be read is said, nobody sees more than was shared, and the sentence is the same
everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.cohort.demo import demo_journal
from halfkilo.insight.trend import Series
from halfkilo.journal import new_id
from halfkilo.journal.kinds import flare_opened, measured
from halfkilo.journal.state import fresh
from halfkilo.units import Region
from halfkilo.web import access, accounts, clock, service
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.pages.progress import bites, drawing, reading, strip, table, week
from halfkilo.web.pages.progress.courses import Course
from halfkilo.web.pages.progress.parts import SCOPE, Part
from halfkilo.words import say
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.decade import AWAY, DAYS, FLARES, SILENT, decade, spoil
from tests.web.life import STORE, a_morning, entry, months, someone, training

TODAY = date(2026, 3, 10)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def pain(points: tuple[tuple[int, float], ...], apart: tuple[tuple[int, float], ...] = ()) -> Course:
    return Course(Series("pain:low_back", points, 2.0, False, 1, 1.2, 5.0, 5.0), "Pain", apart, 0.0, 10.0)


def drawn(course: Course) -> dict:
    first = min(day for day, _ in (*course.series.points, *course.apart))
    return drawing.drawn(course, [], first, TODAY, "en", "indigo")


# --- what is missing ------------------------------------------------------------------------------------------------


@pytest.mark.hazard("H30")
def test_a_day_without_an_answer_is_missing_in_the_chart_and_in_the_table():
    today = TODAY.toordinal()
    found = drawn(pain(tuple((today - back, 3.0) for back in (9, 8, 4))))

    assert found["data"]["days"] == [0, 1, 5] and found["data"]["values"] == [3, 3, 3]
    assert [row["value"] for row in found["rows"]] == [None, None, None, "3", None, None, None, "3", "3"], "today may still be answered"


@pytest.mark.hazard("H30")
def test_a_level_is_not_drawn_where_nobody_answered():
    today = TODAY.toordinal()
    found = drawn(pain(tuple((today - back, 3.0 + back % 2) for back in (*range(200, 140, -1), *range(60, 0, -1)))))
    band = found["data"]["band"]

    assert None in band
    assert [row[0] for row in band if row and 75 < row[0] < 125] == []


@pytest.mark.hazard("H30")
def test_it_says_when_it_can_t_tell():
    today = TODAY.toordinal()
    few = drawn(pain(tuple((today - back, 3.0) for back in (3, 2, 1))))
    same = drawn(pain(tuple((today - back, 2.0 + 5 * (back % 2)) for back in range(12, 0, -1))))

    assert few["sentence"] == "Can't tell yet. 1 more answer would let us look."
    assert same["sentence"].startswith("Can't tell yet.")
    assert few["data"]["bracket"] is None and few["compared"] == ""


def test_days_in_a_flare_are_drawn_and_say_nothing_about_the_level():
    today = TODAY.toordinal()
    calm = tuple((today - back, 3.0) for back in range(30, 10, -1))
    found = drawn(pain(calm, tuple((today - back, 9.0) for back in range(10, 5, -1))))

    assert found["data"]["apart"] == [20, 21, 22, 23, 24]
    assert found["sentence"] == drawn(pain(calm))["sentence"]


@given(st.sets(st.integers(0, 900), min_size=1, max_size=120), st.sampled_from([1, 7, 28]))
def test_the_table_tells_every_answer_once(days: set[int], every: int):
    today = TODAY.toordinal()
    points = [(today - back, 1.0) for back in sorted(days, reverse=True)]
    rows = table.rows(points, set(), Series("x:", tuple(points), 1.0, True, every, 1.0, 1.0, 1.0), TODAY, "en")
    by_month = sum(int(re.search(r"answers on (\d+) of", row["note"])[1]) for row in rows if row["note"])
    one_by_one = sum(row["value"] is not None and not row["note"] for row in rows)

    assert by_month + one_by_one == len(points)
    assert len(rows) <= table.MOST_ROWS + 40
    assert len({row["on"] for row in rows}) == len(rows)


@given(st.lists(st.floats(-100.0, 100.0), min_size=3, max_size=3))
def test_a_strip_stays_within_its_picture(ends: list[float]):
    low, middle, high = sorted(ends)
    found = strip.places(low, middle, high)

    assert 0 <= found["left"] <= found["at"] <= found["right"] <= strip.WIDE
    assert found["beyond_right"] == (high > strip.MOST) and found["beyond_left"] == (low < -strip.MOST)
    assert found["left"] <= strip.MIDDLE or low > 0, "a side is never claimed too early"
    assert found["right"] >= strip.MIDDLE or high < 0


# --- ten years ------------------------------------------------------------------------------------------------------


def test_ten_years_of_somebody(db: None):
    person = someone("Old")
    today = clock.now().date()
    decade(person, today)
    client, state = signed_in(person), service.state_of(person)

    found = reading.flares(person, state, "low_back")
    start = today - timedelta(days=DAYS)
    assert [flare["since"] for flare in found] == [(start + timedelta(days=day)).isoformat() for day in FLARES]
    assert len(state["regions"]["low_back"]["flares"]) == reading.FLARES_KEPT < len(FLARES) and found[0]["until"]

    page = text(client, "/progress/pain/?weeks=all")
    assert int(re.search(r"(\d+) days away from training", page)[1]) in range(len(AWAY), len(AWAY) + 5)
    assert page.count("<tr>") < 400, "ten years fit into a table that can be read"
    assert "New: " in page and say("region.low_back") in page
    silent = start + timedelta(days=SILENT[10])
    row = rf'<th scope="row">{silent:%B} {silent.year}</th><td class="n">[^<]*</td><td>[^<]*answers on (\d+) of (\d+) days'
    shown = re.search(row, page)
    assert shown and int(shown[1]) < int(shown[2]) - 5, "what was not answered is counted as that"

    assert "Chair stands in 30 seconds" in text(client, "/progress/strength/?weeks=all")
    said = re.findall(r'<span class="says">([^<]*)</span>', text(client, "/progress/?weeks=all"))
    assert said[0] in page, "overview and page say the same"

    year = text(client, "/progress/pain/")
    assert '?weeks=52" aria-current="true"' in year and year.count("<tr>") < page.count("<tr>"), "of a long record the newest year first"

    count = EntryRow.objects.filter(person=person, kind="morning").count()
    for bytes_ in (b"{", b'{"id":"x"}', b'[]'):
        spoil(person, "morning", bytes_)
    spoilt = text(client, "/progress/pain/")
    assert say("progress.unread", n=1) in spoilt and say("progress.unread", n=1) in text(client, "/progress/")
    assert EntryRow.objects.filter(person=person, kind="morning").count() == count
    assert say("progress.unread", n=1) not in text(client, "/progress/mood/"), "only where it is missing"


def test_what_a_later_program_wrote_can_t_be_read_and_is_counted(cast: Cast):
    STORE.append(cast.asha.pk, [a_morning(clock.now().date(), 3, clock.now())])
    row = EntryRow.objects.get(person=cast.asha, kind="morning")
    EntryRow.objects.filter(pk=row.pk).update(canonical=bytes(row.canonical).replace(b'"version":1', b'"version":7'))
    found = reading.told(cast.asha, ["morning"])

    assert found.lines == [] and found.unread == {"morning": 1}


# --- what else happened ---------------------------------------------------------------------------------------------


def test_flares_breaks_and_new_exercises_stand_beside_the_line(cast: Cast):
    now = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
    early = months(20, {"seated_row": 5000}, now - timedelta(days=60))
    late = months(20, {"seated_row": 5000, "hip_hinge": 4000}, now - timedelta(days=1))
    STORE.append(cast.asha.pk, [*early, *late, entry("flare_opened", flare_opened.Body(now.date(), (Region.LOW_BACK,)), now)])
    page = text(signed_in(cast.asha), "/progress/strength/")

    assert "days away from training" in page and "New: Hip hinge" in page and "Flare: low back" in page
    assert "New: Seated row" not in page, "in the beginning everything is new"
    assert say("progress.happened_note") in page


# --- whose ----------------------------------------------------------------------------------------------------------


def test_a_helper_sees_what_was_shared_and_nothing_else(cast: Cast):
    STORE.append(cast.asha.pk, [*months(30, {"seated_row": 5000}),
                                entry("measured", measured.Body(clock.now().date(), "own_mood", {"mood": 4}))])
    access.share(cast.asha, cast.ben, "helper", "pain")
    ben, rao, mallory = (signed_in(one) for one in (cast.ben, cast.rao, cast.mallory))
    asked = f"?person={cast.asha.pk}"

    page = text(ben, f"/progress/{asked}")
    assert "Pain in your low back" in page and "Seated row" not in page and "mood" not in page.lower()
    assert "put-away" not in page and say("progress.first_step") not in page, "it is only looked at"
    assert "days away" not in text(ben, f"/progress/pain/{asked}") and "New:" not in text(ben, f"/progress/pain/{asked}")
    for part in Part:
        text(ben, f"/progress/{part}/{asked}", 200 if SCOPE[part] == "pain" else 404)
        text(rao, f"/progress/{part}/{asked}")
        text(mallory, f"/progress/{part}/{asked}", 404)
    for path in ("/progress/", "/progress/days/"):
        text(rao, path + asked)
        text(mallory, path + asked, 404)
    text(ben, f"/progress/days/{asked}", 404)
    access.share(cast.asha, cast.ben, "helper", "measures,training")
    STORE.append(cast.asha.pk, [entry("measured", measured.Body(clock.now().date(), slug, values)) for slug, values in
                                (("tsk_11", {str(item): 2 for item in range(1, 12)}), ("psfs", {"stairs": 5}))])
    assert "Stairs" in text(ben, f"/progress/function/{asked}")
    wary = say("measure.about.tsk_11")
    assert wary in text(rao, f"/progress/function/{asked}")
    assert wary not in text(ben, f"/progress/function/{asked}"), "that belongs to the mood"
    access.unshare(cast.asha, cast.ben)
    text(ben, f"/progress/{asked}", 404)


def test_there_is_no_part_that_is_none(cast: Cast):
    text(signed_in(cast.asha), "/progress/luck/", 404)
    assert "Is it helping?" in text(signed_in(cast.mallory), "/progress/"), "who has answered nothing gets a first step"


# --- in every language ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asha_at_home(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    """The made-up person with ten weeks, once for all languages."""
    with django_db_blocker.unblock():
        person = accounts.make_person("Asha", None, demo=True)
        accounts.keep_all(person, demo_journal(clock.now().date()))
        yield person
        person.account.delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("no_films")
@pytest.mark.parametrize("code", [code if code in ("en", "hi") else pytest.param(code, marks=pytest.mark.campaign)
                                  for code in words.languages()])
def test_every_page_of_the_made_up_person_opens_in_every_language(asha_at_home: Person, code: str):
    client = signed_in(asha_at_home)
    client.cookies["language"] = code
    with words.strictly():
        pages = {path: text(client, path) for path in ("/progress/", "/progress/days/", *(f"/progress/{part}/" for part in Part))}

    assert f'lang="{code}"' in pages["/progress/"]
    assert say("progress.title", code) in pages["/progress/"]
    assert pages["/progress/pain/"].count("<trend-chart") >= 2
    assert say("insight.told.note", code) in pages["/progress/pain/"] and say("insight.goes.note", code) in pages["/progress/days/"]


# --- the week, and what is known ------------------------------------------------------------------------------------


def test_the_week_is_told_from_the_head_row(cast: Cast):
    assert week.sentence(service.state_of(cast.ben), clock.now().date(), "en") == "", "nothing happened yet"
    STORE.append(cast.asha.pk, months(30, {"seated_row": 5000}))
    state, today = service.state_of(cast.asha), clock.now().date()

    assert week.held(state, today).sessions in (3, 4)
    assert re.search(r"You have trained \d+ times|You trained \d times this week", week.sentence(state, today, "en"))
    STORE.append(cast.asha.pk, [entry("flare_opened", flare_opened.Body(today, (Region.LOW_BACK,)))])
    assert week.sentence(service.state_of(cast.asha), today, "en").startswith("A week with a flare.")
    page = text(signed_in(cast.asha), "/progress/")
    assert "A week with a flare." in page and "/flare/" in page


def test_home_says_the_week_on_a_day_without_training(cast: Cast):
    now = clock.now().replace(hour=0, minute=5, second=0, microsecond=0)
    STORE.append(cast.asha.pk, [*months(8, {"seated_row": 5000}), *training(new_id(), now.date(), now, {"seated_row": 5000})])
    page = text(signed_in(cast.asha), "/today/")

    assert week.sentence(service.state_of(cast.asha), now.date(), "en") in page and 'href="/progress/"' in page
    assert 'class="soft small week"' not in text(signed_in(cast.ben), "/today/"), "on a training day the session comes first"


def test_home_says_the_week_without_loading_what_works_numbers_out():
    code = "import sys, halfkilo.web.pages.progress.week as week; sys.exit('numpy' in sys.modules or not week)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_one_piece_at_a_time_and_what_is_put_away_stays_away(cast: Cast):
    client, today = signed_in(cast.asha), clock.now().date()
    STORE.append(cast.asha.pk, [entry("flare_opened", flare_opened.Body(today, (Region.LOW_BACK,)))])
    page = text(client, "/progress/")
    assert say("bites.flare.text") in page and page.count('class="card moss bite') == 1 and "doi.org/10.1016/j.joca.2021.04.007" in page

    assert client.post("/progress/put-away/", {"bite": "flare"}).status_code == 302
    assert 'class="card moss bite' not in text(client, "/progress/"), "and none for a week"
    assert client.get("/progress/put-away/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/progress/put-away/", {"bite": "flare"}).status_code in (302, 403)
    assert client.post("/progress/put-away/", {"bite": "<b>"}).status_code == 302 and "<b>" not in client.cookies["bites"].value


@given(st.text(max_size=40))
def test_any_cookie_is_read(cookie: str):
    assert set(bites.put_away(cookie)) <= {one.id for one in bites.BITES}
    kept = bites.with_away(cookie, "flare", TODAY)
    assert bites.put_away(kept)["flare"] == TODAY.isoformat() and re.fullmatch(r"[\w.-]+", kept)


def test_a_piece_comes_back_to_nobody_and_another_one_only_after_a_week():
    state = fresh()
    state["events"] = [[TODAY.isoformat(), "self_care"]]
    state["soreness"] = [TODAY.isoformat(), "muscle"]

    assert bites.chosen(state, TODAY, "").id == "sore"
    gone = bites.with_away("", "sore", TODAY)
    assert bites.chosen(state, TODAY + timedelta(days=6), gone) is None
    assert bites.chosen(state, TODAY + timedelta(days=7), gone).id == "event"
    assert bites.chosen(fresh(), TODAY, "") is None, "only what the record shows"


@pytest.mark.parametrize("one", bites.BITES, ids=lambda one: one.id)
def test_every_piece_has_its_words_and_its_source(one: bites.Bite):
    for code in words.languages():
        assert words.has(f"bites.{one.id}.text", code) and words.has(f"bites.{one.id}.seen", code)
    assert re.fullmatch(r"doi\.org/10\.\d{4,}/\S+|pubmed\.ncbi\.nlm\.nih\.gov/\d+", one.address)
