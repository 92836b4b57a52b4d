"""The visit report: one page and an appendix in every language, tagged, the same bytes for the same record, missing said as missing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from halfkilo import words
from halfkilo.cli import app
from halfkilo.cohort.demo import demo_journal
from halfkilo.exchange import report
from halfkilo.exchange.fhir.codes import Version
from halfkilo.exchange.fhir.read import read
from halfkilo.exchange.fhir.validate import faults
from halfkilo.exchange.history import Settings
from halfkilo.exchange.report import Wish, engine, make, page, training
from halfkilo.exchange.report.gather import gather
from halfkilo.exchange.report.happened import happened
from halfkilo.exchange.report.say import Voice
from halfkilo.exercises import catalogue
from halfkilo.insight.record import Line, lines
from halfkilo.journal.entry import Entry
from halfkilo.journal.fold import fold
from halfkilo.journal.state import fresh
from halfkilo.screening import STOP_SIGNS
from halfkilo.units import Region
from tests.insight.test_says import CLAIMS

TODAY = date(2026, 11, 22)
WISH = Wish(date(2026, 9, 13), date(2026, 11, 21), TODAY, "en", "Asha", "Is it fine to lift my grandson?")
LANGUAGES = words.languages()


@cache
def written() -> list[Entry]:
    return demo_journal(TODAY)


@cache
def asha() -> tuple[list[Line], dict[str, Any]]:
    return list(lines(written())), fold(written())  # type: ignore[return-value]


@cache
def content(language: str) -> dict[str, Any]:
    with words.strictly():
        return make.said(*asha(), replace(WISH, language=language))


def appendix_at(said: dict[str, Any], wish: Wish) -> int:
    """The page on which the appendix begins, as the finished report says."""
    return int(json.loads(typst.query(**make.inputs(said, wish), selector="<appendix>", field="value"))[0])


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type/Page\b", pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_one_page_and_the_file_is_tagged(language: str) -> None:
    wish = replace(WISH, language=language)
    said = content(language)
    pdf = make.drawn(said, wish, "pdf")[0]
    assert appendix_at(said, wish) == 2 and page_count(pdf) >= 2
    assert f"/Lang({language})".encode() in pdf and b"/StructTreeRoot" in pdf and b"/Marked true" in pdf and b"pdfuaid:part>1" in pdf
    charts = len(said["page"]["pains"]) + len(said["page"]["activities"])
    assert charts == 4 and len(re.findall(rb"/S/Figure\b", pdf)) == len(re.findall(rb"/Alt\b", pdf)) == charts
    tables = sum(bool(one["heads"]) for one in said["appendix"])
    assert len(re.findall(rb"/S/Table\b", pdf)) == tables and len(re.findall(rb"/S/TH\b", pdf)) == sum(
        len(one["heads"]) for one in said["appendix"])
    assert b"/S/H1" in pdf and b"NotoSans" not in pdf.replace(b"NotoSansDevanagari", b"")


def test_the_same_record_gives_the_same_bytes_and_a_longer_one_does_not() -> None:
    told, state = asha()
    assert report.made(told, state, WISH) == report.made(list(told), dict(state), WISH)
    assert report.made(told[:-5], state, WISH) != report.made(told, state, WISH)


@pytest.mark.parametrize("language", ["de", "hi"])
def test_however_much_happened_the_first_page_stays_one(language: str) -> None:
    told, wish = list(asha()[0]), replace(WISH, language=language, name="A" * 80, question="Warum? " * 42)
    profile = next(one for one in told if one.kind == "profiled").body
    name = ("Very long words about an activity of my own that matters to me " * 2)[:80]
    long = [{"id": f"a{number}", "name": name, "now": 3} for number in range(5)]
    told.append(Line("profiled", "2026-09-14", {**profile, "activities": long}))
    for week in range(8):
        on = (WISH.first + timedelta(days=7 * week)).isoformat()
        told.append(Line("measured", on, {"on": on, "measure": "psfs", "values": {one["id"]: week % 5 for one in long[:4]}}))
        told += [Line("stopped", on, {"on": on, "why": why, "exercise": "seated_row", "pain": 6, "sign": sign})
                 for why, sign in (("pain", None), ("fear", None), ("time", None), ("sign", "chest_pressure"), ("sign", "saddle_numb"))]
        told.append(Line("adverse_event", on, {"on": on, "severity": "clinician", "text": "x" * 400}))
        told.append(Line("checked_in", on, {"on": on, "different": "new_painkiller"}))
    told.append(Line("note", "2026-10-01", {"topic": "medicines", "text": "One\nTwo " + "three " * 60}))
    said = make.said(told, asha()[1], wish)
    assert len(said["page"]["activities"]) == 3 and len(said["page"]["question"]) == 293
    assert appendix_at(said, wish) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_is_said_as_missing(language: str) -> None:
    with words.strictly():
        said = make.said([], fresh(), replace(WISH, language=language, question=""))
    first, voice = said["page"], Voice(language, frozenset(range(0x10000)))
    assert first["pains"] == first["activities"] == first["loads"] == first["did"] == [] and first["question"] == ""
    assert [one["big"] for one in first["tiles"]] == ["0", "0", "0", "0"]
    lines_of = {one["name"]: one["lines"] for one in first["happened"]}
    assert lines_of[voice("say.events")] == [voice("say.events_unasked")]
    assert lines_of[voice("say.medicines")] == [voice("say.medicines_none")]
    assert first["activity_notes"] == [voice("function_no_names")]
    assert page_count(make.drawn(said, replace(WISH, language=language), "pdf")[0]) >= 2


def test_asked_and_nothing_told_is_not_the_same_as_never_asked() -> None:
    none = Line("adverse_event", "2026-10-01", {"on": "2026-10-01", "severity": "none"})
    found = happened([none], {}, WISH)
    assert (found.asked, found.events, found.medicines) == (1, (), None)


@given(st.lists(st.sampled_from([("pain", ""), ("fear", ""), ("time", ""), ("other", ""), ("fatigue", ""),
                                 *(("sign", sign) for sign in STOP_SIGNS)]), max_size=40))
def test_a_stop_sign_is_never_among_what_is_only_counted(whys: list[tuple[str, str]]) -> None:
    voice = Voice("en", frozenset(range(0x10000)))
    told = [Line("stopped", "2026-10-01", {"on": "2026-10-01", "why": why, "sign": sign or None}) for why, sign in whys]
    said = page.stops(happened(told, {}, WISH), voice)
    for sign in {sign for _, sign in whys if sign}:
        assert any(voice.word(f"sign.{sign}.ask") in one for one in said)
    assert bool(said) and (said == [voice("say.nothing")]) == (not whys)


def test_a_word_without_an_end_can_be_broken() -> None:
    voice = Voice("en", frozenset(range(0x10000)))
    said = voice.clean("https://" + "x" * 100)
    assert max(map(len, said.split("\u200b"))) <= 40 and said.replace("\u200b", "") == "https://" + "x" * 100


def test_days_without_an_answer_are_gaps_and_flares_are_left_out_of_the_level_only() -> None:
    days = [(f"2026-10-{day:02d}", 4) for day in (*range(1, 8), *range(10, 20))]
    told = [Line("morning", on, {"on": on, "pain": {"low_back": value}}) for on, value in days]
    flares = {"low_back": {"flares": [{"since": "2026-10-10", "until": "2026-10-13"}]}}
    curve = gather(told, {"regions": flares}, WISH).pains["low_back"]
    assert [len(run) for run in curve.runs] == [7, 10] and len(curve.found.series.points) == 14
    assert len(curve.spans) == 1 and curve.spans[0][1] - curve.spans[0][0] == pytest.approx(3 / WISH.days, abs=1e-3)


def test_what_lies_after_the_span_is_not_told() -> None:
    told, state = asha()
    short = replace(WISH, last=date(2026, 10, 10))
    found = gather(told, state, short)
    assert found.happened.flares == () and found.mornings == 28 and all(one.last_on <= "2026-10-10" for one in found.loads)
    assert found == gather([one for one in told if min(one.day, one.body.get("on", one.day)) <= "2026-10-10"], state, short)


@given(st.text(max_size=300))
@settings(max_examples=8)
@example("Łódź Ёлка αβγ 漢字 😀 \u202e\x00\ufeff ‼ #strong[x] $x^2$ @ref <lab> \\ // *b* _i_ `c`")
@example("क्या यह ठीक है? श्रीमती")
def test_no_question_and_no_name_keeps_the_report_from_being_made(text: str) -> None:
    wish = replace(WISH, question=text, name=text[:80])
    assert report.made([], fresh(), wish).startswith(b"%PDF")


def test_words_of_the_person_are_words_and_never_commands() -> None:
    wish = replace(WISH, question='#read("/etc/passwd") #sys.inputs')
    assert make.said([], fresh(), wish)["page"]["question"] == wish.question


def decision(on: str, grams: int, rule: str, target: int = 10) -> list[Line]:
    dose = {"exercise": "seated_row", "tool": "cable", "side": "both", "grams": grams, "target": target, "sets": 2, "rule": rule}
    return [Line("proposed", on, {"on": on, "doses": [dose]}), Line("session_opened", on, {"on": on, "session": on})]


def test_what_the_rules_did_is_counted_from_the_record() -> None:
    told = [*decision("2026-10-01", 5000, "start"), *decision("2026-10-03", 5500, "accepted"), *decision("2026-10-05", 4500, "E1"),
            *decision("2026-10-07", 4500, "E8"), *decision("2026-10-09", 4500, "E7-reps", 11),
            *decision("2026-10-11", 5000, "accepted", 11)]
    told.append(Line("proposed", "2026-10-12", {"on": "2026-10-12", "doses": told[0].body["doses"]}))  # looked at, not trained
    found = {(one.way.value, one.reason): one.times for one in engine.did(told, WISH)}
    assert found == {("first", "find"): 1, ("heavier", "yes"): 2, ("lighter", "hurt"): 1, ("same", "unknown"): 1, ("more", "clean"): 1}


def test_every_rule_of_the_dose_has_words_in_the_report() -> None:
    reason = re.compile(r'(?:Reason\(|rule=)"([A-Za-z0-9_-]+)"')
    rules = {rule for path in Path("src/halfkilo/dose").glob("*.py") for rule in reason.findall(path.read_text())}
    notices = {"review", "missed", "hazard", "support", "not_helping", "lighter_week", "towards", "again-film", "next-far", "next-day",
               "next-clean"}
    named = {rule for group in engine.GROUPS.values() for rule in group}
    assert len(rules) > 50 and {rule for rule in rules if rule not in named and not rule.startswith("E7")} <= notices
    said = {key.removeprefix("report.why.") for key in words.book("en") if key.startswith("report.why.")}
    assert set(engine.GROUPS) | {"clean", "other"} == said


@given(st.integers(0, 200_000), st.integers(0, 200_000), st.integers(0, 200_000))
def test_the_ruler_stands_where_the_loads_are(first: int, last: int, other: int) -> None:
    among = (first, last, other)
    held = training.Load("seated_row", "cable", "both", 3, first, last, min(among), max(among), 8, 8, "2026-10-01")
    drawn = page.load(held, Voice("en", frozenset()))
    least, most, begun, now = drawn["at"]
    assert 0 <= least <= min(begun, now) <= max(begun, now) <= most <= 1
    assert all(0 <= at <= 1 for at, _ in drawn["notches"]) and 1 < len(drawn["notches"]) <= 63


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_report_claims_a_cause(language: str) -> None:
    claim = re.compile(CLAIMS[language], re.IGNORECASE)
    allowed = {"report.disclaimer", "visit.honest", "evaluation.mine.how", "report.say.painkiller", "report.why.steady"}
    said = {key: text for key, text in words.book(language).items() if key.startswith(("report.", "visit.", "evaluation."))}
    assert [f"{key}: {text}" for key, text in said.items() if key not in allowed and claim.search(text)] == []


def test_spans_are_whole_and_an_impossible_one_is_refused() -> None:
    assert report.span(TODAY, 12) == (date(2026, 8, 31), TODAY) and Wish(*report.span(TODAY, 12), TODAY).weeks == 12
    with pytest.raises(ValueError, match="begin before"):
        Wish(TODAY, TODAY - timedelta(days=1), TODAY)
    with pytest.raises(ValueError, match="at most"):
        Wish(date(2000, 1, 1), TODAY, TODAY)


def test_regions_and_exercises_have_names_in_every_language() -> None:
    for language in LANGUAGES:
        voice = Voice(language, frozenset(range(0x10000)))
        with words.strictly():
            assert all(voice.word(f"region.{region.value}") for region in Region)
            assert voice.exercise("gone_now") == "gone now" and voice.exercise("seated_row") != "seated row"
            assert all(voice.amount(slug, 3) for slug in catalogue())


def test_the_command_writes_it_once_and_says_what_is_not_understood(tmp_path: Path) -> None:
    journal, out = tmp_path / "asha.jsonl", tmp_path / "visit.pdf"
    journal.write_text("".join(one.line + "\n" for one in written()[:40]))

    def run(*more: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["report", "--file", str(journal), "-o", str(out), *more])
        return done.exit_code, done.output

    assert run("--to", "2026-09-20", "--language", "xx")[0] == 1 and not out.exists()
    assert run("--from", "2026-09-20", "--to", "2026-09-01") == (1, "the span must begin before it ends; got 2026-09-20 to 2026-09-01.\n")
    code, said = run("--to", "2026-09-20", "--language", "de", "--name", "Asha")
    assert (code, said.split(" in ")[0]) == (0, "2026-06-29 to 2026-09-20") and out.stat().st_mode & 0o777 == 0o600
    assert b"/Lang(de)" in out.read_bytes()
    assert run("--to", "2026-09-20")[0] == 1


@pytest.mark.parametrize(("form", "version"), [("fhir", Version.R5), ("fhir-r4b", Version.R4B)])
def test_a_bundle_takes_the_report_along_and_it_never_comes_in(tmp_path: Path, form: str, version: Version) -> None:
    journal, out, plain = tmp_path / "asha.jsonl", tmp_path / "all.json", tmp_path / "plain.json"
    journal.write_text("".join(one.line + "\n" for one in written()[:40]))

    def run(*more: object) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["export", *map(str, more), "--journal", str(journal)])
        return done.exit_code, done.output

    assert run(tmp_path / "x", "--format", "csv", "--with-report")[0] == 1
    assert run(out, "--format", form, "--with-report")[0] == run(plain, "--format", form)[0] == 0
    resources = [one["resource"] for one in json.loads(out.read_text())["entry"]]
    document = resources[-1]
    assert document["resourceType"] == "DocumentReference" and faults(document, version) == []
    pdf = base64.b64decode(document["content"][0]["attachment"]["data"])
    assert pdf.startswith(b"%PDF") and hashlib.sha256(pdf).hexdigest() == document["identifier"][0]["value"]
    assert resources[:-1] == [one["resource"] for one in json.loads(plain.read_text())["entry"]]
    settings_in = Settings("asha", UTC, TODAY)
    with_it, without = (read(path.read_bytes(), settings_in) for path in (out, plain))
    assert with_it.entries == without.entries and with_it.problems == without.problems
    assert with_it.passed.get("DocumentReference", 0) == without.passed.get("DocumentReference", 0) + 1


def test_the_clock_is_the_one_of_the_wish() -> None:
    pdf = report.made([], fresh(), WISH)
    assert re.findall(rb"D:\d+", pdf) and {found[:10] for found in re.findall(rb"D:\d{14}", pdf)} == {b"D:20261122"}
    assert datetime.now(UTC).strftime("D:%Y%m%d").encode() not in pdf or datetime.now(UTC).date() == TODAY
