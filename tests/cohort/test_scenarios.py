"""Hazard scenarios: files are read strictly, events change what they say and nothing else, harm is counted from what is true, and a change
of rules may not bring more of it than is written down."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from halfkilo import cli
from halfkilo.cohort.scenario import doors, load, scenarios
from halfkilo.cohort.scenario.baseline import ACCEPT, FILE, MARGIN, biology, most, read_baseline, risen, written
from halfkilo.cohort.scenario.cast import TWELVE, cast
from halfkilo.cohort.scenario.diary import JumpingDiary
from halfkilo.cohort.scenario.happening import What
from halfkilo.cohort.scenario.harm import MEASURES, Harm, Ledger, total
from halfkilo.cohort.scenario.judge import faults
from halfkilo.cohort.scenario.life import Arm, days, lived
from halfkilo.cohort.scenario.mitigations import KNOWN
from halfkilo.cohort.scenario.run import run
from halfkilo.dose import RULES
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import morning, profiled
from halfkilo.strict import Malformed
from halfkilo.units import Region, Side, Tool
from tests import hazards

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "tests" / "scenarios"
FOUND = scenarios(FOLDER)


def quick(name: str) -> str:
    """Who lives a scenario in the default tests: the twelve take turns. The campaign asks all of them, in all three arms."""
    return list(TWELVE)[sorted(FOUND).index(name) % len(TWELVE)]



WHOLE = """
hazards = ["H12"]
wrong = "Something."
mitigation = ["E1"]
matters = "over"
weeks = 3
"""


def scenario(tmp_path: Path, text: str = "", whole: str = WHOLE):
    path = tmp_path / "made_up.toml"
    path.write_text(whole + text, encoding="utf-8")
    return load(path)


def person(one, name: str):
    return next(somebody for somebody in cast(one.told.people) if somebody.name == name)


class TestFiles:
    @pytest.mark.parametrize(("text", "place", "reason"), [
        ('[[event]]\nwhat = "unsaid"\nday = -3', "made_up.toml.event[0].day", "from 0 to 364, got -3"),
        ('[[event]]\nwhat = "unsaid"\nafter = "-3d"', "made_up.toml.event[0].after", "time never goes back; got '-3d'"),
        ('[[event]]\nwhat = "unsaid"\nafter = "soon"', "made_up.toml.event[0].after", "such as +3d or +2w; got 'soon'"),
        ('[[event]]\nwhat = "unsaid"', "made_up.toml.event[0].day", "or after is needed"),
        ('[[event]]\nwhat = "unsaid"\nday = 1\nafter = "+1d"', "made_up.toml.event[0].day", "one of the two"),
        ('[[event]]\nwhat = "unsaid"\nday = 21', "made_up.toml.event[0]", "begins on day 21, and the scenario ends after 21 days"),
        ('[[event]]\nwhat = "earthquake"\nday = 1', "made_up.toml.event[0].what", "must be one of flare, injury"),
        ('[[event]]\nwhat = "flare"\nday = 1', "made_up.toml.event[0].lasts", "is needed for flare"),
        ('[[event]]\nwhat = "unsaid"\nday = 1\nlasts = 0', "made_up.toml.event[0].lasts", "from 1 to 364"),
        ('[[event]]\nwhat = "unsaid"\nday = 1\npercent = 50', "made_up.toml.event[0].percent", "means nothing for unsaid"),
        ('[[event]]\nwhat = "stop_sign"\nday = 1\nsign = "hiccups"', "made_up.toml.event[0].sign", "must be one of chest_pressure"),
        ('[[event]]\nwhat = "programme"\nday = 1\nto = "boxing"', "made_up.toml.event[0].to", "must be one of hip"),
        ('[people]\ncast = ["steady"]', "made_up.toml.people.cast", "give 1 people; at least 12 are needed"),
        ('[people]\ncast = ["nobody"]', "made_up.toml.people.cast", "knows nobody called 'nobody'"),
        ('[people]\nplaces = ["tail"]', "made_up.toml.people.places[0]", "must be one of"),
        ('[home]\nprogramme = "boxing"', "made_up.toml.home.programme", "must be one of hip"),
        ('[home]\nscreen = ["tired"]', "made_up.toml.home.screen", "is not an item of the screen"),
        ('[home]\npins = ["moonwalk"]', "made_up.toml.home.pins", "knows no exercise 'moonwalk'"),
        ("[tolerance]\nbruises = 3", "made_up.toml.tolerance", "knows no measure 'bruises'"),
        ("[wishes]\na = 1", "made_up.toml.wishes", "is not a known field"),
    ])
    def test_what_does_not_fit_is_refused_with_its_place_and_why(self, tmp_path, text, place, reason):
        with pytest.raises(Malformed) as refused:
            scenario(tmp_path, text)
        assert str(refused.value).startswith(f"{place}: ") and reason in str(refused.value)

    @pytest.mark.parametrize(("old", "new", "place", "reason"), [
        ('["E1"]', '["E1", "E17"]', "made_up.toml.mitigation[1]", "knows no rule 'E17'; known are"),
        ('["E1"]', '["E8"]', "made_up.toml.mitigation[0]", "knows no rule 'E8'"),
        ('["E1"]', "[]", "made_up.toml.mitigation", "must name at least one"),
        ('["H12"]', '["H12", "twelve"]', "made_up.toml.hazards[1]", "such as H12, got 'twelve'"),
        ('"over"', '"bruises"', "made_up.toml.matters", "knows no measure"),
        ('matters = "over"', "", "made_up.toml.matters", "or covered is needed"),
        ("weeks = 3", "weeks = -3", "made_up.toml.weeks", "from 1 to 52, got -3"),
        ("weeks = 3", "weeks = ", "made_up.toml", "is not TOML"),
    ])
    def test_a_rule_a_hazard_or_a_measure_that_nobody_knows_is_refused(self, tmp_path, old, new, place, reason):
        with pytest.raises(Malformed) as refused:
            scenario(tmp_path, whole=WHOLE.replace(old, new))
        assert str(refused.value).startswith(f"{place}: ") and reason in str(refused.value)

    def test_times_count_from_the_event_before(self, tmp_path):
        made = scenario(tmp_path, """
[[event]]
what = "unsaid"
after = "+3d"
lasts = 4
[[event]]
what = "silent"
after = "+1w"
[[event]]
what = "no_check_in"
after = "+0d"
lasts = 300
""")
        assert [(event.first, event.last) for event in made.events] == [(3, 6), (10, 20), (10, 20)]

    def test_a_folder_without_scenarios_is_refused(self, tmp_path):
        with pytest.raises(Malformed, match="holds no scenario files"):
            scenarios(tmp_path)


class TestCoverage:
    def test_every_hazard_has_scenarios_or_a_reason_why_not(self):
        page = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
        rows = dict(re.findall(r"^\| (H\d\d) \| (.+) \|$", page, re.MULTILINE))
        assert set(rows) == set(hazards.table())
        for hazard, row in rows.items():
            named = {name for name, one in FOUND.items() if hazard in one.told.hazards}
            assert set(re.findall(r"`(\w+)`", row)) & set(FOUND) == named, hazard
            assert named or row.startswith("no: "), hazard

    @pytest.mark.parametrize("hazard", ["H04", "H09", "H10", "H12", "H13", "H14", "H15", "H16", "H18", "H25", "H40", "H41", "H43", "H46",
                                        "H47", "H49"])
    def test_dosing_hazards_have_scenarios(self, hazard):
        assert any(hazard in one.told.hazards for one in FOUND.values())

    def test_every_kind_of_event_happens_and_is_explained_with_every_measure(self):
        page = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
        assert {event.what for one in FOUND.values() for event in one.events} == set(What)
        assert [name for name in (*What, *MEASURES) if f"| `{name}` |" not in page] == []

    def test_every_scenario_is_lived_by_twelve_and_more(self):
        assert all(len(cast(one.told.people)) >= 12 for one in FOUND.values())
        assert len({name for one in FOUND.values() for name in (who.name for who in cast(one.told.people))}) >= len(TWELVE)

    def test_rules_that_brake_are_worth_something_in_at_least_one_scenario(self):
        worth = {rule for one in FOUND.values() if one.told.matters for rule in one.told.mitigation}
        assert {"E1", "E2", "E4", "E5", "E6", "G0", "G1", "G3", "G4", "back", "invariants", "start", "settled", "flat", "stale", "drift",
                "yes", "sides"} <= worth <= KNOWN


    def test_every_rule_that_can_be_left_out_is_known(self):
        asked = {rule for path in (ROOT / "src" / "halfkilo" / "dose").glob("*.py")
                 for rule in re.findall(r'applies\("([^"]+)"\)', path.read_text(encoding="utf-8"))}
        assert len(asked) >= 8 and asked <= KNOWN

    def test_only_simulations_leave_rules_out(self):
        rooms = [path for path in (ROOT / "src" / "halfkilo").rglob("*.py") if "cohort" not in path.parts]
        assert len(rooms) > 100
        assert [path.name for path in rooms if re.search(r"Policy\([^)]*\b(off|next_dose)=", path.read_text(encoding="utf-8"))] == []


class TestPeople:
    def test_the_cast_is_unlike_each_other_and_always_the_same(self):
        who = FOUND["every_yes"].told.people
        assert cast(who) == cast(who)
        assert len({str(one.parameters) for one in cast(who)}) == len(TWELVE)

    def test_facts_of_the_file_change_everybody(self, tmp_path):
        made = scenario(tmp_path, '[people]\ndrawn = 2\nage = 80\nmanner = "denies"\nplaces = ["hip_left"]\ntolerance = 50\nreacts = 200\n')
        plain = scenario(tmp_path, '[people]\ndrawn = 2\nplaces = ["hip_left"]\n')
        assert len(cast(made.told.people)) == 14
        for one, other in zip(cast(made.told.people), cast(plain.told.people), strict=True):
            assert one.parameters.age == 80 and one.parameters.manner == "denies"
            assert one.parameters.places[0].tolerance == pytest.approx(other.parameters.places[0].tolerance / 2)
            assert one.parameters.flare_gain == pytest.approx(2 * other.parameters.flare_gain)

    def test_what_is_told_changes_and_what_is_true_does_not(self, tmp_path):
        true, told = [], []
        for event in ("", '[[event]]\nwhat = "denial"\nday = 0\nby = 3\n'):
            made = scenario(tmp_path, event, WHOLE.replace("weeks = 3", "weeks = 2"))
            seen = [(one.subject.true_pain(region), {region: score for kind, body in one.written if kind == "morning"
                                                     for region, score in body.pain.items()}.get(region))
                    for one in days(made, person(made, "steady"), Arm.FULL) for region in one.subject.tissues if one.day == 0]
            true.append([pain for pain, _ in seen])
            told.append([score for _, score in seen])
        assert true[0] == true[1] and told[0] != told[1]

    def test_an_injury_heals(self, tmp_path):
        made = scenario(tmp_path, '[[event]]\nwhat = "injury"\nday = 2\nlasts = 3\npercent = 50\n')
        bears = [next(iter(one.subject.tissues.values())).tolerance for one in days(made, person(made, "steady"), Arm.FULL)]
        assert bears[2] < 0.6 * bears[1] and bears[4] < 0.7 * bears[1] and bears[5] > 0.99 * bears[1]

    def test_a_break_has_no_sessions_and_silence_no_mornings(self, tmp_path):
        made = scenario(tmp_path, '[[event]]\nwhat = "break"\nday = 3\nlasts = 10\npercent = 100\n'
                                  '[[event]]\nwhat = "silent"\nafter = "+0d"\nlasts = 10\n')
        for one in days(made, person(made, "steady"), Arm.FULL):
            if 3 <= one.day <= 12:
                assert not one.written and not one.subject.lifts


class TestJournal:
    def test_what_a_clock_that_goes_back_wrote_is_folded_in_the_order_of_instants(self):
        diary, first = JumpingDiary("clock", UTC), date(2026, 1, 5)
        diary.add("profiled", profiled.EXAMPLE)
        for day, pain in ((10, 7), (3, 2), (4, 3)):
            diary.at(first + timedelta(days=day), 7)
            diary.add("morning", morning.Body(first + timedelta(days=day), {Region.LOW_BACK: pain}))
        assert diary.state == fold(diary.entries)
        assert [pain for _, pain in diary.state["regions"]["low_back"]["mornings"]] == [2, 3, 7]

    def test_open_doors_let_through_what_the_journal_refuses(self, tmp_path):
        made = scenario(tmp_path, whole=WHOLE.replace("weeks = 3", "weeks = 2"))
        session = next(one.session for one in days(made, person(made, "steady"), Arm.FULL)
                       if one.session and any(item.grams and not item.steps for item in one.session.items))
        loaded = next(item for item in session.items if item.grams and not item.steps)
        told = {doors.key(loaded): loaded.grams + 5000}
        assert doors.through((), session, told) is session
        opened = next(item for item in doors.through(("yes",), session, told).items if doors.key(item) == doors.key(loaded))
        assert opened.grams == loaded.grams + 5000
        assert all(item.grams == max(same.grams for same in session.items if same.exercise == item.exercise)
                   for item in doors.through(("sides",), session, {}).items if item.grams and not item.steps)


class TestHarm:
    @given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.booleans()), max_size=12))
    def test_heavier_without_a_yes_is_counted_and_nothing_else(self, outings):
        ledger, last = Ledger(), None
        for grams, yes, spared in outings:
            ledger.agreed("row", Tool.CABLE, Side.BOTH, yes)
            unasked = ledger.lifted("row", Tool.CABLE, Side.BOTH, grams, spared)
            assert unasked == (last is not None and grams > last and grams > yes)
            last = last if spared else grams

    def test_sides_are_counted_apart_and_a_finder_begins_anew(self):
        ledger = Ledger()
        ledger.lifted("row", Tool.CABLE, Side.LEFT, 1000, False)
        assert not ledger.lifted("row", Tool.CABLE, Side.RIGHT, 2000, False)
        ledger.anew("row", Tool.CABLE, Side.LEFT)
        assert not ledger.lifted("row", Tool.CABLE, Side.LEFT, 3000, False)
        assert ledger.lifted("row", Tool.CABLE, Side.LEFT, 3001, False)

    def test_the_same_life_does_the_same_harm(self):
        one = FOUND["chest_pressure"]
        assert lived(one, person(one, "reactive"), Arm.OFF) == lived(one, person(one, "reactive"), Arm.OFF)

    @pytest.mark.hazard("H15")
    def test_nothing_is_lifted_while_a_stop_sign_stands(self):
        harm = {arm: lived(FOUND["chest_pressure"], person(FOUND["chest_pressure"], "steady"), arm).under_sign for arm in Arm}
        assert harm[Arm.FULL] == 0 < min(harm[Arm.OFF], harm[Arm.NONE])

    @pytest.mark.hazard("H16", "H49")
    @pytest.mark.parametrize("name", ["brittle_bones", "new_hip"])
    def test_what_a_body_is_closed_to_is_never_done(self, name):
        harm = {arm: lived(FOUND[name], person(FOUND[name], "steady"), arm).closed for arm in Arm}
        assert harm[Arm.FULL] == 0 < min(harm[Arm.OFF], harm[Arm.NONE])

    def test_harm_is_judged_by_the_tolerance_of_its_file(self):
        one = replace(FOUND["every_yes"], told=replace(FOUND["every_yes"].told, matters="excess", tolerance={"loud": 2}))
        result = {Arm.NONE: {"a": Harm(excess=9)}, Arm.OFF: {"a": Harm(excess=5, loud=1)}, Arm.FULL: {"a": Harm(excess=1, loud=3)}}
        assert [fault for fault in faults(one, result) if "with all rules and 1 without" in fault] == []
        told = list(faults(one, {**result, Arm.FULL: {"a": Harm(excess=5, loud=4)}}))
        assert any("loud is 4 with all rules and 1 without invariants (tolerance 2)" in fault for fault in told)
        assert any("there is not more excess (5 against 5)" in fault for fault in told)


BASE = read_baseline(FOLDER / FILE)


class TestBaseline:
    """H37: a change of rules may not do more harm."""

    def test_it_is_of_these_rules_people_and_files(self):
        assert BASE.biology == biology(), f"the simulated people changed since {FILE} was written: `{ACCEPT}` writes it anew"
        assert BASE.rules == RULES, f"the rules have another version since {FILE} was written: look, then `{ACCEPT}`"
        assert {name: one.digest for name, one in FOUND.items()} == BASE.files, f"scenarios changed: `{ACCEPT}`"

    @pytest.mark.hazard("H37")
    @pytest.mark.parametrize("name", sorted(FOUND))
    def test_harm_does_not_rise(self, name):
        if BASE.biology != biology():
            pytest.skip("other simulated people; the test above says what to do")
        found = {name: FOUND[name]}
        assert list(risen(BASE, found, run([FOUND[name]], (Arm.FULL,), (quick(name),)))) == []

    def test_a_rise_is_told_with_the_scenario_the_person_and_how_to_accept_it(self):
        one = FOUND["chest_pressure"]
        old = {who.name: Harm(over=10) for who in cast(one.told.people)}
        base = replace(BASE, harm={one.name: {Arm.FULL: old}})
        now = {**old, "knee": Harm(over=10 + most("over", 120) - 120 + 1), "neck": Harm(over=10)}
        told = list(risen(base, {one.name: one}, {one.name: {Arm.FULL: now}}))
        assert len(told) == 1
        assert all(part in told[0] for part in ("chest_pressure: over rose from 120 to", "--person knee", ACCEPT))
        assert list(risen(base, {one.name: one}, {one.name: {Arm.FULL: old}})) == []

    def test_fewer_people_leave_more_to_chance(self):
        assert most("over", 1000, 12, 12) == 1150 and most("over", 1000, 3, 12) == 1300 and most("over", 10, 12, 12) == 18

    @pytest.mark.parametrize("measure", ["unasked", "under_sign", "closed"])
    def test_what_no_rule_may_let_through_has_no_margin(self, measure):
        assert MARGIN[measure] == (0, 0) and set(MARGIN) == set(MEASURES)
        one = FOUND["chest_pressure"]
        old = {who.name: Harm() for who in cast(one.told.people)}
        base = replace(BASE, harm={one.name: {Arm.FULL: old}})
        assert list(risen(base, {one.name: one}, {one.name: {Arm.FULL: {**old, "knee": Harm(**{measure: 1})}}}))

    def test_a_changed_scenario_or_a_new_one_has_to_be_written_down(self):
        one = FOUND["chest_pressure"]
        result = {one.name: {Arm.FULL: BASE.harm[one.name][Arm.FULL]}}
        assert list(risen(BASE, {one.name: one}, result)) == []
        assert "no harm is written down" in next(risen(BASE, {one.name: replace(one, digest="other")}, result))
        assert "no harm is written down" in next(risen(replace(BASE, harm={}), {one.name: one}, result))

    def test_what_is_written_is_read_back(self, tmp_path):
        results = {name: BASE.harm[name] for name in FOUND}
        path = tmp_path / FILE
        path.write_text(written(FOUND, results), encoding="utf-8")
        assert read_baseline(path) == replace(BASE, rules=RULES, biology=biology(), files={name: one.digest for name, one in FOUND.items()})
        path.write_text(json.dumps({"harm": {}}), encoding="utf-8")
        with pytest.raises(Malformed, match="is not what"):
            read_baseline(path)

    def test_nothing_closed_or_under_a_sign_stands_in_the_file(self):
        full = total(one for result in BASE.harm.values() for one in result[Arm.FULL].values())
        assert (full.under_sign, full.closed) == (0, 0)

    @pytest.mark.parametrize("name", sorted(FOUND))
    def test_the_written_harm_speaks_for_the_rules(self, name):
        if BASE.files.get(name) == FOUND[name].digest:
            assert list(faults(FOUND[name], BASE.harm[name])) == []


class TestCommand:
    def run(self, *arguments: str):
        return CliRunner().invoke(cli.app, ["cohort", *arguments])

    def test_it_steps_through_one_life(self):
        shown = self.run("scenario", str(FOLDER / "chest_pressure.toml"), "--step", "--person", "3")
        assert shown.exit_code == 0
        for text in ("reactive, arm full", "happens  stop_sign until day 34 (sign chest_pressure)", "says     this morning low_back",
                     "lifts    ", "bears ", "decides  stop normal G0"):
            assert text in shown.output

    def test_it_shows_the_arms_beside_each_other(self):
        shown = self.run("scenario", str(FOLDER / "chest_pressure.toml"), "--person", "steady")
        assert shown.exit_code == 0
        assert [line.split()[0] for line in shown.output.splitlines() if line.split()[0] in list(Arm)] == ["none", "off", "full"]

    def test_it_says_what_is_the_matter(self, tmp_path):
        (tmp_path / "bad.toml").write_text(WHOLE.replace("weeks = 3", "weeks = -3"), encoding="utf-8")
        refused = self.run("scenario", str(tmp_path / "bad.toml"))
        assert refused.exit_code == 1 and "bad.toml.weeks: must be a whole number from 1 to 52, got -3" in refused.output
        nobody = self.run("scenario", str(FOLDER / "chest_pressure.toml"), "--step", "--person", "13")
        assert nobody.exit_code == 2 and "nobody called '13': a number from 1 to 12" in nobody.output

    def test_writing_and_comparing_a_folder(self, tmp_path):
        quick_one = WHOLE.replace("weeks = 3", "weeks = 1").replace('matters = "over"', 'covered = "A week is short."')
        scenario(tmp_path, whole=quick_one)
        assert self.run("scenarios", "--folder", str(tmp_path), "--jobs", "1", "--write").exit_code == 0
        assert set(read_baseline(tmp_path / FILE).harm["made_up"]) == set(Arm)
        compared = self.run("scenarios", "--folder", str(tmp_path), "--jobs", "1")
        assert compared.exit_code == 0, compared.output
        scenario(tmp_path, whole=quick_one.replace('"E1"', '"E2"'))
        changed = self.run("scenarios", "--folder", str(tmp_path), "--jobs", "1")
        assert changed.exit_code == 1 and "no harm is written down for the scenario as it is now" in changed.output

    def test_one_scenario_written_anew_leaves_the_others(self, tmp_path):
        quick_one = WHOLE.replace("weeks = 3", "weeks = 1").replace('matters = "over"', 'covered = "A week is short."')
        made = scenario(tmp_path, whole=quick_one)
        (tmp_path / "other.toml").write_text(quick_one, encoding="utf-8")
        kept = {Arm.FULL: {"steady": Harm(over=77)}}
        (tmp_path / FILE).write_text(written({"made_up": made, "other": made}, {"made_up": kept, "other": kept}), encoding="utf-8")
        assert self.run("scenarios", "--folder", str(tmp_path), "--jobs", "1", "--only", "made_up", "--write").exit_code == 0
        assert read_baseline(tmp_path / FILE).harm["other"] == kept != read_baseline(tmp_path / FILE).harm["made_up"]
        nobody = self.run("scenarios", "--folder", str(tmp_path), "--only", "third")
        assert nobody.exit_code == 2 and "holds no scenario 'third'" in nobody.output


@pytest.mark.campaign
@pytest.mark.hazard("H37")
def test_everybody_in_every_arm():
    results = run(list(FOUND.values()), jobs=2)
    told = [fault for name, result in results.items() for fault in faults(FOUND[name], result)]
    assert told + list(risen(BASE, FOUND, results)) == []


@pytest.mark.campaign
def test_several_processes_do_what_one_does():
    some = [FOUND["chest_pressure"]]
    assert run(some, jobs=2) == run(some)
