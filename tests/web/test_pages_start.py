"""The beginning, screen by screen: good and odd answers, what becomes an entry and when, and that a red flag ends it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.journal.kinds import profiled
from halfkilo.screening import BY_ID, ITEMS, STOP_SIGNS, Group, Outcome, Reply
from halfkilo.strict import read
from halfkilo.units import Region
from halfkilo.web.models import Person
from halfkilo.web.pages.start import weights
from halfkilo.web.store import DatabaseStore
from halfkilo.words import say, strictly
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.life import someone

STORE = DatabaseStore()
NOW = [item.id for item in ITEMS if item.group is Group.NOW]


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


@pytest.fixture
def nora(db: None) -> Person:
    """Somebody who has just signed up."""
    return someone("Nora")


def kinds(person: Person) -> list[str]:
    return [entry.kind for entry in STORE.entries(person.pk)]


def newest(person: Person, kind: str) -> dict:
    return next(entry.body for entry in reversed(list(STORE.entries(person.pk))) if entry.kind == kind)


def send(client: Client, path: str, **data):
    """Fill in a page as a browser does: with the id its form carries."""
    found = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    return client.post(path, {**data, **({"once": found[1]} if found else {})})


def screen(client: Client, **ticked: list[str]) -> None:
    send(client, "/start/about/", emergency="112")
    for group in ("signs", "health", "medicine"):
        assert send(client, f"/start/{group}/", rest="on", **ticked).status_code == 302


def profile(client: Client) -> None:
    send(client, "/start/where/", region=["low_back", "knee_left"])
    send(client, "/start/where/low_back/", usual=4, worst=7, months=12)
    send(client, "/start/where/knee_left/", usual=2, worst=4, months=3)
    send(client, "/start/matters/", **{"activity-1": "Two flights of stairs", "activity-1-now": 4})
    send(client, "/start/you/", birth_year="1961", experience="1", hand="left")


def test_from_nothing_to_a_session(nora: Person) -> None:
    client = signed_in(nora)
    assert client.get("/start/").headers["Location"] == "/start/about/"
    screen(client)
    assert kinds(nora) == ["screened"]
    assert newest(nora, "screened") == {"replies": {item.id: "no" for item in ITEMS}, "emergency_number": "112"}
    profile(client)
    assert kinds(nora) == ["screened"], "a profile is written when it is whole"
    assert client.get("/start/").headers["Location"] == "/start/cannot/"
    assert send(client, "/start/cannot/", cannot=["kneel", "floor"]).headers["Location"] == "/start/equipment/"
    body = read(profiled.Body, newest(nora, "profiled"))
    assert [(place.region, place.usual, place.worst, place.tracked) for place in body.places] == [
        ("low_back", 4, 7, True),
        ("knee_left", 2, 4, True),
    ]
    assert (
        body.birth_year == 1961
        and body.hand == "left"
        and body.cannot == ("floor", "kneel")
        and body.activities[0].name == "Two flights of stairs"
    )
    assert (
        send(client, "/start/equipment/", gym="on", dumbbells="1, 2, 2.5 kg", pairs="4", bands="red 2.5\nyellow 1.5 kg").status_code == 302
    )
    assert newest(nora, "equipped")["dumbbells"] == [1000, 2000, 2500, 4000] and newest(nora, "equipped")["pairs"] == [4000]
    assert newest(nora, "equipped")["bands"] == [{"name": "yellow", "grams": 1500}, {"name": "red", "grams": 2500}]
    send(client, "/start/programme/", programme="low_back")
    assert send(client, "/start/rhythm/", days="3", minutes="20", weekday=["0", "2", "4"]).headers["Location"] == "/start/stop/"
    assert newest(nora, "plan_chosen") == {"programme": "low_back", "days": 3, "minutes": 20, "weekdays": [0, 2, 4]}
    send(client, "/start/stop/", way=["screen", "let_go"])
    assert newest(nora, "rehearsed")["ways"] == ["let_go", "screen"]
    assert send(client, "/start/hard-day/", text="Walk to the gate.").headers["Location"] == "/today/"
    assert client.get("/start/").headers["Location"] == "/today/"
    assert client.get("/today/").status_code == 200
    wanted = ["screened", "profiled", "equipped", "plan_chosen", "rehearsed", "note"]
    assert [kind for kind in kinds(nora) if kind != "proposed"] == wanted
    for path in ("/start/about/", "/start/where/", "/start/equipment/", "/start/programme/", "/start/hard-day/"):
        shown = client.get(path)
        button = re.search(r'<button class="go big">([^<]*)</button>', shown.content.decode())
        assert shown.status_code == 200 and button is not None and len(button[1]) < 30, "the button says one thing"
    assert "Walk to the gate." in client.get("/start/hard-day/").content.decode()


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("reply", [Reply.YES, Reply.UNSURE])
@pytest.mark.parametrize("item", NOW)
def test_a_red_flag_ends_it_at_once_and_says_what_to_do(nora: Person, item: str, reply: Reply) -> None:
    client = signed_in(nora)
    send(client, "/start/about/", emergency="999")
    answer = send(client, "/start/signs/", rest="on", **{reply.value: [item]})
    assert answer.headers["Location"] == "/start/outcome/"
    assert newest(nora, "screened")["replies"] == {one: (reply.value if one == item else "no") for one in NOW}
    told = client.get("/start/outcome/").content.decode()
    assert "notice care" in told and say(f"screen.{item}.then", emergency_number="999")[:25].replace("'", "&#x27;") in told
    assert "/start/where/" not in told and 'href="/cleared/"' in told
    assert client.get("/start/").headers["Location"] == "/start/outcome/"
    assert client.get("/train/").headers["Location"] == "/today/"


@pytest.mark.hazard("H15")
def test_someone_has_looked_and_the_other_questions_are_still_asked(nora: Person) -> None:
    client = signed_in(nora)
    send(client, "/start/about/", emergency="112")
    send(client, "/start/signs/", rest="on", yes=["fall_or_blow"])
    assert send(client, "/cleared/", item=["fall_or_blow"], who="").status_code == 422
    assert send(client, "/cleared/", item=["chest_pressure"], who="Dr Rao").status_code == 422, "nobody clears what was never said"
    assert "cleared" not in kinds(nora)
    assert send(client, "/cleared/", item=["fall_or_blow"], who="Dr Rao, physiotherapist").headers["Location"] == "/start/"
    assert newest(nora, "cleared") == {"items": ["fall_or_blow"], "who": "Dr Rao, physiotherapist"}
    assert client.get("/start/").headers["Location"] == "/start/health/"


@pytest.mark.parametrize("item", [item.id for item in ITEMS if item.group is not Group.NOW])
def test_every_other_answer_has_its_outcome_in_plain_words(nora: Person, item: str) -> None:
    client = signed_in(nora)
    screen(client, yes=[item])
    told = client.get("/start/outcome/").content.decode()
    outcome = BY_ID[item].outcome
    assert say(f"start.outcome.{outcome}") in told
    assert "notice care" not in told and 'href="/start/where/"' in told
    assert ("notice calm" in told) == (outcome is Outcome.LIMITS)
    for one in BY_ID[item].leaves_out:
        assert say(f"load_class.{one}") in told


def test_without_the_last_tick_nothing_counts_as_no(nora: Person) -> None:
    client = signed_in(nora)
    send(client, "/start/about/", emergency="112")
    answer = send(client, "/start/signs/", unsure=["chest_pressure"])
    page = answer.content.decode()
    assert answer.status_code == 422 and kinds(nora) == []
    assert re.search(r'name="unsure" value="chest_pressure" checked', page), "what was ticked is still there"
    assert "notice care" in page, "a sign is answered at once all the same"


def test_the_last_group_alone_writes_nothing(nora: Person) -> None:
    client = signed_in(nora)
    assert send(client, "/start/medicine/", rest="on").headers["Location"] == "/start/signs/"
    assert kinds(nora) == []


@pytest.mark.parametrize("number", ["", "call me", "1" * 40, "112; 911"])
def test_a_number_for_emergencies_is_a_number(nora: Person, number: str) -> None:
    answer = send(signed_in(nora), "/start/about/", emergency=number)
    assert answer.status_code == 422 and number in answer.content.decode()


@pytest.mark.parametrize("regions", [[], ["somewhere"], ["neck", "low_back", "hip_left", "hip_right", "knee_left"]])
def test_places_are_one_to_four(nora: Person, regions: list[str]) -> None:
    answer = send(signed_in(nora), "/start/where/", region=regions)
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == len([one for one in regions if one in list(Region)])


def test_of_several_places_one_or_two_are_tracked(nora: Person) -> None:
    client = signed_in(nora)
    assert send(client, "/start/where/", region=["neck", "low_back", "knee_left"]).headers["Location"] == "/start/where/track/"
    for chosen in ([], ["neck", "low_back", "knee_left"], ["hip_left"]):
        assert send(client, "/start/where/track/", tracked=chosen).status_code == 422
    assert send(client, "/start/where/track/", tracked=["knee_left"]).headers["Location"] == "/start/where/knee_left/"
    assert client.get("/start/where/hip_left/").status_code == 302
    assert client.get("/start/where/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "answers",
    [
        {"worst": "7", "months": "12"},
        {"usual": "4", "months": "12"},
        {"usual": "4", "worst": "7"},
        {"usual": "5", "worst": "4", "months": "12"},
        {"usual": "11", "worst": "7", "months": "12"},
        {"usual": "-1", "worst": "7", "months": "12"},
        {"usual": "true", "worst": "7", "months": "12"},
        {"usual": "NaN", "worst": "7", "months": "12"},
        {"usual": "4", "worst": "7", "months": "99"},
        {"usual": "4.5", "worst": "7", "months": "12"},
    ],
)
def test_pain_that_cannot_be_read_is_asked_again(nora: Person, answers: dict[str, str]) -> None:
    client = signed_in(nora)
    send(client, "/start/where/", region=["low_back"])
    answer = send(client, "/start/where/low_back/", **answers)
    assert answer.status_code == 422 and 'class="problem"' in answer.content.decode()
    assert client.get("/start/").status_code == 302 and kinds(nora) == []


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({}, 302),
        ({"activity-1": "Stairs", "activity-1-now": "0"}, 302),
        ({"activity-1": "Stairs"}, 422),
        ({"activity-1-now": "4"}, 422),
        ({"activity-1": "x" * 81, "activity-1-now": "4"}, 422),
        ({"activity-1": "Stairs", "activity-1-now": "11"}, 422),
        ({"activity-1": "Stairs", "activity-1-now": "4", "activity-2": "stairs", "activity-2-now": "4"}, 422),
    ],
)
def test_activities_need_a_name_and_a_score_or_neither(nora: Person, typed: dict[str, str], status: int) -> None:
    answer = send(signed_in(nora), "/start/matters/", **typed)
    assert answer.status_code == status
    if status == 422:
        assert typed.get("activity-1", "") in answer.content.decode()


@pytest.mark.parametrize("year", ["", "61", "1899", "2021", "19611", "１９６１", "true"])
def test_a_year_of_birth_is_a_year(nora: Person, year: str) -> None:
    answer = send(signed_in(nora), "/start/you/", birth_year=year, experience="0", hand="right")
    assert answer.status_code == 422 and say("start.you.year") in answer.content.decode()


@pytest.mark.hazard("H05")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("1", (1000,)),
        ("1, 2, 2.5 kg", (1000, 2000, 2500)),
        ("2.5kg; 1 kg and 4", (1000, 2500, 4000)),
        ("3 3 3", (3000,)),
        ("0.5", (500,)),
        ("1\n2\n", (1000, 2000)),
        ("2.268", (2268,)),
    ],
)
def test_weights_as_people_type_them(text: str, expected: tuple[int, ...]) -> None:
    assert weights.weights(text) == expected
    assert weights.weights(weights.typed(expected)) == expected


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("text", ["2,5", "1,2,3", "10 lb", "5lbs", "5 pounds", "heavy", "-2", "0", "101", "1e3", "NaN", "2.2680001", "１"])
def test_weights_that_nobody_may_guess(text: str) -> None:
    with pytest.raises(weights.NotRead):
        weights.weights(text)


@pytest.mark.parametrize("text", ["red", "2.5", "red 10 lb", "red 2.5\nRed 3", "red -1", "red 200"])
def test_bands_that_nobody_may_guess(text: str) -> None:
    with pytest.raises(weights.NotRead):
        weights.bands(text)


def test_plates_are_counted_and_go_on_handles(nora: Person) -> None:
    client = signed_in(nora)
    assert send(client, "/start/equipment/", handles="2 x 2 kg", plates="4x1.25, 8 × 0.5; 2.5").status_code == 302
    assert newest(nora, "equipped")["handles"] == [{"grams": 2000, "count": 2}]
    assert newest(nora, "equipped")["plates"] == [{"grams": 500, "count": 8}, {"grams": 1250, "count": 4}, {"grams": 2500, "count": 1}]
    page = client.get("/start/equipment/").content.decode()
    assert 'value="2 x 2"' in page and 'value="8 x 0.5, 4 x 1.25, 1 x 2.5"' in page
    alone = send(client, "/start/equipment/", plates="4 x 1.25")
    assert alone.status_code == 422 and "Plates need a handle" in alone.content.decode()
    many = send(client, "/start/equipment/", handles=", ".join(f"1 x {grams}" for grams in range(1, 6)))
    assert many.status_code == 422 and "4 handles" in many.content.decode()


@pytest.mark.parametrize("text", ["four x 1.25", "0 x 1", "21 x 1", "4 x 10 lb", "4 x 1,25", "1, 1", "2 x 60", "1 x 0.01", "x 2"])
def test_plates_that_nobody_may_guess(text: str) -> None:
    with pytest.raises(weights.NotRead):
        weights.counted(text)


@given(st.dictionaries(st.integers(50, 50_000), st.integers(1, 20), max_size=10))
def test_counted_weights_come_back_as_typed(owned: dict[int, int]) -> None:
    found = weights.counted_typed([{"grams": grams, "count": many} for grams, many in sorted(owned.items())])
    assert dict(weights.counted(found)) == owned


def test_equipment_that_cannot_be_read_is_kept_on_the_page_and_nowhere_else(nora: Person) -> None:
    answer = send(signed_in(nora), "/start/equipment/", gym="on", dumbbells="1, 2, 10 lb", pairs="2,5", bands="red")
    page = answer.content.decode()
    assert answer.status_code == 422 and kinds(nora) == []
    assert 'value="1, 2, 10 lb"' in page and 'value="2,5"' in page and ">red</textarea>" in page and 'name="gym" value="on" checked' in page
    assert page.count('class="problem"') == 3 and "4.536 kg" in page


@pytest.mark.parametrize(
    "data",
    [
        {"days": "6", "minutes": "20"},
        {"days": "3", "minutes": "25"},
        {"days": "3", "minutes": "20", "weekday": ["0"]},
        {"days": "2", "minutes": "20", "weekday": ["0", "7"]},
        {},
    ],
)
def test_days_and_minutes_are_those_on_offer(cast: Cast, data: dict) -> None:
    before = STORE.seq(cast.asha.pk)
    assert send(signed_in(cast.asha), "/start/rhythm/", **data).status_code == 422
    assert STORE.seq(cast.asha.pk) == before


def test_the_recommended_programme_comes_first_and_says_why(cast: Cast) -> None:
    page = signed_in(cast.ben).get("/start/programme/").content.decode()
    first = page.index('value="knee"')
    assert first < page.index('value="patellofemoral"') < page.index('value="widespread"')
    assert "left knee" in page[:first]
    assert send(signed_in(cast.ben), "/start/programme/", programme="boot_camp").status_code == 422


def test_the_stop_needs_one_way_and_no_gym(cast: Cast) -> None:
    client = signed_in(cast.asha)
    before = STORE.seq(cast.asha.pk)
    assert send(client, "/start/stop/").status_code == 422
    assert send(client, "/start/stop/", way=["shouting"]).status_code == 422
    assert STORE.seq(cast.asha.pk) == before
    assert send(client, "/start/stop/", way=["key"]).headers["Location"] == "/more/"


@pytest.mark.hazard("H07")
def test_the_same_form_twice_is_one_entry_and_a_changed_one_two(cast: Cast) -> None:
    client, before = signed_in(cast.asha), STORE.seq(cast.asha.pk)
    once = re.search(r'name="once" value="([^"]+)"', client.get("/start/equipment/").content.decode())
    assert once
    for dumbbells, count in (("1, 2", 1), ("1, 2", 1), ("1, 2, 3", 2)):
        assert client.post("/start/equipment/", {"dumbbells": dumbbells, "once": once[1]}).status_code == 302
        assert STORE.seq(cast.asha.pk) == before + count
    for forged in ("", "x" * 400, "00000000-0000-4000-8000-000000000001", "01000000-0000-7000-8000-000000000001"):
        assert client.post("/start/stop/", {"way": ["key"], "once": forged}).status_code == 302


@pytest.mark.hazard("H34")
def test_an_id_of_somebody_elses_form_changes_nothing_of_theirs(cast: Cast) -> None:
    asha, ben = signed_in(cast.asha), signed_in(cast.ben)
    once = re.search(r'name="once" value="([^"]+)"', asha.get("/start/stop/").content.decode())
    assert once
    asha.post("/start/stop/", {"way": ["key"], "once": once[1]})
    hers = STORE.seq(cast.asha.pk)
    assert ben.post("/start/stop/", {"way": ["screen"], "once": once[1]}).status_code == 302
    assert newest(cast.ben, "rehearsed")["ways"] == ["screen"] and newest(cast.asha, "rehearsed")["ways"] == ["key"]
    assert STORE.seq(cast.asha.pk) == hers


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("sign", STOP_SIGNS)
def test_a_stop_sign_closes_the_day_until_someone_has_looked(cast: Cast, sign: str) -> None:
    client = signed_in(cast.asha)
    assert send(client, "/symptom/", sign=sign).headers["Location"] == "/today/"
    assert newest(cast.asha, "stopped")["sign"] == sign and newest(cast.asha, "stopped")["why"] == "sign"
    assert "notice care" in client.get("/today/").content.decode()
    assert client.get("/train/").headers["Location"] == "/today/"
    send(client, "/cleared/", item=[sign], who="Dr Rao")
    assert "notice care" not in client.get("/today/").content.decode()


def test_none_of_the_signs_makes_a_gentle_day_and_no_answer_asks_again(cast: Cast) -> None:
    client, before = signed_in(cast.asha), STORE.seq(cast.asha.pk)
    assert send(client, "/symptom/").status_code == 422 and send(client, "/symptom/", sign="tired").status_code == 422
    assert STORE.seq(cast.asha.pk) == before
    for _ in range(2):
        assert send(client, "/symptom/", sign="none").headers["Location"] == "/today/"
    assert kinds(cast.asha).count("checked_in") == 1 and newest(cast.asha, "checked_in")["different"] == "new_symptom"


@pytest.mark.hazard("H46")
def test_the_look_back_asks_the_signs_before_the_usual(cast: Cast) -> None:
    client = signed_in(cast.asha)
    before = {"osteoporosis": Reply.YES}
    screen(client, yes=list(before))
    assert send(client, "/review/").status_code == 422
    assert send(client, "/review/", rest="on").headers["Location"] == "/review/usual/"
    assert newest(cast.asha, "screened")["replies"]["osteoporosis"] == "yes", "the other answers stand"
    assert send(client, "/review/usual/").status_code == 422
    assert send(client, "/review/usual/", **{"usual-low_back": "no"}).headers["Location"] == "/today/"
    assert newest(cast.asha, "answered") == {"question": "review", "answer": "no", "region": "low_back"}
    assert send(client, "/review/", rest="on", yes=["night_pain_weight_loss"]).headers["Location"] == "/start/outcome/"


def test_a_usual_is_not_asked_without_the_signs_of_the_same_day(cast: Cast) -> None:
    client = signed_in(cast.ben)
    assert client.get("/review/usual/").headers["Location"] == "/review/"
    assert client.post("/review/usual/", {"usual-knee_left": "yes"}).headers["Location"] == "/review/"
    assert "answered" not in kinds(cast.ben)


def test_changing_one_thing_later_leads_back_and_keeps_the_rest(cast: Cast) -> None:
    client = signed_in(cast.asha)
    page = client.get("/start/matters/").content.decode()
    assert 'value="Stairs"' in page and 'value="4" checked' in page
    send(client, "/start/matters/", **{"activity-1": "Stairs", "activity-1-now": 6, "activity-2": "The garden", "activity-2-now": 3})
    send(client, "/start/you/", birth_year="1961", experience="0", hand="right")
    assert send(client, "/start/cannot/").headers["Location"] == "/more/"
    body = newest(cast.asha, "profiled")
    assert [(one["id"], one["now"]) for one in body["activities"]] == [("stairs", 6), ("the-garden", 3)]
    assert body["places"][0]["region"] == "low_back"


def test_a_draft_is_nobody_elses(cast: Cast, nora: Person) -> None:
    client = signed_in(nora)
    send(client, "/start/where/", region=["neck"])
    client.force_login(cast.ben.account)
    assert 'value="neck" checked' not in client.get("/start/where/").content.decode()
