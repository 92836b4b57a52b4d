"""Which figure shows the movements: chosen once, kept with the person or on the device, told to every page that has a figure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from halfkilo import body, limits
from halfkilo.exercises import catalogue
from halfkilo.units import Region, Side
from halfkilo.web import build
from halfkilo.web.build import SHAPES, SKINS, Build
from halfkilo.web.models import Person
from halfkilo.web.pages.viewer import ring, room
from tests.conftest import Cast
from tests.web.clients import signed_in

FIGURES = Path(body.__file__).parent / "figure"


def told(client: Client) -> tuple[str, str]:
    """Shape and skin that the page of an exercise gives its figure."""
    page = client.get("/exercises/chair_stand/").content.decode()
    return tuple(re.search(rf'data-{name}="(\w+)"', page)[1] for name in ("shape", "skin"))  # type: ignore[return-value, index]


@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_kept_becomes_a_figure_that_exists(shape: str, skin: str) -> None:
    found = Build(shape, skin)
    assert found.shape in SHAPES and found.skin in SKINS


def test_every_build_has_its_file_and_its_colours_in_light_and_dark() -> None:
    tones = json.loads((FIGURES / "tones.json").read_text("utf-8"))
    assert all((FIGURES / f"{shape}.bin").exists() for shape in SHAPES)
    assert tones["light"].keys() == tones["dark"].keys()
    for part in ("skin", "hair"):
        assert all(tuple(tones[part][theme]) == SKINS for theme in ("light", "dark"))


def test_the_settings_keep_it_with_the_person_and_every_device_shows_it(cast: Cast) -> None:
    client = signed_in(cast.asha)
    assert told(client) == ("middle", "middle")
    assert client.post("/settings/", {"shape": "broad", "skin": "deep"}).status_code == 302
    assert build.of_person(Person.objects.get(pk=cast.asha.pk)) == Build("broad", "deep")
    assert told(signed_in(cast.asha)) == ("broad", "deep")
    assert 'name="shape" value="broad" checked' in client.get("/settings/").content.decode()


def test_a_figure_that_does_not_exist_is_said_and_not_kept(cast: Cast) -> None:
    client = signed_in(cast.asha)
    assert client.post("/settings/", {"shape": "giant", "skin": "deep"}).status_code == 422
    assert told(client) == ("middle", "middle")


def test_the_choice_beside_a_movement_is_kept_at_once_and_needs_somebody_signed_in(cast: Cast) -> None:
    client = signed_in(cast.asha)
    assert client.post("/settings/figure/", {"shape": "slim", "skin": "light"}).status_code == 204
    assert told(signed_in(cast.asha)) == ("slim", "light")
    assert client.get("/settings/figure/").status_code == 405
    assert Client().post("/settings/figure/", {"shape": "broad", "skin": "deep"}).status_code in (302, 403)


def test_a_stranger_has_the_choice_of_this_device(db: None) -> None:
    client = Client()
    client.cookies[build.COOKIE] = "slim-deep"
    assert told(client) == ("slim", "deep")
    client.cookies[build.COOKIE] = "<b>-"
    assert told(client) == ("middle", "middle")


@pytest.mark.parametrize(("slug", "height"), [("plank_knees", "low"), ("lateral_raise", "middle"), ("chair_stand", "high")])
def test_a_movement_near_the_floor_asks_for_less_height(slug: str, height: str) -> None:
    assert room(catalogue()[slug]) == height


def test_the_ring_is_round_the_first_tracked_place_that_the_exercise_loads() -> None:
    every = [(one, region, one.demand_on(region, Side.BOTH)) for one in catalogue().values() for region in Region]
    loud = limits.DEMAND_HEARD.first
    one, quiet = next((one, region) for one, region, demand in every if demand < loud)
    heard = next((region for other, region, demand in every if other is one and demand >= loud and region is not Region.WIDESPREAD), None)
    knee = catalogue()["chair_stand"]

    def state(*regions: Region) -> dict:
        return {"regions": {region.value: {"tracked": True} for region in regions}}

    assert ring(knee, state(Region.KNEE_LEFT), Side.BOTH) == "left_knee"
    assert ring(knee, state(Region.LOW_BACK), Side.BOTH) == "low_back"
    assert ring(knee, state(Region.WIDESPREAD), Side.BOTH) == ""
    assert ring(knee, {"regions": {"knee_left": {"tracked": False}}}, Side.BOTH) == ""
    assert ring(one, state(quiet), Side.BOTH) == ""
    if heard is not None:
        assert ring(one, state(quiet, heard), Side.BOTH) == ring(one, state(heard), Side.BOTH) != ""
