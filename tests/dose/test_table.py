"""The table of rules tells of every rule of the program and of no other, from numbers and sources that exist; anything else refuses."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from halfkilo import dose, limits
from halfkilo.dose import gates, rise, rules, table_text
from halfkilo.dose.policy import RAILS, Policy
from halfkilo.dose.table import FILE, STAGES, load, number, registered, table
from halfkilo.limits import Certainty, all_rails
from halfkilo.strict import Malformed
from tests.batteries.test_every_sentence import NEVER

ROOT = Path(__file__).parents[2]
CODE = sorted(Path(dose.__file__).parent.glob("*.py"))
ROW = '[source]\nours = { text = "Ours" }\n[[rule]]\n'
GOOD = {"id": '"E1"', "stage": '"next"', "name": '"Red"', "when": '"Red."', "then": '"{cut_red} percent."', "source": '["ours"]',
        "certainty": '"D"', "hazard": '["H12"]'}


def reasons() -> set[str]:
    """Every rule that the program gives as a reason, decides by, or may switch off."""
    found = set()
    for node in (node for path in CODE for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)):
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        place = {"Reason": 0, "applies": 0, "Decision": 1}.get(called)
        if place is not None and len(node.args) > place:
            found |= {one.value for one in [node.args[place]] if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {one for one in found if not one.startswith("next-")}  # answers to "what would it take?" look ahead; they are no rules


def told() -> set[str]:
    return {reason for row in table().rules for reason in (row.id, *row.says)}


def test_every_rule_of_the_program_has_its_row_and_every_row_its_rule() -> None:
    listed = {row.id for row in table().rules if not row.code}
    assert listed == set(registered())
    assert listed >= {rule for rule, _ in (*rules.IN_ORDER, *gates.RESTING)} | set(rise.BRAKES)


def test_whatever_why_may_answer_stands_in_one_row() -> None:
    assert reasons() > {"E1", "E3-cut", "G0", "stale", "steady", "calm", "E7-set"}, "the program was not read"
    assert sorted(reasons() - told()) == []
    extra = {one for row in table().rules for one in row.says} - reasons()
    assert sorted(extra) == [], "the program never says these"
    assert all(table().of(reason) is not None for reason in reasons()) and table().of("E9") is None


def test_rows_stand_in_the_order_in_which_the_program_looks() -> None:
    stages = [row.stage for row in table().rules]
    assert stages == sorted(stages, key=list(STAGES).index) and set(stages) == set(STAGES)
    told_as_gates = {row.id for row in table().stage("gate")}
    ordered = [rule for rule, _ in rules.IN_ORDER if rule != "back"]
    assert [row.id for row in table().stage("next") if not row.code] == ordered
    assert [row.id for row in table().stage("brake")] == [rule for rule in rise.BRAKES if rule not in told_as_gates]


def test_every_number_of_the_program_is_used_by_a_rule() -> None:
    used = {name for row in table().rules for name in row.numbers}
    rails = {name.lower() for name, value in vars(limits).items() if isinstance(value, limits.Guardrail)}
    assert sorted(rails - used) == []
    assert len(list(table_text.settable())) + len(list(table_text.fixed())) == len(all_rails())
    assert set(RAILS) <= rails, "a number of the policy has the name of its guardrail"


def test_hazards_and_words_are_those_of_the_project() -> None:
    known = set(re.findall(r"^\| (H\d\d) \|", (ROOT / "SAFETY.md").read_text(encoding="utf-8"), re.MULTILINE))
    for row in table().rules:
        assert set(row.hazard) <= known, row.id
        texts = [row.name, *row.filled(), *(table().sources[name].text for name in row.source)]
        assert not [text for text in texts if NEVER.search(text)], row.id
        assert row.when.endswith(".") and row.then.endswith("."), row.id
    assert set(table_text.CERTAIN) == set(Certainty)


def test_numbers_are_those_in_force() -> None:
    own = Policy(cut_red=25, most_load=40_500)
    assert table().of("E1").filled(own)[1].startswith("25 percent") and table().of("E1").filled()[1].startswith("20 percent")
    assert "40.5 kg on one cable" in table().of("limit-load").filled(own)[0]
    assert number("sd_tenths") == "1.2" and number("light") == "5 kg" and number("way_back") == "70, 85, 100"
    assert "| 25 percent |" in table_text.markdown(own) and own.version in table_text.markdown(own)


@pytest.mark.parametrize(("change", "place", "reason"), [
    ({"id": '"E9"'}, "rule E9", "no such rule"),
    ({"id": '"first"', "code": '"dose.rules:e9"'}, "rule first.code", "there is no dose.rules:e9"),
    ({"id": '"first"', "code": '"web.service:STORE"'}, "rule first.code", "there is no"),
    ({"code": '"dose.rules:cut"'}, "rule E1.code", "leave it out"),
    ({"then": '"{cut_rod} percent."'}, "rule E1", "{cut_rod} is no number"),
    ({"then": '"20 percent."'}, "rule E1.then", "figure 2"),
    ({"then": '"{cut_red:kg} percent."'}, "rule E1.then", "form kg"),
    ({"then": '"{cut_red percent."'}, "rule E1.then", "braces"),
    ({"then": '" "'}, "rule E1.then", "is missing"),
    ({"source": "[]"}, "rule E1.source", "is missing"),
    ({"source": '["mine"]'}, "rule E1.source", "mine is not one of the sources"),
    ({"certainty": '"X"'}, "rule E1.certainty", "must be one of V, V2, C, D, M"),
    ({"stage": '"nxt"'}, "rule E1.stage", "must be one of usual"),
    ({"stage": '"gate"'}, "rule E1.stage", "tries it as next"),
    ({"hazard": '["12"]'}, "rule E1.hazard", "H12"),
    ({"says": '["E1"]', "wen": '"x"'}, "rule E1.wen", "not a known field"),
    ({"then": None}, "rule E1.then", "is missing"),
])
def test_a_row_that_can_not_be_meant_refuses_with_its_place(tmp_path: Path, change: dict, place: str, reason: str) -> None:
    file = tmp_path / "table.toml"
    file.write_text(ROW + "\n".join(f"{name} = {value}" for name, value in {**GOOD, **change}.items() if value is not None))
    with pytest.raises(Malformed) as caught:
        load(file)
    assert caught.value.place == f"table.toml: {place}" and reason in caught.value.problem


@pytest.mark.parametrize(("text", "reason"), [
    ("[[rule]", "table.toml: "), ("rules = 1", "table.toml: rules"), ('[source]\nlost = { text = "x" }', "source.lost: no rule cites it"),
    ('[source]\nodd = { txt = "x" }', "source.odd.txt"), ('[[rule]]\nname = "x"', "rule number 1.id")])
def test_a_file_that_is_no_table_refuses(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "table.toml").write_text(text)
    with pytest.raises(Malformed, match=re.escape(reason)):
        load(tmp_path / "table.toml")


def test_the_same_reason_in_two_rows_refuses(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace('says = ["E3-cut"]', 'says = ["E1"]')
    (tmp_path / "table.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Malformed, match="E1 stands in an earlier row"):
        load(tmp_path / "table.toml")


def test_the_page_of_the_rules_is_up_to_date() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == table_text.markdown(), "run: halfkilo rules --markdown > docs/rules.md"
