"""The docs are kept true: what exists stands in them, what they link to exists, and nothing of anybody's machine is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.main import get_command

from halfkilo import cli
from halfkilo.journal.kinds import kinds
from halfkilo.measures import measures
from halfkilo.programmes import programmes

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CODE = [ROOT / "Makefile", *(file for place in ("src/halfkilo", "scripts", "tests", "bench") for file in (ROOT / place).rglob("*.py"))]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE = re.compile(r"^(https?:|mailto:)")
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp/pytest)[/-]\w")
REGISTRY = re.compile(r"(registry\.npmjs|files\.pythonhosted|pypi\.org/simple|proxy\.golang|artifactory|nexus)", re.IGNORECASE)


def commands() -> set[str]:
    """Every `halfkilo` subcommand."""
    return set(getattr(get_command(cli.app), "commands"))  # noqa: B009  # a group's own attribute, unknown to the type of commands


def variables() -> set[str]:
    """Every environment variable of ours that code reads or sets."""
    return {name for file in CODE for name in re.findall(r"\bHALFKILO_[A-Z][A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))}


def targets() -> set[str]:
    """Every target of the Makefile that is meant for people."""
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def routes() -> set[str]:
    """Every address of the API with its method: `GET /api/today`."""
    from halfkilo.web.api import api

    found = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in found.items() for method in methods}


def unsaid(names: Iterable[str], pattern: str = r"(?<![\w-]){}(?![\w-])") -> list[str]:
    """Which names stand nowhere in the docs."""
    return sorted(name for name in names if not re.search(pattern.format(re.escape(name)), TEXT))


@pytest.mark.parametrize(("what", "missing"), [
    ("kinds of entry", lambda: unsaid(kinds())),
    ("environment variables", lambda: unsaid(variables())),
    ("measures", lambda: unsaid(measures())),
    ("programmes", lambda: unsaid(programmes())),
    ("commands", lambda: unsaid(commands(), r"halfkilo {}(?![\w-])")),
    ("make targets", lambda: unsaid(targets(), r"make {}(?![\w-])")),
    ("API routes", lambda: unsaid(routes(), r"{}(?![\w/{{-])")),
])
def test_what_exists_stands_in_the_docs(what: str, missing) -> None:
    found = missing()
    assert not found, f"{what} that README.md and docs/*.md never name: {', '.join(found)}"


def links(page: Path) -> list[str]:
    """What a page links to here."""
    found = ["".join(pair) for pair in LINK.findall(page.read_text(encoding="utf-8"))]
    return [link for link in found if not ELSEWHERE.match(link)]


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            lost.append(link)
    assert not lost, f"{page.relative_to(ROOT)} links to what is not there: {', '.join(lost)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_nothing_of_a_machine_is_in_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = [match.group() for pattern in (MACHINE, REGISTRY) for match in pattern.finditer(text)]
    assert not found, f"{page.relative_to(ROOT)} names a place on somebody's machine or a registry: {found}"


def test_the_performance_page_is_what_the_bench_writes() -> None:
    """Its rows are those of bench, with the targets of bench."""
    source = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "bench").glob("*.py")))
    rows = re.findall(r'Row\("([^"]+)"', source)
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    missing = [row for row in rows if row not in page]
    assert len(rows) >= 12 and not missing, f"run `make bench`: docs/performance.md does not hold {missing}"
