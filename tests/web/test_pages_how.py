"""How a load is decided, for everybody and for physiotherapists: true to the rules in force, in words that a child of eleven reads."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from halfkilo import words
from halfkilo.cohort.compare import Figure, Row
from halfkilo.cohort.runs import Plan
from halfkilo.cohort.table import plain
from halfkilo.dose import RULES, Policy
from halfkilo.dose.table import table
from halfkilo.limits import all_rails
from halfkilo.web import tongue
from halfkilo.web.pages.mine import how
from halfkilo.words import strictly
from tests.batteries.test_every_sentence import sentences
from tests.conftest import Cast
from tests.web.clients import signed_in

AGE = 11
SCHOOL = 5
"""A year of school begins about five years after birth: grade 6 is read at eleven."""


@pytest.fixture(autouse=True)
def every_sentence_is_there():
    with strictly():
        yield


@pytest.fixture
def mine(tmp_path: Path, settings) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text("cut_red = 35\nclean_at_top = 3\ngreen_absolute = 3\nred_absolute = 4\nweek_rise = 6\n")
    settings.RULES = path
    return path


def shown(client: Client, path: str) -> str:
    """The text of a page, without its tags."""
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one."""
    sound = re.sub(r"(?<=[^aeiouyl])es?$|(?<=[^aeiouytd])ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", sound)))


def grade(text: str) -> float:
    """Flesch-Kincaid: the year of school in which a text is read."""
    said = [re.findall(r"[A-Za-z']+", one) for one in sentences(text)]
    spoken = [word for one in said for word in one]
    return 0.39 * len(spoken) / len(said) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def test_the_measure_of_reading_age_knows_easy_from_hard() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Progressive overload is administered contingent upon satisfactory autoregulation of perceived exertion.") > 15
    assert [syllables(word) for word in ("made", "little", "times", "lighter", "asked")] == [1, 2, 1, 2, 1]


@pytest.mark.hazard("H28")
def test_the_page_is_read_at_eleven() -> None:
    filled = {key: re.sub(r"\{(\w+):?([^}|]*)\|?([^}]*)\}", lambda hole: f"ten {hole[3]}", words.book("en")[key])
              for key in sorted(words.keys()) if key.startswith("how.")}
    assert len(filled) > 40
    whole = " ".join(text if text.endswith((".", "?")) else f"{text}." for text in filled.values())
    assert grade(whole) <= AGE - SCHOOL - 1
    hard = {key: round(grade(text), 1) for key, text in filled.items() if len(text.split()) >= 12 and grade(text) > AGE - SCHOOL + 1}
    assert hard == {}


@pytest.mark.hazard("H27")
def test_everybody_reads_the_numbers_in_force(cast: Cast, mine: Path) -> None:
    page = shown(signed_in(cast.asha), "/how/")
    for said in ("35 percent lighter", "after 3 good sessions", "up to 4 is fine. More than 5 is too much", "at most 6 percent a week",
                 "at most 21 kg within a week", "14 mornings, 6 sessions", "up to 42 days", "85 percent", f"version {RULES}+",
                 "set 5 numbers of their own"):
        assert said in page, said
    assert "formula" not in page and "demand" not in page


def test_the_ladder_has_a_rung_for_each_rule_of_the_next_dose() -> None:
    """A rule that is added, taken away or moved changes the page."""
    assert [rule for rule, _, _ in how.LADDER] == [row.id for row in table().stage("next") if not row.code]
    gentler = {rule for rule, look, _ in how.LADDER if look == "lighter"}
    assert all(re.search("percent (less|lighter|of the last load)", table().of(rule).filled()[1]) for rule in gentler)


@pytest.mark.parametrize("code", tongue.codes())
def test_it_speaks_every_language(cast: Cast, code: str) -> None:
    client = signed_in(cast.asha)
    page = client.get("/how/", headers={"Accept-Language": code}).content.decode()
    assert f'lang="{code}"' in page and words.say("how.title", code) in page and words.say("how.know.table", code) in page


def test_physiotherapists_read_every_rule_and_number(cast: Cast) -> None:
    answer = signed_in(cast.asha).get("/rules/").content.decode()
    for row in table().rules:
        assert f'<tr id="{row.id}">' in answer and all(table().sources[name].text in unescape(answer) for name in row.source)
    assert answer.count('<th scope="row">') == len(table().rules) + len(all_rails())
    page = shown(signed_in(cast.asha), "/rules/")
    assert f"version {RULES}." in page and "none has been changed" in page and "No trial has tested these rules on people" in page
    assert "1.2 NRS" in page and "halfkilo rules --check my-rules.toml" in page


def test_a_site_s_own_numbers_are_marked(cast: Cast, mine: Path) -> None:
    page = shown(signed_in(cast.asha), "/rules/")
    assert "35 percent lighter and at least one notch" in page and "35 percent (this site's own)" in page
    assert "set 5 numbers of its own" in page


@pytest.mark.hazard("H27")
def test_why_leads_to_the_rules_and_names_their_version(cast: Cast, mine: Path) -> None:
    client = signed_in(cast.asha)
    page = client.get("/today/").content.decode()
    assert re.search(rf'<li class="rule">Rule [\w-]+, version {RULES}\+[0-9a-f]{{8}}\. <a href="/how/">How your load is decided</a>', page)
    more = client.get("/more/").content.decode()
    assert 'href="/how/"' in more and 'href="/rules/"' in more


@pytest.mark.parametrize("path", ["/how/", "/rules/"])
def test_strangers_sign_in_first(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("policy", [Policy(), Policy(green_absolute=1, red_absolute=6), Policy(green_absolute=3, red_absolute=4),
                                    Policy(week_rise=0, demand_step=5, demand_wanted=0)], ids=lambda one: one.version)
def test_pictures_fit_the_numbers(policy: Policy) -> None:
    green, red = how._edges(policy)
    zones = [how._zone(pain, (green, red)) for pain in range(11)]
    assert zones.count("fine") == green + 1 and zones.count("over") == 10 - red and len(how._zones((green, red))) == len(set(zones))
    week = how._rulers(policy, "en")["week"]
    assert week["today"] <= week["high"] and (week["next"] is None or week["today"] < week["next"] <= week["high"])


def test_what_was_tried_on_virtual_people_is_shown_once_it_is_there(cast: Cast, tmp_path: Path, monkeypatch) -> None:
    figure = Figure(9.14, 8.9, 9.4)
    others = {one.name: figure for one in fields(Row)} | {"policy": "double_progression", "people": 2000, "sessions": 9, "breaches": 0}
    told = [{"plan": asdict(Plan(2000)), "rows": plain([Row(**others)]), "losses": ["fewer flares: never"]}]
    monkeypatch.setattr(how, "COHORT", tmp_path / "cohort.json")
    client = signed_in(cast.asha)
    assert "is made with halfkilo cohort compare" in shown(client, "/rules/")
    monkeypatch.setattr(how, "COHORT", tmp_path / "again.json")
    (tmp_path / "again.json").write_text(json.dumps(told))
    page = shown(client, "/rules/")
    assert "2000 made-up people over 26 weeks" in page and "double progression 9.1 (8.9 to 9.4) 9.14 (8.90 to 9.40)" in page
    assert "fewer flares: never" in page and "None of this is evidence in real people" in page
