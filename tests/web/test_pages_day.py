"""The pages of the day: home says one thing, the check-in keeps what can be read, offers wait for a yes, missing stays missing."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.test import Client

from halfkilo import exercises
from halfkilo.cohort.demo import demo_journal
from halfkilo.dose import Reason
from halfkilo.exercises.loads import read_ways
from halfkilo.journal.fields import Answer, Different
from halfkilo.units import Joint
from halfkilo.web import accounts, clock, service
from halfkilo.web.models import Person
from halfkilo.web.pages import day
from tests.conftest import Cast
from tests.life import BACK, Life
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(cast: Cast) -> tuple[Person, Client]:
    return cast.asha, signed_in(cast.asha)


@pytest.fixture
def demo(db: None) -> tuple[Person, Client]:
    person = accounts.make_person("Asha", None, demo=True)
    accounts.keep_all(person, demo_journal(clock.now().date()))
    return person, signed_in(person)


def test_home_is_one_sentence_and_one_button(asha: tuple[Person, Client]):
    page = asha[1].get("/today/").content.decode()

    assert page.count("<h1") == 1
    assert page.count('class="button go big"') == 1


@pytest.mark.hazard("H26")
def test_home_never_says_more_than_two_things_about_the_plan(asha: tuple[Person, Client]):
    session = service.open_day(asha[0])
    crowd = tuple(Reason("review", {"region": "low_back"}) for _ in range(6))
    object.__setattr__(session, "notices", crowd)

    assert len(day._notices(session, "en")) == 2


def test_the_check_in_keeps_nothing_when_one_answer_can_t_be_read(asha: tuple[Person, Client]):
    person, client = asha
    before = service.state_of(person)["basis"]
    answer = client.post("/check-in/", {"pain-low_back": "11", "different": "no"})

    assert answer.status_code == 422
    assert "whole number from 0 to 10" in answer.content.decode()
    assert service.state_of(person)["basis"] == before


def test_the_check_in_leads_on_and_is_heard(asha: tuple[Person, Client]):
    person, client = asha
    answer = client.post("/check-in/", {"pain-low_back": "9", "different": "no"})

    assert answer.status_code == 302
    assert service.open_day(person).mode == "rescue"
    assert "spare your low back" in client.get("/today/").content.decode()


@pytest.mark.parametrize(("different", "where"), [(Different.FLARE, "/flare/"), (Different.NEW_SYMPTOM, "/symptom/")])
def test_a_flare_or_something_new_is_asked_about_at_once(asha: tuple[Person, Client], different: Different, where: str):
    answer = asha[1].post("/check-in/", {"pain-low_back": "3", "different": different.value})

    assert answer.headers["Location"].startswith(where)


@pytest.mark.hazard("H14")
def test_a_flare_by_one_s_own_word_and_taken_back_the_same_day(asha: tuple[Person, Client]):
    person, client = asha
    client.post("/flare/", {"region": "low_back", "word": "like in spring"})
    assert service.open_day(person).mode == "rescue"

    client.post("/flare/", {"region": "low_back", "mistake": "yes"})
    assert service.open_day(person).mode != "rescue"


def test_the_morning_is_one_tap_and_asked_once(asha: tuple[Person, Client]):
    person, client = asha
    assert client.post("/morning/", {}).status_code == 422
    assert client.post("/morning/", {"morning-low_back": "3"}).status_code == 302
    assert service.state_of(person)["regions"]["low_back"]["mornings"][-1][1] == 3
    assert client.get("/morning/").status_code == 302


def test_weekly_items_may_be_skipped(asha: tuple[Person, Client]):
    person, client = asha
    before = service.state_of(person)
    assert client.post("/weekly/", {}).status_code == 302
    after = service.state_of(person)
    assert (after["measures"], after["events"]) == (before["measures"], before["events"])
    assert after["answers"]["weekly"].endswith(" no")


@pytest.mark.parametrize(
    "address", ["/today/?minutes=2", "/today/?minutes=banana", "/today/?away=ill", "/today/?away=mars", "/today/?mode=rescue"]
)
def test_what_the_address_says_is_taken_or_left(asha: tuple[Person, Client], address: str):
    assert asha[1].get(address).status_code == 200


@pytest.mark.hazard("H12")
def test_an_offer_waits_for_its_answer(db: None, monkeypatch: pytest.MonkeyPatch):
    """Two clean sessions at the top of the row: half a kilo is offered, the load stays until the yes, and then it is half a kilo."""
    life = Life({BACK: 3}, unlocked=True)
    life.pin("seated_row")
    for on in (0, 2):
        life.outing(on, "seated_row", 12_000, 12)
    monkeypatch.setattr(clock, "now", lambda: life.clock.astimezone(UTC) + timedelta(hours=1))
    person = accounts.make_person("Asha", None, demo=True)
    accounts.keep_all(person, life.entries)
    client = signed_in(person)
    session = service.open_day(person, service.choice_of(20))
    offered = next(one for one in session.offers if one.exercise == "seated_row")
    assert next(one for one in session.items if one.exercise == "seated_row").grams == 12_000
    assert "12.5 kg" in client.get("/offers/?minutes=20").content.decode()
    assert "the next time may already be a bit more" in client.get("/exercises/seated_row/").content.decode()

    client.post("/offers/?minutes=20", {f"offer-{offered.id}": Answer.ACCEPT.value})
    after = service.open_day(person, service.choice_of(20))
    assert next(one for one in after.items if one.exercise == "seated_row").grams == 12_500
    assert offered.id not in {one.id for one in after.offers}


def test_every_page_of_the_demo_opens(demo: tuple[Person, Client]):
    for address in (
        "/today/",
        "/check-in/",
        "/train/",
        "/flare/",
        "/progress/",
        "/progress/?weeks=52",
        "/progress/pain/",
        "/exercises/?with=cable&position=seated",
        "/exercises/seated_row/",
        "/clips/seated_row.json",
    ):
        assert demo[1].get(address).status_code == 200, address


def test_a_gentler_neighbour_is_named_for_the_place_that_is_tracked(asha: tuple[Person, Client]):
    page = asha[1].get("/exercises/hip_hinge/").content.decode()
    assert "a gentler start for your low back" in page
    assert "None is harmful" in page, "nothing implies that the harder one does harm"
    assert "a gentler start" not in Client().get("/exercises/hip_hinge/").content.decode(), "of a stranger nothing is known"


def test_what_it_would_take_to_go_up_stands_with_the_exercise(db: None, monkeypatch: pytest.MonkeyPatch):
    life = Life({BACK: 3}, unlocked=True)
    life.outing(0, "seated_row", 12_000, 10, effort=7)
    monkeypatch.setattr(clock, "now", lambda: life.clock.astimezone(UTC) + timedelta(hours=1))
    person = accounts.make_person("Asha", None, demo=True)
    accounts.keep_all(person, life.entries)
    page = signed_in(person).get("/exercises/seated_row/").content.decode()

    assert "What would it take to go up?" in page and "1 calm session: every repetition, effort up to 6 of 10" in page
    assert "more is possible from Friday 6 March" in page
    assert "What would it take" not in signed_in(person).get("/exercises/hip_hinge/").content.decode(), "never done"


def test_numbers_are_for_clinicians_and_called_relative_load(asha: tuple[Person, Client]):
    page = asha[1].get("/exercises/chair_stand/").content.decode()
    numbers = page[page.index("For clinicians: relative load"):]
    assert "it does not measure tissue" in numbers and "<caption>No load</caption>" in numbers and "<caption>Dumbbell, " in numbers
    peak = read_ways(Path(exercises.__file__).parent / "chair_stand")[0].peaks
    knee = next(one for one in peak if one.joint is Joint.KNEE)
    assert f"<td class=\"n\">{knee.moment:.2f}</td>" in numbers and f"<td class=\"n\">{knee.working:.1f}</td>" in numbers


def test_unknown_exercises_are_not_here(asha: tuple[Person, Client]):
    assert asha[1].get("/exercises/flying/").status_code == 404
    assert asha[1].get("/clips/flying.json").status_code == 404


def test_a_clip_that_has_not_changed_is_not_sent_again(asha: tuple[Person, Client]):
    first = asha[1].get("/clips/chair_stand.json", headers={"accept-encoding": "gzip"})
    again = asha[1].get("/clips/chair_stand.json", headers={"if-none-match": first["ETag"]})

    assert (first["Content-Encoding"], again.status_code) == ("gzip", 304)
