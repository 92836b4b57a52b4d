"""The person's own activities: understood from plain words of four languages, they choose where the programme leaves room, and no load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.dose import Session
from halfkilo.dose.direction import LANGUAGES, kinds, kinds_of, load, words_of
from halfkilo.dose.explain import home, ladder, why
from halfkilo.exercises import Family
from halfkilo.journal.kinds import profiled
from halfkilo.journal.kinds.limit_set import What
from halfkilo.strict import Malformed
from tests.life import BACK, CATALOGUE, LEFT, LIFT, Life, item

SAID = {
    "stairs": ("the stairs", "Two flights of stairs", "Treppensteigen", "die Kellertreppe", "subir escaleras", "सीढ़ियाँ चढ़ना"),
    "walking": ("Walking the dog.", "eine Stunde spazieren gehen", "caminar al mercado", "सुबह टहलना"),
    "standing_up": ("getting up from the sofa", "vom Stuhl aufstehen", "levantarme de la silla", "कुर्सी से उठना"),
    "standing": ("standing in a queue", "lange stehen", "estar de pie", "देर तक खड़े रहना"),
    "sitting": ("desk work", "am Computer sitzen", "estar sentado en la oficina", "दफ़्तर में बैठना"),
    "lifting": ("lifting boxes", "Kisten heben", "levantar cajas", "भारी डिब्बा उठाना"),
    "carrying": ("carry the shopping", "Einkäufe tragen", "cargar las bolsas", "बाल्टी ढोना"),
    "reaching": ("reach the top shelf", "Haare föhnen", "alcanzar el estante", "अलमारी से कुछ लेना"),
    "dressing": ("putting on my socks", "Schuhe anziehen", "vestirme", "मोज़े पहनना"),
    "bending": ("bending to the dishwasher", "mich bücken", "agacharme", "नीचे झुकना"),
    "gardening": ("an hour in the garden", "Gartenarbeit", "cuidar el jardín", "बागवानी"),
    "housework": ("vacuuming", "Staubsaugen", "barrer la casa", "घर की सफ़ाई"),
    "driving": ("driving to work", "Autofahren", "conducir", "गाड़ी चलाना"),
    "bed": ("sleep through the night", "im Bett umdrehen", "dormir", "करवट लेना"),
    "children": ("play with my grandchildren", "mit den Enkelkindern spielen", "jugar con mis nietos", "बच्चों के साथ खेलना"),
    "sport": ("tennis", "Fahrrad fahren", "ir en bici", "क्रिकेट"),
    "gripping": ("opening jars", "Flaschen öffnen", "abrir frascos", "ढक्कन खोलना"),
}


def named(*activities: str, **more: Any) -> Life:
    """Somebody with these activities."""
    person = Life(**({"regions": {BACK: 3}} | more))
    profile = next(entry for entry in person.entries if entry.kind == "profiled")
    places = tuple(profiled.Place(region, usual, min(10, usual + 2), 24, True) for region, usual in person.regions.items())
    own = tuple(profiled.Activity(f"a{number}", name, 4) for number, name in enumerate(activities))
    assert profile.body["birth_year"] == 1976
    person.add("profiled", profiled.Body(places, 1976, own))
    return person


def strength(session: Session) -> list[str]:
    return [one.exercise for part in session.parts if part.kind == "strength" for one in part.items]


# --- words ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind, all_ in SAID.items() for said in all_])
def test_what_people_say_is_understood(kind, said):
    assert kind in [one.name for one in kinds_of(said)]
    assert kind in [one.name for one in kinds_of(said.upper())]


@pytest.mark.parametrize("said", ["", "...", "play the piano", "Klavier spielen", "pintar", "my stepson's birthday", "healthy skin",
                                  "gehören", "ready for anything", "चित्र बनाना", "🙂", "kissing"])
def test_what_is_not_understood_has_no_direction(said):
    assert kinds_of(said) == ()


def test_every_kind_is_told_in_every_language_and_leads_to_exercises():
    assert set(SAID) == {kind.name for kind in kinds()}
    assert all(len(all_) >= len(LANGUAGES) for all_ in SAID.values())
    for kind in kinds():
        assert all(CATALOGUE.family(family) for family in kind.families), kind.name


def test_joiners_and_accents_do_not_split_words():
    assert words_of("Bücken, SCHUHE!  niño") == ("bucken", "schuhe", "nino")
    assert words_of("क\u200dष ज़मीन") == (words_of("कष")[0], words_of("ज़मीन")[0])


REST = '\nde = ["a"]\nes = ["a"]\nhi = ["a"]'


@pytest.mark.parametrize(("text", "place"), [
    ("[x", "d.toml"), ('[x]\nfamilies = ["squat"]', "d.toml: x"), ('[x]\nfamilies = ["fly"]\nen = ["a"]' + REST, "x.families"),
    ('[x]\nfamilies = ["squat"]\nen = ["*"]' + REST, "x.en"), ('[x]\nfamilies = ["squat"]\nen = [1]' + REST, "d.toml: x"),
    ('[x]\nfamilies = ["squat"]\nen = ["a", 1]' + REST, "d.toml: x"), ('[x]\nfamilies = "squat"\nen = ["a"]' + REST, "d.toml: x"),
    ('[x]\nfamilies = ["squat"]\nen = []' + REST, "d.toml: x"), ('[x]\nfamilies = ["squat"]\nfr = ["a"]\nen = ["a"]' + REST, "d.toml: x")])
def test_a_list_that_can_not_be_meant_refuses_with_its_place(tmp_path: Path, text, place):
    (tmp_path / "d.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Malformed) as refused:
        load(tmp_path / "d.toml")
    assert place in refused.value.place


# --- what it is for -------------------------------------------------------------------------------------------------
def test_every_exercise_says_what_it_is_for_where_it_is():
    session = named("getting up from the sofa", "carry the shopping.").today(0)
    told = {one.exercise: [reason.facts["activity"] for reason in one.reasons if reason.rule == "towards"] for one in session.items}
    for slug, names in told.items():
        family = CATALOGUE[slug].facts.family
        wanted = [] if family not in (Family.SQUAT, Family.HIP_EXTENSION, Family.ROW) else names
        assert names == wanted, slug
    assert told["chair_stand_high"] == ["getting up from the sofa"] if "chair_stand_high" in told else told["chair_stand"]
    assert told["seated_row"] == ["carry the shopping"]
    with words.strictly():
        for language in LANGUAGES:
            said = [why(reason, language) for one in session.items for reason in one.reasons if reason.rule == "towards"]
            assert said and all("sofa" in one or "shopping" in one for one in said)
    assert all(one.reasons[0].rule != "towards" for one in session.items), "what decides is told first"
    assert ladder(item(session, "seated_row").reasons)


def test_home_names_the_activity_that_today_is_for():
    session = named("play the piano", "the stairs").today(0)
    assert session.towards == "the stairs" and "the stairs" in home(session)
    assert named("play the piano").today(0).towards == "play the piano"
    assert named().today(0).towards == ""


# --- what it chooses ------------------------------------------------------------------------------------------------
def test_a_short_session_makes_room_for_what_it_is_for():
    plain, turning = (strength(named(name, unlocked=True).today(0, minutes=10)) for name in ("play the piano", "desk work"))
    assert len(set(plain)) == len(set(turning)) and plain != turning
    gone, new = set(plain) - set(turning), set(turning) - set(plain)
    assert len(gone) == len(new) == 1
    assert new <= set(strength(named().today(0, minutes=30))), "one of the programme's own, from a longer session"


def test_a_whole_session_two_minutes_and_what_it_does_not_understand_stay_as_the_programme_says():
    for minutes, name in ((30, "desk work"), (2, "desk work"), (10, "play the piano")):
        assert strength(named(name).today(0, minutes=minutes)) == strength(named().today(0, minutes=minutes))


def test_pins_and_what_a_yes_moved_to_stay():
    slug = next(iter(set(strength(named().today(0, minutes=10))) - set(strength(named("desk work").today(0, minutes=10)))))
    person = named("desk work")
    person.pin(slug)
    assert slug in strength(person.today(0, minutes=10))


def test_a_limit_is_never_passed_for_it():
    new = next(iter(set(strength(named("desk work").today(0, minutes=10))) - set(strength(named().today(0, minutes=10)))))
    person = named("desk work")
    person.limit(What.BAN, exercise=new)
    assert new not in strength(person.today(0, minutes=10))


@pytest.mark.hazard("H18")
@settings(max_examples=15, deadline=None)
@given(said=st.lists(st.sampled_from([one[0] for one in SAID.values()]), max_size=3, unique=True), minutes=st.sampled_from([10, 20, 30]),
       usual=st.integers(0, 5))
def test_it_never_changes_a_load_and_never_asks_more_of_the_sore_place(said, minutes, usual):
    lives = [named(*names, regions={BACK: usual, LEFT: 2}, unlocked=True) for names in ((), said)]
    for person in lives:
        person.pin(LIFT)
        for on in (0, 2, 4):
            person.outing(on, LIFT, 12_000, 12, pre=usual, peak=usual, morning=usual)
    without, with_it = (person.today(5, minutes=minutes) for person in lives)
    doses = [{(one.exercise, one.side): (one.grams, one.target, one.rule, one.range_percent, one.most) for one in made.items}
             for made in (without, with_it)]
    assert all(doses[0][key] == doses[1][key] for key in doses[0].keys() & doses[1].keys())
    asks = [max((CATALOGUE[slug].demand_on(BACK, side) for slug, side in found), default=0) for found in doses]
    assert asks[1] <= asks[0]
    assert {(one.exercise, one.offered, one.grams) for one in without.offers if one.exercise == LIFT} == {
        (one.exercise, one.offered, one.grams) for one in with_it.offers if one.exercise == LIFT}
    assert len(without.items) > 2 and len({one.exercise for one in with_it.items}) == len({one.exercise for one in without.items})
