"""A site's own numbers: everybody on the site is decided with them, and a site does not start with numbers that can't be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from halfkilo.dose import RULES, STANDARD
from halfkilo.web import env, rules, serve, service
from tests.conftest import Cast


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text("cut_red = 30\n")
    return path


def test_the_file_named_holds_for_everybody_and_stands_in_the_record(cast: Cast, mine: Path, settings) -> None:
    assert rules.in_force() is STANDARD
    before = service.open_day(cast.asha).rules
    settings.RULES = mine
    session = service.open_day(cast.asha)
    assert before == RULES and session.rules == rules.in_force().version == f"{RULES}+{session.rules.partition('+')[2]}" != RULES
    proposed = [entry.body["rules"] for entry in service.STORE.entries(cast.asha.pk) if entry.kind == "proposed"]
    assert proposed[-2:] == [RULES, session.rules]


def test_the_name_is_read_from_the_environment(mine: Path) -> None:
    assert env.read({}).rules is None and env.read({"HALFKILO_RULES": str(mine)}).rules == mine


@pytest.mark.parametrize(("text", "said"), [(None, "can't be read: No such file"),
                                            ("cut_red = 99", "line 1: cut_red must be from 10 to 50"),
                                            ("cut_rad = 1", "is cut_red meant")])
def test_nothing_starts_with_numbers_that_can_not_be_used(tmp_path: Path, monkeypatch, text: str | None, said: str) -> None:
    path = tmp_path / "mine.toml"
    if text is not None:
        path.write_text(text)
    monkeypatch.setenv("HALFKILO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HALFKILO_RULES", str(path))
    with pytest.raises(env.Unusable, match=said) as caught:
        serve.serve(serve.Options(port=0, gym=False))
    assert caught.value.name == "HALFKILO_RULES" and not (tmp_path / "data").exists()


@pytest.mark.hazard("H22")
def test_workers_read_what_was_looked_over_even_when_the_file_changes(tmp_path: Path, mine: Path, monkeypatch) -> None:
    monkeypatch.setenv("HALFKILO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HALFKILO_RULES", str(mine))
    monkeypatch.setattr(serve, "_run_site", lambda *_: mine.write_text("cut_red = 99"))
    monkeypatch.setattr(serve, "_environment", lambda *_: None)
    monkeypatch.setattr(serve, "_announce", lambda *_: None)
    serve.serve(serve.Options(port=0, gym=False))
    kept = Path(os.environ["HALFKILO_RULES"])
    assert kept.parent == tmp_path / "data" and kept.read_text() == "cut_red = 30\n"
