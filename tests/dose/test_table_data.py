"""The table of rules as data: what the pages and the command read from it, and how numbers and sources are written."""

from __future__ import annotations

import json

import pytest

from halfkilo import limits
from halfkilo.dose import finder, items, table_text
from halfkilo.dose.policy import ORDER, RAILS, STANDARD, Policy
from halfkilo.dose.table import BESIDE, CLOSING, STAGES, Row, Source, Table, number, registered, shown, table
from halfkilo.limits import Certainty

DOI, PMID, PMC = Source("A", "10.1/x", "12", "PMC3"), Source("B", pmid="12", pmcid="PMC3"), Source("C", pmcid="PMC3")


@pytest.mark.parametrize(("source", "cited", "link"), [
    (DOI, "A (doi 10.1/x)", "https://doi.org/10.1/x"), (PMID, "B (PMID 12)", "https://pubmed.ncbi.nlm.nih.gov/12/"),
    (PMC, "C (PMC3)", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3/"), (Source("D"), "D", ""),
])
def test_a_source_is_cited_by_the_first_number_that_is_known(source: Source, cited: str, link: str):
    assert (source.cited, source.link) == (cited, link)


@pytest.mark.parametrize(("value", "unit", "said"), [
    (500, "g", "0.5 kg"), (12, "tenths of NRS", "1.2"), (7, "tenths", "0.7"), (120, "tenths", "12.0"), (3, "days", "3"), (0, "", "0"),
])
def test_a_value_is_written_in_its_unit(value: int, unit: str, said: str):
    assert shown(value, unit) == said


def test_numbers_beside_the_guardrails_are_those_that_the_program_uses():
    assert {name: number(name) for name in BESIDE} == {
        "break_first": "10", "break_last": "90", "signal_most": str(limits.SIGNAL.hard[1]), "tracked_most": str(limits.TRACKED.hard[1]),
        "finder_quicker": str(finder.QUICKER), "finder_slower": str(finder.SLOWER), "finder_double": str(finder.DOUBLE),
        "anew_first": str(finder.ANEW), "lighter_week": str(items.LIGHTER_WEEK), "shortest": str(items.SHORTEST)}
    assert (items.LIGHTER_WEEK, items.SHORTEST, finder.DOUBLE) == (60, 2, 2)


def test_a_text_can_name_every_guardrail_and_every_list_of_numbers_and_nothing_else():
    assert number("break_bounds") == "10, 21, 42, 90" and number("range_steps") == "50, 70, 85, 100"
    for name in ("guardrail", "certainty", "all_rails", "annotations", "__name__", "_c", "way_bock"):
        with pytest.raises(KeyError):
            number(name)
    assert number("cut_red", Policy(cut_red=25)) == "25" and number("cut_red") == "20"


def test_rules_outside_the_resting_ones_close_a_day():
    assert set(CLOSING) == {"G0", "G1", "G3-held"}
    assert {registered()[rule] for rule in CLOSING} == {"gate"}
    assert registered()["back"] == "back" and registered()["E1"] == "next" and registered()["locked"] == "brake"


def test_a_rule_is_found_by_its_id_and_by_what_it_says():
    assert table().of("E1") is table().of("E1") and table().of("E3-cut") is table().of("E3")
    cut = table().of("E3-cut")
    assert cut is not None and cut.id == "E3" and table().of("nothing") is None
    one, other = (Row(name, stage, name, "{cut_red}.", "{cut_red} {light}.", ("s",), Certainty.DESIGN, ()) for name, stage in (
        ("a", "next"), ("b", "gate")))
    assert Table((one, other), {}).stage("gate") == (other,)
    assert one.numbers == ("cut_red", "light") and one.filled() == ("20.", "20 5 kg.")


def test_the_whole_table_is_plain_data():
    told = json.loads(json.dumps(table_text.plain()))
    assert list(told) == ["version", "stages", "rules", "numbers", "fixed", "order", "certainty", "notes", "limits"]
    assert told["version"] == STANDARD.version and told["stages"] == STAGES and told["notes"] == table_text.NOTES
    assert told["limits"] == list(table_text.HONEST) and told["certainty"]["D"] == "our own choice"
    assert told["order"] == [f"{low} must not be above {high}" for low, high in ORDER]
    assert [one["id"] for one in told["rules"]] == [row.id for row in table().rules]
    assert [one["name"] for one in told["numbers"]] == list(RAILS)


def test_a_row_is_told_with_its_sources_and_the_numbers_in_force():
    row = next(one for one in table_text.plain(Policy(cut_red=25))["rules"] if one["id"] == "E1")
    here = table().of("E1")
    assert here is not None
    first = table().sources[here.source[0]]
    assert list(row) == ["id", "stage", "name", "when", "then", "numbers", "sources", "certainty", "hazards", "says"]
    assert (row["stage"], row["name"], row["numbers"], row["certainty"]) == ("next", here.name, list(here.numbers), here.certainty.value)
    assert row["then"].startswith("25 percent") and (row["when"], row["then"]) == here.filled(Policy(cut_red=25))
    assert row["sources"][0] == {"text": first.text, "cited": first.cited, "link": first.link}
    assert (row["hazards"], row["says"]) == (list(here.hazard), list(here.says))


def test_a_number_that_a_site_may_set_is_told_beside_ours_and_its_bounds():
    own = {one["name"]: one for one in table_text.settable(Policy(cut_red=25))}
    red, rail = own["cut_red"], RAILS["cut_red"]
    assert red == {"name": "cut_red", "what": rail.name, "unit": "percent", "value": "25", "ours": "20", "changed": True,
                   "hard": ["10", "50"], "advised": ["20", "30"], "source": rail.source, "certainty": rail.certainty.value,
                   "rules": [row.id for row in table().rules if "cut_red" in row.numbers]}
    assert "E1" in red["rules"] and not own["cut_unsettled"]["changed"]


def test_a_number_that_stays_is_told_once_and_settable_ones_are_not_among_them():
    fixed = {one["name"]: one for one in table_text.fixed()}
    assert fixed["demand_heard"]["value"] == "20" and fixed["demand_heard"]["unit"] == "percent" and not fixed["demand_heard"]["changed"]
    assert not fixed.keys() & RAILS.keys() and len(fixed) + len(RAILS) == len(limits.all_rails())
    assert (fixed["light"]["value"], fixed["light"]["unit"]) == ("5 kg", "")


@pytest.mark.parametrize(("unit", "said"), [("g", ""), ("tenths of NRS", "NRS"), ("tenths", ""), ("percent", "percent"), ("days", "days")])
def test_the_unit_stands_behind_the_number_where_it_is_not_in_it(unit: str, said: str):
    assert table_text.unit_of(limits.Guardrail("x", (1, 1), (1, 1), 1, unit, "s", Certainty.DESIGN)) == said
