/** Many answers on few pixels: nothing is lost that was answered, and nothing is drawn that was not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrendData, TrendMark } from "../../../src/halfkilo/web/front/charts/data.ts";
import { marksOn, spanOf } from "../../../src/halfkilo/web/front/charts/marks.ts";
import { holed, LENGTHS, lengthFor, thin } from "../../../src/halfkilo/web/front/charts/thin.ts";

/** A small generator of numbers that are the same every time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

for (const length of LENGTHS) {
  test(`stretches of ${length} days keep every answer, the lowest and the highest`, () => {
    const next = numbers(length + 7);
    const days = [...Array(3650).keys()].filter((day) => next() < 0.8 && (day < 1000 || day > 1400));
    const values = days.map(() => Math.round(next() * 10));
    const found = thin(days, values, length);

    assert.equal(found.reduce((sum, one) => sum + one.count, 0), days.length);
    for (const one of found) {
      const within = values.filter((_, n) => (days[n] as number) >= one.at && (days[n] as number) <= one.until);
      assert.deepEqual([one.low, one.high, one.count], [Math.min(...within), Math.max(...within), within.length]);
      assert.ok(Math.abs(one.mean - within.reduce((a, b) => a + b, 0) / within.length) < 1e-9);
    }
    assert.ok(length > 91 || !found.some((one) => one.at > 1000 + length && one.until < 1400), "nothing stands where nobody answered");
  });
}

test("a hole is left where nobody answered, and only there", () => {
  const found = holed(thin([0, 1, 2, 9, 10], [3, 3, 3, 4, 4], 1), 1);
  assert.deepEqual(found.map((one) => one?.at ?? null), [0, 1, 2, null, 9, 10]);
  assert.equal(holed(thin([0, 7, 14, 42], [1, 1, 1, 1], 1), 14).filter((one) => one === null).length, 1);
});

test("ten years fit on a phone, and ten weeks show every day", () => {
  assert.equal(lengthFor(70, 300), 1);
  assert.ok(3650 / lengthFor(3650, 300) <= 300 / 2);
  assert.equal(lengthFor(100_000, 10), 364);
});

test("what happened is told for the days it lasted", () => {
  const mark = (kind: TrendMark["kind"], from: number, to: number | null, open = false): TrendMark => ({ kind, from, to, open, words: `${kind} ${from}` });
  const data = { end: 100, marks: [mark("flare", 10, 15), mark("stop", 12, null), mark("break", 90, null, true)] } as unknown as TrendData;
  assert.deepEqual(spanOf(data.marks[0] as TrendMark, 100), [10, 14]);
  assert.deepEqual(marksOn(data, 15, 20), []);
  assert.deepEqual(marksOn(data, 14, 14), ["flare 10"]);
  assert.deepEqual(marksOn(data, 12, 12), ["flare 10", "stop 12"]);
  assert.deepEqual(marksOn(data, 100, 100), ["break 90"]);
});
