"""Measuring: who may, what is kept, what is said about it, and what the judge answers. Nothing of it reaches a dose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from halfkilo import words
from halfkilo.dose import today as dose_today
from halfkilo.gym.sensing import Balance, Force
from halfkilo.journal import Entry
from halfkilo.journal.kinds import corrected, flare_opened, limit_set, measured, profiled, screened
from halfkilo.screening import ITEMS, LoadClass, Reply
from halfkilo.strict import plain
from halfkilo.units import Region
from halfkilo.web import clock, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import page_words
from halfkilo.web.pages.trials.kinds import BALANCE, STRENGTH, standing
from halfkilo.web.pages.trials.told import courses
from halfkilo.web.store import DatabaseStore
from halfkilo.web.templatetags.dates import day
from halfkilo.words import say, strictly
from tests.gym.trials.people import pull, slack, stand
from tests.web.clients import send, signed_in
from tests.web.life import begin, entry, someone

STORE = DatabaseStore()


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


@pytest.fixture
def mira(db: None) -> Person:
    person = someone("Mira")
    begin(person, "low_back")
    return person


def kept(person: Person) -> list[dict]:
    return [one.body for one in STORE.entries(person.pk) if one.kind == "measured"]


def took(person: Person, days_ago: int, slug: str, series: str, *values: int) -> Entry:
    at = clock.now() - timedelta(days=days_ago)
    one = entry("measured", measured.Body(at.date(), slug, {f"{series}.{n}": value for n, value in enumerate(values, 1)}), at)
    STORE.append(person.pk, [one])
    return one


def screen(person: Person, *yes: str) -> None:
    replies = {item.id: Reply.YES if item.id in yes else Reply.NO for item in ITEMS}
    service.write(person, "screened", screened.Body(replies, "112"))


def typed(client: Client, series: str = "row.left", test: str = "strength", **fields: str):
    return client.post(f"/trials/{test}/?of={series}", {name.replace("_", "-"): value for name, value in fields.items()})


# --- who may --------------------------------------------------------------------------------------------------------


def test_a_stranger_and_a_newcomer_measure_nothing(client: Client, db: None) -> None:
    assert client.get("/trials/").status_code == 302
    newcomer = signed_in(someone("Nora"))
    assert say("trial.why_not.start", "en") in newcomer.get("/trials/").content.decode().replace("&#x27;", "'")
    assert newcomer.get("/trials/strength/").headers["Location"] == "/trials/"
    assert typed(newcomer, value_1="12", value_2="13").headers["Location"] == "/trials/"


def test_what_stands_in_the_way_is_said(mira: Person) -> None:
    assert standing(mira, "en").why_not == {}
    screen(mira, "glaucoma")
    found = standing(mira, "en").why_not
    assert found == {STRENGTH: say("trial.why_not.pressure", "en", item=say("screen.glaucoma.short", "en"))}
    screen(mira, "chest_pressure")
    assert set(standing(mira, "en").why_not.values()) == {say("trial.why_not.care", "en")}
    screen(mira)
    service.write(mira, "limit_set", limit_set.Body(limit_set.What.LEAVE_OUT, load_class=LoadClass.LONG_HOLD))
    assert standing(mira, "en").why_not == {STRENGTH: say("trial.why_not.limit", "en")}
    service.write(mira, "flare_opened", flare_opened.Body(service.day_of(mira), (Region.LOW_BACK,)))
    assert set(standing(mira, "en").why_not.values()) == {say("trial.why_not.flare", "en")}


def test_who_fell_stands_with_feet_together_and_somebody_beside(mira: Person) -> None:
    screen(mira, "falls")
    client = signed_in(mira)
    assert "one_ahead" not in client.get("/trials/balance/").content.decode()
    assert "one_ahead" not in client.get("/trials/balance/?of=one_ahead").content.decode()
    assert say("trial.setup.balance_4", "en") in client.get("/trials/balance/?of=together").content.decode()


def test_who_does_not_balance_is_not_asked_to(mira: Person) -> None:
    body = profiled.Body((profiled.Place(Region.LOW_BACK, 4, 7, 36, True),), 1961, cannot=("balance",))
    service.write(mira, "profiled", body)
    assert list(standing(mira, "en").why_not) == [BALANCE]


# --- by hand --------------------------------------------------------------------------------------------------------


def test_three_pulls_by_hand_are_one_entry_in_grams(mira: Person) -> None:
    client = signed_in(mira)
    answer = typed(client, value_1="19.5", value_2="20,25", value_3="21", pain="3")
    assert answer.headers["Location"] == "/trials/result/?of=row.left"
    assert kept(mira)[0]["values"] == {"row.left.1": 19_500, "row.left.2": 20_250, "row.left.3": 21_000}
    shown = client.get("/trials/result/?of=row.left").content.decode()
    assert '<b class="huge">20.2</b>' in shown or '<b class="huge">20.3</b>' in shown
    assert say("trial.result.first", "en") in shown and say("trial.result.unchanged", "en") in shown
    assert "20.3 kg" in client.get("/trials/").content.decode() or "20.2 kg" in client.get("/trials/").content.decode()


def test_sending_the_same_form_twice_keeps_one(mira: Person) -> None:
    client = signed_in(mira)
    once = client.get("/trials/strength/?of=row.left").context["once"]
    for _ in range(2):
        typed(client, value_1="19", value_2="20", once=once)
    assert len(kept(mira)) == 1


@pytest.mark.parametrize("fields", [
    {}, {"value_1": "20"}, {"value_1": "twenty", "value_2": "20"}, {"value_1": "20", "value_2": "0.2"}, {"value_1": "20", "value_2": "101"},
    {"value_1": "20", "value_2": "-3"}, {"value_1": "20", "value_2": "21", "pain": "11"}, {"value_1": "1e3", "value_2": "20"},
], ids=str)
def test_what_can_not_be_read_is_said_and_kept_nowhere(mira: Person, fields: dict[str, str]) -> None:
    answer = typed(signed_in(mira), **fields)
    assert answer.status_code == 422 and 'class="problem"' in answer.content.decode()
    assert kept(mira) == []


def test_pain_above_the_line_is_said(mira: Person) -> None:
    line = standing(mira, "en").line
    assert 5 <= line <= 7
    client = signed_in(mira)
    assert typed(client, value_1="19", value_2="20", pain=str(line)).headers["Location"].endswith("row.left")
    over = typed(client, value_1="19", value_2="20", pain=str(line + 1)).headers["Location"]
    assert say("trial.result.pain_over", "en") in client.get(over).content.decode().replace("&#x27;", "'")


def test_stands_by_hand_are_tenths_of_mm_a_second(mira: Person) -> None:
    client = signed_in(mira)
    assert typed(client, "together", "balance", value_1="14.2", value_2="15", value_3="13.9").status_code == 302
    assert kept(mira)[0] == {"on": service.day_of(mira).isoformat(), "measure": BALANCE,
                             "values": {"together.1": 142, "together.2": 150, "together.3": 139}}
    assert "14.4" in client.get("/trials/result/?of=together").content.decode()


# --- what is said ---------------------------------------------------------------------------------------------------


def test_a_change_is_told_only_when_it_is_more_than_chance(mira: Person) -> None:
    client = signed_in(mira)
    took(mira, 60, STRENGTH, "row.left", 19_900, 20_000, 20_100)
    took(mira, 30, STRENGTH, "row.left", 20_100, 20_300, 20_200)
    assert "tell yet whether it changed" in client.get("/trials/result/?of=row.left").content.decode()
    took(mira, 1, STRENGTH, "row.left", 24_900, 25_000, 25_100)
    shown = client.get("/trials/result/?of=row.left").content.decode()
    assert f"Higher than on {day(clock.now().date() - timedelta(days=60))}:" in shown
    assert "20 kg then, 25 kg now" in shown and "<load-chart" in shown


def test_days_that_differ_widen_what_could_be_chance(mira: Person) -> None:
    for back, level in ((90, 20_000), (60, 24_000), (30, 20_000), (1, 24_000)):
        took(mira, back, STRENGTH, "row.left", level, level, level)
    shown = signed_in(mira).get("/trials/result/?of=row.left").content.decode()
    assert "going by all your days" in shown and "tell yet whether it changed" in shown


def test_less_sway_is_steadier(mira: Person) -> None:
    took(mira, 60, BALANCE, "together", 200, 202, 204)
    took(mira, 1, BALANCE, "together", 120, 122, 124)
    assert "Steadier than on" in signed_in(mira).get("/trials/result/?of=together").content.decode()


def test_both_sides_of_one_day_are_compared(mira: Person) -> None:
    client = signed_in(mira)
    took(mira, 0, STRENGTH, "row.left", 19_900, 20_000, 20_100)
    assert "of=row.right" in client.get("/trials/result/?of=row.left").content.decode(), "the other side is offered next"
    took(mira, 0, STRENGTH, "row.right", 29_900, 30_000, 30_100)
    shown = client.get("/trials/result/?of=row.left").content.decode()
    assert "differ by 33 percent" in shown and "of=row.right" not in shown
    assert client.get("/trials/result/?of=elsewhere").headers["Location"] == "/trials/"


def test_a_correction_is_read_as_corrected_and_a_stranger_sees_nothing(mira: Person) -> None:
    one = took(mira, 3, STRENGTH, "row.left", 20_000, 21_000)
    service.write(mira, "corrected", corrected.Body(one.id, plain(measured.Body(service.day_of(mira), STRENGTH, {"row.left.1": 9_000}))))
    assert courses(mira, STRENGTH)["row.left"].days[0][1] == (9_000,)
    assert courses(someone("Other"), STRENGTH) == {}


def test_no_measurement_reaches_a_dose(mira: Person) -> None:
    """The same day with and without a year of rising strength: the same session, to the letter."""
    before = service.open_day(mira, keep=False)
    for back in range(360, 0, -28):
        took(mira, back, STRENGTH, "row.left", 60_000 - back, 60_000, 60_100)
        took(mira, back, BALANCE, "together", 100, 100 + back, 90)
    state, on = service.state_of(mira), service.day_of(mira)
    after = dose_today(state, on)
    assert set(state["measures"]) == {STRENGTH, BALANCE}
    assert (after.parts, after.offers, after.questions, after.notices) == (before.parts, before.offers, before.questions, before.notices)


@pytest.mark.parametrize("code", ["de", "es", "hi"])
def test_every_page_speaks_the_persons_language(mira: Person, code: str) -> None:
    Person.objects.filter(pk=mira.pk).update(language=code)
    took(mira, 60, STRENGTH, "row.left", 19_900, 20_000, 20_100)
    took(mira, 0, STRENGTH, "row.left", 24_900, 25_000, 25_100)
    client = signed_in(Person.objects.get(pk=mira.pk))
    for path in ("", "strength/", "strength/?of=row.left", "balance/?of=together", "result/?of=row.left"):
        page = client.get(f"/trials/{path}").content.decode()
        assert f'<html lang="{code}"' in page and '<main id="main" class' in page, path


# --- the judge ------------------------------------------------------------------------------------------------------


def rows(samples: list[Force] | list[Balance]) -> list[dict]:
    return [plain(sample) for sample in samples]


def ask(person: Person, body: object):
    return send(signed_in(person), "/trials/judge/", body)


def test_the_judge_of_pulls(mira: Person) -> None:
    still = rows(slack(300))
    assert ask(mira, {"strength": {"slack": still}}).json()["clean"] is True
    assert ask(mira, {"strength": {"slack": still[:10]}}).json()["clean"] is False
    good = ask(mira, {"strength": {"slack": still, "pull": rows(pull(18_000, offset_g=300))}}).json()
    assert good["clean"] and good["value"] == pytest.approx(18_000, rel=0.03) and good["words"] == []
    tug = ask(mira, {"strength": {"slack": still, "pull": rows(pull(18_000, offset_g=300, ramp_s=0.2))}}).json()
    assert not tug["clean"] and tug["words"] == [say("trial.problem.jerk", "en")]


def test_the_judge_of_stands(mira: Person) -> None:
    quiet = rows(stand(seconds=2))
    assert ask(mira, {"balance": {"stance": "together", "quiet": quiet}}).json()["clean"] is True
    good = ask(mira, {"balance": {"stance": "together", "quiet": quiet, "stand": rows(stand())}}).json()
    assert good["clean"] and good["value"] > 0 and good["right_percent"] == pytest.approx(50, abs=2)
    held = ask(mira, {"balance": {"stance": "together", "quiet": quiet, "stand": rows(stand()), "said": True}}).json()
    assert not held["clean"] and held["words"] == [say("trial.problem.held_on", "en")]
    short = ask(mira, {"balance": {"stance": "one_ahead", "quiet": quiet, "stand": rows(stand(seconds=10))}}).json()
    assert short["words"] == [say("trial.problem.stand_short", "en")]


@pytest.mark.parametrize("body", [
    "{", "[]", '{"strength": 3}', '{"strength": {"slack": [{"at_us": -1, "grams": 0}]}}',
    '{"strength": {"slack": [{"at_us": 1.5, "grams": 0}]}}',
    '{"balance": {"stance": "hop", "quiet": []}}', '{"more": 1}', '{"strength": {"slack": ' + "[" * 5000 + "]" * 5000 + "}}",
], ids=lambda body: body[:40])
def test_the_judge_reads_strictly(mira: Person, body: str) -> None:
    assert ask(mira, body).status_code == 422


def test_the_judge_has_an_end_and_asks_for_a_post(mira: Person) -> None:
    assert ask(mira, json.dumps({"strength": {"slack": [{"at_us": n, "grams": 0} for n in range(20_001)]}})).status_code == 422
    assert ask(mira, " " * 1_000_001).status_code in (413, 422)
    assert ask(mira, {}).json() == {"clean": False, "value": 0, "words": []}
    assert signed_in(mira).get("/trials/judge/").status_code == 405
    assert send(Client(), "/trials/judge/", {}).status_code in (302, 401, 403)
    assert send(signed_in(mira, enforce_csrf_checks=True), "/trials/judge/", {}).status_code == 403


@pytest.mark.hazard("H43")
@pytest.mark.parametrize("reply", list(Reply))
def test_a_heart_rate_guides_only_after_a_plain_no_to_beta_blockers(mira: Person, reply: Reply) -> None:
    service.write(mira, "screened", screened.Body({item.id: Reply.NO for item in ITEMS} | {"beta_blocker": reply}, "112"))
    shown = signed_in(mira).get("/train/").context
    assert shown["session"]["talk"]["heart"] is (reply is Reply.NO)
    assert shown["words"]["talk.comfortable"] == say("trial.talk.comfortable", "en")
    assert 'data-watch="/gym/ticket/"' in signed_in(mira).get("/train/").content.decode()


def test_every_word_of_the_page_is_handed_over() -> None:
    """What `trial.ts` says by a fixed key, and the keys it makes up out of parts."""
    front = Path(words.__file__).parents[1] / "web/front"
    code = "\n".join(path.read_text("utf-8") for path in (front / "trial.ts", *(front / "trial").glob("*.ts")))
    said = set(re.findall(r'\bt\(\s*"([\w.]+)"', code)) | set(re.findall(r'"(step\.\w+)"', code))
    made = {f"step.{one}" for one in ("zero", "zero_text", "zero_again", "weigh", "weigh_text", "weigh_again", "build", "hold", "ease",
                                      "off", "shown_kg", "shown_mm", "voice_on", "voice_off")}
    assert len(said) > 30
    assert sorted((said | made) - page_words("en", "trial").keys()) == []
