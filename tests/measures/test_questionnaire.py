"""Words that a site brings for a slot: what is taken, and that nothing else is."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.measures import measures
from halfkilo.measures.installed import install, installed
from halfkilo.measures.questionnaire import MOST_BYTES, read_questionnaire
from halfkilo.strict import Malformed
from tests.measures.slots import made_up, packed

SLOTS = [measure for measure in measures().values() if measure.slot]
PEG, RMDQ, PHQ = (measures()[slug] for slug in ("peg", "rmdq", "phq_4"))


@pytest.mark.parametrize("measure", SLOTS, ids=lambda measure: measure.slug)
def test_a_file_in_the_shape_of_a_slot_is_kept_and_read_back(measure, tmp_path):
    made = install(tmp_path, measure.slug, packed(made_up(measure)), "Our licence 12")

    assert installed(tmp_path) == {(measure.slug, "en"): made}
    assert made.words.lead == "Think of the last week. First"
    assert [item.text for item in made.words.items] == [f"Made-up item {place}" for place in range(1, measure.number + 1)]
    assert {option.value for option in made.words.items[0].options} == set(range(measure.least, measure.most + 1))


def test_each_language_has_its_own_words_and_the_newer_file_counts(tmp_path):
    install(tmp_path, "phq_4", packed(made_up(PHQ, "en")), "x")
    install(tmp_path, "phq_4", packed(made_up(PHQ, "de", title="Neu")), "x")
    install(tmp_path, "phq_4", packed(made_up(PHQ, "en", title="Newer")), "x")

    assert {key: one.words.title for key, one in installed(tmp_path).items()} == {("phq_4", "en"): "Newer", ("phq_4", "de"): "Neu"}


def test_yes_and_no_and_whole_numbers_are_answers_too():
    ticked = made_up(RMDQ)
    for item in (*ticked["item"][1]["item"], *ticked["item"][2:]):
        item.pop("answerOption")
        item["type"] = "boolean"
    scale = made_up(PEG)
    base = "http://hl7.org/fhir/StructureDefinition"
    bounds = [{"url": f"{base}/minValue", "valueInteger": 0}, {"url": f"{base}/maxValue", "valueInteger": 10}]
    for item in (*scale["item"][1]["item"], *scale["item"][2:]):
        item.pop("answerOption")
        item |= {"type": "integer", "extension": bounds}

    assert len(read_questionnaire(packed(ticked), RMDQ).items) == 24
    assert len(read_questionnaire(packed(scale), PEG).items) == 3
    bounds[1]["valueInteger"] = 100
    with pytest.raises(Malformed, match="maxValue 10"):
        read_questionnaire(packed(scale), PEG)


def _spoiled(change):
    raw = made_up(PHQ)
    change(raw)
    return packed(raw)


BAD = {
    "another resource": lambda raw: raw.update(resourceType="Patient"),
    "retired": lambda raw: raw.update(status="retired"),
    "no language": lambda raw: raw.pop("language"),
    "one item more": lambda raw: raw["item"].append({**raw["item"][-1], "linkId": "more"}),
    "one item less": lambda raw: raw["item"].pop(),
    "a number missing": lambda raw: raw["item"][-1]["answerOption"].pop(),
    "a number twice": lambda raw: raw["item"][-1]["answerOption"].append(raw["item"][-1]["answerOption"][0]),
    "half a number": lambda raw: raw["item"][-1]["answerOption"][0]["valueCoding"]["extension"][0].update(valueDecimal=0.5),
    "a truth for a number": lambda raw: raw["item"][-1]["answerOption"][0]["valueCoding"]["extension"][0].update(valueDecimal=False),
    "no words": lambda raw: raw["item"][-1].update(text="  "),
    "words too long": lambda raw: raw["item"][-1].update(text="x" * 1001),
    "words that are no text": lambda raw: raw["item"][-1].update(text=["x"]),
    "asked only sometimes": lambda raw: raw["item"][-1].update(enableWhen=[{"question": "1"}]),
    "answered often": lambda raw: raw["item"][-1].update(repeats=True),
    "free text": lambda raw: raw["item"][-1].update(type="text"),
    "a place twice": lambda raw: raw["item"][-1].update(linkId="1"),
    "questions in a question": lambda raw: raw["item"][-1].update(item=[]),
    "items that are no list": lambda raw: raw.update(item={"linkId": "1"}),
    "a sign that can't be shown": lambda raw: raw["item"][-1].update(text="a\u0007b"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_refused_whole(name, tmp_path):
    with pytest.raises(Malformed):
        install(tmp_path, "phq_4", _spoiled(BAD[name]), "x")
    assert installed(tmp_path) == {}


@pytest.mark.hazard("H28")
@pytest.mark.parametrize("text", [
    "Thoughts of suicide", "I'd be better off dead", "Wanting to hurt yourself", "Gedanken an Selbstmord", "lieber tot zu sein",
    "hacerse daño de algún modo", "आत्महत्या के विचार"])
def test_no_item_about_harming_oneself_is_taken_in(text):
    with pytest.raises(Malformed, match="nobody watches"):
        read_questionnaire(_spoiled(lambda raw: raw["item"][-1].update(text=text)), PHQ)


def test_being_afraid_to_be_hurt_by_moving_is_another_matter():
    raw = _spoiled(lambda raw: raw["item"][-1].update(text="A heavy bag: could I hurt myself when I lift it?"))

    assert len(read_questionnaire(raw, PHQ).items) == 4


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", b'{"a":1,"a":2}', b"{", b"[" * 100_000, b" " * (MOST_BYTES + 1)])
def test_what_is_no_such_file_is_refused(data):
    with pytest.raises(Malformed):
        read_questionnaire(data, PHQ)


NAMES = ["resourceType", "item", "type", "text", "linkId", "answerOption", "extension", "valueCoding", "url"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5), max_leaves=20)


@settings(max_examples=30)
@given(ANYTHING)
def test_any_json_is_read_or_refused_never_more(raw):
    try:
        read_questionnaire(packed({"resourceType": "Questionnaire", "language": "en", "item": raw}), PHQ)
    except Malformed:
        return
    raise AssertionError("took in what was no PHQ-4")


def test_a_right_must_be_named_and_own_measures_take_no_words(tmp_path):
    with pytest.raises(Malformed, match="right"):
        install(tmp_path, "phq_4", packed(made_up(PHQ)), "  ")
    with pytest.raises(Malformed, match="words of its own"):
        install(tmp_path, "own_mood", packed(made_up(PHQ)), "x")


def test_a_kept_file_changed_by_hand_is_named(tmp_path):
    install(tmp_path, "phq_4", packed(made_up(PHQ)), "x")
    path = tmp_path / "measures" / "phq_4.en.json"
    raw = json.loads(path.read_text())
    raw["words"]["items"].pop()
    path.write_text(json.dumps(raw))

    with pytest.raises(Malformed, match=r"phq_4\.en\.json"):
        installed(tmp_path)
