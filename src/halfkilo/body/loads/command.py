"""What `python -m halfkilo.body loads` and `validate` do."""

from __future__ import annotations

from pathlib import Path

from halfkilo.body.files import store
from halfkilo.body.loads import calibrate, library, summary
from halfkilo.body.loads import validate as checking

PAGE = Path(__file__).parents[4] / "docs" / "loads.md"
BEGIN, END = "<!-- checks: written by `python -m halfkilo.body validate` -->\n", "<!-- end of checks -->\n"


def each(slug: str, only_check: bool) -> str:
    """Make or check the loads of one exercise; one line about it.

    Raises:
        StaleLoads: when checking.
    """
    if only_check:
        summary.check(slug)
        return "current"
    return f"{summary.write(slug) / 1000:.1f} kB"


def validate() -> int:
    """Solve the validation set again, fit, and write the table. 0; the misses stand in the table."""
    for slug in library.validation_slugs():
        store(library.VALIDATION / slug / "clip.json", library.make_validation(slug))
    library.validation.cache_clear()
    print(f"gain {calibrate.write():.4f}")
    table = checking.table()
    print(table)
    if PAGE.exists():
        store(PAGE, with_table(PAGE.read_text(encoding="utf-8"), table))
    return 0


def with_table(page: str, table: str) -> str:
    """The page with the table between its marks."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + table + END + rest.partition(END)[2]
