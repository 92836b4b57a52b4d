"""Watch my form, in a real Chromium whose camera shows our own figure: the set-up is checked, repetitions are counted, the right cue is
given and no other, and nothing is asked of anybody but the site and the supervisor."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from halfkilo.exercises import catalogue, words
from halfkilo.exercises.facts import Sides
from halfkilo.film.look import View
from halfkilo.form.channels import CHANNELS, about
from halfkilo.form.exercise import known
from halfkilo.form.live.expected import expected as expected_of
from halfkilo.journal import new_id
from halfkilo.words import book
from tests.e2e import steps
from tests.e2e.camera_films import film, pattern, watching
from tests.e2e.house import House
from tests.e2e.window import PHONE, Window, window
from tests.form import camera

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e pages")]

SECONDS, QUICK = 3.6, 3.0
"""One repetition of the films; as brisk as one can be counted still."""
SPOKEN = book("en")
USUAL = Path(__file__).parent / "usual"
"""Own measures (baselines) as the coach made them of the good films."""


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@contextmanager
def watched(playwright: Playwright, home: House, shown: Path | None) -> Iterator[Window]:
    """A phone in whose camera that film plays, at the first page of the player."""
    with watching(playwright, shown) as chromium, window(chromium, home, home.next_day(), PHONE) as opened:
        steps.look_around(opened)
        opened.go("/train/")
        yield opened


def told(page: Page) -> Any:
    """The coach's sentence."""
    return page.locator(".coach-words")


def session_of(page: Page) -> dict[str, Any]:
    """What the player was given."""
    found: dict[str, Any] = json.loads(page.locator("script#session").text_content() or "")
    return found


def record(opened: Window, kind: str) -> list[dict[str, Any]]:
    """The entries of this kind that the site has."""
    lines = opened.page.request.get(opened.house.url + "/data/journal.jsonl").text().splitlines()
    return [entry["body"] for line in lines if (entry := json.loads(line))["kind"] == kind]


def first_to_watch(home: House, browser: Browser) -> tuple[str, str]:
    """An exercise of the made-up person's day that needs no load and can be counted: its slug and name."""
    with window(browser, home, home.next_day(), PHONE) as opened:
        steps.look_around(opened)
        opened.go("/train/")
        items = [item for part in session_of(opened.page)["parts"] for item in part["items"]]
    for item in items:
        if item["variant"] == "body" and item["count"] == "reps" and item["clip"] and known(item["exercise"]).signal is not None:
            return item["exercise"], item["name"]
    raise AssertionError(f"nothing to watch among {[item['exercise'] for item in items]}")


def a_watched_set(opened: Window, slug: str, name: str) -> None:
    """From the set-up to the record, in the player."""
    page = opened.page
    steps.Hands(opened).train(until=lambda one: steps.screen(one) == "intro" and name in page.locator("#player h1").inner_text())
    assert not page.locator("video, .coach-mirror").count(), "nothing of the camera is there before the tap"
    page.get_by_role("button", name="Watch my form").click()
    expect(page.locator(".coach")).to_contain_text("The picture stays in this browser")
    expect(told(page)).to_have_text("I see you well. Begin whenever you like.")
    page.locator("#player .dock [data-act]").click()
    began = time.monotonic()
    number = page.locator("#player .count b")
    steps.until(lambda: int(number.inner_text()) >= 4, "four repetitions are not counted")  # of which three can be seen well enough
    seen = int(number.inner_text())
    assert abs(seen - (time.monotonic() - began) / QUICK) <= 1.5
    page.locator("#player .dock [data-act]").click()
    page.get_by_role("button", name="this is how I do it").click()
    expect(told(page)).to_contain_text("Kept as your own measure")
    steps.until(lambda: bool(record(opened, "baseline_taken")), "the own measure is not in the record")
    body = record(opened, "set_done")[-1]
    assert body["exercise"] == slug and body["form"]["by"] == "camera" and not body.get("form_lost")
    page.get_by_role("button", name="Stop watching").click()
    expect(told(page)).to_have_text("The camera is off.")


@pytest.mark.hazard("H20")
def test_a_set_is_watched_from_the_set_up_to_the_record(home: House, browser: Browser, playwright: Playwright) -> None:
    """With the looks of a pose model at the figure; the model itself is asked in the next test, and for a whole set in the campaign."""
    slug, name = first_to_watch(home, browser)
    with pattern(playwright) as chromium, window(chromium, home, home.next_day(), PHONE) as opened:
        looks(opened, figure_seen(slug, QUICK), QUICK)
        steps.look_around(opened)
        opened.go("/train/")
        a_watched_set(opened, slug, name)


@pytest.mark.hazard("H20")
def test_the_model_sees_the_person_in_the_picture(home: House, playwright: Playwright, films: Path) -> None:
    with watched(playwright, home, film(films, "chair_stand", View.FRONT, seconds=QUICK)) as opened:
        found = watch(opened, "chair_stand", "front", lambda so_far: so_far.seen >= 1, 60)
    assert found.seen >= 1 and not found.cues("chair_stand"), found.said


@pytest.mark.campaign
@pytest.mark.hazard("H20")
def test_a_set_is_watched_by_the_model_from_the_set_up_to_the_record(home: House, browser: Browser, playwright: Playwright,
                                                                     films: Path) -> None:
    slug, name = first_to_watch(home, browser)
    with watched(playwright, home, film(films, slug, View(known(slug).view), seconds=QUICK)) as opened:
        a_watched_set(opened, slug, name)


@dataclass
class Set:
    """What a set in front of the camera brought: sentences, repetitions, how long it was looked at, the own measure if it was asked for."""

    said: list[str]
    seen: int
    seconds: float
    usual: dict[str, Any] | None

    def cues(self, slug: str) -> set[str]:
        """Of the sentences those that correct something."""
        mine = {one.try_ for one in words(slug, "en").fault} | {text for key, text in SPOKEN.items() if key.startswith("form.part.")}
        return set(self.said) & mine


def watch(opened: Window, slug: str, view: str, enough: Callable[[Set], bool], patience_s: float, own_view: bool = True) -> Set:
    """An exercise in front of the camera, without the player's clock. own_view: the one the coach wants."""
    page = opened.page
    faults = [{"see": one.see, "try": one.try_} for one in words(slug, "en").fault]
    item = {"exercise": slug, "side": side_of(slug), "load": "", "range": 100, "faults": faults, "count": "reps", "grams": 0, "view": view}
    doing = {"session": session_of(page)["session"], "item": item, "set": 1}

    def now(screen: str) -> None:
        page.evaluate("detail => document.dispatchEvent(new CustomEvent('halfkilo:doing', {detail}))", doing | {"screen": screen})

    def found(usual: dict[str, Any] | None = None) -> Set:
        seen = re.match(r"\d+", page.locator(".coach-numbers").inner_text())
        said = [one for one in page.evaluate("sentences") if one]
        return Set(said, int(seen.group()) if seen else 0, time.monotonic() - began, usual)

    now("intro")
    page.get_by_role("button", name="Watch my form").click()
    elsewhere = "" if own_view else "|face the camera|turn your side"
    expect(told(page)).to_have_text(re.compile(f"see you well{elsewhere}"))
    page.evaluate("""() => {
      window.sentences = [], window.usual = null;
      new MutationObserver(() => sentences.push(document.querySelector('.coach-words').textContent))
        .observe(document.querySelector('.coach-words'), {childList: true, characterData: true, subtree: true});
      document.addEventListener('halfkilo:coach', event => { if (event.detail.baseline) window.usual = event.detail.baseline; });
    }""")
    now("set")
    began = time.monotonic()
    steps.soon(lambda: enough(found()), patience_s)
    looked = found()
    page.evaluate("() => document.dispatchEvent(new CustomEvent('halfkilo:set-over', {detail: told => { window.over = told; }}))")
    steps.until(lambda: bool(page.evaluate("Boolean(window.over)")), "nothing is told of the set")
    now("rest")
    yes = page.get_by_role("button", name=re.compile("this is how I do it|Make this set my own measure"))
    if steps.soon(yes.is_visible, 1):
        yes.click()
        steps.until(lambda: bool(page.evaluate("Boolean(window.usual)")), "the own measure does not come")
        looked.usual = page.evaluate("window.usual")
    return looked


def side_of(slug: str) -> str:
    return "right" if catalogue()[slug].facts.sides is Sides.EACH else "both"


def keep(opened: Window, body: dict[str, Any]) -> None:
    """The person's own measure of an exercise, as the coach made it of the good film, into their record."""
    at = opened.page.evaluate("new Date().toISOString().slice(0, 19) + '+00:00'")
    number = new_id(round(datetime.fromisoformat(at).timestamp() * 1000))
    entry = {"id": number, "kind": "baseline_taken", "version": 1, "at": at, "body": body}
    token = opened.page.locator('input[name="csrfmiddlewaretoken"]').first.input_value()
    answer = opened.page.request.post(opened.house.url + "/api/entries", data={"entries": [entry]},
                                      headers={"X-CSRFToken": token, "Referer": opened.house.url})
    assert answer.ok, answer.text()


def right_cue(slug: str, fault: int) -> str:
    """The sentence for a fault of the clip."""
    return words(slug, "en").fault[known(slug).faults[fault].words].try_


def right_parts(slug: str, fault: int) -> set[str]:
    """The sentences for the parts of the body that make up a tenth or more of how it looks."""
    size = np.abs(known(slug).faults[fault].difference).sum(0)
    share = {part: size[[about(name) == part for name in CHANNELS]].sum() / max(size.sum(), 1e-9) for part in map(about, CHANNELS)}
    return {SPOKEN[f"form.part.{part}"] for part in share if share[part] >= 0.1}


TRACKS = Path(__file__).parent / "tracks"
"""What the pose model saw of a film, a few whole repetitions of it for ever: [ms, world points, picture points] a look."""
SEES = """
const track = TRACK, round = ROUND, test = new BroadcastChannel("test");
let began = 0, now = "well";
test.onmessage = ({ data }) => { now = data; };
const lying = ([x, y, ...more]) => [-y, x, ...more];
const beside = ([x, y]) => [x + 0.35, y];
onmessage = ({ data: { picture, ms } }) => {
  if (!picture) return began || postMessage({ is: "open" });
  picture.close();
  began ||= ms;
  let [, world, places] = track.findLast(([at]) => at <= (ms - began) % round);
  if (now === "turned") world = world.map(lying);
  if (now === "another") places = places.map(beside);
  const seen = now === "nobody" ? { ms, people: 0, world: [], picture: [] } : { ms, people: now === "two" ? 2 : 1, world, picture: places };
  setTimeout(() => postMessage({ is: "seen", seen }), 50);
};
"""
"""The pose model's part in the page, played again. A test says over its channel what is the matter in the picture."""


def film_seen(slug: str, view: str, fault: int) -> list[Any]:
    """The looks at a film that were kept."""
    kept: list[Any] = json.loads((TRACKS / f"{slug}-{view}-{fault}.json").read_text(encoding="utf-8"))
    return kept


def figure_seen(slug: str, seconds: float) -> list[Any]:
    """Looks at the figure itself, from where the coach wants to see it, a repetition in so many seconds."""
    found: list[Any] = camera.track(slug, camera.NEEDS[expected_of(known(slug)).view], seconds)
    return found


def looks(opened: Window, track: list[Any], seconds: float) -> None:
    """From now on the model of this window sees this, whose repetitions take so long."""
    repetitions = round(track[-1][0] / 1000 / seconds)
    script = SEES.replace("TRACK", json.dumps(track)).replace("ROUND", str(round(1000 * seconds * repetitions)))
    opened.context.route("**/pose-worker-*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))


@pytest.mark.hazard("H20")
@pytest.mark.parametrize(("slug", "view", "fault", "seconds"), [("lateral_raise", "front", 1, QUICK),
                                                                ("straight_arm_pulldown", "side", 0, SECONDS)])
def test_a_fault_that_was_seen_brings_its_own_cue_and_no_other(home: House, playwright: Playwright, slug: str, view: str, fault: int,
                                                               seconds: float) -> None:
    """The whole way but for the model itself, whose looks at the film of the fault are played again."""
    with pattern(playwright) as chromium, window(chromium, home, home.next_day(), PHONE) as opened:
        looks(opened, film_seen(slug, view, fault), seconds)
        steps.look_around(opened)
        opened.go("/train/")
        keep(opened, json.loads((USUAL / f"{slug}-{view}.json").read_text(encoding="utf-8")))
        found = watch(opened, slug, view, lambda so_far: bool(so_far.cues(slug)), 40)
    assert found.cues(slug) == {right_cue(slug, fault)}, found.said
    assert abs(found.seen - found.seconds / seconds) <= 1.5, (found.seen, found.seconds)


@pytest.mark.campaign  # drawing and looking at once takes a whole core for most of a minute, and a slow look is a silent one
@pytest.mark.hazard("H20")
def test_what_is_often_seen_is_told_and_nothing_else(home: House, playwright: Playwright, films: Path) -> None:
    slug, view, fault = "lateral_raise", "front", 1
    with watched(playwright, home, film(films, slug, View(view), fault, SECONDS)) as opened:
        keep(opened, json.loads((USUAL / f"{slug}-{view}.json").read_text(encoding="utf-8")))
        found = watch(opened, slug, view, lambda so_far: bool(so_far.cues(slug)), 40)
    assert found.cues(slug) == {right_cue(slug, fault)}, found.said
    assert found.seen >= 2


NAMED = {"chair_stand": (0,), "hip_hinge": (0,), "lateral_raise": (1,), "front_raise": (0, 1), "goblet_squat": (0,),
         "side_lunge_counter": (1,), "mini_squat": (0,), "counter_push_up": (0,), "cable_pull_through": (0,),
         "standing_hip_extension": (0,), "seated_pulldown": (0,), "standing_chest_press": (0,), "straight_arm_pulldown": (0, 1),
         "triceps_pushdown": (0, 1), "seated_row": (0,), "standing_row": (0,), "seated_hinge": (), "scaption_raise": (),
         "cable_lift_stand": (), "seated_shoulder_press": (), "split_stance_squat": (), "seated_knee_extension": (), "biceps_curl": (),
         "romanian_deadlift": ()}
"""Which of an exercise's faults are named from wherever the set-up is content. Of the others the points of a body tell little (shoulders
drawn up, a small lean), or only from one or two of the places: the right words, the right part of the body, or silence."""

PLACES = {View.SIDE: ((View.SIDE, 0), (View.SIDE, -22), (View.SIDE, -47)),
          View.FRONT: ((View.FRONT, 0), (View.TURNED, 0), (View.FRONT, 14))}
"""Three places of the camera for each view an exercise may need, 25 degrees and more apart: film and how far its camera went on. At the
side: before the right hand, beside it, behind it. At the front: before the person, and 30 degrees to either hand."""
OWN = {slug: View.SIDE if expected_of(known(slug)).view == "side" else View.FRONT for slug in NAMED}

OWN_VIEW_ONLY = ("mini_squat", "counter_push_up", "standing_hip_extension")
"""A counter hides the legs, or the leg points at the camera: from elsewhere the set-up asks for another view, and nobody could count."""


def shown(home: House, playwright: Playwright, of: Path, slug: str, view: View, own: bool = True,
          usual: dict[str, Any] | None = None) -> Set:
    """A set before a film, and that it was counted within one."""
    with watched(playwright, home, of) as opened:
        if usual:
            keep(opened, usual)
        found = watch(opened, slug, view.value, lambda so_far: so_far.seconds >= 6 * SECONDS, 60, own)
    assert abs(found.seen - found.seconds / SECONDS) <= 1.5, (of.name, found.seen, found.seconds)
    return found


@pytest.mark.campaign
@pytest.mark.hazard("H20")
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("slug", "place"), [(slug, place) for slug in NAMED for place in (range(3) if NAMED[slug] else range(1))])
def test_the_right_cue_and_no_other_from_three_places(home: House, playwright: Playwright, films: Path, slug: str, place: int) -> None:
    """From three places with which the set-up is content. As meant: counted within one, and not a word of correction. As often seen: the
    right sentence where the points of a body tell it, else the right part or silence; the same count."""
    view, turned = PLACES[OWN[slug]][place]
    good = shown(home, playwright, film(films, slug, view, None, SECONDS, turned), slug, OWN[slug])
    assert good.usual, good.said
    assert not good.cues(slug), good.said
    for fault in range(len(known(slug).faults)) if place == 0 else NAMED[slug]:
        seen = shown(home, playwright, film(films, slug, view, fault, SECONDS, turned), slug, OWN[slug], usual=good.usual)
        right = right_cue(slug, fault)
        assert seen.cues(slug) <= {right} | right_parts(slug, fault), (fault, seen.said)
        assert fault not in NAMED[slug] or right in seen.cues(slug), (fault, seen.said)


@pytest.mark.campaign
@pytest.mark.hazard("H20")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("slug", [slug for slug in NAMED if slug not in OWN_VIEW_ONLY])
def test_from_elsewhere_it_counts_and_never_names_another_fault(home: House, playwright: Playwright, films: Path, slug: str) -> None:
    """From a right angle to the view that is needed, where the set-up has asked for another."""
    view = View.FRONT if OWN[slug] is View.SIDE else View.SIDE
    good = shown(home, playwright, film(films, slug, view, None, SECONDS), slug, OWN[slug], own=False)
    assert good.usual and not good.cues(slug), good.said
    for fault in range(len(known(slug).faults)):
        seen = shown(home, playwright, film(films, slug, view, fault, SECONDS), slug, OWN[slug], own=False, usual=good.usual)
        others = {right_cue(slug, other) for other in range(len(known(slug).faults))} - {right_cue(slug, fault)}
        assert not seen.cues(slug) & others, seen.said


ROOM = """() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 }), brush = canvas.getContext('2d');
  window.room = shade => {
    for (let x = 0; x < 8; x++) for (let y = 0; y < 6; y++) {
      const grey = shade === 'even' ? 90 : ((x * 5 + y * 3) % 8) * (shade === 'night' ? 4 : 30);
      brush.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      brush.fillRect(40 * x, 40 * y, 40, 40);
    }
  };
  window.room('day');
  setInterval(() => brush.fillRect(0, 0, 1, 1), 50);
  window.camera = canvas.captureStream(20);
  navigator.mediaDevices.getUserMedia = async () => window.camera;
}"""
"""A camera whose picture a test can change: by day, at night, or behind a finger."""


@pytest.mark.hazard("H20")
def test_whatever_is_the_matter_is_told_calmly_and_the_set_goes_on(home: House, browser: Browser) -> None:
    slug, view = "lateral_raise", "front"
    with window(browser, home, home.next_day(), PHONE) as opened:
        page = opened.page
        looks(opened, film_seen(slug, view, 1), QUICK)
        steps.look_around(opened)
        opened.go("/train/")
        steps.Hands(opened).train(until=lambda one: steps.screen(one) == "intro")
        page.evaluate(ROOM)
        page.evaluate("() => { window.matter = new BroadcastChannel('test'); }")
        item = next(item for part in session_of(page)["parts"] for item in part["items"])
        item |= {"exercise": slug, "side": "both", "view": view, "count": "reps", "load": ""}

        def now(screen: str) -> None:
            detail = {"session": session_of(page)["session"], "item": item, "set": 1, "screen": screen}
            page.evaluate("detail => document.dispatchEvent(new CustomEvent('halfkilo:doing', {detail}))", detail)

        def matter(what: str, sentence: str) -> None:
            page.evaluate("what => { room({dark: 'night', covered: 'even'}[what] ?? 'day'); matter.postMessage(what); }", what)
            expect(told(page)).to_have_text(re.compile(sentence))

        now("intro")
        page.get_by_role("button", name="Watch my form").click()
        before = {"well": "I see you well", "two": "I see two people", "dark": "It is too dark", "covered": "The camera is covered",
                  "turned": "The picture lies on its side", "nobody": "I can't see you yet"}
        for what, sentence in before.items():
            matter(what, sentence)
        matter("well", "I see you well")
        now("set")
        meanwhile = {"dark": "too dark for me, so I'll stay quiet", "covered": "covered, so I'll stay quiet",
                     "turned": "lies on its side, so I'll stay quiet", "nobody": "I can't see you, so I'll stay quiet"}
        for what, sentence in meanwhile.items():
            matter(what, sentence)
            matter("well", "^$")
        numbers = page.locator(".coach-numbers")
        steps.until(lambda: not numbers.inner_text().startswith("0"), "it counts again, once it sees")
        matter("another", "Somebody else stands in the picture")
        page.evaluate("() => camera.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
        expect(told(page)).to_have_text("The camera was unplugged. The set goes on without it.")
        expect(page.locator("#player .dock [data-act]")).to_be_enabled()


@pytest.mark.hazard("H20")
def test_without_a_camera_a_calm_sentence_and_the_training_goes_on(home: House, playwright: Playwright) -> None:
    with watched(playwright, home, None) as opened:
        page = opened.page
        steps.Hands(opened).train(until=lambda one: steps.screen(one) == "intro")
        page.get_by_role("button", name="Watch my form").click()
        expect(told(page)).to_have_text(re.compile("There is no camera here|keeps the camera closed"))
        page.locator("#player .dock [data-act]").click()
        expect(page.locator("#player")).to_have_attribute("data-screen", "set")
