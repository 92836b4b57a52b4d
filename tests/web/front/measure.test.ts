/** Tests by clock and counter: practice never counts, a try may be taken again, stopping keeps what was measured, and every try finds its place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, begin, face, place, type Event, type State, type Terms } from "../../../src/halfkilo/web/front/measure/steps.ts";

const STANDS: Terms = { way: "count", seconds: 30, tries: 1, practice: true, rest: 60, line: 5, items: [{ id: "stands", name: "" }], back: "" };
const BALANCE: Terms = { ...STANDS, way: "hold", tries: 2, practice: false, rest: 20, items: [{ id: "together", name: "together" }, { id: "one_ahead", name: "one ahead" }] };
const run = (terms: Terms, events: readonly Event[]): State => events.reduce(advance, begin(terms));
const TRY = (value: number): Event[] => [{ kind: "start" }, { kind: "ran", value }, { kind: "next" }];
const PRACTISED: Event[] = [{ kind: "begin" }, { kind: "start" }, { kind: "ran", value: 4 }, { kind: "rested" }];

test("one practice round that does not count, then one that does", () => {
  assert.deepEqual(run(STANDS, [{ kind: "begin" }]).screen, { kind: "go", practice: true });
  const practised = run(STANDS, PRACTISED);
  assert.deepEqual([practised.screen, practised.tries], [{ kind: "go", practice: false }, []]);
  const end = run(STANDS, [...PRACTISED, ...TRY(12), { kind: "felt", pain: 2 }]);
  assert.deepEqual([end.screen, end.tries], [{ kind: "done", over: false }, [{ item: "stands", n: 1, value: 12 }]]);
});

test("every try of every item comes in turn, with a rest between", () => {
  const values = [100, 120, 90, 80];
  let state = run(BALANCE, [{ kind: "begin" }]);
  for (const [at, value] of values.entries()) {
    assert.deepEqual([place(state).item.id, place(state).n], [at < 2 ? "together" : "one_ahead", (at % 2) + 1]);
    state = TRY(value).reduce(advance, state);
    assert.equal(state.screen.kind, at < 3 ? "rest" : "pain");
    state = advance(state, { kind: "rested" });
  }
  assert.deepEqual(state.tries.map(({ value }) => value), values);
});

test("a try that went astray is taken again, and a count can be put right but never below nothing", () => {
  const again = run(STANDS, [...PRACTISED, { kind: "start" }, { kind: "ran", value: 3 }, { kind: "again" }]);
  assert.deepEqual([again.screen, again.tries], [{ kind: "go", practice: false }, []]);
  const fewer = run(STANDS, [...PRACTISED, { kind: "start" }, { kind: "ran", value: 1 }, { kind: "change", by: -1 }, { kind: "change", by: -1 }]);
  assert.deepEqual(fewer.screen, { kind: "value", value: 0 });
});

test("stopping keeps what was measured, asks once how it felt, and keeps nothing where nothing was", () => {
  assert.equal(run(STANDS, [{ kind: "begin" }, { kind: "stop" }]).screen.kind, "left");
  const half = run(BALANCE, [{ kind: "begin" }, ...TRY(200), { kind: "stop" }]);
  assert.deepEqual([half.screen.kind, half.tries.length], ["pain", 1]);
  const shown = run(BALANCE, [{ kind: "begin" }, { kind: "start" }, { kind: "ran", value: 50 }, { kind: "stop" }]);
  assert.deepEqual(shown.tries, [{ item: "together", n: 1, value: 50 }]);
  assert.deepEqual(run(BALANCE, [{ kind: "begin" }, ...TRY(200), { kind: "stop" }, { kind: "felt", pain: 6 }]).screen, { kind: "done", over: true });
});

test("whatever comes in whatever order, nothing is counted that was not run", () => {
  const events: Event[] = [{ kind: "begin" }, { kind: "start" }, { kind: "ran", value: 7 }, { kind: "change", by: 1 }, { kind: "again" }, { kind: "next" }, { kind: "rested" }, { kind: "felt", pain: null }, { kind: "stop" }];
  let seed = 1;
  for (let life = 0; life < 200; life += 1) {
    let [state, ran] = [begin(life % 2 ? STANDS : BALANCE), 0];
    for (let step = 0; step < 40; step += 1) {
      seed = (seed * 48271) % 2147483647;
      const event = events[seed % events.length] as Event;
      if (event.kind === "ran" && state.screen.kind === "run" && !state.screen.practice) ran += 1;
      state = advance(state, event);
      assert.ok(state.tries.length <= Math.min(ran, state.terms.items.length * state.terms.tries));
    }
  }
});

test("a count runs down in whole seconds, a clock runs up in tenths, and neither leaves its ends", () => {
  assert.deepEqual([-1, 0, 0.2, 29.9, 31].map((at) => face(STANDS, at)), ["30", "30", "30", "1", "0"]);
  assert.deepEqual([-1, 0.04, 12.39, 31].map((at) => face(BALANCE, at)), ["0.0", "0.0", "12.3", "30.0"]);
});
