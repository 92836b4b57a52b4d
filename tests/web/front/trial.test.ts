/** The guided tests: what counts, what is taken again, where it ends; and the readings they are made of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Collector, hearing, sensorsIn, type Sensors } from "../../../src/halfkilo/web/front/sensors.ts";
import { curvePoints, trailPoints } from "../../../src/halfkilo/web/front/trial/drawn.ts";
import { advance, begin, cue, number, type Event, type State, type Terms } from "../../../src/halfkilo/web/front/trial/steps.ts";

const TERMS: Terms = {
  trial: "strength", series: "row.left", line: 5, wanted: 3, most: 5, least: 2, pull_s: 5, stand_s: 30, settle_s: 3, rest_s: 60, judge: "", ticket: "", back: "",
};
const CLEAN = (value: number): Event[] => [{ kind: "start" }, { kind: "ran" }, { kind: "judged", clean: true, value, words: [] }];
const AGAIN: Event[] = [{ kind: "start" }, { kind: "ran" }, { kind: "judged", clean: false, value: 9, words: ["A tug."] }];
const ON = (pain: number | null): Event[] => [{ kind: "next", pain }, { kind: "rested", device: true }];
const READY: Event[] = [{ kind: "begin", device: true }, { kind: "zeroed", steady: true }, { kind: "start" }, { kind: "ran" }, { kind: "rested", device: true }];

const run = (events: readonly Event[], terms = TERMS): State => events.reduce(advance, begin(terms));

test("zero, one practice pull, three that count, each followed by a question and a rest", () => {
  assert.deepEqual(run(READY.slice(0, 2)).screen, { kind: "go", practice: true });
  assert.deepEqual(run(READY).screen, { kind: "go", practice: false });
  const end = run([...READY, ...CLEAN(1), ...ON(2), ...CLEAN(2), ...ON(3), ...CLEAN(3), { kind: "next", pain: 1 }]);
  assert.deepEqual([end.screen, end.values, end.pain], [{ kind: "done", over: false }, [1, 2, 3], 3]);
});

test("a zero that moves is taken again", () => {
  const state = run([{ kind: "begin", device: true }, { kind: "zeroed", steady: false }]);
  assert.deepEqual(state.screen, { kind: "zero", again: true });
});

test("what was disturbed is taken again and never kept, five times at most", () => {
  const twice = run([...READY, ...AGAIN, ...ON(0), ...CLEAN(7)]);
  assert.deepEqual([twice.values, twice.tries, number(twice)], [[7], 2, 2]);
  const tired = run([...READY, ...AGAIN, ...ON(0), ...AGAIN, ...ON(0), ...AGAIN, ...ON(0), ...CLEAN(7), ...ON(0), ...AGAIN, { kind: "next", pain: 0 }]);
  assert.deepEqual([tired.screen, tired.values], [{ kind: "left", over: false }, [7]]);
});

test("a pull from a zero that moved asks for zero once more", () => {
  const moved: Event = { kind: "judged", clean: false, value: 0, words: [], zero: true };
  assert.equal(run([...READY, { kind: "start" }, { kind: "ran" }, moved, ...ON(0)]).screen.kind, "zero");
});

test("pain above the person's line ends it, pain at the line does not", () => {
  assert.equal(run([...READY, ...CLEAN(1), ...ON(5)]).screen.kind, "go");
  const one = run([...READY, ...CLEAN(1), { kind: "next", pain: 6 }]);
  assert.deepEqual([one.screen, one.pain], [{ kind: "left", over: true }, 6]);
  const two = run([...READY, ...CLEAN(1), ...ON(0), ...CLEAN(2), { kind: "next", pain: 6 }]);
  assert.deepEqual([two.screen, two.values], [{ kind: "done", over: true }, [1, 2]]);
});

test("the stop works on every screen, and what is enough for a result is kept", () => {
  const stop: Event = { kind: "stop" };
  const way = [...READY, ...CLEAN(1), ...ON(0), ...CLEAN(2), ...ON(0)];
  for (let upto = 0; upto <= way.length; upto += 1) {
    const before = run(way.slice(0, upto));
    assert.equal(advance(before, stop).screen.kind, before.values.length >= 2 ? "done" : "left", `${upto}`);
  }
});

test("without an answer of the site nothing is counted", () => {
  const state = run([...READY, { kind: "start" }, { kind: "ran" }, { kind: "unanswered" }]);
  assert.deepEqual([state.screen, state.tries], [{ kind: "go", practice: false }, 0]);
});

test("without a device the numbers are typed", () => {
  const typed = (value: number): Event => ({ kind: "typed", value });
  const off: Event = { kind: "rested", device: false };
  const start: Event[] = [{ kind: "begin", device: false }, { kind: "practised" }, off];
  const end = run([...start, typed(10), { kind: "next", pain: null }, off, typed(11), { kind: "next", pain: 2 }, off, typed(12), { kind: "next", pain: null }]);
  assert.deepEqual([end.screen.kind, end.values, end.pain], ["done", [10, 11, 12], 2]);
});

test("balance has no practice and no question about pulling", () => {
  const terms = { ...TERMS, trial: "balance" as const };
  const state = run([{ kind: "begin", device: true }, { kind: "zeroed", steady: true }, ...CLEAN(140)], terms);
  assert.deepEqual(state.screen, { kind: "verdict", clean: true, value: 140, words: [], asks: false, zero: false });
});

test("the pull's clock", () => {
  assert.deepEqual([0, 1.4, 1.5, 3.9, 4, 4.9, 5, 9].map((at) => cue(at, 5)), ["build", "build", "hold", "hold", "ease", "ease", "off", "off"]);
});

const gauge = (more: object, device: object = {}): Sensors => ({ gauge: { up: true, fresh: true, wrong: false, garbled: 0, Force: { age_ms: 10, ...more }, ...device } });

test("a device counts only while it is up, fresh, and the one that was paired", () => {
  assert.equal(hearing(gauge({ grams: 1 }), "Force"), "gauge");
  assert.equal(hearing(gauge({ grams: 1 }), "Balance"), null);
  for (const not of [{ up: false }, { fresh: false }, { wrong: true }]) assert.equal(hearing(gauge({ grams: 1 }, not), "Force"), null);
  assert.equal(hearing(gauge({ age_ms: 60_000 }), "Force"), null);
  assert.deepEqual([sensorsIn(null), sensorsIn({}), sensorsIn({ sensors: 3 })], [{}, {}, {}]);
});

test("each reading is kept once, by the device's own clock", () => {
  const heard = new Collector("Force");
  heard.hear(gauge({ grams: 5, at_us: 100 }), 1000);
  heard.hear(gauge({ grams: 5, at_us: 100 }), 1100);
  heard.hear(gauge({ grams: 7, at_us: 200 }, { recent: { Force: [{ grams: 5, at_us: 100 }, { grams: 6, at_us: 150 }, { grams: 7, at_us: 200 }] } }), 1200);
  assert.deepEqual(heard.since(0).map((row) => [row.at_us, row.sample["grams"]]), [[100, 5], [150, 6], [200, 7]]);
  heard.hear(gauge({ grams: 1, at_us: 3_000_000 }), 4000);
  heard.hear(gauge({ grams: 0, at_us: 50 }), 5000);
  assert.deepEqual(heard.since(0).map((row) => row.at_us), [50], "its clock began anew");
});

test("a reading without a clock is placed by when it came", () => {
  const heard = new Collector("Force");
  heard.hear(gauge({ grams: 5, age_ms: 0 }), 1000);
  heard.hear(gauge({ grams: 5, age_ms: 100 }), 1103);
  heard.hear(gauge({ grams: 6, age_ms: 10 }), 1210);
  assert.deepEqual(heard.since(0).map((row) => row.at_us), [1_000_000, 1_200_000]);
  heard.hear({}, 1300);
  assert.equal(heard.device, "");
});

test("the curve keeps eight seconds and stays inside its picture", () => {
  assert.equal(curvePoints([[0, 0], [2, 0], [10, 5000]], 5000), "0.0,120.0 320.0,4.0");
  assert.equal(curvePoints([[1, -50], [2, 99_999]], 5000), "280.0,120.0 320.0,4.0");
  assert.equal(curvePoints([], 5000), "");
});

test("sway is shown around its middle, forward up, and stays inside its picture", () => {
  assert.deepEqual(trailPoints([[90, 10], [110, 30]]), [[-14, 14], [14, -14]]);
  assert.deepEqual(trailPoints([[0, 0], [900, 0]]), [[-56, 0], [56, 0]]);
  assert.deepEqual(trailPoints([]), []);
});
