"""The same questions to every language people can choose. One added by its files is checked without touching this file, but for the words
that it must never say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from halfkilo import words
from halfkilo.exercises import Words, catalogue
from halfkilo.exercises import words as exercise_words
from halfkilo.exercises.catalogue import HERE as EXERCISES
from halfkilo.programmes import programmes
from halfkilo.web import tongue
from halfkilo.words import ENGLISH
from tests.batteries.test_every_sentence import WEB

CODES = [code for code in words.languages() if code != ENGLISH]
each = pytest.mark.parametrize("code", CODES)

NEVER = {
    "de": r"versag\w*|scheiter\w*|schwach\w*|schlecht\w*|falsch\w*|schaden|schäd\w*|gefähr\w*|kaputt\w*|quetsch\w*|ausred\w*",
    "es": r"fracas\w*|fall(?:a|ar|as|o|ó)|débil\w*|malo?s?|malas?|incorrect\w*|equivocad\w*|dañ\w*|peligr\w*|aplast\w*|excus\w*",
    "hi": "असफल|विफल|कमज़ोर|बुरा|बुरी|ख़राब|ग़लत|गलत|नुक़सान|नुकसान|ख़तर|खतर|कुचल|बहाना",
}
"""Words for fail, weak, bad, wrong, damage, dangerous, crush and excuse; a new language brings its own line."""

QUOTES = "\"“”„«»‹›"
SAME = re.compile(r"[\W\d]*(?:\{[^}]*\}[\W\d]*)*(?:kg|mm|mm/s|No|"
                  r"Band|Cable|Code|Name|PIN|Android|[A-Z]\w+mber|April|August|Training|Glaucoma|Film \(\w+\))?[\W\d]*",
                  re.IGNORECASE)
"""What may read like English: facts alone, and words that the languages share."""
ENGLISH_WORDS = re.compile(r"\b(the|your|you|with|and|of|is|are|keep|let|slowly|hold|when)\b", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-z]{2,}")
LATIN_KNOWN = {"halfkilo", "lan", "MP", "WebM", "PDF", "JSON", "Lines", "CSV", "FIT", "FHIR", "Open", "mHealth", "Apple", "Health",
               "Strong", "Hevy", "FitNotes", "wger", "MiB", "kB", "doctor"}
TEMPLATE_OF = {"visit": "visit/report", "calendar": "visit/calendar", "evaluation": "evaluation/figures",
               "evaluation-mine": "evaluation/mine",
               "gym": "gym/all", "gym-one": "gym/one", "film-file": "film", "welcome": "door/welcome", "settings": "mine/settings",
               "how": "mine/how", "check-in": "check_in", "trials": "trials/overview", "trial-strength": "trials/guided",
               "trial-balance": "trials/choose", "trial-result": "trials/result", "progress": "progress/overview",
               "progress-part": "progress/part", "progress-days": "progress/days", "measures": "measures/overview",
               "measure": "measures/timed", "support": "measures/support", "measure-so-far": "measures/so_far",
               "measures-happened": "measures/happened", "measures-medicines": "measures/medicines", "people": "clinic/people",
               "trail": "clinic/trail", "messages": "clinic/messages", "suggestions": "clinic/suggestions", "invited": "clinic/invited",
               "shared": "clinic/shared", "shared-person": "clinic/along", "clinic": "clinic/caseload", "clinic-person": "clinic/person",
               "ask-physio": "clinic/glance", "form-recordings": "form/recordings", "form-replay": "form/replay",
               "look": "look/look",
               **{f"start-{name}": f"start/{name.replace('-', '_')}" for name in (
                   "about", "outcome", "where", "track", "pain", "matters", "you", "cannot", "equipment", "programme", "rhythm", "rehearse",
                   "hard-day")},
               **{f"start-{name}": "start/group" for name in ("screen", "health", "medicine")},
               "symptom": "start/symptom", "cleared": "start/cleared", "review": "start/review", "review-usual": "start/review_usual",
               **{name: f"door/{name.replace('-', '_')}" for name in ("sign-in", "sign-up", "password", "pin", "trust")},
               **{name: f"mine/{name}" for name in ("more", "about", "safety", "limits", "data", "import", "delete", "leave", "goodbye")},
               "import-file": "mine/import_other", "measures-site": "measures/site"}
WITHOUT = {"start", "language", "trial-judge", "look-around", "reminders", "fridge-sheet", "diary", "export-other"}
"""Addresses without a template of their own: they lead elsewhere, or give a file or a sheet of paper."""

MORE_TEMPLATES = ("pages/clinic/parts_pain.html", "pages/clinic/parts_taken.html", "pages/clinic/parts_letters.html",
                  "pages/soreness.html", "pages/flare_question.html", "parts/player.html", "parts/score_pair.html", "parts/plan.html",
                  "parts/why.html", "pages/measures/ask.html", "pages/measures/beside.html", "pages/measures/entered.html",
                  "pages/measures/own.html", "pages/measures/wordless.html", "pages/measures/_event.html", "pages/measures/_support.html",
                  "parts/load_chart.html", "parts/proposal.html", "parts/nav.html", "base.html", "pages/progress/chart.html",
                  "pages/progress/spans.html", "pages/progress/strip.html", "pages/mine/_lines.html", "pages/mine/import_done.html",
                  "pages/mine/import_journal.html", "pages/mine/import_log.html", "parts/way.html", "parts/body_map.html",
                  "parts/choices.html", *(f"pages/start/_{name}.html" for name in ("able", "care", "foot", "programme", "ticks")))


@cache
def english() -> dict[str, str]:
    """Every sentence of English."""
    files = [path for path in (words.HERE / ENGLISH).glob("*.toml") if path.stem != "language"]
    return {key: text for path in files for key, text in words.read_file(path).items()}


@cache
def purposes() -> dict[str, str]:
    """What all programmes say, and what their slots are for, as keys of the words."""
    says = {slug: one.say(ENGLISH) for slug, one in programmes().items()}
    found = {f"programme.{slug}.{what}": str(getattr(one, what)) for slug, one in says.items() for what in ("title", "who", "evidence")}
    return found | {f"purpose.{slug}.{name}": text for slug, one in says.items() for name, text in one.purpose.items()}


def lines(said: Words) -> Iterator[tuple[str, str]]:
    """Every line of an exercise with its place."""
    yield from (("name", said.name), ("purpose", said.purpose), ("breathe", said.breathe))
    for place, part in (("setup", said.setup), ("cues", said.cues), ("precautions", said.precautions)):
        yield from ((f"{place}[{at}]", line) for at, line in enumerate(part))
    for at, fault in enumerate(said.fault):
        yield from ((f"fault[{at}].see", fault.see), (f"fault[{at}].try", fault.try_))


@cache
def everything(code: str) -> dict[str, tuple[str, str]]:
    """All that a language says: place -> (its text, the English one)."""
    own = words.book(code)
    found = {key: (own[key], text) for key, text in {**english(), **purposes()}.items() if key in own}
    for slug in catalogue():
        theirs = dict(lines(exercise_words(slug)))
        found |= {f"{slug}.{place}": (line, theirs.get(place, "")) for place, line in lines(exercise_words(slug, code))}
    return found


def said_by(code: str) -> Iterator[tuple[str, str, str]]:
    """(place, text, English text), the text with its facts taken out."""
    for place, (text, theirs) in everything(code).items():
        yield place, re.sub(r"\{[^}|]*(?:\|[^}]*)?\}", "#", text), theirs


def test_there_are_four_languages_to_choose_from() -> None:
    assert {"en", "de", "es", "hi"} <= set(tongue.codes())
    assert set(NEVER) == set(CODES)


@each
def test_every_sentence_and_every_exercise_is_there(code: str) -> None:
    own, wanted = words.keys(code), {**english(), **purposes()}
    assert sorted(wanted.keys() - own) == []
    assert sorted(own - wanted.keys()) == [], "English has no such sentence"
    assert [slug for slug in catalogue() if not (EXERCISES / slug / "words" / f"{code}.toml").exists()] == []


@each
def test_sentences_need_the_same_facts(code: str) -> None:
    different = [key for key in english() if words.facts_of(key, code) != words.facts_of(key)]
    assert different == []


@each
def test_every_fact_can_be_said(code: str) -> None:
    """Forms of facts are forms: a plural has both its words, a capital only where English has the same form."""
    for key, text in words.book(code).items():
        for form in re.findall(r"\{\w+:([^}]*)\}", text):
            assert re.fullmatch(r"kg|[dD]ay|[A-Za-z_]+|[^|{}]+\|[^|{}]+", form), f"{key}: {form}"


@each
def test_exercises_have_the_same_shape(code: str) -> None:
    def shape(said: Words) -> list[int]:
        return [len(said.setup), len(said.cues), len(said.precautions), len(said.fault)]

    assert [slug for slug in catalogue() if shape(exercise_words(slug, code)) != shape(exercise_words(slug))] == []


@each
@pytest.mark.hazard("H28")
def test_no_word_alarms_or_blames(code: str) -> None:
    never = re.compile(rf"(?<!\w)(?:{NEVER[code]})(?!\w)" if code != "hi" else NEVER[code], re.IGNORECASE)
    assert [f"{place}: {found[0]} in {text}" for place, text, _ in said_by(code) if (found := never.search(text))] == []


@each
def test_no_english_is_left_over(code: str) -> None:
    same = [f"{place}: {theirs}" for place, (text, theirs) in everything(code).items() if text == theirs and not SAME.fullmatch(theirs)]
    assert same == []
    left = [f"{place}: {text}" for place, text, _ in said_by(code) if ENGLISH_WORDS.search(text)]
    assert left == []


@each
def test_it_is_written_in_its_own_script(code: str) -> None:
    if words.tongue(code).script == "latin":
        assert [f"{place}: {text}" for place, text, _ in said_by(code) if re.search(r"[\u0900-\u097f\u0400-\u04ff]", text)] == []
        return
    left = {place: odd for place, text, _ in said_by(code) if (odd := set(LATIN.findall(text)) - LATIN_KNOWN)}
    assert left == {}
    assert [place for place, text, theirs in said_by(code) if re.search(r"[a-z]{2}", theirs) and not re.search(r"[\u0900-\u097f]", text)
            and not SAME.fullmatch(theirs) and text != "#"] == [], "but for a fact alone"


@each
def test_cues_can_be_heard_while_moving(code: str) -> None:
    cues = [pair for slug in catalogue() for pair in zip(exercise_words(slug, code).cues, exercise_words(slug).cues, strict=True)]
    assert [cue for cue, theirs in cues if len(cue) > max(90, 1.6 * len(theirs))] == []


@each
def test_numbers_stay_as_they_are(code: str) -> None:
    """Every digit of English is there; a number that English writes as a word may be a digit."""
    lost = [f"{place}: {text} / {theirs}" for place, (text, theirs) in everything(code).items()
            if set(re.findall(r"\d+", theirs)) - set(re.findall(r"\d+", text))]
    assert lost == []


@each
def test_marks_are_those_of_the_language(code: str) -> None:
    opening, closing = words.tongue(code).quotes
    for place, text, _ in said_by(code):
        assert set(text) & set(QUOTES) <= {opening, closing}, f"{place}: {text}"
        assert text.count(opening) == text.count(closing), f"{place}: {text}"
        assert text == " ".join(text.split()) or place.startswith(("rule.", "offer.")), f"{place}: spaces in {text!r}"


@each
def test_sentences_end_as_they_should(code: str) -> None:
    """As in English: what ends with a point there ends with the sign of this language, what has none has none."""
    stop = "।" if words.tongue(code).script == "devanagari" else "."
    for place, (text, theirs) in everything(code).items():
        assert text.endswith((stop, "?", "!", "}", ")", "”")) or not theirs.endswith("."), f"{place}: {text}"
        assert not (text.endswith(stop) and theirs[-1:].isalpha()), f"{place}: {text}"
        assert text.endswith("?") == theirs.endswith("?") or place.startswith("why."), f"{place}: {text}"
        if stop == "।":
            assert not re.search(r"[\u0900-\u097f]\.|\s।", text), f"{place}: {text}"


@pytest.mark.parametrize("code", [code for code in CODES if code == "es"])
def test_spanish_questions_open(code: str) -> None:
    for place, text, _ in said_by(code):
        assert text.count("?") == text.count("¿") and text.count("!") == text.count("¡"), f"{place}: {text}"


@each
def test_names_of_exercises_differ(code: str) -> None:
    names = [exercise_words(slug, code).name.casefold() for slug in catalogue()]
    assert {name for name in names if names.count(name) > 1} == set()


@each
def test_faults_are_seen_and_tries_are_said(code: str) -> None:
    """`see` is a phrase without a full stop, `try` a whole sentence."""
    for slug in catalogue():
        for fault in exercise_words(slug, code).fault:
            assert not fault.see.endswith((".", "।", "!")), f"{slug}: {fault.see}"
            assert fault.try_.endswith((".", "।", "?")), f"{slug}: {fault.try_}"


# --- nothing that is shown stands outside the files of words ------------------------------------------------------------


def templates() -> list[str]:
    """The templates of pages that are told in every language."""
    told = sorted(tongue.TRANSLATED - WITHOUT)
    pages = [f"pages/{TEMPLATE_OF.get(name, name.replace('-', '_'))}.html" for name in told]
    return [*pages, *MORE_TEMPLATES]


@pytest.mark.parametrize("name", templates())
def test_a_translated_page_holds_no_words_of_its_own(name: str) -> None:
    template = (WEB / "templates" / name).read_text(encoding="utf-8")
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt|legend|label)="([^"{]*[a-z]{3,}[^"{]*)"', template)
    plain = re.sub(r"\{#.*?#\}|\{% block (?:body|main)_class %\}.*?\{% endblock %\}|<svg.*?</svg>", " ", template, flags=re.DOTALL)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", plain, flags=re.DOTALL)
    own = re.findall(r"[A-Za-z][A-Za-z' ]+[A-Za-z]", re.sub(r"<[^>]*>", " ", plain).replace("halfkilo", ""))
    assert (own, spoken) == ([], [])


MODULES = [path for path in (WEB / "front").rglob("*.ts") if "preview" not in path.parts and "figure" not in path.parts]
COUNTS = ("reps", "seconds", "minutes")


def test_every_word_of_the_modules_is_in_the_files() -> None:
    handed = {key.partition(".")[2] for key in english() if key.startswith(("player.", "front.", "scale.", "gym.", "form_page."))}
    said = {key for path in MODULES for key in re.findall(r'\bt\(\s*"(\w+)"', path.read_text(encoding="utf-8"))} - {"voice"}
    assert sorted(said - handed) == []
    assert {*COUNTS, *(f"{count}_of" for count in COUNTS), "left", "right", "warm_up", "strength", "cardio", "calm", "low", "middle",
            "high"} <= handed


def test_modules_hold_no_sentences() -> None:
    """In the player and the pieces every string with a space that reads like words is a mistake, but for classes and addresses."""
    shown = [path for path in MODULES if path.parent.name in ("player", "pieces") or path.name in ("player.ts", "gym-dock.ts")]
    found = [f"{path.name}: {text}" for path in shown for text in re.findall(r'"([A-Z][a-z]+(?: [a-z\']+)+[.?!]?)"', _code(path))]
    assert found == []


def _code(path: Path) -> str:
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*|throw new \w+\([^)]*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
