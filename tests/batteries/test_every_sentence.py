"""The same questions to every sentence people read, in `words/en` and in the templates, and to every colour they see (H28)."""

from __future__ import annotations

import re
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from halfkilo import words

WEB = Path(words.__file__).resolve().parents[1] / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((WEB / "front/styles").glob("*.css"))
KEYS = sorted(words.keys())

NEVER = re.compile(
    r"\b(fail\w*|weak|bad|wrong|damag\w*|dangerous|crush\w*|beast|no excuses|you should have)\b", re.IGNORECASE)
LONGEST = 30
"""Words in a sentence: reading age 11 ends somewhere under it."""

FORMS = re.compile(r"kg|day|[a-z_]+\|[a-z_]+|[a-z][a-z ]*\|[a-z][a-z ]*|[rR]egion|joint|side|tool|need|mechanism|[fF]actor")
"""What may follow the colon of a fact: a load, a date, one and many, or the words under another key."""

INSIDE = ("region", "joint", "side", "need", "tool", "load_class", "mechanism", "family", "rule", "weekday", "month")
"""Parts of sentences, not sentences."""

BLOCKS = re.compile(r"</?(?:p|li|h[1-6]|div|section|button|a class=\"button[^>]*|label|legend|summary|th|td|tr|dt|dd|span|small|option"
                    r"|caption|b|br|article|form|title|fieldset)\b[^>]*>")
FLOW = re.compile(r"\{%\s*(?:else|elif|if|endif|for|endfor|empty|include|block|endblock|extends|load|with|endwith|csrf_token)\b.*?%\}")
PAPERS = ("paper", "card")
TEXTS = ("ink", "soft", "teal", "apricot", "indigo", "moss", "brick")
ON = (("on-teal", "teal"), ("on-teal", "teal-deep"), ("on-indigo", "indigo"), ("on-brick", "brick"), ("paper", "ink"),
      ("paper", "apricot"), *product(("ink", "soft", "teal"), ("teal-wash", "moss-wash", "indigo-wash", "apricot-wash")),
      ("ink", "brick-wash"), ("ink", "sunk"), ("indigo", "indigo-wash"), ("apricot", "apricot-wash"), ("moss", "moss-wash"))
"""Pairs that stand on one another besides text on paper and card."""


def sentences(text: str) -> list[str]:
    """A text cut into sentences."""
    return [one for one in re.split(r"(?<=[.?!:;])\s+", text) if one.strip()]


def texts(template: str) -> list[str]:
    """What a template shows, without its tags and comments; a value it fills in counts as one word."""
    plain = re.sub(r"\{#.*?#\}|<svg.*?</svg>|<script.*?</script>|<noscript>|<!--.*?-->", " ", template, flags=re.DOTALL)
    plain = FLOW.sub("\n", plain)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "X", plain)
    return [" ".join(unescape(re.sub(r"<[^>]*>", "", one)).split()) for one in re.split(r"\n", BLOCKS.sub("\n", plain)) if one.strip()]


@pytest.mark.hazard("H28")
def test_every_sentence_speaks_plainly() -> None:
    for key in KEYS:
        said = words.book("en")[key]
        assert not NEVER.search(said), key
        assert max(len(one.split()) for one in sentences(said)) <= LONGEST, key
        assert said == " ".join(said.split()) or key.startswith("rule."), f"{key}: no double spaces, none at the ends"


def test_every_fact_has_a_known_form() -> None:
    for key in KEYS:
        for name, form in re.findall(r"\{(\w+)(?::([^}]*))?\}", words.book("en")[key]):
            assert name.isidentifier() and (not form or FORMS.fullmatch(form)), f"{key}: {name}:{form}"


def test_every_sentence_ends_properly() -> None:
    """More than one sentence ends with a mark; nothing ends in a comma, a colon alone or an ellipsis."""
    for key in (key for key in KEYS if key.split(".")[0] not in INSIDE):
        said = words.book("en")[key]
        if len(re.findall(r"[.?!] [A-Z]", said)):
            assert said.endswith((".", "?", "!", "”", "}")) or "for example" in said or re.search(r": [^.]+$", said), f"{key}: {said}"
        assert not said.endswith((",", ";", " ", "...")) or key == "start_page.hard_day.label", f"{key}: {said}"


@pytest.mark.hazard("H28")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_every_text_of_a_page_speaks_plainly(path: Path) -> None:
    for text in texts(path.read_text(encoding="utf-8")):
        assert not NEVER.search(text), text
        assert max((len(one.split()) for one in sentences(text)), default=0) <= LONGEST, text
        assert not text.endswith((",", ";", "..")), text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_every_key_a_page_says_exists(path: Path) -> None:
    said = re.findall(r'\{% (?:say|linked|typed) "([\w.]+)"', path.read_text(encoding="utf-8"))
    assert [key for key in said if not words.has(key)] == []


# --- colours --------------------------------------------------------------------------------------------------------


def themes() -> dict[str, dict[str, str]]:
    """Tokens of the light and the two dark blocks of tokens.css; dark ones are what differs from light."""
    css = (WEB / "front/styles/tokens.css").read_text(encoding="utf-8").split("@media print")[0]
    light, dark, device = re.findall(r":root[^{]*\{([^}]*)\}", css)
    read = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block)) for block in (light, dark, device)]
    return {"light": read[0], "dark": {**read[0], **read[1]}, "device": {**read[0], **read[2]}}


THEMES = themes()


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_defined() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, PAPERS), *ON])
def test_every_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", PAPERS)
def test_every_rim_of_a_control_can_be_seen(theme: str, ground: str) -> None:
    """3 to 1 is what a rim needs (WCAG 2.2, 1.4.11); hairlines carry no meaning."""
    assert contrast(THEMES[theme]["edge"], THEMES[theme][ground]) >= 3


def test_both_dark_blocks_are_the_same() -> None:
    assert THEMES["dark"] == THEMES["device"]


HALTS = re.compile(r"halt|stop|care|alert|emergency|hazard")
"""Who may wear brick: the stop and red flags."""


@pytest.mark.hazard("H28")
@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=lambda path: path.name)
def test_brick_is_for_the_stop_and_red_flags_alone(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = [(who.strip(), what) for who, what in re.findall(r"([^{}]+)\{([^{}]*)\}", css) if "brick" in what]
    assert [who for who, _ in rules if not HALTS.search(who)] == []
